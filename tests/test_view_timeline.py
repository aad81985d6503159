"""The drawn axis: each date as long as it is, and no longer."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from relcli.analysis.years import tally, tally_cards
from relcli.index.datasets import Datasets
from relcli.model.date import Date
from relcli.model.query import Query, Sort
from relcli.model.years import By
from relcli.search.answer import answer
from relcli.view.terminal.along import lay_out
from relcli.view.terminal.axis import Axis, fit, months, ruler, strip_of
from relcli.view.terminal.entry import GAP
from relcli.view.terminal.timeline import band_of, band_strip

if TYPE_CHECKING:
    from tests.conftest import Run

Runner = Callable[..., "Run"]
Writer = Callable[..., Path]

# Two columns a month: date, band, line.
#                                      J F M A M J J A S O N D
DRAWN = [
    ("2016-01-01", "2016", "● · · · · · · · · · · · "),
    ("2016-11-24", "2016", "· · · · · · · · · · ·●· "),
    ("2016-12-31", "2016", "· · · · · · · · · · · ·●"),
    ("2016-02-29", "2016", "· ·●· · · · · · · · · · "),
    ("2016-11-24~", "2016", "· · · · · · · · · · ·○· "),
    ("2016-11-24?", "2016", "· · · · · · · · · · ·○· "),
    ("2016-11", "2016", "· · · · · · · · · · ━━· "),
    ("2016-11-XX", "2016", "· · · · · · · · · · ━━· "),
    ("2016-11%", "2016", "· · · · · · · · · · ╌╌· "),
    ("2015-21", "2015", "· · ━━━━━━· · · · · · · "),
    ("2015-22", "2015", "· · · · · ━━━━━━· · · · "),
    ("2015-23", "2015", "· · · · · · · · ━━━━━━· "),
    ("2015-24", "2015", "· · · · · · · · · · · ━→"),
    ("2015", "2015", "━━━━━━━━━━━━━━━━━━━━━━━━"),
    ("2015-XX", "2015", "━━━━━━━━━━━━━━━━━━━━━━━━"),
    ("2015?", "2015", "╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌"),
    ("2015~", "2015", "╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌"),
    ("201X", "2010–2019", "╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌→"),
    ("201X?", "2010–2019", "╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌→"),
    ("20XX", "2000–2099", "╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌→"),
    ("2016-02-10/2016-05-20", "2016", "· ━━━━━━━━· · · · · · · "),
    ("2016-02-20/2016-05-10", "2016", "· ·━━━━━━ · · · · · · · "),
    ("2016-03-01/2016-03-02", "2016", "· · ━ · · · · · · · · · "),
    ("2016-03-01/2016-03-01", "2016", "· · ● · · · · · · · · · "),
    ("2016-03/2016-04", "2016", "· · ━━━━· · · · · · · · "),
    ("2016-03~/2016-04", "2016", "· · ╌╌╌╌· · · · · · · · "),
    ("2015-11-20/2016-02-01", "2015", "· · · · · · · · · · ·━━→"),
    ("2016/2017", "2016", "━━━━━━━━━━━━━━━━━━━━━━━→"),
    ("2015-11/..", "2015", "· · · · · · · · · · ━━━▶"),
    ("2015-11/", "2015", "· · · · · · · · · · ━━━?"),
    ("2015-11?/..", "2015", "· · · · · · · · · · ╌╌╌▶"),
    ("2015-12-31/..", "2015", "· · · · · · · · · · · ·▶"),
    ("../2016-03", "2016", "◀━━━━━· · · · · · · · · "),
    ("/2016-03", "2016", "?━━━━━· · · · · · · · · "),
    ("../2016-01-01", "2016", "◀ · · · · · · · · · · · "),
    ("../2016", "2016", "◀━━━━━━━━━━━━━━━━━━━━━━━"),
    # Once, some time in between: no line of that length.
    ("between 2016-02-10 and 2016-05-20", "2016", "· ├┄┄┄┄┄┄┤· · · · · · · "),
    ("between 2016-02-10 and 2016-02-12", "2016", "· ┼ · · · · · · · · · · "),
    ("between 2015-11 and 2016", "2015", "· · · · · · · · · · ├┄┄→"),
    ("between 2016-12-31 and 2017", "2016", "· · · · · · · · · · · ·→"),
    ("by 2016-05-25", "2016", "· · · ·──⇥· · · · · · · "),
    ("by 2016", "2016", "· · · · · · · · · · ·──⇥"),
    ("by 2016-01-20", "2016", "─⇥· · · · · · · · · · · "),
    ("by 2016-01-01", "2016", "⇥ · · · · · · · · · · · "),
    ("[2016-03..]", "2016", "· · ↦── · · · · · · · · "),
    ("[2016-12-31..]", "2016", "· · · · · · · · · · · ·↦"),
    # How it stood: a mark, and no line of a length.
    ("as of 2016-11-15", "2016", "· · · · · · · · · · ◆ · "),
    ("as of 2016-11-15~", "2016", "· · · · · · · · · · ◇ · "),
    ("as of 2016-11", "2016", "· · · · · · · · · · ◆┄· "),
    ("as of 2016", "2016", "┄┄┄┄┄┄┄┄┄┄┄◆┄┄┄┄┄┄┄┄┄┄┄┄"),
    ("as of 201X", "2010–2019", "┄┄┄┄┄┄┄┄┄┄┄◇┄┄┄┄┄┄┄┄┄┄┄→"),
    # Far from today, and at a time of day.
    ("0602", "602", "━━━━━━━━━━━━━━━━━━━━━━━━"),
    ("-0043-03-15", "44 BC", "· · ● · · · · · · · · · "),
    ("-004X", "50–41 BC", "╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌→"),
    ("-0099/-0043", "100 BC", "━━━━━━━━━━━━━━━━━━━━━━━→"),
    ("../-0043-03", "44 BC", "◀━━━━━· · · · · · · · · "),
    ("Y-66000000", "66,000,001 BC", "━━━━━━━━━━━━━━━━━━━━━━━━"),
    ("Y17000", "17,000", "━━━━━━━━━━━━━━━━━━━━━━━━"),
    ("2022-03-04T23:20:30Z", "2022", "· · ● · · · · · · · · · "),
]


@pytest.mark.parametrize(("date", "band", "line"), DRAWN)
def test_lines(date: str, band: str, line: str) -> None:
    """A date is drawn from its first to its last day, and its edges tell what goes on."""
    assert band_of(Date.parse(date)) == band
    assert band_strip(Date.parse(date), 2) == line


@pytest.mark.parametrize(
    ("date", "month_width", "line"),
    [
        ("2016-11-24", 1, "··········●·"),
        ("2016-11", 1, "··········━·"),
        ("2015-11/..", 1, "··········━▶"),
        ("2016-11-24", 3, "·  ·  ·  ·  ·  ·  ·  ·  ·  ·  · ●·  "),
        ("2016-11", 3, "·  ·  ·  ·  ·  ·  ·  ·  ·  ·  ━━━·  "),
        ("2016-02-10/2016-03-12", 3, "·  ━━━━━ ·  ·  ·  ·  ·  ·  ·  ·  ·  "),
        ("2016-11-24", 4, "·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·  ●·   "),
        ("2016-11", 4, "·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ━━━━·   "),
        ("2015-24", 4, "·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ·   ━━━→"),
        ("/2016-03-15", 4, "?━━━━━━━━━  ·   ·   ·   ·   ·   ·   ·   ·   ·   "),
    ],
)
def test_lines_at_other_widths(date: str, month_width: int, line: str) -> None:
    """On wider terminals a month has more columns, and a day stands nearer to its place."""
    assert band_strip(Date.parse(date), month_width) == line


@pytest.mark.parametrize("month_width", [1, 2, 3, 4])
@pytest.mark.parametrize("date", [date for date, _, _ in DRAWN])
def test_a_line_is_as_wide_as_the_year(date: str, month_width: int) -> None:
    """Every line has twelve months, so that they stand below each other."""
    assert len(band_strip(Date.parse(date), month_width)) == 12 * month_width


@pytest.mark.parametrize(
    ("month_width", "heading"),
    [
        (1, "JFMAMJJASOND"),
        (2, "J F M A M J J A S O N D "),
        (3, "J  F  M  A  M  J  J  A  S  O  N  D  "),
        (4, "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec "),
    ],
)
def test_months(month_width: int, heading: str) -> None:
    """The months stand above the columns where they begin."""
    assert months(month_width) == heading


CARDS = """
- {id: late, claim: It closed., date: 2018-03-04, confidence: confirmed, source: S}
- {id: month, claim: It opened., date: 2016-11, confidence: probable, source: S}
- {id: day, claim: It was built., date: 2016-11-01, confidence: possible,
   sources: [S, {publisher: T, stance: disputes}]}
