"""`relcli actors`: who and what the facts are about."""

from relcli.cli.command import Run, sharing
from relcli.cli.options import FORMAT
from relcli.cli.output import write_list


@sharing(FORMAT)
def actors(run: Run) -> int:
    """List the actors with their other names, and the number of cards of each."""
    from relcli.analysis.listings import ACTOR_COLUMNS, count_actors

    return write_list(count_actors(run.session.facts()), ACTOR_COLUMNS, FORMAT.of(run))
