"""`relcli new`: a card, or many, into the dataset."""

from typing import Annotated

import typer

from relcli.cli import complete
from relcli.cli.adding import REPEATS, add_rows, as_cell, tell_added
from relcli.cli.card_questions import interview, keeping, likeness
from relcli.cli.command import Group, Run, sharing
from relcli.cli.prompts import can_ask
from relcli.cli.session import Session, tell_dates
from relcli.edit.add import Adding
from relcli.edit.dataset import dataset_to_edit, known_ids, refuse_unknown_ids
from relcli.edit.decode import STDIN, read_input
from relcli.edit.fields import NEEDED, Plain, read_source
from relcli.edit.rows import Numbered, read_rows
from relcli.errors import FOUND, EditError
from relcli.model.scale import Confidence

Text = str | None
Texts = list[str] | None


def answers(
    claim: Annotated[Text, typer.Option(metavar="TEXT", help="The sentence to check.")] = None,
    date: Annotated[
        Text, typer.Option(metavar="DATE", help="When: 2016-11, `25 May 2022`, `by 2016`.")
    ] = None,
    source: Annotated[
        Texts,
        typer.Option(
            "--source",
            "-s",
            metavar="SOURCE",
            help="An id, a title, or JSON with its keys.",
            autocompletion=complete.source_ids,
        ),
    ] = None,
    confidence: Annotated[
        Text,
        typer.Option(
            "--confidence",
            "-c",
            metavar="WORD",
            help=f"{', '.join(Confidence)}.",
            autocompletion=complete.words(Confidence),
        ),
    ] = None,
    topic: Annotated[
        Texts,
        typer.Option(
            "--topic", "-t", metavar="TOPIC", help="A topic.", autocompletion=complete.topic_ids
        ),
    ] = None,
    actor: Annotated[
        Texts,
        typer.Option(
            "--actor", "-a", metavar="ACTOR", help="An actor.", autocompletion=complete.actors
        ),
    ] = None,
    note: Annotated[Text, typer.Option(metavar="TEXT", help="What else to know.")] = None,
    related: Annotated[
        Texts, typer.Option(metavar="ID", help="A card on this.", autocompletion=complete.ids)
    ] = None,
    contradicts: Annotated[
        Texts, typer.Option(metavar="ID", help="A card against it.", autocompletion=complete.ids)
    ] = None,
    id_: Annotated[Text, typer.Option("--id", metavar="ID", help="Else made of the claim.")] = None,
) -> Plain:
    """Return the fields of a card that are given as options."""
    given = {
        "id": id_,
        "claim": claim,
        "date": date,
        "confidence": confidence,
        "topics": topic,
        "actors": actor,
        "sources": source,
        "note": note,
        "related": related,
        "contradicts": contradicts,
    }
    return {field: value for field, value in given.items() if value}


FIELDS = Group(answers)


@sharing(FIELDS, REPEATS)
def new(
    run: Run,
    rows: Annotated[
        str | None,
        typer.Argument(
            metavar="[-]",
            help="`-` reads cards from stdin: JSON, JSON Lines, CSV, TSV, relcli's own CSL-JSON.",
            show_default=False,
        ),
    ] = None,
    no_input: Annotated[bool, typer.Option("--no-input", help="Ask nothing.")] = False,
) -> int:
    """Add a card: asks for what is not given, and shows cards that say much the same.

    It goes to the file named after its first topic, else to the first one. Of many cards from
    stdin, all are added or none. Prints the ids of what was added.
    """
    session, given, how = run.session, FIELDS.of(run), REPEATS.of(run)
    adding = Adding(dataset_to_edit(session.paths))
    if rows is not None:
        return add_rows(session, adding, _rows_of_stdin(rows, given), how)
    if how.given:
        cure = "send cards, and end with `-`, or leave the option out"
        raise EditError("--skip-existing and --on-duplicate are for cards from stdin", cure)
    if "sources" in given:
        given["sources"] = [read_source(text, adding.declared) for text in given["sources"]]
    card = adding.card_of(given)
    with keeping(card):
        _complete(session, card, adding, may_ask=not no_input and can_ask())
        added = adding.add([card])
    tell_dates(session, adding.read_as)
    tell_added(session, added)
    return FOUND


def _complete(session: Session, card: Plain, adding: Adding, *, may_ask: bool) -> None:
    """Ask for what a card lacks, or see that it lacks nothing."""
    missing = [field for field in NEEDED if field not in card]
    if missing and may_ask:
        interview(card, adding)
        return
    if missing:
        options = ", ".join(f"--{field.removesuffix('s')}" for field in missing)
        raise EditError(f"a card needs {options}", "give them, or run this on a terminal")
    loaded = adding.check(card)
    refuse_unknown_ids(card, known_ids([adding.dataset]), loaded.id)
    for line in likeness(loaded.claim, adding):
        session.remark(line)


def _rows_of_stdin(rows: str, given: Plain) -> list[Numbered]:
    if rows != STDIN or given:
        if rows == STDIN:
            cure = "give one or the other: fields as options, or `-` for cards from stdin"
            raise EditError(f"`{rows}` and options", cure)
        raise EditError(f"no such input: {rows}", f"`relcli import {rows}` reads a file")
    numbered = read_rows(read_input(STDIN), as_cell)
    if not numbered:
        raise EditError("there are no cards on stdin", "send JSON, JSON Lines, CSV or TSV")
    return numbered
