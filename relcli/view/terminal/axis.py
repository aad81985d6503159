"""A time axis: which column a day stands in, and the line that a date is along it."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from relcli.model.date import Date
from relcli.model.date_words import year_words
from relcli.model.days import calendar_day, month_length, year_of
from relcli.model.edtf import MONTHS

POINT, LINE = "●", "━"
VAGUE_POINT, VAGUE_LINE = "○", "╌"  # approximate or uncertain
OPEN_START, OPEN_END, GOES_ON, UNKNOWN = "◀", "▶", "→", "?"
# One unknown time: between two days (in one column, ONCE); by a day or from a day on, an arrow.
SOME_TIME, NOT_BEFORE, NOT_AFTER, ONCE = "┄├┤┼"
BY, FROM, SHAFT = "⇥↦─"
STATE, VAGUE_STATE = "◆", "◇"
TICK = "·"

_ARROW = 3  # columns of an arrow: it tells a direction, and no length
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

    def column(self, day: int) -> int:
        """Return the column of the number of a day."""
        year, month, number = calendar_day(day)
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
    if axis.last < axis.first:
        return "", ()
    longest = max(len(year_words(axis.first)), len(year_words(axis.last)))
    step = next(step for step in _steps() if step * axis.columns // axis.years > longest)
    line = ""
    ticks = []
    for year in _round_years(axis, step) or [axis.first]:
        column, label = axis.column_of(year), year_words(year)
        ticks.append(column)
        free = not line or column > len(line)
        if free and column + len(label) <= max(axis.width, longest):
            line = f"{line:{column}}{label}"
    return line, tuple(ticks)


def _steps() -> Iterator[int]:
    """Yield the numbers of years that may lie between two labels, each greater than the last."""
    yield from (1, 2, 5)
    tens = 10
    while True:
        yield from (tens, 2 * tens, 5 * tens // 2, 5 * tens)
        tens *= 10


def _round_years(axis: Axis, step: int) -> list[int]:
    """Return the multiples of a number among the years, and 1 where years before it are, too.

    Years before 1 are counted as people do, from the first of them back: 44 BC is the year -43.
    """
    first = 1 - (1 - axis.first) // step * step
    before = range(first, min(axis.last, 0) + 1, step)
    after = range(-(-max(axis.first, 1) // step) * step, axis.last + 1, step)
    meets = [1] if axis.first < 1 <= axis.last and step > 1 else []
    return [*before, *meets, *after]


def months(month_width: int) -> str:
    """Return the months of a year, each `month_width` columns wide."""
    letters = 3 if month_width > 3 else 1
    return "".join(name[:letters].ljust(month_width) for name in MONTHS)


def strip_of(date: Date, axis: Axis, ticks: Collection[int]) -> str:
    """Return the line that a date is along an axis on which it begins, or ends if it is open.

    What went on is drawn as a line of its length, as is what is dated by a month or a year; what
    happened once in a longer time, and a state, have lines that claim no length.
    """
    cells = [TICK if column in ticks else " " for column in range(axis.width)]
    first = 0 if date.first is None else axis.column(date.first)
    ends_here = date.last is not None and year_of(date.last) <= axis.last
    last = axis.column(date.last) if date.last is not None and ends_here else axis.width - 1
    if date.precision == "set" and date.first is None:
        first = max(first, last + 1 - _ARROW)
    elif date.precision == "set" and date.last is None:
        last = min(last, first - 1 + _ARROW)
    cells[first : last + 1] = _line(date, last + 1 - first, ends_here=ends_here)
    return "".join(cells)


def _line(date: Date, width: int, *, ends_here: bool) -> list[str]:
    """Return the cells of a date, from its first column to its last."""
    vague = date.uncertain or date.approximate or date.precision in {"decade", "century"}
    if date.as_of:
        cells = [SOME_TIME] * width
        cells[(width - 1) // 2] = VAGUE_STATE if vague else STATE
    elif date.precision == "set":
        if date.first is None:
            return [*SHAFT * (width - 1), BY]
        if date.last is None:
            return [FROM, *SHAFT * (width - 1)]
        inner = SOME_TIME * (width - 2)
        cells = [NOT_BEFORE, *inner, NOT_AFTER] if width > 1 else [ONCE]
    elif date.first == date.last:
        return [VAGUE_POINT if vague else POINT]
    else:
        cells = [VAGUE_LINE if vague else LINE] * width
        if date.first is None:
            cells[0] = OPEN_START if date.start == "open" else UNKNOWN
        if date.last is None:
            cells[-1] = OPEN_END if date.end == "open" else UNKNOWN
    if not ends_here and date.last is not None and cells[-1] not in {STATE, VAGUE_STATE}:
        cells[-1] = GOES_ON
    return cells
