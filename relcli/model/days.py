"""Days as numbers, in the proleptic Gregorian calendar, which ISO 8601 counts in and has a year 0.

1 is 1 January 0001, as in `datetime.date.toordinal`; years before that have numbers below 1, and no
year is too far.
"""

_DAYS_BEFORE = (0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)  # a month, from 1 on


def day_number(year: int, month: int, day: int) -> int:
    """Return the number of a day."""
    before = year - 1
    leap = month > 2 and is_leap(year)
    return (
        before * 365 + before // 4 - before // 100 + before // 400
        + _DAYS_BEFORE[month] + leap + day
    )  # fmt: skip


def calendar_day(number: int) -> tuple[int, int, int]:
    """Return the year, month and day of the number of a day."""
    eras, within = divmod(number - 1, 146_097)  # the days of 400 years
    century = min(within // 36_524, 3)
    within -= century * 36_524
    four, within = divmod(within, 1461)
    year = min(within // 365, 3)
    within -= year * 365
    year += eras * 400 + century * 100 + four * 4 + 1
    month = within // 31 + 1  # or the one after it
    if month < 12 and within >= day_number(year, month + 1, 1) - day_number(year, 1, 1):
        month += 1
    return year, month, within - day_number(year, month, 1) + day_number(year, 1, 1) + 1


def year_of(number: int) -> int:
    """Return the year that a day lies in."""
    return calendar_day(number)[0]


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
