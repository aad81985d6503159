"""Cards for TimelineJS 3 (Knight Lab, "TimelineJS JSON data format")."""

from collections.abc import Iterator
from html import escape
from typing import Any

from relcli.model.card_dict import PlainCard, PlainSource, date_of
from relcli.model.date import Date
from relcli.model.source_rules import source_name
from relcli.view.caveats import caveats, cited_sources, heard_in
from relcli.view.export.dates import some_undrawn, span
from relcli.view.export.escape import json_text, web_link
from relcli.view.export.selection import Selection, card_keys, some_links
from relcli.view.safe import one_line

_UNITS = ("year", "month", "day")


def as_timelinejs(selection: Selection) -> Iterator[str]:
    """An event a card that has a start; `display_date` says how vague its date is.

    It stands in place of the dates that the event is drawn by: "as of", "between", "since".
    """
    keys = card_keys(selection.cards)
    events = [
        _event(card, key, selection)
        for card, key in zip(selection.cards, keys, strict=True)
        if _is_drawn(date_of(card))
    ]
    yield json_text({"events": events})


def left_out(selection: Selection) -> list[str]:
    """Tell what a timeline has no place for."""
    return [*some_undrawn(selection.cards, _is_drawn, "-9999 to 9999"), *some_links(selection)]


def _is_drawn(date: Date) -> bool:
    """Whether a date has a start, in a year that can be drawn.

    Years before 1 can, as JavaScript counts them; of those with more digits most cannot, but on a
    scale of their own.
    """
    return date.earliest is not None


def _event(card: PlainCard, key: str, selection: Selection) -> dict[str, Any]:
    date = date_of(card)
    start, end = (side and dict(zip(_UNITS, side, strict=False)) for side in span(date))
    event: dict[str, Any] = {
        "unique_id": key,
        "start_date": start,
        "display_date": date.words,
        "text": {"headline": _html(card["claim"]), "text": _text(card)},
        "autolink": False,  # what is no link here must not become one there
    }
    if end and end != start:
        event["end_date"] = end
    if card["topics"]:
        topic = card["topics"][0]
        event["group"] = _html(selection.topics.get(topic, topic))
    return event


def _text(card: PlainCard) -> str:
    sources = "".join(f"<li>{_source(source)}</li>" for source in cited_sources(card))
    note = f"<p>{_html(card['note'])}</p>" if card["note"] else ""
    caveat = caveats(card) or card["confidence"]
    return f"<p><em>{_html(caveat)}</em></p>{note}<ul>{sources}</ul>"


def _source(source: PlainSource) -> str:
    title = source["title"]
    name = heard_in(source)
    shown = _html(", ".join([name] if title in (None, source_name(source)) else [name, title]))
    link = web_link(source["url"])
    shown = f'<a href="{escape(link)}">{shown}</a>' if link else shown
    stance = "" if source["stance"] == "supports" else f"{source['stance']}: "
    says = f": {_html(source['says'])}" if source["says"] else ""
    return f"{stance}{shown}{says}"


def _html(text: str) -> str:
    return escape(one_line(text))
