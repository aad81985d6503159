"""Dates: what each form means, how it reads, where it lies, and what is refused with which cure."""

import copy
import pickle
import re
import subprocess
import sys

import pytest

from relcli.model.date import Date, date_of_plain, read_words
from relcli.model.edtf import DateError

MEANINGS = [
    # Level 0.
    ("2015", "2015-01-01", "2015-12-31", "2015"),
    ("2016-11", "2016-11-01", "2016-11-30", "November 2016"),
    ("2015-09-30", "2015-09-30", "2015-09-30", "30 September 2015"),
    ("2023-11-02", "2023-11-02", "2023-11-02", "2 November 2023"),
    ("2015/2024", "2015-01-01", "2024-12-31", "from 2015 to 2024"),
    ("2021-06/2021-12", "2021-06-01", "2021-12-31", "from June to December 2021"),
    ("2023-11-02/2023-11-21", "2023-11-02", "2023-11-21", "from 2 to 21 November 2023"),
    (
        "2023-09-02/2023-11-21",
        "2023-09-02",
        "2023-11-21",
        "from 2 September to 21 November 2023",
    ),
    ("2015-11-15/2016", "2015-11-15", "2016-12-31", "from 15 November 2015 to 2016"),
    ("2012/2016-01", "2012-01-01", "2016-01-31", "from 2012 to January 2016"),
    ("2015/2015", "2015-01-01", "2015-12-31", "2015"),
    # Months end where the calendar says, which has a year 0.
    ("2016-02", "2016-02-01", "2016-02-29", "February 2016"),
    ("2015-02", "2015-02-01", "2015-02-28", "February 2015"),
    ("1900-02", "1900-02-01", "1900-02-28", "February 1900"),
    ("2000-02-29", "2000-02-29", "2000-02-29", "29 February 2000"),
    ("0000-02-29", "0000-02-29", "0000-02-29", "29 February 1 BC"),
    ("2015-04", "2015-04-01", "2015-04-30", "April 2015"),
    # Level 1: qualifiers.
    ("2018~", "2018-01-01", "2018-12-31", "about 2018"),
    ("2015?", "2015-01-01", "2015-12-31", "possibly 2015"),
    ("2015%", "2015-01-01", "2015-12-31", "possibly about 2015"),
    ("2015-09~", "2015-09-01", "2015-09-30", "about September 2015"),
    ("2015-09-30?", "2015-09-30", "2015-09-30", "possibly 30 September 2015"),
    ("2021-22%", "2021-06-01", "2021-08-31", "possibly about summer 2021"),
    # Level 1: seasons.
    ("2021-21", "2021-03-01", "2021-05-31", "spring 2021"),
    ("2021-22", "2021-06-01", "2021-08-31", "summer 2021"),
    ("2021-23", "2021-09-01", "2021-11-30", "autumn 2021"),
    ("2015-24", "2015-12-01", "2016-02-29", "winter 2015"),
    ("2014-24", "2014-12-01", "2015-02-28", "winter 2014"),
    ("0000-24", "0000-12-01", "0001-02-28", "winter 1 BC"),
    ("9999-24", "9999-12-01", None, "winter 9999"),
    ("2021-21/2021-23", "2021-03-01", "2021-11-30", "from spring to autumn 2021"),
    # Level 1: unspecified digits. No decade may read as a century, nor a century as a decade.
    ("201X", "2010-01-01", "2019-12-31", "the 2010s"),
    ("200X", "2000-01-01", "2009-12-31", "some year from 2000 to 2009"),
    ("20XX", "2000-01-01", "2099-12-31", "some year from 2000 to 2099"),
    ("2015-XX", "2015-01-01", "2015-12-31", "an unknown month of 2015"),
    ("2015-XX-XX", "2015-01-01", "2015-12-31", "an unknown day of 2015"),
    ("2015-09-XX", "2015-09-01", "2015-09-30", "an unknown day of September 2015"),
    ("201X~", "2010-01-01", "2019-12-31", "about the 2010s"),
    ("20XX?", "2000-01-01", "2099-12-31", "some year from 2000 to 2099 (uncertain)"),
    ("2015-XX~", "2015-01-01", "2015-12-31", "an unknown month of 2015 (approximate)"),
    (
        "2015-09-XX%",
        "2015-09-01",
        "2015-09-30",
        "an unknown day of September 2015 (uncertain and approximate)",
    ),
    # Level 1: open and unknown ends, qualified ends.
    ("2015-11-15/..", "2015-11-15", None, "since 15 November 2015"),
    ("../2018", None, "2018-12-31", "until 2018"),
    ("2015/", "2015-01-01", None, "from 2015, end unknown"),
    ("/2015", None, "2015-12-31", "until 2015, start unknown"),
    ("2012~/..", "2012-01-01", None, "since about 2012"),
    ("../2018?", None, "2018-12-31", "until possibly 2018"),
    ("2012~/2016-01", "2012-01-01", "2016-01-31", "from about 2012 to January 2016"),
    ("2023-11-02~/2023-11-21", "2023-11-02", "2023-11-21", "from about 2 to 21 November 2023"),
    ("2015~/2015~", "2015-01-01", "2015-12-31", "about 2015"),
    # Ends that overlap: some day of the start is not after some day of the end.
    ("2016/2016-05", "2016-01-01", "2016-05-31", "from 2016 to May 2016"),
    ("2016-05/2016", "2016-05-01", "2016-12-31", "from May 2016 to 2016"),
    ("2021-06-15/2021-06", "2021-06-15", "2021-06-30", "from 15 June to June 2021"),
    ("2021-06/2021-06-15", "2021-06-01", "2021-06-15", "from June to 15 June 2021"),
    # Years before 1000 and before 1, and of more than four digits.
    ("0602/0629", "0602-01-01", "0629-12-31", "from 602 to 629"),
    ("0009/0021-05", "0009-01-01", "0021-05-31", "from AD 9 to May 21"),
    ("0009-09-09", "0009-09-09", "0009-09-09", "9 September 9"),
    ("-0043", "-0043-01-01", "-0043-12-31", "44 BC"),
    ("-0043-03-15", "-0043-03-15", "-0043-03-15", "15 March 44 BC"),
    ("-0004-02-29", "-0004-02-29", "-0004-02-29", "29 February 5 BC"),
    ("-0049/-0040", "-0049-01-01", "-0040-12-31", "from 50 to 41 BC"),
    ("-0043/0014", "-0043-01-01", "0014-12-31", "from 44 BC to 14"),
    ("-0043-24", "-0043-12-01", "-0042-02-28", "winter 44 BC"),
    ("-004X", "-0049-01-01", "-0040-12-31", "some year from 50 to 41 BC"),
    ("-12XX", "-1299-01-01", "-1200-12-31", "some year from 1300 to 1201 BC"),
    ("-9999", "-9999-01-01", "-9999-12-31", "10,000 BC"),
    ("060X", "0600-01-01", "0609-12-31", "some year from 600 to 609"),
    ("Y17000", None, None, "17,000"),
    ("Y-66000000~", None, None, "about 66,000,001 BC"),
    ("9000/Y17000", "9000-01-01", None, "from 9000 to 17,000"),
    # Times of day.
    ("1985-04-12T23:20:30", "1985-04-12", "1985-04-12", "12 April 1985, 23:20:30"),
    ("1985-04-12T23:20:30Z", "1985-04-12", "1985-04-12", "12 April 1985, 23:20:30 UTC"),
    ("1985-04-12T23:20:30-04", "1985-04-12", "1985-04-12", "12 April 1985, 23:20:30 UTC-04:00"),
    (
        "1985-04-12T23:20:30+04:30",
        "1985-04-12",
        "1985-04-12",
        "12 April 1985, 23:20:30 UTC+04:30",
    ),
    # Sets of level 2, and states.
    ("by 2022-05-25", None, "2022-05-25", "by 25 May 2022"),
    ("by -0043", None, "-0043-12-31", "by 44 BC"),
    (
        "between 2023-11-02 and 2023-11-21",
        "2023-11-02",
        "2023-11-21",
        "between 2 and 21 November 2023",
    ),
    ("between 2016 and 2018-03", "2016-01-01", "2018-03-31", "between 2016 and March 2018"),
    ("between 2016-05 and 2016", "2016-05-01", "2016-12-31", "between May 2016 and 2016"),
    ("between Y-20000 and -0043", None, "-0043-12-31", "between 20,001 and 44 BC"),
    ("[2016..]", "2016-01-01", None, "2016 or later"),
    ("[Y17000..]", None, None, "17,000 or later"),
    ("as of 2015-11-15", "2015-11-15", "2015-11-15", "as of 15 November 2015"),
    ("as of 2015~", "2015-01-01", "2015-12-31", "as of about 2015"),
    ("as of 2015?", "2015-01-01", "2015-12-31", "as of 2015 (uncertain)"),
    ("as of 201X", "2010-01-01", "2019-12-31", "as of the 2010s"),
    ("as of 2015-24", "2015-12-01", "2016-02-29", "as of winter 2015"),
    ("as of 1985-04-12T23:20:30Z", "1985-04-12", "1985-04-12", "as of 12 April 1985, 23:20:30 UTC"),
]


