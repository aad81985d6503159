"""Dates as sources give them: EDTF text, the days it spans, and words for a reader.

The standard is EDTF, the Extended Date/Time Format (Library of Congress, 4 February 2019), a
profile of ISO 8601-2:2019: levels 0 and 1, without times of day, negative years and years beyond
9999. What is refused, `date_cure` explains.
"""

from __future__ import annotations

import re
from functools import partial, total_ordering
from typing import TYPE_CHECKING, Literal, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable

Precision = Literal["day", "month", "season", "year", "decade", "century", "interval"]
Edge = Literal["dated", "open", "unknown"]

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

# EDTF leaves open which months a season has, and so which hemisphere is meant. These are the
# meteorological seasons of the north. A winter begins in the year it is named after and runs into
# the next one, as in edtf-ruby; a year's seasons then follow each other as EDTF numbers them.
# (The edtf package ends winter on 31 December, "for simplicity".)
SEASONS = {
    "21": ("spring", "03-01", "05-31"),
    "22": ("summer", "06-01", "08-31"),
    "23": ("autumn", "09-01", "11-30"),
    "24": ("winter", "12-01", ""),
}

# A qualifier may follow unspecified digits: the specification does not say, but the Library of
# Congress, asked about `198X?`, did (github.com/mjordan/islandora_workbench, issue 669).
POINT = re.compile(
    r"""(?: (?P<masked> [0-9]{3}X | [0-9]{2}XX )
          | (?P<year> [0-9]{4} )
            (?: -(?P<unknown> XX (?:-XX)? )
              | -(?P<season> 2[1-4] )
              | -(?P<month> 0[1-9] | 1[0-2] ) (?: -(?P<day> 0[1-9] | [12][0-9] | 3[01] | XX ) )?
            )?
        ) (?P<qualifier> [?~%] )?""",
    re.VERBOSE,
)
_EDGES: dict[str, Edge] = {"": "unknown", "..": "open"}
_FINER_FIRST: dict[Precision, int] = {
    "day": 0, "month": 1, "season": 2, "year": 3, "decade": 4, "century": 5, "interval": 6,
}  # fmt: skip
_BEFORE = {None: "", "?": "possibly ", "~": "about ", "%": "possibly about "}
_AFTER = {
    None: "",
    "?": " (uncertain)",
    "~": " (approximate)",
    "%": " (uncertain and approximate)",
}

# Days compare as text; these two stand before and after every day, for a side without one.
_NO_START, _NO_END = "", "~"


class DateError(ValueError):
    """Text that is no date here.

    `str()` says what is wrong, `cure` what to write instead; each is one short line.
    """

    def __init__(self, message: str, cure: str) -> None:
        super().__init__(message)
        self.cure = cure


