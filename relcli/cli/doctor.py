"""`relcli doctor`: what there is, what is wrong with it, and the cure."""

from typing import Annotated

import typer

from relcli.cli.command import Run
from relcli.cli.output import write_pieces, write_text
from relcli.doctor.collect import examine
from relcli.errors import FOUND, NOTHING_FOUND
from relcli.view.document import as_document
from relcli.view.terminal.doctor import as_text


def doctor(
    run: Run,
    json: Annotated[bool, typer.Option("--json", help="Write one JSON document.")] = False,
) -> int:
    """Tell what relcli runs on, which facts it found and why, what is wrong, and the cure.

    Changes nothing, and names neither you nor your home folder: paste it into a bug report. Exit
    status: 0 all is well, 1 something is wrong.
    """
    health = examine(run.session.paths)
    if json:
        write_pieces(as_document(health))
    else:
        write_text(as_text(health))
    return NOTHING_FOUND if health["wrong"] else FOUND
