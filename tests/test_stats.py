"""relcli stats: what counts in which year, what is drawn at which width, what scripts get."""

import json
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relcli.view.terminal import years
from relcli.view.terminal.density import PATTERNS
from relcli.view.terminal.matrix import shade, short
from relcli.view.terminal.years import Span

if TYPE_CHECKING:
    from tests.conftest import Run

Runner = Callable[..., "Run"]
Writer = Callable[..., Path]


def dated(*dates: str, confidence: str = "possible") -> str:
    """Return cards of these dates."""
    return "".join(
        f"- {{id: c{n}, claim: It was {n}., date: {date}, confidence: {confidence}, source: S}}\n"
        for n, date in enumerate(dates)
    )


@pytest.fixture
def document(run: Runner, cards: Writer) -> Callable[..., Any]:
    """Count cards, and read the JSON."""

    def count(text: str, *args: str, **files: str) -> Any:  # noqa: ANN401
        return json.loads(run("--facts", cards(text, **files), "stats", "--json", *args).out)

    return count


@pytest.mark.parametrize(
    ("date", "year"),
    [
        *(("2016", 2016), ("2016-11", 2016), ("2016-11-24", 2016), ("2016~", 2016)),
        *(("2015/2018", 2015), ("2015-24", 2015), ("2015/..", 2015), ("2015/", 2015)),
        *(("../2018", None), ("/2018", None), ("201X", None), ("19XX", None)),
        *(("by 2018", None), ("between 2012 and 2014", None)),
        *(("between 2014-02 and 2014-05", 2014), ("as of 2014", 2014), ("as of 201X", None)),
        *(("-0043-03-15", -43), ("Y-66000000", -66_000_000), ("2022-03-04T23:20:30Z", 2022)),
    ],
)
def test_a_card_counts_in_the_year_it_begins(
    document: Callable[..., Any], date: str, year: int | None
) -> None:
    """Where no year is known in which it begins, it counts under null."""
    found = document(dated(date))

    assert found["years"] == [{"year": year, "cards": 1, "going_on": 0}]
    assert (found["first"], found["last"]) == (year, year)
    assert [cell["year"] for row in found["rows"] for cell in row["years"]] == [year]


def test_what_goes_on(document: Callable[..., Any]) -> None:
    """A card goes on in the years after it begins, as long as it lasts; empty years are there."""
    found = document(dated("2010/2012-03", "2011-05/..", "2014", "../2011", "2014-24"))

    assert found["years"] == [
        {"year": 2010, "cards": 1, "going_on": 0},
        {"year": 2011, "cards": 1, "going_on": 1},
        {"year": 2012, "cards": 0, "going_on": 2},
        {"year": 2013, "cards": 0, "going_on": 1},
        {"year": 2014, "cards": 2, "going_on": 1},
        {"year": None, "cards": 1, "going_on": 0},
    ]


def test_long_times_without_a_card(document: Callable[..., Any]) -> None:
    """Of four years or more that are alike the first stands for all, however long that is."""
    found = document(dated("Y-170000002", "0602/1600", "1604", "1608/..", "2016"))

    assert [tuple(year.values()) for year in found["years"]] == [
        *((-170_000_002, 1, 0), (-170_000_001, 0, 0), (602, 1, 0), (603, 0, 1)),
        *((1601, 0, 0), (1602, 0, 0), (1603, 0, 0), (1604, 1, 0)),
        *((1605, 0, 0), (1606, 0, 0), (1607, 0, 0), (1608, 1, 0), (1609, 0, 1), (2016, 1, 1)),
    ]
    assert (found["first"], found["last"]) == (-170_000_002, 2016)


@pytest.mark.parametrize(("first", "years"), [("1816", 200), ("1815", 3)])
def test_each_of_two_hundred_years_is_written(
    document: Callable[..., Any], first: str, years: int
) -> None:
    """A script may count on every year, unless there are more than anybody looks at."""
    found = document(dated(first, "2015"))
    assert len(found["years"]) == years


CARDS = """
- {id: a, claim: It sank., date: 2016, confidence: confirmed, topics: [ships, lights],
   actors: [Nora], sources: [{id: s1, publisher: P, url: "https://p.example", archived_url: "https://a.example"},
   {id: s2, publisher: P, origin: s1, url: "https://p.example/2"}]}
- {id: b, claim: It did not., date: 2017, confidence: doubtful, topics: [ships],
   sources: [{id: s3, publisher: Q}, {id: s4, publisher: R, stance: disputes}]}
- {id: c, claim: It floats., date: 2017, confidence: possible, actors: [Nora, Ada],
   sources: [s5, {id: s3, publisher: Q}], superseded_by: b}
"""
TOPICS = "topics: {ships: Ships of Skerra, lights: Lights, bells: Bells}\n"


