"""From a question to its answers: a bounded number of cards by SQL, then scored one by one."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import nlargest
from itertools import islice
from typing import TYPE_CHECKING

from relcli.index.schema import DAY_BITS
from relcli.index.words import STOP_WORDS
from relcli.model.tuning import (
    ENOUGH,
    FIRST,
    GUESSED,
    LONG_QUESTION,
    LONG_SENTENCE,
    LONG_SLIP,
    SECOND_GUESS,
    SENTENCE,
    WORDS,
)
from relcli.search.question import Question
from relcli.search.rank import Match, Meeting, Part, Ranker
from relcli.search.readings import CLEAR, HAS, HINT, VAGUE, Asked, Reader, unlike
from relcli.search.scope import Row, Scope, Span, Where

if TYPE_CHECKING:
    from relcli.index.store import Index

CANDIDATES = 200  # cards scored one by one: a bound on the time that a common word costs
POSTINGS = 5_000  # (card, word) pairs read to choose them, where no card has all words
RAREST = 6  # words that SQL looks for together; scoring sees to the others


class Hit:
    """One answer: `score` is 0 to 1, `matched` query word -> words of the card, nearest first.

    `whole` tells whether the card has all the words that were asked for.
    """

    __slots__ = ("key", "matched", "payload", "rowid", "score", "whole")

    def __init__(
        self,
        rowid: int,
        key: str,
        score: float,
        matched: dict[str, tuple[Match, ...]],
        payload: str,
        *,
        whole: bool = True,
    ) -> None:
        self.rowid = rowid
        self.key = key
        self.score = score
        self.matched = matched
        self.payload = payload
        self.whole = whole


class Answer:
    """What a search gives.

    `complete` tells whether any hit has all words asked for; the others are the best partial ones.
    `corrections` are pairs of a query word and the word that it was taken for. `total` is how many
    answers there are without the limit, of the candidates. `missing` are words of the question that
    no card has in any way, and `suggestions` what such a word might mean. `unread`: no card has the
    phrases, of those that were read for them, but there are more. `uncounted`: there were more
    words than count.
    """

    __slots__ = (
        "complete",
        "corrections",
        "explain",
        "hits",
        "missing",
        "suggestions",
        "total",
        "uncounted",
        "unread",
    )

    def __init__(
        self,
        hits: list[Hit],
        *,
        complete: bool,
        total: int,
        corrections: Sequence[tuple[str, str]] = (),
        missing: Sequence[str] = (),
        suggestions: Mapping[str, Sequence[str]] | None = None,
        explain: "Callable[[Hit], Explained] | None" = None,
        unread: bool = False,
        uncounted: bool = False,
    ) -> None:
        self.hits = hits
        self.complete = complete
        self.corrections = corrections
        self.explain = explain
        self.missing = missing
        self.suggestions = suggestions or {}
        self.total = total
        self.uncounted = uncounted
        self.unread = unread


# What a card has of each query word: the parts of its score, and all readings of the words.
Explained = tuple[list[Part], float, float, float]

# Score, negative so that the best sorts first; standing; day, negative likewise; file and line;
# rowid, which no two have; where it has what was asked.
_Found = tuple[float, int, int, str, int, int, list[Meeting]]
_Proofs = list[int]  # of each query word: HAS, NEAR or HINT
_EVERYTHING = Where()


def search(
    index: "Index",
    question: Question,
    where: Where = _EVERYTHING,
    limit: int = 20,
    *,
    few: int = 0,
) -> Answer:
    """Give the best answers, best first; of equal ones the surer, the undisputed, the newest first.

    Where no card has all the words, these are the best partial ones; where fewer than `few` have
    them all, the best partial ones follow, up to that number.
    """
    if not question.words:
        return _unranked(Scope(index.db, where, question), limit)
    about = index.about()
    order, contents, uncounted = _order(question)
    longest = contents > LONG_QUESTION
    long = longest or (contents > LONG_SENTENCE and len(set(order)) - contents >= SENTENCE)
    scope = Scope(index.db, where, question)
    reader = Reader(index.db, about)
    order, cut = _first_words(reader.apart(order))
    asked = reader.read(order, LONG_SLIP if longest else 1.0, question.exact)
    ranker = Ranker(asked, order, about.claim_words, long=long)
    found = sorted(_complete(scope, ranker, asked, question, max(limit, CANDIDATES)))
    hits = [_hit(index, ranker, best, whole=True) for best in found[:limit]]
    total = len(found)
    few = 0 if question.phrases else min(few, limit)  # what is quoted has to stand in the card
    if len(found) < max(few, 1):
        if not longest:
            rarest = sorted(asked, key=lambda item: -item.weight)[:GUESSED]
            reader.second_guess(rarest, SECOND_GUESS)
            ranker = Ranker(asked, order, about.claim_words, long=long)
        loose = Scope(index.db, where, Question(question.words, excluded=question.excluded))
        partial = _scored(ranker, _promising(loose, asked), _some_of(_needed(asked, question)[0]))
        seen = {best[-2] for best in found}
        partial = sorted(best for best in partial if best[-2] not in seen)
        partial = partial[: few - len(found)] if found else partial
        total = total or len(partial)
        hits += [_hit(index, ranker, best, whole=False) for best in partial[: limit - len(hits)]]
    corrections = _corrections(hits, asked)
    return Answer(
        hits,
        complete=bool(found),
        total=total,
        corrections=corrections,
        missing=[item.text for item in asked if not item.stop and not item.has(HAS)],
        suggestions=_suggestions(asked, corrections),
        unread=bool(question.phrases) and not found and scope.has_unread,
        uncounted=uncounted or cut,
        explain=lambda hit: _explained(index, ranker, hit),
    )


def _unranked(scope: Scope, limit: int) -> Answer:
    """Give the answers to a question without words: nothing makes one better than another."""
    found = sorted(scope.whole(), key=lambda row: (-(row[0] >> DAY_BITS), row[1], row[2]))
    hits = [Hit(rowid, key, 0.0, {}, payload) for rowid, _, _, key, payload in found[:limit]]
    return Answer(hits, complete=True, total=len(found))


def timeline(
    index: "Index", where: Where = _EVERYTHING, limit: int = 1_000, *, newest_first: bool = False
) -> list[str]:
    """Give the payloads of the cards that pass the filters, in the order of their first days."""
    return Scope(index.db, where, Question(())).payloads(limit, newest_first=newest_first)


def spans(index: "Index", question: Question, where: Where = _EVERYTHING) -> list[Span]:
    """Give when every card that answers was, and its facets.

    Where there are more than are ever scored, the cards that SQL finds are taken at its word.
    """
    scope = Scope(index.db, where, question)
    if not question.words:
        return scope.spans()
    found = search(index, question, where, CANDIDATES + 1)
    if not found.complete or found.total <= CANDIDATES:
        return scope.spans_of(hit.rowid for hit in found.hits)
    about = index.about()
    order, contents, _ = _order(question)
    reader = Reader(index.db, about)
    slips = LONG_SLIP if contents > LONG_QUESTION else 1.0
    order, _ = _first_words(reader.apart(order))
    asked = reader.read(order, slips, question.exact)
    _, items = _needed(asked, question)
    return scope.spans(_all_of(items, CLEAR) or _all_of(items, CLEAR | VAGUE))


def _order(question: Question) -> tuple[list[str], int, bool]:
    """Give the words of a question that count, how many have content, and if others do not."""
    order, uncounted = _first_words(question.words)
    return order, sum(text not in STOP_WORDS for text in {*order}), uncounted


def _first_words(texts: Sequence[str]) -> tuple[list[str], bool]:
    """Give those of some words that are among the first WORDS distinct ones, and if some are not.

    It is asked once more of the parts of runs, of which a long one has many.
    """
    distinct = {*islice(dict.fromkeys(texts), WORDS)}
    order = [text for text in texts if text in distinct]
    return order, len(order) < len(texts)


def _needed(asked: list[Asked], question: Question) -> tuple[frozenset[int], list[Asked]]:
    """Give which words a card must have, and those of them that SQL looks for.

    Stop words are no matter, unless there are no other words.
    """
    contents = [number for number, item in enumerate(asked) if not item.stop]
    needed = frozenset(contents or range(len(asked)))
    spoken = {word for phrase in question.phrases for word in phrase}  # the scope sees to them
    items = [asked[number] for number in needed if asked[number].text not in spoken]
    return needed, sorted(items, key=lambda item: -item.weight)[:RAREST]


def _all_of(items: list[Asked], kinds: frozenset[str]) -> str | None:
    """Write that a card has a reading of each word; None where a word has none of these kinds."""
    groups = [item.expression(kinds, HAS) for item in items]
    return " AND ".join(groups) if all(groups) else None


def _complete(
    scope: Scope, ranker: Ranker, asked: list[Asked], question: Question, most: int
) -> list[_Found]:
    """Score the cards that have all the words."""
    needed, items = _needed(asked, question)
    clear, every = _all_of(items, CLEAR), _all_of(items, CLEAR | VAGUE)
    rows = [] if clear is None else _having(scope, items, CLEAR, "", most)
    found = _scored(ranker, rows, _each_of(needed))
    # Vaguer readings only then, lest beginnings crowd the clear ones out. What is new has one.
    # Where not all words were looked for, it is not known how many of these have clear ones only.
    if every not in (None, clear) and (len(found) < ENOUGH or len(items) > FIRST):
        vague = [item.expression(VAGUE, HAS) for item in items] if clear else []
        some = " OR ".join(filter(None, vague))
        seen = {row[0] for row in rows}
        rows = _having(scope, items, CLEAR | VAGUE, f"({some}) AND " if some else "", most)
        new = (row for row in rows if row[0] not in seen)
        found += _scored(ranker, new, _each_of(needed))
    if not found and len(items) < len(needed) and len(rows) >= most:
        # Perhaps an older card has all of them; the rarest alone did not lead to it.
        rest = [asked[number] for number in needed]
        if whole := _all_of(rest, CLEAR | VAGUE):
            found = _scored(ranker, scope.rows(whole, most), _each_of(needed))
    return found


def _having(
    scope: Scope, items: list[Asked], kinds: frozenset[str], besides: str, most: int
) -> list[Row]:
    """Give the newest cards that have all words, and perhaps some more of which this is not sure.

    FIRST of the words are looked for first: where that ends before there are too many cards, none
    that has all words is missing, and the lists of the other words need not be read.
    """
    if len(items) > FIRST and not scope.reads_texts:
        few = scope.rows(f"{besides}{_all_of(items[:FIRST], kinds)}", most)
        if len(few) < most:
            return few
    return scope.rows(f"{besides}{_all_of(items, kinds)}", most)


def _promising(scope: Scope, asked: list[Asked]) -> list[Row]:
    """Give the most promising cards that have some of the words.

    The lists of the rarest words are read first.
    """
    promise: dict[int, float] = {}
    left = POSTINGS
    # Grammar alone is no part of an answer: "300" is asked for, and every "Russia's" has the s.
    contents = [item for item in asked if not item.stop] or asked
    for item in sorted(contents, key=lambda item: -item.weight):
        if left <= 0:
            break
        best: dict[int, float] = {}
        for kinds in (VAGUE, CLEAR):
            if expression := item.expression(kinds, HINT):
                weight = item.weight * item.nearest(kinds)
                best |= dict.fromkeys(scope.rowids(expression, left), weight)
        for rowid, weight in best.items():
            promise[rowid] = promise.get(rowid, 0.0) + weight
        left -= len(best)
    most = nlargest(CANDIDATES, zip(promise.values(), promise, strict=True))
    return scope.cards([rowid for _, rowid in most])


def _each_of(needed: frozenset[int]) -> Callable[[_Proofs], bool]:
    """Give what tells whether a card has all of these words."""
    return lambda proofs: all(proofs[number] == HAS for number in needed)


def _some_of(wanted: frozenset[int]) -> Callable[[_Proofs], bool]:
    """Give what tells whether a card has one of these words or something near it."""
    return lambda proofs: any(proofs[number] > HINT for number in wanted)


def _scored(
    ranker: Ranker, rows: Iterable[Row], suffices: Callable[[_Proofs], bool]
) -> list[_Found]:
    """Score the cards that have enough of the question, in a form that sorts best first."""
    found = []
    for rowid, standing, file, line, words in rows:
        score, proofs, meetings = ranker.score(words)
        if suffices(proofs):
            # Rounded, for sums in another order differ in their last bits, and equal cards must
            # stay equal.
            score, day = round(score, 9), rowid >> DAY_BITS
            found.append((-score, standing, -day, file, line, rowid, meetings))
    return found


def _hit(index: "Index", ranker: Ranker, found: _Found, *, whole: bool) -> Hit:
    score, *_, rowid, meetings = found
    select = "SELECT key, payload FROM card WHERE rowid = ?"
    key, payload = index.db.execute(select, (rowid,)).fetchone()
    score, matched = min(1.0, -score / ranker.full), ranker.matched(meetings)
    return Hit(rowid, key, score, matched, payload, whole=whole)


def _explained(index: "Index", ranker: Ranker, hit: Hit) -> Explained:
    """Tell what makes up the score of a hit."""
    ((words,),) = index.db.execute("SELECT words FROM card WHERE rowid = ?", (hit.rowid,))
    return *ranker.parts(words), ranker.full


def _suggestions(asked: list[Asked], corrections: list[tuple[str, str]]) -> dict[str, list[str]]:
    """Give what else words may mean: not what they were taken for, in whatever spelling."""
    suggested = {}
    for item in asked:
        if item.meant:
            taken = [
                part for word, meant in corrections if word == item.text for part in meant.split()
            ]
            suggested[item.text] = list(unlike(item.meant, taken)) if taken else item.meant
    return {word: meant for word, meant in suggested.items() if meant}


def _corrections(hits: list[Hit], asked: list[Asked]) -> list[tuple[str, str]]:
    """Tell what words were taken for in any of the hits, each once.

    Not of a name that is known its other spellings: these are it.
    """
    slips = {item.text: {"fuzzy"} if item.known else {"fuzzy", "name"} for item in asked}
    told = {
        (word, hit.matched[word][0].word): None
        for hit in hits
        for word in slips
        if word in hit.matched and hit.matched[word][0].kind in slips[word]
    }
    return list(told)
