"""The question and its answer, as values: a Query goes in, Hits come out.

Every lookup imports them, and a dataclass takes longer to define than a search takes to run. Query,
which is compared and changed, is a named tuple; the others are plain, which takes a tenth of that.
"""

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, TypedDict

if TYPE_CHECKING:
    from relcli.model.date import Date
    from relcli.model.plain import PlainCard
    from relcli.model.scale import Confidence


class Sort(StrEnum):
    """The order of an answer."""

    RELEVANCE = "relevance"  # best match first
    DATE = "date"  # oldest first
    NEWEST = "newest"
    CONFIDENCE = "confidence"  # surest first, unconfirmed last
    ID = "id"


class Query(NamedTuple):
    """What is asked for. Every filter that is given must hold; of its several values, one.

    `text` is as the user typed it: words, "a phrase", -word, field:value.
    `without` are pairs of field and value that no card may have.
    `disputed` None takes cards of both kinds. `limit` 0 is no limit.
    """

    text: str = ""
    topics: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    confidences: tuple["Confidence", ...] = ()
    at_least: "Confidence | None" = None
    disputed: bool | None = None
    without: tuple[tuple[str, str], ...] = ()
    since: "Date | None" = None
    until: "Date | None" = None
    sort: Sort = Sort.DATE
    limit: int = 0


class Match(TypedDict):
    """How one word of the query was found in a card.

    `found` is the nearest word of the card; `how` is exact, stem (another form of the word),
    joined or split (Almaz-Antey, Almazantey), prefix, name (another spelling of a name) or fuzzy.
    """

    word: str
    found: str
    how: str


class Hit:
    """One card of the answer.

    `score` is 0 to 1, None where nothing was searched for. `certain` tells whether the date lies
    certainly in the range asked for or only possibly; None without a range.
    """

    __slots__ = ("card", "certain", "matched", "score")

    def __init__(
        self,
        card: "PlainCard",
        score: float | None = None,
        matched: tuple[Match, ...] = (),
        *,
        certain: bool | None = None,
    ) -> None:
        self.card = card
        self.score = score
        self.matched = matched
        self.certain = certain


class Answer:
    """The hits, how many there are in all, and what the user should be told about them.

    `more`: there may be more than that, for only the most promising were looked at.
    `partial`: no card has all the words, so these have some. `corrected`: word to what was
    searched for instead. `missing`: words that no card has in any way. `suggested`: words that
    might be meant, where nothing was found.
    """

    __slots__ = ("corrected", "hits", "missing", "more", "partial", "suggested", "total")

    def __init__(
        self,
        hits: tuple[Hit, ...] = (),
        total: int = 0,
        *,
        more: bool = False,
        partial: bool = False,
        corrected: tuple[tuple[str, str], ...] = (),
        missing: tuple[str, ...] = (),
        suggested: tuple[str, ...] = (),
    ) -> None:
        self.hits = hits
        self.total = total
        self.more = more
        self.partial = partial
        self.corrected = corrected
        self.missing = missing
        self.suggested = suggested

    @property
    def on_words(self) -> list[str]:
        """What to tell of how the words of the question were taken."""
        told = []
        if self.corrected:
            told.append(", ".join(f"{word} → {instead}" for word, instead in self.corrected))
        if self.partial and self.hits:
            none = f", none has {_quoted(self.missing)}" if self.missing else ""
            told.append(f"no card has all the words{none}; these have some of them")
        return told

    @property
    def on_nothing(self) -> str:
        """What to tell of a question that has no answer, as the end of a sentence."""
        return f"; did you mean {_quoted(self.suggested)}?" if self.suggested else ""


def _quoted(words: tuple[str, ...]) -> str:
    return ", ".join(f"`{word}`" for word in words)
