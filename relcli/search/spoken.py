"""Dates as people write them in a question, to EDTF: 25 May 2022, May 25, 2022, November 2016."""

import re

from relcli.index.dates import MONTHS

_NAMES = "|".join(f"{name[:3]}(?:{name[3:]})?" if name[3:] else name for name in MONTHS)
_NAMES = _NAMES.replace("sep(?:tember)?", "sept?(?:ember)?")
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_SPOKEN = re.compile(
    rf"(?<![\w:\"-])(?:(?P<day>{_DAY})\s+(?:of\s+)?)?(?P<month>{_NAMES})\.?"
    rf"(?:\s+(?P<after>{_DAY}))?,?\s+(?P<year>\d{{4}})(?![\w-])",
    re.IGNORECASE,
)
_ISO = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?")


def is_date(text: str) -> bool:
    """Whether a text is a month or a day in EDTF."""
    return _ISO.fullmatch(text) is not None


def with_dates(text: str) -> tuple[str, dict[str, str]]:
    """Return a text with its dates in EDTF, and how each of them was written.

    What stands in quotation marks is left as it is.
    """
    written: dict[str, str] = {}

    def to_edtf(match: re.Match[str]) -> str:
        day, after = match["day"], match["after"]
        if day and after:
            return match[0]
        number = next(
            n for n, name in enumerate(MONTHS, 1) if name[:3] == match["month"][:3].lower()
        )
        date = f"{match['year']}-{number:02}"
        if day := day or after:
            date = f"{date}-{int(re.sub('[a-z]', '', day, flags=re.IGNORECASE)):02}"
        written[date] = match[0]
        return date

    parts = text.split('"')
    parts[::2] = [_SPOKEN.sub(to_edtf, part) for part in parts[::2]]
    return '"'.join(parts), written
