"""A date in words, as a person reads it beside a claim."""

from typing import TYPE_CHECKING

from relcli.model.edtf import MONTHS, SEASONS, TIME, masked_years, point_of

if TYPE_CHECKING:
    from relcli.model.edtf import EdtfDate

_BEFORE = {None: "", "?": "possibly ", "~": "about ", "%": "possibly about "}
_AFTER = {
    None: "",
    "?": " (uncertain)",
    "~": " (approximate)",
    "%": " (uncertain and approximate)",
}


def words(date: "EdtfDate") -> str:  # noqa: PLR0911 - one a form
    """Return a date in words: "about 2018", "by 25 May 2022", "from 2 to 21 November 2023"."""
    if date.as_of:
        phrase, mark = _phrase(date.edtf)
        return f"as of {_qualified(phrase, mark) if mark == '~' else phrase + _AFTER[mark]}"
    start, end = date.sides
    if start == end:
        return _point(start)
    if date.precision == "set":
        if date.start == "open":
            return f"by {_point(end)}"
        return f"{_point(start)} or later" if date.end == "open" else _both("between", "and", date)
    if date.start != "dated":
        return f"until {_point(end)}{', start unknown' if date.start == 'unknown' else ''}"
    if date.end == "unknown":
        return f"from {_point(start)}, end unknown"
    return f"since {_point(start)}" if date.end == "open" else _both("from", "to", date)


def year_words(year: int) -> str:
    """Return a year as people write it: "602", "44 BC", "170,000,002"."""
    number = 1 - year if year < 1 else year
    digits = f"{number:,}" if number > 9999 else f"{number}"
    return f"{digits} BC" if year < 1 else digits


def years_words(first: int, last: int) -> str:
    """Return years in a row as people write them: "602", "1983–2005", "50–41 BC"."""
    end = year_words(last)
    return end if first == last else f"{_without_shared_ending(year_words(first), end)}–{end}"


def _both(before: str, between: str, date: "EdtfDate") -> str:
    (first, first_mark), (last, last_mark) = map(_phrase, date.sides)
    shown = _without_shared_ending(first, last)
    if first.isdigit() and len(first) < 3:
        shown = f"AD {first}"  # "from 9 to 21 May 2023" begins on a day
    elif shown.isdigit() and len(first.split()) != len(last.split()):
        shown = first  # from 2 BC to 3 January 2 BC, for the same reason
    return f"{before} {_qualified(shown, first_mark)} {between} {_qualified(last, last_mark)}"


def _point(text: str) -> str:
    return _qualified(*_phrase(text))


def _phrase(text: str) -> tuple[str, str | None]:  # noqa: PLR0911 - one a form
    """Return the words and the qualifier of a point in time."""
    day_text, t, time = text.partition("T")
    if t:
        return f"{_phrase(day_text)[0]}, {_time(time)}", None
    long, masked, year, unknown, season, month, day, mark = point_of(text).groups()
    if masked:
        first, last = masked_years(masked)
        # "The 2000s" may be a decade or a century, so it is said only of 2010 and the like.
        if first >= 1000 and first % 100:
            return f"the {first}s", mark
        begins = _without_shared_ending(year_words(first), year_words(last))
        return f"some year from {begins} to {year_words(last)}", mark
    in_year = year_words(int(long or year))
    if unknown:
        return f"an unknown {'day' if unknown == 'XX-XX' else 'month'} of {in_year}", mark
    if season:
        return f"{SEASONS[season][0]} {in_year}", mark
    if not month:
        return in_year, mark
    name = f"{MONTHS[int(month) - 1]} {in_year}"
    if day == "XX":
        return f"an unknown day of {name}", mark
    return f"{int(day)} {name}" if day else name, mark


def _time(text: str) -> str:
    """Return a time of day with its zone: "23:20:30 UTC", "23:20:30 UTC-04:00"."""
    time = TIME.fullmatch(text)
    assert time  # noqa: S101 - the text of a Date has been read
    clock, zone = text[:8], time["zone"]
    if not zone:
        return clock
    if zone == "Z":
        return f"{clock} UTC"
    return f"{clock} UTC{time['sign']}{time['ahead']}:{time['ahead_minute'] or '00'}"


def _qualified(phrase: str, mark: str | None) -> str:
    """Join words and qualifier; "about an unknown day" would mislead, so there it follows."""
    after = phrase.startswith(("an ", "some "))
    return f"{phrase}{_AFTER[mark]}" if after else f"{_BEFORE[mark]}{phrase}"


def _without_shared_ending(first: str, last: str) -> str:
    """Cut from `first` what `last` says again: "2 November 2023", "21 November 2023" -> "2"."""
    begins, ends = first.split(), last.split()
    while len(begins) > 1 and len(ends) > 1 and begins[-1] == ends[-1]:
        begins.pop()
        ends.pop()
    return " ".join(begins)
