"""What a set of cards covers, and what it rests on: counts by year, confidence, actor and source.

A card counts in one year, that in which its date begins, as `timeline` draws it: a span of years is
no more cards than a day. In the years after, what goes on is counted apart, as `going_on`.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from relcli.model.card_dict import date_of
from relcli.model.scale import Confidence
from relcli.model.source_rules import backing, origin_of, source_name
from relcli.model.stats import Grades, PlainStats, StatsCell, StatsLeader, StatsRow, StatsYear
from relcli.model.years import EVERY_YEAR, count_going_on, stretches

if TYPE_CHECKING:
    from relcli.model.card_dict import PlainCard, PlainSource

LEADERS = 5  # of each kind, those that most cards have
NO_TOPIC = "(no topic)"
_NONE = ""  # the id that no topic can have

_WORDS = tuple(grade.value for grade in Confidence)
_Cell = tuple[int | None, str]  # year and confidence
_OF_SOURCE: "dict[str, Callable[[PlainSource], str]]" = {
    "source": lambda source: source["id"],
    "publisher": source_name,
    "origin": origin_of,
}


def stats_of(cards: "Iterable[PlainCard]", by: str, names: Mapping[str, str]) -> PlainStats:
    """Count cards, with a row for each topic, actor, source, publisher or origin.

    `names` are those of declared topics, which have a row even without a card, or of sources.
    """
    whole = _Tally()
    rows: dict[str, _Tally] = {name: _Tally() for name in names} if by == "topic" else {}
    leaders = {kind: _Leaders() for kind in ("actor", "publisher", "origin")}
    going_on: Counter[int] = Counter()
    actors: dict[str, str] = {}
    sources: dict[str, PlainSource] = {}
    superseded = 0
    for card in cards:
        date = date_of(card)
        cell = date.begins, card["confidence"]
        standing = {kind: _standing(kind, card) for kind in leaders}
        standing[by] = standing.get(by) or _standing(by, card)
        counted = cell, card["disputed"], len(standing["origin"].rests_on) == 1
        whole.add(*counted)
        for name in standing[by].names:
            if name not in rows:
                rows[name] = _Tally()
            rows[name].add(*counted, alone=standing[by].rests_on == {name})
        for kind, kind_leaders in leaders.items():
            kind_leaders.add(standing[kind])
        actors.update((actor["id"], actor["name"]) for actor in card["actors"])
        sources.update((source["id"], source) for source in card["sources"])
        superseded += card["superseded_by"] is not None
        count_going_on(going_on, date.begins, date.ends)
    first, last = whole.years()
    of_sources = {name: source_name(source) for name, source in sources.items()} | dict(names)
    named = {"topic": names, "actor": actors, "source": of_sources, "origin": of_sources}
    return {
        "by": by,
        "cards": whole.cards,
        "first": first,
        "last": last,
        "disputed": whole.disputed,
        "superseded": superseded,
        "single_origin": whole.single,
        "origins": len(leaders["origin"].cards),
        "sources": len(sources),
        "with_url": sum(source["url"] is not None for source in sources.values()),
        "archived": sum(
            bool(source["url"] and source["archived_url"]) for source in sources.values()
        ),
        "confidence": _grades(whole.cells),
        "years": _years(whole, going_on),
        "rows": _rows(by, rows, named.get(by, {})),
        "top": {
            "actors": leaders["actor"].plain(actors, rested_on=False),
            "publishers": leaders["publisher"].plain({}),
            "origins": leaders["origin"].plain(of_sources),
        },
    }


class _Standing(NamedTuple):
    """In which rows of a kind a card stands, and of these, those that it rests on."""

    names: set[str]
    rests_on: set[str]


def _standing(kind: str, card: "PlainCard") -> _Standing:
    if kind == "topic":
        return _Standing(set(card["topics"]) or {_NONE}, set())
    if kind == "actor":
        return _Standing({actor["id"] for actor in card["actors"]}, set())
    of_source = _OF_SOURCE[kind]
    names = {of_source(source) for source in card["sources"]}
    if card["disputed"]:
        return _Standing(names, {of_source(source) for source in backing(card["sources"])})
    return _Standing(names, names)


class _Tally:
    """The cards of one row, or all of them."""

    __slots__ = ("alone", "cards", "cells", "disputed", "single")

    def __init__(self) -> None:
        self.cells: Counter[_Cell] = Counter()
        self.cards = self.disputed = self.single = self.alone = 0

    def add(self, cell: _Cell, disputed: bool, single: bool, alone: bool = False) -> None:  # noqa: FBT001, FBT002 - counted, not asked
        self.cells[cell] += 1
        self.cards += 1
        self.disputed += disputed
        self.single += single
        self.alone += alone

    def years(self) -> tuple[int | None, int | None]:
        """Return the first and the last year in which a card begins."""
        known = {year for year, _ in self.cells if year is not None}
        return min(known, default=None), max(known, default=None)


class _Leaders:
    """Which actors, publishers or origins most cards have."""

    def __init__(self) -> None:
        self.cards: Counter[str] = Counter()
        self.alone: Counter[str] = Counter()

    def add(self, standing: _Standing) -> None:
        self.cards.update(standing.names)
        if len(standing.rests_on) == 1:
            self.alone.update(standing.rests_on)

    def plain(self, names: Mapping[str, str], *, rested_on: bool = True) -> list[StatsLeader]:
        """Return the first of them."""
        first = sorted(self.cards.items(), key=lambda item: (-item[1], item[0]))[:LEADERS]
        return [
            {
                "id": name,
                "name": names.get(name, name),
                "cards": cards,
                "alone": self.alone[name] if rested_on else None,
            }
            for name, cards in first
        ]


def _rows(by: str, rows: Mapping[str, _Tally], names: Mapping[str, str]) -> list[StatsRow]:
    """Return the rows: topics as they are declared, others the commonest first."""
    ordered = sorted(rows.items(), key=lambda item: item[0] == _NONE)
    if by != "topic":
        ordered.sort(key=lambda item: (-item[1].cards, item[0]))
    plain: list[StatsRow] = []
    for name, tally in ordered:
        first, last = tally.years()
        plain.append(
            {
                "id": name or None,
                "name": names.get(name, name) or NO_TOPIC,
                "cards": tally.cards,
                "first": first,
                "last": last,
                "disputed": tally.disputed,
                "single_origin": tally.single,
                "alone": tally.alone if by in _OF_SOURCE else None,
                "confidence": _grades(tally.cells),
                "years": _cells(tally),
            }
        )
    return plain


def _years(whole: _Tally, going_on: Counter[int]) -> list[StatsYear]:
    """Return the years from the first to the last, also those without a card (see StatsYear)."""
    cards: Counter[int | None] = Counter()
    for (year, _), number in whole.cells.items():
        cards[year] += number
    first, last = whole.years()
    plain: list[StatsYear] = []
    if first is not None and last is not None:
        begun = [year for year in cards if year is not None]
        whole_axis = last - first < EVERY_YEAR
        plain = [
            {"year": year + further, "cards": cards[year + further], "going_on": on}
            for year, alike, on in stretches(begun, going_on, first, last)
            for further in range(alike if whole_axis else 1)
        ]
    if cards[None]:
        plain.append({"year": None, "cards": cards[None], "going_on": 0})
    return plain


def _cells(tally: _Tally) -> list[StatsCell]:
    """Return the years in which the row has cards, the unknown year last."""
    by_year: dict[int | None, Counter[_Cell]] = {}
    for cell, number in tally.cells.items():
        by_year.setdefault(cell[0], Counter())[cell] += number
    years = sorted(by_year, key=lambda year: (year is None, year or 0))
    return [
        {"year": year, "cards": by_year[year].total(), "confidence": _grades(by_year[year])}
        for year in years
    ]


def _grades(cells: Counter[_Cell]) -> Grades:
    counts: Counter[str] = Counter()
    for (_, word), number in cells.items():
        counts[word] += number
    confirmed, probable, possible, doubtful, improbable, unconfirmed = map(
        counts.__getitem__, _WORDS
    )
    return {
        "confirmed": confirmed,
        "probable": probable,
        "possible": possible,
        "doubtful": doubtful,
        "improbable": improbable,
        "unconfirmed": unconfirmed,
    }
