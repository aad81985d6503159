"""What is wrong with a text that is no date, what to write instead, and what people mean by it.

Only a refused date imports this module. A text is repaired by the rules of two tables, in their
order: EDTF level 2, the draft of 2012 and everyday ways to write a date become what a card takes.
What cannot be repaired is explained. A cure "write …" names text that `Date.parse` accepts.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from itertools import product
from typing import NamedTuple

from relcli.model.days import iso_year, month_length
from relcli.model.edtf import AS_OF, LONGEST, MONTHS, SEASONS, DateError, EdtfDate

_ANY = "write a date such as 2015, 2015-09, 2015-09-30, 2015~ or 2015/2016"
_SHOWN = 40
_OR = " or "  # stands between two readings of one text
_OPEN_ENDS = {"", ".."}
_MOST_ZEROS = 12  # of a year in its scientific form: the universe has fewer

read = EdtfDate.read

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


class _Readings(NamedTuple):
    """What a text may mean: its dates, why it is none as it stands, the last try to repair it."""

    dates: list[EdtfDate]
    reasons: list[str]
    tried: str


def diagnose(text: str) -> DateError:
    """Return the error for a text, stripped of white space, that `read` refuses."""
    if len(text) > LONGEST:
        return DateError(_no_date(text), _ANY)
    means = _readings(text)
    if means.dates:
        cure = f"write {_OR.join(map(str, means.dates[:2]))}"
        return DateError(means.reasons[0] if means.reasons else _BLANKS, cure)
    error = _impossible(means.tried)
    return error or DateError([*means.reasons, _no_date(text)][0], _ANY)


def as_written(text: str) -> str:
    """Return the one date that a person means by a text which is none, as files have it.

    Raise `DateError` for what may be several, or says what no date can.
    """
    meant = only_meaning(text, SAID)
    if meant is None:
        raise diagnose(text)
    return meant


def only_meaning(text: str, allowed: frozenset[str]) -> str | None:
    """Return the one date that a text means which is none, for these reasons alone."""
    means = _readings(text) if len(text) <= LONGEST else _Readings([], [], "")
    only = len(means.dates) == 1 and allowed.issuperset(means.reasons)
    return str(means.dates[0]) if only else None


def _readings(text: str) -> _Readings:
    plain = "".join(str(int(c)) if c.isdecimal() else c for c in text.translate(_DASHES))
    whole, *reasons = _repair(" ".join(plain.split()), _WHOLE)
    tried: dict[str, None] = {}
    for option in whole.split(_OR):
        before, start, between, end, after = _parts(option)
        start, *reasons_start = _repair_start(start.strip(), end.strip())
        end, *reasons_end = _repair(end.strip(), _SIDE)
        reasons += reasons_start + reasons_end
        if between:
            start, end, *reasons_both = _plainer(start, end, in_a_set=between == "..")
            reasons += reasons_both
        starts, ends = start.split(_OR), end.split(_OR)
        # Nobody writes the day first in one end of an interval and the month first in the other.
        pairs = (
            zip(starts, ends, strict=True) if len(starts) == len(ends) else product(starts, ends)
        )
        tried |= dict.fromkeys(f"{before}{a}{between}{b}{after}" for a, b in pairs)
    if plain != text:
        reasons.append(_PLAIN)
    dates = dict.fromkeys(date for option in tried if (date := read(option)))
    if dates and not any(reasons) and str(next(iter(dates))) != text:
        reasons.append(_BLANKS)
    return _Readings([*dates], [reason for reason in reasons if reason], next(iter(tried)))


def _parts(option: str) -> tuple[str, str, str, str, str]:
    """Return a date as what stands before its first side, that, between, its second, and after."""
    if option.startswith(AS_OF):
        return AS_OF, option.removeprefix(AS_OF), "", "", ""
    if option.startswith("[") and option.endswith("]"):
        start, dots, end = option[1:-1].partition("..")
        return "[", start, dots, end, "]"
    start, slash, end = option.partition("/")
    return "", start, slash, end, ""


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


def _repair_start(start: str, end: str) -> list[str]:
    """Repair the first side, which may leave to the second what both share: 2 to 21 May 2022."""
    repaired = _repair(start, _SIDE)
    last = end.split()
    if read(repaired[0]) or not start or len(last) < 2:
        return repaired
    # What makes a day of "2" comes before the BC that makes a year of it.
    for number in (*range(2, len(last)), 1):
        longer = _repair(" ".join([start, *last[-number:]]), _SIDE)
        if read(longer[0]):
            return longer
    return repaired


def _plainer(start: str, end: str, *, in_a_set: bool) -> list[str]:
    """Return both sides as an interval or a set takes them, then why they had to be changed."""
    reasons = []
    if "T" in start + end:
        start, end = re.sub("T.*", "", start), re.sub("T.*", "", end)
        reasons.append("a time of day stands in no interval and no set")
    if "X" in start + end:
        start, end = _without_x(start, "0"), _without_x(end, "9")
        reasons.append("unspecified digits in an interval are EDTF level 2")
    if in_a_set:
        plain = _bound(start, 1), _bound(end, 2)
        if plain != (start, end):
            reasons.append("between and by take years, months and days, without ?, ~ and %")
        start, end = plain
    return [start, end, *reasons]


def _bound(side: str, number: int) -> str:
    """Return one side of a set without a qualifier, a season as its first or its last month."""
    side = re.sub("[?~%]+$", "", side)
    season = re.fullmatch(r"(-?\d{4})-(2[1-4])", side)
    if not season:
        return side
    months = SEASONS[season[2]]
    year = int(season[1]) + (number == 2 and months[2] < months[1])
    return f"{iso_year(year)}-{months[number]:02}"


def _without_x(side: str, digit: str) -> str:
    """Return one end of an interval with nothing unspecified, the same days still covered."""
    if side.startswith("-"):
        digit = "9" if digit == "0" else "0"
    return re.sub(r"(?:-XX)+", "", side).replace("X", digit)


def _impossible(text: str) -> DateError | None:
    """Return the error for a text of the right form that means nothing, or None."""
    _, start, between, end, _ = _parts(text)
    if start in _OPEN_ENDS and end in _OPEN_ENDS:
        return DateError("the date says nothing", "name a year, as in 2015 or 2015/..")
    if "/" in end:
        return DateError("an interval has one slash", "write the first and the last date only")
    if between and read(start) and read(end):
        if start == end:
            return DateError("both sides are the same", f"write {start}")
        turned = f"{end}/{start}"
        reason = "the interval ends before it begins"
        if between == "..":
            reason, turned = "the second date lies before the first", str(read(f"[{end}..{start}]"))
        return DateError(reason, f"write {turned}")
    return _impossible_side(start) or _impossible_side(end)


def _impossible_side(side: str) -> DateError | None:
    if re.match(r"-?(?=.{0,3}X)[\dX]{4}", side) and not read(side[:4]):
        cure = "write a decade such as 201X or a century such as 20XX"
        return DateError("only the last one or two digits of a year may be X", cure)
    day, _, time = side.partition("T")
    known = read(day) if time else None
    if known and known.precision == "day":
        cure = f"write a time such as {day}T23:20:30, or {day} alone"
        return DateError("there is no such time of day", cure)
    date = re.fullmatch(r"(-?\d{4})-(\d\d)(?:-(\d\d))?[?~%]?", day)
    return None if not date or read(day) else _impossible_day(*date.groups())


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


def _one_of(match: re.Match[str]) -> str:
    """Make the set from the first of the dates of which one is meant to the last."""
    first, last = _outermost(match[1])
    return f"[{first}..{last}]"


def _all_of(match: re.Match[str]) -> str:
    """Make the interval from the first member of a list to the last."""
    first, last = _outermost(match[1])
    return f"{first or '..'}/{last or '..'}"


def _outermost(members: str) -> tuple[str, str]:
    listed = members.split(",")
    return listed[0].partition("..")[0].strip(), listed[-1].rpartition("..")[2].strip()


def _state(match: re.Match[str]) -> str:
    """Take the last day of a state that is said of several, or what went on that long."""
    start, end = match.groups()
    if end in _OPEN_ENDS or start in _OPEN_ENDS:
        return f"{AS_OF}{start if end in _OPEN_ENDS else end}"
    return f"{AS_OF}{end} or {start}/{end}"


def _year(number: int) -> str:
    """Return a year as EDTF writes it."""
    return iso_year(number) if -10_000 < number < 10_000 else f"Y{number}"


def _before_christ(match: re.Match[str]) -> str:
    """Count `44 BC` as EDTF does, in which the year before 1 is 0000."""
    before, year, mark = match.groups(default="")
    number = int(year.replace(",", ""))
    return f"{before}{_year(1 - number)}{mark}" if number else match[0]


def _counted(match: re.Match[str]) -> str:
    """Give a year as many digits as EDTF has it: 602, -99, 17,000, Y02015, AD 602."""
    before, year, mark = match.groups(default="")
    return f"{before}{_year(int(year.replace(',', '')))}{mark}"


def _serial(match: re.Match[str]) -> str:
    """Read a number of five digits as spreadsheets have a day, or as the year that it may be."""
    day = date(1899, 12, 30) + timedelta(days=int(match[1]))
    return f"{day}{_OR}Y{match[1]}"


def _scientific(match: re.Match[str]) -> str:
    base, zeros = int(match[1]), int(match[2])
    return _year(base * 10**zeros) if zeros <= _MOST_ZEROS else match[0]


def _time(match: re.Match[str]) -> str:
    """Write a time of day as EDTF does, with its seconds and a colon between all parts."""
    day, hour, minute, second, zone, minutes = match.groups(default="")
    zone = {"UTC": "Z", "GMT": "Z"}.get(zone.upper(), zone.upper().removeprefix("UTC"))
    minutes = f":{minutes}" if minutes else ""
    return f"{day}T{hour:0>2}:{minute}:{second or '00'}{zone}{minutes}"


def _spoken_time(match: re.Match[str]) -> str:
    """Put the time of day behind its day, which is in words."""
    day, time, zone = match.groups(default="")
    day = _repair(day, _SIDE_WORDS)[0]
    return f"{day}T{time}{'Z' if zone.strip() == 'UTC' else zone.strip().removeprefix('UTC')}"


def _rules(*rules: tuple[str, str, _Replacement]) -> tuple[_Rule, ...]:
    flags = re.ASCII | re.IGNORECASE
    return tuple((why, re.compile(pattern, flags), to) for why, pattern, to in rules)


_SET_WORDS = "one time of several is `between A and B`, `by B` or `[A..]`"
_SET = "a list of dates is EDTF level 2"
_SEASON = "only the seasons 21 to 24, without a hemisphere, are EDTF level 1"
_APPROXIMATE = "an approximate date ends in ~"
_UNCERTAIN = "an uncertain date ends in ?"
_UNSPECIFIED = "unspecified digits are written with a capital X"
_MASKED = "a decade or a century has X for its unknown digits"
_DIGITS = "significant digits are EDTF level 2"
_QUARTER = "quarters are EDTF level 2"
_MONTH_FIRST = "the month stands before the day"
_YEAR_FIRST = "the year stands first, then month and day"
_TWO_DIGITS = "months and days have two digits, after a hyphen"
_SLASH = "a slash stands between the ends of an interval"
_SHORT = "the last year of an interval is written whole, after a slash"  # or is it a month?
_OPEN = "an open end is written with two dots"
_UNKNOWN = "an unknown end is written as nothing beside the slash"
_NUMBERS = "months and seasons are written as numbers"
_ARTICLE = "a date has no preposition or article"
_BLANKS = "the blanks or capitals are not those of a date"
_PLAIN = "only the digits 0 to 9 and the plain hyphen stand in a date"
_PERCENT = "? and ~ together are written %"
_QUALIFIER = "no space stands before a qualifier"
_BEFORE_CHRIST = "a year before 1 has a minus: 44 BC is -0043"
_YEAR = "a year has four digits, one of more digits a Y before it"
# Not said by anybody: so a sheet has a day, and a program a moment, by its number.
_LONG_YEAR = "a year of more than four digits has a Y before it"
_TIME = "a time of day has two digits each for hours, minutes and seconds"
_STATE = "`as of` takes one date"
_BOTH = "`by` is for what happened once, ../ for what went on until then"
_BOTH_AFTER = "[A..] is for what happened once, /.. for what went on since then"

# For these reasons a text is no date, but can mean only one: its spelling is another.
SPELLING = frozenset(
    {_TWO_DIGITS, _YEAR_FIRST, _NUMBERS, _SLASH, _APPROXIMATE, _UNCERTAIN, _PERCENT, _QUALIFIER}
    | {_BLANKS, _PLAIN, _UNSPECIFIED}
)
# So do words for which EDTF has signs.
SAID = SPELLING | frozenset(
    {_OPEN, _UNKNOWN, _MASKED, _QUARTER, _ARTICLE, _BEFORE_CHRIST, _YEAR, _TIME, _SEASON}
    | {_SET_WORDS}
)

_CLOCK = (
    r"^(\d{4}-\d\d-\d\d)[T ]+(\d\d?):?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?"
    r" ?((?:UTC)?[+-]\d\d|Z|UTC|GMT)?(?::?(\d\d))?$"
)
_NAMED = (
    r"^(?:(\d\d?)(?:st|nd|rd|th)?\.? (?:of )?)?([a-z]{3,9})\.?"
    r"(?: (\d\d?)(?:st|nd|rd|th)?)?(?: of)?,? (-?\d{4})([?~%]*)$"
)
_NAMES = "|".join(
    [*(name[:3] for name in MONTHS), *(name for name, *_ in SEASONS.values()), "fall"]
)

_WHOLE = _rules(
    (_SET, r"^\{(.+)\}$", _all_of),
    (_SET, r"^\[(.+,.+)\]$", _one_of),
    ("", r"^as (?:of|at) (.+)$", r"as of \1"),
    (_STATE, r"^as of (.*)/(.*)$", _state),
    (_SET_WORDS, r"^(.+) or later$", r"[\1..]"),
    (_SET, r"^(?!as of )(.+) or (.+)$", r"[\1..\2]"),
    (_YEAR_FIRST, r"^(\d\d?)/(\d\d?)/(\d{4})$", _day_first),
    (_YEAR_FIRST, r"^(\d\d?)/(\d{4})$", r"\2-\1"),
    (_TWO_DIGITS, r"^(\d{4})/(\d\d?)/(\d\d?)$", r"\1-\2-\3"),
    (_SHORT, r"^(\d\d)(\d\d)/(\d\d)$", _short_end),
    (_SHORT, r"^(\d\d)(\d\d)-(1[3-9]|20)$", _short_year),
    (_UNKNOWN, r"^from (.+), end unknown$", r"\1/"),
    (_UNKNOWN, r"^until (.+), start unknown$", r"/\1"),
    ("", r"^between (.+) and (.+)$", r"[\1..\2]"),
    (_SET_WORDS, r"^(?:by (?:the )?end of|no later than|not later than) (.+)$", r"[..\1]"),
    ("", r"^by (.+)$", r"[..\1]"),
    (_BOTH, r"^before (.+)$", r"[..\1] or ../\1"),
    (_BOTH_AFTER, r"^after (.+)$", r"[\1..] or \1/.."),
    (_SLASH, r"^from (.+) (?:and|to|until|till) (.+)$", r"\1/\2"),
    (_OPEN, r"^(?:since|from) (.+)$", r"\1/.."),
    (_OPEN, r"^(?:until|till|up to) (.+)$", r"../\1"),
    (_OPEN, r"^(\d{4}) ?- ?(?:open|present|now|today|ongoing)?$", r"\1/.."),
    (_SLASH, r"^(\d{4}|\d{4}-\d\d-\d\d)-(\d{4}|\d{4}-\d\d-\d\d)$", r"\1/\2"),
    (_SLASH, r"^(?!as of |\[)(.+) (?:-|to|until|till) (.+)$", r"\1/\2"),
    (_SLASH, r"^(\d\d?|.*[a-z].* \d{4})-(\d\d? [a-z]+ \d{4}|[a-z]+ \d{4})$", r"\1/\2"),
    (_QUARTER, r"^Q([1-4]) (\d{4})$", r"\2-Q\1"),
    (_QUARTER, r"^(\d{4})[- ]?Q([1-4])$", lambda m: f"{m[1]}-{int(m[2]) + 32}"),
    (_SEASON, r"^(\d{4})-(2[1-9]|3\d|4[01])(?:\^(\w+))?$", _code),
)

_WORDS = (
    (_ARTICLE, r"^(?:the|in|on) ", ""),
    (_UNCERTAIN, r"^(?:possibly|probably|perhaps|maybe|\?) ?(?=.*\d)(.+)$", r"\1?"),
    (_APPROXIMATE, r"^(?:circa|ca?\.?|~) ?(?=.*\d)(.+)$", r"\1~"),
    (_APPROXIMATE, r"^(?:about|around|approx\.?|approximately) (.+)$", r"\1~"),
    (_QUALIFIER, r" +(?=[?~%]+$)", ""),
    (_BEFORE_CHRIST, r"^(.*?)(\d[\d,]*) ?b\.?c\.?(?:e\.?)?([?~%]*)$", _before_christ),
    (_YEAR, r"^(.*?)(?:a\.?d\.?|c\.?e\.?) ?(\d[\d,]*)([?~%]*)$", _counted),
    (_YEAR, r"^(.*?)(\d[\d,]*) ?(?:a\.?d\.?|c\.?e\.?)([?~%]*)$", _counted),
    (_YEAR, rf"^(\d\d? (?:{_NAMES})[a-z]* )(\d{{1,3}})([?~%]*)$", _counted),
    # Without a day before it, a number up to 31 is one, and no year: what EndNote has is `Mar 4`.
    (_YEAR, rf"^((?:{_NAMES})[a-z]* )(3[2-9]|[4-9]\d|\d{{3}})([?~%]*)$", _counted),
    (_MASKED, r"^(\d\d)00'?s([?~%]*)$", r"\g<1>0X\2 or \1XX\2"),
    (_MASKED, r"^(\d{3})0'?s(?=[?~%]*$)", r"\1X"),
    (_MASKED, r"^(\d\d?)(?:st|nd|rd|th) century$", lambda match: f"{int(match[1]) - 1:02}XX"),
    (_NUMBERS, _NAMED, _named),
)
_SIDE_WORDS = _rules(*_WORDS)
_SIDE = _rules(
    (_UNKNOWN, r"^unknown$", ""),
    (_OPEN, r"^(?:open|present|now|today|ongoing)$", ".."),
    (_NUMBERS, r"^(.*[a-z].*), (\d\d:\d\d:\d\d)( UTC.*)?$", _spoken_time),
    (_TIME, _CLOCK, _time),
    *_WORDS,
    (_YEAR_FIRST, r"^(\d\d?)[.-] ?(\d\d?)[.-] ?(\d{4})$", _day_first),
    (_YEAR_FIRST, r"^(\d\d?)[.-](\d{4})$", r"\2-\1"),
    (_TWO_DIGITS, r"^(\d{4})[-.](\d\d?)(?:[-.](\d\d?))?([?~%]*)$", _pad),
    (_TWO_DIGITS, r"^(\d{4})(\d\d)(\d\d)?([?~%]*)$", _pad),
    ("the year 0 has no minus", r"^-0000", "0000"),
    (_YEAR, r"^Y(-?\d+)E(\d{1,3})$", _scientific),
    (_LONG_YEAR, r"^(\d{5})$", _serial),
    (_LONG_YEAR, r"^()(-?\d{5,})([?~%]?)$", _counted),
    (_YEAR, r"^()(-?\d{3}|-\d{1,2}|-?\d{1,3}(?:,\d{3})+)([?~%]?)$", _counted),
    (_YEAR, r"^()Y(-?\d+)([?~%]?)$", _counted),
    (_DIGITS, r"^(\d\d)\d\d[sp]2$", r"\1XX"),
    (_DIGITS, r"^(\d{3})\d[sp]3$", r"\1X"),
    (_UNSPECIFIED, r"^(?=.*[ux])[\dux?~%-]+$", lambda match: re.sub("[uUx]", "X", match[0])),
    (_PERCENT, r"(?:\?~|~\?)$", "%"),
    ("a time of day has no qualifier", r"T[\d:Z+-]+(?=[?~%]$)", ""),
    ("a qualifier stands once, at the end of the date", r"^(?=.*[?~%].)[\dX?~%-]+$", _marks_last),
    (_MONTH_FIRST, r"^(\d{4})-(1[3-9]|[23]\d)-(0[1-9]|1[0-2])$", r"\1-\3-\2"),
    ("after an unspecified part nothing is known", r"^(\d{3}X|\d\dXX)-[\dX-]+", r"\1"),
    ("a month is unspecified as a whole", r"^(\d{4})-(?:XX-\d\d|X\d|\dX)[\dX-]*", r"\1-XX"),
    ("a day is unspecified as a whole", r"^(\d{4}-\d\d)-(?:X\d|\dX)", r"\1-XX"),
)
