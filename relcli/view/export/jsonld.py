"""Cards as linked data: JSON-LD 1.1 (W3C Recommendation, 16 July 2020) in schema.org's words."""

from collections.abc import Iterator, Mapping
from functools import partial
from math import inf
from typing import Any
from urllib.parse import quote

from relcli.model.card_dict import PlainCard, PlainSource, PlainSpeaker
from relcli.model.date import Date
from relcli.model.edtf import AS_OF
from relcli.model.ids import answers_to
from relcli.model.scale import Confidence, Stance
from relcli.model.source_rules import of_stance
from relcli.view.caveats import caveats
from relcli.view.export.escape import ended, json_text, web_link
from relcli.view.export.selection import (
    Reviews,
    Selection,
    card_keys,
    known_touched,
    named_actors,
    some,
    uuid_of,
)
from relcli.view.safe import one_line

Node = dict[str, Any]

_TYPES = {"person": "Person", "body": "Organization", "place": "Place"}
_BEST, _WORST = 5, 1


def as_jsonld(selection: Selection) -> Iterator[str]:
    """A `Claim` a card; with `reviews` a `ClaimReview` that rates each, too.

    A source that supports the claim is its `appearance`, any other a `citation`; the one that was
    out first for certain is its `firstAppearance`. Who makes the claim is not in the data, so there
    is no `author`. Its grade is its `contentRating`. What belongs beside it, such as who disputes
    it, is its `description`, and a claim that has taken its place is its `correction`.
    """
    claims = _ids_of_claims(selection)
    actors = {name: _actor(name, actor) for name, actor in named_actors(selection).items()}
    graph = [_claim(card, actors, claims) for card in selection.cards]
    if selection.reviews is not None:
        keys = card_keys(selection.cards)
        graph += map(partial(_review, selection.reviews), selection.cards, keys)
    yield json_text({"@context": "https://schema.org", "@graph": [*actors.values(), *graph]})


def left_out(selection: Selection) -> list[str]:
    """Tell what the words of schema.org do not say."""
    linked = sum(bool(card["related"] or card["contradicts"]) for card in selection.cards)
    return some("the links of", linked, "card", "to others")


def _ids_of_claims(selection: Selection) -> dict[tuple[str, str], str]:
    """Return the node of each claim, by its dataset and each of its ids."""
    return {
        (card["dataset"], name): _urn("claim", card["dataset"], card["id"])
        for card in selection.cards
        for name in answers_to(card["id"], card["claim"])
    }


def _urn(*names: str) -> str:
    return f"urn:uuid:{uuid_of(*names)}"


def _actor(name: str, actor: Mapping[str, Any]) -> Node:
    return _given(
        {
            "@type": _TYPES.get(actor["kind"], "Thing"),
            "@id": _urn("actor", name),
            "identifier": name,
            "name": one_line(actor["name"]),
            "alternateName": [one_line(alias) for alias in actor["aliases"]],
        }
    )


def _claim(
    card: PlainCard, actors: Mapping[str, Node], claims: Mapping[tuple[str, str], str]
) -> Node:
    supporting = of_stance(card["sources"], Stance.SUPPORTS)
    others = [source for source in card["sources"] if source["stance"] != "supports"]
    dated = [source for source in supporting if source["published"]]
    first = min(dated, key=_known_by, default=None)
    caveat = caveats(card)
    after = card["superseded_by"]
    place = card["dataset"], after or ""
    return _given(
        {
            "@type": "Claim",
            "@id": _urn("claim", card["dataset"], card["id"]),
            "identifier": card["id"],
            "text": one_line(card["claim"]),
            # EDTF, which has no way to say that a state is attested; a text is allowed as well.
            "temporalCoverage": f"{AS_OF}{card['date']}" if card["as_of"] else card["date"],
            "abstract": card["note"] and one_line(card["note"]),
            "contentRating": _rating(card),
            "description": ended(one_line(caveat[0].upper() + caveat[1:])) if caveat else None,
            "keywords": [*card["topics"], *(["disputed"] if card["disputed"] else [])],
            "about": [{"@id": actors[actor["id"]]["@id"]} for actor in card["actors"]],
            "isPartOf": {"@type": "Dataset", "name": one_line(card["dataset"])},
            "creativeWorkStatus": "superseded" if after else None,
            # By reference, where that card is here.
            "correction": {"@id": claims[place]} if place in claims else after,
            "appearance": [_source(source, actors) for source in supporting],
            "firstAppearance": first and _source(first, actors),
            "citation": [_source(source, actors) for source in others],
        }
    )


def _known_by(source: PlainSource) -> float:
    """Return the day by which a source was out for certain, after all days where that is open."""
    last = Date.parse(source["published"] or "").last
    return inf if last is None else last


def _source(source: PlainSource, actors: Mapping[str, Node]) -> Node:
    says = f": {one_line(source['says'])}" if source["says"] else ""
    return _given(
        {
            "@type": "CreativeWork",
            "identifier": source["id"],
            "name": source["title"] and one_line(source["title"]),
            "publisher": source["publisher"]
            and {"@type": "Organization", "name": one_line(source["publisher"])},
            "url": web_link(source["url"]),
            "archivedAt": web_link(source["archived_url"]),
            "datePublished": source["published"],
            "inLanguage": source["language"],
            # Who speaks in a work is not its author: what he says is a part of it.
            "hasPart": source["speaker"]
            and _given(
                {
                    "@type": "Quotation",
                    "creator": _speaker(source["speaker"], actors),
                    "text": source["says"] and one_line(source["says"]),
                }
            ),
            "description": f"{source['stance']}{says}",
        }
    )


def _speaker(speaker: PlainSpeaker, actors: Mapping[str, Node]) -> Node:
    """Return who speaks, by reference to an actor that is here, else by name."""
    known = actors.get(speaker["id"] or "")
    return {"@id": known["@id"]} if known else {"name": one_line(speaker["name"])}


def _rating(card: PlainCard) -> Node:
    """Return the grade as a rating from 5 (confirmed) to 1; `unconfirmed` has no number."""
    confidence = Confidence(card["confidence"])
    rating: Node = {"@type": "Rating", "alternateName": confidence.value}
    if confidence is not Confidence.UNCONFIRMED:
        value = _BEST + 1 - confidence.credibility
        rating |= {"ratingValue": value, "bestRating": _BEST, "worstRating": _WORST}
    return rating | {"ratingExplanation": confidence.meaning}


def _review(reviews: Reviews, card: PlainCard, key: str) -> Node:
    """Return the grade as a review; on the page that has it, each has an anchor of its own."""
    author = reviews.author and {"@type": "Organization", "name": one_line(reviews.author)}
    page = reviews.url and f"{reviews.url.partition('#')[0]}#{quote(key, safe='')}"
    return _given(
        {
            "@type": "ClaimReview",
            "@id": _urn("review", card["dataset"], card["id"]),
            "url": page,
            "author": author,
            "datePublished": known_touched(card),
            "claimReviewed": one_line(card["claim"]),
            "itemReviewed": {"@id": _urn("claim", card["dataset"], card["id"])},
            "reviewRating": _rating(card),
        }
    )


def _given(node: Node) -> Node:
    return {key: value for key, value in node.items() if value not in (None, [], "")}
