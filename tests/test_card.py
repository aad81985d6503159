"""Cards, places, problems and questions as values, and the plain data that scripts read."""

from dataclasses import replace

import pytest

from relcli.model.card import Actor, Card, Source, Speaker
from relcli.model.card_dict import plain_actor, plain_card, plain_source
from relcli.model.card_from_dict import source_of
from relcli.model.date import Date
from relcli.model.problem import Place, Problem, Severity
from relcli.model.query import Answer, Hit, Query, Sort
from relcli.model.scale import Confidence, Reliability, Stance

SOURCE = Source("cnn", publisher="CNN")
CARD = Card(
    id="x",
    dataset="facts",
    claim="A claim.",
    date=Date.parse("2016-11"),
    confidence=Confidence.POSSIBLE,
    sources=(SOURCE,),
    place=Place("facts/x.yaml", 12, 3),
)


@pytest.mark.parametrize(
    ("stances", "disputed"),
    [
        ([Stance.SUPPORTS], False),
        ([Stance.QUALIFIES, Stance.SUPPORTS], False),
        ([Stance.SUPPORTS, Stance.DISPUTES], True),
        ([], False),
    ],
)
def test_disputed(stances: list[Stance], disputed: bool) -> None:  # noqa: FBT001
    """A card is disputed when one of its sources disputes it, whatever its confidence."""
    sources = tuple(Source(str(n), stance=stance) for n, stance in enumerate(stances))
    card = replace(CARD, sources=sources, confidence=Confidence.CONFIRMED)
    assert card.disputed is disputed
    assert plain_card(card)["disputed"] is disputed


@pytest.mark.parametrize(
    ("sources", "origins"),
    [
        ([("a", None)], 1),
        ([("a", None), ("b", None)], 2),
        ([("a", None), ("b", "a"), ("c", "a")], 1),
        ([("b", "a"), ("c", "a")], 1),
        ([("b", "a"), ("c", "d"), ("e", None)], 3),
        ([("a", None), ("a", None)], 1),
    ],
)
def test_origins(sources: list[tuple[str, str | None]], origins: int) -> None:
    """Sources with one origin count once, whether or not the origin stands on the card."""
    card = replace(CARD, sources=tuple(Source(id, origin=origin) for id, origin in sources))  # noqa: A001
    assert card.origins == plain_card(card)["origins"] == origins


def test_the_least_card_as_plain_data() -> None:
    """A card always has the same keys; what is not given is null or empty."""
    assert plain_card(CARD) == {
        "id": "x",
        "dataset": "facts",
        "claim": "A claim.",
        "date": "2016-11",
        "earliest": "2016-11-01",
        "latest": "2016-11-30",
        "confidence": "possible",
        "credibility": 3,
        "disputed": False,
        "origins": 1,
        "topics": [],
        "actors": [],
        "sources": [plain_source(SOURCE)],
        "note": None,
        "related": [],
        "contradicts": [],
        "superseded_by": None,
        "place": {"path": "facts/x.yaml", "line": 12},
        "as_of": False,
    }


def test_the_fullest_card_as_plain_data() -> None:
    """Everything that a card has is in its plain data, as lists and texts."""
    card = replace(
        CARD,
        date=Date.parse("2012/.."),
        topics=("a", "b"),
        actors=(Actor("h", "Hezbollah", "body", ("Hizballah",)),),
        note="A note.",
        related=("r",),
        contradicts=("c", "d"),
        superseded_by="s",
    )
    plain = plain_card(card)
    assert (plain["earliest"], plain["latest"]) == ("2012-01-01", None)
    assert plain["topics"] == ["a", "b"]
    assert plain["actors"] == [{"id": "h", "name": "Hezbollah"}]
    assert (plain["note"], plain["superseded_by"]) == ("A note.", "s")
    assert (plain["related"], plain["contradicts"]) == (["r"], ["c", "d"])


def test_actors_as_plain_data() -> None:
    """An actor by itself has its kind and its aliases too."""
    assert plain_actor(Actor("h", "Hezbollah", "body", ("Hizballah", "Hizbullah"))) == {
        "id": "h",
        "name": "Hezbollah",
        "kind": "body",
        "aliases": ["Hizballah", "Hizbullah"],
    }


def test_sources_as_plain_data() -> None:
    """A source always has the same keys; dates and grades are texts."""
    source = Source(
        id="wsj",
        title="T",
        publisher="P",
        url="u",
        archived_url="a",
        published=Date.parse("2023-11-02"),
        accessed=Date.parse("2026"),
        reliability=Reliability.B,
        origin="o",
        stance=Stance.DISPUTES,
        says="S",
        speaker=Speaker("Dmitry Peskov", "peskov"),
        language="ru",
    )
    assert source_of(plain_source(source)) == source
    assert plain_source(source) == {
        "id": "wsj",
        "title": "T",
        "publisher": "P",
        "url": "u",
        "archived_url": "a",
        "published": "2023-11-02",
        "accessed": "2026",
        "reliability": "B",
        "origin": "o",
        "stance": "disputes",
        "says": "S",
        "speaker": {"id": "peskov", "name": "Dmitry Peskov"},
        "language": "ru",
    }
    nothing = dict.fromkeys(plain_source(source))
    assert plain_source(SOURCE) == {
        **nothing, "id": "cnn", "publisher": "CNN", "stance": "supports",
    }  # fmt: skip


def test_problems_read_as_editors_want_them() -> None:
    """A problem is path:line:column, its rule, what is wrong, and the cure where there is one."""
    problem = Problem(Place("x.yaml", 3, 9), "date", "no date", "write 2016")
    assert str(problem) == "x.yaml:3:9: error[date] no date; write 2016"
    assert str(replace(problem, cure="")) == "x.yaml:3:9: error[date] no date"
    warning = replace(problem, severity=Severity.WARNING)
    assert str(warning) == "x.yaml:3:9: warning[date] no date; write 2016"
    assert str(Place("x.yaml")) == "x.yaml:1:1"


def test_problems_are_sorted_by_place() -> None:
    """Lines and columns are ordered as numbers, and the path goes first."""
    places = [Place("b", 1, 1), Place("a", 10, 1), Place("a", 9, 10), Place("a", 9, 9)]
    problems = sorted(Problem(place, "rule", "message") for place in places)
    assert [problem.place for problem in problems] == places[::-1]


def test_questions_and_answers() -> None:
    """An empty question asks for everything in time order; an empty answer holds nothing."""
    assert [str(sort) for sort in Sort] == ["relevance", "date", "newest", "confidence", "id"]
    assert (Query().text, Query().sort, Query().limit) == ("", "date", 0)
    assert Query(topics=("a",)) != Query()
    assert (Answer().hits, Answer().total, Answer().partial) == ((), 0, False)
    assert Hit(plain_card(CARD)).score is None
