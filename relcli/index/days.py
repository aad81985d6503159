"""Days as numbers, so that a range of dates is a range of numbers."""

from datetime import date

OPEN_END = date.max.toordinal()  # later than every day


def ordinal(day: str) -> int:
    """Return the number of a day ("2016-11-24"), 1 for 1 January 0001; 0 in the year 0."""
    return 0 if day < "0001" else date.fromisoformat(day).toordinal()
