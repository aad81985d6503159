"""Where the indexes of a dataset lie, and whether what lies there can be trusted.

Each build makes a file of its own and gives it its name when it is whole: nobody sees half an
index, and none is replaced under a reader, for an open file exists until it is closed.
"""

import os
import stat
import sys
import time
from contextlib import suppress
from pathlib import Path
from zlib import crc32

_FINISHED = ".sqlite"
_UNFINISHED = ".building"
_COMPANIONS = ("", "-wal", "-shm", "-journal")  # what SQLite lays beside a file


def cache_folder(dataset: Path) -> str:
    """Return the folder for the indexes of a dataset, made where it is missing.

    Raises OSError where there can be none, or where somebody else may write to it.
    """
    whole = os.path.realpath(dataset)
    name = f"{Path(whole).stem}-{crc32(os.fsencode(whole)):08x}"
    folder = os.path.join(_user_cache(), name)  # noqa: PTH118 - on the way of each search
    os.makedirs(folder, mode=0o700, exist_ok=True)  # noqa: PTH103
    status = os.stat(folder)  # noqa: PTH116
    shared = status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    if hasattr(os, "getuid") and (status.st_uid != os.getuid() or shared):
        raise PermissionError(f"others may write to {folder}")
    return folder


def _user_cache() -> str:
    """Return the folder that the system gives a program for what it can make again."""
    if sys.platform == "linux":
        # What platformdirs does here (XDG Base Directory Specification 0.8), a search earlier.
        home = os.environ.get("XDG_CACHE_HOME", "").strip()
        home = home if os.path.isabs(home) else os.path.expanduser("~/.cache")  # noqa: PTH111, PTH117
        return os.path.join(home, "relcli")  # noqa: PTH118
    from platformdirs import user_cache_dir  # pragma: no cover - the tests run on Linux

    return user_cache_dir("relcli")  # pragma: no cover


def newest_index(folder: str) -> str | None:
    """Return the index that was finished last."""
    names = [name for name in os.listdir(folder) if name.endswith(_FINISHED)]  # noqa: PTH208
    return os.path.join(folder, max(names)) if names else None  # noqa: PTH118


def unfinished_index(folder: str) -> Path:
    """Return the path for a new index while it is being built."""
    return Path(folder) / f"{time.time_ns():020}-{os.getpid()}{_UNFINISHED}"


def finish_index(building: Path) -> None:
    """Give an index that is whole its name, and remove those before it."""
    finished = building.with_suffix(_FINISHED)
    building.rename(finished)
    for path in finished.parent.iterdir():
        stale = path.name.endswith(_FINISHED) and path.name < finished.name
        if stale or (path.name.endswith(_UNFINISHED) and not _is_running(path)):
            remove_index(path)


def remove_index(path: Path) -> None:
    """Remove an index; that somebody else was faster is no error."""
    for companion in _COMPANIONS:
        with suppress(OSError):
            path.with_name(path.name + companion).unlink()


def _is_running(building: Path) -> bool:
    """Whether the process that began to build an index still runs."""
    pid = building.stem.rpartition("-")[2]
    try:
        os.kill(int(pid), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:  # pragma: no cover - it runs, as somebody else; root may signal all
        return True
    return True
