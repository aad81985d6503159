"""What the files of a dataset look like from outside: enough to see that one was changed."""

import os
from pathlib import Path

from relcli.load.files import DECLARING, card_paths

# A file's path in the dataset, and what the system tells of it: times of change (ns), size (bytes),
# inode; a hyphen where it is gone. Of the times, the first, mtime, is what a program may set back
# after a change, as rsync and tar do; the second, ctime, the system's own note that the file or
# what is known of it was changed, nobody sets.
Stamp = tuple[str, str]


def stamps_of(dataset: Path) -> list[Stamp]:
    """Return the stamp of every file that a dataset is read from, by name.

    Raises OSError where the dataset's folder cannot be read.
    """
    if not dataset.is_dir():
        return [("", _told(str(dataset)))]
    root = f"{dataset}{os.sep}"
    paths = [path for name in DECLARING if os.path.lexists(path := root + name)]
    paths += card_paths(str(dataset))
    return [(path.removeprefix(root), _told(path)) for path in paths]


def _told(path: str) -> str:
    try:
        told = os.stat(path)  # noqa: PTH116 - a thousand files take 2 ms, by way of a Path 4
    except OSError:  # a link to nowhere, or just removed
        return "-"
    return f"{told.st_mtime_ns} {told.st_ctime_ns} {told.st_size} {told.st_ino}"


def as_text(stamps: list[Stamp]) -> str:
    """Return stamps as text, a line each, the path last."""
    return "\n".join([f"{told}\t{path}" for path, told in stamps])


def changed_since(stamps: list[Stamp], time: int) -> list[str]:
    """Return the paths of the files that were changed after a time (ns since 1970)."""
    times = ((path, told.split()[:2]) for path, told in stamps if told != "-")
    return [path for path, both in times if max(map(int, both)) > time]
