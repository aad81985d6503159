"""Rows of any kind as a table: what `topics`, `actors` and `sources` show on a terminal."""

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from relcli.view.data import Row, flat
from relcli.view.safe import is_web_url
from relcli.view.terminal.console import NARROW, QUIET, plain

_SHORT = ("speaker", "publisher", "published", "accessed", "language")  # below the name, together
_LONG = ("aliases", "url", "archived_url", "origin")  # below it, each by itself
_SAID = {
    "speaker": "speaker ",
    "language": "language ",
    "reliability": "reliability ",
    "accessed": "accessed ",
    "archived_url": "archived ",
    "origin": "relays ",
}


def draw(console: Console, rows: Sequence[Row], columns: Sequence[str]) -> None:
    """Draw the rows; ids stay whole, the rest wraps, and what is long stands below the name."""
    given = [name for name in columns if any(row.get(name) not in (None, []) for row in rows)]
    named = next(name for name in ("title", "name", "label") if name in columns)
    long_ids = max(len(row["id"]) for row in rows) > console.width // 3
    long = (*_LONG, "id") if long_ids else _LONG
    short = _SHORT if console.width >= NARROW else (*_SHORT, "kind", "reliability")
    beside = [name for name in given if name not in {*short, *long, named}]
    beside.insert(0 if long_ids else 1, named)
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, leading=int(long_ids))
    for name in beside:
        table.add_column(
            name.replace("_", " ").capitalize(),
            no_wrap=name == "id",
            overflow="fold",
            justify="right" if name == "cards" else "left",
        )
    for row in rows:
        cells = {name: plain(flat(row.get(name))) for name in beside}
        lines = [Text(", ").join(_values(row, short)), *_values(row, long)]
        cells[named] = Text("\n").join(line for line in (cells[named], *lines) if line)
        table.add_row(*cells.values())
    console.print(table)


def _values(row: Row, names: Sequence[str]) -> list[Text]:
    return [_value(name, row) for name in names if row.get(name)]


def _value(name: str, row: Row) -> Text:
    text = plain(row[name]["name"] if name == "speaker" else flat(row[name]), QUIET)
    if name.endswith("url") and is_web_url(row[name]):
        text.stylize(f"link {row[name]}")
    return Text.assemble((_SAID.get(name, ""), QUIET), text)
