"""Words near a given one, found by ranges of the vocabulary's indexes and never by reading it all.

An edit is an insertion, a deletion, a replacement or a swap of neighbours. All words that one edit
makes of a word can be listed and looked up. For two edits, a pigeonhole: cut the word in halves.
Either one half stands whole at its end of the word sought, or the two letters at the cut are
swapped, or each half has one edit; then every spelling that one edit can make of the first half is
tried as the beginning. Nothing within the distance is lost.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from relcli.index.store import Store

# Words up to which they are compared without rapidfuzz: that takes 2 ms, to import it 15. Of the
# words of 100,000 cards, half of all slips have less than 70 to compare, one in twenty 1,600.
FEW = 300

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def near(store: "Store", word: str, edits: int) -> dict[str, int]:
    """Give the words of the vocabulary within one or two edits, each with how many it takes.

    The distance is that of optimal string alignment.
    """
    slips = dict.fromkeys(store.lookup(_respelt(word)), 1)
    if edits > 1:
        candidates = _candidates(store, word)
        alike = _alike if len(candidates) <= FEW else _alike_of_many
        slips |= dict.fromkeys(set(alike(word, candidates)) - slips.keys(), 2)
    slips.pop(word, None)
    return slips


def _alike(word: str, others: Iterable[str]) -> list[str]:
    """Return those of some words that two edits make of one."""
    return [other for other in others if _within(word, other, 2)]


def _alike_of_many(word: str, others: Iterable[str]) -> list[str]:
    """Return the same; once rapidfuzz is imported, in a tenth of the time."""
    from rapidfuzz.distance.OSA import distance
    from rapidfuzz.process import extract

    nearest = extract(word, others, scorer=distance, score_cutoff=2, limit=None)  # type: ignore[arg-type] # whole numbers
    return [other for other, _, _ in nearest]


def _within(word: str, other: str, edits: int) -> bool:
    """Whether so many edits make one word of the other, by optimal string alignment.

    What both begin with needs none; of the rest, each edit that its first letters allow is tried.
    """
    same = 0
    for letter, another in zip(word, other, strict=False):
        if letter != another:
            break
        same += 1
    one, two = word[same:], other[same:]
    if not (one and two):
        return len(one) + len(two) <= edits
    left = edits - 1
    return edits > 0 and (
        _within(one[1:], two[1:], left)
        or _within(one[1:], two, left)
        or _within(one, two[1:], left)
        or (one[:2] == two[1::-1] and _within(one[2:], two[2:], left))
    )


def _candidates(store: "Store", word: str) -> set[str]:
    """Give words among which are all within two edits."""
    half = (len(word) + 1) // 2
    swapped = word[: half - 1] + word[half : half + 1] + word[half - 1] + word[half + 1 :]
    starts = {word[:half], swapped[: half + 1], *_respelt(word[:half])}
    ends = {word[half:], swapped[half - 1 :]}
    lengths = len(word) - 2, len(word) + 2
    return {*store.beginning(starts, *lengths), *store.ending(ends, *lengths)}


def _respelt(part: str) -> Iterator[str]:
    """Give every spelling that one edit makes of a word or a part of one."""
    for place in range(len(part) + 1):
        left, right = part[:place], part[place:]
        yield from (left + letter + right for letter in _LETTERS)
        if right:
            yield left + right[1:]
            yield from (left + letter + right[1:] for letter in _LETTERS)
        if len(right) > 1:
            yield left + right[1] + right[0] + right[2:]
