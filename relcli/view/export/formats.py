"""What other tools read: cards to their formats.

Each format is a function from the cards to pieces of its text, and one that tells what it cannot
carry. Another format is a line in EXPORTS.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from relcli.view.export import (
    bibliography,
    cards,
    database,
    graph,
    ics,
    jsonld,
    markdown,
    stix,
    timelinejs,
)
from relcli.view.export.selection import (
    Selection,
    links_elsewhere,
    some,
    some_links,
    without_doubles,
)


class Export(NamedTuple):
    """A format: what writes it, a line for the help, and what a user should be told of it.

    `pieces` yields text, or bytes where the format is `binary`. `left_out` tells what of these
    cards the format cannot carry, `elsewhere` what it has in a place where one would not look.
    A `titled` one is told what the datasets say of themselves. One that knows cards `by_id` can
    hold one of each id.
    """

    pieces: Callable[[Selection], Iterator[str] | Iterator[bytes]]
    help: str
    left_out: Callable[[Selection], list[str]]
    elsewhere: str = ""
    binary: bool = False
    titled: bool = False
    by_id: bool = False

    def write(self, selection: Selection) -> Iterator[str] | Iterator[bytes]:
        """Return the pieces of what can be held of these cards."""
        return self.pieces(without_doubles(selection) if self.by_id else selection)

    def remark(self, selection: Selection) -> str:
        """Return what the user should be told about these cards in this format, or nothing."""
        held = without_doubles(selection) if self.by_id else selection
        doubles = some(len(selection.cards) - len(held.cards), "card", "with the id of another")
        left = ", ".join([*doubles, *self.left_out(held)])
        return "; ".join(
            part for part in (f"{left} left out" if left else "", self.elsewhere) if part
        )


def _as_html(selection: Selection) -> Iterator[str]:
    from relcli.view.page.make import as_html  # what it needs, no other format does

    return as_html(selection)


_IN_NOTE = "claims, dates, confidence and stance are in the note of each source"

_IN_A_CELL = "what no other cell can hold is in card_json"

EXPORTS: dict[str, Export] = {
    "csv": Export(cards.as_csv, "Cards for a spreadsheet.", cards.left_out_of_json, _IN_A_CELL),
    "tsv": Export(
        cards.as_tsv, "Cards for a spreadsheet, tabs between.", cards.left_out_of_json, _IN_A_CELL
    ),
    "json": Export(cards.as_json, "Cards as one array.", cards.left_out_of_json),
    "jsonl": Export(cards.as_jsonl, "Cards, one object a line.", cards.left_out_of_json),
    "yaml": Export(cards.as_yaml, "Cards that relcli loads again.", cards.left_out_of_yaml),
    "markdown": Export(markdown.as_markdown, "Claims with footnotes.", markdown.left_out),
    "html": Export(
        _as_html, "A page to share: search, timeline, graph.", links_elsewhere, titled=True
    ),
    "csl": Export(
        bibliography.as_csl_with_cards,
        "Sources as CSL-JSON: Zotero, Pandoc.",
        cards.left_out_of_json,
        f"{_IN_NOTE}, whole cards in its custom.relcli",
    ),
    "biblatex": Export(
        bibliography.as_biblatex,
        "Sources as .bib for BibLaTeX and Biber.",
        some_links,
        "claims, dates, confidence and stance are in the annotation of each source",
    ),
    "ris": Export(
        bibliography.as_ris, "Sources as RIS: EndNote, Mendeley, Zotero.", some_links, _IN_NOTE
    ),
    "timelinejs": Export(
        timelinejs.as_timelinejs,
        "Events for TimelineJS.",
        timelinejs.left_out,
        "confidence and stance are in the text",
        by_id=True,
    ),
    "ics": Export(
        ics.as_ics,
        "Events for a calendar (iCalendar).",
        ics.left_out,
        "confidence and stance are in the description",
        by_id=True,
    ),
    "stix": Export(
        stix.as_stix,
        "A STIX 2.1 bundle.",
        stix.left_out,
        "dates of claims are in the content",
        by_id=True,
    ),
    "jsonld": Export(
        jsonld.as_jsonld,
        "Claims as JSON-LD in schema.org's words.",
        jsonld.left_out,
        "stance is in the description of each source",
        by_id=True,
    ),
    "graphml": Export(
        graph.as_graphml,
        "Cards and actors as GraphML: yEd, Cytoscape.",
        graph.left_out,
        by_id=True,
    ),
    "gexf": Export(graph.as_gexf, "Cards and actors as GEXF: Gephi.", graph.left_out, by_id=True),
    "dot": Export(graph.as_dot, "Cards and actors for Graphviz.", graph.left_out, by_id=True),
    "mermaid": Export(
        graph.as_mermaid, "Cards and actors as a Mermaid flowchart.", graph.left_out, by_id=True
    ),
    "sqlite": Export(
        database.as_sqlite,
        "A SQLite database, ready for Datasette.",
        database.left_out,
        binary=True,
        by_id=True,
    ),
}
