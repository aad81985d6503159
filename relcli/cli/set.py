"""`relcli set`: one card changed, from scripts too."""

from pathlib import Path
from typing import Annotated

import typer

from relcli.cli import complete
from relcli.cli.command import Run
from relcli.cli.session import tell_dates
from relcli.edit.change import change_card, plain_at
from relcli.edit.dataset import (
    datasets_to_edit,
    declared_by,
    find_card,
    known_ids,
    read_card,
    refuse_unknown_ids,
)
from relcli.edit.fields import apply_changes, read_change, write_dates
from relcli.edit.files import read_file, replace_file
from relcli.errors import FOUND


def set(  # noqa: A001 - the command's name
    run: Run,
    card_id: Annotated[
        str, typer.Argument(metavar="ID", help="A card.", autocompletion=complete.ids)
    ],
    changes: Annotated[
        list[str],
        typer.Argument(
            metavar="FIELD=VALUE...",
            help="A new value; an empty one (note=) removes the field. += and -= add to topics, "
            "actors, related, contradicts (commas between names) and sources (an id, a title or "
            "JSON), or take from them.",
            show_default=False,
        ),
    ],
) -> int:
    """Change a card: its confidence, date, note, sources, or that another has taken its place.

    Of its file, only the lines of what changes are written anew. A card is retired with
    superseded_by=ID, not deleted.
    """
    wanted = [read_change(change) for change in changes]
    datasets = datasets_to_edit(run.session.paths)
    dataset, card = find_card(datasets, card_id)
    path, line = card.place.path, card.place.line
    file = read_file(Path(path))
    old = plain_at(file.text, path, line, card.claim)
    declared = declared_by(dataset)
    new = apply_changes(old, wanted, declared)
    read_as = write_dates(new)
    if new["claim"] != old["claim"]:
        new.setdefault("id", card.id)  # one that was made from the old claim still has to answer
    read_card(new, declared, dataset.id)
    refuse_unknown_ids(new, known_ids(datasets), card.id)
    tell_dates(run.session, read_as)
    if new == old:
        run.session.remark(f"`{card_id}` is so already")
        return FOUND
    replace_file(file, change_card(file.text, path, line, new))
    run.session.remark(f"changed {path}:{line}")
    return FOUND
