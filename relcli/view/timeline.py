"""Cards along a time axis: what `timeline` draws.

Each year is a band with its twelve months across. In it stands every card whose date begins in
that year, drawn as wide as the date is: a day as a point, a month, a season or a year as a line of
its length, and what goes on beyond the year with an arrow. Nothing is drawn that nobody claimed.
"""

from collections.abc import Sequence
from itertools import groupby

from rich.console import Console
from rich.table import Table
from rich.text import Text

from relcli.model.date import MONTHS, Date, month_length
from relcli.model.query import Hit
from relcli.model.scale import Confidence
from relcli.view.console import COLOURS, DISPUTED, HEADING, NARROW, QUIET, grade, plain

POINT, LINE = "●", "━"
VAGUE_POINT, VAGUE_LINE = "○", "╌"  # approximate or uncertain
OPEN_START, OPEN_END, GOES_ON, UNKNOWN = "◀", "▶", "→", "?"
MONTH_START = "·"


def draw(console: Console, hits: Sequence[Hit]) -> None:
    """Draw the hits band by band, in the order they have."""
    narrow = console.width < NARROW
    month_width = 1 if narrow else 2 if console.width < 100 else 3 if console.width < 140 else 4
    table = Table.grid(padding=(0, 2, 0, 0))
    if not narrow:
        table.add_column(no_wrap=True, style=HEADING)
        table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    dated = [(Date.parse(hit.card["date"]), hit) for hit in hits]
    for band, entries in groupby(dated, key=lambda entry: band_of(entry[0])):
        if table.row_count:
            table.add_row()
        _add(table, Text(band, HEADING), Text(months(month_width), QUIET))
        for date, hit in entries:
            strip = Text(strip_of(date, month_width), COLOURS[Confidence(hit.card["confidence"])])
            _add(table, Text(), strip, _told(date, hit))
    console.print(table)


def _add(table: Table, *cells: Text) -> None:
    """Add cells beside each other, or below each other to a table of one column."""
    if len(table.columns) > 1:
        table.add_row(*cells)
    else:
        table.add_row(Text("\n").join(cell for cell in cells if cell))


def band_of(date: Date) -> str:
    """Return the heading that a date stands below: its year, as far as it is known."""
    if date.precision in {"decade", "century"}:
        return date.text.rstrip("?~%")
    return date.earliest[:4] if date.earliest else f"…{(date.latest or '')[:4]}"


def months(month_width: int) -> str:
    """Return the months of a year, each `month_width` columns wide."""
    letters = 3 if month_width > 3 else 1
    return "".join(name[:letters].ljust(month_width) for name in MONTHS)


def strip_of(date: Date, month_width: int) -> str:
    """Return the line that a date is in its band."""
    width = 12 * month_width
    vague = date.uncertain or date.approximate or date.precision in {"decade", "century"}
    year = (date.earliest or date.latest or "")[:4]
    cells = [MONTH_START if n % month_width == 0 else " " for n in range(width)]
    first = _column(date.earliest, month_width) if date.earliest else 0
    ends_here = date.latest is not None and date.latest[:4] == year
    last = _column(date.latest, month_width) if date.latest and ends_here else width - 1
    if date.earliest == date.latest:
        cells[first] = VAGUE_POINT if vague else POINT
        return "".join(cells)
    cells[first : last + 1] = (VAGUE_LINE if vague else LINE) * (last + 1 - first)
    if date.earliest is None:
        cells[0] = OPEN_START if date.start == "open" else UNKNOWN
    if not ends_here:
        cells[-1] = GOES_ON if date.latest else OPEN_END if date.end == "open" else UNKNOWN
    return "".join(cells)


def _column(day: str, month_width: int) -> int:
    """Return the column of a day ("2016-11-24") in its year."""
    year, month, number = (int(part) for part in day.split("-"))
    return (month - 1) * month_width + (number - 1) * month_width // month_length(year, month)


def _told(date: Date, hit: Hit) -> Text:
    text = Text.assemble(date.words, "  ", grade(hit.card["confidence"]))
    if hit.card["disputed"]:
        text.append("  disputed", DISPUTED)
    if hit.card["superseded_by"]:
        text.append("  superseded", DISPUTED)
    if hit.certain is False:
        text.append("  may be outside the range", QUIET)
    return Text.assemble(text, "\n", plain(hit.card["claim"]), "  ", plain(hit.card["id"], QUIET))
