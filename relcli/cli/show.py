"""`relcli show`: cards whole."""

from typing import Annotated

import typer

from relcli.cli import complete
from relcli.cli.answer import CARD_COLUMNS
from relcli.cli.options import output_format, taking
from relcli.cli.output import write
from relcli.errors import FOUND, NOTHING_FOUND
from relcli.view.draw import draw_cards


@taking(form=output_format)
def show(
    ctx: typer.Context,
    ids: Annotated[
        list[str],
        typer.Argument(
            metavar="ID...",
            help="Ids of cards.",
            autocompletion=complete.ids,
            show_default=False,
        ),
    ],
    form: str | None,
) -> int:
    """Show cards whole: claim, date, confidence in words, sources for and against, links, place.

    Exit status 1 where an id is unknown; the others are shown all the same.
    """
    facts = ctx.obj.facts()
    found = {card_id: facts.cards_of(card_id) for card_id in ids}
    unknown = [card_id for card_id, cards in found.items() if not cards]
    for card_id in unknown:
        nearest = facts.near_id(card_id)
        cure = f"did you mean `{nearest}`?" if nearest else "`relcli list` shows all"
        ctx.obj.remark(f"no card `{card_id}`; {cure}")
    rows = [card for cards in found.values() for card in cards]
    write(rows, CARD_COLUMNS, lambda console: draw_cards(console, rows), form)
    return NOTHING_FOUND if unknown else FOUND
