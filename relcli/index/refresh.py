"""An index that is as fresh as the files: the cached one brought up to date, or one in memory.

Each search looks at every file from outside (path, times of change, size, inode) and compares that
with what was seen when the index was made. Only what was changed is read again. A file changed so
shortly before it was read that a further change might not move its time is compared by content.
Whatever goes wrong with the cache ends in a new index, and if that cannot be written, in one in
memory that gives the same answers.
"""

import json
import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from relcli.index.cache import (
    building_alone,
    cache_folder,
    finish_index,
    newest_index,
    remove_index,
    unchanging,
    unfinished_index,
)
from relcli.index.schema import VERSION
from relcli.index.stamps import Stamp, as_text, changed_since, stamps_of
from relcli.index.store import Index
from relcli.load.files import DECLARING, read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from relcli.index.reading import FileRead
    from relcli.index.writer import Writer

# An edit within the clock's tick leaves the time of a file as it was; FAT's tick is two seconds.
TICK = 2_000_000_000  # nanoseconds
ATTEMPTS = 3
PATIENCE = 5  # seconds to wait for another process that updates the same index
MANY = 5  # where more than one file in so many was changed, all is read anew

# Where SQLite cannot write, be it only the files beside an index that readers of it share. These
# are its result codes, whose names the module has only by halves.
_UNWRITABLE = frozenset(
    {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN}
)

_DUPLICATE = "error[duplicate-id]"

_SHARED_ID = "SELECT key FROM card GROUP BY key HAVING count(*) > 1"
_CARDS_OF_IDS = """
SELECT key, file, line FROM card WHERE key IN (SELECT value FROM json_each(?))
ORDER BY key, file, line
"""
_IDS_TOLD = """
SELECT key FROM card JOIN problem ON file = path AND card.line = problem.line WHERE message LIKE ?
"""

Remark = Callable[[str], None]


def open_index(dataset: Path, remark: Remark) -> Index:
    """Return an index of a dataset as its files are now.

    Raises OSError where the dataset's folder cannot be read.
    """
    stamps = stamps_of(dataset)
    try:
        return _cached_index(dataset, stamps, remark)
    except (OSError, sqlite3.Error) as error:
        remark(f"searching without an index: {error}")
        index = Index()
        # What does not fit on the disk has to fit into memory.
        index.db.execute("PRAGMA temp_store = MEMORY")
        build(index, dataset, stamps)
        return index


def _cached_index(dataset: Path, stamps: list[Stamp], remark: Remark) -> Index:
    """Return the index in the user's cache folder, made or brought up to date."""

    def waiting() -> None:
        remark(f"another relcli is reading {dataset} into the index; this one waits for it")

    for _ in range(ATTEMPTS):  # another process may remove what this one is about to open
        folder = cache_folder(dataset)
        with suppress(FileNotFoundError):
            index = _newest_index(folder, dataset, stamps)
            if index is not None:
                return index
            with building_alone(folder, waiting):
                stamps = stamps_of(dataset)  # it may be long ago that they were taken
                index = _newest_index(folder, dataset, stamps)  # another process was faster
                if index is not None:
                    return index
                _build_in(folder, dataset, stamps)
    raise sqlite3.OperationalError("other processes keep changing it")


def _newest_index(folder: str, dataset: Path, stamps: list[Stamp]) -> Index | None:
    """Return the index that was finished last if it is, or can be brought, up to date."""
    path = newest_index(folder)
    if path is None:
        return None
    try:
        return _up_to_date(Index(path), dataset, stamps)
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code == sqlite3.SQLITE_BUSY:
            raise
        if code not in _UNWRITABLE:
            remove_index(Path(path))  # damaged
        elif os.path.exists(path):  # noqa: PTH110 - as the rest of the path to a cached index
            with suppress(sqlite3.Error):
                index = _up_to_date(Index(unchanging(path)), dataset, stamps)
                if index is not None:
                    return index
            raise
    return None


