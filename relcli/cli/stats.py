"""`relcli stats`: what the cards cover, and where they are thin."""

from typing import TYPE_CHECKING, Annotated

import typer

from relcli.cli import complete
from relcli.cli.command import Run, sharing
from relcli.cli.options import FILTERS, FORMAT, LIMIT, WORDS, output_of, question
from relcli.cli.output import write, write_pieces
from relcli.errors import FOUND, NOTHING_FOUND, RelcliError
from relcli.model.filter_values import one_of
from relcli.model.history import PlainMonth
from relcli.model.query import Query
from relcli.model.stats import BY, StatsLine
from relcli.view.data import as_ids
from relcli.view.document import as_document
from relcli.view.terminal.draw import draw_months, draw_stats

if TYPE_CHECKING:
    from collections.abc import Sequence

    from relcli.cli.output import Output
    from relcli.cli.session import Session
    from relcli.model.stats import StatsRow

COLUMNS = tuple(StatsLine.__annotations__)
MONTH_COLUMNS = tuple(PlainMonth.__annotations__)
_BY = "topic"  # unless told
SHOWN = 20  # rows on a terminal


def read_by(word: str) -> str:
    """Return what the rows are. Raises FilterError."""
    return one_of(BY, word, "--by", "kind of row")


@sharing(WORDS, FILTERS, LIMIT, FORMAT)
def stats(
    run: Run,
    by: Annotated[
        str,
        typer.Option(
            "--by",
            metavar="KIND",
            parser=read_by,
            help=f"What a row is: {', '.join(BY)}.",
            autocompletion=complete.words(BY),
        ),
    ] = _BY,
    over_time: Annotated[
        bool,
        typer.Option(
            "--over-time",
            help="How many cards there were, of which grades, month after month, by their git "
            "repository.",
        ),
    ] = False,
) -> int:
    """Count cards by topic, year and confidence: what they cover, and where they are thin.

    A card counts in the year in which its date begins; where nobody says in which year that was
    (until 2018, by 2018, between 2012 and 2014, the 2020s), it stands under `?`. The rows can be
    topics, actors, sources, publishers or origins. A row of what is written for scripts is a cell:
    so many cards of this topic, year and confidence; --json is one document with all counts.
    """
    session, limit, output = run.session, LIMIT.of(run), output_of(run)
    if over_time:
        if by != _BY:
            raise RelcliError("--over-time has a row a month", "leave --by out")
        return _over_time(session, question(run), limit, output)
    facts = session.facts()
    counts = facts.stats(facts.counted(question(run), session.remark), by)
    rows = counts["rows"][: limit or None]
    if output.form == "json":
        write_pieces(as_document({**counts, "rows": rows}), output.file)
    elif output.form == "ids":
        write_pieces(as_ids([row for row in rows if row["id"] is not None], ()), output.file)
    else:
        most = SHOWN if limit is None else limit
        write(_lines(rows), COLUMNS, lambda console: draw_stats(console, counts, most), output)
    return FOUND if counts["cards"] else NOTHING_FOUND


def _over_time(session: "Session", query: "Query", limit: int | None, output: "Output") -> int:
    """Show how many cards there were, month after month; with a limit, the last months."""
    if query != Query() or session.at is not None:
        raise RelcliError("--over-time counts all cards", "leave query, filters and --at out")
    if output.form == "ids":
        raise RelcliError("--over-time has no ids to list", "`--format tsv` lists months")
    months = session.histories().months()[-limit if limit else 0 :]
    write(months, MONTH_COLUMNS, lambda console: draw_months(console, months), output)
    return FOUND if months else NOTHING_FOUND


def _lines(rows: "Sequence[StatsRow]") -> list[dict[str, object]]:
    """Return a line for each topic, year and confidence that has cards."""
    return [
        dict(zip(COLUMNS, (row["id"], row["name"], cell["year"], word, number), strict=True))
        for row in rows
        for cell in row["years"]
        for word, number in cell["confidence"].items()
        if number
    ]
