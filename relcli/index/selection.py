"""A scope and terms as SQL: full-text expressions, ranges of rowids, and what only a card tells."""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any

from relcli.index.dates import date_word
from relcli.index.schema import (
    DAY_BITS,
    EVERY_CARD,
    FIRST_DAY,
    SPANS,
    STATE,
    UNBEGUN,
    facet_term,
    span_facet,
)
from relcli.index.scope import AllOf, Scope, Terms
from relcli.index.words import is_open

FIRST_ROWID, LAST_ROWID = -(1 << 63), (1 << 63) - 1
PHRASE_CARDS = 1_500  # cards read in search of a phrase, whose words alone are no proof of it


class Selection:
    """The cards of one scope in one index."""

    def __init__(self, db: sqlite3.Connection, scope: Scope) -> None:
        """Translate filters, phrases and exclusions into full-text conditions."""
        where = scope.where
        self._db = db
        self._needed = [any_facet(group) for group in where.facets]
        self._needed += [any_of([(stem,)]) for row in scope.phrases for stem in _stems(row)]
        unwanted = [*_stems(scope.unwanted), *map(facet_term, where.without)]
        self._unwanted = f" NOT {any_of((term,) for term in unwanted)}" if unwanted else ""
        self._phrases = [_as_written(phrase) for phrase in scope.phrases]
        self._banned = [_as_written(row) for row in scope.banned]
        self._reads_texts = scope.reads_texts
        self._since = where.since
        self._states = where.states and (where.since, where.until) != (None, None)
        self._high = LAST_ROWID if where.until is None else (where.until + 1 << DAY_BITS) - 1

    def has_unread(self) -> bool:
        """Whether there are more cards with the words of the phrases than are read for them."""
        select = "SELECT count(*) FROM (SELECT 1 FROM terms WHERE terms MATCH ? LIMIT ?)"
        ((cards,),) = self._db.execute(select, (self._match(), PHRASE_CARDS + 1))
        return bool(cards > PHRASE_CARDS)

    def of_rowids(self, columns: str, rowids: Iterable[int]) -> list[Any]:
        """Give (rowid, *columns) of the cards of these rowids that read as they must."""
        checks, values = self._checks(since=None)
        select = f"""SELECT card.rowid, {columns} FROM json_each(?) AS chosen
        CROSS JOIN card ON card.rowid = chosen.value WHERE {checks}"""  # noqa: S608 - values are bound
        return self._db.execute(select, (str(sorted(rowids)), *values)).fetchall()

    def select(
        self, columns: str, terms: Terms, limit: int = LAST_ROWID, *, newest_first: bool
    ) -> list[Any]:
        """Give (rowid, *columns) of the cards that have some terms, in order of their days."""
        if self._since is not None and self._high < self._since << DAY_BITS:
            return []  # nothing lies in a reversed range
        conditions = [any_of(group) for group in terms]
        rows = self._in_range(columns, conditions, limit, newest_first=newest_first)
        others = []
        if self._high < LAST_ROWID:  # what has no first day may lie in it, whatever its last
            later = self._high + 1, LAST_ROWID
            others.append((self._match(*conditions, any_facet([UNBEGUN])), later))
        if self._states:
            anywhere = FIRST_ROWID, LAST_ROWID
            others.append((self._match(*conditions, any_facet([STATE])), anywhere))
        order = "DESC" if newest_first else "ASC"
        known = {row[0] for row in rows}
        more = [
            row
            for match, rowids in others
            for row in self._within(columns, match, rowids, limit, order)
            if row[0] not in known
        ]
        if more:
            rows = sorted([*rows, *more], key=lambda row: row[0], reverse=newest_first)[:limit]
        return rows

    def _in_range(
        self, columns: str, conditions: list[str], limit: int, *, newest_first: bool
    ) -> list[Any]:
        """Give the same of the cards whose days, as far as they are known, lie in the range."""
        order = "DESC" if newest_first else "ASC"
        match = self._match(*conditions)
        if self._since is None:
            return self._within(columns, match, (FIRST_ROWID, self._high), limit, order)
        first = self._since << DAY_BITS
        # Rowids tell first days: what began before `since` is sought by how long it may last.
        after = self._within(columns, match, (first, self._high), limit, order)
        if newest_first and len(after) == limit:
            return after
        before = [
            row
            for condition, days in self._lasting()
            for row in self._within(
                columns, self._match(*conditions, condition), days, limit, order, self._since
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
                yield any_facet([span_facet(number)]), (low, ends[1] - 1)

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
        bound = PHRASE_CARDS if self._reads_texts else -1 if values else limit
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

    def _match(self, *conditions: str) -> str:
        """Join all conditions into one full-text expression."""
        parts = [part for part in (*conditions, *self._needed) if part]
        parts = parts or [any_facet([EVERY_CARD])]
        return f"({' AND '.join(parts)}){self._unwanted}"


def any_of(rows: Iterable[AllOf]) -> str:
    """Write a full-text expression that a card meets with all terms of any of the rows."""
    return "(" + " OR ".join('("' + '" AND "'.join(row) + '")' for row in rows) + ")"


def any_facet(facets: Iterable[str]) -> str:
    """Write the same for any of some facets."""
    return any_of((facet_term(facet),) for facet in facets)


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
