"""A card beside an axis: its date, standing and claim in words, its marks, and what signs mean."""

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from relcli.model.card_dict import PlainCard
from relcli.model.date import Date
from relcli.model.query import Hit
from relcli.model.scale import Confidence
from relcli.view.terminal import axis
from relcli.view.terminal.console import DISPUTED, QUIET, grade, plain

DISPUTED_MARK, UNCONFIRMED_MARK = "!", "¿"  # neither is a sign of the axis

# In the order in which they are explained; of several together, those that occur stand there.
MEANINGS = {
    axis.POINT: "a day",
    axis.VAGUE_POINT: "about or possibly that day",
    axis.LINE: "as long as the date",
    axis.VAGUE_LINE: "about or possibly then",
    f"{axis.NOT_BEFORE}{axis.SOME_TIME}{axis.NOT_AFTER}{axis.ONCE}": "once, some time in between",
    axis.BY: "by then",
    axis.FROM: "then or later",
    axis.STATE: "how it stood then",
    axis.VAGUE_STATE: "how it stood about or possibly then",
    axis.OPEN_START: "nobody says since when",
    axis.OPEN_END: "goes on",
    axis.GOES_ON: "reaches further",
    axis.UNKNOWN: "start or end unknown",
    DISPUTED_MARK: "disputed",
    UNCONFIRMED_MARK: "unconfirmed",
}
_GAP = "  "


def marks(card: PlainCard) -> str:
    """Return the signs of how a card stands, which need no colour to be read."""
    disputed = DISPUTED_MARK if card["disputed"] else ""
    unconfirmed = card["confidence"] == Confidence.UNCONFIRMED
    return disputed + (UNCONFIRMED_MARK if unconfirmed else "")


def standing(date: Date, hit: Hit) -> Text:
    """Return when the card is, and how it stands, in words."""
    text = Text.assemble(date.words, _GAP, grade(hit.plain["confidence"]))
    if hit.plain["disputed"]:
        text.append(f"{_GAP}disputed", DISPUTED)
    if hit.plain["superseded_by"]:
        text.append(f"{_GAP}superseded", DISPUTED)
    if hit.certain is False:
        text.append(f"{_GAP}may be outside the range", QUIET)
    return text


def claim(card: PlainCard, more: str = "") -> Text:
    """Return the claim, the id, and what else is to be said."""
    return Text.assemble(
        plain(card["claim"]), _GAP, plain(card["id"], QUIET), plain(more and f"{_GAP}{more}", QUIET)
    )


def draw_legend(console: Console, drawn: Iterable[str]) -> None:
    """Draw what the signs mean that occur in what is drawn."""
    occurring = set().union(*drawn)
    notes = []
    for signs, meaning in MEANINGS.items():
        if shown := "".join(sign for sign in signs if sign in occurring):
            notes.append(f"{shown} {meaning}")
    draw_notes(console, notes)


def draw_notes(console: Console, notes: Iterable[str]) -> None:
    """Draw short notes below a drawing, as many on a line as fit."""
    lines = [""]
    for note in notes:
        longer = f"{lines[-1]}{_GAP}{note}" if lines[-1] else note
        if lines[-1] and Text(longer).cell_len > console.width:
            lines.append(note)
        else:
            lines[-1] = longer
    console.print()
    console.print(Text("\n".join(lines), QUIET))
