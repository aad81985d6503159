"""Looks up what the words of a question may stand for, in the vocabulary of one index."""

import json
import re
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise
from math import exp
from typing import TYPE_CHECKING

from relcli.index.words import RUN, STOP_WORDS, is_abjad, is_open, row_of
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
    LOOKED_AT,
    NAME,
    PEOPLE,
    PEOPLES,
    PREFIX,
    PREFIXES,
    PRIOR,
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
    SYNONYM,
    TWO_SLIPS,
)
from relcli.search.readings import HAS, HINT, NEAR, QueryWord

if TYPE_CHECKING:
    from relcli.index.store import About, Entry, Store

OPEN_ENDINGS = ("el", "ul")  # articles in Abdel, Abdul: a known name may go on so


class Reader:
    """Looks up the readings of query words in the vocabulary of one index."""

    def __init__(self, store: "Store", about: "About") -> None:
        """Read from a store, about the cards of which this is known."""
        self._store = store
        self._about = about

    def read(
        self, texts: Sequence[str], slips: float, exact: Collection[str] = ()
    ) -> list[QueryWord]:
        """Give each distinct word with its readings; slips weakens supposed misspellings.

        With 0 nothing is guessed: no slips, no beginnings. Words that are `exact` stand for
        themselves alone: what they might mean are but hints.
        """
        pairs = list(pairwise(texts))
        forms = {text: _forms_beside(text) for text in texts}
        sought = {*texts, *(first + second for first, second in pairs)}
        rows = [row_of(text) for text in texts if text >= RUN]
        known = self._store.lookup(sought.union(*forms.values(), *rows))
        asked = {text: QueryWord(text, known.get(text), exact=text in exact) for text in texts}
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

    def _each(self, item: QueryWord, known: "dict[str, Entry]", slips: float) -> None:
        """Read a word by itself."""
        if item.is_run:
            self._run(item, known)
        elif item.is_date:
            from relcli.search.dated import read_date  # few questions have one

            read_date(self._store, item)
        elif item.spellable:
            if slips:
                self._near(item, slips)
            self._spellings(item)

    def _articles(self, texts: Sequence[str], asked: dict[str, QueryWord]) -> None:
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
        entries = self._store.lookup(row)
        known = [word in entries for word in row]
        inside = [any(known[max(place - 1, 0) : place + 1]) for place in range(len(run))]
        parts = run[:1]
        for place, together in enumerate(known):
            outside = not (inside[place] or inside[place + 1])
            parts += ("" if together or outside else " ") + run[place + 1]
        return parts.split()

    def _run(self, item: QueryWord, known: "dict[str, Entry]") -> None:
        """Read a run of letters: as its pairs in a row, or, a lone letter, as what it begins."""
        row = row_of(item.text)
        if row and all(word in known for word in row):
            item.read_run([known[word] for word in row])
        elif is_open(item.text):
            for entry in self._store.completions(item.text, RUNS):
                item.known = True
                item.read(entry, 1.0, "exact")

    def second_guess(self, asked: Iterable[QueryWord], scale: float) -> None:
        """Take words that exist for misspellings of others, too ("mic" for "mike")."""
        for item in asked:
            if item.known and item.spellable and not item.exact:
                self.slips(item, scale)

    def weigh(self, asked: Iterable[QueryWord]) -> None:
        """Set the weights; forms of one word share its weight in part, for they tell it twice."""
        items = list(asked)
        roots = [item.root for item in items]
        for item in items:
            item.weigh(self._about.cards)
            item.weight /= roots.count(item.root) ** 0.5

    def _near(self, item: QueryWord, slips: float) -> None:
        self._beginning(item)
        if item.known:
            self._namesakes(item)
        else:
            self._split(item)
            self._shared_beginning(item)
            self.slips(item, slips * FORM_SLIP if item.is_form else slips)

    def slips(self, item: QueryWord, scale: float) -> None:
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

    def _likely(self, item: QueryWord) -> "Iterable[tuple[float, float, str, Entry, int]]":
        """Give (likelihood, cost, kind, entry, proof) of words that may be meant."""
        from relcli.index.phonetics import sound
        from relcli.index.sound_key import sound_key
        from relcli.search.edits import near as within_edits
        from relcli.search.nearness import FAR, cost, odd_letters

        text = item.text
        edits = within_edits(self._store, text, 2 if len(text) >= TWO_SLIPS else 1)
        near = self._store.lookup(edits)
        if len(near) > COMPARED:
            best = sorted(near.values(), key=lambda entry: (edits[entry[0]], -entry[2], entry))
            near = {entry[0]: entry for entry in best[:COMPARED]}
        alike = {entry[0]: entry for entry in self._store.by_sound([sound_key(text)], SOUNDS)}
        for word, entry in (near | alike).items():
            # A word of grammar is misspelt in one letter; in two, it is a word not known here.
            if word != text and (edits.get(word) == 1 or word not in STOP_WORDS):
                spelt = cost(text, word) if word in near else FAR
                heard = cost(sound(text), sound(word)) if word in alike else FAR
                slip = min(spelt, SOUND_COST + heard)
                kind = "fuzzy" if spelt == slip else "name"
                proof = self._proof(item, word, odd_letters(spelt, text, word), heard)
                yield exp(-LIKELY * slip) * entry[2] ** PRIOR, slip, kind, entry, proof

    def _proof(self, item: QueryWord, word: str, odd: float, heard: float) -> int:
        """Tell whether a card with a word like the one that was asked for has that."""
        same_name = SAME_NAME if len(item.text) >= TWO_SLIPS else 0.0
        if item.known or (odd > FORGIVEN_NAME and heard > same_name):
            return HINT
        if self._is_right(item.text):  # it is no slip, but may be another spelling of a name
            may_be = heard <= same_name and not (heard and self._is_right(word))
            # Not of a word in other letters, whose spelling is the index's own: sell is no "сил".
            return HAS if may_be and _has_capital(self._store, word) else HINT
        if odd <= FORGIVEN or not heard:
            return HAS
        return HAS if self._is_name(word, sure=False) else HINT

    def _is_name(self, word: str, *, sure: bool) -> bool:
        """Whether a word of the cards is no word of their language.

        Where one can be `sure` that it sounds as what was asked for, it may be both, as Victor is,
        if cards write it as a name.
        """
        return not self._is_right(word) or (sure and _has_capital(self._store, word))

    def _forms(self, asked: Iterable[QueryWord]) -> None:
        by_root: dict[str, list[QueryWord]] = {}
        for item in asked:
            if not (item.is_date or item.is_run):
                by_root.setdefault(item.root, []).append(item)
        for entry in self._store.by_stem(by_root):
            for item in by_root[entry[1]]:
                if entry[0] != item.text:
                    from relcli.search.nearness import cost

                    weight = STEM * exp(-STEM_SLOPE * cost(item.text, entry[0]))
                    item.read(entry, weight, "stem")

    def _beginning(self, item: QueryWord) -> None:
        length = len(item.text)
        if length >= LONG_PREFIX:
            for entry in self._store.completions(item.text, PREFIXES):
                item.read(entry, PREFIX * length / len(entry[0]), "prefix")

    def _shared_beginning(self, item: QueryWord) -> None:
        """Take words that begin as an unknown word does: promotionating, promotion, promoting."""
        text = item.text
        least = max(LEAST_SHARED, len(text) // 2)
        shared: dict[str, int] = {}  # word -> letters shared
        for length in range(len(text) - 1, least - 1, -1):
            for entry in self._store.completions(text[:length], PREFIXES):
                share = shared.setdefault(entry[0], length) / max(len(text), len(entry[0]))
                proof = NEAR if text.startswith(entry[0]) else HINT
                item.read(entry, PREFIX * share, "prefix", proof)
            if len(shared) >= SHARING:
                break

    def _split(self, item: QueryWord) -> None:
        """Take one word for two in a row; what is grammar is no part of a name."""
        text = item.text
        places = range(LEAST_PART, len(text) - LEAST_PART + 1)
        cuts = [(text[:place], text[place:]) for place in places]
        parts = {part for cut in cuts for part in cut} - STOP_WORDS
        known = self._store.lookup(parts) if parts else {}
        whole = [(known[a], known[b]) for a, b in cuts if a in known and b in known]
        if whole:
            best = max(whole, key=lambda cut: (min(cut[0][2], cut[1][2]), cut))
            item.read_row(best, COMPOUND, "split")

    def _namesakes(self, item: QueryWord) -> None:
        """Take other spellings of a known name; who has one that sounds the same has the name."""
        for entry in self._store.homophones(item.text, LEAST_SKELETON, SOUNDS):
            from relcli.index.phonetics import sound
            from relcli.search.nearness import cost

            slip = cost(sound(item.text), sound(entry[0]))
            if slip <= SAME_NAME:
                weight = NAME * exp(-SLIP_SLOPE * slip)
                item.read(entry, weight, "name", NEAR if slip else HAS)

    def _spellings(self, item: QueryWord) -> None:
        """Take the name as it is spelt in another script or country, together or apart."""
        # A Latin name is sought in other letters only if claims have them: an alias stands beside
        # the Latin name of its actor.
        kept = self._about.kept
        if item.known and not kept and item.text[-2:] not in OPEN_ENDINGS:
            return
        from relcli.search.spellings import APART, spellings

        if item.text in APART and not item.known:
            item.stop = True  # an article, as others write it
            return
        for row in spellings(self._store, item.text, known=item.known, kept=kept):
            if self._spells(item.text, row):
                item.read_row(row, NAME, "name", HAS)

    def _spells(self, text: str, row: "Sequence[Entry]") -> bool:
        """Whether words may be another spelling of a name: one of them is a name.

        All are, where what was asked is a word of the language itself. Letters without vowels may
        be many a word that is none: "used" is no spelling of Assad.
        """
        names = [
            not word.isascii() or self._is_name(word, sure=True)
            for word, _, _ in row
            if word not in STOP_WORDS
        ]
        return any(names) and (all(names) or not self._is_right(text))

    def _pair(self, first: QueryWord, second: QueryWord, joined: "Entry | None") -> None:
        """Take two words for one written apart: Almaz Antey, Almazantey."""
        if joined and not joined[0].isdigit():
            first.read(joined, COMPOUND, "joined")
            second.read(joined, COMPOUND, "joined")
        else:
            self._one_name(first, second)

    def _article(self, first: QueryWord, second: QueryWord) -> None:
        """Take names with the Arabic article between them as they are written otherwise."""
        self._one_name(first, second, article=True)
        if not first.spellable:
            return
        from relcli.search import spellings

        for entry in spellings.before_article(self._store, first.text):
            first.read(entry, NAME, "name", HAS)

    def _with_article(self, item: QueryWord) -> None:
        """Take a name that begins with what looks like the article, as Alexander does."""
        from relcli.search import spellings

        for entry in spellings.other_script(self._store, spellings.ARTICLE + item.text):
            item.read(entry, NAME, "name", HAS)

    def _one_name(self, *parts: QueryWord, article: bool = False) -> None:
        """Take words of which one is unknown for one name written apart: Hizb Allah, Hezbollah."""
        # Of words in letters without vowels, known ones may be a name that Latin has as one word.
        if all((item.known and item.text.isascii()) or not item.spellable for item in parts):
            return
        from relcli.search import spellings

        texts = [item.text for item in parts]
        for entry in spellings.together(self._store, texts, article=article):
            for item in parts:
                item.read(entry, NAME, "name", HAS)

    def _synonyms(self, texts: Sequence[str], asked: dict[str, QueryWord]) -> None:
        """Add what the dataset says means the same as one word, or as several in a row."""
        rows: dict[str, list[tuple[str, ...]]] = {}
        for count in range(1, LONGEST_SYNONYM + 1):
            for start in range(len(texts) - count + 1):
                row = tuple(texts[start : start + count])
                key = " ".join(asked[text].root for text in row)
                rows.setdefault(key, []).append(row)
        for key, entries in self._store.synonyms(rows):
            for row in rows[key]:
                for text in row:
                    if not asked[text].exact:
                        asked[text].read_row(entries, SYNONYM, "synonym")


def _has_capital(store: "Store", word: str) -> bool:
    """Whether cards write a word with a capital, and never without one.

    What stands in the titles of sources tells nothing: there every word may have a capital; nor do
    ids, where none has one. So does an index without the texts of its cards, whose words may all be
    names.
    """
    texts = [*map(_written, store.texts_with(word, LOOKED_AT))]
    small, capital = (re.compile(rf"\b{form}\b") for form in (word, word.capitalize()))
    written = any(map(capital.search, texts)) or not texts
    return written and not any(map(small.search, texts))


def _written(texts: str) -> str:
    """Return what cards write in words, of the texts that a store gives as JSON."""
    claim, note, actors = json.loads(texts)
    return "\n".join((claim or "", note or "", *(actor["name"] for actor in actors or ())))


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
