"""Cards along a time axis: what `timeline` draws.

Each year is a band with its twelve months across. In it stands every card whose date begins in
that year, or ends in it where nobody says when it began. It is drawn as wide as the date is: a day
as a point, a month, a season or a year as a line of its length, and what goes on beyond the year
with an arrow. Nothing is drawn that nobody claimed.
"""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from relcli.model.card_dict import date_of
from relcli.model.date import Date
from relcli.model.date_words import years_words
from relcli.model.days import year_of
from relcli.model.query import Hit
from relcli.model.scale import Confidence
from relcli.view.terminal.axis import Axis, months, strip_of
from relcli.view.terminal.console import COLOURS, DISPUTED, HEADING, NARROW, QUIET
from relcli.view.terminal.entry import claim, draw_legend, marks, standing

_HEADING = 20  # columns for years, of which one may have any number of digits


def draw(console: Console, hits: Sequence[Hit]) -> None:
    """Draw the hits band by band, in the order they have, and what the signs mean.

    Each band stands where its first card does, so that none is headed twice: a decade begins with
    its first year, and would part the cards of that.
    """
    narrow = console.width < NARROW
    month_width = 1 if narrow else 2 if console.width < 100 else 3 if console.width < 140 else 4
    room = max(len(marks(hit.plain)) for hit in hits)
    table = Table.grid()
    if not narrow:
        table.add_column(overflow="fold", max_width=_HEADING)
        table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    signs = []
    bands: dict[str, list[tuple[Date, Hit]]] = {}
    for hit in hits:
        date = date_of(hit.plain)
        bands.setdefault(band_of(date), []).append((date, hit))
    for band, entries in bands.items():
        if table.row_count:
            table.add_row()
        _add(table, Text(f"{band}  ", HEADING), Text(months(month_width), QUIET))
        for date, hit in entries:
            strip, mark = band_strip(date, month_width), marks(hit.plain)
            signs += [strip, mark]
            drawn = Text(strip, COLOURS[Confidence(hit.plain["confidence"])])
            words = Text("\n").join([standing(date, hit), claim(hit.plain)])
            if narrow:
                words = Text.assemble((mark, DISPUTED), " " if mark else "", words)
            else:
                drawn.append(f" {mark:{room}} ", DISPUTED)
            _add(table, Text(), drawn, words)
    console.print(table)
    draw_legend(console, signs)


def _add(table: Table, *cells: Text) -> None:
    """Add cells beside each other, or below each other to a table of one column."""
    if len(table.columns) > 1:
        table.add_row(*cells)
    else:
        table.add_row(Text("\n").join(cell for cell in cells if cell))


def band_of(date: Date) -> str:
    """Return the heading that a date stands below: its year, or those of a decade or century."""
    last = date.last if date.precision in {"decade", "century"} else None
    return years_words(year_of(date.day), year_of(date.day if last is None else last))


def band_strip(date: Date, month_width: int) -> str:
    """Return the line that a date is in its band."""
    year = year_of(date.day)
    width = 12 * month_width
    return strip_of(date, Axis(year, year, width), range(0, width, month_width))
