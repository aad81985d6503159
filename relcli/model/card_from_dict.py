"""Plain data, as `--json` and the index have it, to the cards that it was made of."""

from typing import TYPE_CHECKING, Any

from relcli.model.card import Actor, Card, Source, Speaker
from relcli.model.card_dict import PlainCard, PlainSource, date_of
from relcli.model.date import Date
from relcli.model.problem import Place
from relcli.model.scale import Confidence, Reliability, Stance

if TYPE_CHECKING:
    from collections.abc import Mapping


def card_of(plain: PlainCard) -> Card:
    """Return the card that `plain_card` made this of; of its actors it knows ids and names."""
    return Card(
        id=plain["id"],
        dataset=plain["dataset"],
        claim=plain["claim"],
        date=date_of(plain),
        confidence=Confidence(plain["confidence"]),
        sources=tuple(map(source_of, plain["sources"])),
        place=Place(plain["place"]["path"], plain["place"]["line"]),
        topics=tuple(plain["topics"]),
        actors=tuple(Actor(actor["id"], actor["name"]) for actor in plain["actors"]),
        note=plain["note"],
        related=tuple(plain["related"]),
        contradicts=tuple(plain["contradicts"]),
        superseded_by=plain["superseded_by"],
    )


def actor_of(plain: "Mapping[str, Any]") -> Actor:
    """Return the actor that `plain_actor` made this of."""
    return Actor(plain["id"], plain["name"], plain["kind"], tuple(plain["aliases"]))


def source_of(plain: PlainSource) -> Source:
    """Return the source that `plain_source` made this of."""
    return Source(
        id=plain["id"],
        title=plain["title"],
        publisher=plain["publisher"],
        url=plain["url"],
        archived_url=plain["archived_url"],
        published=Date.parse(plain["published"]) if plain["published"] else None,
        accessed=Date.parse(plain["accessed"]) if plain["accessed"] else None,
        reliability=Reliability(plain["reliability"]) if plain["reliability"] else None,
        origin=plain["origin"],
        stance=Stance(plain["stance"]),
        says=plain["says"],
        speaker=Speaker(speaker["name"], speaker["id"]) if (speaker := plain["speaker"]) else None,
        language=plain["language"],
    )
