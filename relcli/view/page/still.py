"""The cards as markup that needs no script: for who allows none, or reads the page as text."""

from collections.abc import Mapping
from typing import Any

from relcli.model.source_rules import backing, disputing

MOST = 2000  # cards; more would double a page of which nearly everybody sees the other half

_CARD = {"disputed": False, "superseded": None, "note": "", "history": ()}
_SOURCE = dict.fromkeys(("title", "published", "url", "url_text", "archived", "archived_text"), "")
_USE = {"stance": "supports", "says": "", "speaker": ""}


def still_cards(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the newest cards of what the scripts read, newest first, with every field there is.

    `sides` are a heading, the number of origins, and the sources with what each says.
    """
    newest = sorted(
        (data["cards"][number] for number in data["order"]),
        key=lambda card: card["when"],
        reverse=True,
    )
    return [_CARD | card | _sides(card, data) for card in newest[:MOST]]


def _sides(card: Mapping[str, Any], data: Mapping[str, Any]) -> dict[str, Any]:
    uses = [
        _USE | _SOURCE | data["sources"][use["n"]] | use | _speaker(use, data)
        for use in card["sources"]
    ]
    against = disputing(uses)
    sides = zip(("For", "Against"), card["origins"], (backing(uses), against), strict=True)
    return {"disputed": bool(against), "sides": [side for side in sides if side[2]]}


def _speaker(use: Mapping[str, Any], data: Mapping[str, Any]) -> dict[str, str]:
    return {"speaker": data["speakers"][use["speaker"]][0]} if "speaker" in use else {}
