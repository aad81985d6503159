"""What the cards cover, and what they rest on: what `stats` draws."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from relcli.model.scale import Confidence
from relcli.model.stats import Grades, PlainStats, StatsCell, StatsLeader, StatsRow, StatsYear
from relcli.view.numbers import counted
from relcli.view.terminal import matrix, years
from relcli.view.terminal.console import (
    COLOURS,
    DISPUTED,
    HEADING,
    QUIET,
    grade,
    on_what,
    plain,
)
from relcli.view.terminal.density import PATTERNS
from relcli.view.terminal.matrix import Cell, Column, Line, cell, short
from relcli.view.terminal.years import Span

UNKNOWN, ALL, GOING_ON = "?", "All cards", "Going on"
LEAST = 8  # columns for a name
NAMED = 20  # times without a card

SMALLEST_BAR, WIDEST_BAR = 20, 60

_ByYear = Mapping[int | None, int]


def draw(console: Console, counts: PlainStats, most: int) -> None:
    """Draw the matrix of the years, that of the grades, and what it all rests on.

    `most` is how many rows are drawn, 0 for all.
    """
    rows = counts["rows"][: most or None]
    if counts["by"] in {"source", "origin"}:  # one publisher has more than one of them
        rows = [{**row, "name": row["id"] or ""} for row in rows]
    names = max([len(ALL), *(plain(row["name"]).cell_len for row in rows)])
    names = min(names, max(LEAST, console.width // 4))
    _draw_years(console, counts, rows, names)
    console.print()
    _draw_grades(console, counts, rows, names)
    console.print()
    console.print(_legend(counts, rows))
    console.print()
    console.print(_grounds(counts))


def _draw_years(console: Console, counts: PlainStats, rows: Sequence[StatsRow], names: int) -> None:
    """Draw in which years the cards of each row begin, and how many go on from before."""
    whole = _by_year(counts["years"])
    known = {year: cards for year, cards in whole.items() if year is not None and cards}
    unknown = whole.get(None, 0)
    outer = [Column(("All",), max(3, len(short(counts["cards"]))))]
    if unknown:
        outer.insert(0, Column((UNKNOWN,), len(short(unknown))))
    digits = max(map(len, map(short, known.values())), default=1)
    axis = years.axis(known, console.width - names - _width(outer), digits) if known else []
    spans = [span for span, _ in axis]
    of_rows = [_by_year(row["years"]) for row in rows]
    most = max((years.count(of_row, span) for of_row in of_rows for span in spans), default=0)

    def line(name: str, of_row: _ByYear, cards: int, most: int) -> Line:
        inner = [Cell("") if span.gap else cell(years.count(of_row, span), most) for span in spans]
        vague = [cell(of_row.get(None, 0))] if unknown else []
        return Line(plain(name), [*inner, *vague, cell(cards)])

    lines = [
        line(row["name"], of_row, row["cards"], most)
        for row, of_row in zip(rows, of_rows, strict=True)
    ]
    lines.append(line(ALL, whole, counts["cards"], 0))
    if any(year["going_on"] for year in counts["years"]):
        going_on = _going_on(counts["years"], spans)
        before = [
            Cell("") if span.gap else cell(number)
            for span, number in zip(spans, going_on, strict=True)
        ]
        lines.append(Line(Text(GOING_ON), [*before, *(Cell("") for _ in outer)]))
    matrix.draw(console, names, [*(column for _, column in axis), *outer], lines)


def _draw_grades(
    console: Console, counts: PlainStats, rows: Sequence[StatsRow], names: int
) -> None:
    """Draw how sure the cards of each row are; on a narrow terminal, say it."""
    columns = [Column((word.value,), len(word), COLOURS[word]) for word in Confidence]
    lines = [
        (row["name"], row["confidence"], row["disputed"], row["single_origin"]) for row in rows
    ]
    lines.append((ALL, counts["confidence"], counts["disputed"], counts["single_origin"]))
    if console.width < _width(columns) + LEAST:
        for name, grades, *_ in lines:
            console.print(Text.assemble(plain(name, HEADING), "  ", _in_words(grades)))
        return
    for heading, style in (("disputed", DISPUTED), ("one origin", HEADING)):
        if console.width >= names + _width([*columns, Column((heading,), len(heading))]):
            columns.append(Column((heading,), len(heading), style))
    bar = min(WIDEST_BAR, console.width - names - _width(columns) - 2)
    if bar >= SMALLEST_BAR:  # its marks stand above the words
        marks = [*PATTERNS.values(), *[""] * (len(columns) - len(PATTERNS))]
        columns = [
            column._replace(heading=(mark, *column.heading))
            for mark, column in zip(marks, columns, strict=True)
        ]
    most = max((max(_numbers(row["confidence"])) for row in rows), default=0)
    matrix.draw(
        console,
        names,
        columns,
        [
            Line(
                plain(name),
                [
                    *(cell(number, most if n < len(rows) else 0) for number in _numbers(grades)),
                    *map(cell, others[: len(columns) - len(Confidence)]),
                ],
                _bar(grades, bar) if bar >= SMALLEST_BAR else Text(),
            )
            for n, (name, grades, *others) in enumerate(lines)
        ],
    )


def _legend(counts: PlainStats, rows: Sequence[StatsRow]) -> Text:
    """Tell what counts where, which years are empty, and what is left out."""
    begun = _by_year(counts["years"])
    sentences = ["A card counts in the year in which its date begins"]
    sentences[0] += f"; under {UNKNOWN} where that is not known." if begun.get(None) else "."
    known = {year: cards for year, cards in begun.items() if year is not None and cards}
    if known and (empty := years.empty_years(known)):
        sentences.append(f"No card begins in {_longest(empty)}.")
    if any(year["going_on"] for year in counts["years"]):
        sentences.append(f"{GOING_ON}: cards from earlier years that last into this one.")
    if sum(row["cards"] for row in counts["rows"]) > counts["cards"]:
        sentences.append(
            f"A card with two {counts['by']}s counts in both rows, and once in the last."
        )
    if len(rows) < len(counts["rows"]):
        left = counted(len(counts["rows"]) - len(rows), f"more {counts['by']}")
        sentences.append(f"Left out: {left}; --limit 0 shows all.")
    return Text(" ".join(sentences), QUIET)


def _longest(empty: Sequence[Span]) -> str:
    """Name spans, and where there are many of them, the longest."""
    named = sorted(sorted(empty, key=lambda span: span.first - span.last)[:NAMED])
    left = len(empty) - len(named)
    more = [f"and {counted(left, 'shorter time')} between"] if left else []
    return ", ".join([*(span.words for span in named), *more])


def _grounds(counts: PlainStats) -> Table:
    """Tell how well founded the cards are, and on whom most of them rest."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style=HEADING, no_wrap=True)
    table.add_column(overflow="fold")
    cards, grades = counts["cards"], counts["confidence"]
    standing = [
        f"{share(counts['single_origin'], cards)} on one origin alone",
        f"{share(counts['disputed'], cards)} disputed",
        f"{share(grades['unconfirmed'], cards)} unconfirmed",
        *([f"{counts['superseded']} superseded"] if counts["superseded"] else []),
    ]
    table.add_row("Of the cards", Text(", ".join(standing)))
    archived = f"{share(counts['archived'], counts['with_url'])} archived"
    table.add_row(
        "Sources",
        Text(
            f"{on_what(counts['origins'], counts['sources'])}; "
            f"{counts['with_url']} with an address, of these {archived}"
        ),
    )
    for heading, leaders in (
        ("Actors", counts["top"]["actors"]),
        ("Publishers", counts["top"]["publishers"]),
        ("Origins", counts["top"]["origins"]),
    ):
        if leaders:
            table.add_row(heading, Text("; ").join(map(_leader, leaders)))
    return table