def test_what_the_cards_rest_on(document: Callable[..., Any]) -> None:
    """Origins of what backs a claim count; who disputes it founds nothing."""
    found = document(CARDS, dataset=TOPICS)

    assert {name: value for name, value in found.items() if isinstance(value, int)} == {
        "cards": 3, "first": 2016, "last": 2017, "disputed": 1, "superseded": 1,
        "single_origin": 2, "origins": 4, "sources": 5, "with_url": 2, "archived": 1,
    }  # fmt: skip
    assert [(of["id"], of["cards"], of["alone"]) for of in found["top"]["publishers"]] == [
        *(("Q", 2, 1), ("P", 1, 1), ("R", 1, 0), ("s5", 1, 0))
    ]
    assert [(of["id"], of["cards"], of["alone"]) for of in found["top"]["origins"]] == [
        *(("s3", 2, 1), ("s1", 1, 1), ("s4", 1, 0), ("s5", 1, 0))
    ]
    assert [(of["name"], of["cards"], of["alone"]) for of in found["top"]["actors"]] == [
        *(("Nora", 2, None), ("Ada", 1, None))
    ]


def test_rows_of_topics(document: Callable[..., Any]) -> None:
    """Every declared topic has a row, in their order; cards without one have the last row."""
    rows = document(CARDS, dataset=TOPICS)["rows"]

    assert [(row["id"], row["name"], row["cards"]) for row in rows] == [
        ("ships", "Ships of Skerra", 2),
        ("lights", "Lights", 1),
        ("bells", "Bells", 0),
        (None, "(no topic)", 1),
    ]
    assert (rows[0]["disputed"], rows[0]["single_origin"], rows[0]["alone"]) == (1, 2, None)
    assert (rows[0]["first"], rows[0]["last"], rows[2]["first"]) == (2016, 2017, None)


@pytest.mark.parametrize(
    ("by", "rows"),
    [
        ("actor", [("Nora", 2, None), ("Ada", 1, None)]),
        ("source", [("Q", 2, 1), ("P", 1, 0), ("P", 1, 0), ("R", 1, 0), ("s5", 1, 0)]),
        ("publisher", [("Q", 2, 1), ("P", 1, 1), ("R", 1, 0), ("s5", 1, 0)]),
        ("origin", [("Q", 2, 1), ("P", 1, 1), ("R", 1, 0), ("s5", 1, 0)]),
    ],
)
def test_rows_of_other_kinds(
    document: Callable[..., Any], by: str, rows: list[tuple[str, int, int | None]]
) -> None:
    """The commonest come first; `alone` are the cards that rest on it and nothing else."""
    found = document(CARDS, "--by", by, dataset=TOPICS)

    assert found["by"] == by
    assert [(row["name"], row["cards"], row["alone"]) for row in found["rows"]] == rows


def test_lines_for_scripts(run: Runner, cards: Writer) -> None:
    """Into a pipe goes a line for each topic, year and confidence; --limit is how many topics."""
    facts = ["--facts", cards(CARDS, dataset=TOPICS)]

    assert run(*facts, "stats").out.splitlines()[1:] == [
        "ships\tShips of Skerra\t2016\tconfirmed\t1",
        "ships\tShips of Skerra\t2017\tdoubtful\t1",
        "lights\tLights\t2016\tconfirmed\t1",
        "\t(no topic)\t2017\tpossible\t1",
    ]
    assert run(*facts, "stats", "--format", "ids").out == "ships\nlights\nbells\n"
    assert run(*facts, "stats", "--format", "ids", "-n", "1").out == "ships\n"
    assert [json.loads(run(*facts, "stats", "--json", "-n", n).out)["cards"] for n in "01"] == [
        3,
        3,
    ]


def test_filters_and_queries(run: Runner, cards: Writer) -> None:
    """They choose the cards that count; nothing left to count is nothing found."""
    facts = ["--facts", cards(CARDS, dataset=TOPICS)]

    def count(*args: str) -> int:
        return int(json.loads(run(*facts, "stats", "--json", *args).out)["cards"])

    assert (count("--topic", "ships"), count("sank"), count("--since", "2017")) == (2, 1, 2)
    assert run(*facts, "stats", "--topic", "ships", "-sank", "it").status == 0
    nothing = run(*facts, "stats", "--until", "2000")
    assert (nothing.status, nothing.err) == (1, "relcli: note: no card passes the filters\n")
    assert run(*facts, "stats", "zzzzzz").status == 1
    assert "no kind of row `topik`; did you mean `topic`?" in run("stats", "--by", "topik").err


