"""The history of one dataset, kept beside its index: what changed on which card in which commit.

It is as disposable as an index. A commit never changes, so what was read of it is read once; where
a commit is none of the history any more, all from it on is dropped. Readers and a writer in other
processes do not see half of a change, and one that is killed leaves what it had finished.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from typing import Self

# Of the tables, and of how cards are read and compared: what another version wrote is read anew.
VERSION = "1"
PATIENCE = 30  # seconds to wait for another process that reads the same history
FILE = "history.sqlite"

HistoryStoreError = sqlite3.Error

_TABLES = f"""
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE recorded (
    number INTEGER PRIMARY KEY, name TEXT UNIQUE, time INTEGER, author TEXT, message TEXT);
CREATE TABLE change (
    number INTEGER, chain INTEGER, id TEXT, claim TEXT, events TEXT, changes TEXT,
    PRIMARY KEY (chain, number)) WITHOUT ROWID;
CREATE INDEX change_of_id ON change (id);
CREATE INDEX change_of_commit ON change (number);
INSERT INTO meta VALUES ('version', '{VERSION}');
"""  # noqa: S608 - no text from outside
_ROWS = """SELECT change.id, claim, events, changes, chain, recorded.number, name, time, author,
message FROM change JOIN recorded ON recorded.number = change.number"""


def is_damaged(error: Exception) -> bool:
    """Whether an error tells of a file that is no history any more, not of one that is busy."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}


def remove_kept(path: Path) -> None:
    """Remove a history; that somebody else was faster is no error."""
    for companion in ("", "-journal"):
        path.with_name(path.name + companion).unlink(missing_ok=True)


class KeptCommit(NamedTuple):
    """A commit: its name, when it was recorded (seconds since 1970), by whom, and its message."""

    name: str
    time: int
    author: str
    message: str


class KeptChange(NamedTuple):
    """What changed on the card of a chain in a commit; `number` counts the commits that did."""

    id: str
    claim: str
    events: list[str]
    changes: dict[str, list[Any]]
    chain: int
    number: int
    commit: KeptCommit