def _up_to_date(index: Index, dataset: Path, stamps: list[Stamp]) -> Index | None:
    """Return an index if it is, or can be brought, up to date, else close it."""
    try:
        if _is_up_to_date(index, dataset, stamps):
            return index
    except BaseException:
        index.close()
        raise
    index.close()
    return None


def _build_in(folder: str, dataset: Path, stamps: list[Stamp]) -> None:
    building = unfinished_index(folder)
    try:
        with closing(Index(str(building))) as index:
            # Until it is whole nobody reads it, so nothing has to be kept safe.
            index.db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
            build(index, dataset, stamps)
            # From now on readers and a writer do not wait for each other.
            index.db.execute("PRAGMA journal_mode = WAL")
        finish_index(building)
    except BaseException:
        remove_index(building)
        raise


def _is_up_to_date(index: Index, dataset: Path, stamps: list[Stamp]) -> bool:
    """Bring an index up to date, unless it is less work to build it anew."""
    seen = dict(index.db.execute("SELECT name, value FROM meta"))
    if seen.get("format") != VERSION or seen.get("dataset") != os.path.realpath(dataset):
        return False
    if seen["stamps"] == as_text(stamps) and seen["unsettled"] == "{}":
        return True
    unsettled = _unsettled(dataset, stamps)
    changed = _changed(dataset, stamps, seen["stamps"], json.loads(seen["unsettled"]))
    if len(changed) * MANY > len(stamps) or not changed.isdisjoint(("", *DECLARING)):
        return False
    index.db.execute(f"PRAGMA busy_timeout = {PATIENCE * 1000 if changed else 0}")
    try:
        with index.changing() as writer:
            ((now_seen,),) = index.db.execute("SELECT value FROM meta WHERE name = 'stamps'")
            outrun = now_seen != seen["stamps"]
            if changed and not outrun:
                _read_again(index, writer, dataset, changed, stamps)
            if not outrun:
                _note(index, stamps=as_text(stamps), unsettled=json.dumps(unsettled))
    except sqlite3.OperationalError:
        if changed:
            raise
        return True
    # Another process was faster, and may have seen other files.
    return _is_up_to_date(index, dataset, stamps) if outrun else True


def why_outdated(seen: dict[str, str], dataset: Path) -> str:
    """Return why an index that notes this is behind the files of a dataset; "" where it is not.

    Raises OSError where the dataset's folder cannot be read.
    """
    if seen.get("format") != VERSION:
        return f"another relcli made it, of format {seen.get('format')}; this one makes {VERSION}"
    if seen.get("dataset") != os.path.realpath(dataset):
        return f"it is of {seen.get('dataset')}"
    unsettled = json.loads(seen["unsettled"])
    changed = _changed(dataset, stamps_of(dataset), seen["stamps"], unsettled)
    return f"files changed since: {len(changed)}" if changed else ""


def _changed(dataset: Path, stamps: list[Stamp], seen: str, unsettled: dict[str, int]) -> set[str]:
    """Return the paths of the files that were changed, added or removed since `seen`."""
    differing = set(seen.splitlines()) ^ set(as_text(stamps).splitlines())
    changed = {line.partition("\t")[2] for line in differing}
    return changed | {p for p, digest in unsettled.items() if _digest(dataset / p) != digest}