@pytest.mark.parametrize(("text", "earliest", "latest", "words"), MEANINGS)
def test_each_form_has_its_days_and_its_words(
    text: str, earliest: str | None, latest: str | None, words: str
) -> None:
    """Every form of a date has its first and last day, its words, and its text back."""
    date = Date.parse(text)
    assert (date.earliest, date.latest, date.words, str(date)) == (earliest, latest, words, text)


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("2015-09-30~", "day"),
        ("2015-09", "month"),
        ("2015-09-XX", "month"),
        ("2015-21?", "season"),
        ("2015", "year"),
        ("2015-XX", "year"),
        ("2015-XX-XX", "year"),
        ("201X", "decade"),
        ("20XX", "century"),
        ("2015/2016", "interval"),
        ("2015/..", "interval"),
        ("Y17000", "year"),
        ("-004X", "decade"),
        ("by 2015", "set"),
        ("as of 2015-09", "month"),
        ("2015-09-30T10:00:00", "time"),
    ],
)
def test_precision_is_the_finest_known_part(text: str, precision: str) -> None:
    """A drawing learns how wide a date is; an unspecified part makes it no finer."""
    assert Date.parse(text).precision == precision


@pytest.mark.parametrize(
    ("text", "uncertain", "approximate", "start", "end"),
    [
        ("2015", False, False, "dated", "dated"),
        ("2015?", True, False, "dated", "dated"),
        ("2015~", False, True, "dated", "dated"),
        ("2015%", True, True, "dated", "dated"),
        ("2015/2016", False, False, "dated", "dated"),
        ("2015?/2016", True, False, "dated", "dated"),
        ("2015?/2016~", True, True, "dated", "dated"),
        ("2015/..", False, False, "dated", "open"),
        ("2015~/", False, True, "dated", "unknown"),
        ("../2015%", True, True, "open", "dated"),
        ("/2015", False, False, "unknown", "dated"),
    ],
)
def test_qualifiers_and_ends_can_be_told_apart(
    text: str,
    uncertain: bool,  # noqa: FBT001 - a row of the table
    approximate: bool,  # noqa: FBT001 - likewise
    start: str,
    end: str,
) -> None:
    """A drawing learns what is uncertain or approximate, and which end is open or unknown."""
    date = Date.parse(text)
    assert (date.uncertain, date.approximate) == (uncertain, approximate)
    assert (date.start, date.end) == (start, end)


