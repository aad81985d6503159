"""`relcli list`: all cards that pass the filters."""

from relcli.cli.answer import show_answer
from relcli.cli.command import Run, sharing
from relcli.cli.options import FILTERS, FORMAT, LIMIT, SORT, ordered, output_of
from relcli.view.terminal.draw import draw_hits


@sharing(FILTERS, LIMIT, SORT, FORMAT)
def list(run: Run) -> int:  # noqa: A001 - the command's name
    """List all cards that pass the filters, oldest first."""
    query = ordered(run, FILTERS.of(run))
    return show_answer(run.session, query, draw_hits, output_of(run))