class HistoryStore:
    """What was read of the history of one dataset."""

    def __init__(self, path: Path | None = None, *, reading: bool = False) -> None:
        """Open it at a path, in memory without one; with `reading`, only if it is there.

        What another version wrote is dropped. Raises HistoryStoreError.
        """
        self._forget()
        if path is None:
            self._db = sqlite3.connect(":memory:", isolation_level=None)
        else:
            uri = f"{path.absolute().as_uri()}?mode={'ro' if reading else 'rwc'}"
            self._db = sqlite3.connect(uri, isolation_level=None, uri=True, timeout=PATIENCE)
        try:
            if not reading:
                self._make()
            elif self.note("version") != VERSION:
                raise sqlite3.DatabaseError("another version wrote it")
        except sqlite3.Error:
            self._db.close()
            raise

    def _make(self) -> None:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            tables = [name for (name,) in self._db.execute(_TABLE_NAMES)]
            if "meta" not in tables or self.note("version") != VERSION:
                for table in tables:
                    self._db.execute(f'DROP TABLE "{table}"')
                for statement in filter(str.strip, _TABLES.split(";\n")):
                    self._db.execute(statement)
            self._db.execute("COMMIT")
        except sqlite3.Error:
            self._db.execute("ROLLBACK")
            raise

    def __enter__(self) -> "Self":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    # What reads the history of a repository

    def begin(self) -> None:
        """Begin a change, which others see when it is finished; they wait to make their own."""
        self._db.execute("BEGIN IMMEDIATE")

    def finish(self) -> None:
        """Let others see the change."""
        self._write()
        self._db.execute("COMMIT")

    def give_up(self) -> None:
        """Undo what is not finished."""
        self._forget()
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")

    def note(self, name: str) -> str:
        """Return what was noted under a name; "" where nothing was."""
        select = "SELECT value FROM meta WHERE name = ?"
        return next((str(value) for (value,) in self._db.execute(select, (name,))), "")

    def set_notes(self, **notes: str) -> None:
        """Note some values by their names."""
        self._db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", notes.items())

    def commits(self) -> Iterator[tuple[int, str]]:
        """Yield the number and the name of each commit, the last one first."""
        yield from self._db.execute("SELECT number, name FROM recorded ORDER BY number DESC")

    def drop_after(self, number: int) -> None:
        """Forget the commits after one."""
        self._db.execute("DELETE FROM change WHERE number > ?", (number,))
        self._db.execute("DELETE FROM recorded WHERE number > ?", (number,))

    def add_commit(self, number: int, commit: KeptCommit) -> None:
        """Keep a commit."""
        self._new_commits.append((number, *commit))

    def add_change(
        self, number: int, chain: int, card: tuple[str, str], told: tuple[Sequence[str], Any]
    ) -> None:
        """Keep what changed on a card (its id and claim after that) in a commit."""
        events, changes = told
        row = number, chain, *card, " ".join(events), json.dumps(changes)
        self._new_changes.append(row)

    def _write(self) -> None:
        """Write what was added, many rows at once: one by one takes three times as long."""
        self._db.executemany("INSERT INTO recorded VALUES (?, ?, ?, ?, ?)", self._new_commits)
        insert = "INSERT OR REPLACE INTO change VALUES (?, ?, ?, ?, ?, ?)"
        self._db.executemany(insert, self._new_changes)
        self._forget()

    def _forget(self) -> None:
        self._new_commits: list[tuple[Any, ...]] = []
        self._new_changes: list[tuple[Any, ...]] = []

    def next_chain(self) -> int:
        """Return a number that no chain has."""
        ((last,),) = self._db.execute("SELECT max(chain) FROM change")
        return (last or 0) + 1

    def chain_of(self, card_id: str) -> tuple[int, bool] | None:
        """Return the chain of the card that had an id last, and whether it goes on by another id.

        None where no card had it.
        """
        select = "SELECT chain FROM change WHERE id = ? ORDER BY number DESC LIMIT 1"
        last = "SELECT id, events FROM change WHERE chain = ? ORDER BY number DESC LIMIT 1"
        self._write()
        found = self._db.execute(select, (card_id,)).fetchone()
        if found is None:
            return None
        last_id, events = self._db.execute(last, found).fetchone()
        return int(found[0]), last_id != card_id and "removed" not in events.split()

    # What asks for it

    def changes_of(self, ids: Iterable[str]) -> Iterator[KeptChange]:
        """Yield what changed on the cards that have, or had, some ids; the newest first."""
        where = """WHERE chain IN (
            SELECT chain FROM change WHERE id IN (SELECT value FROM json_each(?)))"""
        yield from self._changes(where, "DESC", (json.dumps(list(ids)),))

    def chains_of(self, ids: Iterable[str]) -> list[int]:
        """Return the chains of the cards that have, or had, some ids."""
        select = "SELECT DISTINCT chain FROM change WHERE id IN (SELECT value FROM json_each(?))"
        return [chain for (chain,) in self._db.execute(select, (json.dumps(list(ids)),))]

    def changes(self, *, since: int | None = None) -> Iterator[KeptChange]:
        """Yield what changed on all cards since a time (seconds since 1970), the newest first."""
        where, values = ("", ()) if since is None else ("WHERE time >= ?", (since,))
        yield from self._changes(where, "DESC", values)

    def changes_between(self, first: int, last: int) -> Iterator[KeptChange]:
        """Yield what changed in the commits after one up to another one, the oldest first."""
        yield from self._changes(
            "WHERE change.number > ? AND change.number <= ?", "", (first, last)
        )

    def number_of_first(self, names: Iterable[str]) -> int | None:
        """Return the number of the first of some commits that touched these facts, if any did."""
        select = "SELECT number FROM recorded WHERE name = ?"
        found = (row for name in names for row in self._db.execute(select, (name,)))
        return next((int(number) for (number,) in found), None)

    def _changes(self, where: str, order: str, values: Sequence[Any]) -> Iterator[KeptChange]:
        select = f"{_ROWS} {where} ORDER BY change.number {order}, chain"
        for card_id, claim, events, changes, chain, number, *commit in self._db.execute(
            select, tuple(values)
        ):
            told: Mapping[str, list[Any]] = json.loads(changes)
            yield KeptChange(
                card_id, claim, events.split(), dict(told), chain, number, KeptCommit(*commit)
            )


_TABLE_NAMES = "SELECT name FROM sqlite_master WHERE type = 'table'"
