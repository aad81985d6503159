"""What changed on cards, to stdout; `log` and `diff` share this."""

from typing import TYPE_CHECKING

from relcli.cli.output import write
from relcli.model.filter_values import Bound, read_bound
from relcli.view.changes import COLUMNS, as_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.console import Console

    from relcli.model.history import Change

_WHOLE = ("json", "jsonl")


def recorded_since(text: str) -> Bound:
    """Return the date that --recorded-since gives. Raises FilterError."""
    return read_bound(text, "--recorded-since")


def write_changes(
    changes: "Sequence[Change]",
    draw: "Callable[[Console, Sequence[Change]], None]",
    form: str | None,
) -> None:
    """Write changes: JSON has of each field what it was and became, all else says it in words."""
    as_row = (lambda change: change.to_dict()) if form in _WHOLE else as_cells
    rows = list(map(as_row, changes))
    write(rows, COLUMNS, lambda console: draw(console, changes), form)
