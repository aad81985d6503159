"""EDTF dates in formats that know less."""

import json
import re
import sqlite3
from typing import Any

import icalendar
import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from hypothesis import given, settings
from hypothesis import strategies as st

from relcli.model.date import Date, read
from relcli.view.cite.cite import STYLES
from relcli.view.export.dates import biblatex_date, csl_date, ris_date, span, start_span
from relcli.view.export.formats import EXPORTS
from relcli.view.export.selection import Reviews, Selection
from tests.example_dates import CARD_DATES, DATES, SOURCE_DATES, STATES, dated_card


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2015-09-30", {"date-parts": [[2015, 9, 30]]}),
        ("2015-09", {"date-parts": [[2015, 9]]}),
        ("2015", {"date-parts": [[2015]]}),
        ("2015~", {"date-parts": [[2015]], "circa": True}),
        ("2015-22", {"date-parts": [[2015]], "season": 2}),
        ("2015-24~", {"date-parts": [[2015]], "season": 4, "circa": True}),
        ("2015-09/2016", {"date-parts": [[2015, 9], [2016]]}),
        ("2015~/2016~", {"date-parts": [[2015], [2016]], "circa": True}),
        ("2015?", {"literal": "possibly 2015"}),
        ("2015%", {"literal": "possibly about 2015"}),
        ("2015~/2016", {"literal": "from about 2015 to 2016"}),
        ("201X", {"literal": "the 2010s"}),
        ("2015-09-XX", {"literal": "an unknown day of September 2015"}),
        ("2015-11-15/..", {"literal": "since 15 November 2015"}),
        ("../2015", {"literal": "until 2015"}),
        ("2015/", {"literal": "from 2015, end unknown"}),
        ("2015-21/2015-22", {"literal": "from spring to summer 2015"}),
        ("between 2015 and 2016", {"literal": "between 2015 and 2016"}),
        ("by 2015-11-15", {"literal": "by 15 November 2015"}),
        ("[2015..]", {"literal": "2015 or later"}),
        ("2015-09-30T10:15:30Z", {"date-parts": [[2015, 9, 30]]}),
        ("-0043-03-15", {"date-parts": [[-44, 3, 15]]}),
        ("0000", {"date-parts": [[-1]]}),
        ("-0043-24", {"date-parts": [[-44]], "season": 4}),
        ("-0043/0014", {"date-parts": [[-44], [14]]}),
        ("Y17000~", {"date-parts": [[17000]], "circa": True}),
        ("Y-17000", {"date-parts": [[-17001]]}),
    ],
)
def test_csl_says_what_the_date_says(text: str, expected: dict[str, Any]) -> None:
    """A date has numbers in CSL where these say all of it, else words; 1 BC is the year -1."""
    assert csl_date(Date.parse(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2011-21", ("2011", "2011///spring 2011")),
        ("2015-11/..", ("2015", "2015///since November 2015")),
        ("2015~", ("2015", "2015///about 2015")),
        ("201X", ("2010", "2010///the 2010s")),
        ("0000", (None, "///1 BC")),
        ("2004-06-11~", ("2004", "2004/06/11/about 11 June 2004")),
        ("2004-02/2005-02", ("2004", "2004///from February 2004 to February 2005")),
        ("../1985", ("1985", "1985///until 1985")),
        ("2015-21/2016-22", ("2015", "2015///from spring 2015 to summer 2016")),
        ("2015?", ("2015", "2015///possibly 2015")),
        ("2015", ("2015", "2015///")),
        ("0602-09", ("0602", "0602/09//")),
        ("2015-09-30", ("2015", "2015/09/30/")),
        ("2015-09-30T10:15:30Z", ("2015", "2015/09/30/30 September 2015, 10:15:30 UTC")),
        ("2015-09-XX", ("2015", "2015/09//an unknown day of September 2015")),
        ("by 2022-05-25", ("2022", "2022///by 25 May 2022")),
        ("between 2014 and 2016", ("2014", "2014///between 2014 and 2016")),
        ("Y17000", (None, "///17,000")),
        ("-0043/0014", (None, "///from 44 BC to 14")),
        ("/Y17000", (None, "///until 17,000, start unknown")),
    ],
)
def test_ris_has_a_year_and_the_words_of_the_rest(
    text: str, expected: tuple[str | None, str]
) -> None:
    """There is a year wherever one of four digits is known, and words where it is not all."""
    assert ris_date(Date.parse(text)) == expected


