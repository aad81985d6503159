"""How many cards there were, month after month: a line a month."""

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from relcli.model.history import PlainMonth
from relcli.model.scale import Confidence
from relcli.view.terminal.console import COLOURS

_WIDE = 110  # columns that all grades need, written out
_SHORT = ("commits", "cards", "disputed", "retired")


def draw(console: Console, months: Sequence[PlainMonth]) -> None:
    """Draw the months, the oldest first, with the grades that any card has."""
    grades = [grade for grade in Confidence if any(month[grade.value] for month in months)]
    wide = console.width >= _WIDE
    table = Table.grid(padding=(0, 2 if wide else 1, 0, 0))
    table.add_column(no_wrap=True)
    for _ in (*_SHORT, *grades):
        table.add_column(justify="right", no_wrap=True)
    table.add_row(
        "Month",
        *(name.capitalize() for name in _SHORT),
        *(Text(_name(grade, wide=wide), style=COLOURS[grade]) for grade in grades),
    )
    for month in months:
        table.add_row(*_cells(month, grades))
    console.print(table)


def _name(grade: Confidence, *, wide: bool) -> str:
    return grade.value.capitalize() if wide else f"{grade.value[:4].capitalize()}."


def _cells(month: Mapping[str, object], grades: Sequence[Confidence]) -> list[Text]:
    return [Text(str(month[name])) for name in ("month", *_SHORT, *grades)]
