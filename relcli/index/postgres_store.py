"""The second body of a `Store`: PostgreSQL answers what was published there.

All is read in one transaction, from the state that was there when it began, whatever is published
meanwhile; whoever lets go of it reads on from a later state. `relcli.index.publish` writes the
tables.
"""

import json
import time
from contextlib import closing, suppress
from math import prod
from typing import TYPE_CHECKING, Any

from relcli.errors import DatasetError
from relcli.index.postgres import (
    asked,
    connect,
    datasets_at,
    kept,
    quoted_name,
    refuse_format,
)
from relcli.index.postgres_tables import SHORT, lexeme
from relcli.index.schema import EVERY_CARD, facet_term
from relcli.index.scope import ALL_CARDS
from relcli.index.store import Store, too_long

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from relcli.index.scope import AllOf, AnyOf, Terms
    from relcli.load.address import Address

# Where a part begins, by the number of letters: what has no plan of its own would be read through.
_BEGINNING = """SELECT near.word FROM unnest(?::text[]) AS part(value) CROSS JOIN LATERAL (
    SELECT word FROM word WHERE word >= part.value AND word < part.value || '{'
    ORDER BY word OFFSET 0) AS near WHERE length(near.word) BETWEEN ? AND ?"""
_ENDING = """SELECT near.word FROM unnest(?::text[]) AS part(value) CROSS JOIN LATERAL (
    SELECT word FROM word WHERE reverse(word) >= part.value AND reverse(word) < part.value || '{'
    ORDER BY reverse(word) OFFSET 0) AS near WHERE length(near.word) BETWEEN ? AND ?"""
_COUNTED = f"""SELECT stem, sum(cards)::bigint FROM word WHERE stem = ANY(?) GROUP BY stem
UNION ALL SELECT term, cards FROM facet WHERE left(term, {SHORT}) = ANY(?) AND term = ANY(?)"""  # noqa: S608 - values are bound, here and below
_EVERY_CARD = (((facet_term(EVERY_CARD),),),)
_GRACE = 0.02  # seconds, for a clock of the server that is a little ahead
_MANY = 20  # one card in so many is too many to be looked up one by one


def open_published(address: "Address") -> "Iterator[tuple[Address, PostgresStore]]":
    """Yield the datasets that an address means, each with what answers for it.

    Raises DatasetError, and ExtraError where psycopg is not installed.
    """
    with closing(connect(address)) as connection:
        meant = datasets_at(connection, address)
    for dataset in meant:
        yield dataset, PostgresStore(dataset)


