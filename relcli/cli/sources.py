"""`relcli sources`: what the facts rest on."""

from relcli.cli.command import Run, sharing
from relcli.cli.options import FORMAT, output_of
from relcli.cli.output import write_list


@sharing(FORMAT)
def sources(run: Run) -> int:
    """List the sources, with the number of cards of each."""
    from relcli.model.stats import SOURCE_COLUMNS

    return write_list(run.session.facts().listing("sources"), SOURCE_COLUMNS, output_of(run))
