"""Many cards into the dataset at once, all of them or none: what `new -` and `import` share."""

from typing import Annotated, NamedTuple

import typer

from relcli.cli import complete
from relcli.cli.command import Group
from relcli.cli.output import write_pieces
from relcli.cli.session import Session, tell, tell_dates
from relcli.edit.add import Adding
from relcli.edit.many import Repeated, check_rows
from relcli.edit.rows import Numbered
from relcli.errors import FOUND, TROUBLE, RelcliError, cure_for
from relcli.model.card import Card
from relcli.view.data import flat
from relcli.view.safe import cell


class Repeats(NamedTuple):
    """What becomes of cards that are there already."""

    repeated: Repeated | None
    skip_existing: bool

    @property
    def given(self) -> bool:
        """Whether any of it was asked for."""
        return self.repeated is not None or self.skip_existing


def read_repeated(text: str) -> Repeated:
    """Return a word of --on-duplicate. Raises RelcliError."""
    if text in [*Repeated]:
        return Repeated(text)
    cure = cure_for(text, [*Repeated], f"write {', '.join(Repeated)}")
    raise RelcliError(f"--on-duplicate: no `{text}`", cure)


def repeats(
    skip_existing: Annotated[
        bool,
        typer.Option("--skip-existing", help="Leave out cards that the dataset has already."),
    ] = False,
    on_duplicate: Annotated[
        Repeated | None,
        typer.Option(
            "--on-duplicate",
            metavar="WORD",
            parser=read_repeated,
            help="Of a card that is there already, or comes twice: fail, skip, or suffix, which "
            "gives it another id. Else fail; a claim made again on another day gets a suffix.",
            autocompletion=complete.words(Repeated),
        ),
    ] = None,
) -> Repeats:
    """Return what becomes of cards that are there already."""
    return Repeats(on_duplicate, skip_existing)


REPEATS = Group(repeats)


def as_cell(value: object) -> str:
    """Return a value of a card as relcli writes it into a cell of a sheet."""
    return cell(flat(value))


def add_rows(session: Session, adding: Adding, rows: list[Numbered], how: Repeats) -> int:
    """Add the cards that rows are, and print their ids; tell the problems where there are some."""
    repeated = how.repeated or Repeated.FAIL
    batch = check_rows(adding, rows, repeated, skip_existing=how.skip_existing)
    for problem in batch.problems:
        tell("error", problem)
    if batch.problems:
        return TROUBLE
    tell_dates(session, adding.read_as)
    for remark in batch.remarks:
        session.remark(remark)
    tell_added(session, adding.add(batch.cards))
    return FOUND


def tell_added(session: Session, cards: list[Card]) -> None:
    """Print the ids of new cards, and tell where they stand."""
    for card in cards:
        write_pieces([f"{card.id}\n"])
        session.remark(f"added to {card.place.path}:{card.place.line}")
