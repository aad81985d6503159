"""Hits, one below the other: what `search` and `list` show on a terminal.

On many columns the date and how the card stands are beside the claim; on few they precede it, and
who is for it follows it in the same paragraph. No line is spent on a rule: dates are bold, each
hit ends with its sources and, at the right, its id.
"""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from relcli.model.card_dict import PlainCard, PlainSource
from relcli.model.query import Hit
from relcli.model.scale import Stance
from relcli.model.source_rules import count_origins, of_stance, source_name
from relcli.view.caveats import NAMED, VERBS, stated
from relcli.view.numbers import counted
from relcli.view.terminal.console import QUIET, on_what, plain
from relcli.view.terminal.entry import DATE, GAP, claim_of, ended, standing, when

PARTIAL = "These have some of the words:"
PLACES = 2  # told of one hit
WIDE = 100  # columns from which dates have a column of their own


def draw(console: Console, hits: Sequence[Hit]) -> None:
    """Draw the hits that have all the words, then those that have some of them."""
    whole = [hit for hit in hits if hit.all_words]
    others = [hit for hit in hits if not hit.all_words]
    add = _beside if console.width >= WIDE else _below
    if whole:
        add(console, whole)
    if whole and others:
        console.print(Text(f"\n{PARTIAL}\n", QUIET))
    if others:
        add(console, others)


def _beside(console: Console, hits: Sequence[Hit]) -> None:
    """Draw date and standing at the left, the claim and below it its sources at the right."""
    table = Table.grid(padding=(0, len(GAP), 0, 0), pad_edge=False)
    table.add_column(width=DATE, overflow="fold")
    table.add_column(overflow="fold")
    width = console.width - DATE - len(GAP)
    for hit in hits:
        left = Text("\n").join([when(hit), standing(hit.plain)])
        text = Text("\n").join([claim_of(hit), *places(hit), _sources(hit.plain)])
        table.add_row(left, Text("\n").join(ended(console, text, hit, width)))
    console.print(table)


def _below(console: Console, hits: Sequence[Hit]) -> None:
    """Draw each hit as one paragraph."""
    for hit in hits:
        console.print(paragraph(console, hit, console.width))


def paragraph(console: Console, hit: Hit, columns: int) -> Text:
    """Return a hit as one paragraph, of which all lines but the first are indented."""
    width = max(1, columns - len(GAP))
    head = Text(GAP).join([when(hit), standing(hit.plain), claim_of(hit)])
    text = Text.assemble((" — ", QUIET)).join([head, _sources(hit.plain), *places(hit)])
    return Text(f"\n{GAP}").join(ended(console, text, hit, width))


def places(hit: Hit) -> list[Text]:
    """Return where words were found that are not in the claim, a line each."""
    return [plain(f"{place.name}: {place.text}", QUIET) for place in hit.places[:PLACES]]


def _sources(card: PlainCard) -> Text:
    """Return who is for the claim, who qualifies and who disputes it, and what each rests on."""
    parts = []
    if supporting := of_stance(card["sources"], Stance.SUPPORTS):
        names = ", ".join(dict.fromkeys(map(source_name, supporting)))
        parts.append(f"{names} ({_counts(supporting)})")
    for stance, verb in VERBS.items():
        if others := of_stance(card["sources"], stance):
            parts.append(f"{verb} {stated(others)}: {_counts(others)}")
    return plain("; ".join(parts), QUIET)


def _counts(sources: Sequence[PlainSource]) -> str:
    """Return on how many origins a claim rests, and sources unless each is named and an origin."""
    origins = count_origins(sources)
    names = {source_name(source) for source in sources}
    if len(sources) == origins == len(names) <= NAMED:
        return counted(origins, "origin")
    return on_what(origins, len(sources))