class PostgresStore(Store):
    """One published dataset."""

    TEXTS = "unnest(?::text[]) AS part(value)"
    ROWIDS = "unnest(?::bigint[]) AS part(value)"
    FIND = "strpos"
    NO_LIMIT = None

    def __init__(self, address: "Address") -> None:
        """Begin to read a dataset. Raises DatasetError where this relcli cannot read it."""
        self._connection = connect(address)
        self._address = address
        self._deadline: float | None = None
        self._counted: dict[str, int] = {}
        self._is_reading = False
        try:
            self._begin()
        except BaseException:
            self.close()
            raise

    def _begin(self) -> None:
        """Begin a transaction."""
        self._is_reading = True
        # The tables are asked by way of their indexes, each time; and a plan that is compiled takes
        # longer than any of them takes to be done.
        self.ask(
            "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY;"
            f"SET LOCAL search_path = {quoted_name(self._address.dataset)};"
            "SET LOCAL enable_seqscan = off; SET LOCAL jit = off;"
            "SELECT 1",
            None,
        )
        self._counted.clear()
        self._noted = super().notes()
        refuse_format(self._noted.get("format"), self._address)
        self._cards = max(self._noted["cards"], 1)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def hold(self, deadline: float) -> None:
        """Begin to read anew, from what is published now, in time."""
        self.let_go()
        self._deadline = deadline
        self._begin()
        left = max(deadline - time.monotonic(), 0.0) + _GRACE
        self.ask(f"SET LOCAL statement_timeout = {left * 1000:.0f}; SELECT 1", None)

    def let_go(self) -> None:
        """End the transaction, so that the server may forget what it was read from."""
        self._deadline = None
        self._is_reading = False
        with suppress(DatasetError):  # of a server that is gone; what is asked next tells
            asked(self._connection, self._address, "ROLLBACK; SELECT 1", None)

    def ask(self, question: str, values: "Sequence[Any] | None" = ()) -> list[Any]:
        """Give all rows that a SELECT gives. Raises TooLongError while it is held, and too late."""
        if not self._is_reading:
            self._begin()
        bound = None if values is None else tuple(map(kept, values))
        try:
            return asked(self._connection, self._address, question.replace("?", "%s"), bound)
        except DatasetError:
            if self._deadline is None or time.monotonic() < self._deadline:
                raise
            raise too_long() from None

    def notes(self) -> dict[str, Any]:
        """Give what was noted in the state that is read."""
        if not self._is_reading:
            self._begin()
        return self._noted

    def texts(self, texts: "Iterable[str]") -> list[str]:
        """Write texts as a sorted list."""
        return sorted(map(kept, texts))

    def rowids(self, rowids: "Iterable[int]") -> list[int]:
        """Write rowids as a list."""
        return list(rowids)

    # Cards ----------------------------------------------------------------------------------------

    def cut(
        self,
        columns: str,
        terms: "Terms",
        unwanted: "AllOf",
        rowids: tuple[int, int],
        limits: tuple[int, int],
        *,
        newest_first: bool,
        checks: str = "TRUE",
        values: "Sequence[Any]" = (),
    ) -> list[Any]:
        """Give the cards of a range of rowids that have terms: by the terms, or one by one.

        The index of terms gives all cards that have them, to be sorted; the key gives the cards in
        order, to be looked at until there are enough. Which is less to read, the server can only
        guess, but how many cards have a term is known.
        """
        most, limit = limits
        order = "DESC" if newest_first else "ASC"
        in_range, condition = "rowid BETWEEN ? AND ?", _condition(terms, unwanted)
        bound: tuple[Any, ...]
        if (terms, unwanted) == (_EVERY_CARD, ()):
            chosen = f"SELECT rowid FROM card WHERE {in_range}"  # noqa: S608
            bound = (*rowids, most)
        elif self._is_walked(terms, most):  # so written, no index helps
            one_by_one = "(terms @@ ?::tsquery) IS TRUE"
            chosen = f"SELECT rowid FROM card WHERE {in_range} AND {one_by_one}"  # noqa: S608
            bound = (*rowids, condition, most)
        else:
            chosen = f"""WITH found AS MATERIALIZED (
                SELECT rowid FROM card WHERE terms @@ ?::tsquery AND {in_range}
            ) SELECT rowid FROM found"""  # noqa: S608
            bound = (condition, *rowids, most)
        chosen = f"{chosen} ORDER BY rowid {order} LIMIT ?"
        if columns or values:
            chosen = f"""SELECT card.rowid {columns and ","} {columns} FROM ({chosen}) AS chosen
            JOIN card ON card.rowid = chosen.rowid WHERE {checks}
            ORDER BY card.rowid {order} LIMIT ?"""  # noqa: S608
            bound = (*bound, *values, limit)
        return self.ask(chosen, bound)

    def _is_walked(self, terms: "Terms", most: int) -> bool:
        """Whether looking at cards one by one, till there are so many, is less than all that match.

        As if words were on cards by chance: of N cards, p * N have the terms, and most / p are
        looked at; the latter is less where p * N is more than the root of most * N.
        """
        self._count({term for group in terms for row in group for term in row})
        cards = self._cards
        share = prod(min(1.0, self._cards_with(group) / cards) for group in terms)
        if most >= cards:
            return bool(share * _MANY > 1)
        return bool((share * cards) ** 2 > most * cards)

    def _cards_with(self, group: "AnyOf") -> float:
        """Give how many cards have all terms of a row of a group, if the rows have none twice."""
        cards = self._cards
        shares = (prod(self._counted[term] / cards for term in row) for row in group)
        return float(cards * sum(shares))

    def _count(self, terms: set[str]) -> None:
        """Learn how many cards have each of some terms, at most."""
        if unknown := [*map(kept, sorted(terms - self._counted.keys()))]:
            short = [term[:SHORT] for term in unknown]
            self._counted |= dict.fromkeys(unknown, 0)
            self._counted |= dict(self.ask(_COUNTED, (unknown, short, unknown)))
            self._counted[facet_term(EVERY_CARD)] = self._cards

    # What it is asked in its own way --------------------------------------------------------------

    def beginning(self, prefixes: "Iterable[str]", shortest: int, longest: int) -> list[str]:
        """Give words by ranges of the vocabulary."""
        rows = self.ask(_BEGINNING, (self.texts(prefixes), shortest, longest))
        return [word for (word,) in rows]

    def ending(self, suffixes: "Iterable[str]", shortest: int, longest: int) -> list[str]:
        """Give words by ranges of the vocabulary read backwards."""
        backwards = (suffix[::-1] for suffix in suffixes)
        rows = self.ask(_ENDING, (self.texts(backwards), shortest, longest))
        return [word for (word,) in rows]

    def texts_with(self, word: str, limit: int) -> list[str]:
        """Give the texts of cards, read out of their payloads here: a NUL stops the server."""
        known = self.lookup([word])
        terms = tuple(((stem,),) for _, stem, _ in known.values())
        payloads = self.payloads(ALL_CARDS, terms, limit, newest_first=True) if terms else []
        cards = [json.loads(payload) for payload in payloads if payload]
        return [json.dumps([c["claim"], c["note"], c["actors"]], ensure_ascii=False) for c in cards]

    def claims_now(self, keys: "Sequence[str]") -> dict[str, str]:
        """Give claims, read out of payloads here."""
        select = f"""SELECT key, payload FROM card
        WHERE key IN (SELECT value FROM {self.TEXTS}) ORDER BY file DESC, line DESC"""  # noqa: S608
        rows = self.ask(select, (self.texts(keys),))
        return {key: json.loads(payload)["claim"] for key, payload in rows}

    def counts(self, first: str, last: str) -> dict[str, int]:
        """Give terms as they were counted when they were published."""
        select = f"""SELECT term, cards FROM facet
        WHERE left(term, {SHORT}) >= ? AND left(term, {SHORT}) <= ? AND term >= ? AND term <= ?
        ORDER BY term"""  # noqa: S608
        return dict(self.ask(select, (first[:SHORT], last[:SHORT], first, last)))

    def ids_named(self, kind: str, folded: str) -> list[str]:
        """Give ids by the beginnings of names, of which an index holds no more."""
        select = f"""SELECT id FROM name
        WHERE kind = ? AND left(folded, {SHORT}) = ? AND folded = ? ORDER BY id"""  # noqa: S608
        return [key for (key,) in self.ask(select, (kind, kept(folded)[:SHORT], folded))]

    def file_count(self) -> int:
        """Give how many files were published."""
        ((number,),) = self.ask("SELECT count(*) FROM file")
        return int(number)

    def files(self) -> "Iterator[tuple[str, bytes]]":
        """Yield the files that were published, each with its path in the dataset."""
        for (path,) in self.ask("SELECT path FROM file ORDER BY path"):
            for (data,) in self.ask("SELECT data FROM file WHERE path = ?", (path,)):
                yield path, data


def _condition(terms: "Terms", unwanted: "AllOf") -> str:
    """Write conditions as a tsquery."""
    groups = [" | ".join(f"({_all_of(row)})" for row in group) for group in terms]
    without = [f"!{lexeme(term)}" for term in unwanted]
    return " & ".join([*(f"({group})" for group in groups), *without])


def _all_of(row: "AllOf") -> str:
    return " & ".join(map(lexeme, row))
