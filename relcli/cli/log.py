"""`relcli log`: how cards changed, commit by commit."""

from typing import Annotated

import typer

from relcli.cli import complete
from relcli.cli.command import Run, sharing
from relcli.cli.history import recorded_since, write_changes
from relcli.cli.named_cards import tell_unknown
from relcli.cli.options import FORMAT, LIMIT, output_of
from relcli.errors import FOUND, NOTHING_FOUND
from relcli.model.filter_values import Bound
from relcli.view.terminal.draw import draw_log


@sharing(LIMIT, FORMAT)
def log(
    run: Run,
    ids: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ID...]",
            help="Ids of cards, also earlier ones. Else all cards.",
            autocompletion=complete.ids,
            show_default=False,
        ),
    ] = None,
    since: Annotated[
        Bound | None,
        typer.Option(
            "--recorded-since",
            metavar="DATE",
            parser=recorded_since,
            help="Only what was recorded from the first day of this date on (UTC).",
        ),
    ] = None,
) -> int:
    """Tell how cards changed: when it was recorded, by whom, why, and what.

    It is read from the git repository that the facts lie in, the newest commit first; what is not
    committed yet comes before all. Exit status 1 where nothing changed, or an id is unknown.
    """
    session, wanted = run.session, list(ids or ())
    histories = session.histories()
    changes = histories.changes(wanted, since and since.date)
    unknown = histories.unknown(wanted)
    tell_unknown(session, unknown)
    if not changes and not unknown:
        session.remark("nothing was recorded since then" if since else "nothing was recorded")
    write_changes(changes[: LIMIT.of(run) or None], draw_log, output_of(run))
    return FOUND if changes and not unknown else NOTHING_FOUND
