"""The grammar of dates, and what a date is: a text and the days it spans.

The standard is EDTF, the Extended Date/Time Format (Library of Congress, 4 February 2019), a
profile of ISO 8601-2:2019: levels 0 and 1, and of level 2 the sets of one member, `[A..B]`. A card
writes them with a word: `between A and B`, `by B`; and `as of D` for a state that is attested then.
`date` has what cards hold of it, `date_words` says a date, `date_cure` explains what is refused.
"""

from __future__ import annotations

import re
from functools import partial, total_ordering
from typing import Literal, NamedTuple, NoReturn, Self, TypeVar

from relcli.model.days import day_number, iso_day, month_length

Precision = Literal[
    "time", "day", "month", "season", "year", "decade", "century", "interval", "set"
]
Edge = Literal["dated", "open", "unknown"]

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

# EDTF leaves open which months a season has, and so which hemisphere is meant. These are the
# meteorological seasons of the north, by their first and last month. A winter begins in the year it
# is named after and runs into the next one, as in edtf-ruby; a year's seasons then follow each
# other as EDTF numbers them. (The edtf package ends winter on 31 December, "for simplicity".)
SEASONS = {
    "21": ("spring", 3, 5),
    "22": ("summer", 6, 8),
    "23": ("autumn", 9, 11),
    "24": ("winter", 12, 2),
}

# A qualifier may follow unspecified digits: the specification does not say, but the Library of
# Congress, asked about `198X?`, did (github.com/mjordan/islandora_workbench, issue 669). There is a
# year 0000, and so no -0000.
POINT = re.compile(
    r"""(?: Y (?P<long> -? [1-9][0-9]{4,} )
          | (?P<masked> -? (?: [0-9]{3}X | [0-9]{2}XX ) )
          | (?P<year> (?: -(?!0000) )? [0-9]{4} )
            (?: -(?P<unknown> XX (?:-XX)? )
              | -(?P<season> 2[1-4] )
              | -(?P<month> 0[1-9] | 1[0-2] ) (?: -(?P<day> 0[1-9] | [12][0-9] | 3[01] | XX ) )?
            )?
        ) (?P<qualifier> [?~%] )?""",
    re.VERBOSE,
)
# ISO 8601-1:2019 has neither 24:00:00 nor, here, a leap second.
TIME = re.compile(
    r"(?P<hour>[01][0-9]|2[0-3]):(?P<minute>[0-5][0-9]):(?P<second>[0-5][0-9])"
    r"(?P<zone>Z|(?P<sign>[+-])(?P<ahead>[01][0-9]|2[0-3])(?::(?P<ahead_minute>[0-5][0-9]))?)?"
)
IN_A_SET = frozenset({"year", "month", "day"})  # what a set may lie between
AS_OF = "as of "
LONGEST = 80  # characters: a set of two days has 34, and a year of 60 digits is far enough

_EDGES: dict[str, Edge] = {"": "unknown", "..": "open"}
_FINER_FIRST: dict[Precision, int] = {
    "time": 0, "day": 1, "month": 2, "season": 3, "year": 4, "decade": 5, "century": 6,
    "interval": 7, "set": 8,
}  # fmt: skip
_FIRST, _LAST = float("-inf"), float("inf")  # before and after every day


class DateError(ValueError):
    """Text that is no date here.

    `str()` says what is wrong, `cure` what to write instead; each is one short line.
    """

    def __init__(self, message: str, cure: str) -> None:
        super().__init__(message)
        self.cure = cure


class Span(NamedTuple):
    """The days of a point in time: their numbers, the years they lie in, as ISO 8601 has them."""

    first: int
    last: int
    first_year: int
    last_year: int
    earliest: str | None
    latest: str | None


