"""`relcli cite`: what to put in a footnote."""

from typing import Annotated

import typer

from relcli.cli import complete
from relcli.cli.command import Run
from relcli.cli.named_cards import Ids, named_cards
from relcli.cli.output import write_pieces
from relcli.model.filter_values import one_of
from relcli.view.cite.cite import STYLES

PLAIN = "footnote"


def read_style(word: str) -> str:
    """Return the name of a style. Raises FilterError."""
    return one_of(STYLES, word, "--style", "style")


def cite(
    run: Run,
    ids: Ids,
    style: Annotated[
        str,
        typer.Option(
            "--style",
            metavar="STYLE",
            parser=read_style,
            help=f"{', '.join(STYLES)}. apa and chicago need citeproc-py and its styles.",
            autocompletion=complete.words(STYLES),
        ),
    ] = PLAIN,
) -> int:
    """Write a citation for each card: its sources, when they were read, how sure the claim is.

    Sources that support the claim come first, then those that qualify or dispute it. Exit status 1
    where an id is unknown; the others are cited all the same.
    """
    cards, status = named_cards(run.session, ids)
    if cards:
        write_pieces(STYLES[style](run.session.facts().selection(cards)))
    return status
