"""A card whole, on one screen: what `show` draws."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.style import Style
from rich.table import Table
from rich.text import Text

from relcli.model.card_dict import PlainCard, PlainSource, date_of
from relcli.model.scale import Confidence
from relcli.model.source_rules import backing, count_origins, disputing, relayed
from relcli.view.caveats import stated
from relcli.view.safe import is_web_url
from relcli.view.terminal.console import DISPUTED, HEADING, NARROW, QUIET, grade, on_what, plain
from relcli.view.terminal.source import head

_FRAME = 4  # columns of the frame of a card and of the space within
_BESIDE = 4  # columns beside an address in its side: a mark, and the space between the sides

NO_CLAIMS: Mapping[str, str] = MappingProxyType({})
NOTHING_TOLD: Mapping[tuple[str, str], Sequence[str]] = MappingProxyType({})


def draw(
    console: Console,
    cards: Sequence[PlainCard],
    claims: Mapping[str, str],
    told: Mapping[tuple[str, str], Sequence[str]] = NOTHING_TOLD,
) -> None:
    """Draw the cards one below the other; `claims` are those of other cards, by id.

    `told` are lines of the history of each, by dataset and id.
    """
    for card in cards:
        lines = told.get((card["dataset"], card["id"]), ())
        console.print(_panel(card, console.width, claims, lines))


def whole(
    card: PlainCard,
    width: int,
    claims: Mapping[str, str] = NO_CLAIMS,
    *,
    named: bool = True,
    told: Sequence[str] = (),
) -> Group:
    """Return a card whole, for so many columns; with its id above where that is to be named.

    `claims` are those of the cards that it leads to, by id, as far as they are known; `told` are
    lines of its history.
    """
    parts: list[RenderableType] = [plain(card["id"], QUIET)] if named else []
    parts += [plain(card["claim"], HEADING), "", _facts(card, told), ""]
    return Group(*parts, _sides(card["sources"], width), "", _links(card, claims))


def _panel(card: PlainCard, width: int, claims: Mapping[str, str], told: Sequence[str]) -> Panel:
    card_id = plain(card["id"], HEADING)
    fits = card_id.cell_len <= width - 6  # beside the corners
    return Panel(
        whole(card, width, claims, named=not fits, told=told),
        title=card_id if fits else None,
        title_align="left",
        border_style=QUIET,
    )


def _facts(card: PlainCard, told: Sequence[str]) -> Table:
    """When, how sure and how sure before, what about."""
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
    if told:
        table.add_row("History", Text("\n").join(map(plain, told)))
    if card["disputed"]:
        table.add_row("Disputed", plain(stated(disputing(card["sources"])), DISPUTED))
    if card["topics"]:
        table.add_row("Topics", plain(", ".join(card["topics"])))
    if card["actors"]:
        table.add_row("Actors", plain(", ".join(actor["name"] for actor in card["actors"])))
    return table


def _sides(sources: Sequence[PlainSource], width: int) -> Group:
    """The sources for and, where there are any, against: side by side where there is room.

    An address that fits a line, but not its side, stands below both, by its source's number.
    """
    sides = [("For", backing(sources)), ("Against", disputing(sources))]
    sides = [(name, side) for name, side in sides if side]
    beside = width >= NARROW
    line = width - _FRAME
    column = line // (len(sides) if beside else 1) - _BESIDE
    shown = [source for _, side in sides for source in side]
    lengths = [cell_len(url) for source in shown for url in _addresses(source)]
    below = any(column < length <= line for length in lengths)
    marks = iter(f"{n}" if below else "•" for n in range(1, len(shown) + 1))
    drawn = [(_heading(name, side), _listed(side, marks, below=below)) for name, side in sides]
    table = Table.grid(padding=(0, 2, 0, 0), expand=True)
    for _ in drawn if beside else drawn[:1]:
        table.add_column(ratio=1, overflow="fold")  # a URL is quoted whole
    for row in zip(*drawn, strict=True) if beside else ([part] for side in drawn for part in side):
        table.add_row(*row)
    addresses = [
        _addressed(number, url, line)
        for number, source in enumerate(shown, 1)
        for url in _addresses(source)
    ]
    return Group(table, "", *addresses) if below else Group(table)


def _addressed(number: int, url: str, line: int) -> RenderableType:
    """An address on a line by itself, behind its number unless it fits without that alone."""
    mark = Text(f"{number}", QUIET)
    if mark.cell_len + 1 + cell_len(url) > line >= cell_len(url):
        return Group(mark, _link(url))
    table = _marked()
    table.add_row(mark, _link(url))
    return table


def _heading(name: str, side: Sequence[PlainSource]) -> Text:
    counts = on_what(count_origins(side), len(side))
    return Text.assemble((name, HEADING), (f"  {counts}", QUIET))


def _listed(side: Sequence[PlainSource], marks: Iterator[str], *, below: bool) -> Table:
    """The sources of a side, each with its mark; their addresses may stand below."""
    table = _marked()
    for source in side:
        table.add_row(next(marks), _source(source, addressed=not below))
    return table


def _source(source: PlainSource, *, addressed: bool) -> Text:
    """Who, what, when and how reliable; what it says; perhaps where it is; whom it relays."""
    names = [name for name in (source["publisher"], source["title"]) if name]
    text = head(source, *(names or [source["id"]]))
    if source["says"]:
        text.append("\n").append_text(plain(source["says"]))
    for url in _addresses(source) if addressed else ():
        text.append("\n").append_text(_link(url))
    if origin := relayed(source):
        text.append("\n").append_text(plain(f"relays {origin}", QUIET))
    return text


def _addresses(source: PlainSource) -> list[str]:
    return [url for url in (source["url"], source["archived_url"]) if url]


def _link(url: str) -> Text:
    return plain(url, f"link {url}" if is_web_url(url) else "")


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


def _marked() -> Table:
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    return table


def _pairs() -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style=QUIET, no_wrap=True)
    table.add_column(overflow="fold")
    return table