@total_ordering
class Date:
    """A date as precise as its source. `Date.parse` makes one, `str()` gives its EDTF text.

    `earliest` and `latest` are the first and last day it may mean ("2016-11-01"), None on a side
    that is open or unknown. Approximate and uncertain dates are not padded: EDTF gives
    "approximately" no width.
    `precision` is the finest part that is known, so that of `2015-XX` is "year".
    `uncertain` (`?`), `approximate` (`~`) or both (`%`) hold for an interval when they hold for
    either of its ends.
    `start` and `end` tell an open end (`..`) from an unknown one (nothing beside the slash).

    Dates are ordered, and equal, by `sort_key`: the earliest day (none comes first), then
    precision (finer first), then the latest day (none comes last), then text.
    """

    # No dataclass: making one takes longer than all else here, and every lookup imports this.
    __slots__ = (
        "approximate",
        "earliest",
        "end",
        "latest",
        "precision",
        "sort_key",
        "start",
        "text",
        "uncertain",
    )

    text: str
    earliest: str | None
    latest: str | None
    precision: Precision
    uncertain: bool
    approximate: bool
    start: Edge
    end: Edge
    sort_key: tuple[str, int, str, str]

    def __init__(
        self,
        text: str,
        earliest: str | None,
        latest: str | None,
        precision: Precision,
        *,
        uncertain: bool,
        approximate: bool,
        start: Edge = "dated",
        end: Edge = "dated",
    ) -> None:
        rank = _FINER_FIRST[precision]
        keep = partial(object.__setattr__, self)
        keep("text", text)
        keep("earliest", earliest)
        keep("latest", latest)
        keep("precision", precision)
        keep("uncertain", uncertain)
        keep("approximate", approximate)
        keep("start", start)
        keep("end", end)
        # The key ends in the text, so two dates are equal exactly when their texts are.
        keep("sort_key", (earliest or _NO_START, rank, latest or _NO_END, text))

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a date does not change: {name}")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"a date does not change: {name}")

    def __reduce__(self) -> tuple[Callable[[str], Date], tuple[str]]:
        return Date.parse, (self.text,)

    def __eq__(self, other: object) -> bool:
        return self.text == other.text if isinstance(other, Date) else NotImplemented

    def __lt__(self, other: Date) -> bool:
        return self.sort_key < other.sort_key if isinstance(other, Date) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return f"Date({self.text!r})"

    def __str__(self) -> str:
        return self.text

    @classmethod
    def parse(cls, text: str) -> Date:
        """Return the date that `text` stands for; white space around it is ignored.

        Raise `DateError`, and nothing else, for any other text.
        """
        text = text.strip()
        date = read(text)
        if date is None:
            from relcli.model.date_cure import diagnose  # only a refused date pays for its cure

            raise diagnose(text)
        return date

    @property
    def words(self) -> str:
        """The date as a person reads it: "about 2018", "between 2 and 21 November 2023"."""
        start, slash, end = self.text.partition("/")
        if not slash or start == end:
            return _qualified(*_phrase(start))
        if start in _EDGES:
            last = _qualified(*_phrase(end))
            return f"until {last}" if self.start == "open" else f"until {last}, start unknown"
        if end in _EDGES:
            first = _qualified(*_phrase(start))
            return f"since {first}" if self.end == "open" else f"from {first}, end unknown"
        (first_words, first_mark), (last_words, last_mark) = _phrase(start), _phrase(end)
        first = _qualified(_without_shared_ending(first_words, last_words), first_mark)
        return f"between {first} and {_qualified(last_words, last_mark)}"

    def certainly_in(self, since: Date | None, until: Date | None) -> bool:
        """Whether all of the date lies from the first day of `since` to the last of `until`.

        None, or a bound that is itself open on that side, is no bound. An open or unknown end lies
        only in a range without a bound there. Uncertain and approximate dates may lie outside
        their own days, nobody says how far: they are certainly in only what has no bound at all.
        """
        low, high = _range(since, until)
        if self.uncertain or self.approximate:
            return low == _NO_START and high == _NO_END
        return low <= (self.earliest or _NO_START) and (self.latest or _NO_END) <= high

    def possibly_in(self, since: Date | None, until: Date | None) -> bool:
        """Whether any day of the date lies in that range; nothing lies in a reversed one.

        Uncertain and approximate dates go by their own days here.
        """
        low, high = _range(since, until)
        first, last = self.earliest or _NO_START, self.latest or _NO_END
        return low <= high and first <= high and low <= last


def read(text: str) -> Date | None:
    """Return the date of an EDTF text, or None for every other text."""
    start, slash, end = text.partition("/")
    return _read_interval(text, start, end) if slash else _read_point(text)


