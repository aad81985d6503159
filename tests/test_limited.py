"""A list with a limit reads the cards that it shows, and shows what the whole list begins with."""

from collections.abc import Callable
from pathlib import Path

import pytest

from relcli.api import Facts
from relcli.api import open as open_facts
from relcli.model.date import Date
from relcli.model.query import Query, Sort
from relcli.search.engine import CANDIDATES

Writer = Callable[..., Path]

QUERIES = {
    "all": Query(),
    "a topic": Query(topics=("sea",)),
    "a range": Query(since=Date.parse("2003"), until=Date.parse("2005-06")),
    "from a day on": Query(since=Date.parse("2004-02-03")),
    "states": Query(since=Date.parse("2003"), until=Date.parse("2004"), states=True),
    "reversed": Query(since=Date.parse("2005"), until=Date.parse("2003")),
    "no day that an index holds": Query(since=Date.parse("Y9999999")),
    "fields": Query(text="topic:sea -confidence:possible"),
    "a phrase left out": Query(text='-"event 1"'),
}
GRADES = ("confirmed", "possible", "unconfirmed")
DATES = ("2003", "2004-02-03", "2004-02", "2004/2005", "as of 2004-02-03", "../2004", "Y-20000")


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """Return two datasets, with many cards of one day."""
    folder = tmp_path_factory.mktemp("facts")
    for name in ("one", "other"):
        (folder / name).mkdir()
        cards = (
            f"- {{id: {name}-{n}, claim: Event {n} of {name}., date: {DATES[n % 7]}, source: S, "
            f"confidence: {GRADES[n % 3]}, topics: [{('sea', 'land')[n % 2]}]}}\n"
            for n in range(60)
        )
        (folder / name / "cards.yaml").write_text("".join(cards))
    return open_facts(folder / "one", folder / "other")


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("query", QUERIES.values(), ids=[*QUERIES])
def test_it_begins_as_the_whole_list(facts: Facts, query: Query, sort: Sort) -> None:
    """In any order, with any filter: the same cards, and the same number of them in all."""
    whole = facts.answer(query._replace(sort=sort))
    for limit in (1, 7, 50, 400):
        first = facts.answer(query._replace(sort=sort, limit=limit))
        ids = [hit.plain["id"] for hit in whole][:limit]
        assert [hit.plain["id"] for hit in first] == ids
        assert (first.total, first.more) == (whole.total, whole.more)


@pytest.mark.parametrize("query", QUERIES.values(), ids=[*QUERIES])
def test_how_many_there_are_is_counted_without_reading_them(facts: Facts, query: Query) -> None:
    """The number of cards that pass is that of the list, but for days that no index holds."""
    number = facts.number(query)
    total = facts.answer(query).total
    assert number == total or (query.since and query.since.edtf == "Y9999999" and number >= total)


def test_how_many_answer_a_question_is_counted_beyond_those_that_are_scored(cards: Writer) -> None:
    """Of a word that more cards have than are scored, all are counted."""
    many = CANDIDATES + 30
    line = "- {{id: c{n}, claim: Event {n}., date: 2016, confidence: possible, source: S}}\n"
    with open_facts(cards("".join(line.format(n=n) for n in range(many)))) as facts:
        assert facts.number(Query(text="event")) == many
        assert facts.number(Query(text="event 7")) == facts.answer(Query(text="event 7")).total
        assert facts.number(Query(text="event OR 7")) >= many
        assert facts.number(Query(text="zeppelin")) == 0
