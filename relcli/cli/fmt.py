"""`relcli fmt`: the files of a dataset in their canonical form."""

import difflib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from relcli.cli.command import Run
from relcli.cli.output import write_pieces
from relcli.cli.session import tell
from relcli.edit.dataset import files_of, paths_to_edit
from relcli.edit.files import read_file, replace_file
from relcli.edit.key_order import form_of
from relcli.edit.tidy import tidy
from relcli.errors import FOUND, NOTHING_FOUND, TROUBLE, EditError
from relcli.load.locate import datasets_at
from relcli.view.safe import one_line, visible


def fmt(
    run: Run,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PATH...]",
            help="Datasets, or files in them. Else the dataset that other commands answer from.",
            show_default=False,
        ),
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Only name the files to tidy.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Only show what would change.")] = False,
) -> int:
    """Tidy files: the order of keys, the breaking of lines, dates, blank lines between cards.

    Comments, quotes and what the cards say stay as they are. Exit status: 0; with --check or
    --diff 1 where something would change; 2 where a file had to be left as it is.
    """
    status = FOUND
    named = [dataset for path in paths or () for dataset in datasets_at(path, "fmt")]
    for path in files_of(named or paths_to_edit(run.session.paths)):
        try:
            file = read_file(path)
            text = tidy(file.text, str(path), form_of(path))
            if text == file.text:
                continue
            if check or diff:
                status = max(status, NOTHING_FOUND)
                name = [f"{one_line(str(path))}\n"]
                write_pieces(_diff(str(path), file.text, text) if diff else name)
            else:
                replace_file(file, text)
                run.session.remark(f"tidied {path}")
        except EditError as error:
            tell("error", str(error))
            status = TROUBLE
    return status


def _diff(path: str, before: str, after: str) -> Iterator[str]:
    """Yield the lines of a unified diff, as `git diff` has them; nothing in them acts."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), path, path, lineterm="")
    for line in lines:
        yield f"{visible(line)}\n"
