"""What a query word may stand for.

Itself, another form, a beginning, a compound, a spelling of the name, a synonym, a slip. A
reading's weight is its nearness to what was written, 1 for the word itself. A card scores a query
word by the best reading that it has; readings never add up, so that ten near words are never worth
the word itself.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from math import log
from typing import TYPE_CHECKING

from relcli.index.words import RUN, STOP_WORDS
from relcli.model.tuning import (
    ALSO,
    REGULAR,
    SAME_NAME,
    STOP_WEIGHT,
    SUGGESTED,
)

if TYPE_CHECKING:
    from relcli.index.scope import AnyOf
    from relcli.index.store import Entry

CLEAR = frozenset(("exact", "stem", "joined", "synonym", "date"))
VAGUE = frozenset(("prefix", "split", "name", "fuzzy"))
FORMS = frozenset(("exact", "stem", "date"))

# What a card has of a query word by one of its readings: the word; something near it; or a hint,
# which alone is chance mostly ("seen" for Sinai, "international" for interior) and only adds to
# what else a card has.
HINT, NEAR, HAS = range(3)


class Reading:
    """A word of the vocabulary, or several in a row, for a query word.

    `kind` is exact, stem, prefix, joined, split, name, synonym, date or fuzzy; `proof` is HAS, NEAR
    or HINT.
    """

    __slots__ = ("cards", "kind", "proof", "stems", "weight", "words")

    def __init__(
        self,
        words: tuple[str, ...],
        stems: tuple[str, ...],
        weight: float,
        kind: str,
        cards: int,
        proof: int,
    ) -> None:
        self.words = words
        self.stems = stems
        self.weight = weight
        self.kind = kind
        self.cards = cards
        self.proof = proof


class QueryWord:
    """A query word with its readings; an `exact` one stands for itself alone."""

    def __init__(self, text: str, entry: "Entry | None", *, exact: bool = False) -> None:
        """Start with the word itself where the vocabulary has it."""
        self.text = text
        self.exact = exact
        self.stop = text in STOP_WORDS
        self.known = entry is not None
        self.root = entry[1] if entry else _stem(text)
        self.weight = 0.0  # how much the word tells: its rarity
        self.meant: list[str] = []  # words that may be meant, where no card has it
        self.readings: dict[tuple[str, ...], Reading] = {}
        if entry:
            self.read(entry, 1.0, "exact")

    @property
    def is_date(self) -> bool:
        """Whether it is a month or a day, and no word."""
        return "-" in self.text

    @property
    def is_run(self) -> bool:
        """Whether it is a run of letters of a script without spaces."""
        return self.text >= RUN

    @property
    def spellable(self) -> bool:
        """Whether one may begin or misspell it: it is no number, date, stop word or run."""
        return not (self.stop or self.text.isdigit() or self.is_date or self.is_run)

    @property
    def is_form(self) -> bool:
        """Whether a regular ending is all that it and a word of the vocabulary differ by."""
        others = (words[0] for words, reading in self.readings.items() if reading.kind == "stem")
        return any(
            self.text in (other + ending for ending in REGULAR)
            or other in (self.text + ending for ending in REGULAR)
            for other in others
        )

    def has(self, least: int) -> bool:
        """Whether it has a reading of this proof at least."""
        return any(reading.proof >= least for reading in self.readings.values())

    def read(self, entry: "Entry", weight: float, kind: str, proof: int | None = None) -> None:
        """Add a word of the vocabulary as a reading."""
        word, root, cards = entry
        self._add((word,), (root,), weight, kind, cards, proof)

    def read_row(
        self, entries: "Sequence[Entry]", weight: float, kind: str, proof: int | None = None
    ) -> None:
        """Add words of the vocabulary, in a row, as a reading."""
        words, stems, cards = zip(*entries, strict=True)
        self._add(words, stems, weight, kind, min(cards), proof)

    def read_run(self, row: "Sequence[Entry]") -> None:
        """Add the pairs of letters that a run is, in a row, as a reading: it is known by them."""
        words = tuple(word for word, _, _ in row)
        self.known = True
        self._add(words, words, 1.0, "exact", min(cards for _, _, cards in row))

    def _add(
        self,
        words: tuple[str, ...],
        stems: tuple[str, ...],
        weight: float,
        kind: str,
        cards: int,
        proof: int | None = None,
    ) -> None:
        """Add a reading unless a better one has the same words.

        A word that is not in the vocabulary may be met by anything near it; one that is, by its
        forms alone.
        """
        if proof is None:
            proof = HAS if kind in CLEAR or not self.known else NEAR
        if words not in self.readings or self.readings[words].weight < weight:
            self.readings[words] = Reading(words, stems, weight, kind, cards, proof)

    def terms(self, kinds: Collection[str], least: int) -> "AnyOf":
        """Give the stems of the readings of these kinds, and of this proof at least, in a row each.

        It is empty where there are none.
        """
        return tuple(
            dict.fromkeys(
                reading.stems
                for reading in self.readings.values()
                if reading.kind in kinds and reading.proof >= least
            )
        )

    def nearest(self, kinds: Collection[str]) -> float:
        """Give the weight of the best reading of these kinds."""
        return max(reading.weight for reading in self.readings.values() if reading.kind in kinds)

    def end(self) -> None:
        """Note what may be meant by a word that no card has as it is or in another form.

        An exact word is met by nothing else, so what else it may mean is no more than noted.
        """
        readings = self.readings.values()
        if self.spellable and not any(reading.kind in CLEAR for reading in readings):
            latin = self.text.isascii()
            likely = [
                each
                for each in readings
                if len(each.words) == 1
                and each.words[0].isascii() == latin
                and each.words[0] not in STOP_WORDS
            ]
            likely.sort(key=lambda reading: -reading.weight)
            if self.has(HAS):  # what was taken for it is told; others only if they are as likely
                likely = [each for each in likely if each.weight >= ALSO * likely[0].weight]
            self.meant = list(islice(unlike(each.words[0] for each in likely), SUGGESTED))
        if self.exact:
            own = {words: each for words, each in self.readings.items() if each.kind == "exact"}
            self.readings = own

    def weigh(self, cards: int) -> None:
        """Set the weight: BM25's inverse document frequency of the word in all its forms.

        Where the vocabulary has none of them, it is that of the best reading.
        """
        readings = self.readings.values()
        forms = [reading for reading in readings if reading.kind in FORMS]
        if not forms and readings:
            forms = [max(readings, key=lambda reading: reading.weight)]
        held = min(sum(reading.cards for reading in forms), cards)
        rarity = log(1 + (cards - held + 0.5) / (held + 0.5))
        self.weight = rarity * (STOP_WEIGHT if self.stop else 1.0)


def unlike(words: Iterable[str], seen: Iterable[str] = ()) -> Iterator[str]:
    """Yield words, but none that is only another spelling of one before: Pantsir, Pantsyr.

    Nor of those that were `seen` otherwise.
    """
    from relcli.index.phonetics import sound
    from relcli.search.nearness import cost

    before = list(seen)
    for word in words:
        if not any(sound(word) == sound(w) and cost(word, w) <= SAME_NAME for w in before):
            before.append(word)
            yield word


def _stem(text: str) -> str:
    from relcli.index.stems import stem

    return stem(text)
