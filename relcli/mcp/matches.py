"""A text laid beside the cards: each card once, each sentence with the places of its cards."""

from itertools import takewhile
from typing import TYPE_CHECKING

from relcli.mcp.answers import LONGEST_ANSWER, as_json, structured
from relcli.mcp.document import brief, card_document, harmless
from relcli.mcp.questions import MOST_CARDS
from relcli.view.numbers import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mcp.types import CallToolResult

    from relcli.mcp.document import Document
    from relcli.model.match import MatchedSentence, Matches
    from relcli.model.query import Hit

LONGEST_CARD = LONGEST_ANSWER // 4  # characters, so that those of one sentence have room

NO_VERDICT = (
    "That a card bears on a sentence says neither that the sentence is right nor that it is wrong: "
    "lay the two side by side, and tell what differs."
)
NO_CARD = (
    "These facts have no card that bears on it. They hold only what their curators recorded: that "
    "says nothing of whether it is right."
)
NO_SENTENCE = "There is no sentence in this text."


class _Sheet:
    """What has been laid side by side, as far as an answer has room."""

    def __init__(self) -> None:
        self.sentences: list[Document] = []
        self.cards: list[Document] = []
        self.left_out = 0
        self._places: dict[tuple[str, int], int] = {}  # of cards, by where they are written
        self._room = LONGEST_ANSWER

    def add(self, matched: "MatchedSentence") -> bool:
        """Add a sentence and the cards that bear on it; False where these find no room."""
        new = {_key(hit): _document(hit) for hit in matched.hits if _key(hit) not in self._places}
        sizes = {key: len(as_json(document)) for key, document in new.items()}
        new = {key: document for key, document in new.items() if sizes[key] <= LONGEST_CARD}
        size = sum(sizes[key] for key in new)
        if size > self._room or len(self.cards) + len(new) > MOST_CARDS:
            return False
        self._room -= size
        self.left_out += len(sizes) - len(new)
        for key, document in new.items():
            self._places[key] = len(self.cards)
            self.cards.append(document)
        if bears := [*self._bears(matched)]:
            self.sentences.append(_sentence(matched, bears))
        return True

    def _bears(self, matched: "MatchedSentence") -> "Iterator[Document]":
        for hit in matched.hits:
            if (place := self._places.get(_key(hit))) is not None:
                yield {
                    "card": place,
                    "differs_in": [*dict.fromkeys(each["kind"] for each in hit.differs)],
                    "untrusted_differences": harmless([dict(each) for each in hit.differs]),
                }


def matches_result(matches: "Matches", missing: "Iterable[str]") -> "CallToolResult":
    """Return the sentences of a text with the cards that bear on them as a tool does.

    `missing` tells of cards that cannot be read.
    """
    sheet = _Sheet()
    laid = sum(1 for _ in takewhile(sheet.add, matches))
    return structured(
        {
            "note": " ".join([*_notes(matches, sheet, laid), *missing]),
            "sentences": sheet.sentences,
            "cards": sheet.cards,
            "untrusted_remarks": harmless(matches.remarks),
        }
    )


def _notes(matches: "Matches", sheet: _Sheet, laid: int) -> "Iterator[str]":
    """Yield what there is, in words of relcli and numbers alone."""
    if not matches:
        yield NO_SENTENCE
        return
    yield f"{len(sheet.sentences)} of {counted(laid, 'sentence')} with cards."
    yield NO_VERDICT if sheet.cards else NO_CARD
    if sheet.left_out:
        yield f"{counted(sheet.left_out, 'card')} left out: too long to be shown."
    if laid < len(matches):
        following = matches[laid].sentence
        yield (
            f"The other {len(matches) - laid} find no room: ask for the text from line "
            f"{following.line}, column {following.column} on."
        )


def _document(hit: "Hit") -> "Document":
    return card_document(hit.plain, brief(hit.plain))


def _key(hit: "Hit") -> tuple[str, int]:
    place = hit.plain["place"]
    return place["path"], place["line"]


def _sentence(matched: "MatchedSentence", bears: "list[Document]") -> "Document":
    sentence = matched.sentence
    return {
        "line": sentence.line,
        "column": sentence.column,
        "untrusted_text": harmless(sentence.text),
        "bears": bears,
    }
