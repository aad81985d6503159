"""The files that a dataset is read from: which they are, and what they hold."""

import errno
import os
import stat
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from relcli.errors import DatasetError

DATASET_FILE = "dataset.yaml"
DECLARING = (DATASET_FILE, "actors.yaml", "sources.yaml")
SUFFIXES = (".yaml", ".yml")
LARGEST_FILE = 64 * 1024 * 1024  # bytes; a card is about a kilobyte
# Of which a card has about twenty. A value can be written with two bytes, and takes a hundred times
# as many in memory.
MOST_VALUES = 6_000_000
DEEPEST_FOLDER = 64  # folders in each other, below the dataset: people sort by a few
# Files and folders that are looked at in search of cards, which each command does: a second for a
# tenth of it. Who has more has named a disk, not a dataset.
MOST_ENTRIES = 500_000


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
    if stat.S_ISDIR(status.st_mode) and path.name not in DECLARING:
        raise _unread_folder(path)
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


def _unread_folder(path: Path) -> NoFileError:
    """Return why a folder is no file; `card_paths` gives some instead of what is in them."""
    try:
        os.scandir(path).close()
    except OSError as error:
        return NoFileError(f"it is a folder: {error.strerror}", "see that you may read it")
    deep = f"folders in each other are looked into {DEEPEST_FOLDER} deep"
    return NoFileError("it is no regular file", f"put a text file in its place; {deep}")


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
    """Yield the same as text, and ask nothing of the files: a search does this each time.

    A folder below that cannot be read, or that lies too deep, is yielded itself: whoever reads it
    as a file is told why. Raises OSError where the first one cannot be read, and DatasetError where
    there are more files and folders than anybody has cards in.
    """
    listing = _Listing(folder)
    opened = [(folder, listing.of(folder))]  # the folders on the way down, and what is left of them
    while opened:
        parent, left = opened[-1]
        name, is_folder = next(left, ("", False))
        path = f"{parent}{os.sep}{name}"
        if not name:
            opened.pop()
        elif not is_folder:
            if name.endswith(SUFFIXES) and name not in DECLARING:
                yield path
        elif not os.path.exists(f"{path}{os.sep}{DATASET_FILE}"):  # noqa: PTH110 - a Path is slow
            below = listing.below(path) if len(opened) <= DEEPEST_FOLDER else None
            if below is None:
                yield path
            else:
                opened.append((path, below))


class _Listing:
    """Lists folders in one, up to a bound in all."""

    def __init__(self, first: str) -> None:
        self._first = first
        self._left = MOST_ENTRIES

    def of(self, folder: str) -> Iterator[tuple[str, bool]]:
        """List a folder, by name, and what of it is a folder; nothing hidden.

        Raises OSError, and DatasetError over the bound.
        """
        with os.scandir(folder) as entries:
            listed = [
                (entry.name, entry.is_dir(follow_symlinks=False))
                for entry in islice(entries, self._left + 1)
            ]
        self._left -= len(listed)
        if self._left < 0:
            message = f"{self._first}: more than {MOST_ENTRIES:,} files and folders are in it"
            raise DatasetError(message, "name a folder of cards")
        return iter(sorted(entry for entry in listed if not entry[0].startswith(".")))

    def below(self, folder: str) -> Iterator[tuple[str, bool]] | None:
        """List a folder that another one has; None where it cannot be read."""
        try:
            return self.of(folder)
        except FileNotFoundError:  # just removed
            return iter(())
        except OSError:
            return None