- {id: before, claim: It was planned., date: ../2012, confidence: doubtful, source: S}
- {id: year, claim: It was used., date: 2016, confidence: improbable, source: S}
- {id: old, claim: It was said to leak., date: 2016-11~, confidence: unconfirmed, source: S,
   superseded_by: year}
"""


def drawn(run: Runner, folder: Path, *args: str) -> list[str]:
    """Return the lines of a drawn timeline, without blanks at their ends."""
    out = run("--facts", folder, "timeline", *args, "--format", "table").out
    return [line.rstrip() for line in out.splitlines()]


def test_bands_and_order(run: Runner, cards: Writer) -> None:
    """Cards stand in time order below their years, the finer date first."""
    lines = drawn(run, cards(CARDS))

    pattern = r"^(\d{4}) +J|  (before|day|month|old|year|late)$"
    assert [max(match.groups("")) for line in lines for match in re.finditer(pattern, line)] == [
        *("2012", "before"),
        *("2016", "year", "day", "month", "old"),
        *("2018", "late"),
    ]  # fmt: skip


def test_an_entry_is_worded_too(run: Runner, cards: Writer) -> None:
    """Beside the line stand date, confidence, dispute and retirement in words."""
    out = "\n".join(drawn(run, cards(CARDS)))

    assert re.search(r"^November 2016 .*· ━━· +probable\n  It opened\. +month$", out, re.MULTILINE)
    assert re.search(r"^1 November 2016 .*· ● · +!  possible disputed$", out, re.MULTILINE)
    assert re.search(r"^about November 2016 .*· ╌╌· +¿  unconfirmed superseded$", out, re.MULTILINE)
    assert re.search(r"^2012 +J F M .* D\nuntil 2012 +◀━+ +doubtful$", out, re.MULTILINE)


SHIPPED = Path(__file__).parent.parent / "facts" / "hezbollah-russia"
WIDTHS = [20, 40, 47, 48, 59, 60, 80, 100, 120, 160, 200]
WAYS = pytest.mark.parametrize("by", [(), ("--by", "confidence")], ids=["bands", "lanes"])
CLAIM = "Pilots went out in the yawl every night of that year, and came back without a word."
WORDY = f"""
- {{id: an-id-of-which-nothing-is-cut, date: 2015-11-15/2016-11-20~, confidence: unconfirmed,
   claim: "{CLAIM}", sources: [S, {{publisher: T, stance: disputes}}], superseded_by: late}}
