"""From a query to what the user sees of its answer; `search`, `list` and `timeline` share it."""

from typing import TYPE_CHECKING

from relcli.cli.output import Output, write
from relcli.cli.session import Session
from relcli.errors import FOUND, NOTHING_FOUND
from relcli.model.card_dict import FIRST_KEYS, LATER_KEYS
from relcli.model.query import Hit, Query

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.console import Console


def show_answer(
    session: Session,
    query: Query,
    draw: "Callable[[Console, Sequence[Hit]], None]",
    output: Output,
    *,
    scored: bool = False,
    explain: bool = False,
) -> int:
    """Ask, show the hits, tell what the user should know of them, and return the exit status.

    `scored` adds `score`, `matched` and `all_words` to each card, `explain` also `why`.
    """
    answer = session.facts().answer(query, scored=scored, explain=explain)
    for remark in answer.remarks:
        session.remark(remark)
    more = [
        *(["score", "matched"] if scored else []),
        *(["in_range"] if answer.ranged else []),
        *(["all_words"] if scored else []),
        *(["why"] if explain else []),
    ]
    write(
        answer.rows(),
        (*FIRST_KEYS, *more, *LATER_KEYS),
        lambda console: draw(console, answer.hits),
        output,
    )
    return FOUND if answer.hits else NOTHING_FOUND
