"""`relcli cite`: what to put in a footnote."""

from typing import Annotated

import typer

from relcli.cli import complete
from relcli.cli.chosen import chosen_of
from relcli.cli.output import write_pieces
from relcli.errors import FOUND, NOTHING_FOUND
from relcli.search.values import one_of
from relcli.view.cite import STYLES

PLAIN = "footnote"


def read_style(word: str) -> str:
    """Return the name of a style. Raises FilterError."""
    return one_of(STYLES, word, "--style", "style")


def cite(
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
    style: Annotated[
        str,
        typer.Option(
            "--style",
            metavar="STYLE",
            parser=read_style,
            help=f"{', '.join(STYLES)}. apa and chicago need `pip install 'relcli[cite]'`.",
            autocompletion=complete.words(STYLES),
        ),
    ] = PLAIN,
) -> int:
    """Write a citation for each card: its sources, when they were read, how sure the claim is.

    Sources that support the claim come first, then those that qualify or dispute it. Exit status 1
    where an id is unknown; the others are cited all the same.
    """
    facts = ctx.obj.facts()
    found = {card_id: facts.cards_of(card_id) for card_id in ids}
    unknown = [card_id for card_id, cards in found.items() if not cards]
    for card_id in unknown:
        nearest = facts.near_id(card_id)
        cure = f"did you mean `{nearest}`?" if nearest else "`relcli list` shows all"
        ctx.obj.remark(f"no card `{card_id}`; {cure}")
    cards = [card for several in found.values() for card in several]
    if cards:
        write_pieces(STYLES[style](chosen_of(facts, cards)))
    return NOTHING_FOUND if unknown else FOUND
