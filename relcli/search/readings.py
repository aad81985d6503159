"""What a query word may stand for.

Itself, another form, a beginning, a compound, a spelling of the name, a synonym, a slip. A
reading's weight is its nearness to what was written, 1 for the word itself. A card scores a query
word by the best reading that it has; readings never add up, so that ten near words are never worth
the word itself.
"""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice, pairwise
from math import exp, log
from typing import TYPE_CHECKING

from relcli.index import vocabulary
from relcli.index.vocabulary import Entry
from relcli.index.words import RUN, STOP_WORDS, is_abjad, is_open, row_of
from relcli.model.tuning import (
    ALSO,
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
    RUNS,
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

if TYPE_CHECKING:
    from relcli.index.store import About

ARTICLES = ("el", "ul")  # in Abdel, Abdul: a known name may go on so

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
        found = min(sum(reading.cards for reading in forms), cards)
        rarity = log(1 + (cards - found + 0.5) / (found + 0.5))
        self.weight = rarity * (STOP_WEIGHT if self.stop else 1.0)


class Reader:
    """Looks up the readings of query words in the vocabulary of one index."""

    def __init__(self, db: sqlite3.Connection, about: "About") -> None:
        """Read from db, the index of cards about which this is known."""
        self._db = db
        self._about = about

    def read(self, texts: Sequence[str], slips: float, exact: Collection[str] = ()) -> list[Asked]:
        """Give each distinct word with its readings; slips weakens supposed misspellings.

        Words that are `exact` stand for themselves alone: what they might mean are but hints.
        """
        pairs = list(pairwise(texts))
        forms = {text: _forms_beside(text) for text in texts}
        sought = {*texts, *(first + second for first, second in pairs)}
        rows = [row_of(text) for text in texts if text >= RUN]
        known = vocabulary.lookup(self._db, sought.union(*forms.values(), *rows))
        asked = {text: Asked(text, known.get(text), exact=text in exact) for text in texts}
        self._forms(asked.values())
        for item in asked.values():
            for other in forms[item.text] & known.keys() if item.spellable else ():
                item.read(known[other], PEOPLE, "stem")
            self._each(item, known, slips)
        for first, second in pairs:
            self._pair(asked[first], asked[second], known.get(first + second))
        if "al" in asked:
            self._articles(texts, asked)
        if self._about.synonyms:
            self._synonyms(texts, asked)
        for item in asked.values():
            item.end()
        self.weigh(asked.values())
        return list(asked.values())

    def _each(self, item: Asked, known: dict[str, Entry], slips: float) -> None:
        """Read a word by itself."""
        if item.is_run:
            self._run(item, known)
        elif item.is_date:
            from relcli.search.dated import read_date  # few questions have one

            read_date(self._db, item)
        elif item.spellable:
            self._near(item, slips)
            self._spellings(item)

    def _articles(self, texts: Sequence[str], asked: dict[str, Asked]) -> None:
        """Take what stands before and after an Arabic article for parts of one name."""
        for first, article, second in zip(texts, texts[1:], texts[2:], strict=False):
            if article == "al":
                self._article(asked[first], asked[second])
        for article, text in pairwise(texts):
            if article == "al" and is_abjad(text):
                self._with_article(asked[text])

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
            if item.known and item.spellable and not item.exact:
                self.slips(item, scale)

    def weigh(self, asked: Iterable[Asked]) -> None:
        """Set the weights; forms of one word share its weight in part, for they tell it twice."""
        items = list(asked)
        roots = [item.root for item in items]
        for item in items:
            item.weigh(self._about.cards)
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

        return is_word(self._about.language, text)

    def _likely(self, item: Asked) -> Iterable[tuple[float, float, str, Entry, int]]:
        """Give (likelihood, cost, kind, entry, proof) of words that may be meant."""
        from relcli.index.phonetics import skeleton, sound
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
        if self._is_right(item.text):  # it is no slip, but may be another spelling of a name
            return HAS if heard <= same_name and self._is_name(word, sure=not heard) else HINT
        if odd <= FORGIVEN or not heard:
            return HAS
        return HAS if self._is_name(word, sure=False) else HINT

    def _is_name(self, word: str, *, sure: bool) -> bool:
        """Whether a word of the cards is no word of their language.

        Where one can be `sure` that it sounds as what was asked for, it may be both, as Victor is,
        if cards write it as a name.
        """
        return not self._is_right(word) or (sure and vocabulary.is_name(self._db, word))

    def _forms(self, asked: Iterable[Asked]) -> None:
        by_root: dict[str, list[Asked]] = {}
        for item in asked:
            if not (item.is_date or item.is_run):
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
            from relcli.index.phonetics import sound
            from relcli.search.nearness import cost

            slip = cost(sound(item.text), sound(entry[0]))
            if slip <= SAME_NAME:
                weight = NAME * exp(-SLIP_SLOPE * slip)
                item.read(entry, weight, "name", NEAR if slip else HAS)

    def _spellings(self, item: Asked) -> None:
        """Take the name as it is spelt in another script or country, together or apart."""
        # A Latin name is sought in other letters only if claims have them: an alias stands beside
        # the Latin name of its actor.
        kept = self._about.kept
        if item.known and not kept and item.text[-2:] not in ARTICLES:
            return
        from relcli.search.spellings import APART, spellings

        if item.text in APART and not item.known:
            item.stop = True  # an article, as others write it
            return
        for row in spellings(self._db, item.text, known=item.known, kept=kept):
            if self._spells(item.text, row):
                item.read_row(row, NAME, "name", HAS)

    def _spells(self, text: str, row: Sequence[Entry]) -> bool:
        """Whether words may be another spelling of a name: one of them is a name.

        All are, where what was asked is a word of the language itself.
        """
        if not text.isascii():
            return True
        names = [
            not word.isascii() or self._is_name(word, sure=True)
            for word, _, _ in row
            if word not in STOP_WORDS
        ]
        return all(names) or (any(names) and not self._is_right(text))

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


def _forms_beside(text: str) -> set[str]:
    """Give forms of a word that have another stem, be there such words or not."""
    if text.isascii():
        return _peoples(text)
    if not is_abjad(text):
        return set()
    from relcli.index.abjad import joined  # for few words

    return joined(text)


def _peoples(text: str) -> set[str]:
    """Give a word's people, and what it may be the people of, be there such words or not."""
    forms = {text + ending for ending in PEOPLES if len(text) >= LEAST_PEOPLE}
    return forms | {
        text[: -len(ending)]
        for ending in PEOPLES
        if text.endswith(ending) and len(text) - len(ending) >= LEAST_PEOPLE
    }
