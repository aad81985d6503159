"""Cards as plain data, with the keys that scripts rely on: what every view draws."""

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from relcli.model.card import Actor, Card, Source, Speaker
    from relcli.model.date import Date


class PlainActor(TypedDict):
    """An actor on a card."""

    id: str
    name: str


class PlainSpeaker(TypedDict):
    """Who makes the statement of a source; the id is null where it is no actor."""

    id: str | None
    name: str


class PlainSource(TypedDict):
    """A source on a card; dates are EDTF."""

    id: str
    title: str | None
    publisher: str | None
    url: str | None
    archived_url: str | None
    published: str | None
    accessed: str | None
    reliability: str | None
    origin: str | None
    stance: str
    says: str | None
    speaker: PlainSpeaker | None
    language: str | None


class PlainPlace(TypedDict):
    """Where a card is written."""

    path: str
    line: int


class PlainCard(TypedDict):
    """A card. `date` is EDTF; `earliest` and `latest` are days (ISO 8601), null where open.

    `as_of` tells that a state is attested at `date`, which neither began nor ended then.
    `credibility` is the Admiralty number, `origins` counts sources with one origin once.
    """

    id: str
    dataset: str
    claim: str
    date: str
    earliest: str | None
    latest: str | None
    confidence: str
    credibility: int
    disputed: bool
    origins: int
    topics: list[str]
    actors: list[PlainActor]
    sources: list[PlainSource]
    note: str | None
    related: list[str]
    contradicts: list[str]
    superseded_by: str | None
    place: PlainPlace
    as_of: bool


# The columns of a card in a sheet. What came to cards later stands last, also behind what a
# question adds: scripts that count columns find the others in their place.
LATER_KEYS = ("as_of",)
FIRST_KEYS = tuple(key for key in PlainCard.__annotations__ if key not in LATER_KEYS)
WHOLE = "card_json"  # a column besides, in which a card stands as JSON


def plain_card(card: "Card") -> PlainCard:
    """Return a card as plain data."""
    return {
        "id": card.id,
        "dataset": card.dataset,
        "claim": card.claim,
        "date": card.date.edtf,
        "earliest": card.date.earliest,
        "latest": card.date.latest,
        "confidence": card.confidence.value,
        "credibility": card.confidence.credibility,
        "disputed": card.disputed,
        "origins": card.origins,
        "topics": list(card.topics),
        "actors": [{"id": actor.id, "name": actor.name} for actor in card.actors],
        "sources": [plain_source(source) for source in card.sources],
        "note": card.note,
        "related": list(card.related),
        "contradicts": list(card.contradicts),
        "superseded_by": card.superseded_by,
        "place": {"path": card.place.path, "line": card.place.line},
        "as_of": card.date.as_of,
    }


def plain_actor(actor: "Actor") -> dict[str, object]:
    """Return an actor whole as plain data."""
    return {
        "id": actor.id,
        "name": actor.name,
        "kind": actor.kind,
        "aliases": list(actor.aliases),
    }


def plain_source(source: "Source") -> PlainSource:
    """Return a source as plain data."""
    return {
        "id": source.id,
        "title": source.title,
        "publisher": source.publisher,
        "url": source.url,
        "archived_url": source.archived_url,
        "published": source.published.edtf if source.published else None,
        "accessed": source.accessed.edtf if source.accessed else None,
        "reliability": source.reliability.value if source.reliability else None,
        "origin": source.origin,
        "stance": source.stance.value,
        "says": source.says,
        "speaker": plain_speaker(source.speaker) if source.speaker else None,
        "language": source.language,
    }


def plain_speaker(speaker: "Speaker") -> PlainSpeaker:
    """Return a speaker as plain data."""
    return {"id": speaker.id, "name": speaker.name}


def date_of(card: "PlainCard") -> "Date":
    """Return the date of a card."""
    from relcli.model.date import date_of_plain  # most of what takes plain cards needs no date

    return date_of_plain(card["date"], card["as_of"])
