"""The score of one card: how much of the question it has, how near, how close together, and where.

The sum over query words is BM25 (Robertson and Zaragoza 2009, "The Probabilistic Relevance
Framework") with the best reading's weight in it; added to it are what stands close together and in
order, and what covers the whole question.
"""

from collections.abc import Sequence
from itertools import compress, pairwise
from typing import TYPE_CHECKING

from relcli.index.store import FIELD_MARK
from relcli.index.words import is_open, whole
from relcli.search.readings import HINT

if TYPE_CHECKING:
    from relcli.search.readings import Asked, Reading

FIELD_WEIGHTS = (1.0, 0.9, 0.8, 0.6, 0.6)  # claim, actors, topics, sources, note
K1, B = 0.5, 0.3  # BM25: how much a repeated word adds, and how much a long claim loses
LONG_K1, LONG_B = 1.4, 0.65  # in a long question, some of whose words a long claim has by chance
NEAR = 0.25  # of a word's weight, for standing right after the word that it follows when asked
NEAR_PLACES = 6  # occurrences of a word looked at for that
BACKWARDS = 1.5  # a word before the one that it should follow counts as that much farther away
WINDOW = 8  # words: farther apart is not together
COVER = 0.2  # for the whole question; a part counts as its square, so that all of it stands out


# Place among a card's words, number of the query word, value, reading.
Meeting = tuple[int, int, float, "Reading"]


class Match:
    """A word of a card and how it answers a query word."""

    __slots__ = ("kind", "word")

    def __init__(self, word: str, kind: str) -> None:
        self.word = word
        self.kind = kind


class Ranker:
    """Scores cards for one question; what does not depend on the card is worked out once."""

    def __init__(
        self, asked: Sequence["Asked"], order: Sequence[str], claim_words: float, *, long: bool
    ) -> None:
        """Take the query words, their order as asked, and the mean number of words of a claim."""
        self._k1, self._b = (LONG_K1, LONG_B) if long else (K1, B)
        self._asked = asked
        self._claim_words = claim_words
        # First word of a reading -> (number of the query word, reading, words after the first).
        self._readings: dict[str, list[tuple[int, Reading, list[str]]]] = {FIELD_MARK: []}
        for number, item in enumerate(asked):
            for reading in item.readings.values():
                first, *after = reading.words
                self._readings.setdefault(first, []).append((number, reading, after))
        self._weights = [item.weight for item in asked]
        self._steps = self._steps_of(order)
        self._total = sum(self._weights) or 1.0
        self.full = self._total * (1 + COVER) + sum(weight for _, _, weight in self._steps)

    def _steps_of(self, order: Sequence[str]) -> list[tuple[int, int, float]]:
        """Give (word, following word, what that is worth) as the question has them."""
        numbers = {item.text: number for number, item in enumerate(self._asked)}
        pairs = pairwise(order)
        steps = dict.fromkeys((numbers[a], numbers[b]) for a, b in pairs if a != b)
        weights = self._weights
        return [(a, b, NEAR * min(weights[a], weights[b])) for a, b in steps]

    def score(self, text: str) -> tuple[float, list[int], list[Meeting]]:
        """Give a card's score, what it has of each query word (HAS, NEAR or HINT), and where.

        The score is `full` for all words, as asked, in a claim of mean length.
        """
        count = len(self._weights)
        best, sums, proofs = [0.0] * count, [0.0] * count, [HINT] * count
        words = text.split()
        meetings = self._meetings(words)
        for _, number, value, reading in meetings:
            sums[number] += value
            # A call of max would take longer than all the rest of this loop.
            if best[number] < value:  # noqa: PLR1730
                best[number] = value
            if proofs[number] < reading.proof:  # noqa: PLR1730
                proofs[number] = reading.proof
        norm = self._k1 * (1 - self._b + self._b * words.index(FIELD_MARK) / self._claim_words)
        score = covered = 0.0
        for value, total, weight in zip(best, sums, self._weights, strict=True):
            if value:
                times = total / value
                score += weight * value * times * (1 + self._k1) / (times + norm)
                covered += weight * value
        if self._steps:
            score += self._togetherness(meetings, best)
        return score + COVER * covered * covered / self._total, proofs, meetings

    def _togetherness(self, meetings: list[Meeting], best: list[float]) -> float:
        """Give what words that follow each other as asked, or nearly so, are worth."""
        places: dict[int, list[int]] = {}
        for place, number, _, _ in meetings:
            places.setdefault(number, []).append(place)
        return sum(
            weight * min(best[first], best[second]) * _closeness(places[first], places[second])
            for first, second, weight in self._steps
            if first in places and second in places
        )

    def matched(self, meetings: list[Meeting]) -> dict[str, tuple[Match, ...]]:
        """Tell which words of a card answer each query word, the nearest first."""
        found: dict[str, dict[tuple[str, str], float]] = {}
        for _, number, _, reading in meetings:
            text = self._asked[number].text
            # A lone letter stands for all that it begins, but only it was asked for.
            word = text if is_open(text) else " ".join(whole(reading.words))
            found.setdefault(text, {})[word, reading.kind] = reading.weight
        return {
            asked: tuple(Match(*match) for match in sorted(matches, key=lambda m: -matches[m]))
            for asked, matches in found.items()
        }

    def _meetings(self, words: list[str]) -> list[Meeting]:
        """Give where a card has a reading, for all words of it."""
        found = []
        field = 0
        readings = self._readings
        # Nearly all words answer nothing, so those that do are found without a loop in Python. The
        # mark between fields is among the readings, without any: one look tells both.
        for place in compress(range(len(words)), map(readings.__contains__, words)):
            if (word := words[place]) == FIELD_MARK:
                field += 1
            for number, reading, after in readings[word]:
                if not after or words[place + 1 : place + 1 + len(after)] == after:
                    value = reading.weight * FIELD_WEIGHTS[field]
                    found.append((place, number, value, reading))
        return found


def _closeness(first: list[int], second: list[int]) -> float:
    """Give 1 where the second word follows the first, less the farther and in wrong order."""
    gap = min(
        (
            b - a if b > a else BACKWARDS * (a - b)
            for a in first[:NEAR_PLACES]
            for b in second[:NEAR_PLACES]
            if a != b
        ),
        default=WINDOW + 1,
    )
    return 1 / gap if gap <= WINDOW else 0.0
