"""`relcli show`: cards whole."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from relcli.cli.command import Run, sharing
from relcli.cli.named_cards import Ids, named_cards
from relcli.cli.options import FORMAT, output_of
from relcli.cli.output import WHOLE, write
from relcli.model.card_dict import FIRST_KEYS, LATER_KEYS
from relcli.view.changes import lines_of
from relcli.view.terminal.draw import draw_cards

if TYPE_CHECKING:
    from rich.console import Console

    from relcli.model.card_dict import PlainCard


@sharing(FORMAT)
def show(
    run: Run,
    ids: Ids,
    history: Annotated[
        bool,
        typer.Option("--history", help="Also all that changed on them, by their git repository."),
    ] = False,
) -> int:
    """Show cards whole: claim, date, confidence in words, sources for and against, links, place.

    Where their history was read before, by `log` or --history, also when they were regraded. Exit
    status 1 where an id is unknown; the others are shown all the same.
    """
    cards, status = named_cards(run.session, ids)
    output, facts = output_of(run), run.session.facts()
    changes = facts.card_history(cards) if history else {}
    columns = [*FIRST_KEYS, *LATER_KEYS, *(["history"] if history else [])]

    def draw(console: "Console") -> None:
        lines = {key: lines_of(some, every=True) for key, some in changes.items()}
        lines = lines or facts.known_regradings(cards)
        draw_cards(console, cards, facts.claims_of(cards), lines)

    def row(card: "PlainCard") -> dict[str, Any]:
        own = changes[card["dataset"], card["id"]]
        plain = [change.to_dict() for change in own]
        return {**card, "history": plain if output.form in WHOLE else lines_of(own, every=True)}

    write(list(map(row, cards)) if history else cards, columns, draw, output)
    return status
