"""Who is named in a text, by any of the names that a dataset declares."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from unicodedata import normalize

from relcli.model.card import Actor

_WORD = re.compile(r"\w+")
_REMEMBERED = 20_000  # texts


def words_of(text: str) -> list[str]:
    """Return the words of a text, as it writes them."""
    return _WORD.findall(text if text.isascii() else normalize("NFKC", text))


class Name(NamedTuple):
    """A name as its words, also in lower case, whose it is, and whether another has it, too."""

    words: list[str]
    folded: list[str]
    actor: Actor
    shared: bool = False

    def begins(self, words: list[str], folded: list[str], start: int) -> bool:
        """Whether some words have this name from `start` on, with the capitals that it needs."""
        end = start + len(self.words)
        if self.folded != folded[start:end]:
            return False
        first, met = self.words[0], words[start]
        return first == met if first.isupper() else first[0].islower() or not met[0].islower()


class Mentions:
    """Finds the names of actors; a name all in capitals (US) is met only in capitals."""

    def __init__(self, actors: Iterable[Actor]) -> None:
        self._names: dict[str, list[Name]] = {}  # by first word in lower case, longer ones first
        self._within: dict[str, tuple[Actor, ...]] = {}  # the same sources stand on many cards
        for actor in actors:
            for spelling in (actor.name, *actor.aliases):
                if words := words_of(spelling):
                    name = Name(words, [word.casefold() for word in words], actor)
                    self._names.setdefault(name.folded[0], []).append(name)
        for start, same_start in self._names.items():
            same_start.sort(key=lambda name: -len(name.words))
            owners: dict[tuple[str, ...], set[str]] = {}
            for name in same_start:
                owners.setdefault(tuple(name.folded), set()).add(name.actor.id)
            self._names[start] = [
                name._replace(shared=len(owners[tuple(name.folded)]) > 1) for name in same_start
            ]

    def __bool__(self) -> bool:
        return bool(self._names)

    def within(self, text: str) -> tuple[Actor, ...]:
        """Return the actors that a text mentions, in its order."""
        actors = self._within.get(text)
        if actors is None:
            if len(self._within) >= _REMEMBERED:
                self._within.clear()
            names = self.among(words_of(text)) if self._names else ()
            actors = self._within[text] = tuple({n.actor.id: n.actor for n in names}.values())
        return actors

    def among(self, words: list[str]) -> Iterator[Name]:
        """Yield the names among some words, in their order; none of them within another.

        A name of several actors is yielded for each of them.
        """
        folded = [word.casefold() for word in words]
        start = 0
        for place, word in enumerate(folded):
            if place < start or (possible := self._names.get(word)) is None:
                continue
            met = [name for name in possible if name.begins(words, folded, place)]
            if met:
                longest = len(met[0].words)
                yield from (name for name in met if len(name.words) == longest)
                start = place + longest
