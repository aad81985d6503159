"""The tools: what an assistant may ask, put to the facts as they are at that moment."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

from mcp.server.mcpserver.exceptions import ToolError

from relcli.errors import ExtraError, FilterError, RelcliError, quoted
from relcli.mcp.answers import LONGEST_ANSWER, CardsResult, MatchesResult, result
from relcli.mcp.document import brief, card_document, whole
from relcli.mcp.matches import matches_result
from relcli.mcp.questions import (
    MOST_CARDS,
    Day,
    Draft,
    Floor,
    Grade,
    Ids,
    Limit,
    States,
    Style,
    Value,
    Words,
    as_data,
    query_of,
    what_is_wrong,
)
from relcli.model.filter_values import one_of
from relcli.model.query import Sort
from relcli.view.cite.cite import STYLES
from relcli.view.numbers import counted
from relcli.view.safe import one_line

if TYPE_CHECKING:
    from relcli.api import Facts
    from relcli.mcp.document import Document
    from relcli.model.card_dict import PlainCard
    from relcli.model.query import Answer, Query

NOTHING = (
    "These facts have no card for this. They hold only what their curators recorded: that nothing "
    "is found shows neither that it is so nor that it is not. Say that they have nothing on it."
)
EMPTY = "These facts hold no cards yet."
SOME_WORDS = "No card has all that was looked for. These have some: see whether they bear on it."
MISSING = "Cards may be missing: some of what the files of these facts hold cannot be read."


class Tools:
    """What an assistant may ask. It changes nothing, and names no path."""

    def __init__(self, open_facts: "Callable[[], Facts]", tell: Callable[[str], None]) -> None:
        """Take what opens the facts, and what tells who runs the server what is wrong there."""
        self._open = open_facts
        self._tell = tell
        self._lock = Lock()  # an index, and what finds stems, belongs to one thread at a time

    def search(
        self,
        query: Words,
        *,
        topic: Value = "",
        actor: Value = "",
        source: Value = "",
        speaker: Value = "",
        confidence: Grade = "",
        at_least: Floor = "",
        disputed: bool | None = None,
        since: Day = "",
        until: Day = "",
        states: States = False,
        limit: Limit = 10,
    ) -> CardsResult:
        """Find the cards that answer a question, best first."""
        if not query.strip():
            cure = "`timeline` gives all cards that pass the filters"
            raise ToolError(f"query: no words to look for; {cure}")
        with self._asking() as facts:
            asked = query_of(
                query,
                topic=topic,
                actor=actor,
                source=source,
                speaker=speaker,
                confidence=confidence,
                at_least=at_least,
                since=since,
                until=until,
            )._replace(disputed=disputed, states=states, limit=limit)
            return _answered(facts, asked._replace(sort=Sort.RELEVANCE, partial=True))

    def timeline(
        self,
        query: Words = "",
        *,
        topic: Value = "",
        actor: Value = "",
        source: Value = "",
        speaker: Value = "",
        confidence: Grade = "",
        at_least: Floor = "",
        disputed: bool | None = None,
        since: Day = "",
        until: Day = "",
        states: States = False,
        limit: Limit = MOST_CARDS,
    ) -> CardsResult:
        """Give the cards that pass the filters in time order, the earliest first."""
        with self._asking() as facts:
            asked = query_of(
                query,
                topic=topic,
                actor=actor,
                source=source,
                speaker=speaker,
                confidence=confidence,
                at_least=at_least,
                since=since,
                until=until,
            )._replace(disputed=disputed, states=states, limit=limit)
            return _answered(facts, asked)

    def show(self, ids: Ids) -> CardsResult:
        """Give cards whole, by their ids: every source, with titles, copies and other cards."""
        with self._asking() as facts:
            cards, remarks = _named(facts, ids)
            claims = facts.claims_of(cards)
            documents = [card_document(card, whole(card, claims)) for card in cards]
            return result(_note_on_named(facts, cards, remarks), documents, remarks)

    def cite(self, ids: Ids, style: Style = "footnote") -> CardsResult:
        """Write what goes into a footnote for each card: its sources, and how sure its claim is."""
        with self._asking() as facts:
            write = STYLES[one_of(STYLES, style, "style", "style")]
            cards, remarks = _named(facts, ids)
            selection = facts.selection(cards)
            citations = ("".join(write(selection._replace(cards=[card]))) for card in cards)
            documents = [
                # Half a citation is none, so it is as long as it is.
                card_document(
                    card, {"id": card["id"], "citation": citation}, longest=LONGEST_ANSWER
                )
                for card, citation in zip(cards, citations, strict=True)
            ]
            return result(_note_on_named(facts, cards, remarks), documents, remarks)

    def match(self, text: Draft) -> MatchesResult:
        """Give the cards that bear on the sentences of a text, and what differs: no verdict."""
        with self._asking() as facts:
            return matches_result(facts.match(text), _missing(facts))

    @contextmanager
    def _asking(self) -> "Iterator[Facts]":
        """Open the facts for one question. Raises ToolError for what is wrong with it, or there."""
        try:
            with self._lock, self._open() as facts:
                try:
                    yield facts
                except FilterError as error:
                    raise ToolError(what_is_wrong(error, facts)) from None
        except ExtraError as error:
            raise ToolError(str(error)) from None
        except RelcliError as error:  # which is about the facts, and names their paths
            self._tell(str(error))
            cure = "who runs this server finds the reason in its log"
            raise ToolError(f"the facts cannot be read; {cure}") from None


def _answered(facts: "Facts", query: "Query") -> CardsResult:
    """Return the answer to a query, with what is to be told of it. Raises FilterError."""
    answer = facts.answer(query)
    documents = []
    for hit in answer:
        ours: Document = {} if hit.all_words else {"all_words": False}
        if hit.certain is not None:
            ours["in_range"] = "certainly" if hit.certain else "possibly"
        documents.append(card_document(hit.plain, brief(hit.plain), ours))
    remarks = [*answer.on_words, *([] if answer.hits else [answer.on_nothing])]
    if answer.outside:
        remarks.append(facts.outside(query, "`states`"))
    return result(" ".join([*_notes(answer), *_missing(facts)]), documents, remarks)


def _notes(answer: "Answer") -> "Iterator[str]":
    """Yield what an answer is, in words of relcli and numbers alone."""
    if not answer.hits:
        yield EMPTY if answer.empty else NOTHING
    elif len(answer) < answer.total or answer.more:
        total = f"{answer.total} or more" if answer.more else answer.total
        yield f"The first {len(answer)} of {total} cards."
    else:
        yield f"{counted(answer.total, 'card')}."
    if answer.hits and answer.partial:
        yield SOME_WORDS


def _missing(facts: "Facts") -> list[str]:
    """Return what to tell of cards that cannot be read."""
    return [MISSING] if facts.unread() else []


def _named(facts: "Facts", ids: Sequence[str]) -> "tuple[list[PlainCard], list[str]]":
    """Return the cards with these ids, and what is to be told of ids that no card has.

    Raises ToolError where there is no card at all.
    """
    found = {card_id: facts.plain_cards(card_id) for card_id in ids}
    remarks = [_unknown(facts, card_id) for card_id, cards in found.items() if not cards]
    cards = [card for cards_of_id in found.values() for card in cards_of_id][:MOST_CARDS]
    if not cards:
        raise ToolError(one_line(" ".join([*_missing(facts), "; ".join(remarks)])))
    return cards, remarks


def _unknown(facts: "Facts", card_id: str) -> str:
    """Return what to tell of an id that no card has."""
    nearest = facts.near_id(card_id)
    cure = f"did you mean {as_data(nearest)}?" if nearest else "`search` finds ids"
    return f"no card {quoted(card_id)}; {cure}"


def _note_on_named(facts: "Facts", cards: "Sequence[PlainCard]", unknown: Sequence[str]) -> str:
    of_none = f"; {counted(len(unknown), 'id')} that no card has" if unknown else ""
    missing = _missing(facts) if unknown else []
    return " ".join([f"{counted(len(cards), 'card')}{of_none}.", *missing])
