"""`relcli graph`: who appears with whom."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from relcli.cli import complete
from relcli.cli.counted import cards_of, counted
from relcli.cli.options import output_format, taking
from relcli.cli.output import write, write_pieces
from relcli.cli.query import query_text
from relcli.errors import FOUND, NOTHING_FOUND, FilterError
from relcli.model.query import Query
from relcli.model.stats import NetworkLink
from relcli.view.data import as_ids
from relcli.view.document import as_document
from relcli.view.terminal.draw import draw_network

if TYPE_CHECKING:
    from relcli.index.datasets import Datasets

COLUMNS = tuple(NetworkLink.__annotations__)
SHOWN, SHOWN_OF_MANY = 20, 5  # actors below each other on a terminal
DEEPEST = 4


@taking(chosen=counted, form=output_format)
def graph(
    ctx: typer.Context,
    chosen: dict[str, Any],
    form: str | None,
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
        int, typer.Option("--depth", metavar="N", min=1, max=DEEPEST, help="How many links away.")
    ] = 1,
) -> int:
    """Draw who appears with whom: the actors that the same cards name, by the number of cards.

    Of one actor, those named beside it; without one, the best connected actors, each with its
    own. --limit is how many stand below each other. For scripts it writes the links between
    actors; --json is one document with the nodes and links of the graph.
    """
    from relcli.analysis.actor_graph import Network

    facts = ctx.obj.facts()
    name = query_text(words or ())
    facets = _facets(facts, name) if name else ()
    limit = chosen.pop("limit", None)
    network = Network(cards_of(ctx.obj, Query(**chosen)))
    roots = network.known_by(facets) if name else network.best_connected()
    most = (SHOWN if name else SHOWN_OF_MANY) if limit is None else limit
    if not name:
        roots = roots[: limit or None]
    found = network.around(roots, depth, limit or 0)
    if not found["links"] and found["cards"]:
        told = f"nobody is named beside {name}" if name else "no card names two actors"
        ctx.obj.remark(f"{told} on these cards")
    if form == "json":
        write_pieces(as_document(found))
    elif form == "ids":
        write_pieces(as_ids(found["nodes"], ()))
    else:
        write(found["links"], COLUMNS, lambda console: draw_network(console, found, most), form)
    return FOUND if found["links"] else NOTHING_FOUND


def _facets(facts: "Datasets", name: str) -> tuple[str, ...]:
    """Return the facets of the actor that a name means. Raises FilterError."""
    try:
        return facts.facets_named("actor", name)
    except FilterError as error:
        raise FilterError(error.message.removeprefix("--actor: "), error.cure) from None
