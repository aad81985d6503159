"""Cards in lanes over one axis of years: what `timeline --by` draws.

First all lanes below each other, a row each; then the cards of each lane, every one as long as its
date along the axis that all lanes share.
"""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from relcli.model.card_dict import date_of
from relcli.model.date import Date
from relcli.model.days import year_of
from relcli.model.query import Hit
from relcli.model.years import NOWHERE, By, Tally, bounds, lane_ids
from relcli.view.numbers import counted
from relcli.view.terminal.along import draw_above, draw_entry, lay_out
from relcli.view.terminal.axis import fit, ruler, strip_of
from relcli.view.terminal.console import HEADING, QUIET, plain
from relcli.view.terminal.density import draw_lanes
from relcli.view.terminal.entry import marks
from relcli.view.terminal.legend import draw_legend


def draw(console: Console, hits: Sequence[Hit], tally: Tally, by: By) -> None:
    """Draw the lanes of a tally of these hits, and the hits lane by lane."""
    draw_lanes(console, tally, by, bounds(tally.lanes) or NOWHERE)
    dates = [date_of(hit.plain) for hit in hits]
    first, last = _years(dates)
    layout = lay_out(console.width, hits, last - first + 1)
    axis = fit(first, last, layout.line)
    above, ticks = ruler(axis)
    labels = {lane.id: lane.label for lane in tally.lanes}
    signs: list[str] = []
    for lane in tally.lanes:
        number = (f"  {counted(lane.total, 'card')}", QUIET)
        console.print()
        draw_above(console, layout, Text.assemble(plain(lane.label, HEADING), number), above)
        for hit, date in zip(hits, dates, strict=True):
            ids = lane_ids(hit.plain, by)
            if lane.id in ids:
                others = ", ".join(labels[other] for other in ids if other != lane.id)
                line = strip_of(date, axis, ticks)
                signs += [line, marks(hit.plain)]
                draw_entry(console, layout, hit, line, others and f"also in {others}")
    draw_legend(console, signs)


def _years(dates: Sequence[Date]) -> tuple[int, int]:
    """Return the first and the last year of an axis on which all dates begin.

    That a date may be any year of a decade or a century makes it no longer.
    """
    known = [date.last for date in dates if date.precision not in {"decade", "century"}]
    days = [day for day in (*(date.first for date in dates), *known) if day is not None]
    return year_of(min(days)), year_of(max(days))
