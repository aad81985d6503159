"""Years as the columns of a matrix: each by itself where they fit, else so many together.

Three columns or more without a card are drawn as one, `⋯`: an axis keeps what has cards readable,
and which years have none is said in words.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from relcli.model.date_words import years_words
from relcli.view.terminal.matrix import Column

GAP = "⋯"
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
        return years_words(self.first, self.last)


def axis(cards: Cards, room: int, digits: int) -> list[tuple[Span, Column]]:
    """Return the columns that fit into so much room, as fine as possible.

    `digits` is how wide the widest number is. Where none fit, the coarsest are returned.
    """
    farthest = max(map(abs, cards))
    steps = _steps()
    while True:
        step = next(steps)
        shown = spans(cards, step)
        for short in (False, True) if step == 1 and _of_four_digits(shown) else (False,):
            columns = _columns(shown, digits, short=short)
            if sum(1 + column.width for column in columns) <= room or step > farthest:
                return list(zip(shown, columns, strict=True))


def _steps() -> Iterator[int]:
    """Yield how many years may stand together, ever more."""
    tens = 1
    while True:
        yield from (tens, 2 * tens, 5 * tens)
        tens *= 10


def spans(cards: Cards, step: int) -> list[Span]:
    """Return the years from the first to the last that have cards, `step` together.

    Those before the year 1 are counted back from it, as people do: 50–41 BC, which is `-004X`.
    """
    first, last = min(cards), max(cards)
    full = sorted({year if step == 1 else (year - (year < 1)) // step for year in cards})
    columns: list[Span] = []
    for number, after in pairwise([*full, full[-1] + 1]):
        begins, ends = _bounds(number, step)
        columns.append(Span(max(begins, first), min(ends, last)))
        if after - number > LONG_GAP:
            columns.append(Span(ends + 1, _bounds(after, step)[0] - 1, gap=True))
        else:
            columns += (Span(*_bounds(empty, step)) for empty in range(number + 1, after))
    return columns


def _bounds(number: int, step: int) -> tuple[int, int]:
    """Return the first and the last of the years that stand together as those of a number."""
    if step == 1:
        return number, number
    return number * step + (number <= 0), number * step + step - (number >= 0)


def count(cards: Mapping[int, int] | Mapping[int | None, int], span: Span) -> int:
    """Return how many cards begin in the years of a span."""
    begun = cards.items()
    return sum(n for year, n in begun if year is not None and span.first <= year <= span.last)


def empty_years(cards: Cards) -> list[Span]:
    """Return the years between the first and the last in which no card begins."""
    known = sorted(cards)
    return [Span(a + 1, b - 1, gap=True) for a, b in pairwise(known) if b - a > 1]


def _of_four_digits(shown: Sequence[Span]) -> bool:
    return shown[0].first >= 1000 and shown[-1].last <= 9999


def _columns(shown: Sequence[Span], digits: int, *, short: bool) -> list[Column]:
    """Head each column with its years; of two digits, the century stands above where it changes."""
    columns = []
    century = ""
    for span in shown:
        first, dash, last = span.words.partition("–")
        if len(first) == len(last) == 4 and first[:2] == last[:2]:
            last = last[2:]
        heading: tuple[str, ...] = (first, dash + last) if dash else (first,)
        if short:
            heading = ("" if first[:2] == century else first[:2], first[2:])
            century = century if span.gap else first[:2]
        width = max(digits, *map(len, heading))
        columns.append(Column((GAP,), 1) if span.gap else Column(heading, width))
    return columns
