"""The normal form of a date that is written in another way, where there is exactly one."""

import re

from relcli.model.date import read


def normal_date(text: str) -> str:
    """Return a date as a file says it, or `text` where it is none or could mean another one."""
    stripped = text.strip()
    if date := read(stripped):
        return str(date)
    from relcli.model.date_cure import SPELLING, only_meaning

    meant = only_meaning(stripped, SPELLING)
    if meant is None:
        return text
    # Every number of the text must be in the date: a cure may leave out what EDTF cannot say.
    said, left = (sorted(int(n) for n in re.findall(r"\d+", t)) for t in (stripped, meant))
    return meant if all(number in left for number in said) else text
