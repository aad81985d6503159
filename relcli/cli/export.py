"""`relcli export`: cards for other tools."""

import sys
from inspect import cleandoc
from pathlib import Path
from typing import Annotated

import typer

from relcli.cli import complete
from relcli.cli.command import Run, sharing
from relcli.cli.options import FILTERS, LIMIT, SORT, WORDS, ordered, question
from relcli.cli.output import write_pieces
from relcli.errors import FOUND, NOTHING_FOUND, FilterError, RelcliError
from relcli.model.filter_values import one_of
from relcli.view.data import PICTURE
from relcli.view.export.formats import EXPORTS

STDOUT = Path("-")
WITH_REVIEWS = "jsonld"
WITH_HISTORY = "html"


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
        Path, typer.Option("--output", "-o", metavar="FILE", help="Where to write; - is stdout.")
    ] = STDOUT,
    claim_review: Annotated[
        bool, typer.Option("--claim-review", help="jsonld: rate each claim, as a ClaimReview.")
    ] = False,
    history: Annotated[
        bool,
        typer.Option("--history", help="html: how each card was regraded, by its git repository."),
    ] = False,
) -> int:
    """Write cards for other tools; without filters, all of them.

    A file is written whole or not at all. What the format cannot carry is told on stderr.
    """
    if claim_review and form != WITH_REVIEWS:
        cure = f"write `relcli export {WITH_REVIEWS} --claim-review`"
        raise RelcliError(f"--claim-review: {form} has no reviews", cure)
    if history and form != WITH_HISTORY:
        cure = f"write `relcli export {WITH_HISTORY} --history`"
        raise RelcliError(f"--history: {form} has no place for it", cure)
    made = EXPORTS[form]
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
        claim_review=claim_review,
        titled=made.titled,
        history=history,
    )
    if left_out := made.remark(cards):
        session.remark(f"{form}: {left_out}")
    write_pieces(made.write(cards), None if output == STDOUT else output)
    return FOUND


# One line a format, which --help must not fill into a paragraph: so says the \b of click.
export.__doc__ = "\n\n".join(
    [
        cleandoc(export.__doc__ or ""),
        "\b\n" + "\n".join(f"{name:<11} {made.help}" for name, made in EXPORTS.items()),
    ]
)
