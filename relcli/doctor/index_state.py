"""What state the index of a dataset is in, seen without changing anything."""

import os
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from relcli.index.cache import folder_of, refuse_shared, seen_index, unchanging
from relcli.index.refresh import why_outdated
from relcli.index.sqlite_store import SqliteStore
from relcli.index.store import StoreError
from relcli.model.doctor import IndexHealth

FRESH, BEHIND, NONE = "fresh", "behind", "none"  # the next search sees to the last two by itself
IN_USE, DAMAGED, UNUSABLE = "in use", "damaged", "unusable"


def index_state(dataset: Path) -> IndexHealth:
    """Return what there is of the index of a dataset. Never raises OSError or StoreError."""
    index = IndexHealth(
        state=NONE,
        why="the next search makes it",
        folder=None,
        path=None,
        bytes=None,
        written=None,
        format=None,
        cards=None,
    )
    try:
        folder = index["folder"] = folder_of(dataset)
        _refuse_unwritable(folder)
        path = seen_index(folder) if Path(folder).exists() else None
        if path is not None:
            status = Path(path).stat()
            written = datetime.fromtimestamp(status.st_mtime, UTC)
            index["path"] = path
            index["bytes"] = status.st_size
            index["written"] = written.isoformat(timespec="seconds")
            _open(index, path, dataset)
    except OSError as error:
        index["state"] = UNUSABLE
        index["why"] = f"{error.filename}: {error.strerror}" if error.filename else str(error)
    return index


def _refuse_unwritable(folder: str) -> None:
    """Raise OSError where no index can be kept in a folder, or in the one that is to hold it."""
    nearest = next(path for path in (Path(folder), *Path(folder).parents) if os.path.lexists(path))
    if nearest == Path(folder):
        refuse_shared(folder)
    if not nearest.is_dir():
        raise NotADirectoryError(f"{nearest} is no folder")
    if not os.access(nearest, os.R_OK | os.W_OK | os.X_OK):
        raise PermissionError(f"{nearest} may not be written to")


def _open(index: IndexHealth, path: str, dataset: Path) -> None:
    """Tell what an index says of itself. Raises OSError where the dataset cannot be read."""
    try:
        address = unchanging(path)
    except PermissionError as error:
        index["state"], index["why"] = IN_USE, str(error)
        return
    try:
        with closing(SqliteStore(address)) as store:
            fault, seen = store.fault(), store.notes()
        if fault:
            index["state"], index["why"] = DAMAGED, fault
            return
        index["format"], index["cards"] = seen.get("format"), seen.get("cards")
        index["why"] = why_outdated(seen, dataset)
        index["state"] = BEHIND if index["why"] else FRESH
    except (*StoreError, LookupError, ValueError) as error:
        index["state"], index["why"] = DAMAGED, str(error)
