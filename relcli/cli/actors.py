"""`relcli actors`: who and what the facts are about."""

from relcli.cli.command import Run, sharing
from relcli.cli.options import FORMAT, output_of
from relcli.cli.output import write_list


@sharing(FORMAT)
def actors(run: Run) -> int:
    """List the actors with their other names, and the number of cards of each."""
    from relcli.model.stats import ACTOR_COLUMNS

    return write_list(run.session.facts().listing("actors"), ACTOR_COLUMNS, output_of(run))
