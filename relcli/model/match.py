"""A draft, its sentences and the cards that bear on them, as values."""

from typing import TYPE_CHECKING, Any, TypedDict

from relcli.errors import RelcliError
from relcli.model.query import only_possibly

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from relcli.model.card_dict import PlainCard
    from relcli.model.query import Hit

# Below this score a card is not shown. Of the scores that tests/bench/match.py tries, about the one
# from which fewer than 2 of 100 sentences on other subjects have a card; `relcli help match` has
# the curve.
AT_LEAST = 0.26
MOST_CARDS = 3  # shown beside one sentence
LONGEST_DRAFT = 1_000_000  # letters: a book has fewer, and takes some minutes and 300 MB


def too_long(name: str) -> RelcliError:
    """Return what is said of a draft that is too long."""
    return RelcliError(f"{name}: longer than {LONGEST_DRAFT:,} letters", "match it in parts")


class Difference(TypedDict):
    """In what a sentence differs from a card: `kind` is number, date, negation or hedge.

    `draft` and `card` are the words of each; null where one of them has none.
    """

    kind: str
    draft: str | None
    card: str | None


class Sentence:
    """A sentence of a draft: its text in one line, and where it begins, counted from 1.

    Marks of Markdown are no part of the text. `path` is the file, "" where there is none; `end` the
    place in the draft after its last letter.
    """

    __slots__ = ("column", "end", "line", "path", "text")

    def __init__(self, text: str, line: int, column: int, end: int, path: str = "") -> None:
        self.text = text
        self.line = line
        self.column = column
        self.end = end
        self.path = path

    def row(self) -> dict[str, Any]:
        """Return it as a plain dict, with its file where it has one."""
        place = {"line": self.line, "column": self.column}
        return {"text": self.text, **place, **({"path": self.path} if self.path else {})}


class MatchedSentence:
    """A sentence and the cards that bear on it, best first: none, or a few.

    `foreign` tells that it is in another language than the cards. `outside` are states that bear on
    it, too, but are attested outside the range asked for.
    """

    __slots__ = ("foreign", "hits", "outside", "sentence")

    def __init__(
        self,
        sentence: Sentence,
        hits: "Sequence[Hit]" = (),
        *,
        foreign: bool = False,
        outside: "Sequence[PlainCard]" = (),
    ) -> None:
        self.sentence = sentence
        self.hits = tuple(hits)
        self.foreign = foreign
        self.outside = tuple(outside)

    def row(self) -> dict[str, Any]:
        """Return it as a plain dict with the keys of `--json`."""
        return {"sentence": self.sentence.row(), "cards": [_card(hit) for hit in self.hits]}


class Matches:
    """The sentences of a draft in its order, each with its cards, as a sequence.

    A card that bears on a sentence is no verdict on it. `remarks` are what a user should know,
    `rows()` all of it for scripts, `matched` and `unmatched` the sentences with a card and without.
    `beyond` tells what of the draft is more than is looked at; `empty` why there are no cards;
    `outside` of states that are attested outside the range asked for.
    """

    __slots__ = ("beyond", "empty", "outside", "render", "sentences")

    def __init__(
        self,
        sentences: "Sequence[MatchedSentence]" = (),
        *,
        beyond: "Sequence[str]" = (),
        empty: str = "",
        outside: str = "",
    ) -> None:
        self.sentences = tuple(sentences)
        self.beyond = tuple(beyond)
        self.empty = empty
        self.outside = outside
        self.render: Callable[[Matches], str] | None = None

    def __len__(self) -> int:
        return len(self.sentences)

    def __iter__(self) -> "Iterator[MatchedSentence]":
        return iter(self.sentences)

    def __getitem__(self, number: int) -> MatchedSentence:
        return self.sentences[number]

    def _repr_html_(self) -> str | None:
        """Return a table for a notebook, as `render` draws it."""
        return self.render(self) if self.render else None

    @property
    def matched(self) -> tuple[MatchedSentence, ...]:
        """The sentences with a card."""
        return tuple(each for each in self.sentences if each.hits)

    @property
    def unmatched(self) -> tuple[MatchedSentence, ...]:
        """The sentences without a card."""
        return tuple(each for each in self.sentences if not each.hits)

    def rows(self) -> list[dict[str, Any]]:
        """Return each sentence as a plain dict with the keys of `--json`."""
        return [each.row() for each in self.sentences]

    @property
    def remarks(self) -> list[str]:
        """What a user should know beside the cards, a sentence each."""
        remarks = list(self.beyond)
        if self.empty:
            return [*remarks, self.empty]
        if not self.sentences:
            return [*remarks, "there is no sentence in the draft"]
        if foreign := [each for each in self.sentences if each.foreign]:
            some = (
                f"{len(foreign)} of {len(self)} sentences are"
                if len(foreign) > 1
                else (f"the sentence of line {foreign[0].sentence.line} is")
            )
            remarks.append(
                f"{some} in another language than the facts: only names with an equal number or"
                " date are found there"
            )
        remarks += only_possibly(hit for each in self for hit in each.hits)
        return [*remarks, self.outside] if self.outside else remarks


def _card(hit: "Hit") -> dict[str, Any]:
    """Return a card as a plain dict, with what a sentence adds to its keys."""
    row = hit.row(scored=True, ranged=hit.certain is not None)
    del row["all_words"]  # no card has all words of a sentence
    return {**row, "differs": list(hit.differs)}
