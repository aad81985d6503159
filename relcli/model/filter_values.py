"""What a user typed for a filter to the value that it means."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from relcli.errors import FilterError, did_you_mean, suggestion
from relcli.model.query import Sort
from relcli.model.scale import Confidence

if TYPE_CHECKING:
    from relcli.model.date import Date
    from relcli.model.query import Query


DIGITS = 12  # of a limit: more cards than anybody has


def read_confidence(word: str, option: str = "--confidence") -> Confidence:
    """Return the grade that a user named. Raises FilterError."""
    return Confidence(one_of(Confidence, word, option, "confidence"))


def read_floor(word: str) -> Confidence:
    """Return the grade that `--at-least` names. Raises FilterError, also for `unconfirmed`."""
    floor = read_confidence(word, "--at-least")
    if floor is Confidence.UNCONFIRMED:
        raise FilterError(
            "--at-least: `unconfirmed` stands outside the order of grades",
            "write --confidence unconfirmed, or --at-least improbable",
            field="at_least",
            value=word,
        )
    return floor


class Bound(NamedTuple):
    """One end of a range of dates, and what the user wrote, be it EDTF or words."""

    date: "Date"
    said: str

    @property
    def read_as(self) -> tuple[tuple[str, str], ...]:
        """What was written and how it was read, if it was in words."""
        date = str(self.date)
        return () if date == self.said.strip() else ((self.said.strip(), date),)


def read_bound(text: str, option: str) -> Bound:
    """Return the date that a user gave as a bound, in EDTF or in words. Raises FilterError."""
    from relcli.model.date import read_words
    from relcli.model.edtf import DateError

    try:
        date = read_words(text)
    except DateError as error:
        raise FilterError(f"{option}: {error}", error.cure, value=text) from None
    if date.as_of:
        cure = f"write {date.edtf}"
        raise FilterError(f"{option}: `as of` is for the date of a card", cure, value=text)
    return Bound(date, text)


def in_range(query: "Query", low: Bound | None, high: Bound | None) -> "Query":
    """Return a query whose dates lie between two bounds, and how words were read as dates.

    Raises FilterError where the second one lies before the first: between them is nothing.
    """
    if low and high:
        first, last = low.date.first, high.date.last
        if first is not None and last is not None and last < first:
            message = f"--until: {high.date} ends before {low.date} begins"
            cure = "give --since the earlier and --until the later one"
            raise FilterError(message, cure, field="until", value=str(high.date))
    return query._replace(
        since=low and low.date,
        until=high and high.date,
        spoken=tuple(pair for bound in (low, high) if bound for pair in bound.read_as),
    )


def read_limit(text: str) -> int:
    """Return the number that `--limit` gives. Raises FilterError."""
    if not (text.isascii() and text.isdigit() and len(text) <= DIGITS):
        cure = "write 20, or 0 for all"
        raise FilterError(f"--limit: `{text}` is no number of cards", cure, value=text)
    return int(text)


def read_score(text: str) -> float:
    """Return the number that `--at-least-score` gives. Raises FilterError."""
    try:
        score = float(text)
    except ValueError:
        score = -1.0
    if not 0 <= score <= 1:
        raise FilterError(
            f"--at-least-score: `{text}` is no score", "write a number from 0 to 1", value=text
        )
    return score


def read_sort(word: str) -> Sort:
    """Return the order that `--sort` names. Raises FilterError."""
    return Sort(one_of(Sort, word, "--sort", "order"))


def one_of(known: Iterable[str], word: str, option: str, kind: str) -> str:
    """Return that of a few known words which a user wrote. Raises FilterError with the nearest."""
    known = list(known)
    if (folded := word.strip().casefold()) in known:
        return folded
    nearest = did_you_mean(word, known)
    cure = suggestion(nearest, f"known: {', '.join(known)}")
    raise FilterError(f"{option}: no {kind} `{word}`", cure, value=word, suggestion=nearest)
