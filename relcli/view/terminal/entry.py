"""A hit in words: its date, how it stands, its claim, and at the right end of that its id."""

from rich.console import Console
from rich.text import Text

from relcli.model.card_dict import PlainCard, date_of
from relcli.model.query import Hit
from relcli.model.scale import Confidence
from relcli.view.terminal.console import DISPUTED, HEADING, MATCHED, QUIET, grade, plain

DISPUTED_MARK, UNCONFIRMED_MARK = "!", "¿"  # neither is a sign of the axis
DATE = 20  # columns of a date with how the card stands below it: "unconfirmed disputed"
GAP = "  "


def marks(card: PlainCard) -> str:
    """Return the signs of how a card stands, which need no colour to be read."""
    disputed = DISPUTED_MARK if card["disputed"] else ""
    unconfirmed = card["confidence"] == Confidence.UNCONFIRMED
    return disputed + (UNCONFIRMED_MARK if unconfirmed else "")


def when(hit: Hit) -> Text:
    """Return when it was, and whether that is only possibly in the range asked for."""
    text = Text.assemble((date_of(hit.plain).words, HEADING))
    return text.append(" (may be outside)") if hit.certain is False else text


def standing(card: PlainCard) -> Text:
    """Return how a card stands: its grade, and whether it is disputed or superseded."""
    text = grade(card["confidence"])
    if card["disputed"]:
        text = Text.assemble(text, " ", ("disputed", DISPUTED))
    if card["superseded_by"]:
        text = Text.assemble(text, " ", ("superseded", DISPUTED))
    return text


def claim_of(hit: Hit) -> Text:
    """Return the claim with the words that matched marked."""
    claim = plain(hit.plain["claim"])
    for match in hit.matched:
        claim.highlight_words([match["found"]], MATCHED, case_sensitive=False)
    return claim


def ended(console: Console, text: Text, hit: Hit, width: int) -> list[Text]:
    """Return a text in lines of some width, with the id at the right end of the last or below."""
    card_id = plain(hit.plain["id"], QUIET)
    *others, last = text.wrap(console, width, overflow="fold")
    room = width - last.cell_len - card_id.cell_len
    if room >= len(GAP):
        return [*others, Text.assemble(last, " " * room, card_id)]
    card_id.pad_left(max(0, width - card_id.cell_len))
    return [*others, last, *card_id.wrap(console, width, overflow="fold")]
