"""What a query word may stand for: itself, another form, a beginning, a compound, a spelling of the name, a slip.

A reading's weight is its nearness to what was written, 1 for the word itself. A card scores a query word by the best
reading that it has; readings never add up, so that ten near words are never worth the word itself.
"""

from __future__ import annotations

from math import exp, log
from typing import TYPE_CHECKING, NamedTuple

from relcli.index import vocabulary
from relcli.index.names import skeleton, sound
from relcli.index.words import STOP_WORDS, stem
from relcli.search.nearness import FAR, cost

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Sequence

# Nearness of each kind of reading. Measured on the sets of tests/bench/quality.py; flat around these values.
STEM, COMPOUND, PREFIX, SLIP, NAME = 0.9, 0.85, 0.6, 0.8, 0.7
STEM_SLOPE = 0.06  # "opened" is nearer to "openned" than "opener" is
PREFIXES, SOUNDS, SLIPS = 12, 12, 16  # readings of one kind that a word may have: bounds the work
LONG_PREFIX = 3  # letters a beginning needs
LEAST_SLIP, TWO_SLIPS = 4, 6  # letters from which one edit, and two, are forgiven
LEAST_PART = 3  # letters of a part of a compound
LEAST_SKELETON = 3  # sounds from which a known word is also taken for other spellings of the name: Ahmad, Ahmed
SAME_NAME = 0.75  # cost of one vowel: what such spellings may differ by
SOUND_COST = 0.5  # a word that only sounds the same is so much less likely than one spelt the same
# A slip's likelihood is exp(-LIKELY * cost) * cards ** PRIOR: a common word is likelier to be meant. Beside the
# likeliest, others weigh as their share of its likelihood to the power of SHARP.
LIKELY, PRIOR, SHARP, SLIP_SLOPE = 2.0, 0.2, 0.5, 0.15
STOP_WEIGHT = 0.25  # of a stop word beside a content word as rare


class Reading(NamedTuple):
    """One word of the vocabulary (two, in a row, for a split compound) as a reading of a query word."""

    words: tuple[str, ...]
    stems: tuple[str, ...]
    weight: float
    kind: str  # exact, stem, prefix, joined, split, name, fuzzy


class Asked:
    """A query word with its readings."""

    def __init__(self, text: str, entry: tuple[str, int] | None) -> None:
        """Start with the word itself where the vocabulary has it."""
        self.text = text
        self.stop = text in STOP_WORDS
        self.known = entry is not None
        self.root = entry[0] if entry else stem(text)
        self.weight = 0.0  # how much the word tells: its rarity
        self.readings: dict[tuple[str, ...], Reading] = {}
        self._cards: dict[tuple[str, ...], int] = {}
        if entry:
            self.read((text,), (self.root,), 1.0, "exact", entry[1])

    @property
    def spellable(self) -> bool:
        """Whether it is a word that one may begin or misspell, rather than a number or a stop word."""
        return not (self.stop or self.text.isdigit())

    def read(self, words: tuple[str, ...], stems: tuple[str, ...], weight: float, kind: str, cards: int) -> None:
        """Add a reading unless a better one has the same words."""
        if words not in self.readings or self.readings[words].weight < weight:
            self.readings[words] = Reading(words, stems, weight, kind)
            self._cards[words] = cards

    def nearest(self, kinds: Collection[str]) -> float:
        """Give the weight of the best reading of these kinds."""
        return max(reading.weight for reading in self.readings.values() if reading.kind in kinds)

    def weigh(self, cards: int) -> None:
        """Set the weight: BM25's inverse document frequency of the word in all its forms, else of its best reading."""
        forms = [words for words, reading in self.readings.items() if reading.kind in ("exact", "stem")]
        if not forms and self.readings:
            forms = [max(self.readings.values(), key=lambda reading: reading.weight).words]
        found = min(sum(self._cards[words] for words in forms), cards)
        self.weight = log(1 + (cards - found + 0.5) / (found + 0.5)) * (STOP_WEIGHT if self.stop else 1.0)


