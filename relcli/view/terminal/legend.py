"""What the signs of a drawing mean, below it."""

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from relcli.view.terminal import axis
from relcli.view.terminal.console import QUIET
from relcli.view.terminal.entry import DISPUTED_MARK, GAP, UNCONFIRMED_MARK

# In the order in which they are explained; of several together, those that occur stand there.
MEANINGS = {
    axis.POINT: "a day",
    axis.VAGUE_POINT: "about or possibly that day",
    axis.LINE: "as long as the date",
    axis.VAGUE_LINE: "about or possibly then",
    f"{axis.NOT_BEFORE}{axis.SOME_TIME}{axis.NOT_AFTER}{axis.ONCE}": "once, some time in between",
    axis.BY: "by then",
    axis.FROM: "then or later",
    axis.STATE: "how it stood then",
    axis.VAGUE_STATE: "how it stood about or possibly then",
    axis.OPEN_START: "nobody says since when",
    axis.OPEN_END: "goes on",
    axis.GOES_ON: "reaches further",
    axis.UNKNOWN: "start or end unknown",
    DISPUTED_MARK: "disputed",
    UNCONFIRMED_MARK: "unconfirmed",
}


def draw_legend(console: Console, drawn: Iterable[str]) -> None:
    """Draw what the signs mean that occur in what is drawn."""
    occurring = set().union(*drawn)
    notes = []
    for signs, meaning in MEANINGS.items():
        if shown := "".join(sign for sign in signs if sign in occurring):
            notes.append(f"{shown} {meaning}")
    draw_notes(console, notes)


def draw_notes(console: Console, notes: Iterable[str]) -> None:
    """Draw short notes below a drawing, as many on a line as fit."""
    lines = [""]
    for note in notes:
        longer = f"{lines[-1]}{GAP}{note}" if lines[-1] else note
        if lines[-1] and Text(longer).cell_len > console.width:
            lines.append(note)
        else:
            lines[-1] = longer
    console.print()
    console.print(Text("\n".join(lines), QUIET))
