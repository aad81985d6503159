"""`relcli disputes`: what is contested, and by whom."""

from relcli.cli.command import Run, sharing
from relcli.cli.options import FILTERS, FORMAT, LIMIT, SORT, WORDS, ordered, output_of, question
from relcli.cli.output import write, write_pieces
from relcli.errors import FOUND, NOTHING_FOUND
from relcli.model.stats import PlainDispute
from relcli.view.data import as_ids
from relcli.view.terminal.draw import draw_disputes

COLUMNS = tuple(PlainDispute.__annotations__)


@sharing(WORDS, FILTERS, LIMIT, SORT, FORMAT)
def disputes(run: Run) -> int:
    """Show what is contested: the sources for and against a claim side by side.

    After the claims that a source disputes come the pairs of cards that contradict each other,
    while neither is superseded.
    """
    session, output = run.session, output_of(run)
    query = ordered(run, question(run))._replace(limit=0)
    sort = None if query.text else query.sort
    facts = session.facts()
    all_disputes, number = facts.disputes(facts.counted(query, session.remark), sort)
    shown = all_disputes[: LIMIT.of(run) or None]
    if number and not all_disputes:
        session.remark("none of the cards is disputed or contradicts another one")
    elif len(shown) < len(all_disputes):
        session.remark(f"the first {len(shown)} of {len(all_disputes)}; --limit 0 shows all")
    if output.form == "ids":
        card_ids = [card_id for dispute in shown for card_id in (dispute["id"], dispute["other"])]
        named = [{"id": name} for name in dict.fromkeys(card_ids) if name]
        write_pieces(as_ids(named, ()), output.file)
    else:
        write(shown, COLUMNS, lambda console: draw_disputes(console, shown), output)
    return FOUND if all_disputes else NOTHING_FOUND
