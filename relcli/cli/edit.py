"""`relcli edit`: a card in the user's own editor."""

from typing import TYPE_CHECKING, Annotated

import typer

from relcli.cli import complete
from relcli.cli.command import Run
from relcli.cli.prompts import agreed, can_ask
from relcli.cli.session import tell
from relcli.edit.dataset import datasets_to_edit, find_entry, problems_of_file
from relcli.edit.editor import edit_copy
from relcli.edit.files import copies_left, read_file
from relcli.errors import FOUND, NOTHING_FOUND

if TYPE_CHECKING:
    from collections.abc import Callable

    from relcli.cli.session import Session


def edit(
    run: Run,
    card_id: Annotated[
        str, typer.Argument(metavar="ID", help="A card.", autocompletion=complete.ids)
    ],
) -> int:
    """Open a card in $VISUAL or $EDITOR, at its line, and check what was saved.

    What was saved stays, whatever is wrong with it. Exit status 1 where something is. The editor
    gets a copy, which takes the place of the file when it ends: one that comes back at once has
    to be told to wait, as in `gedit --wait`.
    """
    return edit_card(run.session, card_id, run.session.remark)


def edit_card(session: "Session", card_id: str, remark: "Callable[[str], None]") -> int:
    """Open a card in the editor and check it, and return the exit status of `edit`."""
    dataset, path, line = find_entry(datasets_to_edit(session.paths), card_id)
    before = read_file(path).data
    for left in copies_left(read_file(path)):
        remark(
            f"{left} is open elsewhere, or was left when an edit was broken off; see what it has"
        )
    while True:
        edit_copy(path, line)
        problems, ids = problems_of_file(dataset, path)
        for problem in problems:
            tell("error", str(problem))
        if not problems or not can_ask() or not agreed("Back to the editor?"):
            break
        line = problems[0].place.line
    if not problems and card_id not in ids:
        remark(
            f"no card `{card_id}` any more, and an id should still answer; write `id: {card_id}` "
            "on the card, or bring it back and retire it"
        )
    if read_file(path).data == before:
        remark(f"{path} is as it was")
    return NOTHING_FOUND if problems else FOUND
