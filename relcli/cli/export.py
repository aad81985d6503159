"""`relcli export`: cards for other tools."""

import sys
from collections.abc import Iterable, Iterator
from inspect import cleandoc
from pathlib import Path
from typing import Annotated

import typer

from relcli.cli import complete
from relcli.cli.command import Run, sharing
from relcli.cli.options import FILTERS, LIMIT, SORT, STDOUT, WORDS, ordered, question
from relcli.cli.output import write_pieces
from relcli.edit.folder import write_folder
from relcli.errors import FOUND, NOTHING_FOUND, FilterError, RelcliError, quoted
from relcli.model.filter_values import one_of
from relcli.view.data import PICTURE
from relcli.view.export.escape import web_link
from relcli.view.export.formats import EXPORTS
from relcli.view.export.selection import Reviews

WITH_REVIEWS, FOR_EXCEL = "jsonld", "csv"
WITH_HISTORY = "html"
BOM = "\ufeff"  # without it, Excel takes a sheet for one in the old letters of its country


def read_form(word: str) -> str:
    """Return the name of a format. Raises FilterError."""
    if word == PICTURE:
        cure = f"those that draw write it: `relcli timeline -o facts.{PICTURE}`, `search`, `stats`"
        raise FilterError(f"export: {PICTURE} is a picture of what is drawn", cure)
    return one_of(EXPORTS, word, "export", "format")


@sharing(WORDS, FILTERS, LIMIT, SORT)
def export(
    run: Run,
    form: Annotated[
        str,
        typer.Argument(
            metavar="FORMAT",
            parser=read_form,
            help="One of those above.",
            autocompletion=complete.words(EXPORTS),
            show_default=False,
        ),
    ],
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Where to write, for vault a folder; - is stdout.",
        ),
    ] = STDOUT,
    claim_review: Annotated[
        bool, typer.Option("--claim-review", help="jsonld: rate each claim, as a ClaimReview.")
    ] = False,
    history: Annotated[
        bool,
        typer.Option("--history", help="html: how each card was regraded, by its git repository."),
    ] = False,
    url: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="With --claim-review: the page that has the cards, as `export html` makes it.",
            show_default=False,
        ),
    ] = None,
    author: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="With --claim-review: who grades the claims.", show_default=False
        ),
    ] = None,
    excel: Annotated[
        bool, typer.Option("--excel", help="csv: marked as UTF-8, for a double click in Excel.")
    ] = False,
) -> int:
    """Write cards for other tools; without filters, all of them.

    A file is written whole or not at all. What the format cannot carry is told on stderr.
    """
    if history and form != WITH_HISTORY:
        cure = f"write `relcli export {WITH_HISTORY} --history`"
        raise RelcliError(f"--history: {form} has no place for it", cure)
    reviews = _reviews(form, url, author) if claim_review or url or author else None
    if reviews and not claim_review:
        raise RelcliError("--url and --author are of reviews", "add --claim-review")
    if excel and form != FOR_EXCEL:
        cure = f"write `relcli export {FOR_EXCEL} --excel`"
        raise RelcliError(f"--excel: {form} is no sheet for Excel", cure)
    made = EXPORTS[form]
    if made.files and output == STDOUT:
        raise RelcliError(f"{form} is a folder of files", "write `-o DIR`, a new folder")
    if made.binary and output == STDOUT and sys.stdout and sys.stdout.isatty():
        raise RelcliError(f"{form} is no text for a terminal", f"write `-o facts.{form}`")
    session, query = run.session, ordered(run, question(run))
    facts = session.facts()
    answer = facts.answer(query)
    for remark in answer.remarks:
        session.remark(remark)
    if not answer:
        return NOTHING_FOUND
    cards = facts.selection(
        [hit.plain for hit in answer],
        reviews=reviews,
        titled=made.titled,
        history=history,
    )
    if made.files:
        write_folder(output, made.write_files(cards))
    else:
        pieces = made.write(cards)
        file = None if output == STDOUT else output
        write_pieces(_for_excel(pieces) if excel else pieces, file)
    if left_out := made.remark(cards):
        session.remark(f"{form}: {left_out}")
    return FOUND


def _for_excel(pieces: Iterable[str] | Iterable[bytes]) -> Iterator[str]:
    yield BOM
    yield from map(str, pieces)


def _reviews(form: str, url: str | None, author: str | None) -> Reviews:
    """Return what is asked of reviews. Raises RelcliError."""
    if form != WITH_REVIEWS:
        cure = f"write `relcli export {WITH_REVIEWS} --claim-review`"
        raise RelcliError(f"--claim-review: {form} has no reviews", cure)
    link = web_link(url)
    if url and not link:
        raise RelcliError(f"--url: {quoted(url)} is no address of a web page", "write https://…")
    return Reviews(link, author)


# One line a format, which --help must not fill into a paragraph: so says the \b of click.
export.__doc__ = "\n\n".join(
    [
        cleandoc(export.__doc__ or ""),
        "\b\n" + "\n".join(f"{name:<11} {made.help}" for name, made in EXPORTS.items()),
    ]
)
