"""The cards of one index that bear on a sentence: a bounded number is looked at, each scored."""

from typing import TYPE_CHECKING, NamedTuple

from relcli.index.schema import FIELD_MARK
from relcli.index.scope import Scope, Where
from relcli.match.question import Asker
from relcli.match.rank import bearing
from relcli.search.engine import Ranked, promising
from relcli.search.rank import Ranker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from relcli.index.store import Row, Store
    from relcli.match.differences import Said

CANDIDATES = 80  # cards scored for a sentence: of those it has most of, in order of rarity
REMEMBERED = 100_000  # words of claims whose rarity is known: a bound on memory


class Bears(NamedTuple):
    """A card that bears on a sentence, and by what it is ordered: the best first."""

    order: tuple[float, int, int, str, int]
    ranked: Ranked


class Matcher:
    """Finds the cards of one index for one sentence after the other."""

    def __init__(self, store: "Store", where: Where) -> None:
        """Take an index, and the filters that every card has to meet."""
        self._store = store
        self._scope = Scope(where)
        self._asker = Asker(store)
        self._claim_words = store.about().claim_words
        self._weights: dict[str, float] = {}  # of the words of claims

    def cards(
        self, said: "Said", before: str, *, foreign: bool, at_least: float, most: int
    ) -> list[Bears]:
        """Return the cards that bear on a sentence, best first; `before` is the sentence before."""
        terms = self._asker.terms(said, before, foreign=foreign)
        asked = [term.word for term in terms]
        for term in terms:
            term.word.weight = term.weight  # the rarest are looked for first
        rows = promising(self._store, self._scope, asked, CANDIDATES)
        words = [text.split() for *_, text in rows]
        claims = [each[: each.index(FIELD_MARK)] for each in words]
        self._learn(claims)
        ranker = Ranker(asked, [], self._claim_words, long=True)
        scored = []
        for row, all_words, claim in zip(rows, words, claims, strict=True):
            has = bearing(terms, ranker.meetings(all_words), claim, self._weights)
            counts = has.same_figures if foreign else has.tells
            score = round(has.score(), 4) if counts else 0.0
            if score >= at_least:
                _, day, standing, file, line, _ = row
                scored.append((score, (-score, standing, -day, file, line), row))
        scored.sort(key=lambda each: each[1])
        best = scored[:most]
        known = self._store.keys_and_payloads(row[0] for *_, row in best) if best else {}
        return [_bears(score, order, row, known[row[0]], ranker) for score, order, row in best]

    def _learn(self, claims: "Sequence[Sequence[str]]") -> None:
        """Learn what the words of some claims weigh."""
        words = set().union(*claims)
        if len(self._weights) > REMEMBERED:
            self._weights.clear()
        if new := words - self._weights.keys():
            known = self._store.lookup(new)
            for word in new:
                self._weights[word] = self._asker.weight(word, known.get(word, ("", "", 0))[2])


def _bears(
    score: float,
    order: tuple[float, int, int, str, int],
    row: "Row",
    key_and_payload: tuple[str, str],
    ranker: Ranker,
) -> Bears:
    rowid, *_, text = row
    key, payload = key_and_payload
    matched = ranker.matched(ranker.meetings(text.split()))
    return Bears(order, Ranked(rowid, key, score, matched, payload))
