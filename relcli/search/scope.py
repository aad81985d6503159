"""Which cards may answer at all: filters, dates, phrases and exclusions, as conditions in SQL."""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any

from relcli.index.dates import date_word
from relcli.index.schema import DAY_BITS, EVERY_CARD, FIRST_DAY, SPANS, STATE, UNBEGUN, facet_term
from relcli.index.words import is_open
from relcli.search.question import Question

FIRST_ROWID, LAST_ROWID = -(1 << 63), (1 << 63) - 1
PHRASE_CARDS = 1_500  # cards read in search of a phrase, whose words alone are no proof of it

# A card as far as scoring needs it: rowid, standing, file, line, words.
Row = tuple[int, int, str, int, str]
_ROW = "standing, file, line, words"

# When a card was: rowid, the years in which it begins and ends; and its facets.
Span = tuple[int, int | None, int | None, str]
_SPAN = "begins, ends, facets"


class Where:
    """The filters: every answer meets them all.

    `facets` are groups: a card has at least one facet of each group, and none of `without`.
    `since` and `until` are days as the index holds them: answers may lie, at least in part, between
    these days. With `states`, so may a state that is attested on any other day.
    """

    __slots__ = ("facets", "since", "states", "until", "without")

    def __init__(
        self,
        facets: tuple[tuple[str, ...], ...] = (),
        without: tuple[str, ...] = (),
        since: int | None = None,
        until: int | None = None,
        *,
        states: bool = False,
    ) -> None:
        self.facets = facets
        self.states = states
        self.without = without
        self.since = since
        self.until = until

    @property
    def narrows(self) -> bool:
        """Whether it leaves anything out."""
        return bool(self.facets or self.without) or (self.since, self.until) != (None, None)


