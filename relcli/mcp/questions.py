"""What the tools take, as their input schemas tell it, and the query that is made of it."""

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from relcli.errors import quoted
from relcli.model.filter_values import in_range, read_bound, read_confidence, read_floor
from relcli.model.query import Query
from relcli.view.cite.cite import STYLES
from relcli.view.safe import one_line

if TYPE_CHECKING:
    from relcli.api import Facts
    from relcli.errors import FilterError

MOST_CARDS = 20  # of one answer, and ids of one question
LONGEST_QUERY = 2_000  # characters of a query, and of what a filter is given
LONGEST_DRAFT = 20_000  # characters of a text to match: seven pages of a book
TOPICS_NAMED = 20  # to who asks for one that there is not

Words = Annotated[
    str,
    Field(
        max_length=LONGEST_QUERY,
        description='Words, however misspelt or transliterated; "a phrase"; -word; OR; a date.',
    ),
]
Value = Annotated[str, Field(max_length=LONGEST_QUERY)]
Grade = Annotated[
    str,
    Field(
        max_length=LONGEST_QUERY,
        description="confirmed, probable, possible, doubtful, improbable or unconfirmed.",
    ),
]
Floor = Annotated[str, Field(max_length=LONGEST_QUERY, description="This grade or a surer one.")]
Day = Annotated[str, Field(max_length=LONGEST_QUERY, description="Such as 2015 or 2015-09-30.")]
States = Annotated[
    bool, Field(description="Also how things stood at other times, if it may hold in the range.")
]
Limit = Annotated[int, Field(ge=1, le=MOST_CARDS)]
Ids = Annotated[list[Value], Field(min_length=1, max_length=MOST_CARDS)]
Draft = Annotated[str, Field(max_length=LONGEST_DRAFT, description="Plain text, or Markdown.")]
Style = Annotated[str, Field(max_length=LONGEST_QUERY, description=f"{', '.join(STYLES)}.")]

# What to do about a value that nobody knows, and to which nothing comes near.
_CURES = {
    "at_least": "give `confidence` unconfirmed, or `at_least` improbable",
    "actor": "leave `actor` out and look for the name by `query`",
    "source": "leave `source` out and look for the name by `query`",
    "speaker": "leave `speaker` out and look for the name by `query`",
}


def query_of(
    text: str,
    *,
    topic: str,
    actor: str,
    source: str,
    speaker: str,
    confidence: str,
    at_least: str,
    since: str,
    until: str,
) -> Query:
    """Return what was given as a query; an empty text is no filter. Raises FilterError."""
    low = read_bound(since, "since") if since else None
    high = read_bound(until, "until") if until else None
    query = Query(
        text=text,
        topics=(topic,) if topic else (),
        actors=(actor,) if actor else (),
        sources=(source,) if source else (),
        speakers=(speaker,) if speaker else (),
        confidences=(read_confidence(confidence, "confidence"),) if confidence else (),
        at_least=read_floor(at_least) if at_least else None,
    )
    return in_range(query, low, high)


def what_is_wrong(error: "FilterError", facts: "Facts") -> str:
    """Return what is wrong with a filter, with its cure, in words of the tools."""
    error = error.in_words_of_python()
    cure = error.cure or _CURES.get(error.field, "")
    if error.suggestion:
        cure = f"did you mean {as_data(error.suggestion)}?"
    elif not cure and error.field == "topic":
        topics = [as_data(topic["id"]) for topic in facts.listing("topics")[:TOPICS_NAMED]]
        cure = f"known: {', '.join(topics)}" if topics else "no card has one; leave `topic` out"
    return one_line(f"{error.message}; {cure}" if cure else error.message)


def as_data(text: str) -> str:
    """Return a text of a dataset as messages show it, so that it cannot end its own quotation."""
    return quoted(text.replace("`", "'"))
