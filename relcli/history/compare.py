"""Two versions of a card to what changed between them, and in which words that is told."""

from typing import TYPE_CHECKING, Any, NamedTuple

from relcli.model.history import EVENTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from relcli.model.card_dict import PlainCard

# The fields that are compared, and the event that a change of each is.
_EVENTS = {
    "id": "edited",
    "claim": "reworded",
    "date": "redated",
    "as_of": "redated",
    "confidence": "regraded",
    "disputed": "",
    "sources": "sourced",
    "topics": "edited",
    "actors": "edited",
    "note": "edited",
    "related": "edited",
    "contradicts": "edited",
    "superseded_by": "edited",
}
_OF_ONE = ("claim", "date", "confidence", "disputed")  # told of a card that came or went
_ACTOR = "actors"
Changes = dict[str, list[Any]]


class Kept(NamedTuple):
    """A card as it was recorded, in which file of the dataset, and between which others."""

    card: "PlainCard"
    path: str
    before: str | None = None
    after: str | None = None


class Difference(NamedTuple):
    """What changed on a card: its id and claim after that, the events, and each field."""

    id: str
    claim: str
    events: list[str]
    changes: Changes


def compare(old: Kept | None, new: Kept | None) -> Difference | None:
    """Return what changed from one version of a card to another one; None for nothing.

    One of the two is None where the card came or went.
    """
    if old is not None and new is not None:
        return _changed(old, new)
    known = new or old
    if known is None:
        return None
    card: Mapping[str, Any] = known.card
    side: Callable[[Any], list[Any]] = (
        (lambda value: [None, value]) if new else (lambda value: [value, None])
    )
    changes = {field: side(card[field]) for field in _OF_ONE if card[field] is not False}
    if new and card["superseded_by"]:
        changes["superseded_by"] = side(card["superseded_by"])
    return Difference(card["id"], card["claim"], ["added" if new else "removed"], changes)


def _changed(old: Kept, new: Kept) -> Difference | None:
    before: Mapping[str, Any] = old.card
    after: Mapping[str, Any] = new.card
    if before is after and old.path == new.path:
        return None
    changes = {
        field: [_shown(field, before), _shown(field, after)]
        for field in _EVENTS
        if _shown(field, before) != _shown(field, after)
    }
    events = {_EVENTS[field] for field in changes}
    if "claim" in changes and "id" in changes and len(changes) == 2:
        events.discard("edited")  # the id was made of the claim
    if after["disputed"] and not before["disputed"]:
        events.add("disputed")
    if after["superseded_by"] and not before["superseded_by"]:
        events.add("retired")
        others = {field for field in changes if _EVENTS[field] == "edited"}
        events -= {"edited"} if others == {"superseded_by"} else set()
    if old.path != new.path:
        changes["path"] = [old.path, new.path]
        events.add("moved")
    if not changes:
        return None
    told = [event for event in EVENTS if event in events]
    return Difference(after["id"], after["claim"], told, changes)


def _shown(field: str, card: "Mapping[str, Any]") -> Any:  # noqa: ANN401 - any value of a card
    """Return a field as it is compared: of actors the ids, for names are the dataset's."""
    value = card[field]
    return [actor["id"] for actor in value] if field == _ACTOR else value
