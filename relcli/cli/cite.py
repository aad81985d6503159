"""`relcli cite`: what to put in a footnote."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from relcli.cli import complete
from relcli.cli.command import Run, sharing
from relcli.cli.history import recorded_since, write_changes
from relcli.cli.named_cards import named_cards
from relcli.cli.options import FORMAT, output_of
from relcli.cli.output import Output, write_pieces
from relcli.errors import FOUND, NOTHING_FOUND, TROUBLE, RelcliError
from relcli.load.files import NoFileError, read_stream
from relcli.model.filter_values import Bound, one_of
from relcli.view.cite.cite import STYLES
from relcli.view.terminal.draw import draw_cited

if TYPE_CHECKING:
    from relcli.cli.session import Session

PLAIN = "footnote"
STDIN = Path("-")


def read_style(word: str) -> str:
    """Return the name of a style. Raises FilterError."""
    return one_of(STYLES, word, "--style", "style")


@sharing(FORMAT)
def cite(
    run: Run,
    ids: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ID...",
            help="Ids of cards.",
            autocompletion=complete.ids,
            show_default=False,
        ),
    ] = None,
    style: Annotated[
        str,
        typer.Option(
            "--style",
            metavar="STYLE",
            parser=read_style,
            help=f"{', '.join(STYLES)}. apa and chicago need citeproc-py and its styles.",
            autocompletion=complete.words(STYLES),
        ),
    ] = PLAIN,
    stamp: Annotated[
        bool,
        typer.Option(
            "--stamp", help="Say of which commit a card is cited: [relcli ID@1a2b3c4d5e6f]."
        ),
    ] = False,
    check: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Instead, tell which cards that a text cites have changed since; - is stdin.",
        ),
    ] = None,
    since: Annotated[
        Bound | None,
        typer.Option(
            "--recorded-since",
            metavar="DATE",
            parser=recorded_since,
            help="With --check: since when citations without a stamp are looked at.",
        ),
    ] = None,
) -> int:
    """Write a citation for each card: its sources, when they were read, how sure the claim is.

    Sources that support the claim come first, then those that qualify or dispute it. Exit status 1
    where an id is unknown; the others are cited all the same. With --check it is 1 where a cited
    card was regraded, newly disputed, reworded, redated, retired or removed since, else 0.
    """
    if check is not None:
        if ids or stamp or style != PLAIN:
            cure = "leave ids, --stamp and --style out"
            raise RelcliError("--check reads what is cited already", cure)
        return _check(run.session, check, since, output_of(run))
    if FORMAT.of(run) != Output():
        raise RelcliError("--format and -o go with --check", "`--style csl` writes JSON")
    if since is not None:
        cure = "`relcli log --recorded-since` tells what changed"
        raise RelcliError("--recorded-since goes with --check", cure)
    if not ids:
        raise RelcliError("no card is named", "write `relcli cite ID`; `relcli search` finds ids")
    cards, status = named_cards(run.session, ids)
    if cards:
        write_pieces(STYLES[style](run.session.facts().selection(cards, stamped=stamp)))
    return status


def _check(session: "Session", path: Path, since: Bound | None, output: Output) -> int:
    """Tell which cards that a text cites have changed, and return the exit status."""
    if session.at is not None:
        raise RelcliError("--check compares with the facts as they are now", "leave --at out")
    cited = session.facts().citations(_text_of(path), since and since.date)
    for citation in cited.unknown:
        session.remark(f"line {citation.line}: no card `{citation.id}` is or was in these facts")
    for citation in cited.lost:
        where = f"line {citation.line}: `{citation.id}` is cited of commit {citation.commit}"
        session.remark(f"{where}, which is not in the repository; `git fetch` may bring it")
    if cited.undated:
        number, first = len(cited.undated), cited.undated[0]
        which = (
            f"citations without a stamp: {number}, the first is `{first.id}` in line {first.line}"
        )
        session.remark(f"{which}; --recorded-since DATE tells since when to look at them")
    stale = cited.stale()
    more = [{"line": citation.line, "cited": citation.commit} for citation, _ in stale]
    lines = [citation.line for citation, _ in stale]
    write_changes(
        [change for _, change in stale],
        lambda console, changes: draw_cited(console, changes, lines),
        output,
        more,
    )
    if not any(cited):
        session.remark("the text cites no card of these facts")
    elif cited.checked and not stale:
        session.remark(f"citations looked at: {len(cited.checked)}; their cards say what they said")
    if cited.unknown or cited.lost:
        return TROUBLE
    return NOTHING_FOUND if stale else FOUND


def _text_of(path: Path) -> str:
    """Return the text of a file, or of stdin. Raises RelcliError, OSError."""
    try:
        if path == STDIN:
            if sys.stdin is None:  # closed by `<&-`
                raise RelcliError("stdin is closed", "send a text there")
            return read_stream(sys.stdin.buffer).decode()
        with path.open("rb") as file:
            return read_stream(file).decode()
    except NoFileError as error:
        raise RelcliError(f"{path}: {error.strerror}", error.cure) from None
    except UnicodeError:
        raise RelcliError(f"{path}: it is no UTF-8", "save it as UTF-8") from None
