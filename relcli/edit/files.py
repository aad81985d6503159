"""Reading and replacing a file: all of it or nothing, and never over somebody else's change."""

import os
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from relcli.errors import EditError

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows, where folders can be neither locked nor synced
    fcntl = None  # type: ignore[assignment]

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was read: its text, without a byte order mark, and the bytes it came from.

    `data` is None for a file that is yet to be made.
    """

    path: Path
    text: str = ""
    data: bytes | None = None

    @property
    def target(self) -> Path:
        """The file itself, where `path` is a symbolic link to it."""
        return Path(os.path.realpath(self.path))


def read_file(path: Path) -> File:
    """Read a file to change it; one that is not there is empty. Raises EditError."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return File(path)
    except OSError as error:
        raise EditError(f"{path}: cannot be read: {error.strerror or error}") from None
    try:
        return File(path, data.removeprefix(_BOM).decode(), data)
    except UnicodeDecodeError:
        raise EditError(f"{path}: left as it is: it is no UTF-8", "save it as UTF-8") from None


def replace_file(file: File, text: str) -> None:
    """Give a file a new text. Raises EditError, and leaves it alone, where that cannot be."""
    replace_files([(file, text)])


def replace_files(changes: Sequence[tuple[File, str]]) -> None:
    """Give every file its new text, or, where one cannot be replaced, none of them.

    Each text is written to a file beside the old one, which takes its place at once. Permissions
    and a byte order mark stay. A file that has changed since it was read is not replaced.
    """
    written: list[tuple[File, Iterable[str | bytes]]] = [
        (file, (_bom(file), text)) for file, text in changes
    ]
    with _made_beside(written) as made, _locked({path.parent for path in made}):
        for file, _ in changes:
            _refuse_changed(file)
        replaced: list[File] = []
        try:
            for (file, _), temporary in zip(changes, made, strict=True):
                temporary.replace(file.target)
                replaced.append(file)
        except BaseException:
            for file in replaced:
                _put_back(file)
            raise


def write_file(path: Path, pieces: Iterable[str | bytes]) -> None:
    """Write a file that somebody asked for, whatever it held. Raises EditError, and leaves it then.

    A symbolic link stays one, and a file keeps its mode.
    """
    file = File(path)
    if file.target.exists() and not file.target.is_file():
        raise EditError(f"{path}: cannot be written: it is no regular file", "name another one")
    with _made_beside([(file, pieces)]) as (made,), _locked({made.parent}):
        made.replace(file.target)


@contextmanager
def _made_beside(
    changes: Sequence[tuple[File, Iterable[str | bytes]]],
) -> Iterator[list[Path]]:
    """Write what is new to temporary files, which are gone at the end in any case."""
    made: list[Path] = []
    try:
        for file, pieces in changes:
            target = file.target
            # Hidden, so that no loader takes it for a file of cards.
            temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
            made.append(temporary)
            _write_new(temporary, pieces, target)
        yield made
    except OSError as error:
        path = changes[max(len(made) - 1, 0)][0].path
        raise EditError(f"{path}: cannot be written: {error.strerror or error}") from None
    finally:
        for temporary in made:
            temporary.unlink(missing_ok=True)


def _bom(file: File) -> bytes:
    return _BOM if (file.data or b"").startswith(_BOM) else b""


def _write_new(path: Path, pieces: Iterable[str | bytes], like: Path) -> None:
    """Write a file that was not there, to the disk itself, as owner and mode of `like` are."""
    with path.open("xb") as stream:
        if like.exists():
            if not os.access(like, os.W_OK):
                raise PermissionError(0, "it is read-only")
            status = like.stat()
            with suppress(OSError, AttributeError):  # only root may give a file away
                os.chown(path, status.st_uid, status.st_gid)
            path.chmod(status.st_mode & 0o7777)
        for piece in pieces:
            stream.write(piece.encode() if isinstance(piece, str) else piece)
        stream.flush()
        os.fsync(stream.fileno())


def _refuse_changed(file: File) -> None:
    now = file.target.read_bytes() if file.target.exists() else None
    if now != file.data:
        raise EditError(
            f"{file.path}: left as it is: somebody has changed it meanwhile", "run this again"
        )


def _put_back(file: File) -> None:
    """Undo a replacement: what was there before comes back."""
    if file.data is None:
        file.target.unlink()
    else:
        file.target.write_bytes(file.data)


@contextmanager
def _locked(folders: set[Path]) -> Iterator[None]:
    """Keep other runs of relcli from replacing files of these folders; then sync the folders."""
    descriptors: list[int] = []
    try:
        for folder in sorted(folders) if fcntl else ():
            descriptors.append(os.open(folder, os.O_RDONLY))
            with suppress(OSError):  # not every network file system has locks
                fcntl.flock(descriptors[-1], fcntl.LOCK_EX)
        yield
        for descriptor in descriptors:
            os.fsync(descriptor)
    finally:
        for descriptor in descriptors:
            os.close(descriptor)
