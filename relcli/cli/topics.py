"""`relcli topics`: what the facts are about."""

from relcli.cli.command import Run, sharing
from relcli.cli.options import FORMAT, output_of
from relcli.cli.output import write_list


@sharing(FORMAT)
def topics(run: Run) -> int:
    """List the topics, with the number of cards of each."""
    from relcli.model.stats import TOPIC_COLUMNS

    return write_list(run.session.facts().listing("topics"), TOPIC_COLUMNS, output_of(run))
