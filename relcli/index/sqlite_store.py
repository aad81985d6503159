"""The first body of a `Store`: SQLite answers, in a file or in memory."""

import json
import sqlite3
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from relcli.index.schema import CHANGING_PAGES, PAGES, TABLES, create_indexes
from relcli.index.store import PROBLEMS, Problem, Store

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from relcli.index.scope import AllOf, AnyOf, Terms
    from relcli.index.writer import Writer
    from relcli.load.declared import Declared

_IN_MEMORY = ":memory:"
_STEPS = 50_000  # of SQLite's machine between two looks at the clock: about a millisecond
_PREFIXED = """SELECT word FROM json_each(?) AS part
JOIN word ON word >= part.value AND word < part.value || '{' WHERE length(word) BETWEEN ? AND ?"""
_SUFFIXED = """SELECT reversed FROM json_each(?) AS part
JOIN ending ON reversed >= part.value AND reversed < part.value || '{'
WHERE length(reversed) BETWEEN ? AND ?"""
_FACETS = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.facet USING fts5vocab(main, terms, row)"


class SqliteStore(Store):
    """The index of one dataset in SQLite. Its `db` is for the modules of relcli/index alone."""

    TEXTS = ROWIDS = "json_each(?) AS part"
    FIND = "instr"
    NO_LIMIT = -1

    def __init__(self, path: str = _IN_MEMORY, *, building: bool = False) -> None:
        """Open the index at a path, which may be a URI; an empty one is made where there is none.

        Nothing is kept safe while it is `building`, until `finish`. Raises StoreError.
        """
        self.db = sqlite3.connect(path, isolation_level=None, uri=True)
        try:
            if path == _IN_MEMORY:  # what does not fit on the disk has to fit into memory
                self.db.execute("PRAGMA temp_store = MEMORY")
            self._prepare(building=building)
        except sqlite3.Error:
            self.db.close()
            raise

    def _prepare(self, *, building: bool) -> None:
        self.db.execute(f"PRAGMA cache_size = -{PAGES}")
        if building:
            self.db.execute("PRAGMA journal_mode = OFF")
        # A loss of power may cost the last change, which is then made again, but no more.
        self.db.execute(f"PRAGMA synchronous = {'OFF' if building else 'NORMAL'}")
        if not self.db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
            self.db.executescript(f"BEGIN;{TABLES}{create_indexes()}COMMIT;")

    def close(self) -> None:
        """Close the file."""
        self.db.close()

    def finish(self) -> None:
        """End building: from now on readers and a writer do not wait for each other."""
        self.db.execute("PRAGMA journal_mode = WAL")

    def file(self) -> str:
        """Give the path of the file; "" in memory."""
        _, _, path = self.db.execute("PRAGMA database_list").fetchone()
        return str(path)

    def fault(self) -> str:
        """Read all of the index, and tell what is damaged in it; "" where nothing is."""
        ((result,),) = self.db.execute("PRAGMA quick_check(1)")
        return "" if result == "ok" else str(result)

    @contextmanager
    def changing(self, patience: float | None = None) -> "Iterator[Writer]":
        """Give what changes the index; all its changes become visible at once, or none of them.

        Raises StoreError where somebody else changes it for longer than `patience` (seconds; None
        is the driver's own).
        """
        from relcli.index.writer import Writer  # no search changes anything

        if patience is not None:
            self.db.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")
        self.db.execute("BEGIN IMMEDIATE")
        self.db.execute(f"PRAGMA cache_size = -{CHANGING_PAGES}")
        try:
            writer = Writer(self)
            yield writer
            writer.enter_counts()
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")
        self.db.execute(f"PRAGMA cache_size = -{PAGES}")

    def hold(self, deadline: float) -> None:
        """Begin to read, in time: a StoreError that `ran_out` knows tells that it is over."""
        self.db.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS)
        self.db.execute("BEGIN")

    def let_go(self) -> None:
        """End what `hold` began."""
        self.db.set_progress_handler(None, 0)
        if self.db.in_transaction:
            self.db.execute("ROLLBACK")

    # How it is asked ------------------------------------------------------------------------------

    def ask(self, question: str, values: "Sequence[Any]" = ()) -> list[Any]:
        """Give all rows that a SELECT gives."""
        return self.db.execute(question, values).fetchall()

    def texts(self, texts: "Iterable[str]") -> str:
        """Write texts as a sorted JSON array."""
        return json.dumps(sorted(texts))

    def rowids(self, rowids: "Iterable[int]") -> str:
        """Write rowids as a JSON array."""
        return str(list(rowids))

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
        """Give the cards of a range of rowids that have terms, by the full text."""
        most, limit = limits
        order = "DESC" if newest_first else "ASC"
        chosen = f"""SELECT rowid FROM terms WHERE terms MATCH ? AND rowid BETWEEN ? AND ?
        ORDER BY rowid {order} LIMIT ?"""  # noqa: S608 - values are bound, here and below
        if columns or values:
            chosen = f"""SELECT card.rowid {columns and ","} {columns} FROM ({chosen}) AS chosen
            CROSS JOIN card ON card.rowid = chosen.rowid WHERE {checks} LIMIT ?"""  # noqa: S608
            values = (*values, limit)
        return self.ask(chosen, (_full_text(terms, unwanted), *rowids, most, *values))

    # What it is asked in its own way --------------------------------------------------------------

    def beginning(self, prefixes: "Iterable[str]", shortest: int, longest: int) -> list[str]:
        """Give words by ranges of the vocabulary."""
        rows = self.ask(_PREFIXED, (self.texts(prefixes), shortest, longest))
        return [word for (word,) in rows]

    def ending(self, suffixes: "Iterable[str]", shortest: int, longest: int) -> list[str]:
        """Give words by ranges of the vocabulary written backwards."""
        backwards = (suffix[::-1] for suffix in suffixes)
        rows = self.ask(_SUFFIXED, (self.texts(backwards), shortest, longest))
        return [word[::-1] for (word,) in rows]

    def texts_with(self, word: str, limit: int) -> list[str]:
        """Give the texts of cards that SQLite reads out of their payloads."""
        select = """SELECT json_extract(payload, '$.claim', '$.note', '$.actors') FROM card
        WHERE json_valid(payload) AND rowid IN (SELECT rowid FROM terms WHERE terms MATCH (
            SELECT '"' || stem || '"' FROM word WHERE word = ?) ORDER BY rowid DESC LIMIT ?)"""
        return [text for (text,) in self.ask(select, (word, limit))]

    def claims_now(self, keys: "Sequence[str]") -> dict[str, str]:
        """Give claims that SQLite reads out of payloads."""
        select = f"""SELECT key, json_extract(payload, '$.claim') FROM card
        WHERE key IN (SELECT value FROM {self.TEXTS}) ORDER BY file DESC, line DESC"""  # noqa: S608
        return dict(self.ask(select, (self.texts(keys),)))

    def counts(self, first: str, last: str) -> dict[str, int]:
        """Give terms as the full text counts them."""
        self.db.execute(_FACETS)
        select = "SELECT term, doc FROM temp.facet WHERE term >= ? AND term <= ?"
        return dict(self.ask(select, (first, last)))

    # What only who writes it asks -----------------------------------------------------------------

    def keys_in(self, files: "Iterable[str]") -> set[str]:
        """Give the keys of the cards of some files."""
        select = "SELECT key FROM card WHERE file = ?"
        return {key for file in files for (key,) in self.ask(select, (file,))}

    def shared_keys(self) -> set[str]:
        """Give the keys that more than one card has."""
        select = "SELECT key FROM card GROUP BY key HAVING count(*) > 1"
        return {key for (key,) in self.ask(select)}

    def places(self, keys: "Iterable[str]") -> list[tuple[str, str, int]]:
        """Give (key, file, line) of the cards with some keys, in the order of these."""
        select = f"""SELECT key, file, line FROM card
        WHERE key IN (SELECT value FROM {self.TEXTS}) ORDER BY key, file, line"""  # noqa: S608
        return self.ask(select, (self.texts(keys),))

    def declarations(self) -> "Declared":
        """Give all that the dataset declares and a card may name; read when it is asked for."""
        from relcli.index.declarations import kept  # only where cards are read

        return kept(self.db)

    def problems(self) -> list[Problem]:
        """Give what is wrong with the files, in the order of these."""
        return self.ask(PROBLEMS)


def _full_text(terms: "Terms", unwanted: "AllOf") -> str:
    """Write conditions as one full-text expression."""
    without = f" NOT {_any_of((term,) for term in unwanted)}" if unwanted else ""
    return f"({' AND '.join(map(_any_of, terms))}){without}"


def _any_of(rows: "Iterable[AllOf] | AnyOf") -> str:
    """Write a full-text expression that a card meets with all terms of any of the rows."""
    return "(" + " OR ".join('("' + '" AND "'.join(row) + '")' for row in rows) + ")"
