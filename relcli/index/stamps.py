"""What the files of a dataset look like from outside: enough to see that one was changed."""

import os
from pathlib import Path

from relcli.load.files import DECLARING, card_entries

# A file's path in the dataset, and what the system tells of it; None where it is gone.
Stamp = tuple[str, os.stat_result | None]


def stamps_of(dataset: Path) -> list[Stamp]:
    """Return the stamp of every file that a dataset is read from, by name.

    Raises OSError where the dataset's folder cannot be read.
    """
    if not dataset.is_dir():
        return [("", _stat(dataset))]
    root = f"{dataset}{os.sep}"
    stamps = [(name, _stat(dataset / name)) for name in DECLARING if os.path.lexists(root + name)]
    stamps += [(entry.path.removeprefix(root), _stat(entry)) for entry in card_entries(dataset)]
    return stamps


def _stat(file: "Path | os.DirEntry[str]") -> os.stat_result | None:
    try:
        return file.stat()
    except OSError:  # a link to nowhere, or just removed
        return None


def as_text(stamps: list[Stamp]) -> str:
    """Return stamps as text, a line each: times of change (ns), size (bytes), inode, path.

    The first time, mtime, is what a program may set back after a change, as rsync and tar do; the
    second, ctime, the system's own note that the file or what is known of it was changed, nobody
    sets.
    """
    return "\n".join(
        [
            f"{s.st_mtime_ns} {s.st_ctime_ns} {s.st_size} {s.st_ino}\t{path}" if s else f"-\t{path}"
            for path, s in stamps
        ]
    )


def changed_since(stamps: list[Stamp], time: int) -> list[str]:
    """Return the paths of the files that were changed after a time (ns since 1970)."""
    return [path for path, s in stamps if s and max(s.st_mtime_ns, s.st_ctime_ns) > time]
