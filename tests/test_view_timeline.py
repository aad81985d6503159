"""The drawn axis: each date as long as it is, and no longer."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from relcli.model.date import Date
from relcli.view.timeline import band_of, months, strip_of

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
    ("201X", "201X", "╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌→"),
    ("201X?", "201X", "╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌→"),
    ("20XX", "20XX", "╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌→"),
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
    ("../2016-03", "…2016", "◀━━━━━· · · · · · · · · "),
    ("/2016-03", "…2016", "?━━━━━· · · · · · · · · "),
    ("../2016-01-01", "…2016", "◀ · · · · · · · · · · · "),
    ("../2016", "…2016", "◀━━━━━━━━━━━━━━━━━━━━━━━"),
]


@pytest.mark.parametrize(("date", "band", "line"), DRAWN)
def test_lines(date: str, band: str, line: str) -> None:
    """A date is drawn from its first to its last day, and its edges tell what goes on."""
    assert band_of(Date.parse(date)) == band
    assert strip_of(Date.parse(date), 2) == line


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
    assert strip_of(Date.parse(date), month_width) == line


@pytest.mark.parametrize("month_width", [1, 2, 3, 4])
@pytest.mark.parametrize("date", [date for date, _, _ in DRAWN])
def test_a_line_is_as_wide_as_the_year(date: str, month_width: int) -> None:
    """Every line has twelve months, so that they stand below each other."""
    assert len(strip_of(Date.parse(date), month_width)) == 12 * month_width


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


def test_bands_and_order(run: Runner, cards: Writer) -> None:
    """Cards stand in time order below their years, the finer date first."""
    out = run("--facts", cards(CARDS), "timeline", "--format", "table").out

    assert re.findall(r"^(?:…?\d{4})|(?<= )(?:before|day|month|old|year|late)$",
                      re.sub(" +$", "", out, flags=re.MULTILINE), re.MULTILINE) == [
        *("…2012", "before"),
        *("2016", "year", "day", "month", "old"),
        *("2018", "late"),
    ]  # fmt: skip


def test_an_entry_is_worded_too(run: Runner, cards: Writer) -> None:
    """Beside the line stand date, confidence, dispute and retirement in words."""
    out = run("--facts", cards(CARDS), "timeline", "--format", "table").out

    assert re.search(r"· ━━· +November 2016  probable +\n +It opened\.  month", out)
    assert re.search(r"· ● · +1 November 2016  possible  disputed +\n", out)
    assert re.search(r"· ╌╌· +about November 2016  unconfirmed  superseded *\n", out)
    assert re.search(r"^…2012 +J F M .* D +\n +◀━+  until 2012  doubtful", out, re.MULTILINE)


@pytest.mark.parametrize("columns", [20, 40, 59])
def test_narrow(run: Runner, cards: Writer, columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a narrow terminal the line stands above the words, and nothing is cut."""
    monkeypatch.setenv("COLUMNS", str(columns))
    out = run("--facts", cards(CARDS), "timeline", "built", "--format", "table").out
    lines = [line.rstrip() for line in out.splitlines()]

    assert lines[:3] == ["2016", "JFMAMJJASOND", "··········●·"]
    assert "1 November 2016 possible disputed It was built. day" in " ".join(out.split())
