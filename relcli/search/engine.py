"""From a question to its answers: gather a bounded number of cards in SQL, then score them one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from relcli.index.store import DAY_BITS
from relcli.index.words import STOP_WORDS
from relcli.search.question import Question
from relcli.search.rank import Match, Ranker
from relcli.search.readings import Asked, Reader
from relcli.search.scope import Row, Scope, Where, any_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from relcli.index.store import Index

CANDIDATES = 200  # cards scored one by one: a bound on the time that a common word costs
POSTINGS = 8_000  # (card, word) pairs read to choose them, where no card has all words
RAREST = 6  # words that SQL looks for together; scoring sees to the others
WORDS = 64  # distinct words of a question that count: a bound on the time that a pasted page costs
LONG_QUESTION = 8  # content words from which one is not second-guessed: the others decide
SECOND_GUESS = 0.5  # weight of a misspelling of a word that exists, where no card has all words
LONG_SLIP = 0.6  # weight of a misspelling in a long question, whose odd words are mostly names that no card has
CLEAR, VAGUE = ("exact", "stem", "joined"), ("prefix", "split", "name", "fuzzy")


class Hit(NamedTuple):
    """One answer."""

    key: str
    score: float  # 0 to 1
    matched: dict[str, tuple[Match, ...]]  # query word -> words of the card, the nearest first
    payload: str


class Answer(NamedTuple):
    """What a search gives."""

    hits: list[Hit]
    complete: bool  # whether the hits have all words asked for; if not, they are the best partial ones
    corrections: dict[str, str]  # query word -> the word that it was taken for
    total: int  # how many answers there are without the limit, of the candidates


_Found = tuple[float, int, Row]  # score and day, both negative, so that the best and newest sorts first
_EVERYTHING = Where()


def search(index: Index, question: Question, where: Where = _EVERYTHING, limit: int = 20) -> Answer:
    """Give the best answers, best first; equal ones newest first, then as they stand in their files."""
    cards, claim_words = index.totals()
    distinct = list(dict.fromkeys(question.words))[:WORDS]
    order = [text for text in question.words if text in distinct]
    scope = Scope(index.db, where, question)
    reader = Reader(index.db, cards)
    long = sum(text not in STOP_WORDS for text in distinct) > LONG_QUESTION
    asked = reader.read(order, LONG_SLIP if long else 1.0)
    ranker = Ranker(asked, order, claim_words, long=long)
    found = _complete(scope, ranker, asked, max(limit, CANDIDATES)) if asked else _scored(ranker, scope.rows("", limit), frozenset())
    complete = bool(found) or not asked
    if not complete:
        if not long:
            reader.second_guess(asked, SECOND_GUESS)
            ranker = Ranker(asked, order, claim_words, long=long)
        loose = Scope(index.db, where, question._replace(phrases=()))
        found = _scored(ranker, _promising(loose, asked), frozenset())
    hits = [_hit(index, ranker, best) for best in sorted(found)[:limit]]
    return Answer(hits, complete, _corrections(hits), len(found))


def timeline(index: Index, where: Where = _EVERYTHING, limit: int = 1_000, *, newest_first: bool = False) -> list[str]:
    """Give the payloads of the cards that pass the filters, in the order of their first days."""
    return Scope(index.db, where, Question(())).payloads(limit, newest_first=newest_first)


def _complete(scope: Scope, ranker: Ranker, asked: list[Asked], most: int) -> list[_Found]:
    """Score the cards that have all the words, stop words apart, unless there are no other words."""
    needed = frozenset(n for n, item in enumerate(asked) if not item.stop) or frozenset(range(len(asked)))
    items = sorted((asked[number] for number in needed), key=lambda item: -item.weight)[:RAREST]
    if not items or not all(item.readings for item in items):
        return []
    rows: dict[int, Row] = {}
    for kinds in (CLEAR, CLEAR + VAGUE):  # the clear ones first, lest common beginnings crowd them out
        groups = [_expression(item, kinds) for item in items]
        if all(groups) and len(rows) < most:
            rows |= {row.rowid: row for row in scope.rows(" AND ".join(groups), most)}
    return _scored(ranker, rows.values(), needed)


def _promising(scope: Scope, asked: list[Asked]) -> list[Row]:
    """Give the most promising cards that have some of the words, reading the lists of the rarest words first."""
    promise: dict[int, float] = {}
    left = POSTINGS
    for item in sorted(asked, key=lambda item: -item.weight):
        if left <= 0 or (item.stop and promise):
            break
        best: dict[int, float] = {}
        for kinds in (VAGUE, CLEAR):
            if expression := _expression(item, kinds):
                weight = item.weight * item.nearest(kinds)
                best |= dict.fromkeys(scope.rowids(expression, left), weight)
        for rowid, weight in best.items():
            promise[rowid] = promise.get(rowid, 0.0) + weight
        left -= len(best)
    chosen = sorted(promise, key=lambda rowid: (-promise[rowid], -rowid))[:CANDIDATES]
    return scope.cards(chosen)


def _expression(item: Asked, kinds: Collection[str]) -> str:
    """Write the readings of these kinds as a full-text expression, "" where there are none."""
    stems = dict.fromkeys(reading.stems for reading in item.readings.values() if reading.kind in kinds)
    return "(" + " OR ".join(any_of(parts, " AND ") for parts in stems) + ")" if stems else ""


def _scored(ranker: Ranker, rows: Iterable[Row], needed: frozenset[int]) -> list[_Found]:
    """Score the cards that have all needed words, in a form that sorts best first."""
    found = []
    for row in rows:
        score, has = ranker.score(row.words)
        if needed <= has:
            # Rounded, for sums in another order differ in their last bits and equal cards must stay equal.
            found.append((-round(score, 9), -(row.rowid >> DAY_BITS), row))
    return found


def _hit(index: Index, ranker: Ranker, found: _Found) -> Hit:
    score, _, row = found
    key, payload = index.db.execute("SELECT key, payload FROM card WHERE rowid = ?", (row.rowid,)).fetchone()
    return Hit(key, min(1.0, -score / ranker.full), ranker.matched(row.words), payload)


def _corrections(hits: list[Hit]) -> dict[str, str]:
    """Tell what words were taken for, by the best hit that has them: only those that no hit has as they were asked."""
    asked = {word for hit in hits for word, matches in hit.matched.items() if matches[0].kind in ("exact", "stem")}
    told: dict[str, str] = {}
    for hit in hits:
        for word, matches in hit.matched.items():
            if word not in asked and matches[0].kind in ("fuzzy", "name"):
                told.setdefault(word, matches[0].word)
    return told
