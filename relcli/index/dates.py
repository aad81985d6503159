"""Dates as words of the index, so that a date in a question finds the cards of that time.

A month is the word 2016m11, a day 2016m11d24: no word of any text is written so.
"""

import re
from collections.abc import Iterator

MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
_MONTH = r"(?<![\dY-])(\d{4}-(?:0[1-9]|1[0-2]))(-\d{2})?(?!\d)"


def date_word(date: str) -> str:
    """Return the word for a month or a day ("2016-11", "2016-11-24")."""
    return date.replace("-", "m", 1).replace("-", "d", 1)


def date_words(edtf: str) -> Iterator[str]:
    """Yield the words for the months and days that a date in EDTF names."""
    for month, day in re.findall(_MONTH, edtf):
        yield date_word(month)
        if day:
            yield date_word(month + day)


def plain_date(words: str) -> str:
    """Return words of an index with the months and days among them as dates."""
    return re.sub(r"\b(\d{4})m(\d\d)(?:d(\d\d))?\b", _dashed, words)


def _dashed(match: re.Match[str]) -> str:
    return "-".join(part for part in match.groups() if part)