# How Biber reads a date (Biber::Date::Format, parse_date_unspecified of Biber::Utils; 2024).
_DAY = r"-?\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)?)?)?)?"
_POINT = rf"(?:{_DAY}|Y-?\d{{5,}})[?~%]?"
_UNSPECIFIED = r"\d{3}X|\d{2}XX|\d{4}-(?:\d\d-)?XX|\d{4}-XX-XX"
BIBER = re.compile(rf"(?:{_UNSPECIFIED}|{_POINT}|(?:{_POINT}|\.\.)?/(?:{_POINT}|\.\.)?)")


@pytest.mark.parametrize("text", DATES)
def test_biber_reads_every_date_it_is_given(text: str) -> None:
    """It gets EDTF as it is; what it would drop are sets, and some of the unspecified digits."""
    date = Date.parse(text)
    written = biblatex_date(date)
    refused = text in ("-004X", "-0043-XX", "201X~", "2015-XX?", "2015-09-XX%")
    assert (written is None) == (refused or date.precision == "set")
    assert written is None or (BIBER.fullmatch(written) and read(written) == date) or (
        (text, written) == ("2015-09-30T23:20:30-04", "2015-09-30T23:20:30-04:00")
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2015-09-30", [2015, 9, 30], [2015, 9, 30]),
        ("2015-09-30T10:15:30Z", [2015, 9, 30], [2015, 9, 30]),
        ("2015-09", [2015, 9], [2015, 9]),
        ("2015-XX", [2015], [2015]),
        ("2015-24", [2015, 12], [2016, 2]),
        ("201X", [2010], [2019]),
        ("2015-09-30/2016", [2015, 9, 30], [2016]),
        ("2015-09/..", [2015, 9], None),
        ("/2016", None, [2016]),
        ("between 2015-09 and 2016", [2015, 9], [2016]),
        ("by 2016", None, [2016]),
        ("[2016..]", [2016], None),
        ("as of 2016-05-01", [2016, 5, 1], [2016, 5, 1]),
        ("-0043-03-15/0014", [-43, 3, 15], [14]),
        ("2015/Y17000", [2015], None),
    ],
)
def test_a_span_is_no_finer_than_the_date(
    text: str, start: list[int] | None, end: list[int] | None
) -> None:
    """Each side of a date has as many numbers as are known."""
    assert span(Date.parse(text)) == (start, end)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2016-02", ("2016-02-01", "2016-02-29")),
        ("2015-11-15/..", ("2015-11-15", "2015-11-15")),
        ("2015-11/", ("2015-11-01", "2015-11-30")),
        ("../2015", None),
        ("between 2015-11-15 and 2016-02", ("2015-11-15", "2016-02-29")),
        ("[2016-02..]", ("2016-02-01", "2016-02-29")),
        ("by 2016", None),
        ("as of 2016-02-03", ("2016-02-03", "2016-02-03")),
        ("9999-24", ("9999-12-01", "9999-12-01")),
        ("0000", None),
        ("-0043/2016", None),
        ("Y17000", None),
    ],
)
def test_a_calendar_shows_where_an_open_date_starts(
    text: str, expected: tuple[str, str] | None
) -> None:
    """What goes on is shown on the days it began, what has no start or its year not at all."""
    assert start_span(Date.parse(text)) == expected


def selection(dates: list[str], published: list[str]) -> Selection:
    """Return a card of each date, and of each a source that was published and read at another."""
    return Selection(
        [
            dated_card(n, date, published[n % len(published)], published[-1 - n % len(published)])
            for n, date in enumerate(dates)
        ],
        actors={"ida-holm": {"name": "Ida Holm", "kind": "person", "aliases": []}},
        topics={},
        reviews=Reviews("https://page.example/", "The Curators"),
    )


def text_of(form: str, exported: Selection) -> str:
    """Return what a format of text makes of cards."""
    return "".join(piece for piece in EXPORTS[form].pieces(exported) if isinstance(piece, str))


ALL = selection([*DATES, *STATES], DATES)
WORDS = [Date.parse(text).words for text in (*DATES, *STATES)]


@pytest.mark.parametrize(
    "form", ["markdown", "csl", "biblatex", "ris", "stix", "dot", "mermaid", "graphml", "gexf"]
)
def test_every_date_is_told_in_words(form: str) -> None:
    """What a reader is shown of each card has its date in words: `as of`, `by`, `between`."""
    text = text_of(form, ALL).replace("\\n", " ")
    if form == "mermaid":
        text = re.sub(r"#(\d+);", lambda code: chr(int(code[1])), text)
    assert [words for words in WORDS if words not in text.replace("\\", "")] == []


