"""How near a misspelling is to a word: an edit distance that knows what fingers and ears do."""

from itertools import accumulate

from relcli.model.tuning import (
    DOUBLE_COST,
    FIRST_LETTER,
    KEY_COST,
    KEY_ROWS,
    LENGTH_POWER,
    SAME_SOUND,
    SHORT,
    SILENT_COST,
    SIX,
    SOUND_ALIKE_COST,
    SWAP_COST,
    VOWEL_COST,
)

_VOWELS = frozenset("aeiouy")
_SAME_SOUND = frozenset(map(frozenset, SAME_SOUND))
_PLACE = {
    key: (column + row / 2, row)
    for row, keys in enumerate(KEY_ROWS)
    for column, key in enumerate(keys)
}
FAR = 99.0  # no slip at all


def cost(written: str, meant: str) -> float:
    """How unlikely the one is as a slip for the other.

    It is 0 for the same word and about 1 for one odd letter in six.
    """
    if written == meant:  # as most spellings of one name are, once they are sounds
        return 0.0
    total = distance(written, meant) + (0.0 if _same_start(written, meant) else FIRST_LETTER)
    return total * _share(written, meant)


def _same_start(written: str, meant: str) -> bool:
    """Whether two words begin alike; Imad and Amad, Holmes and Olmes do."""
    first, other = written[0], meant[0]
    if first == other or (first in _VOWELS and other in _VOWELS):
        return True
    return written == "h" + meant or meant == "h" + written


def odd_letters(slip: float, written: str, meant: str) -> float:
    """How many odd letters in six a slip of this cost comes to."""
    return slip * _share(written, meant)


def _share(written: str, meant: str) -> float:
    return float((SIX / max(len(written), len(meant), SHORT)) ** LENGTH_POWER)


def distance(written: str, meant: str) -> float:
    """Weighted optimal string alignment distance."""
    gaps = [_gap(meant, place) for place in range(len(meant))]
    before: list[float] = []
    above = list(accumulate(gaps, initial=0.0))
    last = ""
    # A search may do this a thousand times for a word. With no call in the inner loop, that takes
    # 12 ms, else more than 60.
    for row, letter in enumerate(written):
        dropped = _gap(written, row)
        replacing = _REPLACING[letter]
        left = above[0] + dropped
        current = [left]
        for column, other in enumerate(meant):
            if letter == other:
                left = above[column]
            else:
                left += gaps[column]
                if left > (other_way := above[column] + replacing[other]):
                    left = other_way
                if left > (other_way := above[column + 1] + dropped):
                    left = other_way
                if (
                    other == last
                    and column
                    and letter == meant[column - 1]
                    and left > (other_way := before[column - 1] + SWAP_COST)
                ):
                    left = other_way
            current.append(left)
        before, above, last = above, current, letter
    return above[-1]


def _gap(word: str, place: int) -> float:
    """Cost of the letter at place standing in one of the words only."""
    letter = word[place]
    if letter in (word[place - 1 : place], word[place + 1 : place + 2]):
        return DOUBLE_COST
    return SILENT_COST if letter in _VOWELS or letter == "h" else 1.0


class _Replacing(dict[str, float]):
    """What it costs that another letter stands in the place of one."""

    def __init__(self, letter: str) -> None:
        self._letter = letter

    def __missing__(self, other: str) -> float:
        costs = self[other] = _replace(self._letter, other)
        return costs


class _EachReplacing(dict[str, _Replacing]):
    """The same for each letter."""

    def __missing__(self, letter: str) -> _Replacing:
        costs = self[letter] = _Replacing(letter)
        return costs


_REPLACING = _EachReplacing()


def _replace(letter: str, other: str) -> float:
    if letter in _VOWELS and other in _VOWELS:
        return VOWEL_COST
    if frozenset((letter, other)) in _SAME_SOUND:
        return SOUND_ALIKE_COST
    (x, y), (other_x, other_y) = _PLACE.get(letter, (99, 99)), _PLACE.get(other, (-99, -99))
    return KEY_COST if abs(x - other_x) <= 1 and abs(y - other_y) <= 1 else 1.0
