"""`relcli search`: the cards that answer a question, best first."""

from typing import Annotated, Any

import typer

from relcli.cli.answer import show_answer
from relcli.cli.options import filters, output_format, taking
from relcli.cli.query import query_text
from relcli.model.query import Query, Sort
from relcli.view.draw import draw_hits

SHOWN = 20


@taking(chosen=filters, form=output_format)
def search(
    ctx: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="QUERY...",
            help='Words, however misspelt or transliterated; "a phrase"; -word; field:value, such '
            "as topic:military.",
            show_default=False,
        ),
    ],
    chosen: dict[str, Any],
    form: str | None,
) -> int:
    """Find the cards that answer a question, best first.

    All words must match. Where no card has them all, the best partial matches are shown and
    stderr says so; it also tells when a word was corrected.
    """
    by_default: dict[str, Any] = {"sort": Sort.RELEVANCE, "limit": SHOWN}
    query = Query(text=query_text(words) or " ", **by_default | chosen)
    return show_answer(ctx.obj, query, draw_hits, form, scored=True)
