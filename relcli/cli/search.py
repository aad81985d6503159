"""`relcli search`: the cards that answer a question, best first."""

from typing import Annotated, Any

import typer

from relcli.cli.answer import show_answer
from relcli.cli.options import Exact, filters, output_format, taking
from relcli.cli.query import query_text
from relcli.model.query import Query, Sort
from relcli.view.terminal.draw import draw_explained, draw_hits

SHOWN = 20


@taking(chosen=filters, form=output_format)
def search(
    ctx: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="QUERY...",
            help='Words, however misspelt or transliterated; "a phrase"; -word; field:value, such '
            "as topic:military; AND, OR, NOT; dates, such as 2016-11.",
            show_default=False,
        ),
    ],
    chosen: dict[str, Any],
    form: str | None,
    exact: Exact = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="How each word was read, and what it weighed.")
    ] = False,
) -> int:
    """Find the cards that answer a question, best first.

    Cards with all the words come first; where these are few, the best of the others follow, told
    apart. A word is taken for another one only where that is a small slip or the same name, and
    stderr says so; what is nearer to chance is suggested.
    """
    by_default: dict[str, Any] = {"sort": Sort.RELEVANCE, "limit": SHOWN}
    query = Query(
        text=query_text(words) or " ",
        exact=exact,
        partial=form != "ids",
        **by_default | chosen,
    )
    draw = draw_explained if explain else draw_hits
    return show_answer(ctx.obj, query, draw, form, scored=True, explain=explain)
