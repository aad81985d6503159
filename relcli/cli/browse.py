"""`relcli browse`: search, read, cite and edit cards on the full screen."""

import os
import sys
from typing import TYPE_CHECKING, Any

import typer

from relcli.cli.ask import can_ask
from relcli.cli.options import asking, filters, taking
from relcli.errors import FOUND, ExtraError, RelcliError
from relcli.model.query import Query, Sort

if TYPE_CHECKING:
    from relcli.cli.session import Session
    from relcli.index.datasets import Datasets
    from relcli.model.card_dict import PlainCard
    from relcli.tui.worker import Doings

SHOWN = 200  # cards in the list, unless --limit says otherwise


@taking(asked=asking, chosen=filters)
def browse(
    ctx: typer.Context,
    asked: dict[str, Any],
    chosen: dict[str, Any],
) -> int:
    """Search, read, cite and edit cards on the full screen.

    Type to search; the facets at the side narrow it down; `?` tells the keys. Needs textual.
    """
    drawn = sys.stderr and sys.stderr.isatty()  # where textual draws
    if not (can_ask() and drawn) or os.environ.get("TERM") == "dumb":
        raise RelcliError("browse needs a terminal", "`relcli search` and `list` write into pipes")
    try:
        from relcli.tui.app import Browser
    except ImportError:
        raise ExtraError("browse needs textual", "pip install textual") from None
    from relcli.search.answer import asked_of

    by_default: dict[str, Any] = {"sort": Sort.RELEVANCE, "limit": SHOWN, "partial": True}
    query = Query(**asked, **by_default | chosen)
    asked_of(query, ctx.obj.facts())  # what is wrong with the filters is told before
    ctx.obj.close()
    app = Browser(query, doings_of(ctx.obj))
    app.run()
    return app.return_code or FOUND


def doings_of(session: "Session") -> "Doings":
    """Return what the screen can do by the commands that there are."""
    from relcli.tui.worker import Doings

    def open_facts() -> "Datasets":
        from relcli.index.datasets import Datasets
        from relcli.load.locate import find_datasets

        return Datasets(find_datasets(session.paths), lambda _: None)

    def cite(facts: "Datasets", card: "PlainCard") -> str:
        from relcli.cli.chosen import chosen_of
        from relcli.cli.cite import PLAIN
        from relcli.view.cite.cite import STYLES

        return "".join(STYLES[PLAIN](chosen_of(facts, [card])))

    def edit(card_id: str) -> str:
        from relcli.cli.edit import edit_card

        told: list[str] = []
        status = edit_card(session, card_id, told.append)
        return "; ".join(told) if told or status == FOUND else "see `relcli check`"

    return Doings(open_facts, cite, edit)
