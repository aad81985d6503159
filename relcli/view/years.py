"""Years as the columns of a matrix: each by itself where they fit, else so many together.

Three columns or more without a card are drawn as one, `⋯`: an axis keeps what has cards readable,
and which years have none is said in words.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from relcli.view.matrix import Column

GAP = "⋯"
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000)
LONG_GAP = 3  # columns

Cards = Mapping[int, int]  # year -> how many cards begin in it


class Span(NamedTuple):
    """The years of one column, the last included; in a gap no card begins."""

    first: int
    last: int
    gap: bool = False

    @property
    def words(self) -> str:
        """The years: 1982, or 1983–2005."""
        return f"{self.first:04}" if self.first == self.last else f"{self.first:04}–{self.last:04}"


def axis(cards: Cards, room: int, digits: int) -> list[tuple[Span, Column]]:
    """Return the columns that fit into so much room, as fine as possible.

    `digits` is how wide the widest number is. Where none fit, the coarsest are returned.
    """
    for step in STEPS:
        found = spans(cards, step)
        for year_digits in (4, 2) if step == 1 else (4,):
            columns = _columns(found, year_digits, max(digits, year_digits))
            if sum(1 + column.width for column in columns) <= room:
                return list(zip(found, columns, strict=True))
    return list(zip(found, columns, strict=True))


def spans(cards: Cards, step: int) -> list[Span]:
    """Return the years from the first to the last that have cards, `step` together."""
    first, last = min(cards), max(cards)
    begins = range(first // step * step, last + 1, step)
    columns = [Span(max(begin, first), min(begin + step - 1, last)) for begin in begins]
    full = {year // step for year in cards}
    found: list[Span] = []
    for empty, group in groupby(columns, key=lambda span: span.first // step not in full):
        run = list(group)
        if empty and len(run) >= LONG_GAP:
            run = [Span(run[0].first, run[-1].last, gap=True)]
        found += run
    return found


def count(cards: Mapping[int, int] | Mapping[int | None, int], span: Span) -> int:
    """Return how many cards begin in the years of a span."""
    return sum(cards.get(year, 0) for year in range(span.first, span.last + 1))


def empty_years(cards: Cards) -> list[Span]:
    """Return the years between the first and the last in which no card begins."""
    known = sorted(cards)
    return [Span(a + 1, b - 1, gap=True) for a, b in pairwise(known) if b - a > 1]


def _columns(found: Sequence[Span], year_digits: int, width: int) -> list[Column]:
    """Head each column with its years; of two digits, the century stands above where it changes."""
    columns = []
    century = ""
    for span in found:
        first, last = f"{span.first:04}", f"{span.last:04}"
        heading: tuple[str, ...] = (first,) if first == last else (first, f"–{last[2:]}")
        if year_digits == 2:
            heading = ("" if first[:2] == century else first[:2], first[2:])
            century = century if span.gap else first[:2]
        columns.append(Column((GAP,), 1) if span.gap else Column(heading, width))
    return columns
