"""The search itself: words against the words of each card, misspelt or not, best card first.

Each word of the query counts by its best reading in a card: the word itself, a word that begins
with it, a word a few letters away. A reading counts less the further away it is, less in a note
than in a claim, and less the more cards have it (inverse document frequency). Nothing is compared
as a whole text: that finds everything in everything.
"""

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

from relcli.model.card import Card
from relcli.model.query import Match
from relcli.search.parse import Wanted

EXACT, PREFIX, FUZZY = 1.0, 0.7, 0.5
WEIGHTS = {"claim": 1.0, "actors": 0.9, "topics": 0.5, "note": 0.5, "sources": 0.4}

STOP_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "been",
        "by",
        "did",
        "do",
        "does",
        "for",
        "from",
        "had",
        "has",
        "have",
        "he",
        "her",
        "his",
        "how",
        "in",
        "into",
        "is",
        "it",
        "its",
        "of",
        "on",
        "or",
        "she",
        "that",
        "the",
        "their",
        "they",
        "this",
        "to",
        "was",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "why",
        "will",
        "with",
        "would",
    ]
)

_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> list[str]:
    """Return the words of `text` in lower case, without accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return _WORD.findall("".join(c for c in decomposed if not unicodedata.combining(c)))


class Found:
    """What a search found: cards with score and matches, best first, and what to tell the user."""

    def __init__(self) -> None:
        self.cards: list[tuple[Card, float, tuple[Match, ...]]] = []
        self.partial = False
        self.corrected: dict[str, str] = {}


class Engine:
    """The words of some cards, ready to be searched."""

    def __init__(self, cards: Iterable[Card]) -> None:
        self._cards = list(cards)
        self._texts = [_fields(card) for card in self._cards]
        self._cards_with: dict[str, dict[int, float]] = defaultdict(dict)
        for number, fields in enumerate(self._texts):
            for field, text in fields.items():
                for word in words_of(text):
                    weights = self._cards_with[word]
                    weights[number] = max(weights.get(number, 0.0), WEIGHTS[field])

    def search(self, wanted: Wanted) -> Found:
        """Return the cards that answer. Stop words count only among themselves."""
        phrases = [" ".join(words_of(phrase)) for phrase in wanted.phrases]
        words = [word for text in (*wanted.words, *phrases) for word in words_of(text)]
        words = [word for word in words if word not in STOP_WORDS] or words
        found = Found()
        excluded = self._excluded(wanted)
        possible = [
            number
            for number, fields in enumerate(self._texts)
            if number not in excluded and all(_has(fields, phrase) for phrase in phrases)
        ]
        readings = {word: self._readings(word, found) for word in dict.fromkeys(words)}
        scores = {number: self._score(number, readings) for number in possible}
        most = max((len(matches) for _, matches in scores.values()), default=0)
        if most == 0 and words:
            return found
        found.partial = most < len(readings)
        best = max((score for score, _ in scores.values()), default=1.0) or 1.0
        ranked = sorted(
            (-score, number)
            for number, (score, matches) in scores.items()
            if len(matches) == most or (found.partial and score > 0.5 * best)
        )
        for negative, number in ranked:
            matches = tuple(scores[number][1])
            found.cards.append((self._cards[number], round(-negative / best, 4), matches))
        return found

    def _excluded(self, wanted: Wanted) -> set[int]:
        texts = [" ".join(words_of(text)) for text in wanted.excluded]
        return {
            number
            for number, fields in enumerate(self._texts)
            if any(text and _has(fields, text) for text in texts)
        }

    def _readings(self, word: str, found: Found) -> dict[str, tuple[float, str]]:
        """Return the words that `word` may stand for, each with its nearness and its name."""
        readings = {
            known: (PREFIX * len(word) / len(known), "prefix")
            for known in self._cards_with
            if known.startswith(word) and len(word) > 2
        }
        if word in self._cards_with:
            readings[word] = EXACT, "exact"
        if not readings and len(word) > 3:
            from rapidfuzz.distance import OSA

            edits = 1 if len(word) < 6 else 2
            for known in self._cards_with:
                distance = OSA.distance(word, known, score_cutoff=edits)
                if distance <= edits and len(known) > 3:
                    readings[known] = FUZZY / distance, "fuzzy"
            if readings:
                found.corrected[word] = max(
                    readings, key=lambda known: (readings[known][0], len(self._cards_with[known]))
                )
        return readings

    def _score(
        self, number: int, readings: dict[str, dict[str, tuple[float, str]]]
    ) -> tuple[float, list[Match]]:
        score = 0.0
        matches: list[Match] = []
        for word, known_words in readings.items():
            best = 0.0
            match: Match | None = None
            for known, (nearness, how) in known_words.items():
                cards = self._cards_with[known]
                if number in cards:
                    rarity = math.log(1 + len(self._cards) / len(cards))
                    value = nearness * cards[number] * rarity
                    if value > best:
                        best, match = value, {"word": word, "found": known, "how": how}
            if match is not None:
                score += best
                matches.append(match)
        return score, matches


def _fields(card: Card) -> dict[str, str]:
    return {
        "claim": card.claim,
        "actors": " ; ".join(name for a in card.actors for name in (a.id, a.name, *a.aliases)),
        "topics": " ; ".join(card.topics),
        "sources": " ; ".join(f"{s.title or ''} {s.publisher or ''}" for s in card.sources),
        "note": " ; ".join([card.note or "", *(s.says or "" for s in card.sources)]),
    }


def _has(fields: dict[str, str], phrase: str) -> bool:
    return any(f" {phrase} " in f" {' '.join(words_of(text))} " for text in fields.values())
