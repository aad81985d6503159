"""What differs from one operating system to another, and is no concern of any one part."""

import errno
import os
import shlex
import shutil

# Where files have an owner and bits of permission. On Windows there are none to look at: what may
# be done with a file stands elsewhere, and a user's own folders are nobody else's.
POSIX = os.name == "posix"


def words_of(command: str) -> list[str]:
    """Return a command that the user set (EDITOR, PAGER) as a list of words. Raises ValueError.

    Windows writes paths with backslashes, and starts other files than programs only by whole path.
    """
    if POSIX:
        return shlex.split(command)
    name, *rest = [word.strip('"') for word in shlex.split(command, posix=False)] or [""]
    return [shutil.which(name) or name, *rest] if name else rest


def reader_left(error: BaseException | None) -> bool:
    """Whether an error only says that whoever read from a pipe does not any more."""
    unnamed = not POSIX and isinstance(error, OSError) and error.errno == errno.EINVAL
    return unnamed or isinstance(error, BrokenPipeError)
