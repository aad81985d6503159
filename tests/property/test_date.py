"""Dates hold their promises for every text: order, ranges, round trip, refusal, the oracle."""

import datetime as dt
import math
import re
from time import struct_time

import edtf
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from relcli.model.date import Date, date_of_plain, read, read_words
from relcli.model.days import day_number, iso_day, iso_year, month_length
from relcli.model.edtf import DateError


def _days(draw: st.DrawFn, year: str) -> str:
    month = draw(st.integers(1, 12))
    return f"{year}-{month:02}-{draw(st.integers(1, month_length(int(year), month))):02}"


# Years near each other, so that dates often share a first day, and the edges of the calendar.
YEARS = st.one_of(
    st.integers(2010, 2021), st.integers(0, 9999), st.integers(-9999, -1), st.integers(-3, 3)
).map(iso_year)
FAR = st.one_of(st.integers(10_000, 10**17), st.integers(-(10**17), -10_000)).map("Y{}".format)
MONTHS = st.builds("{}-{:02}".format, YEARS, st.integers(1, 12))
DAYS = st.composite(lambda draw: _days(draw, draw(YEARS)))()
SEASONS = st.builds("{}-{}".format, YEARS, st.integers(21, 24))
MASKED = st.one_of(
    YEARS.map(lambda year: year[:-1] + "X"),
    YEARS.map(lambda year: year[:-2] + "XX"),
    YEARS.map("{}-XX".format),
    YEARS.map("{}-XX-XX".format),
    MONTHS.map("{}-XX".format),
)
ZONES = st.one_of(
    st.sampled_from(["", "Z", "+00:00"]),
    st.builds("{}{:02}".format, st.sampled_from("+-"), st.integers(0, 23)),
    st.builds(
        "{}{:02}:{:02}".format, st.sampled_from("+-"), st.integers(0, 23), st.integers(0, 59)
    ),
)
TIMES = st.builds("{}T{}{}".format, DAYS, st.times().map("{:%H:%M:%S}".format), ZONES)
MARKS = st.sampled_from(["", "?", "~", "%"])
SOLID = st.one_of(YEARS, MONTHS, DAYS)
ENDS = st.builds(str.__add__, st.one_of(SOLID, SEASONS, FAR), MARKS)
SINGLES = st.builds(str.__add__, st.one_of(SOLID, SEASONS, MASKED, FAR), MARKS)
HALF_OPEN = st.one_of(
    ENDS.map("{}/..".format),
    ENDS.map("../{}".format),
    ENDS.map("{}/".format),
    ENDS.map("/{}".format),
)
PAIRS = st.builds("{}/{}".format, ENDS, ENDS)
EDTF = st.one_of(SINGLES, TIMES, HALF_OPEN, PAIRS.filter(read))
SETS = st.one_of(
    st.builds("between {} and {}".format, SOLID, SOLID).filter(read),
    st.one_of(SOLID, FAR).map("by {}".format),
    st.one_of(SOLID, FAR).map("[{}..]".format),
)
STATES = st.one_of(SINGLES, TIMES).map("as of {}".format)
TEXTS = st.one_of(EDTF, SETS, STATES)
DATES = TEXTS.map(Date.parse)
BOUNDS = st.none() | DATES


@given(TEXTS)
def test_a_date_gives_its_text_back(text: str) -> None:
    """Parsing what `str()` gives makes an equal date."""
    date = Date.parse(text)
    assert str(date) == text
    assert Date.parse(str(date)) == date == date_of_plain(date.edtf, date.as_of)


@given(TEXTS)
def test_words_are_one_line_without_the_signs_of_edtf(text: str) -> None:
    """No reader meets X, ?, ~, %, a slash or a number-only month in the words of a date."""
    words = Date.parse(text).words
    assert re.fullmatch(r"[A-Za-z0-9 ,():+-]+", words)
    assert "X" not in words


@given(TEXTS)
@example("-0001-01-02/-0001-01-02?")  # days of a year that is a number like theirs
@example("-0001/-0001-01-03")
@example("-0001-01-02/-0001-01")
@example("-0043/-0039")
@example("0002/0002-01-03")
def test_words_are_read_as_the_date_that_they_are_of(text: str) -> None:
    """What relcli shows of a date is read as that date where it is typed, or refused."""
    date = Date.parse(text)
    try:
        read = read_words(date.words)
    except DateError:
        return
    assert (read.first, read.last, read.as_of) == (date.first, date.last, date.as_of)


