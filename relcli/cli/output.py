"""An answer to stdout or to a file: in which format, on a terminal or into a pipe."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from relcli.cli.session import give_up, told_on_a_terminal
from relcli.errors import FOUND, NOTHING_FOUND, RelcliError
from relcli.system import reader_left, words_of
from relcli.view.data import DRAWN, PICTURE, VIEWS
from relcli.view.terminal.draw import as_picture, as_text, draw_rows

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from relcli.view.data import Row


WHOLE = ("json", "jsonl")  # formats that have all that there is of a row, and in its own form


class Output(NamedTuple):
    """How an answer is written, None where it is left to what it is written to, and where to.

    Without a file that is stdout. A picture has a title.
    """

    form: str | None = None
    file: "Path | None" = None
    title: str = "relcli"


def write(
    rows: Sequence["Row"],
    columns: Sequence[str],
    draw: Callable[["Console"], None],
    output: Output,
) -> None:
    """Write `rows` in the format asked for, or in the one that suits what they are written to.

    A terminal gets the table that `draw` draws, a pipe tab-separated values. Of nothing, nothing
    is drawn. Raises RelcliError where it cannot be written.
    """
    form = output.form or ("table" if sys.stdout and sys.stdout.isatty() else "tsv")
    if form not in DRAWN:
        write_pieces(VIEWS[form](rows, columns), output.file)
    elif rows and form == PICTURE:
        write_pieces([as_picture(draw, output.title)], output.file)
    elif rows and output.file:
        write_pieces([as_text(draw)], output.file)
    elif rows:
        write_drawn(draw)


def write_list(rows: Sequence["Row"], columns: Sequence[str], output: Output) -> int:
    """Write what a listing command lists, and return its exit status."""
    write(rows, columns, lambda console: draw_rows(console, rows, columns), output)
    return FOUND if rows else NOTHING_FOUND


def write_pieces(pieces: Iterable[str] | Iterable[bytes], file: "Path | None" = None) -> None:
    """Write what scripts read to a file, whole or not at all, or to stdout. Raises RelcliError."""
    if file:
        from relcli.edit.files import write_file

        write_file(file, pieces)
        return
    with _stdout():
        # What scripts read is UTF-8, wherever they run.
        sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
        for piece in pieces:
            if isinstance(piece, str):
                sys.stdout.write(piece)
            else:
                sys.stdout.buffer.write(piece)


def write_text(pieces: Iterable[str]) -> None:
    """Write what a person reads, through a pager where it is longer than the screen.

    Raises RelcliError where stdout cannot be written.
    """
    if not (sys.stdout and sys.stdout.isatty()):
        write_pieces(pieces)
        return
    with _stdout():
        import shutil

        sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr] # as for what is drawn
        text = "".join(pieces)
        columns, lines = shutil.get_terminal_size()
        rows = sum(max(1, -(-len(line) // columns)) for line in text.splitlines())
        _show(text, fits=rows < lines)


def write_drawn(draw: Callable[["Console"], None]) -> None:
    """Write what `draw` draws on a console, through a pager where it is longer than the screen.

    Raises RelcliError where stdout cannot be written.
    """
    with _stdout():
        from relcli.view.terminal.console import open_console

        console = open_console()
        with console.capture() as captured:
            draw(console)
        drawn = captured.get()
        _show(drawn, fits=drawn.count("\n") < console.height)


@contextmanager
def _stdout() -> Iterator[None]:
    """Write all that is written to stdout meanwhile. Raises RelcliError where that fails.

    That the reader of a pipe goes away early is no error.
    """
    if sys.stdout is None:  # closed by `>&-`
        raise RelcliError("stdout is closed", "leave it open, or send it to /dev/null")
    try:
        yield
        sys.stdout.flush()
    except OSError as error:
        give_up(sys.stdout)
        if not reader_left(error):
            cure = "write to another place"
            raise RelcliError(f"cannot write to stdout: {error.strerror}", cure) from None


def _show(text: str, *, fits: bool) -> None:
    """Write a text for a person: what does not fit the screen of a terminal, in its pager."""
    pager = "" if fits or not sys.stdout.isatty() else _pager()
    if pager:
        _page(text, pager)
    else:
        sys.stdout.write(text)


def _pager() -> str:
    """Return the user's pager: none where $PAGER is empty or `cat`, nor on a dumb terminal."""
    if os.environ.get("TERM") == "dumb":
        return ""
    pager = os.environ.get("PAGER", "less").strip()
    return "" if pager == "cat" else pager


def _page(text: str, pager: str) -> None:
    """Show `text` in a pager, in none if that cannot be started; Ctrl-C is for the pager."""
    import signal
    import subprocess

    from relcli.edit.editor import leaving_interrupts

    # As git sets them: colours pass, a text that fits is not held, nothing is cleared.
    environment = {"LESS": "FRX", "LV": "-c"} | dict(os.environ)
    sys.stdout.flush()
    try:
        with leaving_interrupts():
            ended = subprocess.run(  # noqa: S603 - the user's own $PAGER
                words_of(pager),
                input="".join([*told_on_a_terminal, text]).encode(errors="replace"),
                env=environment,
                check=False,
            )
        if ended.returncode == -signal.SIGINT:
            raise KeyboardInterrupt
    except (OSError, ValueError):  # ValueError: of a quote that is never closed
        sys.stdout.write(text)
