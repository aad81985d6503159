"""Questions that name a month or a day."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Run

Runner = Callable[..., "Run"]
Writer = Callable[..., Path]

CARDS = """
- {id: month, claim: The tug was sold., date: 2016-11, confidence: possible, source: S}
- {id: day, claim: The tug was let., date: 2016-11-24, confidence: possible, source: S}
- {id: later, claim: They spoke of the sale of November 2016., date: 2019-03-01,
   confidence: possible, source: S}
- {id: wrong-month, claim: The 11 tugs., date: 2016-01-11, confidence: possible, source: S}
- {id: year, claim: The tug was lent., date: 2016, confidence: possible, source: S}
- {id: may, claim: The tug was lost., date: 2022-05-25, confidence: possible, source: S}
- {id: letter, claim: A letter of 25 May 2022 was found., date: 2023, confidence: possible,
   source: S}
- {id: span, claim: The tug lay in port., date: 2017-02-03/2017-06, confidence: possible, source: S}
"""


@pytest.fixture
def asked(run: Runner, cards: Writer) -> Callable[..., dict[str, bool]]:
    """Ask, and return each card with whether it has all that was asked for, best first."""
    facts = cards(CARDS)

    def ask(*words: str) -> dict[str, bool]:
        found = run("--facts", facts, "search", *words, "--json")
        return {card["id"]: card["all_words"] for card in json.loads(found.out)}

    return ask


@pytest.mark.parametrize("query", ["2016-11", "November 2016", "nov 2016", "in nov. 2016?"])
def test_a_month(asked: Callable[..., dict[str, bool]], query: str) -> None:
    """Cards of that month come first, what speaks of it follows; the year alone is only near."""
    found = asked(query)

    assert [card for card, whole in found.items() if whole] == ["day", "month", "later"]
    assert list(found)[3:] == ["wrong-month", "year"]


@pytest.mark.parametrize("query", ["2022-05-25", "25 May 2022", "May 25, 2022"])
def test_a_day(asked: Callable[..., dict[str, bool]], query: str) -> None:
    """The card of that day comes before one that speaks of it."""
    assert [card for card, whole in asked(query).items() if whole] == ["may", "letter"]


def test_a_day_that_no_card_has(asked: Callable[..., dict[str, bool]]) -> None:
    """The other cards of its month are near, and come first."""
    found = asked("2016-11-02")

    assert not any(found.values())
    assert list(found)[:2] == ["day", "month"]


def test_a_date_that_nothing_is_near(run: Runner, cards: Writer) -> None:
    """Of another year there is nothing to tell."""
    done = run("--facts", cards(CARDS), "search", "1914-08", "--format", "ids")

    assert (done.status, done.out) == (1, "")
    assert done.err == "relcli: note: nothing found for 1914-08\n"


def test_a_date_among_words(asked: Callable[..., dict[str, bool]]) -> None:
    """It counts as one of the words."""
    found = asked("sold november 2016")

    assert [card for card, whole in found.items() if whole] == ["month"]


@pytest.mark.parametrize("query", ["2017-02", "2017-06", "February 2017", "3 February 2017"])
def test_a_span_is_found_by_both_its_ends(
    asked: Callable[..., dict[str, bool]], query: str
) -> None:
    """Each month and day that a date names finds it."""
    assert next(iter(asked(query).items())) == ("span", True)


def test_a_date_that_is_left_out(run: Runner, cards: Writer) -> None:
    """`-2016-11` leaves out the cards of that month."""
    done = run("--facts", cards(CARDS), "search", "tug -2016-11", "--format", "ids")

    assert sorted(done.out.split()) == ["may", "span", "wrong-month", "year"]


def test_a_date_is_told_as_it_was_written(run: Runner, cards: Writer) -> None:
    """What was matched names the date of the question and that of the card."""
    done = run("--facts", cards(CARDS), "search", "25 May 2022", "--json")
    first, second = (card["matched"] for card in json.loads(done.out)[:2])

    assert first == [{"word": "25 May 2022", "found": "2022-05-25", "how": "date", "field": "date"}]
    assert [match["field"] for match in second] == ["claim"]


def test_a_quoted_date_is_text(asked: Callable[..., dict[str, bool]]) -> None:
    """A card of that day has it in words, too, and so has one that speaks of it."""
    assert set(asked('"25 May 2022"')) == {"may", "letter"}
