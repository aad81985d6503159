"""What a query word may stand for.

Itself, another form, a beginning, a compound, a spelling of the name, a slip. A reading's weight is
its nearness to what was written, 1 for the word itself. A card scores a query word by the best
reading that it has; readings never add up, so that ten near words are never worth the word itself.
"""

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise
from math import exp, log

from relcli.index import vocabulary
from relcli.index.vocabulary import Entry
from relcli.index.words import RUN, STOP_WORDS, is_abjad, is_open, row_of

# Nearness of each kind of reading. Measured on the sets of tests/bench/quality.py; flat around
# these values.
STEM, COMPOUND, PREFIX, SLIP, NAME = 0.9, 0.85, 0.6, 0.8, 0.7
STEM_SLOPE = 0.06  # "opened" is nearer to "openned" than "opener" is
PREFIXES, SOUNDS, SLIPS = 12, 12, 16  # readings of one kind that a word may have: bounds the work
RUNS = 1_000  # pairs of letters that a lone letter may begin, likewise
COMPARED = 60  # words within the edits that are weighed up, likewise
LONG_PREFIX = 3  # letters a beginning needs
LEAST_SLIP, TWO_SLIPS = 4, 6  # letters from which one edit, and two, are forgiven
LEAST_SHARED = 5  # letters of a beginning that an unknown word shares with others
SHARING = 4  # words from which no shorter beginning is looked at
LEAST_PART = 3  # letters of a part of a compound
LEAST_SKELETON = 3  # sounds from which a known word may be another spelling: Ahmad, Ahmed
SAME_NAME = 0.75  # cost of one vowel: what such spellings may differ by
SOUND_COST = 0.5  # what only sounds the same is so much less likely than what is spelt the same
# A slip's likelihood is exp(-LIKELY * cost) * cards ** PRIOR: a common word is likelier to be
# meant. Beside the likeliest, others weigh as their share of its likelihood to the power of SHARP.
LIKELY, PRIOR, SHARP, SLIP_SLOPE = 2.0, 0.2, 0.5, 0.15
# "tanks" beside "tank" is a form of a known word: endings by which that is plain, and what is left
# of a slip's weight then.
REGULAR = ("s", "es", "d", "ed", "ing", "er", "ers", "ly")
FORM_SLIP = 0.5
STOP_WEIGHT = 0.25  # of a stop word beside a content word as rare
# Iran, Iranian; Israel, Israeli; Japan, Japanese: endings by which a word and one that goes on with
# it are forms of each other, though they have two stems.
PEOPLES = ("n", "an", "ian", "i", "ese", "ish")
LEAST_PEOPLE = 4  # letters before such an ending

# And, by, for, so, as, the, in Arabic and in Hebrew: they are written together with what follows.
ARABIC = "\u0600"
ARABIC_PREFIXES = (
    *("\u0648", "\u0628", "\u0644", "\u0641", "\u0644\u0644", "\u0648\u0644\u0644"),
    *("\u0628\u0627\u0644", "\u0641\u0627\u0644", "\u0643\u0627\u0644", "\u0648\u0628\u0627\u0644"),
)
HEBREW_PREFIXES = (
    *("\u05d5", "\u05d1", "\u05dc", "\u05de", "\u05e9", "\u05db", "\u05d4"),
    *("\u05d5\u05d4", "\u05e9\u05d4", "\u05d5\u05d1", "\u05de\u05d4"),
)
LEAST_JOINED = 3  # letters of a word that has them before it

ARTICLES = ("el", "ul")  # in Abdel, Abdul: a known name may go on so

CLEAR = frozenset(("exact", "stem", "joined"))
VAGUE = frozenset(("prefix", "split", "name", "fuzzy"))

# What a card has of a query word by one of its readings: the word; something near it; or a hint,
# which alone is chance mostly ("seen" for Sinai, "international" for interior) and only adds to
# what else a card has.
HINT, NEAR, HAS = range(3)


