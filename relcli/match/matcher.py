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
    from relcli.match.rank import Term

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
        rows = promising(self._store, self._scope, asked)
        self._learn(rows)
        ranker = Ranker(asked, [], self._claim_words, long=True)
        scored = [
            each
            for row in rows
            if (each := self._score(row, terms, ranker, foreign=foreign))[0] >= at_least
        ]
        scored.sort(key=lambda each: each[1])
        return [self._bears(score, order, row, ranker) for score, order, row in scored[:most]]

    def _score(
        self, row: "Row", terms: "Sequence[Term]", ranker: Ranker, *, foreign: bool
    ) -> "tuple[float, tuple[float, int, int, str, int], Row]":
        _, day, standing, file, line, text = row
        words = text.split()
        claim = words[: words.index(FIELD_MARK)]
        has = bearing(terms, ranker.meetings(words), claim, self._weights)
        counts = has.same_figures if foreign else has.tells
        score = round(has.score(), 4) if counts else 0.0
        return score, (-score, standing, -day, file, line), row

    def _bears(
        self, score: float, order: tuple[float, int, int, str, int], row: "Row", ranker: Ranker
    ) -> Bears:
        rowid, *_, text = row
        key, payload = self._store.key_and_payload(rowid)
        matched = ranker.matched(ranker.meetings(text.split()))
        return Bears(order, Ranked(rowid, key, score, matched, payload))

    def _learn(self, rows: "Sequence[Row]") -> None:
        """Learn what the words of some claims weigh."""
        words = {word for row in rows for word in _claim(row)}
        if len(self._weights) > REMEMBERED:
            self._weights.clear()
        new = words - self._weights.keys()
        if new:
            known = self._store.lookup(new)
            for word in new:
                self._weights[word] = self._asker.weight(word, known.get(word, ("", "", 0))[2])


def _claim(row: "Row") -> list[str]:
    *_, text = row
    return text.partition(FIELD_MARK)[0].split()
