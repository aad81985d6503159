"""Dates for formats that take no EDTF: numbers where they say the same, words where they don't."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from relcli.model.card_dict import PlainCard, date_of
from relcli.model.date import Date
from relcli.model.edtf import point_of
from relcli.view.export.selection import some

# Of year, month and day; all else is known by years.
_PARTS = {"time": 3, "day": 3, "month": 2, "season": 2}
_YEAR_ONE = "0001"  # where the years of calendars, and of RIS, begin


def csl_date(date: Date) -> dict[str, Any]:
    """Return a date as one of CSL-JSON (CSL 1.0.2, "Date content model").

    There are no times of day. Approximate dates are `circa`. What has no numbers there is
    `literal`, in words: sets, open ends, unspecified digits, uncertain dates (CSL's `circa` says
    another thing), intervals of seasons.
    """
    sides = date.edtf.split("/")
    approximate = [side for side in sides if side.endswith("~")]
    points = [Date.parse(side) for side in sides if side not in ("", "..")]
    by_number = date.precision != "set" and len(points) == len(sides) and "X" not in date.edtf
    if not by_number or date.uncertain or (approximate and len(approximate) < len(sides)):
        return {"literal": date.words}
    circa = {"circa": True} if approximate else {}
    if any(point.precision == "season" for point in points):
        if len(points) > 1:
            return {"literal": date.words}
        season = point_of(date.edtf)["season"]
        return {"date-parts": [_csl_numbers(date)[:1]], "season": int(season) - 20, **circa}
    return {"date-parts": [_csl_numbers(point) for point in points], **circa}


def biblatex_date(date: Date) -> str | None:
    """Return a date as Biber reads it, None for what it refuses.

    Biber (its Date::Format and Utils of 2024) reads levels 0 and 1, but no set of level 2,
    no unspecified digits with a qualifier or before the year 0, and zones with minutes alone.
    """
    masked = "X" in date.edtf and (date.edtf[0] == "-" or date.edtf[-1] in "?~%")
    if date.precision == "set" or masked:
        return None
    return re.sub(r"(T.*[+-][0-9]{2})$", r"\1:00", date.edtf)


def ris_date(date: Date) -> tuple[str | None, str]:
    """Return the year, and `YYYY/MM/DD/words`, in which any part may be empty.

    The words are there where the numbers do not say it all. The year is the first that it may be,
    or the last where it has no first one: readers sort by it, and show the words beside it. Only
    years of four digits are: Zotero takes 0000 for none.
    """
    day = date.latest if date.first is None else date.earliest
    if not day or day < _YEAR_ONE:
        return None, f"///{date.words}"
    known = {"time": 3, "day": 3, "month": 2}.get(date.precision, 1)
    parts = [*day.split("-")[:known], "", ""][:3]
    exact = date.precision in {"day", "month", "year"} and date.edtf[-1] not in "?~%X"
    return parts[0], "/".join([*parts, "" if exact else date.words])


def span(date: Date) -> tuple[list[int] | None, list[int] | None]:
    """Return where a date starts and ends as numbers, each as precise as it is known.

    `2015-11` is [2015, 11] twice, a season or a decade its first and last month or year, and a set
    all that it may be. None is for a side that is open or unknown, or has more than four digits.
    """
    first, last = date.sides
    start = _numbers(Date.parse(first), date.earliest) if date.earliest else None
    return start, _numbers(Date.parse(last), date.latest) if date.latest else None


def start_span(date: Date) -> tuple[str, str] | None:
    """Return the first and the last day that a calendar shows, None for what it cannot show.

    What has no end is shown where it starts: nobody claimed the days after that. A set is shown as
    a month or a decade is, on all the days that it may have been; its words say that it was one of
    them. One without a start may have been on any day before, and is not shown.
    """
    if not in_calendar(date):
        return None
    # The year of a calendar's last winter has five digits.
    first = date.earliest or ""
    return first, date.latest or Date.parse(date.sides[0]).latest or first


def in_calendar(date: Date) -> bool:
    """Whether a date starts on a day from the year 1 to 9999, the years of most calendars."""
    return (date.earliest or "") >= _YEAR_ONE


def day_of(date: Date) -> Date:
    """Return the day of a date that has a time of day; any other as it is."""
    return Date.parse(date.edtf.partition("T")[0]) if date.precision == "time" else date


def some_undrawn(
    cards: Sequence[PlainCard], drawn: Callable[[Date], bool], years: str
) -> list[str]:
    """Tell how many cards are not drawn along some years, and why."""
    undrawn = [date for date in map(date_of, cards) if not drawn(date)]
    startless = sum(date.first is None for date in undrawn)
    too_far = len(undrawn) - startless
    return [
        *some("", startless, "card", "whose date has no beginning"),
        *some("", too_far, "card", f"outside the years {years}"),
    ]


def _csl_numbers(point: Date) -> list[int]:
    """Return the numbers of a point in time for CSL, where -1 is 1 BC, and no year is 0."""
    long = None if point.earliest else point_of(point.edtf)["long"]
    year, *rest = [int(long)] if long else _numbers(point, point.earliest or "")
    return [year if year > 0 else year - 1, *rest]


def _numbers(point: Date, day: str) -> list[int]:
    """Return as many numbers of a day ("2015-11-01") as a point in time is precise."""
    parts = day[:-6], day[-5:-3], day[-2:]  # a year may begin with a minus
    return [int(part) for part in parts[: _PARTS.get(point.precision, 1)]]
