"""The page at `/`, and what it asks where there are too many cards to hold."""

from threading import Lock
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from relcli.api import UnknownCardError
from relcli.model.card_dict import date_of
from relcli.model.days import day_number
from relcli.model.query import Query, Sort
from relcli.model.years import bounds
from relcli.serve.answers import refuse_many, refuse_sorting
from relcli.serve.settings import ACTORS, MOST_COUNTED, PAGED
from relcli.view.export.selection import Selection
from relcli.view.page.data import some_cards
from relcli.view.page.make import Held, served_page
from relcli.view.safe import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from relcli.api import Facts
    from relcli.model.card_dict import PlainCard
    from relcli.model.query import Answer, Hit
    from relcli.serve.answers import Document
    from relcli.serve.questions import Page

Made = tuple[str, str]  # the page, and the policy that goes with it

STILL = 200  # cards of such a page that can be read without scripts
_ORDERS = {"oldest": Sort.DATE, "newest": Sort.NEWEST, "surest": Sort.NEWEST}
ORDERS = ("best", *_ORDERS)


class Pages:
    """The last page that was made, and of which state of the files."""

    def __init__(self) -> None:
        self._lock = Lock()  # who asks meanwhile waits, for it takes longer than most
        self._state = ""
        self._made: Made = ("", "")

    def of(self, state: str, make: "Callable[[], Made]") -> Made:
        """Return the page of a state of the files."""
        with self._lock:
            if state != self._state:
                self._made = make()
                self._state = state
            return self._made


def whole(facts: "Facts") -> Made:
    """Return the page of all cards, and the policy to send with it."""
    total = len(facts)
    if total <= PAGED:
        cards = [hit.plain for hit in facts.answer(Query())]
        return served_page(facts.selection(cards, titled=True))
    newest = facts.answer(Query(sort=Sort.NEWEST, limit=STILL))
    selection = facts.selection([hit.plain for hit in newest], titled=True)
    actors = facts.listing("actors")[:ACTORS]
    return served_page(_of_these(selection), Held(total, _days(facts, total), actors))


def _days(facts: "Facts", total: int) -> tuple[int, int] | None:
    """Return the days between which all cards lie, with some room; None where nobody counts."""
    years = bounds(facts.years(Query(), None).lanes) if total <= MOST_COUNTED else None
    if years is None:
        return None
    first, last = years
    room = max(21, (last - first) * 15)
    return day_number(first, 1, 1) - room, day_number(last + 1, 1, 1) + room


def answer(facts: "Facts", query: "Query", page: "Page", order: str) -> "Document":
    """Return some cards of an answer as the page has them, and what it tells of each."""
    query = query._replace(sort=_order(query, order), limit=page.end(), partial=True)
    found = _surest(facts, query) if order == "surest" else _answer(facts, query)
    found.skip(page.offset)
    outside = facts.states_outside(query)
    return {
        **_data(facts, [hit.plain for hit in found]),
        "hits": [_hit(hit, query) for hit in found],
        "total": found.total,
        "more": found.more,
        "told": [*found.on_words, *_meant(found)],
        "outside": {"total": outside.total, "ids": list(outside.ids)},
    }


def _order(query: "Query", order: str) -> Sort:
    """Return the order in which the page shows an answer."""
    if order == "best":
        return Sort.RELEVANCE if query.text.strip() else Sort.NEWEST
    return _ORDERS[order]


def _answer(facts: "Facts", query: "Query") -> "Answer":
    refuse_sorting(facts, query)
    return facts.answer(query)


def _surest(facts: "Facts", query: "Query") -> "Answer":
    """Return an answer with the surest cards first, of equal ones the newest."""
    refuse_many(facts, query)
    found = facts.answer(query._replace(limit=0))
    order = sorted(found, key=lambda hit: (not hit.all_words, hit.plain["credibility"]))
    found.hits = tuple(order[: query.limit])
    return found


def _meant(found: "Answer") -> list[str]:
    """Return what may be meant by a question without an answer, as a sentence."""
    meant = "" if found.hits else found.meant.removeprefix("; ")
    return [meant[0].upper() + meant[1:]] if meant else []


def _hit(hit: "Hit", query: "Query") -> "Document":
    """Return what the page tells of a card in an answer."""
    outside = "" if hit.certain is not False else "date"
    if outside and not date_of(hit.plain).possibly_in(query.since, query.until):
        outside = "state"
    return {
        "some": not hit.all_words,
        "outside": outside,
        "where": [[place.name, hit.marked(one_line(place.text))] for place in hit.places],
        "claim": hit.marked(one_line(hit.plain["claim"])),
    }


def counts(facts: "Facts", query: "Query") -> "Document":
    """Return how many cards answer, and how many there would be with each value of a facet."""
    query = query._replace(partial=True)
    refuse_many(facts, query)
    facets, total = facts.facets(query)
    told: dict[str, Any] = {"topic": {}, "actor": {}, "confidence": {}, "disputed": {}}
    for facet in facets:
        told[facet.kind][facet.value] = facet.cards
    return {**told, "total": total}


def card(facts: "Facts", card_id: str) -> "Document":
    """Return a card as the page has it. Raises UnknownCardError."""
    cards = facts.plain_cards(card_id)
    if not cards:
        raise UnknownCardError(card_id, None)
    return _data(facts, cards[:1])


def _data(facts: "Facts", cards: "Sequence[PlainCard]") -> "Document":
    """Return cards as the scripts of the page read them, and the claims that they lead to."""
    selection = Selection(cards, MappingProxyType({}), MappingProxyType({}), facts.names_of(cards))
    claims = {name: one_line(claim) for name, claim in facts.claims_of(cards).items()}
    return {"data": some_cards(selection), "claims": claims}


def _of_these(selection: Selection) -> Selection:
    """Return a selection with no more actors than its cards name: all are too many to look for."""
    named = {actor["id"] for card in selection.cards for actor in card["actors"]}
    actors: Mapping[str, Mapping[str, Any]] = {
        name: actor for name, actor in selection.actors.items() if name in named
    }
    return selection._replace(actors=actors)
