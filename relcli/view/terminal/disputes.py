"""What is contested, both sides beside each other: what `disputes` draws."""

from collections.abc import Sequence
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from relcli.model.card_dict import PlainSource
from relcli.model.date import Date, date_of_plain
from relcli.model.source_rules import relayed, source_name
from relcli.model.stats import PlainDispute
from relcli.view.numbers import counted
from relcli.view.terminal.console import (
    DISPUTED,
    HEADING,
    NARROW,
    QUIET,
    grade,
    on_what,
    plain,
)
from relcli.view.terminal.source import head

_HEADINGS = {
    "dispute": ("claim", "disputed by a source"),
    "contradiction": ("pair", "of cards that contradict each other"),
}


def draw(console: Console, disputes: Sequence[PlainDispute]) -> None:
    """Draw the disputes, then the contradictions."""
    drawn = False
    for kind, (thing, what) in _HEADINGS.items():
        of_kind = [dispute for dispute in disputes if dispute["kind"] == kind]
        if of_kind:
            title = Text(f"{counted(len(of_kind), thing)} {what}", HEADING)
            console.print("\n" * drawn, end="")
            beside = console.width >= NARROW  # else a rule would cut the title
            console.print(Rule(title, align="left", style=QUIET) if beside else title)
            drawn = True
        for dispute in of_kind:
            console.print()
            (_draw_contradiction if dispute["other"] else _draw_dispute)(console, dispute)


def _draw_dispute(console: Console, dispute: PlainDispute) -> None:
    """The claim, and below it the sources for and against."""
    console.print(plain(dispute["claim"], HEADING))
    date = date_of_plain(dispute["date"], dispute["as_of"])
    console.print(_standing(date, dispute["confidence"], dispute["id"], dispute["superseded_by"]))
    _beside(
        console,
        [
            _side(Text(name, HEADING), dispute[sources], dispute[origins])  # type: ignore[literal-required]
            for name, sources, origins in (
                ("For", "sources_for", "origins_for"),
                ("Against", "sources_against", "origins_against"),
            )
        ],
    )


def _draw_contradiction(console: Console, dispute: PlainDispute) -> None:
    """Both claims, and below each the sources that back it."""
    sides = []
    for prefix, sources, origins in (
        ("", dispute["sources_for"], dispute["origins_for"]),
        ("other_", dispute["sources_against"], dispute["origins_against"]),
    ):
        fields: dict[str, Any] = {**dispute, "other_id": dispute["other"]}
        claim, date, state, confidence, card_id = (
            fields[f"{prefix}{key}"] for key in ("claim", "date", "as_of", "confidence", "id")
        )
        side = _side(Text("For", HEADING), sources, origins)
        standing = _standing(date_of_plain(date, state), confidence, card_id, None)
        sides.append(Group(plain(claim, HEADING), standing, side))
    _beside(console, sides, indent=0)


def _beside(console: Console, sides: Sequence[RenderableType], indent: int = 2) -> None:
    """Print two sides beside each other, or below each other on a narrow terminal."""
    if console.width < NARROW:
        for number, side in enumerate(sides):
            above = 1 if number and not indent else 0  # a claim begins
            console.print(Padding(side, (above, 0, 0, indent)))
        return
    table = Table.grid(padding=(0, 2, 0, 0), expand=True)
    for _ in sides:
        table.add_column(ratio=1, overflow="fold")
    table.add_row(*sides)
    console.print(Padding(table, (0, 0, 0, indent)))


def _standing(date: Date, confidence: str, card_id: str, superseded_by: str | None) -> Text:
    """Return when it was, how sure it is, and the card's id."""
    text = Text.assemble(date.words, ", ", grade(confidence))
    if superseded_by:
        text.append(", ").append_text(plain(f"superseded by {superseded_by}", DISPUTED))
    return text.append("  ").append_text(plain(card_id, QUIET))


def _side(heading: Text, sources: Sequence[PlainSource], origins: int) -> RenderableType:
    """Return the sources of one side, and how many independent origins they have."""
    counts = f"  {on_what(origins, len(sources))}"
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column()
    table.add_column(overflow="fold")
    for source in sources:
        table.add_row("•", _source(source))
    return Group(Text.assemble(heading, (counts, QUIET)), table)


def _source(source: PlainSource) -> Text:
    """Return who says it, when, how reliable that is, whom it relays, and what it says.

    Where it can be read, `show` tells: addresses would bury what is weighed here.
    """
    text = head(source, source_name(source))
    if origin := relayed(source):
        text.append_text(plain(f", relays {origin}", QUIET))
    if source["says"]:
        text.append("\n").append_text(plain(source["says"]))
    return text
