"""EDTF dates in formats that know less."""

from typing import Any

import pytest

from relcli.view.export.dates import csl_date, span, start_span


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
        ("2015~/2016", {"literal": "between about 2015 and 2016"}),
        ("201X", {"literal": "the 2010s"}),
        ("2015-09-XX", {"literal": "an unknown day of September 2015"}),
        ("2015-11-15/..", {"literal": "since 15 November 2015"}),
        ("../2015", {"literal": "until 2015"}),
        ("2015/", {"literal": "from 2015, end unknown"}),
        ("2015-21/2015-22", {"literal": "between spring and summer 2015"}),
    ],
)
def test_csl_says_what_the_date_says(text: str, expected: dict[str, Any]) -> None:
    """A date has numbers in CSL where these say all of it, else words."""
    assert csl_date(text) == expected


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2015-09-30", [2015, 9, 30], [2015, 9, 30]),
        ("2015-09", [2015, 9], [2015, 9]),
        ("2015-XX", [2015], [2015]),
        ("2015-24", [2015, 12], [2016, 2]),
        ("201X", [2010], [2019]),
        ("2015-09-30/2016", [2015, 9, 30], [2016]),
        ("2015-09/..", [2015, 9], None),
        ("/2016", None, [2016]),
    ],
)
def test_a_span_is_no_finer_than_the_date(
    text: str, start: list[int] | None, end: list[int] | None
) -> None:
    """Each side of a date has as many numbers as are known."""
    assert span(text) == (start, end)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2016-02", ("2016-02-01", "2016-02-29")),
        ("2015-11-15/..", ("2015-11-15", "2015-11-15")),
        ("2015-11/", ("2015-11-01", "2015-11-30")),
        ("../2015", None),
    ],
)
def test_a_calendar_shows_where_an_open_date_starts(
    text: str, expected: tuple[str, str] | None
) -> None:
    """What goes on is shown on the days it began, what has no start not at all."""
    assert start_span(text) == expected
