"""Cards for TimelineJS 3 (Knight Lab, "TimelineJS JSON data format")."""

from collections.abc import Iterator
from html import escape
from typing import Any

from relcli.model.plain import PlainCard, PlainSource, date_of
from relcli.view.caveats import caveats, cited_sources, source_name
from relcli.view.export.chosen import Chosen, card_keys, some, some_links
from relcli.view.export.dates import span
from relcli.view.export.escape import json_text, web_link
from relcli.view.safe import one_line

_UNITS = ("year", "month", "day")


def as_timelinejs(chosen: Chosen) -> Iterator[str]:
    """An event a card that has a start; `display_date` says how vague its date is."""
    keys = card_keys(chosen.cards)
    events = [
        _event(card, key, chosen)
        for card, key in zip(chosen.cards, keys, strict=True)
        if card["earliest"]
    ]
    yield json_text({"events": events})


def left_out(chosen: Chosen) -> list[str]:
    """Tell what a timeline has no place for."""
    startless = sum(card["earliest"] is None for card in chosen.cards)
    return [*some(startless, "card", "without a start"), *some_links(chosen)]


def _event(card: PlainCard, key: str, chosen: Chosen) -> dict[str, Any]:
    start, end = (side and dict(zip(_UNITS, side, strict=False)) for side in span(card["date"]))
    event: dict[str, Any] = {
        "unique_id": key,
        "start_date": start,
        "display_date": date_of(card).words,
        "text": {"headline": _html(card["claim"]), "text": _text(card)},
        "autolink": False,  # what is no link here must not become one there
    }
    if end and end != start:
        event["end_date"] = end
    if card["topics"]:
        topic = card["topics"][0]
        event["group"] = _html(chosen.topics.get(topic, topic))
    return event


def _text(card: PlainCard) -> str:
    sources = "".join(f"<li>{_source(source)}</li>" for source in cited_sources(card))
    note = f"<p>{_html(card['note'])}</p>" if card["note"] else ""
    told = caveats(card) or card["confidence"]
    return f"<p><em>{_html(told)}</em></p>{note}<ul>{sources}</ul>"


def _source(source: PlainSource) -> str:
    title = source["title"]
    name = source_name(source)
    shown = _html(", ".join([name] if title in (None, name) else [name, title]))
    link = web_link(source["url"])
    shown = f'<a href="{escape(link)}">{shown}</a>' if link else shown
    stance = "" if source["stance"] == "supports" else f"{source['stance']}: "
    says = f": {_html(source['says'])}" if source["says"] else ""
    return f"{stance}{shown}{says}"


def _html(text: str) -> str:
    return escape(one_line(text))
