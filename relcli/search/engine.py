"""From a question to its answers: a bounded number of cards by their terms, then scored."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import nlargest
from itertools import islice
from typing import TYPE_CHECKING

from relcli.index.scope import EVERYTHING, Scope, Terms, Where
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
from relcli.search.rank import Meeting, Part, Ranker, WordMatch
from relcli.search.reader import Reader
from relcli.search.readings import CLEAR, HAS, HINT, VAGUE, QueryWord

if TYPE_CHECKING:
    from relcli.index.store import Row, Span, Store

EVERY = 1 << 40  # no limit
CANDIDATES = 200  # cards scored one by one: a bound on the time that a common word costs
POSTINGS = 5_000  # (card, word) pairs read to choose them, where no card has all words
RAREST = 6  # words that are looked for together; scoring sees to the others


class Ranked:
    """A card that answers: `score` is 0 to 1, `matched` query word -> its words, nearest first.

    `whole` tells whether the card has all the words that were asked for.
    """

    __slots__ = ("key", "matched", "payload", "rowid", "score", "whole")

    def __init__(
        self,
        rowid: int,
        key: str,
        score: float,
        matched: dict[str, tuple[WordMatch, ...]],
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


class Ranking:
    """What a search gives: the cards that answer, best first.

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
        hits: list[Ranked],
        *,
        complete: bool,
        total: int,
        corrections: Sequence[tuple[str, str]] = (),
        missing: Sequence[str] = (),
        suggestions: Mapping[str, Sequence[str]] | None = None,
        explain: "Callable[[Ranked], Explained] | None" = None,
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
_Scored = tuple[float, int, int, str, int, int, list[Meeting]]
_Proofs = list[int]  # of each query word: HAS, NEAR or HINT


def search(
    store: "Store",
    question: Question,
    where: Where = EVERYTHING,
    limit: int = 20,
    *,
    few: int = 0,
) -> Ranking:
    """Give the best answers, best first; of equal ones the surer, the undisputed, the newest first.

    Where no card has all the words, these are the best partial ones; where fewer than `few` have
    them all, the best partial ones follow, up to that number.
    """
    if not question.words:
        ranking = first_days(store, question, where, limit)
        ranking.hits = ranking.hits[:limit]
        return ranking
    about = store.about()
    order, contents, uncounted = _order(question)
    longest = contents > LONG_QUESTION
    long = longest or (contents > LONG_SENTENCE and len(set(order)) - contents >= SENTENCE)
    scope = _scope(question, where)
    reader = Reader(store, about)
    order, cut = _first_words(reader.apart(order))
    asked = reader.read(order, LONG_SLIP if longest else 1.0, question.exact)
    ranker = Ranker(asked, order, about.claim_words, long=long)
    ranked = sorted(_complete(store, scope, ranker, asked, question, max(limit, CANDIDATES)))
    hits = _hits(store, ranker, ranked[:limit], whole=True)
    total = len(ranked)
    few = 0 if question.phrases else min(few, limit)  # what is quoted has to stand in the card
    if len(ranked) < max(few, 1):
        if not longest:
            rarest = sorted(asked, key=lambda item: -item.weight)[:GUESSED]
            reader.second_guess(rarest, SECOND_GUESS)
            ranker = Ranker(asked, order, about.claim_words, long=long)
        loose = Scope(where, excluded=question.excluded)
        likely = promising(store, loose, asked)
        partial = _scored(ranker, likely, _some_of(_needed(asked, question)[0]))
        seen = set(map(_rowid, ranked))
        partial = sorted(best for best in partial if _rowid(best) not in seen)
        partial = partial[: few - len(ranked)] if ranked else partial
        total = total or len(partial)
        hits += _hits(store, ranker, partial[: limit - len(hits)], whole=False)
    corrections = _corrections(hits, asked)
    return Ranking(
        hits,
        complete=bool(ranked),
        total=total,
        corrections=corrections,
        missing=[item.text for item in asked if not item.stop and not item.has(HAS)],
        suggestions={item.text: item.meant for item in asked if item.meant},
        unread=bool(question.phrases) and not ranked and store.has_unread(scope),
        uncounted=uncounted or cut,
        explain=lambda hit: _explained(store, ranker, hit),
    )


