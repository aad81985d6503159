"""`relcli search`: the cards that answer a question, best first."""

from typing import Annotated

import typer

from relcli.cli.answer import show_answer
from relcli.cli.command import Run, sharing
from relcli.cli.options import FILTERS, FORMAT, LIMIT, SORT, Exact, ordered, output_of
from relcli.cli.query_words import query_text
from relcli.model.query import Sort
from relcli.view.terminal.draw import draw_explained, draw_hits

SHOWN = 20


@sharing(FILTERS, LIMIT, SORT, FORMAT)
def search(
    run: Run,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="QUERY...",
            help='Words, however misspelt or transliterated; "a phrase"; -word; field:value, such '
            "as topic:military; AND, OR, NOT; dates, such as 2016-11.",
            show_default=False,
        ),
    ],
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
    output = output_of(run)
    asked = FILTERS.of(run)._replace(text=query_text(words) or " ", exact=exact)
    query = ordered(run, asked._replace(partial=output.form != "ids"), Sort.RELEVANCE, SHOWN)
    draw = draw_explained if explain else draw_hits
    return show_answer(run.session, query, draw, output, scored=True, explain=explain)