def _leader(leader: StatsLeader) -> Text:
    alone = f" ({leader['alone']} on it alone)" if leader["alone"] else ""
    named = plain(leader["id"] if leader["alone"] is not None else leader["name"])
    return Text.assemble(named, (f" {leader['cards']}{alone}", QUIET))


def share(part: int, whole: int) -> str:
    """Return a number with its share of all: "54 (46 %)"."""
    return f"{part} ({round(100 * part / whole)} %)" if part and whole else str(part)


def _in_words(grades: Grades) -> Text:
    parts = [
        Text.assemble(str(number), " ", grade(word))
        for word, number in zip(Confidence, _numbers(grades), strict=True)
        if number
    ]
    return Text(", ").join(parts) if parts else Text("no card", QUIET)


def _bar(grades: Grades, width: int) -> Text:
    """Return the shares of the grades as a bar, the surest first; each has its own mark."""
    numbers = _numbers(grades)
    bar = Text("  ")
    done = filled = 0
    for word, number in zip(Confidence, numbers, strict=True):
        done += number
        ends = round(width * done / (sum(numbers) or 1))
        bar.append(PATTERNS[word] * (ends - filled), COLOURS[word])
        filled = ends
    return bar


def _numbers(grades: Grades) -> list[int]:
    numbers: Mapping[str, object] = grades
    return [int(str(numbers[word])) for word in Confidence]


def _by_year(years: "Sequence[StatsYear] | Sequence[StatsCell]") -> dict[int | None, int]:
    return {item["year"]: item["cards"] for item in years}


def _going_on(years: Sequence[StatsYear], spans: Sequence[Span]) -> list[int]:
    """Return how many cards from before go on in the first year of each span."""
    by_year = {year["year"]: year["going_on"] for year in years if year["year"] is not None}
    there = sorted(by_year)
    # Of a year that is left out, the one before it tells it.
    return [by_year[there[bisect_right(there, span.first) - 1]] for span in spans]


def _width(columns: Sequence[Column]) -> int:
    return sum(1 + column.width for column in columns)
