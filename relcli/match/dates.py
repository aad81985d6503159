"""The dates of a text: 18 March 2022, mid-March 2022, spring 2022, the 1980s, in March, 29 March.

Not what is told by its distance ("two weeks later", "on Monday"): that depends on another date.
Names of months are read in English, German, French, Spanish, Italian, Portuguese, Russian, Arabic.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from relcli.model.days import calendar_day, day_number, month_length

if TYPE_CHECKING:
    from relcli.model.date import Date

# January first, and so on: each in all its languages.
_MONTHS = """
january jan januar jänner janvier enero gennaio janeiro января январь январе كانون_الثاني يناير
february feb februar février febrero febbraio fevereiro февраля февраль феврале شباط فبراير
march mar märz mars marzo março марта март марте آذار مارس
april apr avril abril aprile апреля апрель апреле نيسان أبريل ابريل
may mai mayo maggio maio мая май мае أيار مايو
june jun juni juin junio giugno junho июня июнь июне حزيران يونيو
july jul juli juillet julio luglio julho июля июль июле تموز يوليو
august aug août agosto августа август августе آب أغسطس
september sept sep septembre septiembre settembre setembro сентября сентябрь сентябре أيلول سبتمبر
october oct oktober okt octobre octubre ottobre outubro октября октябрь октябре تشرين_الأول أكتوبر
november nov novembre noviembre novembro ноября ноябрь ноябре تشرين_الثاني نوفمبر
december dec dezember dez décembre diciembre dicembre dezembro декабря декабрь декабре
""".strip().splitlines()
_MONTHS[-1] += " كانون_الأول ديسمبر"
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11)}
_WINTER = "winter"  # of the year that it begins in, or ends in: whoever writes "2022" knows
# What is called early, middle or late of a month, and of a year: wide, for nobody counts days.
_PARTS = {
    "early": ((1, 12), (1, 5)),
    "beginning of": ((1, 10), (1, 3)),
    "start of": ((1, 10), (1, 3)),
    "mid": ((9, 22), (4, 9)),
    "middle of": ((9, 22), (4, 9)),
    "late": ((19, 31), (8, 12)),
    "end of": ((22, 31), (10, 12)),
}
_SINCE = {"since", "seit", "depuis", "desde", "с", "منذ"}
_UNTIL = {"until", "till", "by", "before", "bis", "до", "حتى"}
# What is read as a year.
_OLDEST_YEAR, _NEWEST_YEAR = 1500, 2199
_YEAR_DAYS = 366


class When:
    """A date that a text names: its words, where they stand, its first and last day.

    A date without a year has no days, but a month and perhaps a day. `since` tells that something
    goes on from then, `until` that it is over by then.
    """

    __slots__ = ("day", "end", "first", "last", "month", "since", "start", "text", "until")

    def __init__(self, match: re.Match[str], *, first: int | None, last: int | None) -> None:
        self.text = match[0].strip(" .,")
        self.start, self.end = match.span()
        self.first, self.last = first, last
        self.month: int | None = None
        self.day: int | None = None
        before = match.string[: self.start].casefold().split()
        self.since = bool(before) and before[-1] in _SINCE
        self.until = bool(before) and before[-1] in _UNTIL

    @property
    def words(self) -> list[str]:
        """The date as words of a question: a day, a month or a year of EDTF."""
        if self.first is None or self.last is None:
            return []
        year, month, day = calendar_day(self.first)
        last = calendar_day(self.last)
        if (year, month, day) == last:
            return [f"{year}-{month:02}-{day:02}"]
        return [f"{year}-{month:02}" if (year, month) == last[:2] else f"{year}"]

    def agrees(self, other: "When") -> bool:
        """Whether it may be the same date as another one of a text."""
        if self.first is None and other.first is None:
            days = {self.day, other.day} - {None}
            return self.month == other.month and len(days) < 2
        if self.first is None or self.last is None:
            return self.is_among(other.first, other.last)
        if other.first is None or other.last is None:
            return other.is_among(self.first, self.last)
        return self.first <= other.last and other.first <= self.last

    def agrees_with(self, date: "Date") -> bool:
        """Whether it may be the date of a card; what began then is held against its beginning."""
        first, last = date.first, date.last
        if self.first is None or self.last is None:
            return self.is_among(first, last)
        if self.since and first is not None and last is None:
            return self.first <= first <= self.last
        if self.until and last is not None and first is None:
            return self.first <= last <= self.last
        return (last is None or self.first <= last) and (first is None or first <= self.last)

    def is_among(self, first: int | None, last: int | None) -> bool:
        """Whether a date without a year is one of some days."""
        if first is None or last is None or last - first >= _YEAR_DAYS:
            return True
        days = map(calendar_day, range(first, last + 1))
        return any(m == self.month and self.day in {None, day} for _, m, day in days)


def dates_in(text: str) -> list[When]:
    """Return the dates of a text, in its order, none within another."""
    if not any(map(str.isdigit, text)) and not _names_month(text):
        return []
    found: dict[int, When] = {}
    taken: set[int] = set()
    for pattern, read in _patterns():
        for match in pattern.finditer(text):
            places = range(*match.span())
            if taken.isdisjoint(places) and (when := read(match)):
                taken.update(places)
                found[match.start()] = when
    return [found[start] for start in sorted(found)]


@cache
def _names() -> dict[str, int]:
    """Give the names of the months in small letters, with their numbers."""
    return {
        name.replace("_", " "): number
        for number, names in enumerate(_MONTHS, 1)
        for name in names.split()
    }


def _names_month(text: str) -> bool:
    lower = text.casefold()
    return any(name in lower for name in _names())


def _month(match: re.Match[str]) -> int:
    return _names()[" ".join(match["month"].casefold().split())]


def _day(year: int, month: int, day: int) -> int | None:
    """Return the number of a day; None where there is none."""
    if not (1 <= month <= 12 and 1 <= day <= month_length(year, month)):
        return None
    return day_number(year, month, day)


def _months(year: int, first: int, last: int) -> tuple[int, int]:
    return day_number(year, first, 1), day_number(year, last, month_length(year, last))


def _when(match: re.Match[str], first: int | None, last: int | None) -> When | None:
    return When(match, first=first, last=last) if first is not None and last is not None else None


def _without_year(match: re.Match[str], month: int, day: int | None) -> When:
    when = When(match, first=None, last=None)
    when.month, when.day = month, day
    return when


def _read_numbers(match: re.Match[str]) -> When | None:
    """Read 2022-03-18, 2022-03, 18.3.2022."""
    year, month = int(match["year"]), int(match["number"])
    if not match["day"]:
        return _when(match, *_months(year, month, month))
    day = _day(year, month, int(match["day"]))
    return _when(match, day, day)


def _read_day(match: re.Match[str]) -> When | None:
    """Read 18 March 2022, March 18, 14–17 March 2021."""
    month, first = _month(match), int(match["day"])
    last = int(match.groupdict().get("to") or first)
    if not match["year"]:
        return _without_year(match, month, first) if first <= month_length(2000, month) else None
    year = int(match["year"])
    return _when(match, _day(year, month, first), _day(year, month, last))


def _read_month(match: re.Match[str]) -> When | None:
    """Read March 2022, mid-March 2022, late March."""
    month, part = _month(match), match["part"]
    if not match.groupdict().get("year"):
        return _without_year(match, month, None)
    year = int(match["year"])
    first, last = _PARTS[part.casefold()][0] if part else (1, 31)
    length = month_length(year, month)
    return _when(match, day_number(year, month, first), day_number(year, month, min(last, length)))


def _read_season(match: re.Match[str]) -> When | None:
    year, season = int(match["year"]), match["season"].casefold()
    if season == _WINTER:
        return _when(match, day_number(year - 1, 12, 1), day_number(year + 1, 2, 28))
    return _when(match, *_months(year, *_SEASONS[season]))


def _read_decade(match: re.Match[str]) -> When | None:
    year = int(match["decade"]) * 10
    return _when(match, day_number(year, 1, 1), day_number(year + 9, 12, 31))


def _read_years(match: re.Match[str]) -> When | None:
    """Read 2015–2018, 2021/22."""
    year, end = int(match["year"]), match["to_year"]
    last = int(match["year"][: -len(end)] + end)
    if not _OLDEST_YEAR <= year < last <= _NEWEST_YEAR:
        return None
    return _when(match, day_number(year, 1, 1), day_number(last, 12, 31))


def _read_year(match: re.Match[str]) -> When | None:
    year, part = int(match["year"]), match["part"]
    if not _OLDEST_YEAR <= year <= _NEWEST_YEAR or (not part and _counts(match)):
        return None
    months = _PARTS[part.casefold()][1] if part else (1, 12)
    return _when(match, *_months(year, *months))


_MONEY = r"\s+(?:US\s+)?(?:dollars?|euros?|pounds?|ro?ubles?|USD|EUR|million|billion)\b"
_COUNTED = r"\s+(?:[a-z]+\s+)?[a-z]+(?:men|ers|les|ies|sts|ns|ts|ks|ds|ps)\b"
_ABOUT = r"(?:about|some|around|nearly|almost|approximately|over|than|least|to|of|exactly)\s*$"
_IN_TIME = r"(?:in|since|by|from|until|till|before|after|during|of|and|the|for|a|an|'s|’s)\s*$"


def _counts(match: re.Match[str]) -> bool:
    """Whether four digits are rather so many of something than a year."""
    before, after = match.string[: match.start()], match.string[match.end() :]
    if re.match(_MONEY, after, re.IGNORECASE):
        return True
    if not re.match(_COUNTED, after):
        return False
    about = re.search(rf"\b{_ABOUT}", before, re.IGNORECASE)
    return bool(about or not re.search(rf"(?:\b|(?='|’)){_IN_TIME}", before, re.IGNORECASE))


@cache
def _patterns() -> list[tuple[re.Pattern[str], Callable[[re.Match[str]], When | None]]]:
    """Give the forms of a date, the longest first, each with what reads it."""
    names = "|".join(sorted(_names(), key=len, reverse=True)).replace(" ", r"\s+")
    month = rf"(?P<month>{names})(?!\w)\.?"
    y = r"(?P<year>[12]\d{3})"
    year = rf"{y}(?!\d|,\d{{3}})"
    day = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th|er|º|\.)?"
    to = r"\s*(?:-|–|—|to|until|till|and|through|bis|und|au|et|al|по|и)\s*(?P<to>[0-3]?\d)"
    to += "(?:st|nd|rd|th|er|º|\\.)?"
    of = r"(?:\s+(?:of|de|del|di))?(?:\s+the)?"
    in_year = rf"(?:,?{of}\s+(?:year\s+)?{year})"
    part = rf"(?P<part>{'|'.join(_PARTS)})(?:[\s-]|\s+the\s)\s*"
    bare = r"(?<![\w.,$€£-])"  # no part of a number, of a name
    forms = [
        (rf"{bare}{y}-(?P<number>0[1-9]|1[0-2])(?:-(?P<day>\d\d))?(?![\d-])", _read_numbers),
        (rf"{bare}(?P<day>\d\d?)\.\s?(?P<number>\d\d?)\.\s?{year}", _read_numbers),
        (rf"{bare}{day}{to}{of}\s+{month}{in_year}?", _read_day),
        (rf"{bare}{month}\s+{day}{to}(?!\w){in_year}?", _read_day),
        (rf"{bare}{day}{of}\s+{month}{in_year}?", _read_day),
        (rf"{bare}{month}\s+{day}(?![\d,.]*\d|\w){in_year}?", _read_day),
        (rf"(?<!\w)(?:{part})?{month}{in_year}", _read_month),
        (rf"(?<!\w){part}{month}", _read_month),
        (rf"(?<!\w)(?P<season>{'|'.join([*_SEASONS, _WINTER])}){in_year}", _read_season),
        (rf"{bare}(?P<decade>[12]\d\d)0s(?!\w)", _read_decade),
        (rf"{bare}{y}\s?[-–/]\s?(?P<to_year>[12]\d{{3}}|\d\d)(?![\d-])", _read_years),
        (rf"{bare}(?:{part})?{y}(?![\w%]|[.,]\d|-\d|\s?[$€£%])", _read_year),
        (rf"(?<=\bin\s)(?P<part>)(?-i:(?=[A-Z])){month}", _read_month),
    ]  # fmt: skip
    return [(re.compile(form, re.IGNORECASE), read) for form, read in forms]
