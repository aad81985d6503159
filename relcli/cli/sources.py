"""`relcli sources`: what the facts rest on."""

from relcli.cli.command import Run, sharing
from relcli.cli.listing import write_listing
from relcli.cli.options import FORMAT


@sharing(FORMAT)
def sources(run: Run) -> int:
    """List the sources, with the number of cards of each."""
    from relcli.model.stats import SOURCE_COLUMNS

    return write_listing(run, "sources", SOURCE_COLUMNS)
