"""`check --fix`: what has exactly one right answer is mended, before anything is checked."""

from collections.abc import Iterable
from pathlib import Path

from relcli.cli.session import Session
from relcli.edit.files import read_file, replace_file
from relcli.edit.key_order import form_of
from relcli.edit.tidy import tidy
from relcli.errors import EditError


def fix_files(paths: Iterable[Path], session: Session) -> None:
    """Give files their canonical form: spacing, the order of keys, normal forms of dates.

    A file that cannot be given it is left as it is, and a remark says why.
    """
    for path in paths:
        try:
            file = read_file(path)
            text = tidy(file.text, str(path), form_of(path))
            if text != file.text:
                replace_file(file, text)
                session.remark(f"fixed {path}")
        except EditError as error:
            session.remark(str(error))
