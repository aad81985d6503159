"""`relcli timeline`: cards in time order, drawn along an axis."""

from typing import Annotated, Any

import typer

from relcli.cli.answer import show_answer
from relcli.cli.options import filters, output_format, taking
from relcli.cli.query import query_text
from relcli.model.query import Query
from relcli.view.draw import draw_timeline


@taking(chosen=filters, form=output_format)
def timeline(
    ctx: typer.Context,
    chosen: dict[str, Any],
    form: str | None,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[QUERY...]", help="As for search.", show_default=False),
    ] = None,
) -> int:
    """Draw cards in time order, each as precise as its date.

    A day is a point, a month or a year a line as long as it is; what goes on ends in an arrow.
    Nothing is drawn more precisely than its source has it.
    """
    return show_answer(ctx.obj, Query(**chosen, text=query_text(words or ())), draw_timeline, form)
