"""Cards and the actors they name as a graph: GraphML, GEXF, DOT and Mermaid."""

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from relcli.model.card_dict import PlainCard, date_of
from relcli.view.caveats import caveats
from relcli.view.export.escape import dot_label, in_dot, in_mermaid, in_xml
from relcli.view.export.selection import (
    Selection,
    card_keys,
    links,
    links_elsewhere,
    named_actors,
    some,
    some_notes,
)

_LABEL = "label"
# Mermaid refuses to draw more than these, which only the page that it runs in can raise.
MERMAID_EDGES, MERMAID_LETTERS = 500, 50_000
_SYMMETRIC = ("related", "contradicts")  # links that say the same from either end
_LEGEND = {"card": "a claim", "disputed": "a claim that a source disputes", "actor": "an actor"}
# An order of ranks (dot) draws many cards as one long ribbon; springs keep them together.
_DOT_LOOKS = """\
  graph [layout="sfdp", overlap="prism", splines="line", outputorder="edgesfirst", K="2"];
  graph [label="White boxes are claims, dashed where a source disputes them; ellipses are actors."];
  node [fontname="Helvetica", fontsize="10"];
  edge [fontname="Helvetica", fontsize="8", arrowsize="0.6"];
"""
_DOT_LOOKS_OF = {
    "card": 'shape="box", style="filled", fillcolor="white"',
    "disputed": 'shape="box", style="filled,dashed", fillcolor="white", color="firebrick"',
    "actor": 'shape="ellipse", style="filled", fillcolor="lightgoldenrod1"',
}
_DOT_EDGES = {
    "names": 'color="gray70", arrowhead="none"',
    "related": 'label="related", color="steelblue"',
    "contradicts": 'label="contradicts", color="firebrick"',
    "superseded_by": 'label="superseded by", color="gray30", style="dashed"',
}


class Vertex(NamedTuple):
    """A card or an actor. `attributes` has the same keys for all, empty where they don't apply."""

    name: str
    attributes: dict[str, str]


class Edge(NamedTuple):
    """That a card names an actor, or how it points to another one, `mutual` if that points back."""

    start: str
    end: str
    how: str
    mutual: bool = False


class Graph(NamedTuple):
    """Vertices and the directed edges between them."""

    vertices: list[Vertex]
    edges: list[Edge]


def graph_of(selection: Selection) -> Graph:
    """Return the graph of the cards."""
    cards = list(zip(card_keys(selection.cards), selection.cards, strict=True))
    vertices = [
        Vertex(f"actor:{name}", _attributes("actor", actor["name"], actor_kind=actor["kind"] or ""))
        for name, actor in named_actors(selection).items()
    ]
    vertices += [Vertex(f"card:{key}", _attributes_of_card(card)) for key, card in cards]
    edges = [
        Edge(f"card:{key}", f"actor:{actor['id']}", "names")
        for key, card in cards
        for actor in card["actors"]
    ]
    edges += [
        Edge(f"card:{link.card}", f"card:{link.other}", link.how) for link in links(selection.cards)
    ]
    return Graph(vertices, edges)


def _once(edges: list[Edge]) -> list[Edge]:
    """Return edges for a drawing, in which two cards that point to each other have one line."""
    there = {edge[:3] for edge in edges}
    drawn: dict[tuple[str, ...], Edge] = {}
    for edge in edges:
        back = edge.end, edge.start, edge.how
        if edge.how not in _SYMMETRIC or back not in there:
            drawn[edge[:3]] = edge
        elif back not in drawn:
            drawn[edge[:3]] = edge._replace(mutual=True)
    return [*drawn.values()]


def left_out(selection: Selection) -> list[str]:
    """Tell what the graph has no place for."""
    return [
        *some("the sources of", len(selection.cards), "card"),
        *some_notes(selection),
        *links_elsewhere(selection),
    ]


def left_out_of_mermaid(selection: Selection) -> list[str]:
    """Tell the same, and how many cards are not drawn."""
    drawn = _drawable(selection)
    undrawn = len(selection.cards) - len(drawn.cards)
    limit = "beyond what Mermaid draws (choose fewer by words, --topic or --since)"
    return [*some("", undrawn, "card", limit), *left_out(drawn)]


def as_graphml(selection: Selection) -> Iterator[str]:
    """The graph as GraphML 1.0 (graphml.graphdrawing.org)."""
    graph = graph_of(selection)
    root = Element("graphml", xmlns="http://graphml.graphdrawing.org/xmlns")
    for key in _attributes("", ""):
        typed = {"attr.name": key, "attr.type": "string"}
        SubElement(root, "key", {"id": key, "for": "node", **typed})
    SubElement(root, "key", {"id": "how", "for": "edge", "attr.name": "how", "attr.type": "string"})
    drawn = SubElement(root, "graph", edgedefault="directed")
    for vertex in graph.vertices:
        node = SubElement(drawn, "node", id=in_xml(vertex.name))
        for key, text in vertex.attributes.items():
            SubElement(node, "data", key=key).text = in_xml(text)
    for number, edge in enumerate(graph.edges):
        # Numbered: two cards may be both related and contradictory.
        ends = {"source": in_xml(edge.start), "target": in_xml(edge.end)}
        line = SubElement(drawn, "edge", {"id": f"e{number}", **ends})
        SubElement(line, "data", key="how").text = edge.how
    yield _xml(root)


