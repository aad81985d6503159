"""What is wrong with a text that is no date, and what to write instead.

Only a refused date imports this module. A text is repaired by the rules of two tables, in their
order: EDTF level 2, the draft of 2012 and everyday ways to write a date become level 0 or 1. What
cannot be repaired is explained. A cure "write …" names text that `Date.parse` accepts.
"""

import re
from collections.abc import Callable
from itertools import product

from relcli.model.date import MONTHS, SEASONS, DateError, month_length, read

_LONGEST = 64  # a date has at most 23 characters, the words for one a few more
_ANY = "write a date such as 2015, 2015-09, 2015-09-30, 2015~ or 2015/2016"
_SHOWN = 40
_OR = " or "  # stands between two readings of one text
_OPEN_ENDS = {"", ".."}

_Replacement = str | Callable[[re.Match[str]], str]
_Rule = tuple[str, re.Pattern[str], _Replacement]

# EDTF level 2: codes of northern and southern seasons, quarters, thirds and halves of a year.
_NORTHERN = {"25": "21", "26": "22", "27": "23", "28": "24"}
_SOUTHERN = {"21": "29", "22": "30", "23": "31", "24": "32"}
_MONTHS_OF = {
    "29": ("09", "11"), "30": ("12", "02"), "31": ("03", "05"), "32": ("06", "08"),
    "33": ("01", "03"), "34": ("04", "06"), "35": ("07", "09"), "36": ("10", "12"),
    "37": ("01", "04"), "38": ("05", "08"), "39": ("09", "12"),
    "40": ("01", "06"), "41": ("07", "12"),
}  # fmt: skip
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-")


def diagnose(text: str) -> DateError:
    """Return the error for a text, stripped of white space, that `read` refuses."""
    if len(text) > _LONGEST:
        return DateError(_no_date(text), _ANY)
    plain = "".join(str(int(c)) if c.isdecimal() else c for c in text.translate(_DASHES))
    whole, *reasons = _repair(" ".join(plain.split()), _WHOLE)
    readings: dict[str, None] = {}
    for option in whole.split(_OR):
        start, slash, end = option.partition("/")
        start, *reasons_start = _repair(start.strip(), _SIDE)
        end, *reasons_end = _repair(end.strip(), _SIDE)
        reasons += reasons_start + reasons_end
        if slash and "X" in start + end:
            start, end = _without_x(start, "0"), _without_x(end, "9")
            reasons.append("unspecified digits in an interval are EDTF level 2")
        starts, ends = start.split(_OR), end.split(_OR)
        # Nobody writes the day first in one end of an interval and the month first in the other.
        pairs = (
            zip(starts, ends, strict=True) if len(starts) == len(ends) else product(starts, ends)
        )
        readings |= dict.fromkeys(f"{first}{slash}{last}" for first, last in pairs)
    if plain != text:
        reasons.append("only the digits 0 to 9 and the plain hyphen stand in a date")
    good = [reading for reading in readings if read(reading)]
    if good:
        cure = f"write {_OR.join(good[:2])}"
        return DateError([*reasons, "no spaces stand in a date"][0], cure)
    error = _impossible(next(iter(readings)))
    return error or DateError([*reasons, _no_date(text)][0], _ANY)


def _no_date(text: str) -> str:
    shown = repr(text)[1:-1]
    return f'"{shown}" is no date' if len(shown) <= _SHOWN else f'"{shown[:_SHOWN]}…" is no date'


def _repair(text: str, rules: tuple[_Rule, ...]) -> list[str]:
    """Return the text as the rules change it until it reads, then their reasons."""
    reasons = []
    for reason, pattern, replacement in rules:
        if read(text):
            break
        repaired = pattern.sub(replacement, text)
        if repaired != text:
            text = repaired
            reasons.append(reason)
    return [text, *reasons]


def _without_x(side: str, digit: str) -> str:
    """Return one end of an interval with nothing unspecified, the same days still covered."""
    return re.sub(r"(?:-XX)+", "", side).replace("X", digit)


def _impossible(text: str) -> DateError | None:
    """Return the error for a text of the right form that means nothing, or None."""
    start, slash, end = text.partition("/")
    if start in _OPEN_ENDS and end in _OPEN_ENDS:
        return DateError("the date says nothing", "name a year, as in 2015 or 2015/..")
    if "/" in end:
        return DateError("an interval has one slash", "write the first and the last date only")
    if slash and read(start) and read(end):
        return DateError("the interval ends before it begins", f"write {end}/{start}")
    return _impossible_side(start) or _impossible_side(end)


def _impossible_side(side: str) -> DateError | None:
    if re.match(r"Y?-?\d{5}|Y?-\d|Y\d", side, re.IGNORECASE):
        return DateError("the year is out of range", "write a year from 0000 to 9999")
    if re.match(r"(?=.{0,3}X)[\dX]{4}", side) and not read(side[:4]):
        cure = "write a decade such as 201X or a century such as 20XX"
        return DateError("only the last one or two digits of a year may be X", cure)
    date = re.fullmatch(r"(\d{4})-(\d\d)(?:-(\d\d))?[?~%]?", side)
    return None if not date or read(side) else _impossible_day(*date.groups())