class Reading:
    """A word of the vocabulary (some, in a row, for a split compound or a run) for a query word.

    `kind` is exact, stem, prefix, joined, split, name or fuzzy; `proof` is HAS, NEAR or HINT.
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
    """A query word with its readings."""

    def __init__(self, text: str, entry: Entry | None) -> None:
        """Start with the word itself where the vocabulary has it."""
        self.text = text
        self.stop = text in STOP_WORDS
        self.known = entry is not None
        self.root = entry[1] if entry else _stem(text)
        self.weight = 0.0  # how much the word tells: its rarity
        self.readings: dict[tuple[str, ...], Reading] = {}
        if entry:
            self.read(entry, 1.0, "exact")

    @property
    def spellable(self) -> bool:
        """Whether one may begin or misspell it: it is no number, no stop word and no run."""
        return not (self.stop or self.text.isdigit() or self.text >= RUN)

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

    def read_split(self, first: Entry, second: Entry) -> None:
        """Add two words of the vocabulary, in a row, as a reading."""
        words, stems = (first[0], second[0]), (first[1], second[1])
        self._add(words, stems, COMPOUND, "split", min(first[2], second[2]))

    def read_row(self, row: Sequence[Entry], weight: float, kind: str, proof: int) -> None:
        """Add words of the vocabulary, in a row, as a reading."""
        words, stems = tuple(word for word, _, _ in row), tuple(stem for _, stem, _ in row)
        self._add(words, stems, weight, kind, min(cards for _, _, cards in row), proof)

    def read_run(self, row: Sequence[Entry]) -> None:
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

    def weigh(self, cards: int) -> None:
        """Set the weight: BM25's inverse document frequency of the word in all its forms.

        Where the vocabulary has none of them, it is that of the best reading.
        """
        readings = self.readings.values()
        forms = [reading for reading in readings if reading.kind in {"exact", "stem"}]
        if not forms and readings:
            forms = [max(readings, key=lambda reading: reading.weight)]
        found = min(sum(reading.cards for reading in forms), cards)
        rarity = log(1 + (cards - found + 0.5) / (found + 0.5))
        self.weight = rarity * (STOP_WEIGHT if self.stop else 1.0)


class Reader:
    """Looks up the readings of query words in the vocabulary of one index."""

    def __init__(self, db: sqlite3.Connection, cards: int) -> None:
        """Read from db, an index of so many cards."""
        self._db = db
        self._cards = cards

    def read(self, texts: Sequence[str], slips: float) -> list[Asked]:
        """Give each distinct word with its readings; slips weakens supposed misspellings."""
        pairs = list(pairwise(texts))
        forms = {text: _peoples(text) if text.isascii() else _joined(text) for text in texts}
        sought = {*texts, *(first + second for first, second in pairs)}
        rows = [row_of(text) for text in texts if text >= RUN]
        known = vocabulary.lookup(self._db, sought.union(*forms.values(), *rows))
        asked = {text: Asked(text, known.get(text)) for text in texts}
        self._forms(asked.values())
        for item in asked.values():
            if item.text >= RUN:
                self._run(item, known)
            if item.spellable:
                for other in forms[item.text] & known.keys():
                    item.read(known[other], STEM * STEM, "stem")
                self._near(item, slips)
                self._spellings(item)
        for first, second in pairs:
            self._pair(asked[first], asked[second], known.get(first + second))
        for first, article, second in zip(texts, texts[1:], texts[2:], strict=False):
            if article == "al":
                self._article(asked[first], asked[second])
        for article, text in pairs:
            if article == "al" and is_abjad(text):
                self._with_article(asked[text])
        self.weigh(asked.values())
        return list(asked.values())

    def apart(self, order: Iterable[str]) -> list[str]:
        """Cut runs where two letters stand together that no card has so: they are two words there.

        What is between has no word in any card.
        """
        cut: list[str] = []
        for text in order:
            cut += [text] if text < RUN else self._parts(text)
        return cut

    def _parts(self, run: str) -> list[str]:
        row = row_of(run)
        found = vocabulary.lookup(self._db, row)
        known = [word in found for word in row]
        inside = [any(known[max(place - 1, 0) : place + 1]) for place in range(len(run))]
        parts = run[:1]
        for place, together in enumerate(known):
            outside = not (inside[place] or inside[place + 1])
            parts += ("" if together or outside else " ") + run[place + 1]
        return parts.split()

    def _run(self, item: Asked, known: dict[str, Entry]) -> None:
        """Read a run of letters: as its pairs in a row, or, a lone letter, as what it begins."""
        row = row_of(item.text)
        if row and all(word in known for word in row):
            item.read_run([known[word] for word in row])
        elif is_open(item.text):
            for entry in vocabulary.starting(self._db, item.text, RUNS):
                item.known = True
                item.read(entry, 1.0, "exact")

    def second_guess(self, asked: Iterable[Asked], scale: float) -> None:
        """Take words that exist for misspellings of others, too ("mic" for "mike")."""
        for item in asked:
            if item.known and item.spellable:
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
        scored = sorted(self._likely(item.text), reverse=True)[:SLIPS]
        for likelihood, slip, kind, entry, proof in scored:
            share = (likelihood / scored[0][0]) ** SHARP
            weight = scale * SLIP * exp(-SLIP_SLOPE * slip) * share
            item.read(entry, weight, kind, HINT if item.known else proof)

    def _likely(self, text: str) -> Iterable[tuple[float, float, str, Entry, int]]:
        """Give (likelihood, cost, kind, entry, proof) of words that may be meant."""
        from relcli.index.names import skeleton, sound
        from relcli.search.nearness import FAR, cost

        edits = vocabulary.near(self._db, text, 2 if len(text) >= TWO_SLIPS else 1)
        near = vocabulary.lookup(self._db, edits)
        if len(near) > COMPARED:
            best = sorted(near.values(), key=lambda entry: (edits[entry[0]], -entry[2], entry))
            near = {entry[0]: entry for entry in best[:COMPARED]}
        alike = {entry[0]: entry for entry in vocabulary.sounding(self._db, skeleton(text), SOUNDS)}
        same_name = SAME_NAME if len(text) >= TWO_SLIPS else 0.0
        for word, entry in (near | alike).items():
            # A word of grammar is misspelt in one letter; in two, it is a word not known here.
            if word != text and (edits.get(word) == 1 or word not in STOP_WORDS):
                spelt = cost(text, word) if word in near else FAR
                heard = cost(sound(text), sound(word)) if word in alike else FAR
                slip = min(spelt, SOUND_COST + heard)
                kind = "fuzzy" if spelt == slip else "name"
                proof = HAS if word in near or heard <= same_name else HINT
                yield exp(-LIKELY * slip) * entry[2] ** PRIOR, slip, kind, entry, proof

    def _forms(self, asked: Iterable[Asked]) -> None:
        by_root: dict[str, list[Asked]] = {}
        for item in asked:
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
        text = item.text
        places = range(LEAST_PART, len(text) - LEAST_PART + 1)
        cuts = [(text[:place], text[place:]) for place in places]
        known = vocabulary.lookup(self._db, {part for cut in cuts for part in cut}) if cuts else {}
        whole = [(known[a], known[b]) for a, b in cuts if a in known and b in known]
        if whole:
            item.read_split(*max(whole, key=lambda cut: (min(cut[0][2], cut[1][2]), cut)))

    def _namesakes(self, item: Asked) -> None:
        """Take other spellings of a known name; who has one that sounds the same has the name."""
        for entry in vocabulary.namesakes(self._db, item.text, LEAST_SKELETON, SOUNDS):
            from relcli.index.names import sound
            from relcli.search.nearness import cost

            slip = cost(sound(item.text), sound(entry[0]))
            if slip <= SAME_NAME:
                weight = NAME * exp(-SLIP_SLOPE * slip)
                item.read(entry, weight, "name", NEAR if slip else HAS)

    def _spellings(self, item: Asked) -> None:
        """Take the name as it is spelt in another script or country, together or apart."""
        kept = vocabulary.keeps(self._db)
        if item.known and not kept and item.text[-2:] not in ARTICLES:
            return
        from relcli.search.spellings import APART, spellings

        if item.text in APART and not item.known:
            item.stop = True  # an article, as others write it
            return
        for row in spellings(self._db, item.text, known=item.known, kept=kept):
            item.read_row(row, NAME, "name", HAS)

    def _pair(self, first: Asked, second: Asked, joined: Entry | None) -> None:
        """Take two words for one written apart: Almaz Antey, Almazantey."""
        if joined and not joined[0].isdigit():
            first.read(joined, COMPOUND, "joined")
            second.read(joined, COMPOUND, "joined")
        else:
            self._one_name(first, second)

    def _article(self, first: Asked, second: Asked) -> None:
        """Take names with the Arabic article between them as they are written otherwise."""
        self._one_name(first, second, article=True)
        if not first.spellable:
            return
        from relcli.search import spellings

        for entry in spellings.before_article(self._db, first.text):
            first.read(entry, NAME, "name", HAS)

    def _with_article(self, item: Asked) -> None:
        """Take a name that begins with what looks like the article, as Alexander does."""
        from relcli.search import spellings

        for entry in spellings.other_script(self._db, spellings.ARTICLE + item.text):
            item.read(entry, NAME, "name", HAS)

    def _one_name(self, *parts: Asked, article: bool = False) -> None:
        """Take words of which one is unknown for one name written apart: Hizb Allah, Hezbollah."""
        # Of words in letters without vowels, known ones may be a name that Latin has as one word.
        if all((item.known and item.text.isascii()) or not item.spellable for item in parts):
            return
        from relcli.search import spellings

        texts = [item.text for item in parts]
        for entry in spellings.together(self._db, texts, article=article):
            for item in parts:
                item.read(entry, NAME, "name", HAS)


def _stem(text: str) -> str:
    from relcli.index.stems import stem

    return stem(text)


def _peoples(text: str) -> set[str]:
    """Give a word's people, and what it may be the people of, be there such words or not."""
    forms = {text + ending for ending in PEOPLES if len(text) >= LEAST_PEOPLE}
    return forms | {
        text[: -len(ending)]
        for ending in PEOPLES
        if text.endswith(ending) and len(text) - len(ending) >= LEAST_PEOPLE
    }


def _joined(text: str) -> set[str]:
    """Give an Arabic or Hebrew word with what is written together with it, and without."""
    if not is_abjad(text) or len(text) < LEAST_JOINED:
        return set()
    prefixes = ARABIC_PREFIXES if text >= ARABIC else HEBREW_PREFIXES
    return {prefix + text for prefix in prefixes} | {
        text[len(prefix) :]
        for prefix in prefixes
        if text.startswith(prefix) and len(text) - len(prefix) >= LEAST_JOINED
    }
