"""What `check` found, each with its line, in colours."""

from rich.console import Console
from rich.text import Text

from relcli.model.problem import Report
from relcli.view.findings import pieces

_STYLES = {
    "error": "bold color(160)",
    "warning": "bold color(130)",
    "help": "bold color(30)",
    "quiet": "color(243)",
}


def draw(console: Console, report: Report) -> None:
    """Draw the text on a terminal, coloured."""
    text = Text.assemble(*((piece, _STYLES.get(kind, "")) for piece, kind in pieces(report)))
    console.print(text, soft_wrap=True, end="")
