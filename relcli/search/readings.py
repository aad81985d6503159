"""What a query word may stand for.

Itself, another form, a beginning, a compound, a spelling of the name, a synonym, a slip. A
reading's weight is its nearness to what was written, 1 for the word itself. A card scores a query
word by the best reading that it has; readings never add up, so that ten near words are never worth
the word itself.
"""

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise
from math import exp, log

from relcli.index import vocabulary
from relcli.index.vocabulary import Entry
from relcli.index.words import STOP_WORDS
from relcli.model.tuning import (
    COMPARED,
    COMPOUND,
    FORGIVEN,
    FORGIVEN_NAME,
    FORM_SLIP,
    LEAST_PART,
    LEAST_PEOPLE,
    LEAST_SHARED,
    LEAST_SKELETON,
    LEAST_SLIP,
    LIKELY,
    LONG_PREFIX,
    LONGEST_SYNONYM,
    NAME,
    PEOPLE,
    PEOPLES,
    PREFIX,
    PREFIXES,
    PRIOR,
    REGULAR,
    SAME_NAME,
    SHARING,
    SHARP,
    SLIP,
    SLIP_SLOPE,
    SLIPS,
    SOUND_COST,
    SOUNDS,
    STEM,
    STEM_SLOPE,
    STOP_WEIGHT,
    SUGGESTED,
    SYNONYM,
    TWO_SLIPS,
)

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


class Asked:
    """A query word with its readings; an `exact` one stands for itself alone."""

    def __init__(self, text: str, entry: Entry | None, *, exact: bool = False) -> None:
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
    def plain(self) -> bool:
        """Whether it is a word, and not a date or a run of another script."""
        return self.text.isascii() and self.text.isalnum()

    @property
    def spellable(self) -> bool:
        """Whether one may begin or misspell it: it is no number, no date and no stop word."""
        return self.plain and not (self.stop or self.text.isdigit())

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

    def read(self, entry: Entry, weight: float, kind: str, proof: int | None = None) -> None:
        """Add a word of the vocabulary as a reading."""
        word, root, cards = entry
        self._add((word,), (root,), weight, kind, cards, proof)

    def read_row(
        self, entries: Sequence[Entry], weight: float, kind: str, proof: int | None = None
    ) -> None:
        """Add words of the vocabulary, in a row, as a reading."""
        words, stems, cards = zip(*entries, strict=True)
        self._add(words, stems, weight, kind, min(cards), proof)

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

    def expression(self, kinds: Collection[str], least: int) -> str:
        """Write the readings of these kinds, and of this proof at least, for full-text search.

        It is "" where there are none.
        """
        stems = dict.fromkeys(
            reading.stems
            for reading in self.readings.values()
            if reading.kind in kinds and reading.proof >= least
        )
        parts = ('("' + '" AND "'.join(words) + '")' for words in stems)
        return "(" + " OR ".join(parts) + ")" if stems else ""

    def nearest(self, kinds: Collection[str]) -> float:
        """Give the weight of the best reading of these kinds."""
        return max(reading.weight for reading in self.readings.values() if reading.kind in kinds)

    def end(self) -> None:
        """Note what may be meant by a word that no card has as it is or in another form.

        An exact word is met by nothing else, so what else it may mean is no more than noted.
        """
        if self.spellable and not any(reading.kind in CLEAR for reading in self.readings.values()):
            likely = sorted(self.readings.values(), key=lambda reading: -reading.weight)
            self.meant = [" ".join(reading.words) for reading in likely[:SUGGESTED]]
        if self.exact:
            self.readings = {
                w: reading for w, reading in self.readings.items() if w == (self.text,)
            }

    def weigh(self, cards: int) -> None:
        """Set the weight: BM25's inverse document frequency of the word in all its forms.

        Where the vocabulary has none of them, it is that of the best reading.
        """
        readings = self.readings.values()
        forms = [reading for reading in readings if reading.kind in FORMS]
        if not forms and readings:
            forms = [max(readings, key=lambda reading: reading.weight)]
        found = min(sum(reading.cards for reading in forms), cards)
        rarity = log(1 + (cards - found + 0.5) / (found + 0.5))
        self.weight = rarity * (STOP_WEIGHT if self.stop else 1.0)


