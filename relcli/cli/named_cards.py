"""Cards that are named by their ids; `show` and `cite` share this."""

from typing import TYPE_CHECKING, Annotated

import typer

from relcli.cli import complete
from relcli.cli.query_words import as_typed
from relcli.errors import FOUND, NOTHING_FOUND, suggestion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from relcli.cli.session import Session
    from relcli.model.card_dict import PlainCard

Ids = Annotated[
    list[str],
    typer.Argument(
        metavar="ID...", help="Ids of cards.", autocompletion=complete.ids, show_default=False
    ),
]


def named_cards(session: "Session", ids: list[str]) -> "tuple[list[PlainCard], int]":
    """Return the cards with these ids, and the exit status: 1 where an id is unknown.

    Each unknown id is remarked on, with the nearest one that there is.
    """
    facts = session.facts()
    cards_by_id = {card_id: facts.plain_cards(card_id) for card_id in ids}
    unknown = [card_id for card_id, cards in cards_by_id.items() if not cards]
    tell_unknown(session, unknown)
    cards = [card for cards_of_id in cards_by_id.values() for card in cards_of_id]
    return cards, NOTHING_FOUND if unknown else FOUND


def tell_unknown(session: "Session", ids: "Sequence[str]") -> None:
    """Tell of ids that no card has, each with the nearest one that there is."""
    for card_id in ids:
        search = f"`relcli search {as_typed([card_id])}` looks for it"
        cure = suggestion(session.facts().near_id(card_id), search)
        session.remark(f"no card `{card_id}`; {cure}")
