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
    parquet,
    stix,
    timelinejs,
    vault,
)
from relcli.view.export.selection import (
    Selection,
    links_elsewhere,
    some,
    without_doubles,
)


class Export(NamedTuple):
    """A format: what writes it, a line for the help, and what a user should be told of it.

    `pieces` yields text, or bytes where the format is `binary`. `left_out` tells what of these
    cards the format cannot carry, which another one has (`whole`), `elsewhere` what it has in a
    place where one would not look. One that is a folder has `files`, each with its path there. A
    `titled` one is told what the datasets say of themselves. One that knows cards `by_id` can hold
    one of each id.
    """

    pieces: Callable[[Selection], Iterator[str] | Iterator[bytes]]
    help: str
    left_out: Callable[[Selection], list[str]]
    elsewhere: str = ""
    whole: str = "json"
    binary: bool = False
    files: Callable[[Selection], Iterator[tuple[str, str]]] | None = None
    titled: bool = False
    by_id: bool = False

    def write(self, selection: Selection) -> Iterator[str] | Iterator[bytes]:
        """Return the pieces of what can be held of these cards."""
        return self.pieces(without_doubles(selection) if self.by_id else selection)

    def write_files(self, selection: Selection) -> Iterator[tuple[str, str]]:
        """Return the files of a folder, of what can be held of these cards."""
        assert self.files is not None  # noqa: S101 - who asks knows that it is a folder
        return self.files(without_doubles(selection))

    def remark(self, selection: Selection) -> str:
        """Return what the user should be told about these cards in this format, or nothing."""
        held = without_doubles(selection) if self.by_id else selection
        doubles = some("", len(selection.cards) - len(held.cards), "card", "with another one's id")
        *others, last = [*doubles, *self.left_out(held)] or [""]
        left = " and ".join(filter(None, [", ".join(others), last]))
        told = [f"without {left}", f"{self.whole} has all of that"] if left else []
        return "; ".join(filter(None, [*told, self.elsewhere]))


def _as_html(selection: Selection) -> Iterator[str]:
    from relcli.view.page.make import as_html  # what it needs, no other format does

    return as_html(selection)


_ABOUT_ACTORS = "sqlite"  # the format that has all that is known of them
_IN_NOTE = "the note of each source tells what it says to which claim, with date and grade"
_IN_A_CELL = "the column card_json has each card whole"
_IN_TEXT = "grade and sources are in the text of each event"

EXPORTS: dict[str, Export] = {
    "csv": Export(
        cards.as_csv,
        "Cards for a spreadsheet.",
        cards.left_out_of_json,
        _IN_A_CELL,
        whole=_ABOUT_ACTORS,
    ),
    "tsv": Export(
        cards.as_tsv,
        "Cards for a spreadsheet, tabs between.",
        cards.left_out_of_json,
        _IN_A_CELL,
        whole=_ABOUT_ACTORS,
    ),
    "json": Export(
        cards.as_json, "Cards as one array.", cards.left_out_of_json, whole=_ABOUT_ACTORS
    ),
    "jsonl": Export(
        cards.as_jsonl, "Cards, one object a line.", cards.left_out_of_json, whole=_ABOUT_ACTORS
    ),
    "yaml": Export(
        cards.as_yaml, "Cards that relcli loads again.", cards.left_out_of_yaml, whole=_ABOUT_ACTORS
    ),
    "markdown": Export(markdown.as_markdown, "Claims with footnotes.", markdown.left_out),
    "html": Export(
        _as_html, "A page to share: search, timeline, graph.", links_elsewhere, titled=True
    ),
    "csl": Export(
        bibliography.as_csl_with_cards,
        "Sources as CSL-JSON: Zotero, Pandoc.",
        cards.left_out_of_json,
        _IN_NOTE,
        whole=_ABOUT_ACTORS,
    ),
    "biblatex": Export(
        bibliography.as_biblatex,
        "Sources as .bib for BibLaTeX and Biber.",
        bibliography.left_out,
        _IN_NOTE.replace("note", "annotation"),
    ),
    "ris": Export(
        bibliography.as_ris,
        "Sources as RIS: EndNote, Mendeley, Zotero.",
        bibliography.left_out,
        _IN_NOTE,
    ),
    "timelinejs": Export(
        timelinejs.as_timelinejs,
        "Events for TimelineJS.",
        timelinejs.left_out,
        _IN_TEXT,
        by_id=True,
    ),
    "ics": Export(
        ics.as_ics,
        "Events for a calendar (iCalendar).",
        ics.left_out,
        _IN_TEXT.replace("text", "description"),
        by_id=True,
    ),
    "stix": Export(
        stix.as_stix,
        "A STIX 2.1 bundle.",
        stix.left_out,
        "the date of each claim is in the text of its note",
        by_id=True,
    ),
    "jsonld": Export(
        jsonld.as_jsonld,
        "Claims as JSON-LD in schema.org's words.",
        jsonld.left_out,
        "the description of each source tells whether it supports or disputes the claim",
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
        graph.as_mermaid,
        "Cards and actors as a Mermaid flowchart.",
        graph.left_out_of_mermaid,
        by_id=True,
    ),
    "sqlite": Export(
        database.as_sqlite,
        "A SQLite database, ready for Datasette.",
        database.left_out,
        binary=True,
        by_id=True,
    ),
    "parquet": Export(
        parquet.as_parquet,
        "Cards as Parquet, typed: DuckDB, polars, R.",
        parquet.left_out,
        whole=_ABOUT_ACTORS,
        binary=True,
    ),
    "vault": Export(
        vault.as_notes,
        "Notes for Obsidian, a folder of them (-o DIR).",
        links_elsewhere,
        by_id=True,
        files=vault.as_files,
    ),
}
