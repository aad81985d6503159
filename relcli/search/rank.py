"""The score of one card: how much of the question it has, how near, how close together, and where.

The sum over query words is BM25 (Robertson and Zaragoza 2009, "The Probabilistic Relevance
Framework") with the best reading's weight in it; added to it are what stands close together and in
order, and what covers the whole question.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from relcli.index.schema import FIELD_MARK
from relcli.index.words import is_open, whole
from relcli.model.tuning import (
    BACKWARDS,
    COVER,
    FIELD_WEIGHTS,
    K1,
    LONG_B,
    LONG_K1,
    NEAR,
    NEAR_PLACES,
    WINDOW,
    B,
)
from relcli.search.readings import HINT

if TYPE_CHECKING:
    from relcli.search.readings import QueryWord, Reading

# Place among a card's words, number of the query word, value, reading, number of the field.
Meeting = tuple[int, int, float, "Reading", int]


class WordMatch:
    """A word of a card, how it answers a query word, and in which field (a number) it stands."""

    __slots__ = ("field", "kind", "word")

    def __init__(self, word: str, kind: str, field: int) -> None:
        self.word = word
        self.kind = kind
        self.field = field


class Part:
    """What one query word adds to the score of a card: see `Ranker.parts`."""

    __slots__ = ("asked", "field", "nearness", "points", "reading", "times")

    def __init__(self, asked: "QueryWord", best: Meeting, times: float, points: float) -> None:
        self.asked = asked
        _, _, self.nearness, self.reading, self.field = best
        self.times = times
        self.points = points


class Ranker:
    """Scores cards for one question; what does not depend on the card is worked out once."""

    def __init__(
        self, asked: Sequence["QueryWord"], order: Sequence[str], claim_words: float, *, long: bool
    ) -> None:
        """Take the query words, their order as asked, and the mean number of words of a claim."""
        self._k1, self._b = (LONG_K1, LONG_B) if long else (K1, B)
        self._asked = asked
        self._claim_words = claim_words
        # First word of a reading -> (number of the query word, reading, the words after it).
        self._readings: dict[str, list[tuple[int, Reading, list[str]]]] = {FIELD_MARK: []}
        for number, item in enumerate(asked):
            for reading in item.readings.values():
                first, *others = reading.words
                self._readings.setdefault(first, []).append((number, reading, others))
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
        meetings = self.meetings(words)
        for _, number, value, reading, _ in meetings:
            sums[number] += value
            best[number] = max(best[number], value)
            proofs[number] = max(proofs[number], reading.proof)
        norm = self._norm(words)
        score = covered = 0.0
        for value, total, weight in zip(best, sums, self._weights, strict=True):
            if value:
                times = total / value
                score += weight * value * times * (1 + self._k1) / (times + norm)
                covered += weight * value
        if self._steps:
            score += self._togetherness(meetings, best)
        return score + COVER * covered * covered / self._total, proofs, meetings

    def _norm(self, words: list[str]) -> float:
        return self._k1 * (1 - self._b + self._b * words.index(FIELD_MARK) / self._claim_words)

    def parts(self, text: str) -> tuple[list[Part], float, float]:
        """Tell what makes up the score of a card: each word, what stands together, the cover."""
        words = text.split()
        meetings = self.meetings(words)
        norm = self._norm(words)
        parts, covered = [], 0.0
        best = [0.0] * len(self._weights)
        for number, (asked, weight) in enumerate(zip(self._asked, self._weights, strict=True)):
            own = [meeting for meeting in meetings if meeting[1] == number]
            if not own:
                continue
            nearest = max(own, key=lambda meeting: meeting[2])
            best[number] = nearest[2]
            times = sum(meeting[2] for meeting in own) / nearest[2]
            points = weight * nearest[2] * times * (1 + self._k1) / (times + norm)
            covered += weight * nearest[2]
            parts.append(Part(asked, nearest, times, points))
        return parts, self._togetherness(meetings, best), COVER * covered * covered / self._total

    def _togetherness(self, meetings: list[Meeting], best: list[float]) -> float:
        """Give what words that follow each other as asked, or nearly so, are worth."""
        places: dict[int, list[int]] = {}
        for place, number, *_ in meetings:
            places.setdefault(number, []).append(place)
        return sum(
            weight * min(best[first], best[second]) * _closeness(places[first], places[second])
            for first, second, weight in self._steps
            if first in places and second in places
        )

    def matched(self, meetings: list[Meeting]) -> dict[str, tuple[WordMatch, ...]]:
        """Tell which words of a card answer each query word, the nearest first.

        What is but a hint answers nothing.
        """
        by_word: dict[str, dict[str, Meeting]] = {}
        for meeting in meetings:
            _, number, value, reading, _ = meeting
            if reading.proof > HINT:
                text = self._asked[number].text
                matches = by_word.setdefault(text, {})
                # A lone letter stands for all that it begins, but only it was asked for.
                word = text if is_open(text) else " ".join(whole(reading.words))
                if word not in matches or matches[word][2] < value:
                    matches[word] = meeting
        return {
            asked: tuple(
                WordMatch(word, reading.kind, field)
                for word, (_, _, _, reading, field) in sorted(
                    matches.items(), key=lambda match: -match[1][3].weight
                )
            )
            for asked, matches in by_word.items()
        }

    def meetings(self, words: list[str]) -> list[Meeting]:
        """Give where a card has a reading, for all words of it."""
        meetings = []
        field = 0
        readings = self._readings
        # The mark between fields is among the readings, without any: one look tells of a word that
        # it is neither, as nearly all are.
        for place, word in enumerate(words):
            if word not in readings:
                continue
            if word == FIELD_MARK:
                field += 1
            for number, reading, after in readings[word]:
                if not after or words[place + 1 : place + 1 + len(after)] == after:
                    value = reading.weight * FIELD_WEIGHTS[field]
                    meetings.append((place, number, value, reading, field))
        return meetings


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