def _read_again(
    index: Index, writer: "Writer", dataset: Path, changed: set[str], stamps: list[Stamp]
) -> None:
    """Replace all that the index has from some files by what these hold now."""
    from relcli.index.declarations import kept
    from relcli.index.reading import read_files
    from relcli.load.dataset import read_declared

    troubled = {path for (path,) in index.db.execute("SELECT path FROM problem")}
    sound = troubled.isdisjoint(DECLARING)
    declared = kept(index.db) if sound else read_declared(dataset)[0]
    ids = _ids_in(index, changed)
    for path in changed:
        index.db.execute("DELETE FROM problem WHERE path = ?", (path,))
    present = [path for path, _ in stamps if path in changed]
    gone = ((path, ()) for path in changed.difference(present))
    now = _noting_problems(index, read_files(dataset, present, declared))
    writer.replace(chain(gone, ((file.path, file.documents) for file in now)))
    ids |= _ids_in(index, changed)
    ids |= {key for (key,) in index.db.execute(_IDS_TOLD, (f"{_DUPLICATE}%",))}
    index.db.execute("DELETE FROM problem WHERE message LIKE ?", (f"{_DUPLICATE}%",))
    _note_duplicates(index, ids)


def _ids_in(index: Index, paths: set[str]) -> set[str]:
    """Return the ids of the cards of some files."""
    select = "SELECT key FROM card WHERE file = ?"
    return {key for path in paths for (key,) in index.db.execute(select, (path,))}


def build(index: Index, dataset: Path, stamps: list[Stamp]) -> None:
    """Fill an empty index with all that a dataset holds."""
    from relcli.index import declarations
    from relcli.index.reading import read_files
    from relcli.load.dataset import read_declared

    unsettled = _unsettled(dataset, stamps)
    declared, problems = read_declared(dataset if dataset.is_dir() else None)
    paths = [path for path, _ in stamps if path not in DECLARING]
    with index.changing() as writer:
        declarations.keep(index.db, declared)
        for problem in problems:
            path = os.path.relpath(problem.place.path, dataset)
            what = str(problem).removeprefix(f"{problem.place}: ")
            row = (path, problem.place.line, problem.place.column, what)
            index.db.execute("INSERT INTO problem VALUES (?, ?, ?, ?)", row)
        read = _noting_problems(index, read_files(dataset, paths, declared))
        writer.fill(document for file in read for document in file.documents)
        _note_duplicates(index, {key for (key,) in index.db.execute(_SHARED_ID)})
        _note(index, format=VERSION, dataset=os.path.realpath(dataset))
        _note(index, stamps=as_text(stamps), unsettled=json.dumps(unsettled))


def _note(index: Index, **meta: str) -> None:
    index.db.executemany("REPLACE INTO meta VALUES (?, ?)", meta.items())


def _noting_problems(index: Index, read: "Iterable[FileRead]") -> "Iterator[FileRead]":
    """Pass on what some files hold, and note their problems on the way."""
    for file in read:
        rows = ((file.path, *problem) for problem in file.problems)
        index.db.executemany("INSERT INTO problem VALUES (?, ?, ?, ?)", rows)
        yield file


def _note_duplicates(index: Index, ids: set[str]) -> None:
    """Note, of some ids, each that more than one card has, as a problem of all but the first."""
    first = ("", "", 0)
    for key, file, line in index.db.execute(_CARDS_OF_IDS, (json.dumps([*ids]),)).fetchall():
        if key != first[0]:
            first = key, file, line
        else:
            what = f"{_DUPLICATE} `{key}` is the id of another card, {first[1]}:{first[2]}"
            row = (file, line, 1, f"{what}; give it an id of its own")
            index.db.execute("INSERT INTO problem VALUES (?, ?, ?, ?)", row)


def _unsettled(dataset: Path, stamps: list[Stamp]) -> dict[str, int]:
    """Return the digests of the files that were changed within the clock's tick, or lie ahead."""
    unsettled = changed_since(stamps, time.time_ns() - TICK)
    return {path: _digest(dataset / path) for path in unsettled}


def _digest(path: Path) -> int:
    """Return a number that another content would hardly have; 0 for what cannot be read."""
    try:
        return crc32(read_bytes(path))
    except OSError:
        return 0


def discard(index: Index) -> None:
    """Close an index that turned out to be damaged, and remove its file if it has one."""
    _, _, path = index.db.execute("PRAGMA database_list").fetchone()
    index.close()
    if path:
        remove_index(Path(path))
