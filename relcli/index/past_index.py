"""Indexes of datasets as they were once: what was recorded never changes, so they are kept.

Each lies beside the dataset's own under a name made of what it holds. None is ever changed; the
ones that nobody asked for lately are removed, and who has one open still reads it.
"""

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from relcli.index.cache import cache_folder, remove_index, unchanging
from relcli.index.refresh import build
from relcli.index.schema import VERSION
from relcli.index.sqlite_store import SqliteStore
from relcli.index.stamps import stamps_of

if TYPE_CHECKING:
    from relcli.index.reading import Progress

KEPT = 8  # indexes of the past of one dataset: a few that are compared with each other
_LEFT = 86_400  # seconds after which one that is unfinished was left by a process that was killed
_FINISHED, _UNFINISHED = ".sqlite", ".building"
_PAST = "past-"


def open_past(
    dataset: Path,
    key: str,
    files: Callable[[], Path],
    remark: Callable[[str], None],
    progress: "Progress | None" = None,
) -> SqliteStore:
    """Return the index of a dataset as it was: `files` gives where it lies, should there be none.

    `key` is the same only for the same files.
    """
    try:
        folder = Path(cache_folder(dataset))
        path = folder / f"{_PAST}{VERSION}-{key}{_FINISHED}"
        index = _kept(path)
        if index is None:
            _build(path, files(), progress)
            _remove_others(folder, path)
            index = _kept(path)
        if index is not None:
            return index
    except (OSError, sqlite3.Error) as error:
        remark(f"searching without an index: {error}")
    index = SqliteStore()
    build(index, files(), stamps_of(files()), progress)
    return index


def _kept(path: Path) -> SqliteStore | None:
    """Return an index that is there and whole."""
    try:
        os.utime(path)
        index = SqliteStore(unchanging(str(path.absolute())))
    except (OSError, sqlite3.OperationalError):
        return None
    except sqlite3.DatabaseError:
        remove_index(path)
        return None
    return index


def _build(path: Path, files: Path, progress: "Progress | None") -> None:
    """Build an index, and give it its name when it is whole."""
    building = path.with_name(f"{path.name}-{os.getpid()}-{time.time_ns()}{_UNFINISHED}")
    try:
        with closing(SqliteStore(str(building), building=True)) as index:
            build(index, files, stamps_of(files), progress)
        building.replace(path)
    except BaseException:
        remove_index(building)
        raise


def _remove_others(folder: Path, newest: Path) -> None:
    """Remove what nobody asked for lately, and what was left unfinished."""
    times: list[tuple[float, Path]] = []
    for path in folder.glob(f"{_PAST}*"):
        with suppress(OSError):
            times.append((path.stat().st_mtime, path))
    finished = sorted(
        (t for t in times if t[1].suffix == _FINISHED and t[1] != newest), reverse=True
    )
    left = [t for t in times if t[1].suffix == _UNFINISHED and t[0] < time.time() - _LEFT]
    for _, path in (*finished[KEPT - 1 :], *left):
        remove_index(path)
