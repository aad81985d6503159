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
    folder_of,
    newest_index,
    remove_index,
    seen_index,
    unchanging,
    unfinished_index,
)
from relcli.index.schema import VERSION
from relcli.index.sqlite_store import SqliteStore
from relcli.index.stamps import (
    Stamp,
    as_text,
    changed_since,
    differing,
    kept_path,
    real_path,
    stamps_of,
)
from relcli.load.files import DECLARING, read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from relcli.index.reading import FileRead, Progress
    from relcli.index.store import Problem, Store
    from relcli.index.writer import Writer

# An edit within the clock's tick leaves the time of a file as it was; FAT's tick is two seconds.
TICK = 2_000_000_000  # nanoseconds
# Seconds to wait before each attempt: somebody may just be removing the cache.
PAUSES = (0.0, 0.05, 0.1, 0.2, 0.4, 0.8)
PATIENCE = 5  # seconds to wait for another process that updates the same index
MANY = 5  # where more than one file in so many was changed, all is read anew

# Where SQLite cannot write, be it only the files beside an index that readers of it share. These
# are its result codes, whose names the module has only by halves.
_UNWRITABLE = frozenset(
    {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN}
)

_DUPLICATE = "error[duplicate-id]"

Remark = Callable[[str], None]


def open_index(dataset: Path, remark: Remark, progress: "Progress | None" = None) -> SqliteStore:
    """Return an index of a dataset as its files are now; `progress` is told how far it is.

    Raises OSError where the dataset's folder cannot be read.
    """
    stamps = stamps_of(dataset)
    try:
        return _cached_index(dataset, stamps, remark, progress)
    except (OSError, sqlite3.Error) as error:
        remark(f"searching without an index: {error}")
        index = SqliteStore()
        build(index, dataset, stamps, progress)
        return index


def refreshed(
    index: SqliteStore, dataset: Path, remark: Remark, progress: "Progress | None" = None
) -> SqliteStore:
    """Return an open index, brought up to date, or another one in its place; it is then closed.

    Raises OSError where the dataset's folder cannot be read.
    """
    os.stat(dataset)  # noqa: PTH116 - a folder that is away holds no cards, which would be no answer
    stamps = stamps_of(dataset)
    with suppress(sqlite3.Error):  # whatever is wrong with it, another one is opened
        if _is_in_use(index, dataset) and _is_up_to_date(index, dataset, stamps):
            return index
    index.close()
    return open_index(dataset, remark, progress)


def _is_in_use(index: SqliteStore, dataset: Path) -> bool:
    """Whether it is the index that others see, too: neither replaced nor removed meanwhile."""
    path = index.file()
    if not path:
        return True
    try:
        newest = seen_index(folder_of(dataset))
    except OSError:
        return False
    # By name, for SQLite has resolved the links in its path.
    return newest is not None and os.path.basename(newest) == os.path.basename(path)  # noqa: PTH119 - on the way of each request


def _cached_index(
    dataset: Path, stamps: list[Stamp], remark: Remark, progress: "Progress | None"
) -> SqliteStore:
    """Return the index in the user's cache folder, made or brought up to date."""

    def waiting() -> None:
        remark(f"another relcli is reading {dataset} into the index; this one waits for it")

    for pause in PAUSES:  # another process may remove what this one is about to open
        time.sleep(pause)
        folder = cache_folder(dataset)
        with suppress(FileNotFoundError):
            index = _newest_index(folder, dataset, stamps)
            if index is None:
                with building_alone(folder, waiting):
                    stamps = stamps_of(dataset)  # it may have waited for long
                    index = _newest_index(folder, dataset, stamps)  # somebody else was faster
                    if index is None:
                        _build_in(folder, dataset, stamps, progress)
                index = index or _newest_index(folder, dataset, stamps)
            if index is not None:
                return index
    raise sqlite3.OperationalError("other processes keep removing it")


def _newest_index(folder: str, dataset: Path, stamps: list[Stamp]) -> SqliteStore | None:
    """Return the index that was finished last if it is, or can be brought, up to date."""
    path = newest_index(folder)
    if path is None:
        return None
    try:
        return _up_to_date(SqliteStore(path), dataset, stamps)
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code == sqlite3.SQLITE_BUSY:
            raise
        if code not in _UNWRITABLE:
            remove_index(Path(path))  # damaged
        elif os.path.exists(path):  # noqa: PTH110 - as the rest of the path to a cached index
            with suppress(sqlite3.Error):
                index = _up_to_date(SqliteStore(unchanging(path)), dataset, stamps)
                if index is not None:
                    return index
            raise
    return None


def _up_to_date(index: SqliteStore, dataset: Path, stamps: list[Stamp]) -> SqliteStore | None:
    """Return an index if it is, or can be brought, up to date, else close it."""
    try:
        if _is_up_to_date(index, dataset, stamps):
            return index
    except BaseException:
        index.close()
        raise
    index.close()
    return None


def _build_in(folder: str, dataset: Path, stamps: list[Stamp], progress: "Progress | None") -> None:
    """Build an index in a folder. Raises FileNotFoundError where that is removed meanwhile."""
    building = unfinished_index(folder)
    try:
        # Until it is whole nobody reads it, so nothing has to be kept safe.
        with closing(SqliteStore(str(building), building=True)) as index:
            build(index, dataset, stamps, progress)
            index.finish()
        finish_index(building)
    except BaseException as error:
        remove_index(building)
        if isinstance(error, sqlite3.OperationalError) and not os.path.exists(folder):  # noqa: PTH110 - as above
            raise FileNotFoundError(folder) from None
        raise