def test_calendars_and_timelines_say_what_they_leave_out() -> None:
    """Each card is an event that begins with its words, or is counted in the remark."""
    calendar = icalendar.Calendar.from_ical(text_of("ics", ALL))
    assert not calendar.errors
    shown = [str(event["SUMMARY"]).rpartition(": ")[0] for event in calendar.events]
    events = json.loads(text_of("timelinejs", ALL))["events"]
    drawn = [event["display_date"] for event in events]
    dates = [Date.parse(text) for text in (*DATES, *STATES)]
    assert drawn == [date.words for date in dates if date.earliest]
    assert shown == [date.words for date in dates if date.earliest and date.earliest > "0001"]
    startless = sum(date.first is None for date in dates)
    for form, found, years in (("ics", shown, "1 to 9999"), ("timelinejs", drawn, "-9999 to 9999")):
        too_far = len(dates) - len(found) - startless
        assert EXPORTS[form].left_out(ALL) == [
            f"{startless} cards whose date has no beginning",
            f"{too_far} cards outside the years {years}",
        ]


def test_linked_data_says_what_is_a_state() -> None:
    """Claims have their date in EDTF, sets included, but a state is told from what began then."""
    graph = json.loads(text_of("jsonld", ALL))["@graph"]
    told = [node["temporalCoverage"] for node in graph if node["@type"] == "Claim"]
    assert told == [Date.parse(text).edtf for text in DATES] + STATES


def test_a_database_tells_states_from_events() -> None:
    """A column says which cards have the date of a state, which is not in the date itself."""
    database = sqlite3.connect(":memory:")
    (file,) = EXPORTS["sqlite"].pieces(ALL)
    assert isinstance(file, bytes)
    database.deserialize(file)
    told = database.execute("SELECT date FROM cards WHERE as_of ORDER BY id").fetchall()
    assert [f"as of {date}" for (date,) in told] == STATES
    database.close()


def test_a_work_has_the_language_of_its_source() -> None:
    """Each format of bibliographies has a field for it."""
    one = selection(["2016"], ["2016"])
    assert json.loads(text_of("csl", one))[0]["language"] == "pt-BR"
    assert parse_string(text_of("biblatex", one)).entries[0]["langid"] == "pt-BR"
    assert rispy.loads(text_of("ris", one))[0]["language"] == "pt-BR"
    claims = [node for node in json.loads(text_of("jsonld", one))["@graph"] if "text" in node]
    assert claims[0]["citation"][0]["inLanguage"] == "pt-BR"


@settings(max_examples=50)
@given(st.lists(CARD_DATES, min_size=1, max_size=4), st.lists(SOURCE_DATES, min_size=2, max_size=4))
def test_exports_of_any_dates_are_read(dates: list[str], published: list[str]) -> None:
    """No date makes an export fail, or one that its reader would refuse."""
    exported = selection(dates, published)
    for form in EXPORTS.keys() - {"html"}:  # it takes half a second, and has all of them below
        assert [*EXPORTS[form].pieces(exported)]
    for style in ("footnote", "markdown", "wikipedia"):
        assert "".join(STYLES[style](exported)).count("\n") == len(dates)
    cards = json.loads(text_of("json", exported))
    assert [(card["date"], card["as_of"]) for card in cards] == [
        (date.edtf, date.as_of) for date in map(Date.parse, dates)
    ]
    library = parse_string(text_of("biblatex", exported))
    assert library.failed_blocks == []
    for entry in library.entries:
        for field, words in (("date", "year"), ("urldate", "note")):
            told = entry.get(field)
            assert BIBER.fullmatch(told.value) if told else entry[words]
    for work in rispy.loads(text_of("ris", exported)):
        assert re.fullmatch(r"\d{4}", work.get("year", "2016"))
        assert re.fullmatch(r"(?:\d{4})?(?:/(?:\d\d)?){2}/[^/]*", work["date"])
        assert work["date"].startswith(work.get("year", "/"))
    calendar = icalendar.Calendar.from_ical(text_of("ics", exported))
    assert not calendar.errors
    assert all(event.start <= event.end for event in calendar.events)
    for event in json.loads(text_of("timelinejs", exported))["events"]:
        start, end = ([*date.values()] for date in (event["start_date"], event.get("end_date", {})))
        assert not end or start[:1] <= end[:1]


def test_a_page_of_every_date_is_written() -> None:
    """No form of date makes it fail."""
    page = text_of("html", ALL)
    assert [card["claim"] for card in ALL.cards if card["claim"] not in page] == []


@pytest.mark.parametrize("style", ["apa", "chicago"])
@pytest.mark.parametrize("text", ["2016", "2016-05-01", "-0043-03-15", "by 2016", "2016-21"])
def test_formatted_citations_have_the_date_once(style: str, text: str) -> None:
    """A reader of a citation in a journal's style finds the date of the work, and once."""
    cited = "".join(STYLES[style](selection(["2015"], [text])))
    assert cited.count("44 BC" if text.startswith("-") else "2016") == 1
    assert "AD" not in cited
