"""What the server answers: the facts asked, as the documents that it sends.

What `--json` has as an array stands here beside what the command line tells on stderr, and how many
there are in all.
"""

import os
import time
from typing import TYPE_CHECKING, Any

from relcli import __version__
from relcli.api import UnknownCardError
from relcli.errors import FilterError, TooLongError
from relcli.model.query import Sort, part_of
from relcli.model.years import NOWHERE, as_rows, bounds
from relcli.serve.problems import TooBroadError
from relcli.serve.settings import MOST_COUNTED, SECONDS

if TYPE_CHECKING:
    from relcli.api import Facts
    from relcli.model.card_dict import PlainCard
    from relcli.model.query import Answer, Query
    from relcli.serve.questions import Page

Document = dict[str, Any]

SHOWN = 20  # hits of a search, unless more are asked for
REST = "limit and offset give the others"
STATES = "states=true"


def search(facts: "Facts", query: "Query", page: "Page", *, explain: bool) -> Document:
    """Return the cards that answer a question, best first."""
    if not query.text:
        message = "q: no words to look for"
        raise FilterError(message, "/cards lists what passes the same filters", field="q")
    query = query._replace(limit=page.end(SHOWN), partial=True)
    return _cards(facts, query, page, scored=True, explain=explain)


def listing(facts: "Facts", query: "Query", page: "Page") -> Document:
    """Return the cards that pass the filters, or answer a question, in the order of the query."""
    return _cards(facts, query._replace(limit=page.end()), page)


def _cards(
    facts: "Facts", query: "Query", page: "Page", *, scored: bool = False, explain: bool = False
) -> Document:
    refuse_sorting(facts, query)
    answer = facts.answer(query, scored=scored, explain=explain)
    answer.skip(page.offset)
    cards = [_within(facts, row) for row in answer.rows()]
    return {"cards": cards, "remarks": _remarks(facts, answer), "total": answer.total}


def card(facts: "Facts", card_id: str) -> Document:
    """Return the cards with an id: one, unless two datasets use it. Raises UnknownCardError."""
    cards = [_within(facts, card) for card in facts.plain_cards(card_id)]
    if not cards:
        error = UnknownCardError(card_id, facts.near_id(card_id))
        for remark in _on_files(facts):  # in one of these it may stand
            error.add_note(remark)
        raise error
    return {"cards": cards, "remarks": _on_files(facts), "total": len(cards)}


def names(facts: "Facts", kind: str, page: "Page") -> Document:
    """Return the topics, the actors or the sources, each with its number of cards."""
    return _rows(facts, kind, facts.listing(kind), [], page)


def years(facts: "Facts", query: "Query", page: "Page") -> Document:
    """Return how many cards begin, and how many go on, in each year."""
    refuse_many(facts, query)
    counted = facts.years(query, None)
    rows = list(as_rows(counted, None, bounds(counted.lanes) or NOWHERE))
    return _rows(facts, "years", rows, facts.remarks(query), page)


def stats(facts: "Facts", query: "Query", page: "Page", by: str) -> Document:
    """Return what the cards cover, counted by topic, year and confidence."""
    refuse_many(facts, query)
    remarks = _on_files(facts)
    counts = facts.stats(facts.counted(query, remarks.append), by)
    rows = counts["rows"][page.offset : page.end()]
    return {**counts, "rows": rows, "remarks": remarks, "total": len(counts["rows"])}


def disputes(facts: "Facts", query: "Query", page: "Page") -> Document:
    """Return what is contested, the sources for and against side by side."""
    refuse_many(facts, query)
    remarks: list[str] = []
    sort = None if query.text else query.sort
    every, number = facts.disputes(facts.counted(query, remarks.append), sort)
    if number and not every:
        remarks.append("none of the cards is disputed or contradicts another one")
    return _rows(facts, "disputes", every, remarks, page)


def match(
    facts: "Facts", draft: str, query: "Query", *, markdown: bool, at_least: float | None
) -> Document:
    """Return the sentences of a draft, each with the cards that bear on it. Raises TooLongError."""
    end = time.monotonic() + SECONDS

    def in_time(done: int, of: int) -> None:
        if time.monotonic() > end:
            cure = "match it in parts"
            raise TooLongError(f"only {done} of {of} sentences were matched in time", cure)

    matches = facts.matches(query, [("", draft, markdown)], at_least, in_time)
    rows = matches.rows()
    for row in rows:
        row["cards"] = [_within(facts, card) for card in row["cards"]]
    remarks = [*_on_files(facts), *matches.remarks]
    return {"sentences": rows, "remarks": remarks, "total": len(rows)}


def health(facts: "Facts") -> Document:
    """Return whether there is an answer to give, and from how many cards."""
    remarks = _on_files(facts)
    return {"status": "ok", "version": __version__, "total": len(facts), "remarks": remarks}


def _rows(
    facts: "Facts", kind: str, rows: "list[Any]", remarks: list[str], page: "Page"
) -> Document:
    """Return some of the rows of a kind."""
    shown = rows[page.offset : page.end()]
    told = [*_on_files(facts), *remarks]
    if len(shown) < len(rows):
        told.append(part_of(len(rows), len(shown), page.offset, REST))
    return {kind: shown, "remarks": told, "total": len(rows)}


def _remarks(facts: "Facts", answer: "Answer") -> list[str]:
    """Return what the command line tells on stderr."""
    return [*_on_files(facts), *answer.remarks]


def _on_files(facts: "Facts") -> list[str]:
    """Return what is to be told of files that cannot be read, their paths within the dataset."""
    unread = facts.unread(lambda place: _posix(facts.within(place)))
    return [unread] if unread else []


def _within(facts: "Facts", row: "Document | PlainCard") -> Document:
    """Return a card whose place is told as seen from its own dataset."""
    place = row["place"]
    path = _posix(facts.within(place["path"]))
    return {**row, "place": {**place, "path": path}}


def _posix(path: str) -> str:
    return path.replace(os.sep, "/")


def refuse_sorting(facts: "Facts", query: "Query") -> None:
    """Raise TooBroadError where too many cards have to be read to sort them."""
    by_day = query.sort in (Sort.DATE, Sort.NEWEST) and not query.text.strip()
    if not by_day and query.sort is not Sort.RELEVANCE:
        refuse_many(facts, query)


def refuse_many(facts: "Facts", query: "Query") -> None:
    """Raise TooBroadError where more cards answer than are counted one by one."""
    if facts.number(query) > MOST_COUNTED:
        cure = "narrow it down by filters or dates"
        raise TooBroadError(f"more than {MOST_COUNTED:,} cards answer that; {cure}")
