"""`relcli show`: cards whole."""

from typing import TYPE_CHECKING

from relcli.cli.answer import CARD_COLUMNS
from relcli.cli.command import Run, sharing
from relcli.cli.named_cards import Ids, named_cards
from relcli.cli.options import FORMAT, output_of
from relcli.cli.output import write
from relcli.view.terminal.draw import draw_cards

if TYPE_CHECKING:
    from rich.console import Console


@sharing(FORMAT)
def show(run: Run, ids: Ids) -> int:
    """Show cards whole: claim, date, confidence in words, sources for and against, links, place.

    Exit status 1 where an id is unknown; the others are shown all the same.
    """
    cards, status = named_cards(run.session, ids)

    def draw(console: "Console") -> None:
        draw_cards(console, cards, run.session.facts().claims_of(cards))

    write(cards, CARD_COLUMNS, draw, output_of(run))
    return status