class Scope:
    """The cards that may answer one question."""

    def __init__(self, db: sqlite3.Connection, where: Where, question: Question) -> None:
        """Translate filters, phrases and exclusions into full-text conditions."""
        self._db = db
        self._needed = [any_of(map(facet_term, group)) for group in where.facets]
        self._needed += [any_of([word]) for phrase in question.phrases for word in _stems(phrase)]
        texts = [found for found in question.excluded if len(found) > 1 or is_open(found[0])]
        unwanted = [*_stems(words[0] for words in question.excluded if words not in texts)]
        unwanted += map(facet_term, where.without)
        self._unwanted = f" NOT {any_of(unwanted)}" if unwanted else ""
        self._phrases = [_as_written(phrase) for phrase in question.phrases]
        self._banned = [_as_written(found) for found in texts]
        self._since = where.since
        self._states = where.states and (where.since, where.until) != (None, None)
        self._high = LAST_ROWID if where.until is None else (where.until + 1 << DAY_BITS) - 1

    @property
    def reads_texts(self) -> bool:
        """Whether cards are read in search of a phrase: of many, then, only the newest are."""
        return bool(self._phrases or self._banned)

    @property
    def has_unread(self) -> bool:
        """Whether there are more cards with the words of the phrases than are read for them."""
        select = "SELECT count(*) FROM (SELECT 1 FROM terms WHERE terms MATCH ? LIMIT ?)"
        ((cards,),) = self._db.execute(select, (self._match(), PHRASE_CARDS + 1))
        return bool(cards > PHRASE_CARDS)

    def rows(self, expression: str, limit: int) -> list[Row]:
        """Give the newest cards that meet a full-text expression, newest first."""
        return self._select(_ROW, expression, limit, newest_first=True)

    def rowids(self, expression: str, limit: int) -> list[int]:
        """Give the rowids of the newest cards that meet an expression, newest first."""
        return [rowid for (rowid,) in self._select("", expression, limit, newest_first=True)]

    def cards(self, rowids: Iterable[int]) -> list[Row]:
        """Give the cards of these rowids that read as they must."""
        checks, values = self._checks(since=None)
        select = f"""SELECT card.rowid, {_ROW} FROM json_each(?) AS chosen
        CROSS JOIN card ON card.rowid = chosen.value WHERE {checks}"""  # noqa: S608 - values are bound
        return self._db.execute(select, (str(sorted(rowids)), *values)).fetchall()

    def payloads(self, limit: int, *, newest_first: bool) -> list[str]:
        """Give the cards in the order of their days."""
        found = self._select("payload", "", limit, newest_first=newest_first)
        return [payload for _, payload in found]

    def whole(self) -> list[tuple[int, str, int, str, str]]:
        """Give all cards, in the order of their days: rowid, file, line, key, payload."""
        return self._select("file, line, key, payload", "", LAST_ROWID, newest_first=False)

    def spans(self, expression: str | None = "") -> list[Span]:
        """Give when every card that meets an expression was, in the order of their days."""
        return self._select(_SPAN, expression or "", LAST_ROWID, newest_first=False)

    def spans_of(self, rowids: Iterable[int]) -> list[Span]:
        """Give the same of the cards of these rowids."""
        select = f"""SELECT card.rowid, {_SPAN} FROM json_each(?) AS chosen
        CROSS JOIN card ON card.rowid = chosen.value"""  # noqa: S608 - values are bound
        return self._db.execute(select, (str(sorted(rowids)),)).fetchall()

    def _select(
        self, columns: str, expression: str, limit: int, *, newest_first: bool
    ) -> list[Any]:
        """Give (rowid, *columns) of the cards that meet an expression, in order of their days."""
        if self._since is not None and self._high < self._since << DAY_BITS:
            return []  # nothing lies in a reversed range
        found = self._in_range(columns, expression, limit, newest_first=newest_first)
        others = []
        if self._high < LAST_ROWID:  # what has no first day may lie in it, whatever its last
            later = self._high + 1, LAST_ROWID
            others.append((self._match(expression, any_of([facet_term(UNBEGUN)])), later))
        if self._states:
            anywhere = FIRST_ROWID, LAST_ROWID
            others.append((self._match(expression, any_of([facet_term(STATE)])), anywhere))
        order = "DESC" if newest_first else "ASC"
        known = {row[0] for row in found}
        more = [
            row
            for match, rowids in others
            for row in self._within(columns, match, rowids, limit, order)
            if row[0] not in known
        ]
        if more:
            found = sorted([*found, *more], key=lambda row: row[0], reverse=newest_first)[:limit]
        return found

    def _in_range(
        self, columns: str, expression: str | None, limit: int, *, newest_first: bool
    ) -> list[Any]:
        """Give the same of the cards whose days, as far as they are known, lie in the range."""
        order = "DESC" if newest_first else "ASC"
        if self._since is None:
            match = self._match(expression)
            return self._within(columns, match, (FIRST_ROWID, self._high), limit, order)
        first = self._since << DAY_BITS
        # Rowids tell first days: what began before `since` is sought by how long it may last.
        match = self._match(expression)
        after = self._within(columns, match, (first, self._high), limit, order)
        if newest_first and len(after) == limit:
            return after
        before = [
            row
            for condition, days in self._lasting()
            for row in self._within(
                columns, self._match(expression, condition), days, limit, order, self._since
            )
        ]
        before.sort(reverse=newest_first)
        return (after + before if newest_first else before + after)[:limit]

    def _lasting(self) -> Iterator[tuple[str, tuple[int, int]]]:
        """Give (condition, range of rowids) of the cards before `since` that may last until it."""
        since = self._since or 0
        days = [max(since - span, FIRST_DAY) for span in (0, *SPANS)]
        ends = [day << DAY_BITS for day in (*days, FIRST_DAY)]
        if ends[1] < ends[0]:  # before the first day that a row holds there is none
            yield "", (ends[1], ends[0] - 1)
        for number, low in enumerate(ends[2:], 1):
            if low < ends[1]:
                yield any_of([facet_term(f"span:{number}")]), (low, ends[1] - 1)

    def _within(
        self,
        columns: str,
        match: str,
        rowids: tuple[int, int],
        limit: int,
        order: str,
        since: int | None = None,
    ) -> list[Any]:
        """Read the cards of a range of rowids; where the text is checked, not more than a bound."""
        checks, values = self._checks(since)
        bound = PHRASE_CARDS if self.reads_texts else -1 if values else limit
        chosen = f"""SELECT rowid FROM terms WHERE terms MATCH ? AND rowid BETWEEN ? AND ?
        ORDER BY rowid {order} LIMIT ?"""  # noqa: S608 - values are bound
        if columns or values:
            chosen = f"""SELECT card.rowid {columns and ","} {columns} FROM ({chosen}) AS chosen
            CROSS JOIN card ON card.rowid = chosen.rowid WHERE {checks} LIMIT ?"""  # noqa: S608 - values are bound
            values = [*values, limit]
        return self._db.execute(chosen, (match, *rowids, bound, *values)).fetchall()

    def _checks(self, since: int | None) -> tuple[str, list[Any]]:
        """Give the conditions that only the card itself can tell, and their values."""
        has, lacks = "instr(' ' || words || ' ', ?) > 0", "instr(' ' || words || ' ', ?) = 0"
        checks = [has] * len(self._phrases) + [lacks] * len(self._banned)
        values: list[Any] = [*self._phrases, *self._banned]
        if since is not None:
            checks.append("latest >= ?")
            values.append(since)
        return " AND ".join(checks) or "TRUE", values

    def _match(self, *conditions: str | None) -> str:
        """Join all conditions into one full-text expression."""
        parts = [part for part in (*conditions, *self._needed) if part]
        parts = parts or [any_of([facet_term(EVERY_CARD)])]
        return f"({' AND '.join(parts)}){self._unwanted}"


def _as_written(words: tuple[str, ...]) -> str:
    """Write words in a row as a card's words have them, between blanks."""
    return f" {' '.join(map(date_word, words))}{'' if is_open(words[-1]) else ' '}"


def _stems(words: Iterable[str]) -> Iterator[str]:
    """Give the stems of words; a lone letter of a run is no word, and has none."""
    for word in words:
        if is_open(word):
            continue
        from relcli.index.stems import stem  # most questions are plain words

        yield stem(date_word(word))


def any_of(terms: Iterable[str], join: str = " OR ") -> str:
    """Write a full-text expression that a card meets with any of the terms (or, by AND, all)."""
    return "(" + join.join(f'"{term}"' for term in terms) + ")"