def test_white_space_around_a_date_is_no_part_of_it() -> None:
    """A stray blank or line end in a card does no harm."""
    assert str(Date.parse(" 2015-09\n")) == "2015-09"


@pytest.mark.parametrize("attribute", ["edtf", "earliest", "nonsense"])
def test_a_date_does_not_change(attribute: str) -> None:
    """No attribute can be set, deleted or added."""
    date = Date.parse("2015")
    with pytest.raises(AttributeError):
        setattr(date, attribute, "2016")
    with pytest.raises(AttributeError):
        delattr(date, attribute)


def test_a_date_can_be_copied_and_pickled() -> None:
    """Copies and pickles give back an equal date with the same meaning."""
    date = Date.parse("2015~/..")
    for twin in (copy.deepcopy(date), pickle.loads(pickle.dumps(date))):  # noqa: S301 - our own
        assert (twin, twin.words) == (date, date.words)


def test_equal_dates_are_one_in_a_set() -> None:
    """Equality and hash go by the text, and a date is no text."""
    assert len({Date.parse("2015"), Date.parse(" 2015 "), Date.parse("2015?")}) == 2
    assert Date.parse("2015") != "2015"


def test_a_date_has_no_order_with_text() -> None:
    """Sorting dates among texts is a mistake and says so."""
    with pytest.raises(TypeError):
        _ = Date.parse("2015") < "2016"  # type: ignore[operator]


def test_repr_names_the_date() -> None:
    """In a debugger a date shows its text."""
    assert repr(Date.parse("2015~")) == "Date('2015~')"


TIMELINE = [
    "Y-66000000",
    "between Y-20000 and -0100",
    "-0043",
    "-0042-01-01",
    "0000",
    "2014-12-31",
    "../2014",  # what has no first day stands at its last, after what is finer
    "by 2014",
    "2015-01-01T00:30:00+01:00",  # of one day, by the moment: 23:30 UTC of the day before
    "2015-01-01T00:00:00",
    "2015-01-01T10:00:00Z",
    "2015-01-01",  # one first day: finer comes first
    "2015-01",
    "2015",
    "as of 2015",
    "2015-XX",
    "2015~",
    "2015/2016-01",
    "2015/2016",
    "2015/",  # one first day, both without an end: by text
    "2015/..",
    "between 2015 and 2015-06",
    "[2015..]",
    "2015-02",
    "/2015",
    "../2018",
    "Y17000",
]


def test_a_timeline_goes_by_first_day_then_precision() -> None:
    """Dates sort by first day, else last, then finer first, then last day, then text."""
    shuffled = sorted(map(Date.parse, TIMELINE), key=lambda date: str(date)[::-1])
    assert [str(date) for date in sorted(shuffled)] == TIMELINE


