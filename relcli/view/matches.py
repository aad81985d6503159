"""A draft and its cards as rows, as words, and as the draft itself with footnotes."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from relcli.view.cite.cite import MARKDOWN, footnote, footnote_labels
from relcli.view.export.works import free_key

if TYPE_CHECKING:
    from relcli.model.match import Difference, MatchedSentence
    from relcli.view.export.selection import Selection

SENTENCE_COLUMNS = ("path", "line", "column", "text")
COLUMNS = (
    *SENTENCE_COLUMNS,
    *("id", "score", "claim", "date", "confidence", "disputed", "differs", "as_of"),
)
_LABEL = re.compile(r"\[\^([^\]\s]+)\]")
# What closes after a sentence, before which a footnote would break it: marks, a link's address.
_QUOTES = "\"'\u201d\u2019\u00bb"
_CLOSING = re.compile(rf"[*_~){_QUOTES}]*(?:\](?:\([^()\n]*\)|\[[^\[\]\n]*\]))?[*_~){_QUOTES}]*")


def card_rows(sentences: "Sequence[MatchedSentence]") -> list[dict[str, Any]]:
    """Return a row for each card of a sentence, with that and with what differs in words."""
    return [
        {
            **hit.plain,
            "path": "",
            **each.sentence.row(),
            "score": hit.score,
            "differs": [in_words(difference) for difference in hit.differs],
        }
        for each in sentences
        for hit in each.hits
    ]


def sentence_rows(sentences: "Sequence[MatchedSentence]") -> list[dict[str, Any]]:
    """Return a row for each sentence, without cards."""
    return [{"path": "", **each.sentence.row()} for each in sentences]


def in_words(difference: "Difference") -> str:
    """Return a difference in words: "number (draft: 900; card: 800)"."""
    sides = [
        f"{name}: {text}"
        for name, text in (("draft", difference["draft"]), ("card", difference["card"]))
        if text is not None
    ]
    return f"{difference['kind']} ({'; '.join(sides)})"


def with_footnotes(
    draft: str, sentences: "Sequence[MatchedSentence]", selection: "Selection"
) -> Iterator[str]:
    """Yield the draft as it stands, with a footnote behind a sentence for each of its cards.

    `selection` has the cards of all sentences, each once. No label is one of the draft's own.
    """
    labels = _labels(selection, {label.casefold() for label in _LABEL.findall(draft)})
    after = 0
    for each in sentences:
        end = each.sentence.end
        closing = _CLOSING.match(draft, end)
        end = closing.end() if closing else end
        yield draft[after:end]
        yield "".join(f"[^{labels[_key(hit.plain)]}]" for hit in each.hits)
        after = end
    rest = draft[after:]
    yield rest
    if labels:
        yield "\n" if rest.endswith("\n") else "\n\n"
    for card in selection.cards:
        yield f"[^{labels[_key(card)]}]: {footnote(card, MARKDOWN, selection.sources)}\n"


def _labels(selection: "Selection", used: set[str]) -> dict[tuple[str, str], str]:
    """Return a label for each card, other than those that are used."""
    return {
        _key(card): free_key(label, used, str.casefold)
        for card, label in zip(selection.cards, footnote_labels(selection), strict=True)
    }


def _key(card: Mapping[str, Any]) -> tuple[str, str]:
    return card["dataset"], card["id"]
