"""Rows of any kind as a table: what `topics`, `actors`, `sources`, `archive` show on a terminal."""

from collections.abc import Mapping, Sequence

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from relcli.view.data import Row, flat
from relcli.view.safe import is_web_url, visible
from relcli.view.terminal.console import NARROW, QUIET, plain

_SHORT = ("speaker", "publisher", "published", "accessed", "language")  # below the name, together
_ADDRESSES = ("url", "archived_url")
_LONG = ("aliases", *_ADDRESSES, "origin", "place")  # below it, each by itself
_GAP = 3  # columns between two others
_SAID = {
    "speaker": "speaker ",
    "language": "language ",
    "reliability": "reliability ",
    "accessed": "accessed ",
    "archived_url": "archived ",
    "origin": "relays ",
    "place": "in ",
}


def draw(console: Console, rows: Sequence[Row], columns: Sequence[str]) -> None:
    """Draw the rows; ids stay whole, the rest wraps, and what is long stands below the name.

    An address that the name's column would break stands below the whole row.
    """
    given = [name for name in columns if any(row.get(name) not in (None, []) for row in rows)]
    named = next(name for name in ("title", "name", "label", "answer") if name in columns)
    long_ids = max(len(row["id"]) for row in rows) > console.width // 3
    long = (*_LONG, "id") if long_ids else _LONG
    short = _SHORT if console.width >= NARROW else (*_SHORT, "kind", "reliability")
    beside = [name for name in given if name not in {*short, *long, named}]
    beside.insert(0 if long_ids else 1, named)
    widths = {name: _width(name, rows) for name in beside}
    others = sum(width + _GAP for name, width in widths.items() if name != named)
    widths[named] = max(1, console.width - others)
    fixed = _broken(rows, widths[named], console.width)
    left = 0 if long_ids else widths[beside[0]] + _GAP  # of the name
    table = _table(widths, fixed=fixed)
    for number, row in enumerate(rows):
        if number and long_ids:
            table.add_row()
        cells = {name: plain(flat(row.get(name))) for name in beside}
        outside = [name for name in _ADDRESSES if fixed and _length(row, name) > widths[named]]
        within = [name for name in long if name not in outside]
        lines = [Text(", ").join(_values(row, short)), *_values(row, within)]
        cells[named] = Text("\n").join(line for line in (cells[named], *lines) if line)
        table.add_row(*cells.values())
        if outside:
            console.print(table)
            for address in _values(row, outside):
                address.pad_left(max(0, min(left, console.width - address.cell_len)))
                console.print(address, overflow="fold")
            table = _table(widths, fixed=True, header=False)
    if table.row_count:
        console.print(table)


def _width(name: str, rows: Sequence[Row]) -> int:
    """Return how many columns a field takes that nothing wraps."""
    return max(len(name), *(_length(row, name) for row in rows))


def _length(row: Row, name: str) -> int:
    return cell_len(visible(flat(row.get(name))))


def _broken(rows: Sequence[Row], room: int, line: int) -> bool:
    """Whether an address that fits a line would be broken in so many columns of it."""
    return any(room < _length(row, name) <= line for row in rows for name in _ADDRESSES)


def _table(widths: Mapping[str, int], *, fixed: bool, header: bool = True) -> Table:
    """Return a table without rows, each of its columns perhaps as wide as in other tables."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, show_header=header)
    for name, width in widths.items():
        table.add_column(
            name.replace("_", " ").capitalize(),
            no_wrap=name == "id",
            overflow="fold",
            justify="right" if name == "cards" else "left",
            width=width if fixed else None,
        )
    return table


def _values(row: Row, names: Sequence[str]) -> list[Text]:
    return [_value(name, row) for name in names if row.get(name)]


def _value(name: str, row: Row) -> Text:
    text = plain(row[name]["name"] if name == "speaker" else flat(row[name]), QUIET)
    if name.endswith("url") and is_web_url(row[name]):
        text.stylize(f"link {row[name]}")
    return Text.assemble((_SAID.get(name, ""), QUIET), text)