@pytest.mark.parametrize(
    ("text", "since", "until", "certainly", "possibly"),
    [
        ("2015", None, None, True, True),
        ("2015", "2015", "2015", True, True),
        ("2015", "2014", None, True, True),
        ("2015", None, "2015-12-31", True, True),
        ("2015", "2015-01-02", None, False, True),
        ("2015", None, "2015-12-30", False, True),
        ("2015", "2016", None, False, False),
        ("2015", None, "2014", False, False),
        ("2015", "2015-11", "2015-02", False, False),  # a reversed range holds nothing
        ("201X", "2015", "2016", False, True),
        ("2015/..", "2015", None, True, True),
        ("2015/..", "2015", "2099", False, True),
        ("2015/", "2015", "2099", False, True),
        ("2015/", "2020", "2020", False, True),
        ("2015/..", None, "2014", False, False),
        ("../2018", None, "2018", True, True),
        ("../2018", "1900", "2018", False, True),
        ("/2018", None, "2018", True, True),
        ("/2018", "2019", None, False, False),
        ("2015~", None, None, True, True),
        ("2015~", "1900", None, False, True),
        ("2015?", None, "2099", False, True),
        ("2015%", "2016", None, False, False),
        ("2012~/2016", "2000", "2020", False, True),
        ("2015", "../2018", None, True, True),  # a bound that is open on its side is none
        ("2015", None, "2012/", True, True),
        ("by 2018", None, "2018", True, True),
        ("by 2018", "1900", "2018", False, True),
        ("by 2018", "2019", None, False, False),
        ("[2018..]", "2018", None, True, True),
        ("[2018..]", None, "2017", False, False),
        ("between 2016 and 2018", "2016", "2018", True, True),
        ("between 2016 and 2018", "2017", "2018", False, True),
        ("as of 2018-05", "2018", "2018", True, True),
        ("as of 2018", "2018-05", None, False, True),
        ("as of 2018", "2019", None, False, False),
        ("-0043", "-0100", "-0001", True, True),
        ("-0043", None, "-0044", False, False),
        ("Y-66000000", "Y-70000000", "Y-60000000", True, True),
        ("2015", "Y-70000000", None, True, True),
        ("2015-01-01T10:00:00Z", "2015-01-01", "2015-01-01", True, True),
        ("2015", "2015~", "2016?", True, True),  # a bound goes by its own days
    ],
)
def test_a_range_knows_certainly_from_possibly(
    text: str,
    since: str | None,
    until: str | None,
    certainly: bool,  # noqa: FBT001 - a row of the table
    possibly: bool,  # noqa: FBT001 - likewise
) -> None:
    """A date lies in a range for certain, possibly or not at all."""
    low = Date.parse(since) if since else None
    high = Date.parse(until) if until else None
    date = Date.parse(text)
    assert (date.certainly_in(low, high), date.possibly_in(low, high)) == (certainly, possibly)


_ANY = "write a date such as 2015, 2015-09, 2015-09-30, 2015~ or 2015/2016"
_NOTHING = ("the date says nothing", "name a year, as in 2015 or 2015/..")
_YEAR = "a year has four digits, one of more digits a Y before it"
_LONG_YEAR = "a year of more than four digits has a Y before it"
_MONTH = "write a month from 01 to 12, or a season from 21 to 24"
_X_YEAR = (
    "only the last one or two digits of a year may be X",
    "write a decade such as 201X or a century such as 20XX",
)
_X = "unspecified digits are written with a capital X"
_X_INTERVAL = "unspecified digits in an interval are EDTF level 2"
_SHORT = "the last year of an interval is written whole, after a slash"
_OPEN = "an open end is written with two dots"
_UNKNOWN = "an unknown end is written as nothing beside the slash"
_MARK = "a qualifier stands once, at the end of the date"
_BOTH = "? and ~ together are written %"
_SET = "a list of dates is EDTF level 2"
_SET_WORDS = "one time of several is `between A and B`, `by B` or `[A..]`"
_PLAIN_SIDES = "between and by take years, months and days, without ?, ~ and %"
_ONCE = "`by` is for what happened once, ../ for what went on until then"
_ONCE_AFTER = "[A..] is for what happened once, /.. for what went on since then"
_TIME = "a time of day has two digits each for hours, minutes and seconds"
_NO_TIME = "a time of day stands in no interval and no set"
_NO_CLOCK = (
    "there is no such time of day",
    "write a time such as 2015-09-30T23:20:30, or 2015-09-30 alone",
)
_BLANKS = "the blanks or capitals are not those of a date"
_BEFORE_CHRIST = "a year before 1 has a minus: 44 BC is -0043"
_SEASON = "only the seasons 21 to 24, without a hemisphere, are EDTF level 1"
_QUARTER = "quarters are EDTF level 2"
_DIGITS = "significant digits are EDTF level 2"
_YEAR_FIRST = "the year stands first, then month and day"
_TWO_DIGITS = "months and days have two digits, after a hyphen"
_SLASH = "a slash stands between the ends of an interval"
_NUMBERS = "months and seasons are written as numbers"
_ABOUT = "an approximate date ends in ~"
_MAYBE = "an uncertain date ends in ?"
_MASKED = "a decade or a century has X for its unknown digits"
_PLAIN = "only the digits 0 to 9 and the plain hyphen stand in a date"

