"""Where the indexes of a dataset lie, and whether what lies there can be trusted.

Each build makes a file of its own and gives it its name when it is whole: nobody sees half an
index, and none is replaced under a reader, for an open file exists until it is closed. What is
left of older indexes is removed by whoever looks next. One process at a time builds, under a lock
that the system takes back however that process ends; so an unfinished index without a lock was left
by a process that was killed, and is removed as well.
"""

import os
import stat
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from zlib import crc32

from relcli.system import POSIX

_FINISHED = ".sqlite"
_UNFINISHED = ".building"
_COMPANIONS = ("", "-wal", "-shm", "-journal")  # what SQLite lays beside a file
_DIGITS = 20  # of the number that a name begins with: nanoseconds since 1970
_SHOWN = 40  # letters of a dataset's name in that of its folder, of 255 bytes at most
_LOCK = "building.lock"
QUIETLY = 2  # seconds to wait for another process that builds before this is told
LONGEST = 1800  # seconds to wait for it at all; a million cards take a few minutes


def cache_folder(dataset: Path) -> str:
    """Return the folder for the indexes of a dataset, made where it is missing.

    Raises OSError where there can be none, or where somebody else may write to it.
    """
    return _made(folder_of(dataset))


def shared_folder() -> str:
    """Return the folder for what the indexes of all datasets need, made where it is missing.

    Raises OSError where there can be none, or where somebody else may write to it.
    """
    return _made(_user_cache())


def _made(folder: str) -> str:
    """Return a folder, made where it is missing. Raises OSError as those that call it."""
    os.makedirs(folder, mode=0o700, exist_ok=True)
    refuse_shared(folder)
    return folder


def folder_of(dataset: Path) -> str:
    """Return where the indexes of a dataset lie if there are any. Raises OSError without a home."""
    whole = os.path.realpath(dataset)
    name = f"{Path(whole).stem[:_SHOWN]}-{crc32(os.fsencode(whole)):08x}"
    return os.path.join(_user_cache(), name)


def refuse_shared(folder: str) -> None:
    """Raise OSError where there is no such folder, or where somebody else may write to it."""
    status = os.stat(folder)
    if not POSIX:
        return
    if status.st_uid != os.getuid():
        raise PermissionError(f"{folder} belongs to somebody else")
    if status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise PermissionError(f"others may write to {folder}")


def _user_cache() -> str:
    """Return the folder that the system gives a program for what it can make again."""
    if sys.platform == "linux":
        # What platformdirs does here (XDG Base Directory Specification 0.8), a search earlier.
        home = os.environ.get("XDG_CACHE_HOME", "").strip()
        home = home if os.path.isabs(home) else os.path.expanduser("~/.cache")
        if not os.path.isabs(home):
            raise FileNotFoundError("there is no home folder to keep one in")
        return os.path.join(home, "relcli")
    from platformdirs import user_cache_dir  # pragma: no cover - the tests run on Linux

    return user_cache_dir("relcli")  # pragma: no cover


def newest_index(folder: str) -> str | None:
    """Return the index that was finished last; what is left of older ones is removed."""
    names = _names(folder)
    newest = _newest(names)
    _remove(folder, (n for n in names if _UNFINISHED not in n and _stem(n) != _stem(newest)))
    if any(_UNFINISHED in name for name in names):
        _remove_unfinished(folder)
    return os.path.join(folder, newest) if newest else None


def seen_index(folder: str) -> str | None:
    """Return the index that was finished last, and leave all as it is."""
    newest = _newest(_names(folder))
    return os.path.join(folder, newest) if newest else None


def unfinished_index(folder: str) -> Path:
    """Return the path for a new index while it is being built: later than all that are there."""
    last = max((int(name[:_DIGITS]) for name in _names(folder)), default=0)
    number = max(time.time_ns(), last + 1)  # the clock may have gone backwards
    return Path(folder) / f"{number:0{_DIGITS}}-{os.getpid()}{_UNFINISHED}"


@contextmanager
def building_alone(folder: str, waiting: Callable[[], None]) -> Iterator[None]:
    """Let no other process build an index in a folder meanwhile; `waiting` tells of a long wait.

    Raises OSError where there can be no lock, or another process holds it for too long.
    """
    try:
        lock = _locked(folder, QUIETLY)
    except TimeoutError:
        waiting()
        lock = _locked(folder, LONGEST)
    with lock:
        yield


def finish_index(building: Path) -> None:
    """Give an index that is whole its name."""
    building.rename(building.with_suffix(_FINISHED))


def remove_index(path: Path) -> None:
    """Remove an index; that somebody else was faster is no error."""
    for companion in _COMPANIONS:
        with suppress(OSError):
            path.with_name(path.name + companion).unlink()


def unchanging(path: str) -> str:
    """Return how to open an index where neither it nor a file beside it can be written.

    Raises OSError where a part of it has not yet come to the file itself.
    """
    with suppress(FileNotFoundError):
        if Path(f"{path}-wal").stat().st_size:
            raise PermissionError("a change of it is yet to be entered")
    return f"{Path(path).as_uri()}?immutable=1"


def _names(folder: str) -> list[str]:
    """Return the names of the files in the folder that are ours."""
    names = os.listdir(folder)
    return [name for name in names if name[:_DIGITS].isdecimal() and name[_DIGITS:][:1] == "-"]


def _newest(names: list[str]) -> str:
    return max((name for name in names if name.endswith(_FINISHED)), default="")


def _stem(name: str) -> str:
    return name.partition(".")[0]


def _remove(folder: str, names: Iterable[str]) -> None:
    """Remove some files; on Windows, one that somebody has open stays until nobody has."""
    for name in names:
        with suppress(OSError):
            Path(folder, name).unlink()


def _remove_unfinished(folder: str) -> None:
    """Remove what builds left that were killed, unless there is one that goes on."""
    with suppress(OSError), _locked(folder, 0):
        _remove(folder, (name for name in _names(folder) if _UNFINISHED in name))


def _locked(folder: str, wait: float) -> AbstractContextManager[object]:
    """Return the lock of whoever builds in a folder, held until the end of its `with`.

    Raises TimeoutError where another process holds it for longer than some seconds, else OSError.
    """
    from filelock import FileLock  # 30 ms, and most searches build nothing

    return FileLock(os.path.join(folder, _LOCK)).acquire(timeout=wait)
