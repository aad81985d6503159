"""The question and its answer, as values: a Query goes in, Hits come out.

Every lookup imports them, and a dataclass takes longer to define than a search takes to run. Query,
which is compared and changed, is a named tuple; the others are plain, which takes a tenth of that.
"""

from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple, TypedDict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from relcli.model.card import Card
    from relcli.model.card_dict import PlainCard
    from relcli.model.date import Date
    from relcli.model.match import Difference
    from relcli.model.scale import Confidence
    from relcli.model.why import Why


NAMED = 5  # ids in one remark
NONE_PASSES = "no card passes the filters"
NO_WORDS = "no words to look for"
NO_CARDS = "these facts hold no cards yet"
NONE_READ = "no card of these facts can be read"


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
    `spoken` are the bounds that were given in words, each with how it was read.
    With `states`, one that is attested outside the range asked for may hold in it.
    `exact` words stand for themselves alone. With `partial`, the best cards that have some of the
    words follow those that have all, where these are few; without it they come in their place only.
    """

    text: str = ""
    topics: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    confidences: tuple["Confidence", ...] = ()
    at_least: "Confidence | None" = None
    disputed: bool | None = None
    without: tuple[tuple[str, str], ...] = ()
    since: "Date | None" = None
    until: "Date | None" = None
    sort: Sort = Sort.DATE
    limit: int = 0
    exact: bool = False
    partial: bool = False
    states: bool = False
    spoken: tuple[tuple[str, str], ...] = ()


class Match(TypedDict):
    """How one word of the query was found in a card.

    `found` is the nearest word of the card; `how` is exact, stem (another form of the word),
    joined or split (Almaz-Antey, Almazantey), prefix, name (another spelling of a name), synonym,
    date or fuzzy. `field` is the key of the card in which it stands.
    """

    word: str
    found: str
    how: str
    field: str


class Place:
    """Where a word was found that is not in the claim, such as `note`, `alias`; and its text."""

    __slots__ = ("name", "text")

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text


class Hit:
    """One card of the answer: `card`, and as the plain data that views draw, `plain`.

    `score` is 0 to 1, None where nothing was searched for. `certain` tells whether the date lies
    certainly in the range asked for or only possibly; None without a range. `all_words` tells
    whether the card has all that was asked for, or some of it; `why` what its score is made of,
    where that was asked for. `locate` gives the places of the words that are not in its claim,
    `mark` parts a text so that every second piece answers a word of the question. `differs` tells
    in what the sentence of a draft differs from it.
    """

    __slots__ = (
        *("_locate", "_mark", "all_words", "certain", "differs", "matched"),
        *("plain", "score", "why"),
    )

    def __init__(
        self,
        plain: "PlainCard",
        score: float | None = None,
        matched: tuple[Match, ...] = (),
        *,
        certain: bool | None = None,
        all_words: bool = True,
        why: "Why | None" = None,
        locate: "Callable[[], Sequence[Place]]" = tuple,
        differs: "Sequence[Difference]" = (),
        mark: "Callable[[str], list[str]] | None" = None,
    ) -> None:
        self.plain = plain
        self.score = score
        self.matched = matched
        self.certain = certain
        self.all_words = all_words
        self.why = why
        self.differs = differs
        self._locate = locate
        self._mark = mark

    @property
    def card(self) -> "Card":
        """The card."""
        from relcli.model.card_from_dict import card_of  # views draw plain data

        return card_of(self.plain)

    @property
    def places(self) -> "Sequence[Place]":
        """Where words were found that are not in its claim; sought only for who asks."""
        return self._locate()

    def marked(self, text: str) -> list[str]:
        """Return a text of the card in pieces; every second one answers a word of the question."""
        return self._mark(text) if self._mark else [text]

    def row(self, *, scored: bool, ranged: bool) -> dict[str, Any]:
        """Return the card as a plain dict, with what a question and a range add to its keys."""
        row: dict[str, Any] = dict(self.plain)
        if scored:
            row |= {"score": self.score, "matched": list(self.matched)}
        if ranged:
            row |= {"in_range": "certainly" if self.certain else "possibly"}
        if scored:
            row |= {"all_words": self.all_words}
        if self.why is not None:
            row |= {"why": self.why}
        return row


class Answer:
    """The hits, best first, as a sequence; how many there are in all; what is to be told of them.

    `remarks` are what a user should know beside the hits, `rows()` the hits for scripts.
    `asked` is the text of the question, `ranged` whether it has a range of dates, `outside` tells
    of states that are attested outside it. `empty`: why the facts have no cards at all. With
    `scored`, rows have what a search adds to a card. `render` draws it for a notebook.
    `more`: there may be more than that, for only the most promising were looked at.
    `partial`: no card has all the words, so these have some. `corrected`: pairs of a word and what
    it was taken for in a card that is shown. `missing`: words that no card has in any way.
    `suggested`: word to what might be meant by it. `read_as`: how a question with operators was
    understood. `left_out`: what no card may have. `ignored`: signs of exclusion, and operators,
    that stand in a long text. `quoted`, `filtered`: whether a phrase was asked for, and filters
    set. `unread`: not all cards with the words of a phrase were read in search of it. `spoken`:
    dates that were given in words, and how they were read. `beyond`: what of the question is more
    than is looked at. `skipped`: how many hits were left out before the first; `rest`: what gives
    those that are left out.
    """

    __slots__ = (
        "beyond",
        *("asked", "corrected", "empty", "filtered", "hits", "ignored", "left_out", "missing"),
        *("more", "outside", "partial", "ranged", "render", "scored"),
        *("quoted", "read_as", "rest", "skipped", "spoken", "suggested", "total", "unread"),
    )

    def __init__(  # noqa: PLR0913 - what there is to tell of one
        self,
        hits: tuple[Hit, ...] = (),
        total: int = 0,
        *,
        more: bool = False,
        partial: bool = False,
        corrected: tuple[tuple[str, str], ...] = (),
        missing: tuple[str, ...] = (),
        suggested: "Mapping[str, Sequence[str]] | None" = None,
        read_as: str = "",
        left_out: tuple[str, ...] = (),
        ignored: tuple[str, ...] = (),
        quoted: bool = False,
        filtered: bool = False,
        unread: bool = False,
        spoken: tuple[tuple[str, str], ...] = (),
        asked: str = "",
        ranged: bool = False,
        beyond: tuple[str, ...] = (),
    ) -> None:
        self.beyond = beyond
        self.render: Callable[[Answer], str] | None = None
        self.asked = asked
        self.ranged = ranged
        self.outside = ""
        self.empty = ""
        self.scored = False
        self.skipped = 0
        self.rest = "--limit 0 shows all"
        self.hits = hits
        self.total = total
        self.more = more
        self.partial = partial
        self.corrected = corrected
        self.missing = missing
        self.suggested = suggested or {}
        self.read_as = read_as
        self.left_out = left_out
        self.ignored = ignored
        self.quoted = quoted
        self.filtered = filtered
        self.unread = unread
        self.spoken = spoken

    def skip(self, number: int) -> None:
        """Leave out some of the first hits."""
        self.skipped = min(number, len(self.hits))
        self.hits = self.hits[number:]

    def __len__(self) -> int:
        return len(self.hits)

    def __iter__(self) -> "Iterator[Hit]":
        return iter(self.hits)

    def __getitem__(self, number: int) -> Hit:
        return self.hits[number]

    def _repr_html_(self) -> str | None:
        """Return a table for a notebook, as `render` draws it."""
        return self.render(self) if self.render else None

    def rows(self) -> list[dict[str, Any]]:
        """Return each hit as a plain dict with the keys of `--json`."""
        return [hit.row(scored=self.scored, ranged=self.ranged) for hit in self.hits]

    @property
    def remarks(self) -> list[str]:
        """What a user should know beside the hits, a sentence each."""
        remarks = self.on_words
        if not (self.hits or self.skipped):
            remarks.append(self.on_nothing)
        elif len(self.hits) < self.total or self.more:
            total = f"{self.total} or more" if self.more else self.total
            remarks.append(part_of(total, len(self.hits), self.skipped, self.rest))
        remarks += only_possibly(self.hits)
        return [*remarks, self.outside] if self.outside else remarks

    @property
    def on_words(self) -> list[str]:
        """What to tell of how the words of the question were taken."""
        remarks = dates_read(self.spoken)
        remarks += self.beyond
        if self.ignored:
            leave = "leaves" if len(self.ignored) == 1 else "leave"
            remarks.append(f"in so long a text, {_listed(self.ignored)} {leave} nothing out")
        if self.read_as:
            remarks.append(f"read as {self.read_as}")
        elif self.left_out:
            remarks.append(f"left out: cards with {_listed(self.left_out)}")
        if self.corrected:
            words = dict.fromkeys(word for word, _ in self.corrected)
            remarks.append(", ".join(map(self._correction, words)))
        if self.hits and self.partial:
            remarks.append(f"{self._none}; these have some of {'it' if self.quoted else 'them'}")
        elif len(whole := [hit for hit in self.hits if hit.all_words]) < len(self.hits):
            first = "only the first has" if len(whole) == 1 else f"the first {len(whole)} have"
            others = f"{first} all the words, those below some of them"
            remarks.append(others if whole else "these have some of the words")
        return remarks

    @property
    def _none(self) -> str:
        """What no card has."""
        which = "no card that passes the filters" if self.filtered else "no card"
        if self.unread:
            which = "none of the newest cards with these words"
        has = f"{which} has {'all of this as it is quoted' if self.quoted else 'all the words'}"
        if self.missing:
            has = f"{has}, none has {_listed(self.missing)}"
        likely = [meant for word in self.missing for meant in self.suggested.get(word, ())]
        return f"{has} (did you mean {_listed(likely, 'or')}?)" if likely else has

    def _correction(self, word: str) -> str:
        """What a word was taken for, and what else it may mean."""
        taken = [instead for corrected, instead in self.corrected if corrected == word]
        others = [meant for meant in self.suggested.get(word, ()) if meant not in taken]
        text = f"{word} → {', '.join(taken)}"
        return f"{text} (or {_listed(others, 'or')}?)" if others else text

    @property
    def on_nothing(self) -> str:
        """What to tell of a question that has no answer."""
        if self.empty:
            return self.empty
        if self.asked.isspace():
            return NO_WORDS
        what = f"nothing found for {self.asked}" if self.asked else NONE_PASSES
        return what + self.meant

    @property
    def meant(self) -> str:
        """What may be meant by a question that has no answer, as the end of a sentence."""
        likely = [meant for words in self.suggested.values() for meant in words]
        return f"; did you mean {_listed(likely, 'or')}?" if likely else ""


def dates_read(spoken: "Iterable[tuple[str, str]]") -> list[str]:
    """Return what to tell of dates that were given in words, each with how it was read."""
    quoted = ((said, f"`{date}`" if date.startswith("as ") else date) for said, date in spoken)
    return [f"`{said}` is read as {date}" for said, date in dict.fromkeys(quoted)]


def only_possibly(hits: "Iterable[Hit]") -> list[str]:
    """Tell which cards are only possibly in the range asked for, each once; nothing of none."""
    possible = [*dict.fromkeys(hit.plain["id"] for hit in hits if hit.certain is False)]
    if not possible:
        return []
    more = f", and {len(possible) - NAMED} more" if len(possible) > NAMED else ""
    return [f"only possibly in the range: {', '.join(possible[:NAMED])}{more}"]


def part_of(total: int | str, shown: int, skipped: int, rest: str) -> str:
    """Tell which rows are shown of how many, and what gives the rest."""
    part = f"{skipped + 1} to {skipped + shown}" if skipped else f"the first {shown}"
    return f"{part if shown else 'none'} of {total}; {rest}"


def _listed(words: "Sequence[str]", last: str = "and") -> str:
    """Write some words as a list in a sentence, each once."""
    *others, final = dict.fromkeys(f"`{word}`" for word in words)
    return f"{', '.join(others)} {last} {final}" if others else final