REFUSALS = [
    # The draft of 2012.
    ("199u", _X, "write 199X"),
    ("19uu", _X, "write 19XX"),
    ("2004-uu", _X, "write 2004-XX"),
    ("199u~", _X, "write 199X~"),
    ("201x", _X, "write 201X"),
    ("2015-xx-xx", _X, "write 2015-XX-XX"),
    ("2001/open", _OPEN, "write 2001/.."),
    ("open/2001", _OPEN, "write ../2001"),
    ("2001/unknown", _UNKNOWN, "write 2001/"),
    ("unknown/2006", _UNKNOWN, "write /2006"),
    ("y12345", _YEAR, "write Y12345"),
    ("y2015", _YEAR, "write 2015"),
    ("2015?~", _BOTH, "write 2015%"),
    ("2015-09~?", _BOTH, "write 2015-09%"),
    ("2001-21^southernHemisphere", _SEASON, "write 2001-09/2001-11"),
    ("2001-22^southernHemisphere", _SEASON, "write 2001-12/2002-02"),
    ("2001-21^northernHemisphere", _SEASON, "write 2001-21"),
    # Level 2, and what of level 1 is left out.
    ("{1667,1668,1670..1672}", _SET, "write 1667/1672"),
    ("[1667, 1760-12]", _SET, "write between 1667 and 1760-12"),
    ("[..1667, 1760-12]", _SET, "write by 1760-12"),
    ("2015 or 2016", _SET, "write between 2015 and 2016"),
    ("[2015~..2016?]", _PLAIN_SIDES, "write between 2015 and 2016"),
    ("between 2011-21 and 2012-24", _PLAIN_SIDES, "write between 2011-03 and 2013-02"),
    ("by 2011-21", _PLAIN_SIDES, "write by 2011-05"),
    ("between 201X and 2022", _X_INTERVAL, "write between 2010 and 2022"),
    ("between -004X and 2022", _X_INTERVAL, "write between -0049 and 2022"),
    ("by 2015-09-30T10:00:00", _NO_TIME, "write by 2015-09-30"),
    (
        "between 2016 and 2015",
        "the second date lies before the first",
        "write between 2015 and 2016",
    ),
    ("between 2015 and 2015", "both sides are the same", "write 2015"),
    ("[2015]", '"[2015]" is no date', _ANY),
    ("[..]", *_NOTHING),
    ("as of 2015/2016", "`as of` takes one date", "write as of 2016 or 2015/2016"),
    ("as of 2015/..", "`as of` takes one date", "write as of 2015"),
    ("as of ../2015", "`as of` takes one date", "write as of 2015"),
    ("as of by 2015", '"as of by 2015" is no date', _ANY),
    ("before 2016", _ONCE, "write by 2016 or ../2016"),
    ("after 2016", _ONCE_AFTER, "write [2016..] or 2016/.."),
    ("Y17E7", _YEAR, "write Y170000000"),
    ("Y17E70", '"Y17E70" is no date', _ANY),
    ("Y02015", _YEAR, "write 2015"),
    ("-99", _YEAR, "write -0099"),
    ("43894", _LONG_YEAR, "write 2020-03-04 or Y43894"),
    ("-20155", _LONG_YEAR, "write Y-20155"),
    ("1583280000", _LONG_YEAR, "write Y1583280000"),
    ("602", _YEAR, "write 0602"),
    ("-0000", "the year 0 has no minus", "write 0000"),
    ("1950S2", _DIGITS, "write 19XX"),
    ("1950S3", _DIGITS, "write 195X"),
    ("2001-25", _SEASON, "write 2001-21"),
    ("2001-30", _SEASON, "write 2001-12/2002-02"),
    ("2001-34", _SEASON, "write 2001-04/2001-06"),
    ("2015-09-30T10:00", _TIME, "write 2015-09-30T10:00:00"),
    ("2015-09-30 10:00:00.5 UTC", _TIME, "write 2015-09-30T10:00:00Z"),
    ("2015-09-30T10:00:00+0430", _TIME, "write 2015-09-30T10:00:00+04:30"),
    ("2015-09-30T10:00:00Z~", "a time of day has no qualifier", "write 2015-09-30~"),
    ("2015-09-30T10:00:00/2015-10-01", _NO_TIME, "write 2015-09-30/2015-10-01"),
    ("2015-09-30T25:00:00", *_NO_CLOCK),
    ("2015-09-30T24:00:00", *_NO_CLOCK),
    ("2015-09T10:00:00", '"2015-09T10:00:00" is no date', _ANY),
    ("?2015-09", _MAYBE, "write 2015-09?"),
    ("2004-06~-11", _MARK, "write 2004-06-11~"),
    ("2004?-06-~11", _MARK, "write 2004-06-11%"),
    ("2015??", _MARK, "write 2015?"),
    ("156X-12-25", "after an unspecified part nothing is known", "write 156X"),
    ("1984-1X", "a month is unspecified as a whole", "write 1984-XX"),
    ("2015-XX-12", "a month is unspecified as a whole", "write 2015-XX"),
    ("2015-09-3X", "a day is unspecified as a whole", "write 2015-09-XX"),
    ("2XXX", *_X_YEAR),
    ("XXXX-12-XX", *_X_YEAR),
    ("20X5", *_X_YEAR),
    ("2004-06-XX/2004-07-03", _X_INTERVAL, "write 2004-06/2004-07-03"),
    ("201X/202X", _X_INTERVAL, "write 2010/2029"),
    ("2015-XX-XX/..", _X_INTERVAL, "write 2015/.."),
    # Everyday ways to write a date.
    ("2015-9-3", _TWO_DIGITS, "write 2015-09-03"),
    ("2015-9", _TWO_DIGITS, "write 2015-09"),
    ("2015.09.30", _TWO_DIGITS, "write 2015-09-30"),
    ("2015/09/30", _TWO_DIGITS, "write 2015-09-30"),
    ("20150930", _TWO_DIGITS, "write 2015-09-30"),
    ("201509", _TWO_DIGITS, "write 2015-09"),
    ("30.09.2015", _YEAR_FIRST, "write 2015-09-30"),
    ("30/09/2015", _YEAR_FIRST, "write 2015-09-30"),
    ("09/30/2015", _YEAR_FIRST, "write 2015-09-30"),
    ("5.5.2015", _YEAR_FIRST, "write 2015-05-05"),
    ("03/09/2015", _YEAR_FIRST, "write 2015-09-03 or 2015-03-09"),
    (
        "03.09.2015/04.10.2015",
        _YEAR_FIRST,
        "write 2015-09-03/2015-10-04 or 2015-03-09/2015-04-10",
    ),
    ("03/31/2015", _YEAR_FIRST, "write 2015-03-31"),
    ("9/2015", _YEAR_FIRST, "write 2015-09"),
    ("09.2015", _YEAR_FIRST, "write 2015-09"),
    ("2015-30-09", "the month stands before the day", "write 2015-09-30"),
    ("November 2016", _NUMBERS, "write 2016-11"),
    ("Sept. 2016", _NUMBERS, "write 2016-09"),
    ("2nd of november 2016", _NUMBERS, "write 2016-11-02"),
    ("November 2, 2016", _NUMBERS, "write 2016-11-02"),
    ("Spring 2021", _NUMBERS, "write 2021-21"),
    ("fall of 2021", _NUMBERS, "write 2021-23"),
    ("2 winter 2021", '"2 winter 2021" is no date', _ANY),
    ("Mudvember 2016", '"Mudvember 2016" is no date', _ANY),
    ("c. 2015", _ABOUT, "write 2015~"),
    ("ca. 2015", _ABOUT, "write 2015~"),
    ("circa 2015", _ABOUT, "write 2015~"),
    ("~2015", _ABOUT, "write 2015~"),
    ("about 2015", _ABOUT, "write 2015~"),
    ("possibly about 2015", _MAYBE, "write 2015%"),
    ("2010s", _MASKED, "write 201X"),
    ("2000s", _MASKED, "write 200X or 20XX"),
    ("21st century", _MASKED, "write 20XX"),
    ("1990s/2000s", _MASKED, "write 1990/2009 or 1990/2099"),
    ("the 2010s", "a date has no preposition or article", "write 201X"),
    ("2015 ?", "no space stands before a qualifier", "write 2015?"),
    ("2015 /2016", _BLANKS, "write 2015/2016"),
    ("2015\u20132016", _SLASH, "write 2015/2016"),
    ("2015-09-01 \u2013 2015-10-01", _SLASH, "write 2015-09-01/2015-10-01"),
    ("Between 2015 and 2024", _BLANKS, "write between 2015 and 2024"),
    ("between 2 and 21 November 2023", _NUMBERS, "write between 2023-11-02 and 2023-11-21"),
    ("By 25 May 2022", _NUMBERS, "write by 2022-05-25"),
    ("by the end of 2021", _SET_WORDS, "write by 2021"),
    ("2016 or later", _SET_WORDS, "write [2016..]"),
    ("As of May 2022", _NUMBERS, "write as of 2022-05"),
    ("as at 2022", _BLANKS, "write as of 2022"),
    ("June 2021 to July 2021", _SLASH, "write 2021-06/2021-07"),
    ("from June to July 2021", _SLASH, "write 2021-06/2021-07"),
    ("3\u20135 May 2022", _SLASH, "write 2022-05-03/2022-05-05"),
    ("May 2022-June 2022", _SLASH, "write 2022-05/2022-06"),
    ("44 BC", _BEFORE_CHRIST, "write -0043"),
    ("c. 44 B.C.E.", _ABOUT, "write -0043~"),
    ("0 BC", '"0 BC" is no date', _ANY),
    ("15 March 44 BC", _BEFORE_CHRIST, "write -0043-03-15"),
    ("from 50 to 41 BC", _SLASH, "write -0049/-0040"),
    ("AD 602", _YEAR, "write 0602"),
    ("602 CE", _YEAR, "write 0602"),
    ("March 602", _YEAR, "write 0602-03"),
    ("March 32", _YEAR, "write 0032-03"),
    ("4 March 5", _YEAR, "write 0005-03-04"),
    ("Mar 4", '"Mar 4" is no date', _ANY),
    ("March 31", '"March 31" is no date', _ANY),
    ("17,000", _YEAR, "write Y17000"),
    ("12 April 1985, 23:20:30 UTC-04:00", _NUMBERS, "write 1985-04-12T23:20:30-04:00"),
    ("2015/16", _SHORT, "write 2015/2016"),
    ("2015/09", _SHORT, "write 2015-09"),
    ("2011/12", _SHORT, "write 2011-12 or 2011/2012"),
    ("2050/40", '"2050/40" is no date', _ANY),
    ("2015-16", _SHORT, "write 2015/2016"),
    ("2015-", _OPEN, "write 2015/.."),
    ("2015-present", _OPEN, "write 2015/.."),
    ("since about 2012", _OPEN, "write 2012~/.."),
    ("until 2018", _OPEN, "write ../2018"),
    ("from 2015, end unknown", _UNKNOWN, "write 2015/"),
    ("until 2015, start unknown", _UNKNOWN, "write /2015"),
    ("Q3 2015", _QUARTER, "write 2015-07/2015-09"),
    ("2015-Q1", _QUARTER, "write 2015-01/2015-03"),
    ("\u0662\u0660\u0661\u0665", _PLAIN, "write 2015"),
    ("2015\u201109", _PLAIN, "write 2015-09"),
    # What the calendar or the clock does not have.
    ("2015-02-30", "February 2015 has 28 days", "write a day from 01 to 28, or 2015-02 alone"),
    ("1900-02-29", "February 1900 has 28 days", "write a day from 01 to 28, or 1900-02 alone"),
    ("2015-04-31/..", "April 2015 has 30 days", "write a day from 01 to 30, or 2015-04 alone"),
    ("31.02.2015", "February 2015 has 28 days", "write a day from 01 to 28, or 2015-02 alone"),
    ("2015-00", "there is no month 00", "write 2015"),
    ("2015-00-05", "there is no month 00", "write 2015"),
    ("2015-09-00", "there is no day 00", "write 2015-09"),
    ("2016-13", "there is no month 13", _MONTH),
    ("2015/2016-42", "there is no month 42", _MONTH),
    ("2023-11-21/2023-11-02", "the interval ends before it begins", "write 2023-11-02/2023-11-21"),
    ("2016~/2015", "the interval ends before it begins", "write 2015/2016~"),
    ("2015/2016/2017", "an interval has one slash", "write the first and the last date only"),
    ("", *_NOTHING),
    ("unknown", *_NOTHING),
    ("../..", *_NOTHING),
    ("/", *_NOTHING),
    ("..", *_NOTHING),
    ("/..", *_NOTHING),
    ("../", *_NOTHING),
    # What nobody can guess.
    ("2015-W40", '"2015-W40" is no date', _ANY),
    ("hello", '"hello" is no date', _ANY),
    ("a\tb\x00", '"a\\tb\\x00" is no date', _ANY),
    ("Y1" + "0" * 5_000, f'"Y1{"0" * 38}…" is no date', _ANY),
    ("9" * 41 + "!" * 9_000_000, f'"{"9" * 40}…" is no date', _ANY),
]


