"""A scope and terms as what a `Store` is asked: terms, ranges of rowids, what only a card tells."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

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
from relcli.index.scope import AnyOf, Scope, Terms
from relcli.index.words import is_open

if TYPE_CHECKING:
    from relcli.index.store import Store

FIRST_ROWID, LAST_ROWID = -(1 << 63), (1 << 63) - 1
PHRASE_CARDS = 1_500  # cards read in search of a phrase, whose words alone are no proof of it


class Selection:
    """The cards of one scope in one index."""

    def __init__(self, store: "Store", scope: Scope) -> None:
        """Translate filters, phrases and exclusions into terms that a card has, or has not."""
        where = scope.where
        self._store = store
        self._needed = [any_facet(group) for group in where.facets]
        self._needed += [((stem,),) for row in scope.phrases for stem in _stems(row)]
        self._unwanted = (*_stems(scope.unwanted), *map(facet_term, where.without))
        self._phrases = [_as_written(phrase) for phrase in scope.phrases]
        self._banned = [_as_written(row) for row in scope.banned]
        self._reads_texts = scope.reads_texts
        self._since = where.since
        self._states = where.states and (where.since, where.until) != (None, None)
        self._high = LAST_ROWID if where.until is None else (where.until + 1 << DAY_BITS) - 1

    def has_unread(self) -> bool:
        """Whether there are more cards with the words of the phrases than are read for them."""
        more = PHRASE_CARDS + 1
        cards = self._store.cut(
            "",
            self._terms(),
            self._unwanted,
            (FIRST_ROWID, LAST_ROWID),
            (more, more),
            newest_first=True,
        )
        return len(cards) > PHRASE_CARDS

    def of_rowids(self, columns: str, rowids: Iterable[int]) -> list[Any]:
        """Give (rowid, *columns) of the cards of these rowids that read as they must, in order."""
        checks, values = self._checks(since=None)
        select = f"""SELECT card.rowid, {columns} FROM card
        WHERE card.rowid IN (SELECT value FROM {self._store.ROWIDS}) AND {checks}
        ORDER BY card.rowid"""  # noqa: S608 - values are bound
        return self._store.ask(select, (self._store.rowids(rowids), *values))

    def select(
        self, columns: str, terms: Terms, limit: int = LAST_ROWID, *, newest_first: bool
    ) -> list[Any]:
        """Give (rowid, *columns) of the cards that have some terms, in order of their days."""
        if self._since is not None and self._high < self._since << DAY_BITS:
            return []  # nothing lies in a reversed range
        rows = self._in_range(columns, terms, limit, newest_first=newest_first)
        others = []
        if self._high < LAST_ROWID:  # what has no first day may lie in it, whatever its last
            later = self._high + 1, LAST_ROWID
            others.append((any_facet([UNBEGUN]), later))
        if self._states:
            anywhere = FIRST_ROWID, LAST_ROWID
            others.append((any_facet([STATE]), anywhere))
        known = {row[0] for row in rows}
        more = [
            row
            for condition, rowids in others
            for row in self._within(
                columns, (*terms, condition), rowids, limit, newest_first=newest_first
            )
            if row[0] not in known
        ]
        if more:
            rows = sorted([*rows, *more], key=lambda row: row[0], reverse=newest_first)[:limit]
        return rows

    def _in_range(self, columns: str, terms: Terms, limit: int, *, newest_first: bool) -> list[Any]:
        """Give the same of the cards whose days, as far as they are known, lie in the range."""
        if self._since is None:
            range_ = FIRST_ROWID, self._high
            return self._within(columns, terms, range_, limit, newest_first=newest_first)
        range_ = self._since << DAY_BITS, self._high
        # Rowids tell first days: what began before `since` is sought by how long it may last.
        after = self._within(columns, terms, range_, limit, newest_first=newest_first)
        if newest_first and len(after) == limit:
            return after
        before = [
            row
            for condition, days in self._lasting()
            for row in self._within(
                columns,
                (*terms, *condition),
                days,
                limit,
                newest_first=newest_first,
                since=self._since,
            )
        ]
        before.sort(reverse=newest_first)
        return (after + before if newest_first else before + after)[:limit]

    def _lasting(self) -> Iterator[tuple[Terms, tuple[int, int]]]:
        """Give (terms, range of rowids) of the cards before `since` that may last until it."""
        since = self._since or 0
        days = [max(since - span, FIRST_DAY) for span in (0, *SPANS)]
        ends = [day << DAY_BITS for day in (*days, FIRST_DAY)]
        if ends[1] < ends[0]:  # before the first day that a row holds there is none
            yield (), (ends[1], ends[0] - 1)
        for number, low in enumerate(ends[2:], 1):
            if low < ends[1]:
                yield (any_facet([span_facet(number)]),), (low, ends[1] - 1)

    def _within(
        self,
        columns: str,
        terms: Terms,
        rowids: tuple[int, int],
        limit: int,
        *,
        newest_first: bool,
        since: int | None = None,
    ) -> list[Any]:
        """Read the cards of a range of rowids; where the text is checked, not more than a bound."""
        checks, values = self._checks(since)
        return self._store.cut(
            columns,
            self._terms(*terms),
            self._unwanted,
            rowids,
            (PHRASE_CARDS if self._reads_texts else LAST_ROWID if values else limit, limit),
            newest_first=newest_first,
            checks=checks,
            values=values,
        )

    def _checks(self, since: int | None) -> tuple[str, list[Any]]:
        """Give the conditions that only the card itself can tell, and their values."""
        place = f"{self._store.FIND}(' ' || words || ' ', ?)"
        checks = [f"{place} > 0"] * len(self._phrases) + [f"{place} = 0"] * len(self._banned)
        values: list[Any] = [*self._phrases, *self._banned]
        if since is not None:
            checks.append("latest >= ?")
            values.append(since)
        return " AND ".join(checks) or "TRUE", values

    def _terms(self, *terms: AnyOf) -> Terms:
        """Add what every card of the scope has; all cards have the facet of every card."""
        return (*terms, *self._needed) or (any_facet([EVERY_CARD]),)


def any_facet(facets: Iterable[str]) -> AnyOf:
    """Give what a card meets that has any of some facets."""
    return tuple((facet_term(facet),) for facet in facets)


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