class Reader:
    """Looks up the readings of query words in the vocabulary of one index."""

    def __init__(
        self, db: sqlite3.Connection, cards: int, language: str, *, synonyms: bool
    ) -> None:
        """Read from db, an index of so many cards in a language (BCP 47)."""
        self._db = db
        self._cards = cards
        self._language = language
        self._has_synonyms = synonyms

    def read(self, texts: Sequence[str], slips: float, exact: Collection[str] = ()) -> list[Asked]:
        """Give each distinct word with its readings; slips weakens supposed misspellings.

        Words that are `exact` stand for themselves alone: what they might mean are but hints.
        """
        pairs = list(pairwise(texts))
        forms = {text: _peoples(text) for text in texts}
        sought = {*texts, *(first + second for first, second in pairs)}
        known = vocabulary.lookup(self._db, filter(_is_plain, sought.union(*forms.values())))
        asked = {text: Asked(text, known.get(text), exact=text in exact) for text in texts}
        self._forms(asked.values())
        for item in asked.values():
            if not item.plain:
                self._special(item)
            elif item.spellable:
                for other in forms[item.text] & known.keys():
                    item.read(known[other], PEOPLE, "stem")
                self._near(item, slips)
        for first, second in pairs:
            if first.isascii() and second.isascii():
                self._pair(asked[first], asked[second], known.get(first + second))
        if self._has_synonyms:
            self._synonyms(texts, asked)
        for item in asked.values():
            item.end()
        self.weigh(asked.values())
        return list(asked.values())

    def second_guess(self, asked: Iterable[Asked], scale: float) -> None:
        """Take words that exist for misspellings of others, too ("mic" for "mike")."""
        for item in asked:
            if item.known and item.spellable and not item.exact:
                self.slips(item, scale)

    def weigh(self, asked: Iterable[Asked]) -> None:
        """Set the weights; forms of one word share its weight in part, for they tell it twice."""
        items = list(asked)
        roots = [item.root for item in items]
        for item in items:
            item.weigh(self._cards)
            item.weight /= roots.count(item.root) ** 0.5

    def _near(self, item: Asked, slips: float) -> None:
        self._beginning(item)
        if item.known:
            self._namesakes(item)
        else:
            self._split(item)
            self._shared_beginning(item)
            self.slips(item, slips * FORM_SLIP if item.is_form else slips)

    def slips(self, item: Asked, scale: float) -> None:
        """Add the words that it may be a misspelling of, by fingers or by ear."""
        if len(item.text) < LEAST_SLIP:
            return
        scored = sorted(self._likely(item), reverse=True)[:SLIPS]
        for likelihood, slip, kind, entry, proof in scored:
            share = (likelihood / scored[0][0]) ** SHARP
            item.read(entry, scale * SLIP * exp(-SLIP_SLOPE * slip) * share, kind, proof)

    def _is_right(self, text: str) -> bool:
        """Whether a word that no card has is one of the language of the cards."""
        from relcli.index.lexicon import is_word

        return is_word(self._language, text)

    def _likely(self, item: Asked) -> Iterable[tuple[float, float, str, Entry, int]]:
        """Give (likelihood, cost, kind, entry, proof) of words that may be meant."""
        from relcli.index.names import skeleton, sound
        from relcli.search.nearness import FAR, cost, odd_letters

        text = item.text
        edits = vocabulary.near(self._db, text, 2 if len(text) >= TWO_SLIPS else 1)
        near = vocabulary.lookup(self._db, edits)
        if len(near) > COMPARED:
            best = sorted(near.values(), key=lambda entry: (edits[entry[0]], -entry[2], entry))
            near = {entry[0]: entry for entry in best[:COMPARED]}
        alike = {entry[0]: entry for entry in vocabulary.sounding(self._db, skeleton(text), SOUNDS)}
        for word, entry in (near | alike).items():
            # A word of grammar is misspelt in one letter; in two, it is a word not known here.
            if word != text and (edits.get(word) == 1 or word not in STOP_WORDS):
                spelt = cost(text, word) if word in near else FAR
                heard = cost(sound(text), sound(word)) if word in alike else FAR
                slip = min(spelt, SOUND_COST + heard)
                kind = "fuzzy" if spelt == slip else "name"
                proof = self._proof(item, word, odd_letters(spelt, text, word), heard)
                yield exp(-LIKELY * slip) * entry[2] ** PRIOR, slip, kind, entry, proof

    def _proof(self, item: Asked, word: str, odd: float, heard: float) -> int:
        """Tell whether a card with a word like the one that was asked for has that."""
        same_name = SAME_NAME if len(item.text) >= TWO_SLIPS else 0.0
        if item.known or (odd > FORGIVEN_NAME and heard > same_name):
            return HINT
        if self._is_right(item.text):
            # It is no slip, but may be another spelling of a name.
            return HAS if heard <= same_name and self._is_name(word, heard) else HINT
        if odd <= FORGIVEN or not heard:
            return HAS
        return HINT if self._is_right(word) else HAS

    def _is_name(self, word: str, heard: float) -> bool:
        """Whether a word of the cards is no word of their language, or sounds and is a name."""
        if not self._is_right(word):
            return True
        return not heard and vocabulary.is_name(self._db, word)

    def _forms(self, asked: Iterable[Asked]) -> None:
        by_root: dict[str, list[Asked]] = {}
        for item in asked:
            if item.plain:
                by_root.setdefault(item.root, []).append(item)
        for entry in vocabulary.of_stem(self._db, by_root):
            for item in by_root[entry[1]]:
                if entry[0] != item.text:
                    from relcli.search.nearness import cost

                    weight = STEM * exp(-STEM_SLOPE * cost(item.text, entry[0]))
                    item.read(entry, weight, "stem")

    def _beginning(self, item: Asked) -> None:
        length = len(item.text)
        if length >= LONG_PREFIX:
            for entry in vocabulary.starting(self._db, item.text, PREFIXES):
                item.read(entry, PREFIX * length / len(entry[0]), "prefix")

    def _shared_beginning(self, item: Asked) -> None:
        """Take words that begin as an unknown word does: promotionating, promotion, promoting."""
        text = item.text
        least = max(LEAST_SHARED, len(text) // 2)
        found: dict[str, int] = {}  # word -> letters shared
        for length in range(len(text) - 1, least - 1, -1):
            for entry in vocabulary.starting(self._db, text[:length], PREFIXES):
                share = found.setdefault(entry[0], length) / max(len(text), len(entry[0]))
                proof = NEAR if text.startswith(entry[0]) else HINT
                item.read(entry, PREFIX * share, "prefix", proof)
            if len(found) >= SHARING:
                break

    def _split(self, item: Asked) -> None:
        """Take one word for two in a row; what is grammar is no part of a name."""
        text = item.text
        places = range(LEAST_PART, len(text) - LEAST_PART + 1)
        cuts = [(text[:place], text[place:]) for place in places]
        parts = {part for cut in cuts for part in cut} - STOP_WORDS
        known = vocabulary.lookup(self._db, parts) if parts else {}
        whole = [(known[a], known[b]) for a, b in cuts if a in known and b in known]
        if whole:
            best = max(whole, key=lambda cut: (min(cut[0][2], cut[1][2]), cut))
            item.read_row(best, COMPOUND, "split")

    def _namesakes(self, item: Asked) -> None:
        """Take other spellings of a known name; who has one that sounds the same has the name."""
        for entry in vocabulary.namesakes(self._db, item.text, LEAST_SKELETON, SOUNDS):
            from relcli.index.names import sound
            from relcli.search.nearness import cost

            slip = cost(sound(item.text), sound(entry[0]))
            if slip <= SAME_NAME:
                weight = NAME * exp(-SLIP_SLOPE * slip)
                item.read(entry, weight, "name", NEAR if slip else HAS)

    def _pair(self, first: Asked, second: Asked, joined: Entry | None) -> None:
        """Take two words for one written apart: Almaz Antey, Almazantey."""
        if joined and not joined[0].isdigit():
            first.read(joined, COMPOUND, "joined")
            second.read(joined, COMPOUND, "joined")
        elif not any(item.known or item.stop or not item.plain for item in (first, second)):
            self._one_name(first, second)

    def _one_name(self, *parts: Asked) -> None:
        """Take unknown words for one name written apart, as Arabic does: hzb allh, Hezbollah."""
        from relcli.index.names import skeleton, sound
        from relcli.search.nearness import cost

        joined = "".join(item.text for item in parts)
        key = skeleton(joined)
        if len(key) < LEAST_SKELETON:
            return
        for entry in vocabulary.sounding(self._db, key, SOUNDS):
            weight = NAME * exp(-SLIP_SLOPE * cost(sound(joined), sound(entry[0])))
            for item in parts:
                item.read(entry, weight, "name")

    def _synonyms(self, texts: Sequence[str], asked: dict[str, Asked]) -> None:
        """Add what the dataset says means the same as one word, or as several in a row."""
        rows: dict[str, list[tuple[str, ...]]] = {}
        for count in range(1, LONGEST_SYNONYM + 1):
            for start in range(len(texts) - count + 1):
                row = tuple(texts[start : start + count])
                key = " ".join(asked[text].root for text in row)
                rows.setdefault(key, []).append(row)
        for key, entries in vocabulary.synonyms(self._db, rows):
            for row in rows[key]:
                for text in row:
                    if not asked[text].exact:
                        asked[text].read_row(entries, SYNONYM, "synonym")

    def _special(self, item: Asked) -> None:
        """Read a date, or a run of a script without spaces."""
        if item.text.isascii():
            from relcli.search.dated import read_date

            read_date(self._db, item)


def _stem(text: str) -> str:
    from relcli.index.stems import stem

    return stem(text)


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isalnum()


def _peoples(text: str) -> set[str]:
    """Give a word's people, and what it may be the people of, be there such words or not."""
    forms = {text + ending for ending in PEOPLES if len(text) >= LEAST_PEOPLE}
    return forms | {
        text[: -len(ending)]
        for ending in PEOPLES
        if text.endswith(ending) and len(text) - len(ending) >= LEAST_PEOPLE
    }
