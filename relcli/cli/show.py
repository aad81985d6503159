"""`relcli show`: cards whole."""

from typing import TYPE_CHECKING

import typer

from relcli.cli.answer import CARD_COLUMNS
from relcli.cli.cards import Ids, named_cards
from relcli.cli.options import output_format, taking
from relcli.cli.output import write
from relcli.view.terminal.draw import draw_cards

if TYPE_CHECKING:
    from rich.console import Console


@taking(form=output_format)
def show(ctx: typer.Context, ids: Ids, form: str | None) -> int:
    """Show cards whole: claim, date, confidence in words, sources for and against, links, place.

    Exit status 1 where an id is unknown; the others are shown all the same.
    """
    cards, status = named_cards(ctx.obj, ids)

    def draw(console: "Console") -> None:
        draw_cards(console, cards, ctx.obj.facts().claims_of(cards))

    write(cards, CARD_COLUMNS, draw, form)
    return status
