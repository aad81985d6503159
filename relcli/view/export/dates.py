"""Dates for formats that take no EDTF: numbers where they say the same, words where they don't."""

from typing import Any

from relcli.model.date import Date

_PARTS = {"day": 3, "month": 2, "season": 2}  # of year, month and day; all else is known by years


def csl_date(text: str) -> dict[str, Any]:
    """Return an EDTF date as a date of CSL-JSON (CSL 1.0.2, "Date content model").

    Approximate dates are `circa`. What has no numbers there is `literal`, in words: open ends,
    unspecified digits, uncertain dates (CSL's `circa` says another thing), intervals of seasons.
    """
    date = Date.parse(text)
    sides = text.split("/")
    approximate = [side for side in sides if side.endswith("~")]
    points = [Date.parse(side) for side in sides if side not in ("", "..")]
    by_number = len(points) == len(sides) and "X" not in text and not date.uncertain
    if not by_number or (approximate and len(approximate) < len(sides)):
        return {"literal": date.words}
    circa = {"circa": True} if approximate else {}
    if any(point.precision == "season" for point in points):
        if len(points) > 1:
            return {"literal": date.words}
        year, season = sides[0].rstrip("~").split("-")
        return {"date-parts": [[int(year)]], "season": int(season) - 20, **circa}
    return {"date-parts": [numbers(point, point.earliest or "") for point in points], **circa}


def span(text: str) -> tuple[list[int] | None, list[int] | None]:
    """Return where a date starts and ends as numbers, each as precise as it is known.

    `2015-11` is [2015, 11] twice, a season or a decade its first and last month or year. None is
    for a side that is open or unknown.
    """
    date = Date.parse(text)
    sides = text.split("/")
    first, last = sides[0], sides[-1]
    start = numbers(Date.parse(first), date.earliest) if date.earliest else None
    return start, numbers(Date.parse(last), date.latest) if date.latest else None


def numbers(point: Date, day: str) -> list[int]:
    """Return as many numbers of a day ("2015-11-01") as a point in time is precise."""
    return [int(part) for part in day.split("-")[: _PARTS.get(point.precision, 1)]]


def start_span(text: str) -> tuple[str, str] | None:
    """Return the first and the last day that a calendar shows, None for a date without a start.

    What has no end is shown where it starts: nobody claimed the days after that.
    """
    date = Date.parse(text)
    if date.earliest is None:
        return None
    return date.earliest, date.latest or Date.parse(text.partition("/")[0]).latest or date.earliest
