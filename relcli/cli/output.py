"""An answer to stdout: in which format, on a terminal or into a pipe."""

import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from relcli.errors import FOUND, NOTHING_FOUND
from relcli.view.draw import draw_rows
from relcli.view.formats import VIEWS

if TYPE_CHECKING:
    from rich.console import Console

    from relcli.view.data import Row


def write(
    rows: Sequence["Row"],
    columns: Sequence[str],
    draw: Callable[["Console"], None],
    form: str | None,
) -> None:
    """Write `rows` in the format asked for, or in the one that suits what they are written to.

    A terminal gets the table that `draw` draws (none of nothing), a pipe tab-separated values.
    That the reader of a pipe goes away early is no error.
    """
    form = form or ("table" if sys.stdout.isatty() else "tsv")
    try:
        if form == "table":
            if rows:
                _write_table(draw)
        else:
            # What scripts read is UTF-8, wherever they run.
            sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
            for piece in VIEWS[form](rows, columns):
                sys.stdout.write(piece)
        sys.stdout.flush()
    except BrokenPipeError:
        # What is left in the buffer must not fail once more when Python closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def write_list(rows: Sequence["Row"], columns: Sequence[str], form: str | None) -> int:
    """Write what a listing command lists, and return its exit status."""
    write(rows, columns, lambda console: draw_rows(console, rows, columns), form)
    return FOUND if rows else NOTHING_FOUND


def _write_table(draw: Callable[["Console"], None]) -> None:
    from relcli.view.console import open_console

    console = open_console()
    if not (os.environ.get("PAGER") and sys.stdout.isatty()):
        draw(console)
        return
    with console.capture() as captured:
        draw(console)
    drawn = captured.get()
    if drawn.count("\n") < console.height:
        sys.stdout.write(drawn)
    else:
        _page(drawn)


def _page(text: str) -> None:
    """Show `text` in $PAGER; in none if that cannot be started."""
    import shlex
    import subprocess

    # As git sets it: colours pass, a text that fits is not held, nothing is cleared.
    environment = {"LESS": "FRX"} | dict(os.environ)
    try:
        subprocess.run(  # noqa: S603 - the user's own $PAGER
            shlex.split(os.environ["PAGER"]),
            input=text.encode(),
            env=environment,
            check=False,
        )
    except (OSError, ValueError):
        sys.stdout.write(text)
