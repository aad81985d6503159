"""Dates as cards have them: read, explained where they are none, and said in words."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from relcli.model.edtf import EdtfDate, as_of

if TYPE_CHECKING:
    from collections.abc import Callable


class Date(EdtfDate):
    """A date as precise as its source, which can be said in words. `Date.parse` makes one."""

    __slots__ = ()

    def __reduce__(self) -> tuple[Callable[[str], Date], tuple[str]]:
        return Date.parse, (str(self),)

    @classmethod
    def parse(cls, text: str) -> Date:
        """Return the date that `text` stands for; white space around it is ignored.

        Raise `DateError`, and nothing else, for any other text.
        """
        text = text.strip()
        date = cls.read(text)
        if date is None:
            from relcli.model.date_cure import diagnose  # only a refused date pays for its cure

            raise diagnose(text)
        return date

    @property
    def words(self) -> str:
        """The date as a person reads it: "about 2018", "from 2 to 21 November 2023", "44 BC"."""
        from relcli.model.date_words import words  # not all that reads dates shows them

        return words(self)


read = Date.read


def read_words(text: str) -> Date:
    """Return the date that a person wrote in EDTF or in words, if it can mean but one.

    Raise `DateError` for what is no date, may be several, or says what no date can.
    """
    date = read(text.strip())
    if date is None:
        from relcli.model.date_cure import as_written  # no date as it stands

        date = Date.parse(as_written(text.strip()))
    return date


@lru_cache(maxsize=16_384)
def date_of_plain(edtf: str, state: bool) -> Date:  # noqa: FBT001 - the two keys of a card
    """Return the date that `--json` writes as `date` and `as_of`."""
    date = Date.parse(edtf)
    return as_of(date) if state else date
