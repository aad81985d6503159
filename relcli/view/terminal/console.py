"""The terminal: its width and colours, and what text from cards may do there (nothing)."""

import sys
from collections.abc import Iterable
from functools import lru_cache

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.style import Style
from rich.text import Text

from relcli.model.scale import Confidence
from relcli.view.numbers import counted
from relcli.view.safe import visible

# Of 256 colours, those with a contrast of 3.9 or more to black and to white; what is quiet has 4.5.
COLOURS = {
    Confidence.CONFIRMED: Style(color="color(28)", bold=True),
    Confidence.PROBABLE: Style(color="color(30)"),
    Confidence.POSSIBLE: Style(color="color(130)"),
    Confidence.DOUBTFUL: Style(color="color(98)"),
    Confidence.IMPROBABLE: Style(color="color(160)"),
    Confidence.UNCONFIRMED: Style(color="color(243)", italic=True),
}
DISPUTED = Style(color="color(160)", bold=True)
QUIET = Style(color="color(243)")
HEADING = Style(bold=True)
MATCHED = Style(bold=True, underline=True)
# From grey to blue, about equally bright: more is more colour, on a dark ground as on a light one.
SHADES = (
    Style(color="color(16)", bgcolor="color(102)"),
    Style(color="color(16)", bgcolor="color(67)"),
    Style(color="color(16)", bgcolor="color(32)"),
    Style(color="color(231)", bgcolor="color(26)", bold=True),
)
# What stands for each, with its ground, where a terminal has but sixteen. These are whatever it
# takes for them; red and magenta can be read on black and on white nearly everywhere, and the
# colour that text has can be everywhere. What a colour says is said in words as well.
SIXTEEN: dict[tuple[int | None, int | None], Style] = {
    (28, None): Style(),
    (30, None): Style(),
    (130, None): Style(),
    (98, None): Style(color="magenta"),
    (160, None): Style(color="bright_red"),
    (243, None): Style(),
    (16, 102): Style(),
    (16, 67): Style(color="black", bgcolor="cyan"),
    (16, 32): Style(color="black", bgcolor="bright_blue"),
    (231, 26): Style(color="bright_white", bgcolor="blue"),
}

WIDEST = 200  # a longer line is no longer read
NARROW = 60  # on fewer columns all stands below each other


class _Console(Console):
    """A console whose colours can be read on black and on white, though it have but sixteen."""

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        """Yield what is drawn, in the colours that there are."""
        few = self.color_system in {"standard", "windows"}
        for text, style, control in super().render(renderable, options):
            yield Segment(text, _of_sixteen(style) if few and style else style, control)


@lru_cache
def _of_sixteen(style: Style) -> Style:
    numbers = (style.color and style.color.number, style.bgcolor and style.bgcolor.number)
    few = SIXTEEN.get(numbers)
    return style if few is None else style.without_color + few


def open_console() -> Console:
    """Return a console on stdout in which no text is markup."""
    console = _Console(file=sys.stdout, markup=False, highlight=False, emoji=False)
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
