"""Cards along an axis, in bands of a year or in lanes: where the parts of each stand.

The date is at the left of all, whatever the width, and what the axis has begins in one column.
On many columns the claim is beside both; on fewer it is below them, where it has all the width;
and on very few the line is below the date. Nothing is cut: what is too long goes on below.
"""

from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple

from rich.console import Console
from rich.text import Text

from relcli.model.query import Hit
from relcli.model.scale import Confidence
from relcli.view.terminal.axis import TICK
from relcli.view.terminal.console import COLOURS, DISPUTED, QUIET, plain
from relcli.view.terminal.entry import DATE, GAP, claim_of, ended, marks, standing, when

CLAIM = 60  # columns that a claim keeps beside others; with less it stands below them
LEAST = 24  # columns of a line that is beside a date: two for a month of a year
_LONG = 24  # columns of a date beside a claim at most: "as of 16 September 2018"
_LINE = 48  # columns of a line beside a claim at most, where a year needs no more than one


class Layout(NamedTuple):
    """How many columns there are for a date, for a line and for the signs behind that."""

    date: int
    line: int
    signs: int
    beside: bool = False  # the claim beside both
    stands: bool = False  # how the card stands behind the line, not before the claim
    below: bool = False  # the line below the date


def lay_out(width: int, hits: Sequence[Hit], years: int = 1) -> Layout:
    """Return how hits stand on so many columns, with lines along so many years."""
    least = max(LEAST, years)
    most = max(len(marks(hit.plain)) for hit in hits)
    signs = most and most + 1
    longest = max(DATE, *(when(hit).cell_len for hit in hits))
    date = min(longest, _LONG)
    room = width - date - 2 * len(GAP) - signs - CLAIM
    if room >= least:
        return Layout(date, min(room, max(least, _LINE)), signs, beside=True)
    free = width - len(GAP) - signs - least
    if free < DATE:
        return Layout(width, width - signs, signs, below=True)
    words = len(GAP) + max(standing(hit.plain).cell_len for hit in hits)
    stands = free - words >= DATE
    free -= words if stands else 0
    date = min(free, longest)
    return Layout(date, least + free - date, signs, stands=stands)


def draw_above(console: Console, layout: Layout, name: Text, scale: str) -> None:
    """Draw a name above the dates, and a scale above the lines; below the name if that is long."""
    above: list[Text] = []
    if name.cell_len > layout.date:
        above, name = [*name.wrap(console, console.width, overflow="fold")], Text()
    _print(console, [*above, *_dated(console, layout, name, Text(scale, QUIET))])


def draw_entry(console: Console, layout: Layout, hit: Hit, line: str, more: str = "") -> None:
    """Draw a hit with its line along the axis, and behind the claim what else is to be said."""
    drawn = _coloured(line, hit.plain["confidence"])
    drawn.append(f" {marks(hit.plain):{layout.signs - 1}}" if layout.signs else "", DISPUTED)
    claim = Text.assemble(claim_of(hit), plain(more and f"{GAP}{more}", QUIET))
    stands = standing(hit.plain)
    if layout.beside:
        room = console.width - layout.date - drawn.cell_len - 2 * len(GAP)
        words = ended(console, claim, hit, room)
        _print(console, _dated(console, layout, when(hit), drawn, stands, words))
        return
    if layout.stands:
        drawn.append(GAP).append_text(stands)
    else:
        claim = Text.assemble(stands, GAP, claim)
    words = ended(console, claim, hit, console.width - len(GAP))
    above = _dated(console, layout, when(hit), drawn)
    _print(console, [*above, *(Text.assemble(GAP, line) for line in words)])


def _coloured(line: str, confidence: str) -> Text:
    """Return a line of which the date is in the colour of its grade, and the scale is quiet."""
    date = line.strip(f" {TICK}")
    first = line.index(date)
    text = Text(line, QUIET)
    text.stylize(COLOURS[Confidence(confidence)], first, first + len(date))
    return text


def _dated(
    console: Console,
    layout: Layout,
    name: Text,
    drawn: Text,
    below: Text | None = None,
    words: Sequence[Text] = (),
) -> list[Text]:
    """Return lines with a name and what is below it, what is drawn beside or below, and words."""
    names = list(name.wrap(console, layout.date, overflow="fold"))
    names += below.wrap(console, layout.date, overflow="fold") if below else []
    if layout.below:
        return [*names, drawn]
    lines = []
    for one, two, three in zip_longest(names, [drawn], words, fillvalue=Text()):
        line = Text.assemble(one, " " * (layout.date - one.cell_len), GAP, two)
        line.append(" " * (drawn.cell_len - two.cell_len)).append(GAP).append_text(three)
        line.rstrip()
        lines.append(line)
    return lines


def _print(console: Console, lines: Sequence[Text]) -> None:
    console.print(Text("\n").join(lines), soft_wrap=True)
