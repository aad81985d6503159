"""Cards along a time axis: what `timeline` draws.

Each year is a band with its twelve months across. In it stands every card whose date begins in
that year, or ends in it where nobody says when it began. It is drawn as wide as the date is: a day
as a point, a month, a season or a year as a line of its length, and what goes on beyond the year
with an arrow. Nothing is drawn that nobody claimed.
"""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from relcli.model.card_dict import date_of
from relcli.model.date import Date
from relcli.model.date_words import years_words
from relcli.model.days import year_of
from relcli.model.query import Hit
from relcli.view.terminal.along import draw_above, draw_entry, lay_out
from relcli.view.terminal.axis import Axis, months, strip_of
from relcli.view.terminal.console import HEADING
from relcli.view.terminal.entry import marks
from relcli.view.terminal.legend import draw_legend

_MONTHS = 12
_WIDEST = 4  # columns of a month


def draw(console: Console, hits: Sequence[Hit]) -> None:
    """Draw the hits band by band, in the order they have, and what the signs mean.

    Each band stands where its first card does, so that none is headed twice: a decade begins with
    its first year, and would part the cards of that.
    """
    layout = lay_out(console.width, hits)
    month_width = max(1, min(layout.line // _MONTHS, _WIDEST))
    bands: dict[str, list[tuple[Date, Hit]]] = {}
    for hit in hits:
        date = date_of(hit.plain)
        bands.setdefault(band_of(date), []).append((date, hit))
    signs = []
    for number, (band, entries) in enumerate(bands.items()):
        console.print("\n" * bool(number), end="")
        draw_above(console, layout, Text(band, HEADING), months(month_width))
        for date, hit in entries:
            line = band_strip(date, month_width)
            signs += [line, marks(hit.plain)]
            draw_entry(console, layout, hit, line)
    draw_legend(console, signs)


def band_of(date: Date) -> str:
    """Return the heading that a date stands below: its year, or those of a decade or century."""
    last = date.last if date.precision in {"decade", "century"} else None
    return years_words(year_of(date.day), year_of(date.day if last is None else last))


def band_strip(date: Date, month_width: int) -> str:
    """Return the line that a date is in its band."""
    year = year_of(date.day)
    width = 12 * month_width
    return strip_of(date, Axis(year, year, width), range(0, width, month_width))
