"""Counts as a shaded matrix: names at the left, a number in every cell, a dot in an empty one.

The number is always there, so that nothing is lost without colour.
"""

from collections.abc import Sequence
from math import log
from typing import NamedTuple

from rich.console import Console
from rich.style import Style
from rich.text import Text

from relcli.view.terminal.console import HEADING, QUIET, SHADES

EMPTY = "·"


class Column(NamedTuple):
    """A column: its heading, a text a line, and how wide its cells are."""

    heading: tuple[str, ...]
    width: int
    style: Style = HEADING


class Cell(NamedTuple):
    """What stands in a cell, at its right, and how the whole cell looks."""

    text: str
    style: Style | str = ""


class Line(NamedTuple):
    """A row: its name, a cell a column, and what stands behind them."""

    name: Text
    cells: Sequence[Cell]
    after: Text = Text()


def short(number: int) -> str:
    """Return a number in at most four columns: 9999, 12k, 3M."""
    if number < 10_000:
        return str(number)
    return f"{number // 1000}k" if number < 1_000_000 else f"{number // 1_000_000}M"


def cell(number: int, most: int = 0) -> Cell:
    """Return a number as a cell, shaded by how it compares with the most of any cell."""
    if not number:
        return Cell(EMPTY, QUIET)
    return Cell(short(number), SHADES[shade(number, most)] if most else "")


def shade(number: int, most: int) -> int:
    """Return how much colour a number has, 0 to 3: the next one for a multiple of it."""
    return min(3, int(4 * log(number) / log(most))) if most > 1 else 0


def draw(console: Console, names: int, columns: Sequence[Column], lines: Sequence[Line]) -> None:
    """Draw the matrix; names have so many columns, and longer ones go on in the next line."""
    left = max(1, min(names, console.width - sum(1 + column.width for column in columns)))
    height = max(len(column.heading) for column in columns)
    for number in range(height):
        heading = Text(" " * left)
        for column in columns:
            lines_of_heading = ("",) * (height - len(column.heading)) + column.heading
            heading.append(" ").append(f"{lines_of_heading[number]:>{column.width}}", column.style)
        _print(console, heading)
    for line in lines:
        name, *others = line.name.wrap(console, left, overflow="fold") or [Text()]
        name.truncate(left, pad=True)
        for column, (text, style) in zip(columns, line.cells, strict=True):
            name.append(" ").append(f"{text:>{column.width}}", style)
        _print(console, name.append_text(line.after))
        for other in others:
            _print(console, other)


def _print(console: Console, text: Text) -> None:
    text.rstrip()
    console.print(text, no_wrap=True, crop=False, overflow="ignore")