@total_ordering
class EdtfDate:
    """A date as precise as its source. `read` makes one, `str()` gives what a file says.

    `edtf` is the date as EDTF writes it; `as_of` tells whether it is the day on which a state is
    attested, of which neither beginning nor end is claimed (EDTF has no way to say so).
    `first` and `last` are the numbers of the first and last day it may mean (`days.day_number`),
    `earliest` and `latest` these days in ISO 8601 ("2016-11-01", "-0043-03-15"). All are None on a
    side that is open or unknown; the latter also where a year has more than four digits.
    Approximate and uncertain dates are not padded: EDTF gives "approximately" no width.
    `precision` is the finest part that is known, so that of `2015-XX` is "year". An "interval" went
    on from its first to its last day; a "set" is one unknown time between them.
    `uncertain` (`?`), `approximate` (`~`) or both (`%`) hold for an interval when they hold for
    either of its ends.
    `start` and `end` tell an open end (`..`) from an unknown one (nothing beside the slash).
    `begins` and `ends` are the years in which it begins and ends, as far as one is known: None of
    a decade, which is one unknown year of many, and of a set that lies in several years.

    Dates are ordered, and equal, by `sort_key`: the first day (where there is none, the last), then
    precision (finer first), then the moment, then the last day (none comes last), then text.
    """

    # No dataclass: making one takes longer than all else here, and every lookup imports this.
    __slots__ = (
        "approximate",
        "as_of",
        "begins",
        "earliest",
        "edtf",
        "end",
        "ends",
        "first",
        "last",
        "latest",
        "precision",
        "sort_key",
        "start",
        "uncertain",
    )

    edtf: str
    as_of: bool
    first: int | None
    last: int | None
    earliest: str | None
    latest: str | None
    begins: int | None
    ends: int | None
    precision: Precision
    uncertain: bool
    approximate: bool
    start: Edge
    end: Edge
    sort_key: tuple[int, int, int, float, str, bool]

    def __init__(
        self,
        edtf: str,
        first: Span | None,
        last: Span | None,
        precision: Precision,
        *,
        uncertain: bool = False,
        approximate: bool = False,
        start: Edge = "dated",
        end: Edge = "dated",
        as_of: bool = False,
        moment: int = 0,
    ) -> None:
        begins = first.first_year if first else None
        ends = last.last_year if last else None
        if precision in {"decade", "century"} or (precision == "set" and begins != ends):
            begins = ends = None
        keep = partial(object.__setattr__, self)
        keep("edtf", edtf)
        keep("as_of", as_of)
        keep("first", first and first.first)
        keep("last", last and last.last)
        keep("earliest", first and first.earliest)
        keep("latest", last and last.latest)
        keep("begins", begins)
        keep("ends", ends)
        keep("precision", precision)
        keep("uncertain", uncertain)
        keep("approximate", approximate)
        keep("start", start)
        keep("end", end)
        day = first.first if first else last.last if last else 0
        final = last.last if last else _LAST
        # The key ends in the text, so two dates are equal exactly when their texts are.
        keep("sort_key", (day, _FINER_FIRST[precision], moment, final, edtf, as_of))

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a date does not change: {name}")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"a date does not change: {name}")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, EdtfDate):
            return NotImplemented
        return self.edtf == other.edtf and self.as_of == other.as_of

    def __lt__(self, other: EdtfDate) -> bool:
        return self.sort_key < other.sort_key if isinstance(other, EdtfDate) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.edtf, self.as_of))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"

    def __str__(self) -> str:
        """Return the date as a file says it; a set that has no end is said in EDTF alone."""
        if self.as_of:
            return f"{AS_OF}{self.edtf}"
        if self.precision == "set" and self.end == "dated":
            start, _, end = self.edtf[1:-1].partition("..")
            return f"between {start} and {end}" if start else f"by {end}"
        return self.edtf

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Return the date of a text as a file says it, or None for every other text."""
        return _read(cls, text)

    @property
    def day(self) -> int:
        """The number of the day by which it is ordered."""
        return self.sort_key[0]

    @property
    def sides(self) -> tuple[str, str]:
        """What an interval or a set lies between, as EDTF; of a point in time, it and it."""
        if self.precision == "set":
            start, _, end = self.edtf[1:-1].partition("..")
            return start or "..", end or ".."
        start, slash, end = self.edtf.partition("/")
        return (start, end) if slash else (start, start)

    def certainly_in(self, since: EdtfDate | None, until: EdtfDate | None) -> bool:
        """Whether all of the date lies from the first day of `since` to the last of `until`.

        None, or a bound that is itself open on that side, is no bound. An open or unknown end lies
        only in a range without a bound there. Uncertain and approximate dates may lie outside
        their own days, nobody says how far: they are certainly in only what has no bound at all.
        """
        low, high = _range(since, until)
        if self.uncertain or self.approximate:
            return low == _FIRST and high == _LAST
        first = _FIRST if self.first is None else self.first
        return low <= first and (_LAST if self.last is None else self.last) <= high

    def possibly_in(self, since: EdtfDate | None, until: EdtfDate | None) -> bool:
        """Whether any day of the date lies in that range; nothing lies in a reversed one.

        Uncertain and approximate dates go by their own days here.
        """
        low, high = _range(since, until)
        first = _FIRST if self.first is None else self.first
        last = _LAST if self.last is None else self.last
        return low <= high and first <= high and low <= last


Kind = TypeVar("Kind", bound=EdtfDate)
_Side = tuple[Kind, Span]  # one side of an interval or a set


def as_of(date: Kind) -> Kind:
    """Return the date of a state that is attested on a date, which is a point in time."""
    state = object.__new__(type(date))
    for name in EdtfDate.__slots__:
        object.__setattr__(state, name, getattr(date, name))
    object.__setattr__(state, "as_of", True)
    object.__setattr__(state, "sort_key", (*date.sort_key[:-1], True))
    return state


def _read(make: type[Kind], text: str) -> Kind | None:
    if len(text) > LONGEST:
        return None
    match text[:1]:
        case "[":
            inside, bracket = text[1:-1], text[-1:]
            start, dots, end = inside.partition("..")
            return _read_set(make, start, end) if dots and bracket == "]" else None
        case "b":
            if text.startswith("by "):
                return _read_set(make, "", text[3:])
            start, word, end = text.removeprefix("between ").partition(" and ")
            return _read_set(make, start, end) if word and start != text and end else None
        case "a":
            date = _read_moment(make, text.removeprefix(AS_OF)) if text.startswith(AS_OF) else None
            return date and as_of(date)
    start, slash, end = text.partition("/")
    return _read_interval(make, text, start, end) if slash else _read_moment(make, text)


def point_of(text: str) -> re.Match[str]:
    """Return the parts of a point in time without a time of day, one that has been read."""
    point = POINT.fullmatch(text)
    assert point  # noqa: S101 - the text of a Date has been read
    return point


def _read_moment(make: type[Kind], text: str) -> Kind | None:
    """Read a point in time, which may have a time of day."""
    day_text, t, time_text = text.partition("T")
    if not t:
        day = _read_point(make, text)
        return day[0] if day else None
    day, time = _read_point(make, day_text), TIME.fullmatch(time_text)
    if not day or not time or day[0].precision != "day" or day_text[-1] in "?~%":
        return None
    hour, minute, second, ahead, ahead_minute = (
        int(time[part] or 0) for part in ("hour", "minute", "second", "ahead", "ahead_minute")
    )
    offset = (ahead * 60 + ahead_minute) * (-1 if time["sign"] == "-" else 1)
    moment = ((hour * 60 + minute) - offset) * 60 + second
    _, span = day
    return make(text, span, span, "time", moment=moment)


def _read_point(make: type[Kind], text: str) -> _Side[Kind] | None:
    point = POINT.fullmatch(text)
    known = point and _span(point)
    if not point or not known:
        return None
    mark = point["qualifier"]
    span, precision = known
    date = make(
        text, span, span, precision,
        uncertain=mark in {"?", "%"}, approximate=mark in {"~", "%"},
    )  # fmt: skip
    return date, span


def _read_interval(make: type[Kind], text: str, start: str, end: str) -> Kind | None:
    """Read `start/end`; it is reversed only where the whole end precedes the whole start.

    So `2016-05/2016` and `2016/2016-05` stand: each can mean a start that is not after its end.
    """
    first, last = _read_point(make, start), _read_point(make, end)
    refused = not (first or start in _EDGES) or not (last or end in _EDGES)
    # Unspecified digits in an interval are level 2; without a date on either side it says nothing.
    if refused or "X" in text or not (first or last) or _reversed(first, last):
        return None
    dates = [side[0] for side in (first, last) if side]
    return make(
        text,
        first and first[1],
        last and last[1],
        "interval",
        uncertain=any(side.uncertain for side in dates),
        approximate=any(side.approximate for side in dates),
        start=_EDGES.get(start, "dated"),
        end=_EDGES.get(end, "dated"),
    )


def _read_set(make: type[Kind], start: str, end: str) -> Kind | None:
    """Read `[start..end]`, the one time between years, months or days; either may be missing."""
    first, last = _read_point(make, start), _read_point(make, end)
    sides = [(first, start), (last, end)]
    if not (start or end) or start == end or any(text and not side for side, text in sides):
        return None
    dates = [side[0] for side, _ in sides if side]
    if any(d.precision not in IN_A_SET or d.edtf[-1] in "?~%X" for d in dates):
        return None
    if _reversed(first, last):
        return None
    return make(
        f"[{start}..{end}]",
        first and first[1],
        last and last[1],
        "set",
        start="dated" if first else "open",
        end="dated" if last else "open",
    )


def _reversed(first: _Side[Kind] | None, last: _Side[Kind] | None) -> bool:
    return bool(first and last and last[1].last < first[1].first)


def _span(point: re.Match[str]) -> tuple[Span, Precision] | None:
    """Return the days and the precision, or None where the month has no such day."""
    long, masked, year, _, season, month, day, _ = point.groups()
    if long:
        return _years(int(long), int(long)), "year"
    if masked:
        return _years(*masked_years(masked)), "century" if masked.endswith("XX") else "decade"
    number = int(year)
    if season:
        _, begins, ends_in = SEASONS[season]
        return _months(number, begins, number + (ends_in < begins), ends_in), "season"
    if not month:
        return _years(number, number), "year"
    if not day or day == "XX":
        return _months(number, int(month), number, int(month)), "month"
    span = _day(number, int(month), int(day))
    return span and (span, "day")


def _day(year: int, month: int, day: int) -> Span | None:
    if day > month_length(year, month):
        return None
    number, iso = day_number(year, month, day), iso_day(year, month, day)
    return Span(number, number, year, year, iso, iso)


def masked_years(text: str) -> tuple[int, int]:
    """Return the first and the last year that `201X`, `20XX` or `-004X` may be."""
    ends = int(text.replace("X", "0")), int(text.replace("X", "9"))
    return min(ends), max(ends)


def _years(first: int, last: int) -> Span:
    days = day_number(first, 1, 1), day_number(last, 12, 31)
    return Span(*days, first, last, iso_day(first, 1, 1), iso_day(last, 12, 31))


def _months(first_year: int, first: int, last_year: int, last: int) -> Span:
    length = month_length(last_year, last)
    days = day_number(first_year, first, 1), day_number(last_year, last, length)
    earliest, latest = iso_day(first_year, first, 1), iso_day(last_year, last, length)
    return Span(*days, first_year, last_year, earliest, latest)


def _range(since: EdtfDate | None, until: EdtfDate | None) -> tuple[float, float]:
    low = since.first if since else None
    high = until.last if until else None
    return _FIRST if low is None else low, _LAST if high is None else high