def _scope(question: Question, where: Where) -> Scope:
    """Give the cards that may answer a question."""
    return Scope(where, question.phrases, question.excluded)


def first_days(
    store: "Store", question: Question, where: Where, limit: int, *, oldest: bool = False
) -> Ranking:
    """Give the answers to a question without words, the newest first: none is better than another.

    They are those of the newest days, or of the oldest ones, so many at least; of these days all.
    """
    scope = _scope(question, where)
    if limit >= EVERY or scope.reads_texts:
        cards = store.listed(scope)
        total = len(cards)
    else:
        cards = store.first_days(scope, limit, newest_first=not oldest)
        total = store.number(scope)
    newest = sorted(cards, key=lambda card: (-card[1], card[2], card[3]))
    hits = [Ranked(rowid, key, 0.0, {}, payload) for rowid, *_, key, payload in newest]
    return Ranking(hits, complete=True, total=total)


def timeline(
    store: "Store", where: Where = EVERYTHING, limit: int = 1_000, *, newest_first: bool = False
) -> list[str]:
    """Give the payloads of the cards that pass the filters, in the order of their first days."""
    return store.payloads(Scope(where), (), limit, newest_first=newest_first)


def spans(store: "Store", question: Question, where: Where = EVERYTHING) -> "list[Span]":
    """Give when every card that answers was, and its facets.

    Where there are more than are ever scored, the cards that have the terms are taken as they are.
    """
    scope = _scope(question, where)
    if not question.words:
        return store.spans(scope)
    ranking = search(store, question, where, CANDIDATES + 1)
    if not ranking.complete or ranking.total <= CANDIDATES:
        return store.spans_of(hit.rowid for hit in ranking.hits)
    return store.spans(scope, _terms(store, question))


def number(store: "Store", question: Question, where: Where = EVERYTHING) -> int:
    """Give how many cards answer, likewise."""
    scope = _scope(question, where)
    if not question.words:
        return store.number(scope)
    ranking = search(store, question, where, CANDIDATES + 1)
    if not ranking.complete or ranking.total <= CANDIDATES:
        return ranking.total
    return len(store.postings(scope, _terms(store, question), EVERY))


def _terms(store: "Store", question: Question) -> Terms:
    """Give the terms of cards that have all the words of a question."""
    about = store.about()
    order, contents, _ = _order(question)
    reader = Reader(store, about)
    slips = LONG_SLIP if contents > LONG_QUESTION else 1.0
    order, _ = _first_words(reader.apart(order))
    asked = reader.read(order, slips, question.exact)
    _, items = _needed(asked, question)
    return _all_of(items, CLEAR) or _all_of(items, CLEAR | VAGUE) or ()


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


def _needed(asked: list[QueryWord], question: Question) -> tuple[frozenset[int], list[QueryWord]]:
    """Give which words a card must have, and those of them that are looked for.

    Stop words are no matter, unless there are no other words.
    """
    contents = [number for number, item in enumerate(asked) if not item.stop]
    needed = frozenset(contents or range(len(asked)))
    spoken = {word for phrase in question.phrases for word in phrase}  # the scope sees to them
    items = [asked[number] for number in needed if asked[number].text not in spoken]
    return needed, sorted(items, key=lambda item: -item.weight)[:RAREST]


def _all_of(items: list[QueryWord], kinds: frozenset[str]) -> Terms | None:
    """Give the terms of cards with a reading of each word; None where a word has none so."""
    groups = tuple(item.terms(kinds, HAS) for item in items)
    return groups if all(groups) else None