def _impossible_day(year: str, month: str, day: str) -> DateError:
    if month == "00":
        return DateError("there is no month 00", f"write {year}")
    if month > "12":
        cure = "write a month from 01 to 12, or a season from 21 to 24"
        return DateError(f"there is no month {month}", cure)
    if day == "00":
        return DateError("there is no day 00", f"write {year}-{month}")
    days = month_length(int(year), int(month))
    cure = f"write a day from 01 to {days}, or {year}-{month} alone"
    return DateError(f"{MONTHS[int(month) - 1]} {year} has {days} days", cure)


def _pad(match: re.Match[str]) -> str:
    """Give `2015-9-3`, or `2015.9.3`, its hyphens and zeros."""
    year, month, day, mark = match.groups()
    return f"{year}-{month:0>2}" + (f"-{day:0>2}" if day else "") + mark


def _day_first(match: re.Match[str]) -> str:
    """Put `30.09.2015` and `09/30/2015` in order; `03.09.2015` has two readings."""
    first, second, year = match[1].zfill(2), match[2].zfill(2), match[3]
    readings = dict.fromkeys((f"{year}-{second}-{first}", f"{year}-{first}-{second}"))
    return _OR.join(filter(read, readings)) or f"{year}-{second}-{first}"


def _short_end(match: re.Match[str]) -> str:
    """Read `2015/16` as years, `2015/09` as a month; `2011/12` has both readings."""
    century, year, short = match.groups()
    readings = []
    if "01" <= short <= "12":
        readings.append(f"{century}{year}-{short}")
    if short > year:
        readings.append(f"{century}{year}/{century}{short}")
    return _OR.join(readings) or match[0]


def _short_year(match: re.Match[str]) -> str:
    """Read `2015-16` as years: a sixteenth month there is not."""
    century, year, short = match.groups()
    return f"{century}{year}/{century}{short}" if short > year else match[0]


def _named(match: re.Match[str]) -> str:
    """Give a month or a season, named in English, its number."""
    day, name, late_day, year, mark = match.groups(default="")
    name, day = name.casefold(), day or late_day
    for number, month in enumerate(MONTHS, start=1):
        if month.casefold().startswith(name):
            return f"{year}-{number:02}" + (f"-{day:0>2}" if day else "") + mark
    for code, (season, *_) in SEASONS.items():
        if name in {season, "fall" if season == "autumn" else season} and not day:
            return f"{year}-{code}{mark}"
    return match[0]


def _code(match: re.Match[str]) -> str:
    """Spell out a level 2 part of a year, or a season of the 2012 draft with its hemisphere."""
    year, code, hemisphere = match.groups(default="")
    code = _SOUTHERN.get(code, code) if hemisphere.startswith("s") else code
    if code not in _MONTHS_OF:
        return f"{year}-{_NORTHERN.get(code, code)}"
    first, last = _MONTHS_OF[code]
    return f"{year}-{first}/{int(year) + (last < first):04}-{last}"


def _marks_last(match: re.Match[str]) -> str:
    """Put the qualifiers of the parts after the whole, as one."""
    marks = set(re.findall(r"[?~%]", match[0]))
    mark = marks.pop() if len(marks) == 1 else "%"
    return re.sub(r"[?~%]", "", match[0]) + mark


def _set(match: re.Match[str]) -> str:
    """Make the interval from the first member of a set to the last."""
    members = match[1].split(",")
    first, last = members[0].partition("..")[0], members[-1].rpartition("..")[2]
    return f"{first.strip() or '..'}/{last.strip() or '..'}"


def _rules(*rules: tuple[str, str, _Replacement]) -> tuple[_Rule, ...]:
    flags = re.ASCII | re.IGNORECASE
    return tuple((why, re.compile(pattern, flags), to) for why, pattern, to in rules)


_SET = "a set of dates is EDTF level 2"
_SEASON = "only the seasons 21 to 24, without a hemisphere, are EDTF level 1"
_APPROXIMATE = "an approximate date ends in ~"
_UNCERTAIN = "an uncertain date ends in ?"
_UNSPECIFIED = "unspecified digits are written with a capital X"
_MASKED = "a decade or a century has X for its unknown digits"
_DIGITS = "significant digits are EDTF level 2"
_MONTH_FIRST = "the month stands before the day"
_YEAR_FIRST = "the year stands first, then month and day"
_TWO_DIGITS = "months and days have two digits, after a hyphen"
_SLASH = "a slash stands between the ends of an interval"
_OPEN = "an open end is written with two dots"
_UNKNOWN = "an unknown end is written as nothing beside the slash"
_NUMBERS = "months and seasons are written as numbers"

_NAMED = (
    r"^(?:(\d\d?)(?:st|nd|rd|th)?\.? (?:of )?)?([a-z]{3,9})\.?"
    r"(?: (\d\d?)(?:st|nd|rd|th)?)?(?: of)?,? (\d{4})([?~%]*)$"
)

