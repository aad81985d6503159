"""What the commands draw on a terminal, by name. rich is imported when something is drawn."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from relcli.check.run import Report
    from relcli.model.plain import PlainCard
    from relcli.model.query import Hit
    from relcli.view.data import Row


def draw_hits(console: "Console", hits: Sequence["Hit"]) -> None:
    """Draw hits as a table."""
    from relcli.view.hits import draw

    draw(console, hits)


def draw_timeline(console: "Console", hits: Sequence["Hit"]) -> None:
    """Draw hits along a time axis."""
    from relcli.view.timeline import draw

    draw(console, hits)


def draw_cards(console: "Console", cards: Sequence["PlainCard"]) -> None:
    """Draw cards whole, one below the other."""
    from relcli.view.card import draw

    draw(console, cards)


def draw_rows(console: "Console", rows: Sequence["Row"], columns: Sequence[str]) -> None:
    """Draw rows of any kind as a plain table."""
    from relcli.view.rows import draw

    draw(console, rows, columns)


def draw_report(console: "Console", report: "Report") -> None:
    """Draw what `check` found, each with its line."""
    from relcli.view.findings import draw

    draw(console, report)
