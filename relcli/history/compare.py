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
    "path": "moved",
}
_OF_ONE = ("claim", "date", "confidence", "disputed")  # told of a card that came or went
_ACTOR = "actors"
Changes = dict[str, list[Any]]


class Kept(NamedTuple):
    """A card as it was recorded: in which file of the dataset, after how many, between which."""

    card: "PlainCard"
    path: str
    place: int = 0
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
        if field in before and _shown(field, before) != _shown(field, after)
    }
    if old.path != new.path:
        changes["path"] = [old.path, new.path]
    if not changes:
        return None
    return Difference(after["id"], after["claim"], events_of(changes), changes)


def events_of(changes: Changes) -> list[str]:
    """Return in which words it is told that some fields changed, in the order of EVENTS."""
    claim = changes.get("claim", [])
    if None in claim:
        return ["added" if claim[0] is None else "removed"]
    edited = {field for field in changes if _EVENTS[field] == "edited"}
    events = {_EVENTS[field] for field in changes}
    if changes.get("disputed", (True, False))[1]:
        events.add("disputed")
    before, after = changes.get("superseded_by", (None, None))
    if after and not before:
        events.add("retired")
        edited.discard("superseded_by")
    if claim:
        edited.discard("id")  # it was made of the claim
    if not edited:
        events.discard("edited")
    return [event for event in EVENTS if event in events]


def _shown(field: str, card: "Mapping[str, Any]") -> Any:  # noqa: ANN401 - any value of a card
    """Return a field as it is compared: of actors the ids, for names are the dataset's."""
    value = card[field]
    return [actor["id"] for actor in value] if field == _ACTOR else value
