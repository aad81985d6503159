"""Whatever the cards and the question: the same answers from every index, and none is lost."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from relcli.index.documents import Document
from relcli.index.scope import Where
from relcli.index.sqlite_store import SqliteStore
from relcli.index.words import STOP_WORDS, row_of, words
from relcli.model.tuning import ALTERNATIVES, FEW, SUGGESTED
from relcli.search import edits as edits_
from relcli.search.engine import Ranking, search, timeline
from relcli.search.fields import FIELDS
from relcli.search.question import read
from tests.questions import parse

Cards = list[tuple[str, int, str]]
Seen = tuple[list[object], bool, list[tuple[str, str]], int]

WORDS = st.sampled_from(
    (
        *("wagner", "wagners", "hezbollah", "hizballah", "sanctions", "sanctioned"),
        *("qasir", "syria", "the", "of", "oil", "SA-22"),
    )
)
CLAIMS = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
CARDS = st.lists(
    st.tuples(st.sampled_from("ab"), st.integers(735_000, 735_003), CLAIMS), max_size=12
)
SLIPS = st.sampled_from(["wagnr", "kassir", "-oil", '"the oil"', '-"wagner oil"'])
QUERIES = st.lists(WORDS | SLIPS, max_size=4).map(" ".join)
RANGES = st.tuples(
    st.none() | st.integers(734_000, 736_000), st.none() | st.integers(734_000, 736_000)
)
WORD = st.text("abc", min_size=1, max_size=9)


def documents(cards: Cards, edition: str) -> list[Document]:
    """Cards as the index takes them; every second day lasts for more than a year."""
    return [
        Document(
            f"{edition}{number}",
            f"{edition}{file}",
            number,
            day,
            day + 400 * (day % 2),
            claim,
            facets=(f"file:{file}",),
            payload=claim,
        )
        for number, (file, day, claim) in enumerate(cards)
    ]


def seen(answer: Ranking) -> Seen:
    """All that can be seen of an answer."""
    hits: list[object] = [
        (
            hit.key,
            hit.score,
            hit.payload,
            {w: [(m.word, m.kind, m.field) for m in met] for w, met in hit.matched.items()},
            hit.whole,
        )
        for hit in answer.hits
    ]
    return hits, answer.complete, list(answer.corrections), answer.total


def answers(index: SqliteStore, query: str) -> tuple[Seen, Seen, list[str]]:
    """What an index answers, without a range of days and within one."""
    where = Where(since=735_001, until=735_002)
    question = parse(query)
    return (
        seen(search(index, question, few=FEW)),
        seen(search(index, question, where, few=FEW)),
        timeline(index, where),
    )


@settings(max_examples=60)
@given(CARDS, CARDS, QUERIES)
def test_fresh_changed_and_stored_are_the_same(kept: Cards, dropped: Cards, query: str) -> None:
    """A fresh index, one whose files lost and gained cards, and one in a file answer alike."""
    fresh, changed = SqliteStore(), SqliteStore()
    with fresh.changing() as writer:
        writer.fill(documents(kept, "x"))
    with changed.changing() as writer:
        writer.fill(documents(dropped, "x") + documents(dropped, "y"))
    now: dict[str, list[Document]] = {f"{edition}{file}": [] for edition in "xy" for file in "ab"}
    for document in documents(kept, "x"):
        now[document.file].append(document)
    with changed.changing() as writer:
        writer.replace(now.items())
    assert answers(changed, query) == answers(fresh, query)
    for table in ("word", "ending", "meta"):
        select = f"SELECT * FROM {table}"  # noqa: S608 - named one line above
        assert changed.db.execute(select).fetchall() == fresh.db.execute(select).fetchall()
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "index.db")
        stored = SqliteStore(path)
        with stored.changing() as writer:
            writer.fill(documents(kept, "x"))
        stored.close()
        stored = SqliteStore(path)
        assert answers(stored, query) == answers(fresh, query)
        stored.close()


@settings(max_examples=200)
@given(st.sets(WORD, max_size=60), st.text("abcd", min_size=4, max_size=9))
def test_near_loses_nothing(words: set[str], sought: str) -> None:
    """The ranges find exactly what reading the whole vocabulary would find."""
    index = SqliteStore()
    with index.changing() as writer:
        writer.fill([Document("a", "f", 1, 0, 0, " ".join(words))])
    for edits in (1, 2):
        expected = {word: OSA.distance(word, sought) for word in words}
        expected = {word: taken for word, taken in expected.items() if 0 < taken <= edits}
        assert edits_.near(index, sought, edits) == expected
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(edits_, "FEW", -1)  # as where there are many words to compare
            assert edits_.near(index, sought, edits) == expected


@settings(max_examples=60)
@given(CARDS, CLAIMS)
def test_every_card_with_all_the_words_is_found(cards: Cards, query: str) -> None:
    """Stop words apart, a card that has every word asked for is among the answers."""
    index = SqliteStore()
    with index.changing() as writer:
        writer.fill(documents(cards, "x"))
    wanted = set(query.split()) - {"the", "of"}
    having = {f"x{n}" for n, (_, _, claim) in enumerate(cards) if wanted <= set(claim.split())}
    answer = search(index, parse(query), limit=100)

    assert not wanted or having <= {hit.key for hit in answer.hits}
    assert not (wanted and having) or answer.complete


SIGNS = st.sampled_from(("AND", "OR", "NOT", "-", '"', "2016-11", "may 2016", "topic:", "福島"))
TEXTS = st.text() | st.lists(WORDS | SLIPS | SIGNS | st.text(max_size=3), max_size=9).map(" ".join)


@settings(max_examples=300)
@given(TEXTS)
def test_every_text_is_a_question(text: str) -> None:
    """It has alternatives, not too many, and each tells words that its text has."""
    for exact in (False, True):
        asking = read(text, FIELDS, exact=exact)
        assert 1 <= len(asking.alternatives) <= ALTERNATIVES
        for question in asking.alternatives:
            assert all(question.words)
            assert all(question.excluded)
            assert all(len(phrase) > 1 for phrase in question.phrases)
            assert set().union(*question.phrases, question.exact) <= {
                part for word in question.words for part in (word, *row_of(word), word[-1:])
            }
            assert not exact or question.exact == set(question.words)


@settings(max_examples=60)
@given(CARDS, st.lists(WORDS, min_size=1, max_size=3).map(" ".join))
def test_exact_words_are_met_by_themselves_alone(cards: Cards, query: str) -> None:
    """A hit of an exact question has each of its words as it stands, or is no complete one."""
    index = SqliteStore()
    with index.changing() as writer:
        writer.fill(documents(cards, "x"))
    question = parse(query, exact=True)
    content = {word for word in question.words if word not in STOP_WORDS}

    for hit in search(index, question, few=FEW).hits:
        has = set(words(hit.payload))
        assert {match.word for met in hit.matched.values() for match in met} <= has
        assert hit.whole == (content <= has if content else set(question.words) <= has)


@settings(max_examples=60)
@given(CARDS, QUERIES, st.integers(1, 9))
def test_complete_answers_come_before_partial_ones(cards: Cards, query: str, limit: int) -> None:
    """However well some words of a question are met, all of them are met better."""
    index = SqliteStore()
    with index.changing() as writer:
        writer.fill(documents(cards, "x"))
    question = parse(query)
    alone = search(index, question, limit=limit).hits
    hits = search(index, question, limit=limit, few=FEW).hits
    whole = [hit.whole for hit in hits]

    assert whole == sorted(whole, reverse=True)
    assert len({hit.rowid for hit in hits}) == len(hits) <= limit
    if alone and alone[0].whole:
        assert [hit.key for hit in hits[: len(alone)]] == [hit.key for hit in alone]
        assert len(hits) <= max(FEW, len(alone))


@settings(max_examples=60)
@given(CARDS, st.lists(WORDS | SLIPS | WORD, min_size=1, max_size=3).map(" ".join))
def test_what_is_suggested_is_a_word_of_the_cards(cards: Cards, query: str) -> None:
    """And no more than a few words are, for words that no card has as they are."""
    index = SqliteStore()
    with index.changing() as writer:
        writer.fill(documents(cards, "x"))
    answer = search(index, parse(query))
    vocabulary_ = {word for (word,) in index.db.execute("SELECT word FROM word")}

    for word, meant in answer.suggestions.items():
        assert word not in vocabulary_
        assert 1 <= len(meant) <= SUGGESTED
        assert set(meant) <= vocabulary_
    for word, taken in answer.corrections:
        assert word not in vocabulary_
        assert set(taken.split()) <= vocabulary_


@settings(max_examples=100)
@given(TEXTS)
def test_no_text_is_an_error(text: str) -> None:
    """Whatever is typed, an answer comes, and its scores lie between 0 and 1."""
    index = SqliteStore()
    with index.changing() as writer:
        writer.fill(
            documents([("a", 735_000, "wagner oil"), ("b", 735_001, "the oil of syria")], "x")
        )

    for question in read(text).alternatives:
        answer = search(index, question, few=FEW)
        assert all(0 <= hit.score <= 1 for hit in answer.hits)
        assert answer.explain is None or all(map(answer.explain, answer.hits))


@settings(max_examples=100)
@given(CARDS, RANGES, st.integers(1, 9), st.sampled_from(("newest", "oldest")))
def test_a_timeline_is_what_lies_in_the_range(
    cards: Cards, days: tuple[int | None, int | None], limit: int, order: str
) -> None:
    """A timeline gives just the cards that reach into the range, by first day, up to its limit."""
    given_ = documents(cards, "x")
    index = SqliteStore()
    with index.changing() as writer:
        writer.fill(given_)
    since, until = days
    newest_first = order == "newest"
    inside = [
        card.day
        for card in given_
        if (since is None or card.latest >= since) and (until is None or card.day <= until)
    ]
    if since is not None and until is not None and until < since:
        inside = []
    found = timeline(index, Where(since=since, until=until), limit, newest_first=newest_first)

    assert len(found) == min(limit, len(inside))
    claims = [card.claim for card in given_]
    assert set(found) <= set(claims)
    whole = timeline(index, Where(since=since, until=until), 99, newest_first=newest_first)
    assert found == whole[:limit]
