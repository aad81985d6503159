"""Which cards may answer at all: filters, dates, phrases and exclusions, as conditions of the SQL that finds cards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from relcli.index.store import DAY_BITS, EVERY_CARD, LONG, LONG_SPAN, facet_term
from relcli.index.words import stem

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from relcli.search.question import Question

LAST_ROWID = (1 << 63) - 1
_ROW = "file, line, card.rowid, words"
PHRASE_CARDS = 1_000  # cards read in search of a phrase, whose words alone are no proof of it


class Where(NamedTuple):
    """The filters: every answer meets them all."""

    facets: tuple[tuple[str, ...], ...] = ()  # groups; a card has at least one facet of each group
    without: tuple[str, ...] = ()  # facets that no answer has
    since: int | None = None  # day ordinals: answers may lie, at least in part, between these days
    until: int | None = None


class Row(NamedTuple):
    """A card as far as scoring needs it."""

    file: str  # file and line first: equal answers come as they stand there
    line: int
    rowid: int
    words: str


class Scope:
    """The cards that may answer one question."""

    def __init__(self, db: sqlite3.Connection, where: Where, question: Question) -> None:
        """Translate filters, phrases and exclusions into full-text conditions."""
        self._db = db
        self._phrases = [f" {' '.join(phrase)} " for phrase in question.phrases]
        self._banned = [f" {' '.join(words)} " for words in question.excluded if len(words) > 1]
        needed = [any_of(map(facet_term, group)) for group in where.facets]
        needed += [any_of([stem(word)]) for phrase in question.phrases for word in phrase]
        self._needed = needed
        unwanted = [stem(words[0]) for words in question.excluded if len(words) == 1]
        unwanted += map(facet_term, where.without)
        self._unwanted = f" NOT {any_of(unwanted)}" if unwanted else ""
        self._since = where.since
        self._high = LAST_ROWID if where.until is None else (where.until + 1 << DAY_BITS) - 1

    def rows(self, expression: str, limit: int) -> list[Row]:
        """Give the newest cards that meet a full-text expression, newest first."""
        picky = bool(self._phrases or self._banned)
        read = self._select(_ROW, expression, max(limit, PHRASE_CARDS) if picky else limit)
        found = map(Row._make, read)
        return [row for row in found if self._reads(row.words)][:limit] if picky else list(found)

    def rowids(self, expression: str, limit: int) -> list[int]:
        """Give the rowids of the newest cards that meet an expression, whether or not the phrases are there."""
        return [rowid for (rowid,) in self._select("terms.rowid", expression, limit)]

    def cards(self, rowids: Iterable[int]) -> list[Row]:
        """Give the cards of these rowids that read as they must."""
        select = f"SELECT {_ROW} FROM json_each(?) AS chosen CROSS JOIN card ON card.rowid = chosen.value"
        found = map(Row._make, self._db.execute(select, (str(sorted(rowids)),)))
        return [row for row in found if self._reads(row.words)]

    def payloads(self, limit: int, *, newest_first: bool) -> list[str]:
        """Give the cards in the order of their days."""
        return [payload for (payload,) in self._select("payload", "", limit, newest_first=newest_first)]

    def _reads(self, words: str) -> bool:
        text = f" {words} "
        return all(phrase in text for phrase in self._phrases) and not any(phrase in text for phrase in self._banned)

    def _select(
        self, columns: str, expression: str, limit: int, *, newest_first: bool = True
    ) -> Iterator[tuple[Any, ...]]:
        join = "" if columns == "terms.rowid" and not self._since else "CROSS JOIN card ON card.rowid = terms.rowid"
        select = (
            f"SELECT {columns} FROM terms {join} WHERE terms MATCH ? AND terms.rowid BETWEEN ? AND ?"
            f" {'AND latest >= ?' if self._since else ''}"
            f" ORDER BY terms.rowid {'DESC' if newest_first else 'ASC'} LIMIT ?"
        )
        for condition, low, high in self._ranges(newest_first=newest_first):
            values = [self._match(expression, condition), low, high, *([self._since] if self._since else []), limit]
            rows = self._db.execute(select, values).fetchall()
            yield from rows
            limit -= len(rows)
            if limit <= 0:
                return

    def _match(self, *conditions: str) -> str:
        """Join all conditions into one full-text expression."""
        parts = [part for part in (*conditions, *self._needed) if part] or [any_of([facet_term(EVERY_CARD)])]
        return f"({' AND '.join(parts)}){self._unwanted}"

    def _ranges(self, *, newest_first: bool) -> list[tuple[str, int, int]]:
        """Give (extra condition, first rowid, last rowid): rowids tell first days, so long cards are sought apart."""
        if self._since is None:
            return [("", 0, self._high)]
        if self._high < self._since << DAY_BITS:  # nothing lies in a reversed range
            return []
        low = max(self._since - LONG_SPAN, 0) << DAY_BITS
        ranges = [("", low, self._high), (any_of([facet_term(LONG)]), 0, min(low - 1, self._high))]
        return ranges if newest_first else ranges[::-1]


def any_of(terms: Iterable[str], join: str = " OR ") -> str:
    """Write a full-text expression that a card meets with any one of the terms (or with all, joined by AND)."""
    return "(" + join.join(f'"{term}"' for term in terms) + ")"
