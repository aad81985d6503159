"""The terminal: its width and colours, and what text from cards may do there (nothing)."""

import sys

from rich.console import Console
from rich.style import Style
from rich.text import Text

from relcli.model.scale import Confidence
from relcli.view.safe import visible

# From the middle of the 256-colour cube: each has a contrast of 3.9 or more to black and to white.
COLOURS = {
    Confidence.CONFIRMED: Style(color="color(28)", bold=True),
    Confidence.PROBABLE: Style(color="color(30)"),
    Confidence.POSSIBLE: Style(color="color(130)"),
    Confidence.DOUBTFUL: Style(color="color(133)"),
    Confidence.IMPROBABLE: Style(color="color(160)"),
    Confidence.UNCONFIRMED: Style(color="color(244)", italic=True),
}
DISPUTED = Style(color="color(160)", bold=True)
QUIET = Style(color="color(244)")
HEADING = Style(bold=True)
MATCHED = Style(bold=True, underline=True)

WIDEST = 200  # a longer line is no longer read
NARROW = 60  # on fewer columns all stands below each other


def open_console() -> Console:
    """Return a console on stdout in which no text is markup."""
    console = Console(file=sys.stdout, markup=False, highlight=False, emoji=False)
    console.width = min(console.width, WIDEST)
    if not (sys.stdout.encoding or "").lower().startswith("utf"):
        sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    return console


def plain(text: str, style: Style | str = "") -> Text:
    """Return text from a card for the terminal: no control character in it acts."""
    return Text(visible(text), style=style)


def grade(confidence: str) -> Text:
    """Return a confidence word in its colour."""
    return Text(confidence, style=COLOURS[Confidence(confidence)])


def on_what(origins: int, sources: int) -> str:
    """Return what a claim rests on: "2 origins, 3 sources"."""
    return f"{counted(origins, 'origin')}, {counted(sources, 'source')}"


def counted(number: int, thing: str) -> str:
    """Return a number with its noun: "1 origin", "2 origins"."""
    return f"{number} {thing}{'' if number == 1 else 's'}"
