"""`relcli timeline`: cards in time order, drawn along an axis."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from relcli.cli import complete
from relcli.cli.answer import show_answer
from relcli.cli.command import Run, sharing
from relcli.cli.options import FILTERS, FORMAT, LIMIT, SORT, WORDS, ordered, output_of, question
from relcli.cli.output import Output, write
from relcli.errors import FOUND, FilterError
from relcli.model.filter_values import one_of
from relcli.model.years import NOWHERE, By, as_rows, bounds
from relcli.view.data import DRAWN
from relcli.view.terminal.draw import draw_density, draw_lanes, draw_timeline

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.console import Console

    from relcli.cli.session import Session
    from relcli.model.query import Hit, Query
    from relcli.model.years import Tally

MANY = 200  # cards that are still drawn one by one: some ten screens


def read_by(word: str) -> By:
    """Return what `--by` names. Raises FilterError."""
    return By(one_of(By, word, "--by", "kind of lane"))


@sharing(WORDS, FILTERS, LIMIT, SORT, FORMAT)
def timeline(
    run: Run,
    by: Annotated[
        By | None,
        typer.Option(
            "--by",
            metavar="KIND",
            parser=read_by,
            help=f"In lanes over one axis: {', '.join(By)}.",
            autocompletion=complete.words(By),
        ),
    ] = None,
    density: Annotated[
        bool | None,
        typer.Option(
            "--density/--cards",
            help=f"How many cards there are a year, or each card. Else, on a terminal, each card "
            f"of up to {MANY}.",
            show_default=False,
        ),
    ] = None,
) -> int:
    """Draw cards in time order, each as precise as its date.

    A day is a point, a month or a year a line as long as it is; what goes on ends in an arrow. What
    happened once by a day, or between two, and how it stood as of a day, have signs of their own.
    Nothing is drawn more precisely than its source has it. Of many cards a bar a year is drawn;
    `--limit` or `--cards` draw the cards. Lanes are drawn; other formats than table have them only
    with `--density`, which counts cards by year and lane there, too.
    """
    session, query, output = run.session, ordered(run, question(run)), output_of(run)
    drawn = output.form in DRAWN or (not output.form and sys.stdout and sys.stdout.isatty())
    if density and query.limit:
        raise FilterError("--density counts all cards", "leave --limit out, or --density")
    perhaps = drawn and density is None and LIMIT.of(run) is None
    if perhaps or (density and output.form != "ids"):
        counted = session.facts().years(query, by)
        if counted.total > (MANY if perhaps else 0):
            return _show_density(session, query, counted, by, output, asked_for=not perhaps)
    return show_answer(session, query, _lanes(session, by) if by else draw_timeline, output)


def _lanes(session: "Session", by: By) -> "Callable[[Console, Sequence[Hit]], None]":
    """Return what draws hits in lanes."""

    def draw(console: "Console", hits: "Sequence[Hit]") -> None:
        counted = session.facts().years_of([hit.plain for hit in hits], by)
        draw_lanes(console, hits, counted, by)

    return draw


def _show_density(
    session: "Session",
    query: "Query",
    counted: "Tally",
    by: By | None,
    output: Output,
    *,
    asked_for: bool,
) -> int:
    """Show how many cards there are a year, in the years asked for."""
    first, last = axis = bounds(counted.lanes) or NOWHERE
    if query.since and query.since.begins is not None and axis != NOWHERE:
        first = max(first, query.since.begins)
        last = max(first, last)  # what goes on from before
    if query.until and query.until.ends is not None and axis != NOWHERE:
        last = min(last, query.until.ends)
        first = min(first, last)
    axis = first, last
    for remark in session.facts().remarks(query):
        session.remark(remark)
    rows = list(as_rows(counted, by, axis))
    write(rows, list(rows[0]), lambda console: draw_density(console, counted, by, axis), output)
    if not asked_for:
        cure = "--limit N or --cards draws them, --since and --until narrow it down"
        session.remark(f"{counted.total} cards, counted by year; {cure}")
    return FOUND
