"""`relcli actors`: who and what the facts are about."""

from relcli.cli.command import Run, sharing
from relcli.cli.listing import write_listing
from relcli.cli.options import FORMAT


@sharing(FORMAT)
def actors(run: Run) -> int:
    """List the actors with their other names, and the number of cards of each."""
    from relcli.model.stats import ACTOR_COLUMNS

    return write_listing(run, "actors", ACTOR_COLUMNS)
