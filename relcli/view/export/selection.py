"""What is exported: the chosen cards, and what their datasets say of actors and topics."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from relcli.model.card_dict import PlainCard
from relcli.model.date import Date
from relcli.model.ids import answers_to
from relcli.view.numbers import counted
from relcli.view.safe import one_line

# The namespace of this project's UUIDs (RFC 9562, section 5.5): the same data, the same ids.
NAMESPACE = "7f0c1b0e-3f0a-5b5e-9a52-6d1f3c7a90b4"


class About(NamedTuple):
    """What a dataset says of itself.

    `language` is that of its claims (BCP 47); each of `synonyms` has words, or several in a row,
    that find each other.
    """

    title: str | None
    description: str | None
    license: str | None
    language: str
    synonyms: tuple[tuple[str, ...], ...]


class Reviews(NamedTuple):
    """What a ClaimReview of schema.org says of all reviews: on which page they are, and whose."""

    url: str | None = None
    author: str | None = None


class Selection(NamedTuple):
    """The cards in their order; topics' labels; actors by id, as they are declared.

    An actor has `name`, `kind` and `aliases`.

    `sources` are the names of declared sources, by id: a card may only point to one as an origin.
    `about` is what the datasets say of themselves, for the format that has a title.

    `stamps` tell of which commit cards are cited, by dataset and id: "[relcli id@1a2b3c4d5e6f]".

    `history` has lines of what became of each card, by dataset and id.

    `reviews` asks schema.org's ClaimReview of the format that has it.
    """

    cards: Sequence[PlainCard]
    actors: Mapping[str, Mapping[str, Any]]
    topics: Mapping[str, str]
    sources: Mapping[str, str] = MappingProxyType({})
    reviews: Reviews | None = None
    stamps: Mapping[tuple[str, str], str] = MappingProxyType({})
    history: Mapping[tuple[str, str], Sequence[str]] = MappingProxyType({})
    about: Sequence[About] = ()


class Link(NamedTuple):
    """That one card points to another one, and how: `related`, `contradicts`, `superseded_by`."""

    card: str
    how: str
    other: str


def card_keys(cards: Sequence[PlainCard]) -> list[str]:
    """Return a key for each card: its id, `dataset/id` where two datasets have the same one."""
    used = Counter(card["id"] for card in cards)
    return [
        card["id"] if used[card["id"]] == 1 else f"{one_line(card['dataset'])}/{card['id']}"
        for card in cards
    ]


def without_doubles(selection: Selection) -> Selection:
    """Return what is exported with one card of each key, the first, for what knows cards by it."""
    first: dict[str, PlainCard] = {}
    for card, key in zip(selection.cards, card_keys(selection.cards), strict=True):
        first.setdefault(key, card)
    return selection._replace(cards=list(first.values()))


def named_actors(selection: Selection) -> dict[str, Mapping[str, Any]]:
    """Return the actors that the cards name, by id, each with `name`, `kind` and `aliases`."""
    named: dict[str, Mapping[str, Any]] = {}
    for card in selection.cards:
        for actor in card["actors"]:
            known: Mapping[str, Any] = {"name": actor["name"], "kind": None, "aliases": []}
            named.setdefault(actor["id"], selection.actors.get(actor["id"], known))
    return named


def links(cards: Sequence[PlainCard]) -> list[Link]:
    """Return the links between the cards, by their keys; what leads elsewhere is left out."""
    keys = card_keys(cards)
    by_place = {
        (card["dataset"], name): key
        for card, key in zip(cards, keys, strict=True)
        for name in reversed(answers_to(card["id"], card["claim"]))
    }
    return [
        Link(key, how, by_place[card["dataset"], other])
        for card, key in zip(cards, keys, strict=True)
        for how, other in linked_ids(card)
        if (card["dataset"], other) in by_place
    ]


def linked_ids(card: PlainCard) -> Iterator[tuple[str, str]]:
    """Yield how a card points to others, and their ids."""
    yield from (("related", other) for other in card["related"])
    yield from (("contradicts", other) for other in card["contradicts"])
    if card["superseded_by"]:
        yield "superseded_by", card["superseded_by"]


def uuid_of(*names: str) -> str:
    """Return the UUID, version 5, of what has these names."""
    from uuid import UUID, uuid5

    return str(uuid5(UUID(NAMESPACE), "\n".join(one_line(name) for name in names)))


def last_touched(card: PlainCard) -> str:
    """Return the last day that a card gives of its making, 1970's first where it gives none."""
    return known_touched(card) or "1970-01-01"


def known_touched(card: PlainCard) -> str | None:
    """Return the last day that a card gives of its making: when a source was read or published.

    Standards want to know when a record changed; a card does not tell, and an export that gave
    today's date would never be the same twice.
    """
    given = [
        date for source in card["sources"] for date in (source["accessed"], source["published"])
    ]
    days = [Date.parse(date).latest or "" for date in given if date]
    return max((day for day in days if day >= "0001"), default=None)


def some(before: str, number: int, thing: str, after: str = "") -> list[str]:
    """Return "the notes of 3 cards" in a list, an empty one for none."""
    return [f"{before} {counted(number, thing)} {after}".strip()] if number else []


def some_links(selection: Selection) -> list[str]:
    """Tell how many cards have links."""
    linked = sum(any(linked_ids(card)) for card in selection.cards)
    return some("the links of", linked, "card", "to others")


def some_notes(selection: Selection) -> list[str]:
    """Tell how many cards have a note."""
    noted = sum(card["note"] is not None for card in selection.cards)
    return some("the notes of", noted, "card")


def some_words(selection: Selection) -> list[str]:
    """Tell to how many claims it is written what a source says."""
    told = sum(any(source["says"] for source in card["sources"]) for card in selection.cards)
    return some("what sources say to", told, "claim")


def links_elsewhere(selection: Selection) -> list[str]:
    """Tell how many cards have links to cards that are not exported."""
    within = Counter(link.card for link in links(selection.cards))
    leading_out = sum(
        len(list(linked_ids(card))) > within[key]
        for card, key in zip(selection.cards, card_keys(selection.cards), strict=True)
    )
    return some("the links of", leading_out, "card", "to cards that are not exported")


def some_about_actors(selection: Selection) -> list[str]:
    """Tell of how many actors other names are known, or of what kind they are."""
    named = named_actors(selection).values()
    known = sum(bool(actor["aliases"]) or actor["kind"] is not None for actor in named)
    return some("the other names and kinds of", known, "actor")
