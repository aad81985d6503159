"""How many cards there are in each year, as bars: what `timeline` draws of many cards."""

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.style import Style
from rich.table import Table
from rich.text import Text

from relcli.model.date_words import years_words
from relcli.model.scale import Confidence
from relcli.model.years import By, Lane, Tally, Year, years
from relcli.view.numbers import counted
from relcli.view.terminal.axis import TICK, VAGUE_LINE, Axis, fit, ruler
from relcli.view.terminal.console import COLOURS, DISPUTED, HEADING, NARROW, QUIET, plain
from relcli.view.terminal.entry import DISPUTED_MARK
from relcli.view.terminal.legend import draw_notes

# Each grade has a pattern of its own, so that a bar reads without colour.
PATTERNS = dict(zip(Confidence, "█▓▒░×¿", strict=True))  # noqa: RUF001 - it is a cross
HEIGHTS = "▁▂▃▄▅▆▇█"
LANES = 40  # drawn; of more actors, the commonest

_LEAST_BAR = 8


def draw(console: Console, tally: Tally, by: By | None, axis: tuple[int, int]) -> None:
    """Draw a tally along these years: a bar a year, or a row a lane."""
    if by:
        draw_lanes(console, tally, by, axis)
    else:
        _draw_bars(console, tally.lanes[0], axis)


def _draw_bars(console: Console, lane: Lane, axis: tuple[int, int]) -> None:
    bars = list(years(lane, *axis))
    going_on = any(year.going_on for year in bars)
    most = max(year.cards for year in bars)
    width = max(_LEAST_BAR, console.width - 34)
    scale = max(1, -(-most // width))
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, style=HEADING)
    table.add_column(no_wrap=True, justify="right")
    if going_on:
        table.add_column(no_wrap=True, justify="right", style=QUIET)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, style=DISPUTED)
    for year in bars:
        bar = _bar(year.grades, scale) if year.cards else Text("none", QUIET)
        plus = [_plus(year)] if going_on else []
        cells = [_label(year), Text(f"{year.cards}"), *plus, bar]
        table.add_row(*cells, f"{DISPUTED_MARK} {year.disputed}" if year.disputed else "")
    console.print(table)
    signs = {grade for year in bars for grade in year.grades}
    notes = [f"{sign} {grade}" for grade, sign in PATTERNS.items() if grade in signs]
    notes += [f"a sign is {scale} cards or fewer"] if scale > 1 else []
    draw_notes(console, notes + _notes(bars))


def _label(year: Year) -> Text:
    first = year.year
    return Text("no year" if first is None else years_words(first, first + year.alike - 1))


def _plus(year: Year) -> Text:
    return Text(f"+{year.going_on}" if year.going_on else "")


def _bar(grades: Mapping[str, int], scale: int) -> Text:
    """Return a bar of a sign for `scale` cards, as long as the parts of all its grades are."""
    bar = Text()
    cards = drawn = 0
    for grade, sign in PATTERNS.items():
        cards += grades.get(grade, 0)
        end = -(-cards // scale)
        bar.append(sign * (end - drawn), COLOURS[grade])
        drawn = end
    return bar


def _notes(bars: Sequence[Year]) -> list[str]:
    """Say what the figures beside the bars are, where they occur."""
    notes = []
    if any(year.disputed for year in bars):
        notes.append(f"{DISPUTED_MARK} disputed")
    if any(year.going_on for year in bars):
        notes.append("+ began before and may go on")
    if bars[0].year is None:
        notes.append("no year: nobody says in which they began")
    return notes


def draw_lanes(console: Console, tally: Tally, by: By, axis: tuple[int, int]) -> None:
    """Draw all lanes below each other over one axis, a row each, and what the row shows."""
    shown = tally.lanes[:LANES]
    labels = [plain(lane.label, HEADING) for lane in shown]
    count = len(str(max(lane.total for lane in shown)))
    label_width = min(max(label.cell_len for label in labels), console.width // 3)
    room = console.width - label_width - count - 4
    above = console.width < NARROW or (room <= axis[1] - axis[0] < console.width)
    drawn = fit(*axis, console.width if above else room)
    line, ticks = ruler(drawn)
    cells = [_cells(lane, drawn) for lane in shown]
    most = max((cards for row in cells for cards, _ in row), default=0)
    before = "" if above else " " * (label_width + count + 4)
    console.print(Text(f"{before}{line}", QUIET))
    for lane, label, row in zip(shown, labels, cells, strict=True):
        bars = _heat(row, most, drawn, ticks, _style(lane, by))
        if not above:
            label.truncate(label_width, overflow="ellipsis", pad=True)
        head = Text.assemble(label, f"  {lane.total:>{count}}")
        console.print(Text("\n" if above else "  ").join([head, bars]))
    draw_notes(console, _lane_notes(tally, by, drawn, most, cells))


def _style(lane: Lane, by: By) -> Style | str:
    return COLOURS[Confidence(lane.id)] if by is By.CONFIDENCE else ""


def _cells(lane: Lane, axis: Axis) -> list[tuple[int, bool]]:
    """Return how many cards begin, and whether one goes on, in the years of each column."""
    cells = [(0, False)] * (axis.width // axis.columns)
    for year in years(lane, axis.first, axis.last):
        if year.year is None:
            continue
        first = year.year - axis.first
        for number in range(first // axis.years, (first + year.alike - 1) // axis.years + 1):
            cards, going_on = cells[number]
            cells[number] = cards + year.cards, going_on or year.going_on > 0
    return cells


def _heat(
    row: Sequence[tuple[int, bool]], most: int, axis: Axis, ticks: Sequence[int], style: Style | str
) -> Text:
    bars = Text()
    for number, (cards, going_on) in enumerate(row):
        if cards:
            bars.append(HEIGHTS[_height(cards, most)] * axis.columns, style)
        elif going_on:
            bars.append(VAGUE_LINE * axis.columns, QUIET)
        else:
            tick = TICK if number * axis.columns in ticks else ""
            bars.append(tick.ljust(axis.columns), QUIET)
    return bars


def _height(cards: int, most: int) -> int:
    """Return which of HEIGHTS so many cards have, where the highest has so many."""
    return (cards * len(HEIGHTS) - 1) // most


def _lane_notes(
    tally: Tally, by: By, axis: Axis, most: int, cells: Sequence[Sequence[tuple[int, bool]]]
) -> list[str]:
    """Say what the rows show and what they cannot show."""
    span = "in the year" if axis.years == 1 else f"in {axis.years:,} years"
    notes = []
    if most:
        lowest = _height(1, most)
        up_to = (lowest + 1) * most // len(HEIGHTS)  # the most cards that are drawn so low
        low = f"{HEIGHTS[lowest]} 1{f' to {up_to}' if up_to > 1 else ''}"
        high = f", {HEIGHTS[-1]} {most} cards that begin" if most > 1 else " card that begins"
        notes.append(f"{low}{high} {span}")
    if any(going_on for row in cells for _, going_on in row):
        notes.append(f"{VAGUE_LINE} began before and may go on")
    notes += _unknown(tally.lanes)
    if tally.several:
        notes.append(f"{counted(tally.several, 'card')} of {tally.total} in several lanes")
    if len(tally.lanes) > LANES:
        notes.append(f"and {len(tally.lanes) - LANES} more; --{by} NAME narrows it down")
    return notes


def _unknown(lanes: Sequence[Lane]) -> list[str]:
    """Say how many cards stand in no year, if any do."""
    cards = sum(n for lane in lanes for (begins, *_), n in lane.cards.items() if begins is None)
    return [f"{cards} in no bar: nobody says in what year they began"] if cards else []
