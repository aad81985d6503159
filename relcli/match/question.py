"""A sentence to what is looked for: words and what each may stand for, numbers and dates."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from relcli.index.words import STOP_WORDS, whole, words
from relcli.match.figures import NAME
from relcli.match.likeness import alike, other_spellings
from relcli.match.rank import (
    EVERYDAY,
    EVERYDAY_WORDS,
    LEAN,
    NAMED,
    OTHER_SPELLING,
    PART_OF_NAME,
    SAME_SENSE,
    UNKNOWN,
    Rarity,
    Term,
)
from relcli.model.tuning import WORDS
from relcli.search.reader import Reader
from relcli.search.readings import FORMS

if TYPE_CHECKING:
    from relcli.index.store import Store
    from relcli.match.differences import Said
    from relcli.search.readings import QueryWord

_SENSE = "synonym"
_NO_SLIPS = 0.0  # a draft is written with care, and a guess would be one more wrong card


class Asker:
    """Reads sentences for one index."""

    def __init__(self, store: "Store") -> None:
        """Take an index: its names are what its actors are called."""
        about = store.about()
        self._store = store
        self._reader = Reader(store, about)
        self._rarity = Rarity(about.cards)
        # A word of a name, and whose names have it; names of one word.
        self._owners: dict[str, set[str]] = {}
        self._whole_names: set[str] = set()
        for actor, name in _names(store):
            for word in name:
                self._owners.setdefault(word, set()).add(actor)
            if len(name) == 1:
                self._whole_names.update(name)
        self._everyday = frozenset(map(_stem, EVERYDAY_WORDS))

    def weight(self, word: str, cards: int) -> float:
        """Return what a word of a claim weighs that so many cards have: 0 for one of grammar."""
        if word in STOP_WORDS:
            return 0.0
        named = NAMED if word in self._owners else 1.0
        everyday = EVERYDAY if _stem(word) in self._everyday else 1.0
        return max(self._rarity(cards), self._least(word)) * named * everyday

    def terms(self, said: "Said", before: str, *, foreign: bool) -> list[Term]:
        """Return what a sentence asks for; `before` is the sentence that it may lean on."""
        own = list(dict.fromkeys(_order(said)))[:WORDS]
        leaning = [word for word in self._named_in(before) if word not in own][:WORDS]
        asked = self._reader.read([*own, *leaning], _NO_SLIPS)
        if not foreign:
            self._spell(asked)
            self._understand(asked, said.text)
        capitals = _capitals(said.text)
        return [
            self._term(item, capitals, leaning=item.text in leaning, foreign=foreign)
            for item in asked
        ]

    def _term(self, item: "QueryWord", capitals: set[str], *, leaning: bool, foreign: bool) -> Term:
        actors = self._actors(item, capitals | ({item.text} if leaning else set()))
        named = bool(actors)
        everyday = not named and item.root in self._everyday
        weight = 0.0 if item.stop else self._weight(item, named=named)
        weight *= (NAMED if named else 1.0) * (EVERYDAY if everyday else 1.0)
        figure = item.is_date or item.text.isdigit()
        return Term(
            item,
            weight * (LEAN if leaning else 1.0),
            actors=actors,
            everyday=everyday,
            leaning=leaning,
            missed=not (figure or leaning or foreign),
        )

    def _weight(self, item: "QueryWord", *, named: bool) -> float:
        """Return how rare a word is in all its forms, or the name that it spells otherwise."""
        own = [reading for reading in item.readings.values() if reading.kind != _SENSE]
        forms = [reading for reading in own if reading.kind in FORMS]
        if forms:
            rarity = self._rarity(sum(reading.cards for reading in forms))
            return rarity if named else max(rarity, self._least(item.text))
        if own:
            return self._rarity(max(own, key=lambda reading: reading.weight).cards)
        return UNKNOWN

    def _least(self, word: str) -> float:
        """Return what a word weighs at least: one of a long name is common by that name alone."""
        return PART_OF_NAME if word in self._owners and word not in self._whole_names else 0.0

    def _actors(self, item: "QueryWord", capitals: set[str]) -> frozenset[str]:
        """Return whose name a word is, written like one: Party of God, but no party office."""
        if item.text not in capitals:
            return frozenset()
        return frozenset(
            actor
            for reading in item.readings.values()
            if reading.kind != _SENSE
            for word in reading.words
            for actor in self._owners.get(word, ())
        )

    def _named_in(self, text: str) -> Iterator[str]:
        """Yield the names in a text."""
        capitals = _capitals(text)
        for word in dict.fromkeys(words(text)):
            if word in self._owners and word in capitals:
                yield word

    def _spell(self, asked: "Sequence[QueryWord]") -> None:
        """Read words that no card has as they are spelt elsewhere: organization, organisation."""
        spelt = _by_form(
            (other, item)
            for item in asked
            if item.spellable and not item.known
            for other in other_spellings(item.text)
        )
        roots: dict[str, list[QueryWord]] = {}
        for word, (_, root, _) in self._store.lookup(spelt).items():
            roots.setdefault(root, []).extend(spelt[word])
        for entry in self._store.by_stem(roots):
            for item in roots[entry[1]]:
                item.read(entry, OTHER_SPELLING, "stem")

    def _understand(self, asked: "Sequence[QueryWord]", text: str) -> None:
        """Read words as others that news texts write for them; names stand for themselves."""
        capitals = _capitals(text)
        roots = _by_form(
            (other, item)
            for item in asked
            if item.spellable and not self._actors(item, capitals)
            for spelt in (item.root, *map(_stem, other_spellings(item.text)))
            for other in alike(spelt)
        )
        for entry in self._store.by_stem(roots):
            for item in roots[entry[1]]:
                item.read(entry, SAME_SENSE, _SENSE)


def _names(store: "Store") -> Iterator[tuple[str, list[str]]]:
    """Yield what actors are called, as words, each with the id of the actor."""
    for actor_id, actor in store.declared("actor").items():
        for name in (actor["name"], *actor["aliases"]):
            yield actor_id, words(name)


def _by_form(pairs: "Iterator[tuple[str, QueryWord]]") -> "dict[str, list[QueryWord]]":
    forms: dict[str, list[QueryWord]] = {}
    for form, item in pairs:
        forms.setdefault(form, []).append(item)
    return forms


def _order(said: "Said") -> Iterator[str]:
    """Yield the words of a sentence, its dates and numbers as an index has them."""
    as_indexed = [(when.start, when.end, when.words) for when in said.dates]
    as_indexed += [
        (figure.start, figure.end, figure.words)
        for figure in said.figures
        if figure.words and figure.kind != NAME
    ]
    after = 0
    for start, end, own in sorted(as_indexed):
        yield from whole(words(said.text[after:start]))
        yield from own
        after = end
    yield from whole(words(said.text[after:]))


def _capitals(text: str) -> set[str]:
    """Return the words of a text that begin with a capital, or are in a script without any."""
    return {
        word
        for chunk in text.split()
        if (first := re.search(r"[^\W\d_]", chunk)) and first[0] == first[0].upper()
        for word in words(chunk)
    }


def _stem(word: str) -> str:
    from relcli.index.stems import stem

    return stem(word)