@pytest.mark.parametrize(("text", "message", "cure"), REFUSALS, ids=lambda value: str(value)[:30])
def test_what_is_refused_gets_its_reason_and_its_cure(text: str, message: str, cure: str) -> None:
    """Every refusal says what is wrong and what to write instead."""
    with pytest.raises(DateError) as refused:
        Date.parse(text)
    assert (str(refused.value), refused.value.cure) == (message, cure)


@pytest.mark.parametrize(
    "cure",
    [
        cure
        for _, _, cure in REFUSALS
        if re.match(r"write ([\d\[Y-]|by \d|as of \d|between \d)", cure)
    ],
)
def test_a_cure_is_a_date_itself(cure: str) -> None:
    """Who follows a cure that names a date is not refused again."""
    for text in cure.removeprefix("write ").split(" or "):
        assert str(Date.parse(text)) == text


def test_reading_a_good_date_does_not_load_the_cures() -> None:
    """Start-up stays fast: the cures are loaded only when a date is refused."""
    script = (
        "import sys; from relcli.model.date import Date; Date.parse('2015~').words;"
        "sys.exit('relcli.model.date_cure' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [
        ("2015", 2015, 2015),
        ("2015-24", 2015, 2016),
        ("2015/..", 2015, None),
        ("../2015", None, 2015),
        ("201X", None, None),
        ("20XX", None, None),
        ("between 2015-01 and 2015-05", 2015, 2015),
        ("between 2015 and 2016", None, None),
        ("by 2015", None, None),
        ("[2015..]", None, None),
        ("as of 2015-09", 2015, 2015),
        ("-0043", -43, -43),
        ("Y-66000000", -66_000_000, -66_000_000),
    ],
)
def test_a_date_counts_in_a_year_only_where_one_is_known(
    text: str, begins: int | None, ends: int | None
) -> None:
    """A set of several years, like a decade, begins in none of them for certain."""
    date = Date.parse(text)
    assert (date.begins, date.ends) == (begins, ends)


