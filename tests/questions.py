"""Questions for tests, most of which have no alternatives."""

from collections.abc import Container

from relcli.search.question import Question, read


def parse(text: str, fields: Container[str] = (), *, exact: bool = False) -> Question:
    """Read a question without alternatives; of one that has some, the first."""
    return read(text, fields, exact=exact).alternatives[0]