def _complete(
    store: "Store",
    scope: Scope,
    ranker: Ranker,
    asked: list[QueryWord],
    question: Question,
    most: int,
) -> list[_Scored]:
    """Score the cards that have all the words."""
    needed, items = _needed(asked, question)
    clear, every = _all_of(items, CLEAR), _all_of(items, CLEAR | VAGUE)
    rows = [] if clear is None else _having(store, scope, clear, (), most)
    ranked = _scored(ranker, rows, _each_of(needed))
    # Vaguer readings only then, lest beginnings crowd the clear ones out. What is new has one.
    # Where not all words were looked for, it is not known how many of these have clear ones only.
    if every is not None and every != clear and (len(ranked) < ENOUGH or len(items) > FIRST):
        vague = tuple(row for item in items for row in item.terms(VAGUE, HAS)) if clear else ()
        seen = {row[0] for row in rows}
        rows = _having(store, scope, every, (vague,) if vague else (), most)
        new = (row for row in rows if row[0] not in seen)
        ranked += _scored(ranker, new, _each_of(needed))
    if not ranked and len(items) < len(needed) and len(rows) >= most:
        # Perhaps an older card has all of them; the rarest alone did not lead to it.
        rest = [asked[number] for number in needed]
        if whole := _all_of(rest, CLEAR | VAGUE):
            ranked = _scored(ranker, store.rows(scope, whole, most), _each_of(needed))
    return ranked


def _having(store: "Store", scope: Scope, all_of: Terms, besides: Terms, most: int) -> "list[Row]":
    """Give the newest cards that have all words, and perhaps some more of which this is not sure.

    FIRST of the words are looked for first: where that ends before there are too many cards, none
    that has all words is missing, and the lists of the other words need not be read. Of 100,000
    cards, it saves a sixth of the time that a question of five or six words takes.
    """
    if len(all_of) > FIRST and not scope.reads_texts:
        few = store.rows(scope, (*besides, *all_of[:FIRST]), most)
        if len(few) < most:
            return few
    return store.rows(scope, (*besides, *all_of), most)


def promising(
    store: "Store", scope: Scope, asked: list[QueryWord], number: int = CANDIDATES
) -> "list[Row]":
    """Give the most promising cards, so many, that have some of the words.

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
            if rows := item.terms(kinds, HINT):
                weight = item.weight * item.nearest(kinds)
                best |= dict.fromkeys(store.postings(scope, (rows,), left), weight)
        for rowid, weight in best.items():
            promise[rowid] = promise.get(rowid, 0.0) + weight
        left -= len(best)
    most = nlargest(number, zip(promise.values(), promise, strict=True))
    return store.rows_of(scope, [rowid for _, rowid in most])


def _each_of(needed: frozenset[int]) -> Callable[[_Proofs], bool]:
    """Give what tells whether a card has all of these words."""
    return lambda proofs: all(proofs[number] == HAS for number in needed)


def _some_of(wanted: frozenset[int]) -> Callable[[_Proofs], bool]:
    """Give what tells whether a card has one of these words or something near it."""
    return lambda proofs: any(proofs[number] > HINT for number in wanted)


def _scored(
    ranker: Ranker, rows: "Iterable[Row]", suffices: Callable[[_Proofs], bool]
) -> list[_Scored]:
    """Score the cards that have enough of the question, in a form that sorts best first."""
    ranked = []
    for rowid, day, standing, file, line, words in rows:
        score, proofs, meetings = ranker.score(words)
        if suffices(proofs):
            # Rounded, for sums in another order differ in their last bits, and equal cards must
            # stay equal.
            ranked.append((-round(score, 9), standing, -day, file, line, rowid, meetings))
    return ranked


def _rowid(scored: _Scored) -> int:
    *_, rowid, _ = scored
    return rowid


def _hits(
    store: "Store", ranker: Ranker, scored: Sequence[_Scored], *, whole: bool
) -> list[Ranked]:
    """Give scored cards with what hits hand back, all of which is asked for at once."""
    known = store.keys_and_payloads(map(_rowid, scored)) if scored else {}
    hits = []
    for score, *_, rowid, meetings in scored:
        key, payload = known[rowid]
        points, matched = min(1.0, -score / ranker.full), ranker.matched(meetings)
        hits.append(Ranked(rowid, key, points, matched, payload, whole=whole))
    return hits


def _explained(store: "Store", ranker: Ranker, hit: Ranked) -> Explained:
    """Tell what makes up the score of a hit."""
    return *ranker.parts(store.words_of(hit.rowid)), ranker.full


def _corrections(hits: list[Ranked], asked: list[QueryWord]) -> list[tuple[str, str]]:
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
