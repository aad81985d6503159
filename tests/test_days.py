"""Days as numbers: there and back, in any year."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relcli.model.date_words import years_words
from relcli.model.days import calendar_day, day_number, month_length, year_of

YEARS = st.one_of(st.integers(-5000, 5000), st.integers(-(10**12), 10**12))


@given(st.dates())
def test_days_are_numbered_as_in_datetime(day: date) -> None:
    """In the years 1 to 9999 a number and a calendar day are those of the standard library."""
    assert day_number(day.year, day.month, day.day) == day.toordinal()
    assert calendar_day(day.toordinal()) == (day.year, day.month, day.day)


@given(YEARS, st.integers(1, 12), st.data())
def test_there_and_back(year: int, month: int, data: st.DataObject) -> None:
    """In every year the number of a day gives the day back, and that before it another."""
    day = data.draw(st.integers(1, month_length(year, month)))
    number = day_number(year, month, day)

    assert calendar_day(number) == (year, month, day)
    assert year_of(number) == year
    assert calendar_day(number - 1) < (year, month, day)
    assert day_number(*calendar_day(number - 1)) == number - 1


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (1982, 1982, "1982"),
        (602, 602, "602"),
        (1983, 2005, "1983–2005"),
        (-49, -40, "50–41 BC"),
        (-3, 8, "4 BC–8"),
        (0, 0, "1 BC"),
        (-65_999_999, -43, "66,000,000–44 BC"),
        (2024, 16_999, "2024–16,999"),
    ],
)
def test_years_in_a_row_in_words(first: int, last: int, words: str) -> None:
    """As people write them, with what both years share said once."""
    assert years_words(first, last) == words