def month_length(year: int, month: int) -> int:
    """Return how many days a month has in the proleptic Gregorian calendar, which has a year 0."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in {4, 6, 9, 11} else 31


def _read_point(text: str) -> Date | None:
    point = POINT.fullmatch(text)
    span = point and _span(point)
    if not point or not span:
        return None
    mark = point["qualifier"]
    return Date(text, *span, uncertain=mark in {"?", "%"}, approximate=mark in {"~", "%"})


def _read_interval(text: str, start: str, end: str) -> Date | None:
    """Read `start/end`; it is reversed only where the whole end precedes the whole start.

    So `2016-05/2016` and `2016/2016-05` stand: each can mean a start that is not after its end.
    """
    first, last = _read_point(start), _read_point(end)
    refused = not (first or start in _EDGES) or not (last or end in _EDGES)
    # Unspecified digits in an interval are level 2; without a date on either side it says nothing.
    if refused or "X" in text or not (first or last):
        return None
    earliest = first.earliest if first else None
    latest = last.latest if last else None
    if earliest and latest and latest < earliest:
        return None
    return Date(
        text,
        earliest,
        latest,
        "interval",
        uncertain=any(side.uncertain for side in (first, last) if side),
        approximate=any(side.approximate for side in (first, last) if side),
        start=_EDGES.get(start, "dated"),
        end=_EDGES.get(end, "dated"),
    )


def _span(point: re.Match[str]) -> tuple[str, str, Precision] | None:
    """Return first day, last day and precision, or None where the month has no such day."""
    masked, year, _, season, month, day, _ = point.groups()
    if masked:
        first, last = masked.replace("X", "0"), masked.replace("X", "9")
        precision: Precision = "century" if masked.endswith("XX") else "decade"
        return f"{first}-01-01", f"{last}-12-31", precision
    if season:
        _, begins, ends = SEASONS[season]
        last = f"{year}-{ends}" if ends else _last_of_winter(int(year))
        return f"{year}-{begins}", last, "season"
    if not month:
        return f"{year}-01-01", f"{year}-12-31", "year"
    length = month_length(int(year), int(month))
    if not day or day == "XX":
        return f"{year}-{month}-01", f"{year}-{month}-{length}", "month"
    whole = f"{year}-{month}-{day}"
    return (whole, whole, "day") if int(day) <= length else None


def _last_of_winter(year: int) -> str:
    if year == 9999:
        return "9999-12-31"
    return f"{year + 1:04}-02-{month_length(year + 1, 2)}"


def _range(since: Date | None, until: Date | None) -> tuple[str, str]:
    return (since and since.earliest) or _NO_START, (until and until.latest) or _NO_END


def _phrase(text: str) -> tuple[str, str | None]:
    """Return the words and the qualifier of a text that `_read_point` has read."""
    point = POINT.fullmatch(text)
    assert point  # noqa: S101 - the text of a Date has been read
    masked, year, unknown, season, month, day, mark = point.groups()
    if masked:
        first, last = masked.replace("X", "0"), masked.replace("X", "9")
        # "The 2000s" may be a decade or a century, so it is said only of 2010 and the like.
        return f"the {first}s" if first[2] != "0" else f"some year from {first} to {last}", mark
    if unknown:
        return f"an unknown {'day' if unknown == 'XX-XX' else 'month'} of {year}", mark
    if season:
        return f"{SEASONS[season][0]} {year}", mark
    if not month:
        return year, mark
    name = f"{MONTHS[int(month) - 1]} {year}"
    if day == "XX":
        return f"an unknown day of {name}", mark
    return f"{int(day)} {name}" if day else name, mark


def _qualified(words: str, mark: str | None) -> str:
    """Join words and qualifier; "about an unknown day" would mislead, so there it follows."""
    after = words.startswith(("an ", "some "))
    return f"{words}{_AFTER[mark]}" if after else f"{_BEFORE[mark]}{words}"


def _without_shared_ending(first: str, last: str) -> str:
    """Cut from `first` what `last` says again: "2 November 2023", "21 November 2023" -> "2"."""
    begins, ends = first.split(), last.split()
    while len(begins) > 1 and len(ends) > 1 and begins[-1] == ends[-1]:
        begins.pop()
        ends.pop()
    return " ".join(begins)
