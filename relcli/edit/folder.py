"""Writing a whole folder of files at once: all of it or nothing, and no file that somebody changed.

The folder is made beside its place and takes that at once. What else lies in a folder that was
made so before, such as somebody's own notes, goes along.
"""

import json
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from relcli.edit.files import locked, undisturbed
from relcli.errors import EditError

MARKER = ".relcli-export.json"  # in a folder that was made here: its files, each with a digest
_STAGED = ".relcli-new"  # a folder that is being filled
_ASIDE = ".relcli-old"  # a folder whose place is being taken
_MADE_BY = "relcli export"


def write_folder(path: Path, files: Iterable[tuple[str, str]]) -> None:
    """Fill a folder with files, each with its path in it.

    The folder is new, empty, or was filled so before; files of that time are replaced or removed.
    Raises EditError, and changes nothing, for another one, or where one of them was changed.
    """
    target = Path(os.path.realpath(path))
    if target == Path.cwd() or target in Path.cwd().parents:
        raise EditError(f"{path}: it is where you are", "go to another folder, and name it there")
    try:
        with locked({target.parent}), _staged(target) as staged:
            _bring_back(target)
            theirs = _own_files(path, target)
            made = {name.casefold(): name for name in _write_all(staged, files)}
            for name in theirs:
                if name.casefold() in made:
                    cure = "move it elsewhere, or name another folder"
                    raise EditError(f"{path}: `{name}` is there, and is yours", cure)
                _take_along(target / name, staged / name)
            _take_place(staged, target)
    except OSError as error:
        raise EditError(f"{path}: cannot be written: {error.strerror or error}") from None


@contextmanager
def _staged(target: Path) -> Iterator[Path]:
    """Give a new folder beside a place, which is gone at the end, as are those of runs before."""
    for left in target.parent.glob(f".{target.name}.*{_STAGED}"):
        shutil.rmtree(left, ignore_errors=True)
    staged = target.with_name(f".{target.name}.{secrets.token_hex(8)}{_STAGED}")
    staged.mkdir()
    try:
        yield staged
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _bring_back(target: Path) -> None:
    """Put a folder in its place again whose place a run was about to take that was killed."""
    for aside in [] if target.exists() else target.parent.glob(f".{target.name}.*{_ASIDE}"):
        aside.rename(target)
        return


def _own_files(path: Path, target: Path) -> list[str]:
    """Return what of a folder was not made here. Raises EditError where it may not be filled."""
    if not target.exists():
        return []
    if not target.is_dir():
        raise EditError(f"{path}: cannot be written: it is no folder", "name a new one")
    there = sorted(_entries(target))
    if not there:
        return []
    made = _made_before(target)
    if made is None:
        message = f"{path}: it is not empty, and was not made by `relcli export`"
        raise EditError(message, "name a new or an empty folder")
    changed = [name for name in there if made.get(name, "") not in ("", _digest(target / name))]
    if changed:
        more = f", and {len(changed) - 1} more" if len(changed) > 1 else ""
        message = f"{path}: nothing was written: `{changed[0]}` was changed since{more}"
        raise EditError(message, "move it elsewhere, or name another folder")
    return [name for name in there if name not in made and name != MARKER]


def _entries(folder: Path) -> Iterator[str]:
    """Yield the paths of what lies in a folder and below; of folders, those that are empty."""
    for entry in folder.iterdir():
        below = [] if entry.is_symlink() or not entry.is_dir() else [*_entries(entry)]
        yield from (f"{entry.name}/{name}" for name in below)
        if not below:
            yield entry.name


def _made_before(folder: Path) -> Mapping[str, str] | None:
    """Return the files that were made in a folder, with their digests; None where none were."""
    try:
        marker = json.loads((folder / MARKER).read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    match marker:
        case {"made_by": str(made_by), "files": dict(files)} if made_by == _MADE_BY:
            return {str(name): str(digest) for name, digest in files.items()}
    return None


def _write_all(folder: Path, files: Iterable[tuple[str, str]]) -> list[str]:
    """Write files into a folder, and which they are; return their names."""
    digests: dict[str, str] = {}
    for name, text in files:
        data = text.encode()
        _write(folder / name, data)
        digests[name] = sha256(data).hexdigest()
    marker = {"made_by": _MADE_BY, "files": digests}
    _write(folder / MARKER, json.dumps(marker, ensure_ascii=False, indent=1).encode())
    return [*digests]


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _digest(path: Path) -> str:
    """Return the digest of a file; of what is no file any more, one that no file has."""
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else "-"


def _take_along(old: Path, new: Path) -> None:
    """Put what is somebody's own into another folder as well, as it is."""
    new.parent.mkdir(parents=True, exist_ok=True)
    if old.is_symlink():
        new.symlink_to(old.readlink())
    elif old.is_dir():
        new.mkdir(exist_ok=True)
    else:
        with suppress(OSError):  # not every file system has links
            os.link(old, new)
            return
        shutil.copy2(old, new)


def _take_place(staged: Path, target: Path) -> None:
    """Put a folder in the place of another one, which is gone then; where it cannot be, neither."""
    aside = target.with_name(f".{target.name}.{secrets.token_hex(8)}{_ASIDE}")
    there = target.exists()
    if there:
        shutil.copymode(target, staged)
    with undisturbed():
        if there:
            target.rename(aside)
        try:
            staged.rename(target)
        except OSError:
            if there:
                aside.rename(target)
            raise
    shutil.rmtree(aside, ignore_errors=True)
