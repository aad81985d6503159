"""A topic of the manual on a terminal."""

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.markdown import CodeBlock, Heading, Markdown
from rich.text import Text
from rich.theme import Theme

from relcli.view.terminal.console import HEADING

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult

_INDENT = "    "

# Rich's own are for a dark screen: cyan on black.
_THEME = Theme(
    {
        "markdown.code": HEADING,
        "markdown.h1": HEADING,
        "markdown.h2": HEADING,
        "markdown.h3": HEADING,
        "markdown.item.bullet": HEADING,
        "markdown.table.header": HEADING,
        "markdown.table.border": "none",
        "markdown.link": "underline",
        "markdown.link_url": "underline",
    }
)


class _Heading(Heading):
    """A heading, at the left as everything else."""

    LEVEL_ALIGN = dict.fromkeys(Heading.LEVEL_ALIGN, "left")


class _Example(CodeBlock):
    """An example, as it stands: no frame or broken line keeps one from copying it.

    Where a line is as wide as the terminal, which would break it, the example begins at the left.
    """

    def __rich_console__(self, console: "Console", options: "ConsoleOptions") -> "RenderResult":
        lines = str(self.text).rstrip().splitlines()
        fitting = [length for line in lines if (length := cell_len(line)) <= options.max_width]
        room = options.max_width - max(fitting, default=0)
        for line in lines:
            yield Text(f"{_INDENT[:room]}{line}", no_wrap=True, overflow="ignore")


class _Manual(Markdown):
    """Markdown as the manual has it."""

    elements = Markdown.elements | {"heading_open": _Heading, "fence": _Example}


def draw_topic(console: "Console", text: str) -> None:
    """Draw a Markdown text of the manual."""
    with console.use_theme(_THEME):
        console.print(_Manual(text, hyperlinks=False), crop=False)
