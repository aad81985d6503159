"""Dates hold their promises for every text: order, ranges, round trip, refusal, the oracle."""

import math
import re
from time import struct_time

import edtf
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from relcli.model.date import Date, DateError, month_length, read


def _days(draw: st.DrawFn, year: str) -> str:
    month = draw(st.integers(1, 12))
    return f"{year}-{month:02}-{draw(st.integers(1, month_length(int(year), month))):02}"


# Years near each other, so that dates often share a first day, and the edges of the calendar.
YEARS = st.one_of(st.integers(2010, 2021), st.integers(0, 9999)).map("{:04}".format)
MONTHS = st.builds("{}-{:02}".format, YEARS, st.integers(1, 12))
DAYS = st.composite(lambda draw: _days(draw, draw(YEARS)))()
SEASONS = st.builds("{}-{}".format, YEARS, st.integers(21, 24))
MASKED = st.one_of(
    YEARS.map(lambda year: year[:3] + "X"),
    YEARS.map(lambda year: year[:2] + "XX"),
    YEARS.map("{}-XX".format),
    YEARS.map("{}-XX-XX".format),
    MONTHS.map("{}-XX".format),
)
MARKS = st.sampled_from(["", "?", "~", "%"])
ENDS = st.builds(str.__add__, st.one_of(YEARS, MONTHS, DAYS, SEASONS), MARKS)
SINGLES = st.builds(str.__add__, st.one_of(YEARS, MONTHS, DAYS, SEASONS, MASKED), MARKS)
HALF_OPEN = st.one_of(
    ENDS.map("{}/..".format),
    ENDS.map("../{}".format),
    ENDS.map("{}/".format),
    ENDS.map("/{}".format),
)
PAIRS = st.builds("{}/{}".format, ENDS, ENDS)
TEXTS = st.one_of(SINGLES, HALF_OPEN, PAIRS.filter(read))
DATES = TEXTS.map(Date.parse)
BOUNDS = st.none() | DATES


@given(TEXTS)
def test_a_date_gives_its_text_back(text: str) -> None:
    """Parsing what `str()` gives makes an equal date."""
    assert str(Date.parse(text)) == text
    assert Date.parse(str(Date.parse(text))) == Date.parse(text)


@given(TEXTS)
def test_words_are_one_line_without_the_signs_of_edtf(text: str) -> None:
    """No reader meets X, ?, ~, %, a slash or a number-only month in the words of a date."""
    words = Date.parse(text).words
    assert re.fullmatch(r"[A-Za-z0-9 ,()]+", words)
    assert "X" not in words


@given(DATES)
def test_the_days_of_a_date_are_in_order(date: Date) -> None:
    """The earliest day is not after the latest, and one of them is known."""
    assert date.earliest or date.latest
    assert (date.earliest or "") <= (date.latest or "~")


@given(DATES, DATES)
def test_of_two_dates_exactly_one_order_holds(one: Date, other: Date) -> None:
    """Before, equal or after: one of the three, and the other comparisons follow from it."""
    assert [one < other, one == other, one > other].count(True) == 1
    assert (one <= other) == (not one > other)
    assert (one >= other) == (not one < other)
    assert (one == other) == (one.sort_key == other.sort_key) == (hash(one) == hash(other))


@given(DATES, DATES, DATES)
def test_order_is_transitive(first: Date, second: Date, third: Date) -> None:
    """What is before a date that is before a third is before the third."""
    if first <= second <= third:
        assert first <= third


@given(st.lists(DATES))
def test_sorting_agrees_with_the_sort_key(dates: list[Date]) -> None:
    """Sorting dates and sorting by their keys give one order, that of the first days."""
    ordered = sorted(dates)
    assert ordered == sorted(dates, key=lambda date: date.sort_key)
    earliest = [date.earliest or "" for date in ordered]
    assert earliest == sorted(earliest)


@given(DATES, BOUNDS, BOUNDS)
def test_what_is_certainly_in_is_possibly_in(
    date: Date, since: Date | None, until: Date | None
) -> None:
    """No date is certain to lie where it cannot lie."""
    assert date.possibly_in(since, until) or not date.certainly_in(since, until)


@given(DATES, BOUNDS, BOUNDS, BOUNDS)
def test_a_wider_range_loses_nothing(
    date: Date, since: Date | None, until: Date | None, wider: Date | None
) -> None:
    """A range whose end is moved back holds at least what it held."""
    if wider and (until is None or until.latest is None or (wider.latest or "~") < until.latest):
        wider = None
    assert not date.certainly_in(since, until) or date.certainly_in(since, wider)
    assert not date.possibly_in(since, until) or date.possibly_in(since, wider)