_WHOLE = _rules(
    (_SET, r"^[\[{](.+)[\]}]$", _set),
    (_SET, r"^(.+) or (.+)$", r"\1/\2"),
    (_YEAR_FIRST, r"^(\d\d?)/(\d\d?)/(\d{4})$", _day_first),
    (_YEAR_FIRST, r"^(\d\d?)/(\d{4})$", r"\2-\1"),
    (_TWO_DIGITS, r"^(\d{4})/(\d\d?)/(\d\d?)$", r"\1-\2-\3"),
    (_SLASH, r"^(\d\d)(\d\d)/(\d\d)$", _short_end),
    (_SLASH, r"^(\d\d)(\d\d)-(1[3-9]|20)$", _short_year),
    (_UNKNOWN, r"^from (.+), end unknown$", r"\1/"),
    (_UNKNOWN, r"^until (.+), start unknown$", r"/\1"),
    (_SLASH, r"^(?:between|from) (.+) (?:and|to|until|till) (.+)$", r"\1/\2"),
    (_OPEN, r"^(?:since|from) (.+)$", r"\1/.."),
    (_OPEN, r"^(?:until|till|up to) (.+)$", r"../\1"),
    (_OPEN, r"^(\d{4}) ?- ?(?:open|present|now|today|ongoing)?$", r"\1/.."),
    (_SLASH, r"^(\d{4}|\d{4}-\d\d-\d\d)-(\d{4}|\d{4}-\d\d-\d\d)$", r"\1/\2"),
    (_SLASH, r"^(.+) (?:-|to|until|till) (.+)$", r"\1/\2"),
    ("quarters are EDTF level 2", r"^Q([1-4]) (\d{4})$", r"\2-Q\1"),
    ("quarters are EDTF level 2", r"^(\d{4})[- ]?Q([1-4])$", lambda m: f"{m[1]}-{int(m[2]) + 32}"),
    (_SEASON, r"^(\d{4})-(2[1-9]|3\d|4[01])(?:\^(\w+))?$", _code),
)

_SIDE = _rules(
    (_UNKNOWN, r"^unknown$", ""),
    (_OPEN, r"^(?:open|present|now|today|ongoing)$", ".."),
    ("a date has no time of day", r"^(\d{4}-\d\d-\d\d)[T ]\d\d:?\d\d.*$", r"\1"),
    ("a date has no preposition or article", r"^(?:the|in|on) ", ""),
    (_UNCERTAIN, r"^(?:possibly|probably|perhaps|maybe|\?) ?(?=.*\d)(.+)$", r"\1?"),
    (_APPROXIMATE, r"^(?:circa|ca?\.?|~) ?(?=.*\d)(.+)$", r"\1~"),
    (_APPROXIMATE, r"^(?:about|around|approx\.?|approximately) (.+)$", r"\1~"),
    ("no space stands before a qualifier", r" +(?=[?~%]+$)", ""),
    (_MASKED, r"^(\d\d)00'?s([?~%]*)$", r"\g<1>0X\2 or \1XX\2"),
    (_MASKED, r"^(\d{3})0'?s(?=[?~%]*$)", r"\1X"),
    (_MASKED, r"^(\d\d?)(?:st|nd|rd|th) century$", lambda match: f"{int(match[1]) - 1:02}XX"),
    (_NUMBERS, _NAMED, _named),
    (_YEAR_FIRST, r"^(\d\d?)[.-] ?(\d\d?)[.-] ?(\d{4})$", _day_first),
    (_YEAR_FIRST, r"^(\d\d?)[.-](\d{4})$", r"\2-\1"),
    (_TWO_DIGITS, r"^(\d{4})[-.](\d\d?)(?:[-.](\d\d?))?([?~%]*)$", _pad),
    (_TWO_DIGITS, r"^(\d{4})(\d\d)(\d\d)?([?~%]*)$", _pad),
    ("a year of four digits has no letter before it", r"^y(\d{4})$", r"\1"),
    (_DIGITS, r"^(\d\d)\d\d[sp]2$", r"\1XX"),
    (_DIGITS, r"^(\d{3})\d[sp]3$", r"\1X"),
    (_UNSPECIFIED, r"^(?=.*[ux])[\dux?~%-]+$", lambda match: re.sub("[uUx]", "X", match[0])),
    ("? and ~ together are written %", r"(?:\?~|~\?)$", "%"),
    ("a qualifier stands once, at the end of the date", r"^(?=.*[?~%].)[\dX?~%-]+$", _marks_last),
    (_MONTH_FIRST, r"^(\d{4})-(1[3-9]|[23]\d)-(0[1-9]|1[0-2])$", r"\1-\3-\2"),
    ("after an unspecified part nothing is known", r"^(\d{3}X|\d\dXX)-[\dX-]+", r"\1"),
    ("a month is unspecified as a whole", r"^(\d{4})-(?:XX-\d\d|X\d|\dX)[\dX-]*", r"\1-XX"),
    ("a day is unspecified as a whole", r"^(\d{4}-\d\d)-(?:X\d|\dX)", r"\1-XX"),
)
