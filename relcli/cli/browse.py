"""`relcli browse`: search, read, cite and edit cards on the full screen."""

import os
import sys
from typing import TYPE_CHECKING

from relcli.cli.command import Run, sharing
from relcli.cli.options import FILTERS, LIMIT, SORT, WORDS, ordered, question
from relcli.cli.prompts import can_ask
from relcli.errors import FOUND, ExtraError, RelcliError
from relcli.model.query import Sort

if TYPE_CHECKING:
    from relcli.api import Facts
    from relcli.cli.session import Session
    from relcli.model.card_dict import PlainCard
    from relcli.tui.worker import Doings

SHOWN = 200  # cards in the list, unless --limit says otherwise


@sharing(WORDS, FILTERS, LIMIT, SORT)
def browse(run: Run) -> int:
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
    session = run.session
    query = ordered(run, question(run)._replace(partial=True), Sort.RELEVANCE, SHOWN)
    session.facts().refuse(query)  # what is wrong with the filters is told before
    session.close()
    app = Browser(query, doings_of(session))
    app.run()
    return app.return_code or FOUND


def doings_of(session: "Session") -> "Doings":
    """Return what the screen can do by the commands that there are."""
    from relcli.tui.worker import Doings

    def open_facts() -> "Facts":
        from relcli.api import open_datasets

        return open_datasets(session.paths, lambda _: None, at=session.at)

    def cite(facts: "Facts", card: "PlainCard") -> str:
        from relcli.cli.cite import PLAIN
        from relcli.view.cite.cite import STYLES

        return "".join(STYLES[PLAIN](facts.selection([card])))

    def edit(card_id: str) -> str:
        from relcli.cli.edit import edit_card

        if session.at is not None:
            return "What was recorded once is not edited: leave --at out"
        remarks: list[str] = []
        status = edit_card(session, card_id, remarks.append)
        return "; ".join(remarks) if remarks or status == FOUND else "see `relcli check`"

    return Doings(open_facts, cite, edit)
