"""Days as an index row holds them, so that a range of dates is a range of numbers."""

FIRST_DAY, LAST_DAY = -(1 << 30), 1 << 30  # some 2.9 million years before and after Christ
MOST = 1 << 62  # of a year, which has a column of its own


def held(day: int | None, otherwise: int) -> int:
    """Return the number of a day as a row holds it; of one that is open, `otherwise`."""
    return otherwise if day is None else max(FIRST_DAY, min(day, LAST_DAY))


def held_year(year: int | None) -> int | None:
    """Return a year as a row holds it."""
    return None if year is None else max(-MOST, min(year, MOST))
