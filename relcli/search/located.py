"""Where in a card a word was found, and how the card writes it.

The index has words in small Latin letters; what a user is told of them are the card's own words.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain, groupby
from typing import TYPE_CHECKING

from relcli.index.dates import plain_date
from relcli.index.scope import ALL_CARDS
from relcli.index.words import RUN, words
from relcli.model.query import Place
from relcli.model.tuning import AROUND, FIELDS

if TYPE_CHECKING:
    from relcli.index.store import Store
    from relcli.model.card_dict import PlainCard
    from relcli.model.mentions import Mentions

_PUNCTUATION = '-.,;:!?()[]"«»“”„،؛؟。、「」『』'
_NAMES = {"topics": "topic", "sources": "source", "note": "note"}
# The index adds to a note the names of those whom note and sources mention.
_NOTED = "noted"

# The names and aliases of all actors, those with some ids first.
Aliases = Callable[[Sequence[str]], Iterable[Sequence[str]]]


class Names:
    """The names of actors, for the cards of an answer: these have the same again and again."""

    def __init__(self, aliases: Aliases) -> None:
        """Take what tells the aliases of actors."""
        self._aliases = aliases
        self._of: dict[tuple[str, ...], list[Sequence[str]]] = {}

    def of(self, ids: Sequence[str]) -> list[Sequence[str]]:
        """Return the name and the aliases of each actor: of those with these ids, then of all."""
        known = self._of.get(key := tuple(ids))
        if known is None:
            known = self._of[key] = [*self._aliases(ids)]
        return known

    def within(self, texts: Iterable[str]) -> list[Sequence[str]]:
        """Return the names of each actor that some texts mention, as the index knows them."""
        told = {int(actor.id) for text in texts for actor in self._mentions.within(text)}
        return [names for number, names in enumerate(self.of(())) if number in told]

    @cached_property
    def _mentions(self) -> "Mentions":
        from relcli.model.card import Actor  # few words are sought there
        from relcli.model.mentions import Mentions

        return Mentions(
            Actor(str(number), own, aliases=tuple(others))
            for number, (own, *others) in enumerate(self.of(()))
        )


class Texts:
    """The texts of one card in which words are found."""

    def __init__(self, card: "PlainCard", names: Names) -> None:
        """Take a card, and the names of the actors."""
        self._card = card
        self._actors = names

    def own_form(self, words: str) -> str:
        """Return some words as the card writes them anywhere: in Latin letters if it does so."""
        fields = [field for field in FIELDS if field != "date"]
        if any(self._has(words, field) for field in fields):
            return words
        own = (self.own_word(words, field) for field in fields)
        return next((each for each in own if each != words), words)

    def own_word(self, words: str, field: str) -> str:
        """Return some words as the card writes them, Latin letters as small ones."""
        if field == "date":
            return plain_date(words)
        if self._has(words, field):
            return words
        places = self._of(words, field)
        if field == "note" and not places:
            return self.own_word(words, _NOTED)
        spelt = next((text[start:end] for text, start, end in places), words)
        bare = spelt.strip(_PUNCTUATION)
        return words if bare.casefold() == words else bare

    def _has(self, words: str, field: str) -> bool:
        """Whether a field has some words just as they are, but for capitals."""
        return any(_stands_in(words, text.casefold()) for text in self._texts(field))

    def place(self, words: str, field: str) -> Place | None:
        """Return where words stand that are not in the claim; None where nobody has to be told."""
        if field in {"claim", "date"}:
            return None
        for text, start, end in self._of(words, field):
            if field in {"actors", _NOTED}:
                return self._actor(text)
            return Place(_NAMES[field], _excerpt(text, start, end))
        return self.place(words, _NOTED) if field == "note" else None

    def _actor(self, name: str) -> Place:
        everybody = chain(self._names(), self._noted)
        own, *_ = next(names for names in everybody if name in names)
        return Place("actor", own) if name == own else Place("alias", f"{own}: {name}")

    def _names(self) -> Iterator[Sequence[str]]:
        """Yield the names of each actor that the card lists, or that its claim mentions."""
        listed = self._card["actors"]
        known = [actor["name"] for actor in listed]
        yield from ([name] for name in known)
        claim = self._card["claim"].casefold()
        for names in self._actors.of([actor["id"] for actor in listed]):
            if names[0] in known or any(name.casefold() in claim for name in names):
                yield names

    @cached_property
    def _noted(self) -> list[Sequence[str]]:
        """The names of each actor that the note or a source mentions."""
        return self._actors.within(chain(self._texts("note"), self._texts("sources")))

    def _of(self, words: str, field: str) -> list[tuple[str, int, int]]:
        """Return each text of a field that has some words, and from where to where they stand."""
        sought = words.split()
        texts = list(self._texts(field))
        # As they stand, mostly; else each text has to be taken apart as the index did it.
        for position in (_written, _position):
            places = [(text, *place) for text in texts if (place := position(text, sought))]
            if places:
                return places
        return []

    def _texts(self, field: str) -> Iterator[str]:
        card = self._card
        if field == "claim":
            yield card["claim"]
        elif field == "topics":
            yield from card["topics"]
        elif field == "actors":
            yield from (name for names in self._names() for name in names)
        elif field == "note":
            yield card["note"] or ""
        elif field == _NOTED:
            yield from (name for names in self._noted for name in names)
        else:
            for source in card["sources"]:
                yield ", ".join(text for text in (source["publisher"], source["title"]) if text)
                yield source["speaker"]["name"] if source["speaker"] else ""
                yield source["says"] or ""


def own_word(store: "Store", word: str, names: Names) -> str:
    """Return a word of an index, or several in a row, as the newest card that has them does."""
    from relcli.index.stems import stem  # for words that may be meant by another one alone

    terms = tuple(((stem(part),),) for part in word.split())
    # What is suggested is a word of a card.
    (payload,) = store.payloads(ALL_CARDS, terms, 1, newest_first=True)
    return Texts(json.loads(payload), names).own_form(word)


def shows(place: Place, name: str, words: str) -> bool:
    """Whether a place of a kind, as it is quoted, has some words."""
    sought = words.split()
    return place.name == name and any(
        position(place.text, sought) for position in (_written, _position)
    )


def field_name(number: int) -> str:
    """Return the key of a card that a field of the index has."""
    return FIELDS[number]


def _stands_in(words: str, text: str) -> bool:
    """Whether words stand in a text of small letters, and are no part of longer ones.

    Nasralla is how the index has Насралла, and no word of a card that has Nasrallah alone. In a
    script without spaces, words are parts.
    """
    if words not in text or not words.isascii():
        return words in text
    before = r"(?<![^\W\d_])" if words[0].isalpha() else ""
    after = r"(?![^\W\d_])" if words[-1].isalpha() else ""
    return re.search(f"{before}{re.escape(words)}{after}", text) is not None


def _written(text: str, sought: Sequence[str]) -> tuple[int, int] | None:
    """Return from where to where words stand in a text just as they are, but for capitals."""
    row = r"\W+".join(map(re.escape, sought))
    match = re.search(rf"(?<!\w){row}(?!\w)", text, re.IGNORECASE)
    return match.span() if match else None


def _position(text: str, sought: Sequence[str]) -> tuple[int, int] | None:
    """Return from where to where some words stand in a row in a text."""
    chunks = list(re.finditer(r"\S+", text))
    found = [(word, chunk) for chunk in chunks for word in words(chunk[0], joined=True)]
    row = [word for word, _ in found]
    for start in range(len(row) - len(sought) + 1):
        if row[start : start + len(sought)] == list(sought):
            return found[start][1].start(), found[start + len(sought) - 1][1].end()
    return None


def _excerpt(text: str, start: int, end: int) -> str:
    """Return what stands around a place of a text, cut between words."""
    first = text.rfind(" ", 0, max(start - AROUND, 0)) + 1 if start > AROUND else 0
    last = text.find(" ", end + AROUND) if end + AROUND < len(text) else -1
    return f"{'… ' * (first > 0)}{text[first : last if last > 0 else None]}{' …' * (last > 0)}"


def marked(text: str, found: Iterable[str]) -> list[str]:
    """Return a text in pieces, so that every second one has one of some words of the vocabulary."""
    found = list(found)
    wanted = {part for word in found for part in word.split()}
    runs = [word for word in found if word >= RUN]
    pieces = [""]
    for piece in _pieces(text, runs):
        if piece in runs or not wanted.isdisjoint(words(piece)):
            pieces += [piece, ""]
        else:
            pieces[-1] += piece
    return pieces


def _pieces(text: str, runs: list[str]) -> Iterator[str]:
    """Yield words and what stands between them; some runs, of scripts without spaces, as words."""
    from unicodedata import category  # only a page asks

    def is_of_a_word(sign: str) -> bool:
        return sign.isalnum() or category(sign)[0] == "M"

    parts = re.split(f"({'|'.join(map(re.escape, runs))})", text) if runs else [text]
    for number, part in enumerate(parts):
        if number % 2:
            yield part
        else:
            yield from ("".join(signs) for _, signs in groupby(part, is_of_a_word))
