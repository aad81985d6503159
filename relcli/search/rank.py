"""The score of one card: how much of the question it has, how near, how close together, and where.

The sum over query words is BM25 (Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework") with the best
reading's weight in it; added to it are what stands close together and in order, and what covers the whole question.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from relcli.index.store import FIELD_MARK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from relcli.search.readings import Asked

FIELD_WEIGHTS = (1.0, 0.9, 0.8, 0.6, 0.6)  # claim, actors, topics, sources, note
K1, B = 0.5, 0.3  # BM25: how much a repeated word adds, and how much a long claim loses
LONG_K1, LONG_B = 1.4, 0.6  # the same for a long question, some of whose words a long claim has by chance
NEAR = 0.25  # of a word's weight, for standing right after the word that it follows in the question
NEAR_PLACES = 6  # occurrences of a word looked at for that
BACKWARDS = 1.5  # a word before the one that it should follow counts as that much farther away
WINDOW = 8  # words: farther apart is not together
COVER = 0.2  # for the whole question; a part counts as its square, so that cards with all of it stand out


class Match(NamedTuple):
    """A word of a card and how it answers a query word."""

    word: str
    kind: str


class Ranker:
    """Scores cards for one question; whatever does not depend on the card is worked out once."""

    def __init__(self, asked: Sequence[Asked], order: Sequence[str], claim_words: float, *, long: bool) -> None:
        """Take the query words, the words in the order asked, and the mean number of words of a claim."""
        self._k1, self._b = (LONG_K1, LONG_B) if long else (K1, B)
        self._asked = asked
        self._claim_words = claim_words
        self._readings: dict[str, list[tuple[int, float, str, str]]] = {}
        for number, item in enumerate(asked):
            for words, _, weight, kind in item.readings.values():
                after = words[1] if len(words) > 1 else ""
                self._readings.setdefault(words[0], []).append((number, weight, after, kind))
        self._weights = [item.weight for item in asked]
        numbers = {item.text: number for number, item in enumerate(asked)}
        steps = dict.fromkeys((numbers[a], numbers[b]) for a, b in zip(order, order[1:], strict=False) if a != b)
        self._steps = [(a, b, NEAR * min(self._weights[a], self._weights[b])) for a, b in steps]
        self._total = sum(self._weights) or 1.0
        self.full = self._total * (1 + COVER) + sum(weight for _, _, weight in self._steps)

    def score(self, text: str) -> tuple[float, set[int]]:
        """Give a card's score, `full` for all words as asked in a claim of mean length, and the words that it has."""
        best: dict[int, float] = {}
        sums: dict[int, float] = {}
        places: dict[int, list[int]] = {}
        words = text.split()
        for place, number, value, _ in self._meetings(words):
            sums[number] = sums.get(number, 0.0) + value
            places.setdefault(number, []).append(place)
            if value > best.get(number, 0.0):
                best[number] = value
        k1, b = self._k1, self._b
        norm = k1 * (1 - b + b * words.index(FIELD_MARK) / self._claim_words)
        score = covered = 0.0
        for number, value in best.items():
            times = sums[number] / value
            score += self._weights[number] * value * times * (1 + k1) / (times + norm)
            covered += self._weights[number] * value
        for first, second, weight in self._steps:
            if first in best and second in best:
                score += weight * min(best[first], best[second]) * _closeness(places[first], places[second])
        return score + COVER * covered * covered / self._total, set(best)

    def matched(self, text: str) -> dict[str, tuple[Match, ...]]:
        """Tell which words of a card answer each query word, the nearest first."""
        found: dict[str, dict[Match, float]] = {}
        words = text.split()
        for place, number, value, kind in self._meetings(words):
            word = f"{words[place]} {words[place + 1]}" if kind == "split" else words[place]
            values = found.setdefault(self._asked[number].text, {})
            values[Match(word, kind)] = max(value, values.get(Match(word, kind), 0.0))
        return {asked: tuple(sorted(matches, key=lambda match: -matches[match])) for asked, matches in found.items()}

    def _meetings(self, words: list[str]) -> list[tuple[int, int, float, str]]:
        """Give (place, number of the query word, value, kind) of all words of a card that a query word may mean."""
        found = []
        field = 0
        readings = self._readings
        for place, word in enumerate(words):
            if word in readings:
                for number, weight, after, kind in readings[word]:
                    if not after or words[place + 1 : place + 2] == [after]:
                        found.append((place, number, weight * FIELD_WEIGHTS[field], kind))
            elif word == FIELD_MARK:
                field += 1
        return found


def _closeness(first: list[int], second: list[int]) -> float:
    """Give 1 where the second word follows the first, less with every word between, and less in wrong order."""
    gap = min(
        (b - a if b > a else BACKWARDS * (a - b) for a in first[:NEAR_PLACES] for b in second[:NEAR_PLACES] if a != b),
        default=WINDOW + 1,
    )
    return 1 / gap if gap <= WINDOW else 0.0