class Reader:
    """Looks up the readings of query words in the vocabulary of one index."""

    def __init__(self, db: sqlite3.Connection, cards: int) -> None:
        """Read from db, an index of so many cards."""
        self._db = db
        self._cards = cards

    def read(self, texts: Sequence[str], slips: float) -> list[Asked]:
        """Give each distinct word with its readings; slips weakens those that suppose a misspelling."""
        pairs = list(zip(texts, texts[1:], strict=False))
        known = vocabulary.lookup(self._db, {*texts, *(first + second for first, second in pairs)})
        asked = {text: Asked(text, known.get(text)) for text in texts}
        self._forms(asked.values())
        for item in asked.values():
            if item.spellable:
                self._beginning(item)
                if item.known:
                    self._namesakes(item)
                else:
                    self._split(item)
                    self.slips(item, slips)
        for first, second in pairs:
            joined = first + second
            if joined in known and not joined.isdigit():
                root, cards = known[joined]
                for text in (first, second):
                    asked[text].read((joined,), (root,), COMPOUND, "joined", cards)
            elif not (asked[first].known or asked[second].known):
                self._one_name(joined, asked[first], asked[second])
        weigh(asked.values(), self._cards)
        return list(asked.values())

    def second_guess(self, asked: Iterable[Asked], scale: float) -> None:
        """Take words that exist for misspellings of others, too ("mic" for "mike")."""
        for item in asked:
            if item.known and item.spellable:
                self.slips(item, scale)

    def slips(self, item: Asked, scale: float) -> None:
        """Add the words that it may be a misspelling of, by fingers or by ear."""
        text = item.text
        if len(text) < LEAST_SLIP:
            return
        near = vocabulary.near(self._db, text, 2 if len(text) >= TWO_SLIPS else 1)
        alike = vocabulary.sounding(self._db, skeleton(text), SOUNDS)
        scored = []
        near.pop(text, None)
        alike.pop(text, None)
        for word, cards in (near | alike).items():
            spelt = cost(text, word) if word in near else FAR
            heard = SOUND_COST + cost(sound(text), sound(word)) if word in alike else FAR
            kind = "fuzzy" if spelt <= heard else "name"
            likelihood = exp(-LIKELY * min(spelt, heard)) * cards**PRIOR
            scored.append((likelihood, min(spelt, heard), word, kind))
        scored.sort(reverse=True)
        for likelihood, slip, word, kind in scored[:SLIPS]:
            weight = scale * SLIP * exp(-SLIP_SLOPE * slip) * (likelihood / scored[0][0]) ** SHARP
            item.read((word,), (stem(word),), weight, kind, (near | alike)[word])

    def _forms(self, asked: Iterable[Asked]) -> None:
        by_root: dict[str, list[Asked]] = {}
        for item in asked:
            by_root.setdefault(item.root, []).append(item)
        for root, word, cards in vocabulary.of_stem(self._db, by_root):
            for item in by_root[root]:
                if word != item.text:
                    weight = STEM * exp(-STEM_SLOPE * cost(item.text, word))
                    item.read((word,), (root,), weight, "stem", cards)

    def _beginning(self, item: Asked) -> None:
        if len(item.text) < LONG_PREFIX:
            return
        for word, cards in vocabulary.starting(self._db, item.text, PREFIXES).items():
            item.read((word,), (stem(word),), PREFIX * len(item.text) / len(word), "prefix", cards)

    def _split(self, item: Asked) -> None:
        text = item.text
        cuts = [(text[:cut], text[cut:]) for cut in range(LEAST_PART, len(text) - LEAST_PART + 1)]
        known = vocabulary.lookup(self._db, {part for cut in cuts for part in cut}) if cuts else {}
        whole = [
            (min(known[first][1], known[second][1]), first, second)
            for first, second in cuts
            if first in known and second in known
        ]
        if whole:
            cards, first, second = max(whole)
            item.read((first, second), (known[first][0], known[second][0]), COMPOUND, "split", cards)

    def _namesakes(self, item: Asked) -> None:
        key = skeleton(item.text)
        if len(key) < LEAST_SKELETON:
            return
        for word, cards in vocabulary.sounding(self._db, key, SOUNDS).items():
            if word != item.text and (slip := cost(sound(item.text), sound(word))) <= SAME_NAME:
                item.read((word,), (stem(word),), NAME * exp(-SLIP_SLOPE * slip), "name", cards)

    def _one_name(self, joined: str, *parts: Asked) -> None:
        """Take two unknown words for one name written apart, as Arabic does: hzb allh, Hezbollah."""
        key = skeleton(joined)
        for word, cards in vocabulary.sounding(self._db, key if len(key) >= LEAST_SKELETON else "", SOUNDS).items():
            weight = NAME * exp(-SLIP_SLOPE * cost(sound(joined), sound(word)))
            for item in parts:
                item.read((word,), (stem(word),), weight, "name", cards)


def weigh(asked: Iterable[Asked], cards: int) -> None:
    """Set the weights of query words; forms of one word share its weight in part, for they tell little twice."""
    items = list(asked)
    roots = [item.root for item in items]
    for item in items:
        item.weigh(cards)
        item.weight /= roots.count(item.root) ** 0.5