def _is_up_to_date(index: SqliteStore, dataset: Path, stamps: list[Stamp]) -> bool:
    """Bring an index up to date, unless it is less work to build it anew."""
    seen = index.notes()
    if seen.get("format") != VERSION or seen.get("dataset") != _home(dataset):
        return False
    if seen["stamps"] == as_text(stamps) and seen["unsettled"] == "{}":
        return True
    unsettled = _unsettled(dataset, stamps)
    changed = _changed(dataset, stamps, seen["stamps"], json.loads(seen["unsettled"]))
    if len(changed) * MANY > len(stamps) or not changed.isdisjoint(("", *DECLARING)):
        return False
    try:
        with index.changing(PATIENCE if changed else 0) as writer:
            outrun = index.notes()["stamps"] != seen["stamps"]
            if changed and not outrun:
                _read_again(index, writer, dataset, changed, stamps)
            if not outrun:
                writer.note(stamps=as_text(stamps), unsettled=json.dumps(unsettled))
    except sqlite3.OperationalError:
        if changed:
            raise
        return True
    # Another process was faster, and may have seen other files.
    return _is_up_to_date(index, dataset, stamps) if outrun else True


def _home(dataset: Path) -> str:
    """Return where a dataset lies, as an index notes it."""
    return kept_path(os.path.realpath(dataset))


def why_outdated(seen: dict[str, str], dataset: Path) -> str:
    """Return why an index that notes this is behind the files of a dataset; "" where it is not.

    Raises OSError where the dataset's folder cannot be read.
    """
    if seen.get("format") != VERSION:
        return f"another relcli made it, of format {seen.get('format')}; this one makes {VERSION}"
    if seen.get("dataset") != _home(dataset):
        return f"it is of {seen.get('dataset')}"
    unsettled = json.loads(seen["unsettled"])
    changed = _changed(dataset, stamps_of(dataset), seen["stamps"], unsettled)
    return f"files changed since: {len(changed)}" if changed else ""


def _changed(dataset: Path, stamps: list[Stamp], seen: str, unsettled: dict[str, int]) -> set[str]:
    """Return the paths of the files that were changed, added or removed since `seen`."""
    changed = differing(stamps, seen)
    return changed | {p for p, digest in unsettled.items() if _digest(dataset, p) != digest}


def _read_again(
    index: SqliteStore, writer: "Writer", dataset: Path, changed: set[str], stamps: list[Stamp]
) -> None:
    """Replace all that the index has from some files by what these hold now."""
    from relcli.index.reading import read_files
    from relcli.load.dataset import read_declared

    troubled = {path for path, *_ in index.problems()}
    sound = troubled.isdisjoint(DECLARING)
    declared = index.declarations() if sound else read_declared(dataset)[0]
    ids = index.keys_in(changed)
    writer.drop_problems(changed)
    present = [path for path, _ in stamps if path in changed]
    gone = ((path, ()) for path in changed.difference(present))
    now = _noting_problems(writer, read_files(dataset, present, declared))
    writer.replace(chain(gone, ((file.path, file.documents) for file in now)))
    ids |= index.keys_in(changed) | writer.withdraw(_DUPLICATE)
    writer.add_problems(_duplicates(index, ids))


def build(
    index: SqliteStore, dataset: Path, stamps: list[Stamp], progress: "Progress | None" = None
) -> None:
    """Fill an empty index with all that a dataset holds."""
    from relcli.index.reading import read_files
    from relcli.load.dataset import read_declared

    unsettled = _unsettled(dataset, stamps)
    declared, problems = read_declared(dataset if dataset.is_dir() else None)
    paths = [path for path, _ in stamps if path not in DECLARING]
    with index.changing() as writer:
        writer.declare(declared)
        writer.add_problems(
            (
                os.path.relpath(problem.place.path, dataset),
                problem.place.line,
                problem.place.column,
                problem.told,
            )
            for problem in problems
        )
        read = _noting_problems(writer, read_files(dataset, paths, declared, progress))
        writer.fill(document for file in read for document in file.documents)
        writer.add_problems(_duplicates(index, index.shared_keys()))
        writer.note(format=VERSION, dataset=_home(dataset))
        writer.note(stamps=as_text(stamps), unsettled=json.dumps(unsettled))


def _noting_problems(writer: "Writer", read: "Iterable[FileRead]") -> "Iterator[FileRead]":
    """Pass on what some files hold, and note their problems on the way."""
    for file in read:
        writer.add_problems((file.path, *problem) for problem in file.problems)
        yield file


def _duplicates(index: SqliteStore, ids: set[str]) -> "Iterator[Problem]":
    """Yield, of some ids, each that more than one card has, as a problem of all but the first."""
    first = ("", "", 0)
    for key, file, line in index.places(ids):
        if key != first[0]:
            first = key, file, line
        else:
            # Facts that are one file have no path within themselves.
            there = f"{first[1]}:{first[2]}" if first[1] else f"line {first[2]}"
            what = f"{_DUPLICATE} `{key}` is the id of another card, {there}"
            yield file, line, 1, f"{what}; give it an id of its own"


def _unsettled(dataset: Path, stamps: list[Stamp]) -> dict[str, int]:
    """Return the digests of the files that were changed within the clock's tick, or lie ahead."""
    unsettled = changed_since(stamps, time.time_ns() - TICK)
    return {path: _digest(dataset, path) for path in unsettled}


def _digest(dataset: Path, path: str) -> int:
    """Return a number that another content would hardly have; 0 for what cannot be read."""
    try:
        return crc32(read_bytes(dataset / real_path(path)))
    except OSError:
        return 0


def discard(index: "Store") -> None:
    """Close an index that turned out to be damaged, and remove its file if it has one."""
    path = index.file() if isinstance(index, SqliteStore) else ""
    index.close()
    if path:
        remove_index(Path(path))