def test_what_is_possibly_in_the_range_is_told(run: Runner, cards: Writer) -> None:
    """It counts, and stderr says how many cards that are."""
    ended = run("--facts", cards(dated("2014/2016", "2015", "2013")), "stats", "--since", "2015")

    assert ended.err == "relcli: note: 1 of 2 cards only possibly in the range\n"
    assert run("--facts", "dataset", "stats", "--since", "2016", "--until", "2020").status == 0


@pytest.fixture
def drawn(run: Runner, cards: Writer, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Draw the counts of cards at a width."""

    def draw(text: str, *args: str, columns: int = 80, **files: str) -> list[str]:
        monkeypatch.setenv("COLUMNS", str(columns))
        out = run("--facts", cards(text, **files), "stats", "--format", "table", *args).out
        return [line.rstrip() for line in out.splitlines()]

    return draw


FORTY = dated(*map(str, range(1980, 2024)), "1980", confidence="probable")


def test_years_stand_by_themselves_where_they_fit(drawn: Callable[..., list[str]]) -> None:
    """In two digits rather than together; the century stands above where it begins."""
    lines = drawn(dated(*map(str, range(1998, 2012))))

    assert lines[0] == "           19    20"
    assert lines[1] == "           98 99 00 01 02 03 04 05 06 07 08 09 10 11 All"
    assert lines[2] == "(no topic)  1  1  1  1  1  1  1  1  1  1  1  1  1  1  14"


def test_forty_years_are_drawn_together(drawn: Callable[..., list[str]]) -> None:
    """On 80 columns as many years together as it takes; on 160 columns each by itself."""
    narrow, wide = drawn(FORTY), drawn(FORTY, columns=160)

    assert narrow[0] == "           1980 1985 1990 1995 2000 2005 2010 2015 2020"
    assert narrow[1] == "            –84  –89  –94  –99  –04  –09  –14  –19  –23 All"
    assert narrow[2] == "(no topic)    6    5    5    5    5    5    5    5    4  45"
    assert wide[1].split() == [f"{year % 100:02}" for year in range(1980, 2024)] + ["All"]


def test_gaps(drawn: Callable[..., list[str]]) -> None:
    """One empty year is a dot, many are one column, and all of them are told."""
    lines = drawn(dated("1982", "2001", "2003", "201X"))

    assert lines[:3] == [
        "           1982 ⋯ 2001 2002 2003 ? All",
        "(no topic)    1      1    ·    1 1   4",
        "All cards     1      1    ·    1 1   4",
    ]
    told = " ".join(lines)
    assert "No card begins in 1983–2000, 2002." in told
    assert "under ? where that is not known" in told


def test_what_goes_on_is_drawn(drawn: Callable[..., list[str]]) -> None:
    """Below the columns stands how many cards from before last into their first year."""
    lines = drawn(dated("1990/2001-05", "2001", "2002", "1990/.."))

    assert lines[0] == "           1990 ⋯ 2001 2002 All"
    assert lines[3] == "Going on      ·      2    1"
    assert "Going on: cards from earlier years that last into this one." in " ".join(lines)


def test_what_goes_on_into_a_year_that_stands_for_others(
    drawn: Callable[..., list[str]],
) -> None:
    """A column may begin in a year that has no row of its own in the JSON."""
    lines = drawn(dated("1890/..", "1985", "1994", "1999", "2003", "2016"), columns=40)

    assert lines[:2] == ["           1890   1980 2000", "            –99 ⋯  –99  –16 All"]
    assert lines[4] == "Going on      ·      1    1"


def test_years_before_1(drawn: Callable[..., list[str]]) -> None:
    """They are headed and counted as people do, and stand together from the year 1 back."""
    cards = dated("-0099", "-0049", "-0043", "0001", "0602", "Y-66000000")
    lines = drawn(cards)

    assert lines[0].strip() == "66,000,001 BC ⋯ 100 BC ⋯ 50 BC ⋯ 44 BC ⋯ 1 ⋯ 602 All"
    assert drawn(cards, columns=60)[:3] == [
        "                              100       50    1    600",
        "           66,000,001 BC ⋯ –91 BC ⋯ –41 BC ⋯ –9 ⋯ –602 All",
        "(no topic)             1        1        2    1      1   6",
    ]
    told = " ".join(" ".join(lines).split())
    assert "No card begins in 66,000,000–101 BC, 99–51 BC, 49–45 BC, 43–1 BC, 2–601." in told


def test_of_many_gaps_the_longest_are_named(drawn: Callable[..., list[str]]) -> None:
    """In the order of time; how many more there are is said."""
    told = " ".join(" ".join(drawn(dated(*map(str, range(1900, 1950, 2)), "2000"))).split())

    assert "No card begins in 1901, 1903," in told
    assert "1937, 1949–1999, and 5 shorter times between." in told


def test_only_unknown_years(drawn: Callable[..., list[str]]) -> None:
    """Cards that begin in no known year have a matrix, too."""
    assert drawn(dated("201X", "../2015"))[:2] == ["           ? All", "(no topic) 2   2"]


def test_the_grades(drawn: Callable[..., list[str]]) -> None:
    """In words, with a number each; disputes and a bar where there is room for them."""
    at_80, at_140, at_40 = (drawn(CARDS, dataset=TOPICS, columns=c) for c in (80, 140, 40))

    assert "Ships of Skerra         1        ·        ·        1          ·           ·" in at_80
    assert any(line.endswith("unconfirmed disputed one origin") for line in at_140)
    marks = next(line for line in at_140 if "█" in line)
    assert marks.split() == [*PATTERNS.values()]
    assert any(re.search(r"Ships of Skerra .* 1 +2  █{19,}░{19,}$", line) for line in at_140)
    assert "Ships of Skerra  1 confirmed, 1 doubtful" in at_40
    assert "Bells  no card" in at_40


@pytest.mark.parametrize("columns", [24, 40, 60, 72, 80, 100, 120, 160, 200])
@pytest.mark.parametrize("by", ["topic", "publisher"])
def test_it_fits(drawn: Callable[..., list[str]], columns: int, by: str) -> None:
    """No line is wider than the terminal, and no name is cut."""
    long = FORTY.replace("source: S", "source: The Gazette of Skerra and all the islands around")
    lines = drawn(long, "--by", by, columns=columns)

    assert max(map(len, lines)) <= columns
    assert "…" not in "".join(lines)


def test_rows_that_are_left_out_are_told(drawn: Callable[..., list[str]]) -> None:
    """The commonest stand there, all of them with --limit 0; a source is named by its id."""
    sources = "".join(
        f"- {{id: x{n}, claim: It {n}., date: 2016, confidence: possible,"
        f" source: {{id: s{n}, publisher: P}}}}\n"
        for n in range(22)
    )
    some, every = drawn(sources, "--by", "source"), drawn(sources, "--by", "source", "-n", "0")

    assert "Left out: 2 more sources; --limit 0 shows all." in " ".join(some)
    assert "Left out" not in " ".join(every)
    assert sum(line.startswith("s") for line in every) == 2 * 22
    assert "Left out: 1 more source;" in " ".join(drawn(sources, "--by", "source", "-n", "21"))


def test_nothing_acts(drawn: Callable[..., list[str]]) -> None:
    """Control characters in names are shown, not acted on."""
    lines = drawn(CARDS, dataset='topics: {ships: "\\e[31mShips", lights: L}\n')

    assert any(line.startswith("␛[31mShips") for line in lines)


@given(
    st.dictionaries(
        st.one_of(st.integers(0, 9999), st.integers(-200, 200), st.integers(-(10**8), 10**8)),
        st.integers(1, 99_999),
        min_size=1,
        max_size=30,
    ),
    st.integers(34, 200),
)
def test_every_card_stands_in_one_column(cards: dict[int, int], room: int) -> None:
    """Whatever the years, the columns follow each other, lose no card, and fit."""
    axis = years.axis(cards, room, 4)
    spans = [span for span, _ in axis]

    assert sum(years.count(cards, span) for span in spans) == sum(cards.values())
    assert (spans[0].first, spans[-1].last) == (min(cards), max(cards))
    assert all(a.last + 1 == b.first for a, b in pairwise(spans))
    assert all(not years.count(cards, span) for span in spans if span.gap)
    assert sum(1 + column.width for _, column in axis) <= room


def test_where_nothing_fits_the_coarsest_is_taken() -> None:
    """One column is left, however little room there is."""
    assert [span for span, _ in years.axis({5: 1, 9999: 2}, 1, 4)] == [Span(5, 9999)]


@pytest.mark.parametrize(
    ("number", "text"),
    [(7, "7"), (9999, "9999"), (12_345, "12k"), (999_999, "999k"), (2_500_000, "2M")],
)
def test_large_numbers_are_short(number: int, text: str) -> None:
    """A cell has room for four characters."""
    assert short(number) == text


def test_shades() -> None:
    """More is never lighter; the most is the darkest, but one card alone is not."""
    assert [shade(number, 40) for number in (1, 2, 3, 6, 7, 15, 16, 40)] == [0, 0, 1, 1, 2, 2, 3, 3]
    assert shade(1, 1) == 0
