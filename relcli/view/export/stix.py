"""Cards as a bundle of STIX 2.1 (OASIS Standard, 10 June 2021).

How the words of a card become objects, and why:

- A claim is a `note` (section 4.12) about the actors it names. A `report` would need the day it
  was published, which a card does not have.
- A note whose claim names no person and no body is about an identity that stands for whatever else
  the dataset has claims on: MISP's converter keeps notes on identities alone, and no opinions. So
  the text of a note tells what a reader must know: grade, who disputes the claim, sources.
- Confidence is the common property of that name, with the numbers of appendix A; `unconfirmed`
  leaves it out.
- What a source does to the claim is an `opinion` (4.13) on it: agree, neutral or disagree. Its
  author is who speaks in the source, and nobody where the source does not say: a publisher does not
  hold what it reports. It is a name, for an opinion has no reference to an identity but that of
  who made the object.
- A person or a body is an `identity` (4.5); a place a `location` (4.10), by its name as `region`,
  for no card has its country's code; a weapon system `infrastructure` (4.8), which includes
  physical resources, where `tool` means software. Nobody is called a `threat-actor` (4.17) unless
  the dataset itself gives him that kind. What is of another kind is an `identity` of an unknown
  class.

Every id is a UUID of version 5 of the names in the dataset: the same data, the same ids.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from relcli.model.card_dict import PlainCard, PlainSource, date_of
from relcli.model.date import Date
from relcli.model.scale import Confidence
from relcli.model.source_rules import source_name
from relcli.view.caveats import caveats, cited_sources, heard_in
from relcli.view.export.escape import ended, json_text, web_link
from relcli.view.export.selection import (
    Selection,
    card_keys,
    last_touched,
    links,
    links_elsewhere,
    named_actors,
    uuid_of,
)
from relcli.view.safe import one_line

Object = dict[str, Any]

_CLASSES = {"person": "individual", "body": "organization"}
_OPINIONS = {"supports": "agree", "qualifies": "neutral", "disputes": "disagree"}
_RELATIONSHIPS = {
    "related": "related-to",
    "contradicts": "contradicts",
    "superseded_by": "superseded-by",
}


def as_stix(selection: Selection) -> Iterator[str]:
    """One bundle: the datasets, the actors, the claims, what sources say of them, and links."""
    objects = _objects(selection)
    names = sorted(stix_object["id"] for stix_object in objects)
    yield json_text(
        {"type": "bundle", "id": f"bundle--{uuid_of('bundle', *names)}", "objects": objects}
    )


def left_out(selection: Selection) -> list[str]:
    """Tell what a bundle does not hold."""
    return links_elsewhere(selection)


def _objects(selection: Selection) -> list[Object]:
    touched = {actor["id"]: "" for card in selection.cards for actor in card["actors"]}
    datasets: dict[str, str] = {}
    for card in selection.cards:
        day = last_touched(card)
        datasets[card["dataset"]] = max(day, datasets.get(card["dataset"], ""))
        for actor in card["actors"]:
            touched[actor["id"]] = max(day, touched[actor["id"]])
    objects = [_dataset(name, day) for name, day in datasets.items()]
    actors = {
        name: _actor(name, actor, touched[name]) for name, actor in named_actors(selection).items()
    }
    objects += actors.values()
    notes = {}
    subjects: dict[str, Object] = {}
    for card, key in zip(selection.cards, card_keys(selection.cards), strict=True):
        about = [actors[actor["id"]]["id"] for actor in card["actors"]]
        if not any(name.startswith("identity--") for name in about):
            subject = subjects.setdefault(card["dataset"], _subject(card["dataset"], datasets))
            about.append(subject["id"])
        notes[key] = _note(card, about)
        objects += [notes[key], *_opinions(card, notes[key])]
    objects += subjects.values()
    for link in links(selection.cards):
        objects.append(_relationship(notes[link.card], _RELATIONSHIPS[link.how], notes[link.other]))
    return objects


def _object(kind: str, day: str, names: tuple[str, ...], **properties: Any) -> Object:  # noqa: ANN401 - as JSON has them
    """Return an object with the common properties (section 3.2); empty ones are left out."""
    moment = f"{day}T00:00:00.000Z"
    common = {
        "type": kind,
        "spec_version": "2.1",
        "id": f"{kind}--{uuid_of(kind, *names)}",
        "created": moment,
        "modified": moment,
    }
    return common | {key: value for key, value in properties.items() if value not in (None, [], "")}


def _dataset(name: str, day: str) -> Object:
    """Who made the claims' records: the curators of a dataset, of whom only its name is known."""
    return _object(
        "identity", day, ("dataset", name), name=one_line(name), identity_class="unknown"
    )


