"""Who is named in a text, by any of the names that a dataset declares."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from unicodedata import normalize

from relcli.model.card import Actor

_WORD = re.compile(r"\w+")
_REMEMBERED = 20_000  # texts
# Bounds on the work, far above what names are like: each word of a text may begin so many names,
# and each of these adds all other names of its actor to the card.
LONGEST_NAME, MOST_OWNERS = 16, 16


def words_of(text: str) -> list[str]:
    """Return the words of a text, as it writes them."""
    return _WORD.findall(text if text.isascii() else normalize("NFKC", text))


class Name(NamedTuple):
    """A name as its words, whose it is, and whether another has it, too."""

    words: list[str]
    actor: Actor
    shared: bool = False

    def has_capitals(self, words: list[str], start: int) -> bool:
        """Whether some words have, from `start` on, the capitals that this name needs."""
        first, met = self.words[0], words[start]
        return first == met if first.isupper() else first[0].islower() or not met[0].islower()


class Mentions:
    """Finds the names of actors; a name all in capitals (US) is met only in capitals.

    What MOST_OWNERS are called, or more words than LONGEST_NAME, tells nobody who is meant.
    """

    def __init__(self, actors: Iterable[Actor]) -> None:
        self._names: dict[tuple[str, ...], list[Name]] = {}  # by words in lower case
        self._within: dict[str, tuple[Actor, ...]] = {}  # the same sources stand on many cards
        for actor in actors:
            for spelling in (actor.name, *actor.aliases):
                if 0 < len(words := words_of(spelling)) <= LONGEST_NAME:
                    folded = tuple(word.casefold() for word in words)
                    self._names.setdefault(folded, []).append(Name(words, actor))
        lengths: dict[str, set[int]] = {}
        for folded, names in [*self._names.items()]:
            owners = len({name.actor.id for name in names})
            if owners > MOST_OWNERS:
                del self._names[folded]
                continue
            lengths.setdefault(folded[0], set()).add(len(folded))
            if owners > 1:
                self._names[folded] = [name._replace(shared=True) for name in names]
        # By first word, how many words names have that begin so, the most first.
        self._lengths = {first: sorted(some, reverse=True) for first, some in lengths.items()}

    def __bool__(self) -> bool:
        return bool(self._names)

    def within(self, text: str) -> tuple[Actor, ...]:
        """Return the actors that a text mentions, in its order."""
        found = self._within.get(text)
        if found is None:
            if len(self._within) >= _REMEMBERED:
                self._within.clear()
            names = self.among(words_of(text)) if self._names else ()
            found = self._within[text] = tuple({n.actor.id: n.actor for n in names}.values())
        return found

    def among(self, words: list[str]) -> Iterator[Name]:
        """Yield the names among some words, in their order; none of them within another.

        A name of several actors is yielded for each of them.
        """
        folded = [word.casefold() for word in words]
        start = 0
        for place, word in enumerate(folded):
            for length in self._lengths.get(word, ()) if place >= start else ():
                same = self._names.get(tuple(folded[place : place + length]), ())
                if met := [name for name in same if name.has_capitals(words, place)]:
                    yield from met
                    start = place + length
                    break
