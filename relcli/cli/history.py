"""What changed on cards, to stdout; `log` and `diff` share this."""

from typing import TYPE_CHECKING, Any

from relcli.cli.output import WHOLE, Output, write
from relcli.model.filter_values import Bound, read_bound
from relcli.view.changes import COLUMNS, as_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rich.console import Console

    from relcli.model.history import Change


def recorded_since(text: str) -> Bound:
    """Return the date that --recorded-since gives. Raises FilterError."""
    return read_bound(text, "--recorded-since")


def write_changes(
    changes: "Sequence[Change]",
    draw: "Callable[[Console, Sequence[Change]], None]",
    output: Output,
    more: "Sequence[Mapping[str, object]]" = (),
) -> None:
    """Write changes: JSON has of each field what it was and became, all else says it in words.

    `more` is what else is to be said of each.
    """
    rows: list[dict[str, Any]] = [
        dict(change.to_dict()) if output.form in WHOLE else as_cells(change) for change in changes
    ]
    if more:
        rows = [{**row, **also} for row, also in zip(rows, more, strict=True)]
    columns = [*COLUMNS, *(more[0] if more else ())]
    write(rows, columns, lambda console: draw(console, changes), output)