def _subject(name: str, days: Mapping[str, str]) -> Object:
    """What the claims of a dataset are about that name nobody who has an identity."""
    return _object(
        "identity",
        days[name],
        ("subject", name),
        name=f"{one_line(name)}: other subjects",
        identity_class="unknown",
        description="What claims are about that name no person and no body.",
    )


def _actor(name: str, actor: Mapping[str, Any], day: str) -> Object:
    kind = actor["kind"] or ""
    folded = kind.casefold().replace(" ", "-")
    title = one_line(actor["name"])
    aliases = [one_line(alias) for alias in actor["aliases"]]
    known_as = f"Also: {', '.join(aliases)}" if aliases else ""
    match folded:
        case "place":
            return _object(
                "location", day, ("actor", name), name=title, region=title, description=known_as
            )
        case "weapon":
            return _object("infrastructure", day, ("actor", name), name=title, aliases=aliases) | {
                "description": kind
            }
        case "threat-actor":
            return _object("threat-actor", day, ("actor", name), name=title, aliases=aliases)
    identity_class = _CLASSES.get(folded, "unknown")
    unknown_kind = f"Kind: {one_line(kind)}" if kind and identity_class == "unknown" else ""
    return _object(
        "identity",
        day,
        ("actor", name),
        name=title,
        identity_class=identity_class,
        description="\n".join(text for text in (unknown_kind, known_as) if text),
    )


def _note(card: PlainCard, about: list[str]) -> Object:
    date = date_of(card)
    confidence = Confidence(card["confidence"])
    content = [card["claim"], f"Date: {date.words} (EDTF {date.edtf})"]
    content.append(f"Confidence: {confidence}: {confidence.meaning}")
    if (caveat := caveats(card)) not in ("", confidence):
        content.append(ended(f"Standing: {caveat}"))
    content += [card["note"]] if card["note"] else []
    content += [_in_words(source) for source in cited_sources(card)]
    dataset = f"identity--{uuid_of('identity', 'dataset', card['dataset'])}"
    return _object(
        "note",
        last_touched(card),
        ("card", card["dataset"], card["id"]),
        created_by_ref=dataset,
        abstract=one_line(card["claim"]),
        content="\n".join(one_line(line) for line in content),
        object_refs=about,
        confidence=confidence.stix,
        labels=[*card["topics"], *(["disputed"] if card["disputed"] else [])],
        external_references=[
            {"source_name": "relcli", "external_id": card["id"]},
            *(_reference(source) for source in card["sources"]),
        ],
    )


def _in_words(source: PlainSource) -> str:
    """Return a source in a line: "Disputes: Ida Holm, quoted in TASS, 2016: She never left."."""
    published = source["published"]
    named = (None, source_name(source))
    parts = [
        heard_in(source),
        None if source["title"] in named else f"“{source['title']}”",
        published and Date.parse(published).words,
        source["url"],
        source["archived_url"],
    ]
    says = f": {source['says']}" if source["says"] else ""
    return f"{source['stance'].capitalize()}: {', '.join(filter(None, parts))}{says}"


def _opinions(card: PlainCard, note: Object) -> Iterator[Object]:
    day = last_touched(card)
    for number, source in enumerate(card["sources"]):
        yield _object(
            "opinion",
            day,
            ("source", card["dataset"], card["id"], str(number), source["id"]),
            opinion=_OPINIONS[source["stance"]],
            explanation=source["says"] and one_line(source["says"]),
            authors=[one_line(source["speaker"]["name"])] if source["speaker"] else [],
            object_refs=[note["id"]],
            external_references=[_reference(source)],
        )


def _reference(source: PlainSource) -> Object:
    """Return a source as an external reference (section 2.5)."""
    values = {
        "title": source["title"],
        "published": source["published"],
        "accessed": source["accessed"],
        "archived": source["archived_url"],
        "reliability": source["reliability"],
        "relays": source["origin"],
        "speaker": source["speaker"] and source["speaker"]["name"],
        "language": source["language"],
    }
    reference = {
        "source_name": one_line(source_name(source)),
        "description": "; ".join(
            f"{key}: {one_line(text)}" for key, text in values.items() if text
        ),
        "url": web_link(source["url"]),
        "external_id": source["id"],
    }
    return {key: text for key, text in reference.items() if text}


def _relationship(one: Object, kind: str, other: Object) -> Object:
    return _object(
        "relationship",
        one["modified"][:10],
        (one["id"], kind, other["id"]),
        relationship_type=kind,
        source_ref=one["id"],
        target_ref=other["id"],
    )