def _refusal(text: str) -> DateError | None:
    try:
        Date.parse(text)
    except DateError as error:
        return error
    return None


# Text near a date: the characters EDTF is made of, and what people put around them.
BEFORE = (
    "", "c. ", "about ", "possibly ", "since ", "until ", "from ", "Nov ", "2 May ", "Q2 ", "the ",
    "{", "[..", "y", "fall of ", "\u0663", "2nd century ",
)  # fmt: skip
AFTER = (
    "", "s", "'s", "?~", " to 2016", " or 2016", "-", "..]", "/open", "/unknown", "S2", "T10",
    "/12", " - now", "\u20132016", ", end unknown", "^southernHemisphere", "\n",
)  # fmt: skip
NEAR = st.one_of(
    st.text(),
    st.text("0123456789-/?~%Xxu. ", max_size=24),
    st.from_regex(r"[0-9]{1,4}[-./ ][0-9X]{1,2}([-./ ][0-9X]{1,4})?[?~%]{0,2}", fullmatch=True),
    st.builds("{}{}{}".format, st.sampled_from(BEFORE), SINGLES, st.sampled_from(AFTER)),
    PAIRS,
)


@given(NEAR)
@example("\ud800")
@example("9999-30")
@example("2" * 1_000_000)
@example("/" * 64)
@example("between " * 8)
@example("2000s or 1900s/2000s or 1900s")
@example("\u00b2015")
def test_any_text_is_a_date_or_a_short_refusal(text: str) -> None:
    """Whatever is typed, the answer is a date or one short line of reason and of cure."""
    error = _refusal(text)
    if error:
        for line in (str(error), error.cure):
            assert line
            assert line.isprintable()
            assert len(line) < 80
            assert not line.endswith(".") or line.endswith("..")


@given(NEAR)
def test_a_cure_that_names_dates_names_valid_ones(text: str) -> None:
    """Following a cure "write …" ends the trouble."""
    error = _refusal(text)
    # A cure in words ("write a day from 01 to 28") begins with one; a date never with a letter.
    if error and re.match(r"write [\d./X]", error.cure):
        assert all(map(read, error.cure.removeprefix("write ").split(" or ")))


def _iso(day: struct_time | float) -> str | None:
    """Give a bound of the edtf package as an ISO day, its infinities as None."""
    if isinstance(day, float):
        assert math.isinf(day)
        return None
    return "{:04}-{:02}-{:02}".format(*day[:3])


def _oracle(text: str) -> tuple[str | None, str | None]:
    date = edtf.parse_edtf(text)
    return _iso(date.lower_strict()), _iso(date.upper_strict())


def _both_know(text: str) -> bool:
    """Whether the edtf package reads a text as relcli does.

    It differs in these: a season alone may have no qualifier, though one in an interval may;
    winter ends on 31 December; an unknown end lies ten years from the known one.
    """
    return not (re.fullmatch(r"\d{4}-2[1-4][?~%]", text) or re.search(r"-24[?~%]?$|^/|/$", text))


@given(TEXTS.filter(_both_know))
def test_the_days_are_those_of_the_edtf_package(text: str) -> None:
    """The edtf package finds the same first and last day wherever the two should agree."""
    date = Date.parse(text)
    assert (date.earliest, date.latest) == _oracle(text)


@given(st.one_of(SINGLES, HALF_OPEN, PAIRS))
def test_only_reversed_intervals_divide_the_parsers(text: str) -> None:
    """What relcli refuses of these the edtf package reads with its end before its start."""
    if not read(text):
        earliest, latest = _oracle(text)
        assert earliest
        assert latest
        assert latest < earliest


@pytest.mark.parametrize(
    ("text", "theirs"),
    [
        ("2015-24", ("2015-12-01", "2015-12-31")),
        ("2015/", ("2015-01-01", "2025-01-01")),
        ("/2015", ("2005-12-31", "2015-12-31")),
        ("2016/2015", ("2016-01-01", "2015-12-31")),
        ("1900-02-29", ("1900-02-29", "1900-02-29")),
    ],
)
def test_where_the_edtf_package_is_not_followed(
    text: str, theirs: tuple[str | None, str | None]
) -> None:
    """Each known difference is still one; when the package changes, the docs here must too."""
    date = read(text)
    assert _oracle(text) == theirs
    assert date is None or (date.earliest, date.latest) != theirs
