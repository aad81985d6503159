"""The files that a dataset is read from: which they are, and what they hold."""

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

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
        raise NoFileError(f"it is larger than {LARGEST_FILE >> 20} MB", "split it into several")
    with open(path, "rb", opener=_without_waiting) as file:
        data = file.read(status.st_size + 1) or b""
    if len(data) > status.st_size:
        raise NoFileError("it was written to meanwhile", "run this again")
    if len(data) > MOST_VALUES and _values(data) > MOST_VALUES:
        raise NoFileError(f"it holds more than {MOST_VALUES:,} values", "split it into several")
    return data


def _values(data: bytes) -> int:
    """Return about how many values there are: one a line, a dash, a comma or an open bracket."""
    lines = max(map(data.count, (b"\n", b"\r", b"- ")))
    return lines + sum(map(data.count, (b",", b"[", b"{")))


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
    return (Path(entry.path) for entry in card_entries(folder))


def card_entries(folder: Path) -> Iterator["os.DirEntry[str]"]:
    """Yield what the folder says of each card file, by name: this asks nothing of the file."""
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            if not os.path.exists(os.path.join(entry.path, DATASET_FILE)):  # noqa: PTH110, PTH118
                yield from card_entries(Path(entry.path))
        elif entry.name.endswith(_SUFFIXES) and entry.name not in DECLARING:
            yield entry