"""


@WAYS
@pytest.mark.parametrize("columns", WIDTHS)
def test_the_date_stands_at_the_left_and_nothing_is_cut(
    run: Runner, cards: Writer, columns: int, by: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """At every width each date begins in the first column, and all words of a card are there."""
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = drawn(run, cards(CARDS + WORDY), *by)
    first = next(number for number, line in enumerate(lines) if "Pilots" in line)
    # Beside the date, the claim has a column of its own.
    left = 0 if lines[first].startswith(" ") else lines[first].index("Pilots")
    claim = "".join("".join(line[left:] for line in lines[first:]).split())
    told = " ".join(" ".join(lines).split())

    assert max(map(len, lines)) <= columns
    for date in ("until 2012", "2016", "1 November", "about November", "from 15 November"):
        assert any(re.match(rf"{date}(?:$| )", line) for line in lines), date
    for words in (CLAIM, "an-id-of-which-nothing-is-cut"):
        assert "".join(words.split()) in claim
    for word in ("to", "about", "20", "unconfirmed", "disputed", "superseded", "!¿"):
        assert word in told
    assert "…" not in told


@WAYS
@pytest.mark.parametrize("columns", [48, 80, 100, 120, 160])
def test_lines_begin_in_one_column(
    run: Runner, cards: Writer, columns: int, by: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long a date is in words, a day stands below the month or the year that it is in."""
    monkeypatch.setenv("COLUMNS", str(columns))
    told = "- {{id: c{}, claim: It ran., date: {}, confidence: possible, source: S}}\n"
    dates = ["2015-01-01", "as of 2015-01-01", "2015-01-01/2015-09-20~"]
    lines = drawn(run, cards("".join(map(told.format, range(3), dates))), *by)
    entries = [number for number, line in enumerate(lines) if re.match(r"1 Jan|as of|from 1", line)]
    scale = lines[entries[0] - 1]
    column = scale.rindex("2015") if by else scale.index("J")

    assert [lines[number][column] for number in entries] == [*"●◆╌"]


@pytest.mark.parametrize("years", [1, 44, 150])
def test_a_claim_has_a_column_only_where_it_keeps_sixty(years: int) -> None:
    """So it is on any number of columns; dates keep twenty, and a line what it needs."""
    facts = Datasets([SHIPPED], print)
    hits = answer(Query(sort=Sort.DATE), facts).hits
    facts.close()
    shapes, least = set(), max(24, years)
    for width in range(20, 201):
        layout = lay_out(width, hits, years)
        parts = layout.date + len(GAP) + layout.line + layout.signs
        shapes.add((layout.beside, layout.below))
        if layout.below:
            assert layout.line + layout.signs == layout.date == width < least + 26
        else:
            assert layout.date >= 20
            assert layout.line >= least
            assert width - parts - len(GAP) >= 60 if layout.beside else parts <= width
    assert shapes == {(True, False), (False, False), (False, True)} or years == 150


