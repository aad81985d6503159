"""The user's own editor, opened at a line, on a copy of the file."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from relcli.edit.files import File, make_copy, read_file, replace_file
from relcli.errors import EditError
from relcli.system import POSIX, words_of

_PLUS = frozenset({"vi", "vim", "nvim", "nano", "emacs", "emacsclient", "hx", "helix", "micro"})
_GOTO = frozenset({"code", "code-insiders", "codium", "vscodium", "cursor"})
_OTHERWISE = "vi" if POSIX else "notepad"  # as git has it


def editor_command(path: Path, line: int) -> list[str]:
    """Return the command that opens a file at a line: $VISUAL, else $EDITOR. Raises EditError."""
    wanted = os.environ.get("VISUAL") or os.environ.get("EDITOR") or _OTHERWISE
    try:
        command = words_of(wanted)
    except ValueError as error:
        raise EditError(f"the editor `{wanted}`: {error}", "mend $VISUAL or $EDITOR") from None
    name = Path(command[0]).stem.lower() if command else ""
    if name in _PLUS:
        return [*command, f"+{line}", str(path)]
    if name in _GOTO:
        return [*command, "--wait", "--goto", f"{path}:{line}"]
    return [*command, str(path)]


def edit_copy(path: Path, line: int) -> None:
    """Open a copy of a file in the user's editor, and put in its place what was saved.

    An editor does not look whether somebody else has written to its file meanwhile; so it gets a
    file of its own. Raises EditError where somebody has: the copy stays then, and what was written
    in either. An editor that fails may have saved before, so what it saved is taken all the same.
    """
    file = read_file(path)
    copy = make_copy(file)
    try:
        open_editor(copy, line)
    finally:
        _put_in_place(file, copy)
        copy.unlink(missing_ok=True)


def _put_in_place(file: File, copy: Path) -> None:
    saved = copy.read_bytes() if copy.is_file() else file.data
    if saved is None or saved == file.data:
        return
    try:
        replace_file(file, saved)
    except EditError as error:
        cure = f"what you saved is in {copy}: put it together, and remove that"
        raise EditError(error.message, cure) from None


def open_editor(path: Path, line: int) -> None:
    """Open a file in the user's editor at a line, and wait. Raises EditError."""
    command = editor_command(path, line)
    cure = "set VISUAL or EDITOR to an editor"
    try:
        status = _run(command)
    except (OSError, IndexError) as error:
        why = getattr(error, "strerror", None) or "no command"
        name = command[0] if len(command) > 1 else "$EDITOR"
        raise EditError(f"the editor {name} does not start: {why}", cure) from None
    if status:
        raise EditError(f"the editor {command[0]} ended with status {status}", cure)


def _run(command: list[str]) -> int:
    """Run an editor and return its exit status.

    Whatever ends this process meanwhile, the editor and what was typed into it stay.
    """
    with leaving_interrupts():
        return subprocess.Popen(command).wait()  # noqa: S603 - the user's own


@contextmanager
def leaving_interrupts() -> Iterator[None]:
    """Leave Ctrl-C to the program that has the terminal meanwhile, as git does."""
    names = [name for name in ("SIGINT", "SIGQUIT") if hasattr(signal, name)]
    # A function, not SIG_IGN, which the other program would inherit.
    before = {name: signal.signal(getattr(signal, name), lambda *_: None) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)
