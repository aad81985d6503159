"""`relcli diff`: what changed on the facts between two times."""

from typing import Annotated

import typer

from relcli.cli.command import Run, sharing
from relcli.cli.history import write_changes
from relcli.cli.options import FORMAT, LIMIT, output_of
from relcli.errors import FOUND, NOTHING_FOUND
from relcli.view.terminal.draw import draw_diff

_BETWEEN = ".."


@sharing(LIMIT, FORMAT)
def diff(
    run: Run,
    times: Annotated[
        str,
        typer.Argument(
            metavar="TIME[..TIME]",
            help="A date, of which the end counts (UTC), or a commit, a tag or a branch; `rev:` "
            "before it makes a revision of what could be a date. Without a second one: until now.",
            show_default=False,
        ),
    ],
) -> int:
    """Tell what changed on the facts between two times, or from one until now.

    What is new comes first, then what was regraded, disputed, retired or removed, then the rest;
    each with the last commit that changed it. Exit status 1 where nothing changed.
    """
    old, between, new = times.partition(_BETWEEN)
    session = run.session
    now = new or ("HEAD" if between else None)
    changes = session.histories().diff(old or "HEAD", now)
    if not changes:
        session.remark("no card changed")
    write_changes(changes[: LIMIT.of(run) or None], draw_diff, output_of(run))
    return FOUND if changes else NOTHING_FOUND
