"""Many cards at once: which of them are new, what each is called, and what is wrong with any."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from relcli.edit.add import Adding
from relcli.edit.dataset import known_ids, read_card, refuse_unknown_ids
from relcli.edit.fields import Plain, as_list
from relcli.edit.rows import Numbered
from relcli.errors import EditError
from relcli.model.card import Card
from relcli.model.ids import answers_to, derived_id, slug

MOST_TOLD = 100  # problems of rows: whoever has more has one, in the program that made them
_NAMED = 5  # in a remark
_CURE = "give it an id of its own, or choose with --on-duplicate"
_LINKS = ("related", "contradicts")  # without which a card says the same of its claim
# What no person writes: a row that has it was written by relcli, perhaps with others beside it.
_EXPORTED = frozenset({"dataset", "place", "credibility"})


class Repeated(StrEnum):
    """What becomes of a card that is there already, in the dataset or in the data."""

    FAIL = "fail"
    SKIP = "skip"
    SUFFIX = "suffix"


@dataclass(slots=True)
class Batch:
    """Cards to add, what is wrong with any of them, and what to tell besides."""

    cards: list[Plain] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


class _TakenError(EditError):
    """A card that is there already, and is not left out."""


def check_rows(
    adding: Adding,
    rows: Iterable[Numbered],
    repeated: Repeated = Repeated.FAIL,
    *,
    skip_existing: bool = False,
) -> Batch:
    """Return the cards that rows are, or the problems with the number of their rows."""
    return _Rows(adding, repeated, skip_existing=skip_existing).check(rows)


class _Rows:
    """The rows of one import, one after the other."""

    def __init__(self, adding: Adding, repeated: Repeated, *, skip_existing: bool) -> None:
        self._adding = adding
        self._repeated = repeated
        self._skips_existing = skip_existing or repeated is Repeated.SKIP
        self._there = {card.id: card for card in adding.dataset.cards}
        self._says = {_fact(card): card for card in adding.dataset.cards}
        self._by_id: dict[str, tuple[int, Plain]] = {}
        self._dates: dict[str, str] = {}  # of the card that has an id
        self._rows: dict[str, int] = {}  # the cards without their ids, and where they stood
        self._numbers: dict[str, int] = {}  # how far the suffixes of an id have gone
        self._left_out: list[int] = []
        self._renamed: list[str] = []
        self._cut: dict[str, None] = {}

    def check(self, rows: Iterable[Numbered]) -> Batch:
        """Take in all rows."""
        problems: list[tuple[int, str]] = []
        exported: set[int] = set()
        for number, row in rows:
            if len(problems) == MOST_TOLD:
                break
            try:
                self._take(number, row)
            except EditError as error:
                problems.append((number, str(error)))
            if _EXPORTED & row.keys():
                exported.add(number)
        known = {*known_ids([self._adding.dataset])}
        for card_id, (_, card) in self._by_id.items():
            known.update(answers_to(card_id, str(card["claim"])))
        # Of rows that were not looked at, nobody knows the ids.
        whole = len(problems) < MOST_TOLD
        for card_id, (number, card) in self._by_id.items() if whole else ():
            if number in exported:
                self._cut_links(card, known)
            try:
                refuse_unknown_ids(card, known, card_id)
            except EditError as error:
                problems.append((number, str(error)))
        messages = [f"row {number}: {problem}" for number, problem in sorted(problems)[:MOST_TOLD]]
        if len(problems) >= MOST_TOLD:
            messages.append("there may be more problems; mend these first")
        return Batch([card for _, card in self._by_id.values()], messages, [*self._remarks()])

    def _take(self, number: int, row: Mapping[str, object]) -> None:
        """Add a row to the cards, unless it is left out. Raises EditError."""
        adding = self._adding
        card = adding.card_of(row)
        loaded = read_card(card, adding.declared, adding.dataset.id)
        text = json.dumps({key: value for key, value in card.items() if key != "id"})
        by_claim = None if "id" in card else self._says.get(_fact(loaded))
        if self._skips_existing and (by_claim or ("id" in card and loaded.id in self._there)):
            self._left_out.append(number)
            return
        same = self._rows.get(text)
        try:
            if same is not None and "id" not in card and self._repeated is not Repeated.SUFFIX:
                raise _taken(loaded.id, f"row {same}, too")
            if by_claim and self._repeated is not Repeated.SUFFIX:
                raise _claimed(by_claim)
            card_id = self._free_id(card, loaded)
        except _TakenError:
            if self._repeated is not Repeated.SKIP:
                raise
            self._left_out.append(number)
            return
        if card_id != loaded.id:
            card["id"] = card_id
            self._renamed.append(f"row {number} is `{card_id}`")
        self._by_id[card_id] = number, card
        self._dates[card_id] = str(loaded.date)
        self._rows.setdefault(text, number)

    def _free_id(self, card: Plain, loaded: Card) -> str:
        """Return an id that no card has: its own one, or with a suffix. Raises _TakenError."""
        own = loaded.id
        other = self._there.get(own)
        if other is None and own not in self._by_id:
            return own
        if self._repeated is not Repeated.SUFFIX and "id" in card:
            if other is None:
                raise _taken(own, f"row {self._by_id[own][0]}, too")
            raise _taken(own, f"another card, {_place(other)}")
        date = str(other.date) if other else self._dates[own]
        dated = f"{own}-{slug(str(loaded.date))}"
        if date != str(loaded.date) and dated not in self._there and dated not in self._by_id:
            return dated
        number = self._numbers.get(own, 1) + 1
        while (numbered := f"{own}-{number}") in self._there or numbered in self._by_id:
            number += 1
        self._numbers[own] = number
        return numbered

    def _cut_links(self, card: Plain, known: Collection[str]) -> None:
        """Take out of an exported card the links to cards that were not exported with it."""
        for key in _LINKS:
            named = as_list(card.get(key))
            here = [name for name in named if name in known]
            self._cut |= dict.fromkeys(name for name in named if name not in known)
            if named and not here:
                del card[key]
            elif named:
                card[key] = here

    def _remarks(self) -> Iterator[str]:
        if self._left_out:
            rows = _some([f"row {number}" for number in self._left_out])
            yield f"left out, for it is there already: {rows}"
        if self._renamed:
            yield f"the claim or the id is there already: {_some(self._renamed)}"
        if self._cut:
            ids = _some([f"`{name}`" for name in self._cut])
            yield f"links to cards that are not here are left out: {ids}"


def _fact(card: Card) -> tuple[str, str]:
    """Return what a card claims, by its words, and when."""
    return derived_id(card.claim), str(card.date)


def _place(card: Card) -> str:
    return f"{card.place.path}:{card.place.line}"


def _claimed(there: Card) -> _TakenError:
    return _TakenError(f"`{there.id}` claims the same of that date, {_place(there)}", _CURE)


def _taken(card_id: str, by: str) -> _TakenError:
    return _TakenError(f"`{card_id}` is the id of {by}", _CURE)


def _some(texts: Sequence[str]) -> str:
    more = f" and {len(texts) - _NAMED:,} more" if len(texts) > _NAMED else ""
    return f"{', '.join(texts[:_NAMED])}{more}"
