"""`relcli import`: cards, sources and actors out of other programs, all of them or none."""

from collections.abc import Sized
from enum import StrEnum
from typing import Annotated

import typer

from relcli.cli import complete
from relcli.cli.adding import REPEATS, add_rows, as_cell
from relcli.cli.command import Run, sharing
from relcli.cli.output import write_pieces
from relcli.cli.session import Session
from relcli.edit.actor_list import actors_of, is_list_of_names
from relcli.edit.add import Adding
from relcli.edit.bring_in import Brought, new_actors, new_sources
from relcli.edit.dataset import dataset_to_edit
from relcli.edit.decode import read_input
from relcli.edit.recognise import NAMES, Format, Incoming, incoming
from relcli.edit.reviews import cards_of_reviews
from relcli.edit.rows import rows_of
from relcli.edit.works import works_of
from relcli.errors import FOUND, EditError, RelcliError, cure_for
from relcli.model.card import Dataset


class Kind(StrEnum):
    """What a file is imported as."""

    CARDS = "cards"
    SOURCES = "sources"
    ACTORS = "actors"


# As what each format can be imported; the first where it is not told.
_KINDS = {
    Format.CSV: (Kind.CARDS, Kind.ACTORS),
    Format.JSON: (Kind.CARDS,),
    Format.CSL: (Kind.SOURCES, Kind.CARDS),
    Format.BIBTEX: (Kind.SOURCES,),
    Format.RIS: (Kind.SOURCES,),
    Format.FTM: (Kind.ACTORS,),
    Format.CLAIMREVIEW: (Kind.CARDS,),
}
_OTHER_NAMES = {
    "tsv": Format.CSV,
    "jsonl": Format.JSON,
    "biblatex": Format.BIBTEX,
    "bib": Format.BIBTEX,
}


def read_kind(text: str) -> Kind:
    """Return a word of --as. Raises RelcliError."""
    if text in [*Kind]:
        return Kind(text)
    raise RelcliError(f"--as: no `{text}`", cure_for(text, [*Kind], f"write {', '.join(Kind)}"))


def read_format(text: str) -> Format:
    """Return a word of --from. Raises RelcliError."""
    if text in [*Format]:
        return Format(text)
    if text in _OTHER_NAMES:
        return _OTHER_NAMES[text]
    raise RelcliError(
        f"--from: no `{text}`", cure_for(text, [*Format], f"write {', '.join(Format)}")
    )


@sharing(REPEATS)
def import_(
    run: Run,
    file: Annotated[str, typer.Argument(metavar="FILE", help="A file, or `-` for stdin.")],
    as_: Annotated[
        Kind | None,
        typer.Option(
            "--as",
            metavar="KIND",
            parser=read_kind,
            help=f"{', '.join(Kind)}. Else what the file holds.",
            autocompletion=complete.words(Kind),
        ),
    ] = None,
    from_: Annotated[
        Format | None,
        typer.Option(
            "--from",
            metavar="FORMAT",
            parser=read_format,
            help=f"{', '.join(Format)}. Else by what stands in the file.",
            autocompletion=complete.words(Format),
        ),
    ] = None,
) -> int:
    """Import what other programs wrote: all of it, or nothing.

    Cards come from sheets, JSON and ClaimReview; sources from Zotero and others as CSL-JSON,
    BibTeX or RIS; actors from a sheet of names, or OpenSanctions. What the dataset has already, by
    id, address or name, is left alone. Prints the ids of what was added.
    """
    session, how = run.session, REPEATS.of(run)
    text = read_input(file)
    if not text.strip():
        raise EditError(f"{file}: there is nothing in it", "export there once more")
    given = incoming(text, from_)
    kind = as_ or (Kind.ACTORS if is_list_of_names(given) else _KINDS[given.format][0])
    if kind not in _KINDS[given.format]:
        what = " or ".join(_KINDS[given.format])
        raise EditError(f"{NAMES[given.format]} holds {what}, and no {kind}", f"write --as {what}")
    dataset = dataset_to_edit(session.paths)
    if kind is not Kind.CARDS:
        if how.given:
            cure = "leave them out: what is there already is left alone"
            raise EditError("--skip-existing and --on-duplicate are for cards", cure)
        return _declare(session, dataset, given, kind)
    adding = Adding(dataset)
    if given.format is Format.CLAIMREVIEW:
        status = add_rows(session, adding, cards_of_reviews(given, adding.declared), how)
        if status == FOUND:
            session.remark(
                "a rating is no grade: read what each reviewer says, and set confidence and stance"
            )
        return status
    if not (rows := rows_of(given, as_cell)):
        raise EditError(f"{file}: there are no cards in it", "look at what it holds")
    return add_rows(session, adding, rows, how)


def _declare(session: Session, dataset: Dataset, given: Incoming, kind: Kind) -> int:
    """Add sources or actors to their file, and tell what was left alone, and what left out."""
    brought: Brought
    if kind is Kind.SOURCES:
        works = works_of(given)
        _refuse_nothing(works, kind)
        brought = new_sources(dataset, works)
    else:
        actors, others = actors_of(given)
        _refuse_nothing([*actors, *others], kind)
        brought = new_actors(dataset, actors, others)
    path = brought.write(dataset)
    write_pieces(f"{name}\n" for name in brought.entries)
    for remark in brought.remarks:
        session.remark(remark)
    session.remark(f"added {len(brought.entries):,} to {path}" if path else "nothing to add")
    return FOUND


def _refuse_nothing(given: Sized, kind: Kind) -> None:
    """Raise EditError for a file that holds nothing: it is of another format than was told."""
    if not given:
        raise EditError(f"there are no {kind} in it", "look at what it is, and at --from")