def as_gexf(selection: Selection) -> Iterator[str]:
    """The graph as GEXF 1.3 (gexf.net)."""
    graph = graph_of(selection)
    root = Element("gexf", xmlns="http://gexf.net/1.3", version="1.3")
    drawn = SubElement(root, "graph", defaultedgetype="directed")
    attributes = SubElement(drawn, "attributes", {"class": "node"})
    for key in _attributes("", ""):
        SubElement(attributes, "attribute", id=key, title=key, type="string")
    of_edges = SubElement(drawn, "attributes", {"class": "edge"})
    SubElement(of_edges, "attribute", id="how", title="how", type="string")
    nodes = SubElement(drawn, "nodes")
    for vertex in graph.vertices:
        node = SubElement(
            nodes, "node", id=in_xml(vertex.name), label=in_xml(vertex.attributes[_LABEL])
        )
        _values(node, vertex.attributes)
    edges = SubElement(drawn, "edges")
    for number, edge in enumerate(graph.edges):
        ends = {"source": in_xml(edge.start), "target": in_xml(edge.end)}
        _values(SubElement(edges, "edge", {"id": f"e{number}", **ends}), {"how": edge.how})
    yield _xml(root)


def as_dot(selection: Selection) -> Iterator[str]:
    """The graph as DOT (Graphviz): claims in boxes, dashed where disputed; actors in ellipses."""
    graph = graph_of(selection)
    yield f"digraph relcli {{\n{_DOT_LOOKS}"
    for vertex in graph.vertices:
        looks = _DOT_LOOKS_OF[_kind(vertex)]
        yield f"  {in_dot(vertex.name)} [label={dot_label(_caption(vertex))}, {looks}];\n"
    for edge in _once(graph.edges):
        looks = _DOT_EDGES[edge.how] + (', dir="none"' if edge.mutual else "")
        yield f"  {in_dot(edge.start)} -> {in_dot(edge.end)} [{looks}];\n"
    yield "}\n"


def as_mermaid(selection: Selection) -> Iterator[str]:
    """The graph as a Mermaid flowchart: claims in boxes, dashed where disputed; actors in rounded.

    It has the first of the cards, as many as Mermaid draws.
    """
    return _flowchart(_drawable(selection))


def _drawable(selection: Selection) -> Selection:
    """Return as many of the first cards as Mermaid draws."""

    def too_many(number: int) -> bool:
        some_cards = selection._replace(cards=selection.cards[:number])
        edges = len(_once(graph_of(some_cards).edges))
        letters = sum(map(len, _flowchart(some_cards)))
        return edges > MERMAID_EDGES or letters > MERMAID_LETTERS

    # A line takes more than eight letters, so no more cards than these are ever drawn.
    most = min(len(selection.cards), MERMAID_LETTERS // 8)
    if most < len(selection.cards) or too_many(most):
        most = bisect_left(range(1, most + 1), x=True, key=too_many)
    return selection._replace(cards=selection.cards[:most])


def _flowchart(selection: Selection) -> Iterator[str]:
    graph = graph_of(selection)
    # Ids of its own: a word like `end` or `o` would be read as syntax.
    numbers = {vertex.name: f"n{number}" for number, vertex in enumerate(graph.vertices)}
    yield "flowchart LR\n"
    for vertex in graph.vertices:
        yield f"  {numbers[vertex.name]}{_box(_caption(vertex), _kind(vertex))}\n"
    for edge in _once(graph.edges):
        line = f"-. {edge.how.replace('_', ' ')} .-" + ("" if edge.mutual else ">")
        arrow = "-->" if edge.how == "names" else line
        yield f"  {numbers[edge.start]} {arrow} {numbers[edge.end]}\n"
    yield '  subgraph legend["Legend"]\n'
    for kind, meaning in _LEGEND.items():
        yield f"    legend_{kind}{_box(meaning, kind)}\n"
    yield "  end\n  classDef disputed stroke:#b22222,stroke-dasharray:5 5\n"


def _box(text: str, kind: str) -> str:
    """Return a text as the label of a vertex of a flowchart."""
    before, after = ("(", ")") if kind == "actor" else ("[", "]")
    return f'{before}"{in_mermaid(text)}"{after}{":::disputed" if kind == "disputed" else ""}'


def _kind(vertex: Vertex) -> str:
    """Return which of the kinds in the legend a vertex is."""
    disputed = vertex.attributes["disputed"] == "true"
    return "disputed" if disputed else vertex.attributes["kind"]


def _attributes(
    kind: str,
    label: str,
    *,
    actor_kind: str = "",
    date: str = "",
    confidence: str = "",
    disputed: str = "",
    as_of: str = "",
    date_in_words: str = "",
    standing: str = "",
) -> dict[str, str]:
    return {
        "kind": kind,
        _LABEL: label,
        "actor_kind": actor_kind,
        "date": date,
        "confidence": confidence,
        "disputed": disputed,
        "as_of": as_of,
        "date_in_words": date_in_words,
        "standing": standing,
    }


def _attributes_of_card(card: PlainCard) -> dict[str, str]:
    return _attributes(
        "card",
        card["claim"],
        date=card["date"],
        confidence=card["confidence"],
        disputed="true" if card["disputed"] else "false",
        as_of="true" if card["as_of"] else "false",
        date_in_words=date_of(card).words,
        standing=caveats(card) or card["confidence"],
    )


def _caption(vertex: Vertex) -> str:
    texts = [vertex.attributes["date_in_words"], vertex.attributes["standing"]]
    standing = ", ".join(text for text in texts if text)
    return f"{vertex.attributes[_LABEL]} ({standing})" if standing else vertex.attributes[_LABEL]


def _values(element: Element, texts: dict[str, str]) -> None:
    values = SubElement(element, "attvalues")
    for key, text in texts.items():
        SubElement(values, "attvalue", {"for": key, "value": in_xml(text)})


def _xml(root: Element) -> str:
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'
