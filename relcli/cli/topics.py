"""`relcli topics`: what the facts are about."""

from relcli.cli.command import Run, sharing
from relcli.cli.listing import write_listing
from relcli.cli.options import FORMAT


@sharing(FORMAT)
def topics(run: Run) -> int:
    """List the topics, with the number of cards of each."""
    from relcli.model.stats import TOPIC_COLUMNS

    return write_listing(run, "topics", TOPIC_COLUMNS)
