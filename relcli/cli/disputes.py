"""`relcli disputes`: what is contested, and by whom."""

from typing import Any

import typer

from relcli.cli.counted import cards_of
from relcli.cli.options import asking, filters, output_format, taking
from relcli.cli.output import write, write_pieces
from relcli.errors import FOUND, NOTHING_FOUND
from relcli.model.query import Query
from relcli.model.stats import PlainDispute
from relcli.view.data import as_ids
from relcli.view.terminal.draw import draw_disputes

COLUMNS = tuple(PlainDispute.__annotations__)


@taking(asked=asking, chosen=filters, form=output_format)
def disputes(
    ctx: typer.Context,
    asked: dict[str, Any],
    chosen: dict[str, Any],
    form: str | None,
) -> int:
    """Show what is contested: the sources for and against a claim side by side.

    After the claims that a source disputes come the pairs of cards that contradict each other,
    while neither is superseded.
    """
    from relcli.analysis.disputes import contested, contradictions, in_order
    from relcli.analysis.disputes import disputes as disputed

    limit = chosen.pop("limit", 0)
    query = Query(**asked, **chosen)
    cards, number = contested(cards_of(ctx.obj, query))
    if not query.text:
        cards = in_order(cards, query.sort)
    found = [*disputed(cards), *contradictions(cards, ctx.obj.facts())]
    shown = found[: limit or None]
    if number and not found:
        ctx.obj.remark("none of the cards is disputed or contradicts another one")
    elif len(shown) < len(found):
        ctx.obj.remark(f"the first {len(shown)} of {len(found)}; --limit 0 shows all")
    if form == "ids":
        contested_ids = [card_id for one in shown for card_id in (one["id"], one["other"])]
        write_pieces(as_ids([{"id": one} for one in dict.fromkeys(contested_ids) if one], ()))
    else:
        write(shown, COLUMNS, lambda console: draw_disputes(console, shown), form)
    return FOUND if found else NOTHING_FOUND
