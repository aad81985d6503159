"""What the files of a dataset look like from outside: enough to see that one was changed."""

import os
from pathlib import Path
from typing import NamedTuple

from relcli.load.files import DECLARING, card_entries


class Stamp(NamedTuple):
    """A file as it was seen: path in the dataset, times of change (ns), size (bytes), inode.

    `mtime` is what a program may set back after a change, as rsync and tar do; `ctime`, the
    system's own note that the file or what is known of it was changed, nobody sets.
    """

    path: str
    mtime: int
    ctime: int
    size: int
    inode: int


def stamps_of(dataset: Path) -> list[Stamp]:
    """Return the stamp of every file that a dataset is read from, by name; of -1 where it is gone.

    Raises OSError where the dataset's folder cannot be read.
    """
    if not dataset.is_dir():
        return [_stamp("", dataset)]
    root = f"{dataset}{os.sep}"
    stamps = [_stamp(name, dataset / name) for name in DECLARING if os.path.lexists(root + name)]
    stamps += [_stamp(entry.path.removeprefix(root), entry) for entry in card_entries(dataset)]
    return stamps


def _stamp(path: str, file: "Path | os.DirEntry[str]") -> Stamp:
    try:
        status = file.stat()
    except OSError:  # a link to nowhere, or just removed
        return Stamp(path, -1, -1, -1, -1)
    return Stamp(path, status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino)
