"""Reading and replacing a file: all of it or nothing, and never over somebody else's change."""

import glob
import os
import secrets
import signal
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from relcli.errors import EditError
from relcli.load.files import read_bytes

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows, where folders can be neither locked nor synced
    fcntl = None  # type: ignore[assignment]

_TEMPORARY = ".relcli-tmp"
_COPY = ".relcli-edit"  # another name, as those above are removed by whoever writes next
PATIENCE = 5  # seconds to wait for another run that writes, which takes a fraction of one
_AGAIN = 0.02  # seconds between two looks at a lock
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
        data = read_bytes(path)
    except FileNotFoundError:
        return File(path)
    except OSError as error:
        cure = getattr(error, "cure", "")
        raise EditError(f"{path}: cannot be read: {error.strerror or error}", cure) from None
    try:
        return File(path, data.removeprefix(_BOM).decode(), data)
    except UnicodeDecodeError:
        raise EditError(f"{path}: left as it is: it is no UTF-8", "save it as UTF-8") from None


def replace_file(file: File, text: str | bytes) -> None:
    """Give a file a new text. Raises EditError, and leaves it alone, where that cannot be."""
    replace_files([(file, text)])


def replace_files(changes: Sequence[tuple[File, str | bytes]]) -> None:
    """Give every file its new text, or, where one cannot be replaced, none of them.

    Each text is written to a file beside the old one, which takes its place at once. Permissions
    stay, and of a text, not of bytes, the byte order mark. A file that has changed since it was
    read is not replaced.
    """
    files = [file for file, _ in changes]
    new: list[tuple[File, Iterable[str | bytes]]] = [
        (file, (text,) if isinstance(text, bytes) else (_bom(file), text)) for file, text in changes
    ]
    # A full disk must not keep what there was from coming back, so it is written beforehand, too.
    old = [(file, (file.data or b"",)) for file in files if len(files) > 1]
    with _made_beside([*new, *old]) as made:
        for file in files:
            _refuse_changed(file)
        with undisturbed():
            _replace_all(files, made[: len(files)], made[len(files) :])


def write_file(path: Path, pieces: Iterable[str | bytes]) -> None:
    """Write a file that somebody asked for, whatever it held. Raises EditError, and leaves it then.

    A symbolic link stays one, and a file keeps its mode.
    """
    file = File(path)
    if file.target.exists() and not file.target.is_file():
        raise EditError(f"{path}: cannot be written: it is no regular file", "name another one")
    with _made_beside([(file, pieces)]) as (made,):
        made.replace(file.target)


def make_copy(file: File) -> Path:
    """Write a copy of a file, beside it, to work on, and return its path. Raises EditError.

    It has the file's mode and the end of its name, and is hidden, so that no loader reads it.
    """
    target = file.target
    path = target.with_name(_copy_name(target, secrets.token_hex(4)))
    try:
        _write_new(path, [file.data or b""], target)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise EditError(f"{file.path}: cannot be copied: {error.strerror or error}") from None
    return path


def copies_left(file: File) -> list[Path]:
    """Return the copies of a file that nobody has put in its place, or that are in use."""
    pattern = glob.escape(_copy_name(file.target, "\0")).replace("\0", "*")
    return sorted(file.target.parent.glob(pattern))


def _copy_name(path: Path, token: str) -> str:
    # Of a name as long as names can be, a copy's would be too long.
    return f".{path.stem[:40]}.{token}{_COPY}{path.suffix}"


@contextmanager
def _made_beside(
    changes: Sequence[tuple[File, Iterable[str | bytes]]],
) -> Iterator[list[Path]]:
    """Write what is new to temporary files, which are gone at the end, and lock their folders.

    Those that a run left which was ended by kill -9 are gone then, too.
    """
    made: list[Path] = []
    try:
        with locked({file.target.parent for file, _ in changes}):
            for file, pieces in changes:
                # Hidden, so that no loader takes it for a file of cards.
                temporary = file.target.with_name(f".{secrets.token_hex(8)}{_TEMPORARY}")
                made.append(temporary)
                _write_new(temporary, pieces, file.target)
            yield made
    except OSError as error:
        path = changes[max(len(made) - 1, 0)][0].path
        raise EditError(f"{path}: cannot be written: {error.strerror or error}") from None
    finally:
        for temporary in made:
            with suppress(OSError):
                temporary.unlink()


def _bom(file: File) -> bytes:
    return _BOM if (file.data or b"").startswith(_BOM) else b""


def _write_new(path: Path, pieces: Iterable[str | bytes], like: Path) -> None:
    """Write a file that was not there, to the disk itself, as owner and mode of `like` are."""
    there = like.exists()
    # What only its owner may read is not open to others for a moment either.
    mode = 0o600 if there else 0o666
    with open(path, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as stream:
        if there:
            if not os.access(like, os.W_OK):
                raise PermissionError(0, "it is read-only")
            status = like.stat()
            with suppress(OSError, AttributeError):  # only root may give a file away
                os.chown(path, status.st_uid, status.st_gid)
            path.chmod(status.st_mode & 0o7777)
        stream.writelines(piece.encode() if isinstance(piece, str) else piece for piece in pieces)
        stream.flush()
        os.fsync(stream.fileno())


def _refuse_changed(file: File) -> None:
    now = file.target.read_bytes() if file.target.exists() else None
    if now != file.data:
        raise EditError(
            f"{file.path}: left as it is: somebody has changed it meanwhile", "run this again"
        )


def _replace_all(files: Sequence[File], new: Sequence[Path], old: Sequence[Path]) -> None:
    """Put new files in the place of the old ones; where one cannot be, the old ones come back."""
    for number, (file, path) in enumerate(zip(files, new, strict=True)):
        try:
            path.replace(file.target)
        except OSError:
            for replaced, before in zip(files[:number], old, strict=False):
                if replaced.data is None:
                    replaced.target.unlink()
                else:
                    before.replace(replaced.target)
            raise


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let no signal come between: Ctrl-C and the like act when the block is done."""
    if not hasattr(signal, "pthread_sigmask"):  # pragma: no cover - Windows
        yield
        return
    ends = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ends)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def locked(folders: set[Path]) -> Iterator[None]:
    """Keep other runs of relcli from replacing files of these folders; then sync the folders.

    What is there of temporary files when nobody else writes is left from a run that was killed.
    Raises EditError where another program does not let go: who may read a folder may lock it.
    """
    descriptors: list[int] = []
    try:
        for folder in sorted(folders) if fcntl else ():
            descriptors.append(os.open(folder, os.O_RDONLY))
            with suppress(OSError):  # not every network file system has locks
                _lock(descriptors[-1], folder)
                for left in folder.glob(f".*{_TEMPORARY}"):
                    left.unlink()
        yield
        for descriptor in descriptors:
            with suppress(OSError):  # nor can all sync a folder; the files are written
                os.fsync(descriptor)
    finally:
        for descriptor in descriptors:
            os.close(descriptor)


def _lock(descriptor: int, folder: Path) -> None:
    """Lock a folder. Raises EditError where that takes too long, OSError where it has no locks."""
    latest = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > latest:
                message = f"{folder}: nothing was written: another program has locked this folder"
                raise EditError(message, "run this again, or end that program") from None
            time.sleep(_AGAIN)
        else:
            return
