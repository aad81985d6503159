"""`relcli publish`: facts to a database that many read."""

from typing import Annotated

import typer

from relcli.api import publish as publish_facts
from relcli.cli.command import Run
from relcli.cli.output import write_pieces
from relcli.cli.progress import reading_bar
from relcli.errors import FOUND, RelcliError, quoted
from relcli.load.address import Address, is_database, without_passwords

MOST_PARTS = 64  # tables, each of which is looked at for each question


def read_address(text: str) -> Address:
    """Return the address of a database. Raises RelcliError."""
    if not is_database(text):
        cure = "write postgresql://host/database; facts are named with --facts"
        given = "that" if "password" in text.casefold() else quoted(without_passwords(text))
        raise RelcliError(f"publish: {given} is no address of a database", cure)
    return Address(text)


def publish(
    run: Run,
    address: Annotated[
        Address,
        typer.Argument(
            metavar="ADDRESS",
            parser=read_address,
            help="postgresql://user@host/database; more hosts, with commas; ?dataset=NAME.",
            show_default=False,
        ),
    ],
    reader: Annotated[
        list[str] | None,
        typer.Option("--reader", metavar="ROLE", help="A role that may read it."),
    ] = None,
    parts: Annotated[
        int,
        typer.Option(
            metavar="N", min=1, max=MOST_PARTS, help="Over how many tables a new one is spread."
        ),
    ] = 1,
    replace: Annotated[
        bool, typer.Option("--replace", help="Also where other cards stand under the same name.")
    ] = False,
) -> int:
    """Let many read the facts: publish them to a PostgreSQL database.

    Only what was changed is written, whole or not at all; whoever reads meanwhile sees the facts as
    they were. They are read with --facts ADDRESS, and answer as the files do.
    """
    session = run.session
    progress = None if session.quiet else reading_bar
    for made in publish_facts(
        session.paths,
        address,
        session.remark,
        progress,
        readers=reader or (),
        parts=parts,
        replace=replace,
    ):
        changed = f"{made.changed} of {made.files} files changed"
        write_pieces([f"{made.name}: {made.cards} cards, {changed}\n"])
        if made.first and not reader:
            cure = f"publish with --reader ROLE, or run: {made.grants}"
            session.remark(f"only its owner may read it; to let another role, {cure}")
    return FOUND