@pytest.mark.parametrize(
    ("text", "edtf", "sides"),
    [
        ("between 2016 and 2018-03", "[2016..2018-03]", ("2016", "2018-03")),
        ("by 2016", "[..2016]", ("..", "2016")),
        ("[2016..]", "[2016..]", ("2016", "..")),
        ("[..2016]", "[..2016]", ("..", "2016")),
        ("as of 2016", "2016", ("2016", "2016")),
        ("2016/..", "2016/..", ("2016", "..")),
        ("/2016", "/2016", ("", "2016")),
        ("2016~", "2016~", ("2016~", "2016~")),
    ],
)
def test_a_date_is_edtf_for_scripts(text: str, edtf: str, sides: tuple[str, str]) -> None:
    """What a file says in words is EDTF for others, and lies between two dates."""
    date = Date.parse(text)
    assert (date.edtf, date.sides) == (edtf, sides)
    assert date_of_plain(edtf, date.as_of) == date


def test_a_state_is_another_date_than_its_day() -> None:
    """What holds as of 2015 is not what happened in 2015: neither equal nor at one place."""
    state, day = Date.parse("as of 2015"), Date.parse("2015")
    assert state != day
    assert len({state, day}) == 2
    assert day < state


# The examples of the specification, https://www.loc.gov/standards/datetime/, levels 0 and 1.
SPECIFICATION = [
    *("1985-04-12", "1985-04", "1985"),
    *("1985-04-12T23:20:30", "1985-04-12T23:20:30Z", "1985-04-12T23:20:30-04"),
    "1985-04-12T23:20:30+04:30",
    *("1964/2008", "2004-06/2006-08", "2004-02-01/2005-02-08", "2004-02-01/2005-02"),
    *("2004-02-01/2005", "2005/2006-02"),
    *("Y170000002", "Y-170000002", "2001-21", "1984?", "2004-06~", "2004-06-11%"),
    *("201X", "20XX", "2004-XX", "1985-04-XX", "1985-XX-XX"),
    *("1985-04-12/..", "1985-04/..", "1985/..", "../1985-04-12", "../1985-04", "../1985"),
    *("1985-04-12/", "1985-04/", "1985/", "/1985-04-12", "/1985-04", "/1985", "-1985"),
]


@pytest.mark.parametrize("text", SPECIFICATION)
def test_every_example_of_the_specification_is_a_date(text: str) -> None:
    """Levels 0 and 1 are read whole, and written as they stand."""
    assert Date.parse(text).edtf == str(Date.parse(text)) == text


@pytest.mark.parametrize(
    "said",
    ["25 May 2022", "March 2022", "since March 2022", "about 44 BC", "from 2 to 21 November 2023"],
)
def test_words_are_read_where_a_person_types_them(said: str) -> None:
    """A date on the command line may be what relcli itself calls it."""
    assert read_words(f" {said} ").words == said


@pytest.mark.parametrize(
    "said", ["03/09/2015", "before 2016", "2015 or 2016", "2015-16", "soon", "2001-3X"]
)
def test_words_that_may_be_several_dates_are_none(said: str) -> None:
    """Nothing is guessed: what has two readings, or would lose something, is refused."""
    with pytest.raises(DateError):
        read_words(said)
