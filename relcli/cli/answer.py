"""From a query to what the user sees of its answer; `search`, `list` and `timeline` share it."""

from typing import TYPE_CHECKING, Any

from relcli.cli.output import write
from relcli.cli.session import Session
from relcli.errors import FOUND, NOTHING_FOUND
from relcli.model.card_dict import PlainCard
from relcli.model.query import Answer, Hit, Query, Sort

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.console import Console

    from relcli.index.datasets import Datasets

NAMED = 5  # ids in one remark
CARD_COLUMNS = tuple(PlainCard.__annotations__)
_LATER = ("as_of",)  # what came to cards after sheets had columns for what a question adds


def show_answer(
    session: Session,
    query: Query,
    draw: "Callable[[Console, Sequence[Hit]], None]",
    form: str | None,
    *,
    scored: bool = False,
    explain: bool = False,
) -> int:
    """Ask, show the hits, tell what the user should know of them, and return the exit status.

    `scored` adds `score`, `matched` and `all_words` to each card, `explain` also `why`.
    """
    from relcli.search.answer import answer

    found = answer(query, session.facts(), explain=explain)
    for remark in remarks(query, found, session.facts()):
        session.remark(remark)
    ranged = query.since is not None or query.until is not None
    ranged = ranged or any(hit.certain is not None for hit in found.hits)  # since: in the text
    rows = [row(hit, scored=scored, ranged=ranged) for hit in found.hits]
    more = [
        *(["score", "matched"] if scored else []),
        *(["in_range"] if ranged else []),
        *(["all_words"] if scored else []),
        *(["why"] if explain else []),
    ]
    columns = [name for name in CARD_COLUMNS if name not in _LATER]
    write(rows, (*columns, *more, *_LATER), lambda console: draw(console, found.hits), form)
    return FOUND if found.hits else NOTHING_FOUND


def row(hit: Hit, *, scored: bool, ranged: bool) -> dict[str, Any]:
    """Return a hit as plain data: the card's own keys, and what the question adds to them."""
    plain: dict[str, Any] = dict(hit.card)
    if scored:
        plain |= {"score": hit.score, "matched": list(hit.matched)}
    if ranged:
        plain |= {"in_range": "certainly" if hit.certain else "possibly"}
    if scored:
        plain |= {"all_words": hit.all_words}
    if hit.why is not None:
        plain |= {"why": hit.why}
    return plain


def remarks(query: Query, found: Answer, facts: "Datasets") -> list[str]:
    """Return what the user should be told beside the hits."""
    told = found.on_words
    if not found.hits:
        what = f"nothing found for {query.text}" if query.text else "no card passes the filters"
        told.append(what + found.on_nothing)
    elif len(found.hits) < found.total or found.more:
        total = f"{found.total} or more" if found.more else found.total
        told.append(f"the first {len(found.hits)} of {total}; --limit 0 shows all")
    possible = [hit.card["id"] for hit in found.hits if hit.certain is False]
    if possible:
        more = f", and {len(possible) - NAMED} more" if len(possible) > NAMED else ""
        told.append(f"only possibly in the range: {', '.join(possible[:NAMED])}{more}")
    return told + _on_states(query, facts)


def remarks_on_query(query: Query, facts: "Datasets") -> list[str]:
    """Return what the user should be told of a query, where its hits are not shown."""
    from relcli.search.answer import answer

    best = query._replace(sort=Sort.RELEVANCE, limit=NAMED)
    told = answer(best, facts) if query.text else Answer(spoken=query.spoken)
    return told.on_words + _on_states(query, facts)


def _on_states(query: Query, facts: "Datasets") -> list[str]:
    text = query.text.casefold()
    if not (query.since or query.until or "since:" in text or "until:" in text):
        return []  # only a range has an outside
    from relcli.analysis.states import states_outside

    return [remark for remark in (states_outside(query, facts).remark(),) if remark]
