"""A card whole, on one screen: what `show` draws."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.style import Style
from rich.table import Table
from rich.text import Text

from relcli.model.card_dict import PlainCard, PlainSource, date_of
from relcli.model.scale import Confidence
from relcli.model.source_rules import backing, count_origins, disputing, relayed
from relcli.view.cite.caveats import stated
from relcli.view.safe import is_web_url
from relcli.view.terminal.console import DISPUTED, HEADING, NARROW, QUIET, grade, on_what, plain
from relcli.view.terminal.source import head

NO_CLAIMS: Mapping[str, str] = MappingProxyType({})


def draw(console: Console, cards: Sequence[PlainCard], claims: Mapping[str, str]) -> None:
    """Draw the cards one below the other; `claims` are those of other cards, by id."""
    for card in cards:
        console.print(_panel(card, console.width, claims))


def whole(
    card: PlainCard, width: int, claims: Mapping[str, str] = NO_CLAIMS, *, named: bool = True
) -> Group:
    """Return a card whole, for so many columns; with its id above where that is to be named.

    `claims` are those of the cards that it leads to, by id, as far as they are known.
    """
    parts: list[RenderableType] = [plain(card["id"], QUIET)] if named else []
    parts += [plain(card["claim"], HEADING), "", _facts(card), ""]
    return Group(*parts, _sides(card["sources"], width), "", _links(card, claims))


def _panel(card: PlainCard, width: int, claims: Mapping[str, str]) -> Panel:
    card_id = plain(card["id"], HEADING)
    fits = card_id.cell_len <= width - 6  # beside the corners
    return Panel(
        whole(card, width, claims, named=not fits),
        title=card_id if fits else None,
        title_align="left",
        border_style=QUIET,
    )


def _facts(card: PlainCard) -> Table:
    """When, how sure, what about."""
    confidence = Confidence(card["confidence"])
    words = date_of(card).words
    table = _pairs()
    table.add_row(
        "Date", Text.assemble(words, "" if words == card["date"] else f"  ({card['date']})")
    )
    table.add_row(
        "Confidence",
        Text.assemble(
            grade(confidence), f": {confidence.meaning} (Admiralty {confidence.credibility})"
        ),
    )
    if card["disputed"]:
        table.add_row("Disputed", plain(stated(disputing(card["sources"])), DISPUTED))
    if card["topics"]:
        table.add_row("Topics", plain(", ".join(card["topics"])))
    if card["actors"]:
        table.add_row("Actors", plain(", ".join(actor["name"] for actor in card["actors"])))
    return table


def _sides(sources: Sequence[PlainSource], width: int) -> Table:
    """The sources for and, where there are any, against: side by side where there is room."""
    sides = [("For", backing(sources)), ("Against", disputing(sources))]
    sides = [(name, side) for name, side in sides if side]
    table = Table.grid(padding=(0, 2, 0, 0), expand=True)
    if width < NARROW:
        table.add_column(overflow="fold")
        for name, side in sides:
            table.add_row(_heading(name, side))
            table.add_row(_bulleted(side))
        return table
    for _ in sides:
        table.add_column(ratio=1, overflow="fold")  # a URL is quoted whole
    table.add_row(*(_heading(name, side) for name, side in sides))
    table.add_row(*(_bulleted(side) for _, side in sides))
    return table


def _heading(name: str, side: Sequence[PlainSource]) -> Text:
    counts = on_what(count_origins(side), len(side))
    return Text.assemble((name, HEADING), (f"  {counts}", QUIET))


def _bulleted(side: Sequence[PlainSource]) -> Table:
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column()
    table.add_column(overflow="fold")
    for source in side:
        table.add_row("•", _source(source))
    return table


def _source(source: PlainSource) -> Text:
    """Who, what, when and how reliable; what it says; where it is; whom it relays."""
    names = [name for name in (source["publisher"], source["title"]) if name]
    text = head(source, *(names or [source["id"]]))
    if source["says"]:
        text.append("\n").append_text(plain(source["says"]))
    for url in (source["url"], source["archived_url"]):
        if url:
            link = f"link {url}" if is_web_url(url) else ""
            text.append("\n").append_text(plain(url, link))
    if origin := relayed(source):
        text.append("\n").append_text(plain(f"relays {origin}", QUIET))
    return text


def _links(card: PlainCard, claims: Mapping[str, str]) -> Table:
    """The note, other cards, and where the card is written."""
    table = _pairs()
    if card["note"]:
        table.add_row("Note", plain(card["note"]))
    for name, ids in (("Related", card["related"]), ("Contradicts", card["contradicts"])):
        if ids:
            table.add_row(name, Text("\n").join(_other(other, claims) for other in ids))
    if after := card["superseded_by"]:
        table.add_row("Superseded by", _other(after, claims, DISPUTED))
    table.add_row("Dataset", plain(card["dataset"]))
    table.add_row("Place", plain(f"{card['place']['path']}:{card['place']['line']}"))
    return table


def _other(card_id: str, claims: Mapping[str, str], style: Style | str = "") -> Text:
    """Return another card: its claim, if that is known, and its id."""
    if card_id not in claims:
        return plain(card_id, style)
    return Text.assemble(plain(claims[card_id]), "  ", plain(card_id, style or QUIET))


def _pairs() -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style=QUIET, no_wrap=True)
    table.add_column(overflow="fold")
    return table
