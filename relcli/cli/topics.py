"""`relcli topics`: what the facts are about."""

from relcli.cli.command import Run, sharing
from relcli.cli.options import FORMAT
from relcli.cli.output import write_list


@sharing(FORMAT)
def topics(run: Run) -> int:
    """List the topics, with the number of cards of each."""
    from relcli.analysis.listings import TOPIC_COLUMNS, count_topics

    return write_list(count_topics(run.session.facts()), TOPIC_COLUMNS, FORMAT.of(run))
