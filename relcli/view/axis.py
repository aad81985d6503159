"""A time axis: which column a day stands in, and the line that a date is along it."""

from collections.abc import Collection
from typing import NamedTuple

from relcli.model.date import MONTHS, Date
from relcli.model.days import month_length

POINT, LINE = "●", "━"
VAGUE_POINT, VAGUE_LINE = "○", "╌"  # approximate or uncertain
OPEN_START, OPEN_END, GOES_ON, UNKNOWN = "◀", "▶", "→", "?"
TICK = "·"

_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000)
_LABEL = 4  # digits of a year
_MOST = 12  # columns a year of an axis of several: finer is what the bands of a year are for


class Axis(NamedTuple):
    """The years from `first` to `last`: `columns` a year, or `years` a column."""

    first: int
    last: int
    columns: int = 1
    years: int = 1

    @property
    def width(self) -> int:
        """How many columns it has."""
        return -(-(self.last - self.first + 1) // self.years) * self.columns

    def column(self, day: str) -> int:
        """Return the column of a day ("2016-11-24")."""
        year, month, number = (int(part) for part in day.split("-"))
        length = month_length(year, month)
        within = ((month - 1) * length + number - 1) * self.columns // (12 * length)
        return self.column_of(year) + within

    def column_of(self, year: int) -> int:
        """Return the first column of a year."""
        return (year - self.first) // self.years * self.columns


def fit(first: int, last: int, width: int) -> Axis:
    """Return an axis that is as wide as fits, with at least a column a year where that fits."""
    years = max(last - first + 1, 1)
    if years > width:
        return Axis(first, last, 1, -(-years // max(width, 1)))
    return Axis(first, last, min(width // years, _MOST))


def ruler(axis: Axis) -> tuple[str, tuple[int, ...]]:
    """Return the years that stand above an axis, and the columns where they begin."""
    fitting = (step for step in _STEPS if step * axis.columns // axis.years > _LABEL)
    step = next(fitting, _STEPS[-1])
    labelled = [year for year in range(axis.first, axis.last + 1) if year % step == 0]
    line = ""
    ticks = []
    for year in labelled or range(axis.first, axis.last + 1)[:1]:
        column = axis.column_of(year)
        ticks.append(column)
        if column + _LABEL <= max(axis.width, _LABEL):
            line = f"{line:{column}}{year:04}"
    return line, tuple(ticks)


def months(month_width: int) -> str:
    """Return the months of a year, each `month_width` columns wide."""
    letters = 3 if month_width > 3 else 1
    return "".join(name[:letters].ljust(month_width) for name in MONTHS)


def strip_of(date: Date, axis: Axis, ticks: Collection[int]) -> str:
    """Return the line that a date is along an axis on which it begins, or ends if it is open."""
    vague = date.uncertain or date.approximate or date.precision in {"decade", "century"}
    cells = [TICK if column in ticks else " " for column in range(axis.width)]
    first = axis.column(date.earliest) if date.earliest else 0
    ends_here = date.latest is not None and int(date.latest[:4]) <= axis.last
    last = axis.column(date.latest) if date.latest and ends_here else axis.width - 1
    if date.earliest == date.latest:
        cells[first] = VAGUE_POINT if vague else POINT
        return "".join(cells)
    cells[first : last + 1] = (VAGUE_LINE if vague else LINE) * (last + 1 - first)
    if date.earliest is None:
        cells[0] = OPEN_START if date.start == "open" else UNKNOWN
    if not ends_here:
        cells[-1] = GOES_ON if date.latest else OPEN_END if date.end == "open" else UNKNOWN
    return "".join(cells)
