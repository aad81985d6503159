"""A file that somebody asked for with `-o`: all of it or nothing."""

import os
import secrets
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from relcli.errors import RelcliError


def write_file(path: Path, pieces: Iterable[str] | Iterable[bytes]) -> None:
    """Write a file anew, in UTF-8 where it is text. Raises RelcliError, and changes nothing then.

    The pieces go to a file beside it, which takes its place when it is whole and on the disk. A
    symbolic link stays one, and a file keeps its mode.
    """
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file():
        raise RelcliError(f"cannot write {path}: it is no regular file", "name another one")
    # Hidden, so that no loader takes it for a file of cards.
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        with temporary.open("xb") as stream:
            if target.exists():
                if not os.access(target, os.W_OK):
                    raise PermissionError(0, "it is read-only")
                temporary.chmod(stat.S_IMODE(target.stat().st_mode))
            for piece in pieces:
                stream.write(piece.encode() if isinstance(piece, str) else piece)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(target)
    except OSError as error:
        cure = "write to another place"
        raise RelcliError(f"cannot write {path}: {error.strerror}", cure) from None
    finally:
        with suppress(OSError):  # after success it is not there any more
            temporary.unlink()
