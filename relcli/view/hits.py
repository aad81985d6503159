"""Hits as a table: what `search` and `list` show on a terminal."""

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from relcli.model.date import Date
from relcli.model.plain import PlainCard
from relcli.model.query import Hit
from relcli.view.console import DISPUTED, MATCHED, QUIET, counted, grade, plain

WIDE = 120  # columns from which sources and ids have columns of their own


def draw(console: Console, hits: Sequence[Hit]) -> None:
    """Draw one row a hit: date, confidence, claim, sources, id."""
    wide = console.width >= WIDE
    table = Table(box=box.HORIZONTALS, show_edge=False, expand=True, pad_edge=False)
    table.show_lines = True
    table.add_column("Date", width=15)
    table.add_column("Confidence", width=12)
    table.add_column("Claim", ratio=3, overflow="fold")
    if wide:
        table.add_column("Sources", ratio=2, overflow="fold")
        table.add_column("Id", no_wrap=True, style=QUIET)
    for hit in hits:
        card = hit.card
        claim = _claim(hit)
        sources = _sources(card)
        if wide:
            row = [claim, sources, plain(card["id"])]
        else:
            row = [Text.assemble(claim, "\n", (sources.plain, QUIET), "\n", (card["id"], QUIET))]
        table.add_row(_date(hit), standing(card), *row)
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
    words = Date.parse(hit.card["date"]).words
    return Text(words if hit.certain is not False else f"{words}\n(may be outside)")


def _claim(hit: Hit) -> Text:
    """Return the claim with the words that matched marked."""
    claim = plain(hit.card["claim"])
    for match in hit.matched:
        claim.highlight_words([match["found"]], MATCHED, case_sensitive=False)
    return claim


def _sources(card: PlainCard) -> Text:
    names = dict.fromkeys(
        s["publisher"] or s["title"] or s["url"] or s["id"] for s in card["sources"]
    )
    return plain(f"{', '.join(names)} ({counted(card['origins'], 'origin')})")
