"""`relcli schema`: what an editor checks cards by, and a script the output."""

from typing import Annotated

import typer

from relcli.cli import complete
from relcli.cli.output import write_pieces
from relcli.errors import FOUND, RelcliError, cure_for
from relcli.view.schema import SCHEMAS, schema_text


def read_name(word: str) -> str:
    """Return the name of a schema. Raises RelcliError."""
    if word in SCHEMAS:
        return word
    cure = cure_for(word, SCHEMAS, f"known: {', '.join(SCHEMAS)}")
    raise RelcliError(f"no schema `{word}`", cure)


def schema(
    name: Annotated[
        str,
        typer.Argument(
            metavar=f"[{'|'.join(SCHEMAS)}]",
            parser=read_name,
            help="Of files of cards, of the files that declare, or of the JSON output.",
            autocompletion=complete.words(SCHEMAS),
        ),
    ] = "cards",
) -> int:
    """Print a JSON Schema (draft-07), for editors and scripts."""
    write_pieces([schema_text(name)])
    return FOUND
