"""Days as numbers, in the proleptic Gregorian calendar, which ISO 8601 counts in and has a year 0.

1 is 1 January 0001, as in `datetime.date.toordinal`; years before that have numbers below 1, and no
year is too far.
"""

_DAYS_OF_400_YEARS = 146_097
_DAYS_BEFORE = (0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)  # a month, from 1 on


def day_number(year: int, month: int, day: int) -> int:
    """Return the number of a day."""
    before = year - 1
    leap = month > 2 and is_leap(year)
    return (
        before * 365 + before // 4 - before // 100 + before // 400
        + _DAYS_BEFORE[month] + leap + day
    )  # fmt: skip


def year_of(day: int) -> int:
    """Return the year in which the day of a number lies."""
    year = day * 400 // _DAYS_OF_400_YEARS  # off by one at most
    while day_number(year + 1, 1, 1) <= day:
        year += 1
    return year


def is_leap(year: int) -> bool:
    """Whether a year has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_length(year: int, month: int) -> int:
    """Return how many days a month has."""
    if month == 2:
        return 29 if is_leap(year) else 28
    return 30 if month in {4, 6, 9, 11} else 31


def iso_day(year: int, month: int, day: int) -> str | None:
    """Return a day as ISO 8601 writes it, "-0043-03-15"; None where a year has five digits."""
    if not -10_000 < year < 10_000:
        return None
    return f"{iso_year(year)}-{month:02}-{day:02}"


def iso_year(year: int) -> str:
    """Return a year in at least four digits: "0602", "-0043"."""
    return f"{year:04}" if year >= 0 else f"-{-year:04}"
