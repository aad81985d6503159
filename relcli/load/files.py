"""The files that a dataset is read from: which they are, and what they hold."""

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

DATASET_FILE = "dataset.yaml"
DECLARING = (DATASET_FILE, "actors.yaml", "sources.yaml")
_SUFFIXES = (".yaml", ".yml")
LARGEST_FILE = 64 * 1024 * 1024  # bytes; a card is about a kilobyte
# Of which a card has about twenty. A value can be written with two bytes, and takes a hundred times
# as many in memory.
MOST_VALUES = 6_000_000


class NoFileError(OSError):
    """What stands where a file of a dataset should, and is none to be read; with the cure."""

    def __init__(self, why: str, cure: str) -> None:
        super().__init__(errno.EINVAL, why)
        self.cure = cure


def read_bytes(path: Path) -> bytes:
    """Return what a file of a dataset holds. Raises OSError; NoFileError for what is none.

    A dataset may come from a stranger. So a link is followed only to what lies beside it or below,
    lest a dataset show, or change, what else the user has; and nothing is read that has no end.
    """
    if path.is_symlink() and not _whole(path).is_relative_to(_whole(path.parent)):
        raise NoFileError("it is a link out of its folder", "put the file itself in its place")
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise NoFileError("it is no regular file", "put a text file in its place")
    if status.st_size > LARGEST_FILE:
        raise _too_large()
    with open(path, "rb", opener=_without_waiting) as file:
        data = file.read(status.st_size + 1) or b""
    if len(data) > status.st_size:
        raise NoFileError("it was written to meanwhile", "run this again")
    _refuse_many_values(data)
    return data


def read_stream(stream: BinaryIO) -> bytes:
    """Return what a pipe gives, within the bounds of a file. Raises NoFileError, OSError."""
    data = stream.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise _too_large()
    _refuse_many_values(data)
    return data


def _too_large() -> NoFileError:
    return NoFileError(f"it is larger than {LARGEST_FILE >> 20} MB", "split it into several")


def _refuse_many_values(data: bytes) -> None:
    if len(data) > MOST_VALUES and _values(data) > MOST_VALUES:
        raise NoFileError(f"it holds more than {MOST_VALUES:,} values", "split it into several")


def _values(data: bytes) -> int:
    """Return about how many values there are: one a line, a dash, an open bracket, a separator."""
    lines = max(map(data.count, (b"\n", b"\r", b"- ")))
    return lines + sum(map(data.count, (b",", b";", b"\t", b"[", b"{")))


def _whole(path: Path) -> Path:
    """Return a path with all links followed; of those that go round in a circle, some."""
    return Path(os.path.realpath(path))  # Path.resolve raises RuntimeError for a circle


def _without_waiting(path: str, flags: int) -> int:
    """Open a file; should a pipe have taken its place just now, nobody waits for its other end."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))  # Windows has no such pipes


def dataset_files(path: Path) -> list[Path]:
    """Return all files that a dataset (a folder, or one file) is read from."""
    if not path.is_dir():
        return [path]
    declaring = (path / name for name in DECLARING)
    return [*(file for file in declaring if os.path.lexists(file)), *card_files(path)]


def card_files(folder: Path) -> Iterator[Path]:
    """Yield the card files below `folder`, by name, without datasets of their own."""
    return map(Path, card_paths(str(folder)))


def card_paths(folder: str) -> Iterator[str]:
    """Yield the same as text, and ask nothing of the files: a search does this each time."""
    with os.scandir(folder) as entries:
        found = sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries)
    for name, is_folder in found:
        path = f"{folder}{os.sep}{name}"
        if name.startswith("."):
            continue
        if is_folder:
            if not os.path.exists(f"{path}{os.sep}{DATASET_FILE}"):  # noqa: PTH110 - a Path is slow
                yield from card_paths(path)
        elif name.endswith(_SUFFIXES) and name not in DECLARING:
            yield path
