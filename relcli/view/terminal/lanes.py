"""Cards in lanes over one axis of years: what `timeline --by` draws.

First all lanes below each other, a row each; then the cards of each lane, every one as long as its
date along the axis that all lanes share.
"""

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from relcli.model.card_dict import PlainCard, date_of
from relcli.model.date import Date
from relcli.model.days import year_of
from relcli.model.query import Hit
from relcli.model.scale import Confidence
from relcli.model.years import NOWHERE, By, Lane, Tally, bounds, lane_ids
from relcli.view.terminal.axis import Axis, fit, ruler, strip_of
from relcli.view.terminal.console import COLOURS, DISPUTED, HEADING, NARROW, QUIET, counted, plain
from relcli.view.terminal.density import draw_lanes
from relcli.view.terminal.entry import claim, draw_legend, marks, standing

_WORDS = 34  # columns for a date and a grade beside the line


def draw(console: Console, hits: Sequence[Hit], tally: Tally, by: By) -> None:
    """Draw the lanes of a tally of these hits, and the hits lane by lane."""
    dates = [date_of(hit.plain) for hit in hits]
    draw_lanes(console, tally, by, bounds(tally.lanes) or NOWHERE)
    axis = _axis(console.width, dates)
    labels = {lane.id: lane.label for lane in tally.lanes}
    signs: list[str] = []
    for lane in tally.lanes:
        console.print()
        _draw_heading(console, lane, axis)
        for hit in hits:
            ids = lane_ids(hit.plain, by)
            if lane.id in ids:
                others = [labels[other] for other in ids if other != lane.id]
                signs += _draw_entry(console, hit, axis, others)
    draw_legend(console, signs)


def _axis(width: int, dates: Sequence[Date]) -> Axis:
    """Return an axis on which all dates begin, with room beside it if it has a column a year then.

    That a date may be any year of a decade or a century makes it no longer.
    """
    known = [date.last for date in dates if date.precision not in {"decade", "century"}]
    days = [day for day in (*(date.first for date in dates), *known) if day is not None]
    first, last = year_of(min(days)), year_of(max(days))
    beside = width - _WORDS
    return fit(first, last, beside if beside > last - first else width)


def _draw_heading(console: Console, lane: Lane, axis: Axis) -> None:
    above, _ = ruler(axis)
    heading = Text.assemble(plain(lane.label, HEADING), (f"  {counted(lane.total, 'card')}", QUIET))
    console.print(Text("\n").join([heading, Text(above, QUIET)]))


def _draw_entry(console: Console, hit: Hit, axis: Axis, others: Sequence[str]) -> tuple[str, str]:
    """Draw a card, and return its signs."""
    date, mark = date_of(hit.plain), marks(hit.plain)
    strip = strip_of(date, axis, ruler(axis)[1])
    drawn = Text(strip, COLOURS[Confidence(hit.plain["confidence"])])
    words = Text.assemble((f"{mark:2}", DISPUTED), standing(date, hit))
    beside = axis.width + 2 + words.cell_len <= console.width
    console.print(Text("  " if beside else "\n").join([drawn, words]))
    indent = 2 if console.width >= NARROW else 0
    console.print(Padding(_words(hit.plain, others), (0, 0, 0, indent)))
    return strip, mark


def _words(card: PlainCard, others: Sequence[str]) -> Text:
    return claim(card, f"also in {', '.join(others)}" if others else "")
