"""`relcli list`: all cards that pass the filters."""

from typing import Any

import typer

from relcli.cli.answer import show_answer
from relcli.cli.options import filters, output_format, taking
from relcli.model.query import Query
from relcli.view.terminal.draw import draw_hits


@taking(chosen=filters, form=output_format)
def list(  # noqa: A001 - the command's name
    ctx: typer.Context, chosen: dict[str, Any], form: str | None
) -> int:
    """List all cards that pass the filters, oldest first."""
    return show_answer(ctx.obj, Query(**chosen), draw_hits, form)
