"""What the files of a dataset look like from outside: enough to see that one was changed."""

import json
import os
from pathlib import Path

from relcli.load.files import DECLARING, card_paths

# A file's path in the dataset, as an index keeps it, and what the system tells of it: times of
# change (ns), size (bytes), inode; a hyphen where it is gone. Of the times, the first, mtime, is
# what a program may set back after a change, as rsync and tar do; the second, ctime, the system's
# own note that the file or what is known of it was changed, nobody sets.
Stamp = tuple[str, str]


# No path has two of these in a row, so what follows them is no part of one.
_ESCAPE = os.sep * 2


def kept_path(path: str) -> str:
    """Return a path as an index can keep it: bytes that are no UTF-8 written as digits."""
    if path.isascii() or not any(map(_is_half, path)):
        return path
    return "".join(f"{_ESCAPE}{ord(sign):x}" if _is_half(sign) else sign for sign in path)


def real_path(kept: str) -> str:
    """Return the path that `kept_path` made fit to be kept."""
    if _ESCAPE not in kept:
        return kept
    import re  # hardly a path needs it

    return re.sub(f"{re.escape(_ESCAPE)}([0-9a-f]{{4}})", lambda sign: chr(int(sign[1], 16)), kept)


def _is_half(sign: str) -> bool:
    """Whether it is half of a surrogate pair, in which Python hides what is no text (PEP 383)."""
    return "\ud800" <= sign <= "\udfff"


def stamps_of(dataset: Path) -> list[Stamp]:
    """Return the stamp of every file that a dataset is read from, by name.

    Raises OSError where the dataset's folder cannot be read.
    """
    if not dataset.is_dir():
        return [("", _told(str(dataset)))]
    root = f"{dataset}{os.sep}"
    paths = [path for name in DECLARING if os.path.lexists(path := root + name)]
    paths += card_paths(str(dataset))
    return [(kept_path(path.removeprefix(root)), _told(path)) for path in paths]


def _told(path: str) -> str:
    try:
        status = os.stat(path)  # noqa: PTH116 - a thousand files take 2 ms, by way of a Path 4
    except OSError:  # a link to nowhere, or just removed
        return "-"
    return f"{status.st_mtime_ns} {status.st_ctime_ns} {status.st_size} {status.st_ino}"


def as_text(stamps: list[Stamp]) -> str:
    """Return stamps as text."""
    return json.dumps(stamps)


def differing(stamps: list[Stamp], text: str) -> set[str]:
    """Return the paths whose stamps are not the same as in a text: changed, added or removed."""
    seen = {(path, stamp) for path, stamp in json.loads(text)}
    return {path for path, _ in seen.symmetric_difference(stamps)}


def changed_since(stamps: list[Stamp], time: int) -> list[str]:
    """Return the paths of the files that were changed after a time (ns since 1970)."""
    times = ((path, stamp.split()[:2]) for path, stamp in stamps if stamp != "-")
    return [path for path, both in times if max(map(int, both)) > time]
