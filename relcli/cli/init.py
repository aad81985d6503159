"""`relcli init`: a dataset to begin with."""

from pathlib import Path
from typing import Annotated

import typer

from relcli.cli.command import Run
from relcli.cli.output import write_pieces
from relcli.edit.starter import start_dataset
from relcli.errors import FOUND
from relcli.view.safe import one_line
from relcli.view.schema import SCHEMAS, schema_text


def init(
    run: Run,
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="A new folder, or one without a dataset in it.")
    ],
) -> int:
    """Start a dataset: its files with an example in each, schemas for editors, a git hook.

    Nothing is overwritten. `relcli new` adds the first card.
    """
    schemas = {name: schema_text(name) for name in SCHEMAS if name != "output"}
    paths = start_dataset(folder, schemas)
    write_pieces(f"{one_line(str(path))}\n" for path in paths)
    run.session.remark(f"next: `relcli --facts {folder} new`")
    return FOUND
