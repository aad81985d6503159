"""Hits as a table: what `search` and `list` show on a terminal."""

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from relcli.model.card_dict import PlainCard, PlainSource, date_of
from relcli.model.query import Hit
from relcli.model.source_rules import count_origins, source_name
from relcli.view.cite.caveats import stated
from relcli.view.terminal.console import (
    DISPUTED,
    MATCHED,
    NARROW,
    QUIET,
    counted,
    grade,
    on_what,
    plain,
)

PARTIAL = "These have some of the words:"
PLACES = 2  # told of one hit
WIDE = 120  # columns from which sources and ids have columns of their own


def draw(console: Console, hits: Sequence[Hit]) -> None:
    """Draw the hits that have all the words, then those that have some of them."""
    whole = [hit for hit in hits if hit.all_words]
    others = [hit for hit in hits if not hit.all_words]
    if whole:
        _draw(console, whole)
    if whole and others:
        console.print(Text(f"\n{PARTIAL}\n", QUIET))
    if others:
        _draw(console, others)


def _draw(console: Console, hits: Sequence[Hit]) -> None:
    """Draw one row a hit: date, confidence, claim, sources, id."""
    narrow = console.width < NARROW
    long_ids = max(len(hit.plain["id"]) for hit in hits) > console.width // 3
    wide = console.width >= WIDE and not long_ids
    table = Table(box=box.HORIZONTALS, show_edge=False, expand=True, pad_edge=False)
    table.padding = (0, 1 if wide else 0)  # beside the space that the box has between columns
    table.show_lines = True
    if not narrow:
        table.add_column("Date", width=18)  # 30 September 2015
        table.add_column("Confidence", width=12)
    table.add_column("Claim", ratio=3, overflow="fold")
    if wide:
        table.add_column("Sources", ratio=2, overflow="fold")
        table.add_column("Id", no_wrap=True)
    for hit in hits:
        card = hit.plain
        claim = Text("\n").join([claim_of(hit), *places(hit)])
        row = [_date(hit), standing(card), claim, _sources(card), plain(card["id"], QUIET)]
        if not wide:
            row[2:] = [Text("\n").join(row[2:])]
        if narrow:
            row = [Text("\n").join(row)]
        table.add_row(*row)
    console.print(table)


def standing(card: PlainCard) -> Text:
    """Return how a card stands: its grade, and whether it is disputed or retired."""
    text = grade(card["confidence"])
    if card["disputed"]:
        text = Text.assemble(text, "\n", ("disputed", DISPUTED))
    if card["superseded_by"]:
        text = Text.assemble(text, "\n", ("superseded", DISPUTED))
    return text


def _date(hit: Hit) -> Text:
    words = date_of(hit.plain).words
    return Text(words if hit.certain is not False else f"{words}\n(may be outside)")


def claim_of(hit: Hit) -> Text:
    """Return the claim with the words that matched marked."""
    claim = plain(hit.plain["claim"])
    for match in hit.matched:
        claim.highlight_words([match["found"]], MATCHED, case_sensitive=False)
    return claim


def places(hit: Hit) -> list[Text]:
    """Return where words were found that are not in the claim, a line each."""
    return [plain(f"{place.name}: {place.text}", QUIET) for place in hit.places[:PLACES]]


def _sources(card: PlainCard) -> Text:
    """Return who is for the claim, who qualifies and who disputes it, and what each rests on."""
    by_stance: dict[str, list[PlainSource]] = {}
    for source in card["sources"]:
        by_stance.setdefault(source["stance"], []).append(source)
    parts = []
    if backing := by_stance.get("supports"):
        names = ", ".join(dict.fromkeys(map(source_name, backing)))
        parts.append(f"{names} ({_counts(backing)})")
    for stance, verb in (("qualifies", "qualified"), ("disputes", "disputed")):
        if others := by_stance.get(stance):
            parts.append(f"{verb} {stated(others)}: {_counts(others)}")
    return plain("; ".join(parts), QUIET)


def _counts(sources: Sequence[PlainSource]) -> str:
    origins = count_origins(sources)
    return on_what(origins, len(sources)) if len(sources) > 1 else counted(origins, "origin")
