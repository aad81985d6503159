"""The normal form of a date that is written in another way, where there is exactly one."""

import re

from relcli.model.date import DateError, read

# What `date_cure` says of texts that differ from a date in their spelling only. Where it says
# something else, the cure is a proposal: a person has to decide.
_SPELLING = frozenset(
    {
        "months and days have two digits, after a hyphen",
        "the year stands first, then month and day",
        "months and seasons are written as numbers",
        "a slash stands between the ends of an interval",
        "an approximate date ends in ~",
        "an uncertain date ends in ?",
        "? and ~ together are written %",
        "no space stands before a qualifier",
        "no spaces stand in a date",
        "only the digits 0 to 9 and the plain hyphen stand in a date",
        "unspecified digits are written with a capital X",
    }
)


def normal_date(text: str) -> str:
    """Return the EDTF text of a date, or `text` where it is none or could mean another one."""
    stripped = text.strip()
    if read(stripped):
        return stripped
    from relcli.model.date_cure import diagnose

    error: DateError = diagnose(stripped)
    cure = error.cure.removeprefix("write ")
    if str(error) not in _SPELLING or not read(cure):
        return text
    # Every number of the text must be in the date: a cure may leave out what EDTF cannot say.
    said, left = (sorted(int(n) for n in re.findall(r"\d+", t)) for t in (stripped, cure))
    return cure if all(number in left for number in said) else text
