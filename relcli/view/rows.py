"""Rows of any kind as a table: what `topics`, `actors` and `sources` show on a terminal."""

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from relcli.view.console import QUIET, plain
from relcli.view.data import Row, flat
from relcli.view.safe import is_web_url

_BELOW = ("aliases", "url", "archived_url", "origin")  # too long for columns of their own


def draw(console: Console, rows: Sequence[Row], columns: Sequence[str]) -> None:
    """Draw the rows; ids stay whole, the rest wraps, and what is long stands below the name."""
    given = [name for name in columns if any(row.get(name) not in (None, []) for row in rows)]
    beside = [name for name in given if name not in _BELOW]
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for name in beside:
        table.add_column(
            name.replace("_", " ").capitalize(),
            no_wrap=name in {"id", "published", "accessed", "kind"} and console.width >= 100,
            overflow="fold",
            justify="right" if name == "cards" else "left",
        )
    named = "title" if "title" in beside else "name"
    for row in rows:
        cells = [plain(flat(row.get(name))) for name in beside]
        if named in beside:
            below = [_below(name, row) for name in _BELOW if name in given and row.get(name)]
            cells[beside.index(named)] = Text("\n").join([cells[beside.index(named)], *below])
        table.add_row(*cells)
    console.print(table)


def _below(name: str, row: Row) -> Text:
    text = plain(flat(row[name]), QUIET)
    if name.endswith("url") and is_web_url(row[name]):
        text.stylize(f"link {row[name]}")
    return Text.assemble(("relays ", QUIET), text) if name == "origin" else text
