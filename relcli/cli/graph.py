"""`relcli graph`: who appears with whom."""

from typing import TYPE_CHECKING, Annotated

import typer

from relcli.cli import complete
from relcli.cli.command import Run, sharing
from relcli.cli.options import FILTERS, FORMAT, LIMIT, output_of
from relcli.cli.output import write, write_pieces
from relcli.cli.query_words import query_text
from relcli.errors import FOUND, NOTHING_FOUND, FilterError, quoted
from relcli.model.stats import NetworkLink
from relcli.view.data import as_ids
from relcli.view.document import as_document
from relcli.view.terminal.draw import draw_network

if TYPE_CHECKING:
    from relcli.api import Facts

COLUMNS = tuple(NetworkLink.__annotations__)
SHOWN, SHOWN_OF_MANY = 20, 5  # actors below each other on a terminal
DEEPEST = 4


def _read_depth(text: str) -> int:
    """Return the number that `--depth` gives. Raises FilterError."""
    known = [str(number + 1) for number in range(DEEPEST)]
    if text not in known:
        cure = f"write 1 to {DEEPEST}"
        raise FilterError(f"--depth: {quoted(text)} is no number of links", cure, value=text)
    return int(text)


@sharing(FILTERS, LIMIT, FORMAT)
def graph(
    run: Run,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ACTOR]",
            help="By id, name or alias.",
            autocompletion=complete.actors,
            show_default=False,
        ),
    ] = None,
    depth: Annotated[
        int,
        typer.Option(
            "--depth", metavar="N", parser=_read_depth, help=f"How many links away, 1 to {DEEPEST}."
        ),
    ] = 1,
) -> int:
    """Draw who appears with whom: the actors that the same cards name, by the number of cards.

    Of one actor, those named beside it; without one, the best connected actors, each with its
    own. --limit is how many stand below each other. For scripts it writes the links between
    actors; --json is one document with the nodes and links of the graph.
    """
    session, limit, output = run.session, LIMIT.of(run), output_of(run)
    facts = session.facts()
    name = query_text(words or ())
    facets = _facets(facts, name) if name else ()
    network = facts.actor_graph(facts.counted(FILTERS.of(run), session.remark))
    if network.crowded:
        session.remark(network.crowd)
    roots = network.known_by(facets) if name else network.best_connected()
    most = (SHOWN if name else SHOWN_OF_MANY) if limit is None else limit
    if not name:
        roots = roots[: limit or None]
    drawn = network.around(roots, depth, limit or 0)
    if not drawn["links"] and drawn["cards"]:
        nobody = f"nobody is named beside {name}" if name else "no card names two actors"
        session.remark(f"{nobody} on these cards")
    if output.form == "json":
        write_pieces(as_document(drawn), output.file)
    elif output.form == "ids":
        write_pieces(as_ids(drawn["nodes"], ()), output.file)
    else:
        write(drawn["links"], COLUMNS, lambda console: draw_network(console, drawn, most), output)
    return FOUND if drawn["links"] else NOTHING_FOUND


def _facets(facts: "Facts", name: str) -> tuple[str, ...]:
    """Return the facets of the actor that a name means. Raises FilterError."""
    try:
        return facts.actor_facets(name)
    except FilterError as error:
        raise FilterError(error.message.removeprefix("--actor: "), error.cure) from None