@given(DATES)
def test_the_days_of_a_date_are_in_order(date: Date) -> None:
    """The earliest day is not after the latest, and one of them is known."""
    assert date.first is not None or date.last is not None
    assert date.first is None or date.last is None or date.first <= date.day <= date.last
    assert date.day in {date.first, date.last}


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
    """Sorting dates and sorting by their keys give one order, that of their days."""
    ordered = sorted(dates)
    assert ordered == sorted(dates, key=lambda date: date.sort_key)
    days = [date.day for date in ordered]
    assert days == sorted(days)


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
    end = math.inf if wider is None or wider.last is None else wider.last
    if until is None or until.last is None or end < until.last:
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
    "{", "[..", "y", "fall of ", "\u0663", "2nd century ", "by ", "as of ", "between ", "AD ", "-",
)  # fmt: skip
AFTER = (
    "", "s", "'s", "?~", " to 2016", " or 2016", "-", "..]", "/open", "/unknown", "S2", "T10",
    "/12", " - now", "\u20132016", ", end unknown", "^southernHemisphere", "\n", " BC", "T24:00:00",
    " or later", " and 2016",
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
    if error and re.match(r"write ([\d./X\[Y-]|by |between |as of )", error.cure):
        assert all(map(read, error.cure.removeprefix("write ").split(" or ")))


@given(st.integers(-20_000, 20_000), st.integers(1, 12), st.integers(1, 28))
def test_a_day_has_the_number_that_the_standard_library_gives_it(
    year: int, month: int, day: int
) -> None:
    """Four hundred years have as many days at any time, so years that it has stand for others."""
    cycles = (year - 1) // 400
    known = dt.date(year - 400 * cycles, month, day).toordinal()
    assert day_number(year, month, day) == known + cycles * 146_097


def _oracle(text: str) -> tuple[str | None, str | None]:
    """Give the days of the edtf package in ISO 8601; its infinities, and far years, as None."""
    date = edtf.parse_edtf(text)
    return _iso(date.lower_strict()), _iso(date.upper_strict())


def _iso(day: struct_time | float) -> str | None:
    if isinstance(day, float):
        assert math.isinf(day)
        return None
    return iso_day(*day[:3])


def _both_know(text: str) -> bool:
    """Whether the edtf package reads a text as relcli does.

    It differs in these: a season alone, or a `Y` year, may have no qualifier, and a `Y` year stands
    in no interval and no set; winter ends on 31 December; an unknown end lies ten years from the
    known one; of an unknown month or day of a year before 1, the first is the last; an offset from
    UTC is not zero and at most 14 hours; a set lies between dates of one precision.
    """
    return not (
        re.fullmatch(r"-?\d{4}-2[1-4][?~%]", text)
        or re.search(r"-24[?~%]?(?:$|/)|^/|/$|^-\d{4}.*-XX|^-000X", text)
        or ("Y" in text and not re.fullmatch(r"Y-?\d+", text))
        or ("T" in text and re.search(r"[+-](?:00|1[4-9]|2)[^T]*$", text[11:]))
        or (".." in text and "[" in text and len({side.count("-", 1) for side in _sides(text)}) > 1)
    )


def _sides(text: str) -> list[str]:
    return [side for side in text.strip("[]").split("..") if side]


@given(st.one_of(EDTF, SETS.map(lambda text: Date.parse(text).edtf)).filter(_both_know))
def test_the_days_are_those_of_the_edtf_package(text: str) -> None:
    """The edtf package finds the same first and last day wherever the two should agree."""
    date = Date.parse(text)
    assert (date.earliest, date.latest) == _oracle(text)


@given(st.one_of(SINGLES, HALF_OPEN, PAIRS))
def test_only_reversed_intervals_divide_the_parsers(text: str) -> None:
    """What relcli refuses of these the edtf package reads with its end before its start."""
    if not read(text) and "Y" not in text:
        date = edtf.parse_edtf(text)
        assert tuple(date.upper_strict()[:3]) < tuple(date.lower_strict()[:3])


@pytest.mark.parametrize(
    ("text", "theirs"),
    [
        ("2015-24", ("2015-12-01", "2015-12-31")),
        ("2015/", ("2015-01-01", "2025-01-01")),
        ("/2015", ("2005-12-31", "2015-12-31")),
        ("2016/2015", ("2016-01-01", "2015-12-31")),
        ("1900-02-29", ("1900-02-29", "1900-02-29")),
        ("1985-04-12T24:00:00", ("1985-04-12", "1985-04-12")),
        ("-0043-XX", ("-0043-12-01", "-0043-01-31")),
    ],
)
def test_where_the_edtf_package_is_not_followed(
    text: str, theirs: tuple[str | None, str | None]
) -> None:
    """Each known difference is still one; when the package changes, the docs here must too."""
    date = read(text)
    assert _oracle(text) == theirs
    assert date is None or (date.earliest, date.latest) != theirs


@pytest.mark.parametrize(
    "text",
    [
        *("2015-21?", "Y17000~", "Y17000/..", "[2015-02..2016]"),
        *("1985-04-12T23:20:30+00:00", "1985-04-12T23:20:30+14:30"),
    ],
)
def test_what_the_edtf_package_does_not_read(text: str) -> None:
    """Each text that relcli alone reads is still one."""
    assert read(text)
    with pytest.raises(edtf.EDTFParseException):
        edtf.parse_edtf(text)
