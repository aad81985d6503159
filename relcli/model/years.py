"""How many cards there are in each year, lane by lane: what a timeline of many cards draws.

A card counts in the year in which its date begins, and is said to go on in those after it, as in
`stats`. Where nobody says in which year it began (`../2018`, a decade), it counts in none.

Of FOLDED or more years in a row without a card, in which as many cards go on, the first stands for
all: as many rows are drawn as cards ask for, however long the time is. For scripts each year of up
to EVERY_YEAR is written, and of a longer time as many as are drawn.
"""

from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from relcli.model.card_dict import date_of
from relcli.model.scale import Confidence

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from relcli.model.card_dict import PlainCard

NOWHERE = (1, 0)  # the years of an axis that has none
FOLDED = 4
EVERY_YEAR = 200

# Year in which cards begin, and in which they end (None where nobody says), grade, disputed.
Kind = tuple[int | None, int | None, str, bool]


class By(StrEnum):
    """What lanes are made of."""

    TOPIC = "topic"
    ACTOR = "actor"
    CONFIDENCE = "confidence"


class Lane(NamedTuple):
    """The cards of one topic, actor or grade, by their kinds; the id "" is of those of none."""

    id: str
    label: str
    cards: "Mapping[Kind, int]"

    @property
    def total(self) -> int:
        """How many cards stand in it."""
        return sum(self.cards.values())


class Tally(NamedTuple):
    """The lanes in their order, how many cards there are, and how many stand in several lanes."""

    lanes: tuple[Lane, ...]
    total: int
    several: int = 0


class Year(NamedTuple):
    """The cards of one year: begun in it by grade, those of them disputed, and those that go on.

    `alike` is how many years it stands for: this one, and those after it that are like it.
    """

    year: int | None
    alike: int
    grades: "Mapping[str, int]"
    disputed: int
    going_on: int

    @property
    def cards(self) -> int:
        """How many cards begin in it."""
        return sum(self.grades.values())

    def each(self) -> "Iterator[Year]":
        """Yield each of the years that it stands for."""
        yield self._replace(alike=1)
        for further in range(1, self.alike):
            yield self._replace(year=(self.year or 0) + further, alike=1)


def lane_ids(card: "PlainCard", by: By) -> tuple[str, ...]:
    """Return the lanes that a card stands in."""
    if by is By.CONFIDENCE:
        return (card["confidence"],)
    if by is By.TOPIC:
        return tuple(dict.fromkeys(card["topics"])) or ("",)
    return tuple(dict.fromkeys(actor["id"] for actor in card["actors"])) or ("",)


def kind(card: "PlainCard") -> Kind:
    """Return what a card counts as."""
    date = date_of(card)
    return date.begins, date.ends, card["confidence"], card["disputed"]


def bounds(lanes: "tuple[Lane, ...]") -> tuple[int, int] | None:
    """Return the first and the last year that the dates of some lanes name; None without any."""
    kinds = (card_kind for lane in lanes for card_kind in lane.cards)
    known = {year for card_kind in kinds for year in card_kind[:2] if year is not None}
    return (min(known), max(known)) if known else None


def years(lane: Lane, first: int, last: int) -> Iterator[Year]:
    """Yield the years from the first to the last; before them, if it has cards, that of none."""
    grades: dict[int | None, Counter[str]] = {}
    disputed: Counter[int | None] = Counter()
    going_on: Counter[int] = Counter()
    for (begins, ends, grade, is_disputed), cards in lane.cards.items():
        grades.setdefault(begins, Counter())[grade] += cards
        disputed[begins] += cards * is_disputed
        count_going_on(going_on, begins, ends, cards)
    if None in grades:
        yield Year(None, 1, grades[None], disputed[None], 0)
    begun = [year for year in grades if year is not None]
    for year, alike, on in stretches(begun, going_on, first, last):
        yield Year(year, alike, grades.get(year, {}), disputed[year], on)


def count_going_on(
    changes: Counter[int], begins: int | None, ends: int | None, cards: int = 1
) -> None:
    """Count cards as so many more from the year after they begin on, and less after their end."""
    if begins is None or begins == ends:
        return
    changes[begins + 1] += cards
    if ends is not None:
        changes[ends + 1] -= cards


def stretches(
    begun: "Collection[int]", changes: "Mapping[int, int]", first: int, last: int
) -> Iterator[tuple[int, int, int]]:
    """Yield the years from the first to the last: a year, how many are alike, how many cards go on.

    Those in a row without a card are alike, where there are FOLDED or more of them. In the years of
    `begun` cards begin, and in those of `changes` so many more, or less, go on than before.
    """
    edges = {first, *begun, *(year + 1 for year in begun), *(y for y, by in changes.items() if by)}
    on = sum(by for year, by in changes.items() if year < first)
    for year, after in pairwise([*sorted(y for y in edges if first <= y <= last), last + 1]):
        on += changes.get(year, 0)
        if after - year < FOLDED:
            yield from ((single, 1, on) for single in range(year, after))
        else:
            yield year, after - year, on


def as_rows(tally: Tally, by: By | None, axis: tuple[int, int]) -> Iterator[dict[str, object]]:
    """Yield a row a year (and lane) as plain data.

    Of more than EVERY_YEAR years, one that is left out between two others has no card, and as many
    go on as in the one before.
    """
    first, last = axis
    for lane in tally.lanes:
        rows = years(lane, first, last)
        if last - first < EVERY_YEAR:
            rows = (each for year in rows for each in year.each())
        for year in rows:
            yield {
                **({str(by): lane.id or None} if by else {}),
                "year": year.year,
                "cards": year.cards,
                "going_on": year.going_on,
                "disputed": year.disputed,
                **{grade.value: year.grades.get(grade, 0) for grade in Confidence},
            }