@pytest.mark.parametrize(
    ("columns", "of_a_band", "of_a_lane"), [(80, 3.9, 4.0), (120, 3.3, 3.2), (160, 2.8, 2.6)]
)
def test_no_line_is_wasted(
    run: Runner, columns: int, of_a_band: float, of_a_lane: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A shipped card takes few lines, those of headings, overview and legend among them."""
    monkeypatch.setenv("COLUMNS", str(columns))
    topics = json.loads(run("--facts", SHIPPED, "topics", "--json").out)
    number = len(json.loads(run("--facts", SHIPPED, "list", "--json").out))

    assert len(drawn(run, SHIPPED, "--cards")) / number <= of_a_band
    in_lanes = len(drawn(run, SHIPPED, "--cards", "--by", "topic"))
    assert in_lanes / sum(topic["cards"] for topic in topics) <= of_a_lane


def test_no_band_is_headed_twice(run: Runner, cards: Writer) -> None:
    """What has no start stands in the year of its end, a decade beside its first year."""
    dates = ("../2018", "2011", "by 2018-05", "2010-01-01", "201X", "2010-06", "/-0043", "0602")
    told = "".join(
        f"- {{id: c{n}, claim: It {n}., date: {date}, confidence: possible, source: S}}\n"
        for n, date in enumerate(dates)
    )
    for order in ("date", "newest", "id"):
        out = run("--facts", cards(told), "timeline", "--sort", order, "--format", "table").out
        bands = re.findall(r"^(\S.*?) +J +F +M", out, re.MULTILINE)

        assert sorted(bands) == ["2010", "2010–2019", "2011", "2018", "44 BC", "602"]
        if order == "date":
            assert bands == ["44 BC", "602", "2010", "2010–2019", "2011", "2018"]


def test_a_year_of_many_digits_leaves_room(run: Runner, cards: Writer) -> None:
    """However long a heading is, all of the line and of the claim can be read."""
    far = "-".join(["Y", "9" * 40])
    folder = cards(f"- {{id: x, claim: It was., date: {far}, confidence: probable, source: S}}")
    out = run("--facts", folder, "timeline", "--format", "table").out

    assert "━" * 24 in out
    assert "It was." in out
    assert max(map(len, out.splitlines())) <= 80


# The legend


def test_the_legend_tells_the_signs_that_occur(run: Runner, cards: Writer) -> None:
    """Each sign of the drawing and no other is explained, also those of dispute and rumour."""
    out = run("--facts", cards(CARDS), "timeline", "--format", "table").out
    legend = " ".join(out.split("\n\n")[-1].split())

    assert legend == (
        "● a day ━ as long as the date ╌ about or possibly then ◀ nobody says since when "
        "! disputed ¿ unconfirmed"
    )


def test_the_legend_of_what_happened_once_and_of_states(run: Runner, cards: Writer) -> None:
    """Of signs that are explained together, those stand there that occur."""

    def legend(*dates: str) -> list[str]:
        told = "".join(
            f'- {{id: c{n}, claim: It {n}., date: "{date}", confidence: possible, source: S}}\n'
            for n, date in enumerate(dates)
        )
        out = run("--facts", cards(told), "timeline", "--format", "table").out
        return [note for line in out.split("\n\n")[-1].splitlines() for note in line.split("  ")]

    assert legend("between 2016-02 and 2016-05") == ["├┄┤ once, some time in between"]
    assert legend("between 2016-02-01 and 2016-02-02", "by 2017") == [
        "┼ once, some time in between",
        "⇥ by then",
    ]
    assert legend("[2016..]", "as of 2017-01-01", "as of 2017-01-01?") == [
        "↦ then or later",
        "◆ how it stood then",
        "◇ how it stood about or possibly then",
    ]


def test_no_marks_no_column(run: Runner, cards: Writer) -> None:
    """Where nothing is disputed or unconfirmed, nothing is said of it."""
    folder = cards("- {id: x, claim: It was., date: 2016, confidence: probable, source: S}")
    out = run("--facts", folder, "timeline", "--format", "table").out

    assert "━━  probable" in out
    assert "disputed" not in out


# An axis of several years


@pytest.mark.parametrize(
    ("first", "last", "width", "axis", "columns"),
    [
        (1982, 2024, 48, (1982, 2024, 1, 1), 43),
        (1982, 2024, 90, (1982, 2024, 2, 1), 86),
        (2020, 2021, 90, (2020, 2021, 12, 1), 24),
        (1895, 2024, 48, (1895, 2024, 1, 3), 44),
        (-43, 2016, 48, (-43, 2016, 1, 43), 48),
        (-170_000_002, 2016, 80, (-170_000_002, 2016, 1, 2_125_026), 80),
        (2020, 2020, 0, (2020, 2020, 1, 1), 1),
        (1, 0, 20, (1, 0, 12, 1), 0),
    ],
)
def test_an_axis_is_as_wide_as_fits(
    first: int, last: int, width: int, axis: tuple[int, ...], columns: int
) -> None:
    """At least a column a year where these fit, at most twelve; else several years a column."""
    assert fit(first, last, width) == axis
    assert fit(first, last, width).width == columns


@pytest.mark.parametrize(
    ("axis", "line", "ticks"),
    [
        (Axis(1998, 2013), "  2000 2005 2010", (2, 7, 12)),
        (Axis(2020, 2022, 6), "2020  2021  2022", (0, 6, 12)),
        (Axis(1998, 2011), "  2000 2005", (2, 7, 12)),
        (Axis(1895, 2024, 1, 5), " 1900 1925 1950 1975 2000", (1, 6, 11, 16, 21)),
        (Axis(2021, 2022), "2021", (0,)),
        (Axis(598, 612), "  600  605  610", (2, 7, 12)),
        (Axis(-2, 2, 6), "3 BC  2 BC  1 BC  1     2", (0, 6, 12, 18, 24)),
        (Axis(-6, 6, 3), "   6 BC  4 BC  2 BC  1  2     4     6", (3, 9, 15, 21, 24, 30, 36)),
        (
            Axis(-250, 250, 1, 10),
            "     200 BC    100 BC    1         100       200",
            (5, 15, 25, 35, 45),
        ),
        (Axis(-250, 250, 1, 30), "250 BC  1", (0, 8, 16)),
        (
            Axis(-70_000_000, 2016, 1, 1_000_000),
            "          60,000,000 BC       40,000,000 BC       20,000,000 BC       1",
            (10, 30, 50, 70),
        ),
        (
            Axis(16_100, 18_500, 1, 50),
            "        16,500    17,000    17,500    18,000",
            (8, 18, 28, 38, 48),
        ),
        (Axis(1, 0), "", ()),
    ],
)
def test_the_years_above_an_axis(axis: Axis, line: str, ticks: tuple[int, ...]) -> None:
    """They stand where they begin, as many as have room; none that the axis has not."""
    assert ruler(axis) == (line, ticks)


@pytest.mark.parametrize(
    ("date", "axis", "line"),
    [
        ("2001-06-15", Axis(2000, 2004), " ●   "),
        ("2001/2003", Axis(2000, 2004), " ━━━ "),
        ("2001-07/2002-06", Axis(2000, 2003, 2), "   ━━   "),
        ("2001/..", Axis(2000, 2004), " ━━━▶"),
        ("../2001", Axis(2000, 2004), "◀━   "),
        ("200X", Axis(2000, 2004), "╌╌╌╌→"),
        ("1991/1999", Axis(1985, 2004, 1, 5), " ━━ "),
        ("by 2003", Axis(2000, 2004), " ──⇥ "),
        ("by 2000", Axis(2000, 2004), "⇥    "),
        ("between 2001 and 2003", Axis(2000, 2004), " ├┄┤ "),
        ("between 2001-02 and 2001-03", Axis(2000, 2004), " ┼   "),
        ("[2003..]", Axis(2000, 2004), "   ↦─"),
        ("as of 2001", Axis(2000, 2004), " ◆   "),
        ("as of 2001", Axis(2000, 2004, 3), "   ┄◆┄         "),
        ("-0043/0043", Axis(-99, 100, 1, 20), "  ━━━━━━  "),
        ("Y-170000002", Axis(-170_000_002, 2016, 1, 20_000_000), "━        "),
    ],
)
def test_lines_along_years(date: str, axis: Axis, line: str) -> None:
    """A date is drawn from its first to its last year, as fine as the columns are."""
    assert strip_of(Date.parse(date), axis, ()) == line


# Lanes

LANES = """
- {id: dig, claim: They dug., date: 2001, confidence: confirmed, source: S, topics: [work],
   actors: [Ann, Bob]}
- {id: pay, claim: They paid., date: 2003-05-04, confidence: unconfirmed, source: S,
   topics: [money, work], actors: [Bob]}
- {id: sue, claim: They sued., date: 2003/.., confidence: probable, topics: [money],
   sources: [S, {publisher: T, stance: disputes}]}
- {id: rest, claim: They rested., date: 200X, confidence: probable, source: S}
"""
TOPICS = "topics: {work: The work, money: The money, love: Love}"


@pytest.mark.parametrize(
    ("by", "headings"),
    [
        ("topic", ["The work  2 cards", "The money  2 cards", "no topic  1 card"]),
        ("actor", ["Bob  2 cards", "Ann  1 card", "no actor  2 cards"]),
        ("confidence", ["confirmed  1 card", "probable  2 cards", "unconfirmed  1 card"]),
    ],
)
def test_lanes(run: Runner, cards: Writer, by: str, headings: list[str]) -> None:
    """Topics as declared, actors by frequency, grades as they are; cards of none come last."""
    ended = run(
        "--facts", cards(LANES, dataset=TOPICS), "timeline", "--by", by, "--format", "table"
    )
    found = re.findall(r"^(\S.*?  \d cards?)(?: {2,}\d{4}.*)?$", ended.out, re.MULTILINE)

    assert found == headings
    assert ended.status == 0


def test_a_card_of_two_topics_stands_in_both_lanes(run: Runner, cards: Writer) -> None:
    """And says so, as the legend does how many there are; all lanes share one axis."""
    folder = cards(LANES, dataset=TOPICS)
    out = run("--facts", folder, "timeline", "--by", "topic", "--format", "table").out

    assert re.search(r"They paid\.  also in The work +pay$", out, re.MULTILINE)
    assert re.search(r"They paid\.  also in The money +pay$", out, re.MULTILINE)
    assert "1 card of 4 in several lanes" in out
    entries = re.findall(r"^4 May 2003 .*●.*¿", out, re.MULTILINE)
    assert len(entries) == 2
    assert len(set(entries)) == 1


@pytest.mark.parametrize("columns", [20, 40, 60, 80, 160])
def test_lanes_fit(
    run: Runner, cards: Writer, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At every width all fits, and nothing is cut."""
    monkeypatch.setenv("COLUMNS", str(columns))
    folder = cards(LANES + OLD, dataset=TOPICS)
    out = run("--facts", folder, "timeline", "--by", "topic", "--format", "table").out

    assert max(len(line) for line in out.splitlines()) <= columns
    assert "They paid. also in The work" in " ".join(out.split())


def test_a_long_name_of_a_lane_is_folded(
    run: Runner, cards: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stands above the scale, on as many lines as it takes, and none is too long."""
    monkeypatch.setenv("COLUMNS", "50")
    name = "The keepers of the light and of everything that belongs to it"
    lines = drawn(run, cards(LANES, dataset=f"topics: {{work: {name}, money: M}}"), "--by", "topic")

    assert f"{name} 2 cards 20" in " ".join(" ".join(lines).split())
    assert max(map(len, lines)) <= 50


OLD = "- {id: old, claim: They were., date: 1890-05, confidence: possible, source: S}\n"


# Density


def density(run: Runner, folder: Path, *args: str) -> list[str]:
    """Return the lines of a timeline by density; of a range, more is told."""
    ended = run("--facts", folder, "timeline", "--density", "--format", "table", *args)
    ranged = "relcli: note: what is only possibly in the range is counted, too\n"
    assert (ended.status, ended.err) == (0, ranged if {"--since", "--until"} & {*args} else "")
    return [line.rstrip() for line in ended.out.splitlines()]


def test_a_bar_a_year(run: Runner, cards: Writer) -> None:
    """Grades have patterns, gaps are shown, and what goes on or has no year is counted apart."""
    assert density(run, cards(LANES + OLD)) == [
        "no year    1  ▓",
        "1890       1  ▒",
        "1891–2000  0  none",
        "2001       1  █",
        "2002       0  none",
        "2003       2  ▓¿    ! 1",
        "",
        "█ confirmed  ▓ probable  ▒ possible  ¿ unconfirmed  ! disputed",
        "no year: nobody says in which they began",
    ]


def test_long_times_without_a_card_are_a_row(run: Runner, cards: Writer) -> None:
    """Drawn and for scripts, a year that is left out is as the one before it, but without cards."""
    folder = cards(
        "- {id: a, claim: It ran., date: -0043, confidence: probable, source: S}\n"
        "- {id: b, claim: It ran on., date: 0602/1600, confidence: probable, source: S}\n"
        "- {id: c, claim: It stopped., date: 2005, confidence: probable, source: S}\n"
        "- {id: d, claim: It struck., date: Y-66000000, confidence: probable, source: S}\n"
    )
    rows = run("--facts", folder, "timeline", "--density").out.splitlines()[1:]

    assert [line.split("  ")[0] for line in density(run, folder)[:8]] == [
        *("66,000,001 BC", "66,000,000–45 BC", "44 BC", "43 BC–601", "602", "603–1600"),
        *("1601–2004", "2005"),
    ]
    assert [tuple(map(int, row.split("\t")[:3])) for row in rows] == [
        *((-66_000_000, 1, 0), (-65_999_999, 0, 0), (-43, 1, 0), (-42, 0, 0), (602, 1, 0)),
        *((603, 0, 1), (1601, 0, 0), (2005, 1, 0)),
    ]
    lanes = density(run, folder, "--by", "confidence", "--since", "-0100")
    assert lanes[0].split()[0] == "1"
    assert re.fullmatch(r"probable  3  █[· ]*█╌+[· ]*█", lanes[1])


def test_what_goes_on_is_counted_apart(run: Runner, cards: Writer) -> None:
    """A card that lasts counts in the year it begins, and beside the years after."""
    folder = cards(
        "- {id: a, claim: It ran., date: 2001/2003, confidence: probable, source: S}\n"
        "- {id: b, claim: It ran on., date: 2002/.., confidence: probable, source: S}\n"
        "- {id: c, claim: It stopped., date: 2005, confidence: probable, source: S}\n"
    )
    lines = density(run, folder)

    assert [line.split() for line in lines[:5]] == [
        ["2001", "1", "▓"], ["2002", "1", "+1", "▓"], ["2003", "0", "+2", "none"],
        ["2004", "0", "+1", "none"], ["2005", "1", "+1", "▓"],
    ]  # fmt: skip
    assert "+ began before and may go on" in lines[-1]


def test_the_range_asked_for_is_the_axis(run: Runner, cards: Writer) -> None:
    """What goes on from before is counted in the years asked for only."""
    folder = cards("- {id: a, claim: It ran., date: 2001/2009, confidence: probable, source: S}\n")
    lines = density(run, folder, "--since", "2005", "--until", "2006")

    assert [line.split()[0] for line in lines if line][:2] == ["2005", "2006"]
    assert density(run, folder, "--since", "2007")[-3].split()[0] == "2009"
    told = " ".join(drawn(run, folder, "--since", "2007"))
    assert "from 2001 to 2009 (may be outside)" in told


def test_a_range_after_all_dates(run: Runner, cards: Writer) -> None:
    """What goes on into it, or comes from before it, is counted in it."""
    folder = cards(
        "- {id: a, claim: It ran., date: 2001/.., confidence: probable, source: S}\n"
        "- {id: b, claim: It ran., date: ../2001, confidence: probable, source: S}\n"
    )

    assert density(run, folder, "--since", "2010")[0].split() == ["2010", "0", "+1", "none"]
    assert [line.split()[:2] for line in density(run, folder, "--until", "1990")[:2]] == [
        ["no", "year"], ["1990", "0"],
    ]  # fmt: skip


def test_only_decades(run: Runner, cards: Writer) -> None:
    """Where nobody says in which year anything began, no axis is made up."""
    folder = cards("- {id: a, claim: It ran., date: 200X, confidence: probable, source: S}\n")

    assert density(run, folder)[0].split() == ["no", "year", "1", "▓"]
    assert density(run, folder, "--by", "topic")[1].split() == ["no", "topic", "1"]
    ended = run("--facts", folder, "timeline", "--by", "topic", "--format", "table")
    assert "╌" in ended.out


def test_many_cards_share_a_sign(
    run: Runner, cards: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bar is never longer than its room; how many cards a sign is, is said."""
    monkeypatch.setenv("COLUMNS", "40")
    lines = density(run, many(cards, 30))

    assert "a sign is 4 cards or fewer" in " ".join(lines)
    assert max(len(line) for line in lines) <= 40


def many(cards: Writer, number: int) -> Path:
    """Write so many cards of one year, each by an actor of its own."""
    return cards(
        "".join(
            f"- {{id: c{n}, claim: Engine {n} ran., date: 2001, confidence: possible, "
            f"actors: [Actor {n}], source: S}}\n"
            for n in range(number)
        )
    )


def test_rows_of_lanes(run: Runner, cards: Writer) -> None:
    """A row a lane over one axis: as high as many begin, a dash where something goes on."""
    lines = density(run, cards(LANES, dataset=TOPICS), "--by", "confidence")

    assert lines[0].split() == ["2001", "2002", "2003"]
    assert [line.split()[:2] for line in lines[1:4]] == [
        ["confirmed", "1"], ["probable", "2"], ["unconfirmed", "1"],
    ]  # fmt: skip
    assert "1 in no bar: nobody says in what year they began" in lines


def test_rows_of_many_years(run: Runner, cards: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a column is several years, that is said."""
    monkeypatch.setenv("COLUMNS", "60")
    lines = density(run, cards(LANES + OLD, dataset=TOPICS), "--by", "topic")

    assert re.search(r"█ 2 cards that begin in \d years", " ".join(lines))


def test_rows_show_what_goes_on(run: Runner, cards: Writer) -> None:
    """Where no card begins but one goes on, there is a dash."""
    folder = cards(
        "- {id: a, claim: It ran., date: 2001/2003, confidence: probable, source: S}\n"
        "- {id: b, claim: It ran., date: 2005, confidence: probable, source: S}\n"
        "- {id: c, claim: It ran., date: 2005, confidence: probable, source: S}\n"
    )
    lines = density(run, folder, "--by", "confidence")

    assert re.search(r"▄{12}╌{24}· +█{12}", lines[1])
    assert "▄ 1, █ 2 cards that begin in the year  ╌ began before and may go on" in lines


def test_of_many_actors_the_commonest(run: Runner, cards: Writer) -> None:
    """Forty lanes are drawn; how many more there are is said."""
    lines = density(run, many(cards, 45), "--by", "actor")

    assert sum(line.startswith("Actor") for line in lines) == 40
    assert "and 5 more; --actor NAME narrows it down" in " ".join(lines)


# When what is drawn


@pytest.mark.parametrize(
    ("args", "counted"),
    [
        ([], True),
        (["engine"], True),
        (["--by", "actor"], True),
        (["--cards"], False),
        (["--limit", "3"], False),
        (["--until", "2000"], False),
        (["engine", "7"], False),
    ],
    ids=str,
)
def test_many_cards_are_counted(
    run: Runner, cards: Writer, args: list[str], *, counted: bool
) -> None:
    """More than 200 cards are counted by year, unless cards are asked for; that is said."""
    ended = run("--facts", many(cards, 201), "timeline", *args, "--format", "table")

    assert ("counted by year" in ended.err) is counted
    assert ("201 cards" in ended.err) is counted


def test_what_was_corrected_is_said(run: Runner, cards: Writer) -> None:
    """Also where no card is shown."""
    ended = run("--facts", many(cards, 201), "timeline", "engnie", "--format", "table")

    assert "note: engnie → engine" in ended.err
    assert "counted by year" in ended.err


def test_a_beginning_is_found_by_its_readings(run: Runner, cards: Writer) -> None:
    """Of a word that no card has, all that it may stand for is counted."""
    ended = run("--facts", many(cards, 250), "timeline", "engi", "--density", "--json")

    assert '"year": 2001, "cards": 250' in ended.out


def test_partial_matches_are_counted(run: Runner, cards: Writer) -> None:
    """And said to be that."""
    ended = run("--facts", cards(LANES), "timeline", "paid zeppelin", "--density", "--json")

    assert '"year": 2003, "cards": 1' in ended.out
    assert "no card has all the words" in ended.err


def test_nothing_to_count(run: Runner, cards: Writer) -> None:
    """Nothing found is told as ever, also for what no card can be looked for by."""
    folder = cards(LANES)

    assert run("--facts", folder, "timeline", "--density", "zeppelin").status == 1
    assert run("--facts", folder, "timeline", "--density", "?!").status == 1
    assert run("--facts", folder, "timeline", "--by", "topic", "?!", "--format", "table").out == ""


def test_into_a_pipe_go_cards_unless_counts_are_asked_for(run: Runner, cards: Writer) -> None:
    """Lanes change nothing there; --density writes a row a year, with --by one a lane and year."""
    folder = cards(LANES, dataset=TOPICS)
    cards_out = run("--facts", folder, "timeline", "--format", "tsv").out
    by_lane = run("--facts", folder, "timeline", "--density", "--by", "topic").out.splitlines()

    assert run("--facts", folder, "timeline", "--by", "topic").out == cards_out
    assert run("--facts", folder, "timeline", "--density", "--format", "ids").out == (
        run("--facts", folder, "timeline", "--format", "ids").out
    )
    assert by_lane[0].startswith("topic\tyear\tcards\tgoing_on\tdisputed\tconfirmed\t")
    assert [line.split("\t")[:5] for line in by_lane[-4:]] == [
        ["", "", "1", "0", "0"], *(["", str(year), "0", "0", "0"] for year in (2001, 2002, 2003)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["--density", "--limit", "3"], "--density counts all cards; leave --limit out"),
        (["--by", "topics"], "--by: no kind of lane `topics`; did you mean `topic`?"),
    ],
)
def test_trouble(run: Runner, cards: Writer, args: list[str], told: str) -> None:
    """One line with a cure."""
    ended = run("--facts", cards(LANES), "timeline", *args)

    assert ended.status == 2
    assert told in ended.err


@pytest.mark.parametrize(
    "text", ["", "hezbollah", "wagner", "-hezbollah", '"air defence" zeppelin']
)
@pytest.mark.parametrize("by", By)
def test_the_index_counts_as_the_cards_do(text: str, by: By) -> None:
    """What is counted without reading cards is what their own dates, grades and topics give."""
    facts = Datasets([Path(__file__).parent.parent / "facts" / "hezbollah-russia"], print)
    hits = answer(Query(text=text, sort=Sort.DATE), facts).hits

    assert tally(Query(text=text), facts, by) == tally_cards([h.plain for h in hits], facts, by)
    facts.close()
