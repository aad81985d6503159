"""What is contested: claims that a source disputes, and cards that contradict each other."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from relcli.model.card_dict import PlainCard
from relcli.model.query import Sort
from relcli.model.source_rules import backing, count_origins, disputing
from relcli.model.stats import PlainDispute
from relcli.search.answer import ORDERS

if TYPE_CHECKING:
    from relcli.index.datasets import Datasets
    from relcli.model.card_dict import PlainSource


def contested(cards: Iterable[PlainCard]) -> tuple[list[PlainCard], int]:
    """Return the cards that a source disputes or that contradict another one; and of how many."""
    contested_cards = []
    number = 0
    for number, card in enumerate(cards, 1):  # noqa: B007 - how many there are in all
        if card["disputed"] or card["contradicts"]:
            contested_cards.append(card)
    return contested_cards, number


def in_order(cards: list[PlainCard], sort: Sort) -> list[PlainCard]:
    """Return cards in the order asked for; without a question none is more relevant than others."""
    if sort is Sort.RELEVANCE:
        return cards
    return sorted(cards, key=ORDERS[sort], reverse=sort is Sort.NEWEST)


def disputes(cards: Iterable[PlainCard]) -> list[PlainDispute]:
    """Return the claims that a source disputes."""
    return [_dispute(card) for card in cards if card["disputed"]]


def contradictions(cards: Iterable[PlainCard], facts: "Datasets") -> list[PlainDispute]:
    """Return the pairs of cards that contradict each other, each pair once.

    Neither may be superseded: then it is settled which of them stands. The second card need not be
    among the cards given.
    """
    by_pair: dict[frozenset[tuple[str, str]], PlainDispute] = {}
    for card in cards:
        for other_id in card["contradicts"]:
            for other in facts.cards_of(other_id) if not card["superseded_by"] else ():
                pair = frozenset({(card["dataset"], card["id"]), (card["dataset"], other["id"])})
                settled = other["dataset"] != card["dataset"] or other["superseded_by"]
                if not settled and pair not in by_pair:
                    by_pair[pair] = _contradiction(card, other)
    return list(by_pair.values())


def _dispute(card: PlainCard) -> PlainDispute:
    return _plain("dispute", card, None, disputing(card["sources"]))


def _contradiction(card: PlainCard, other: PlainCard) -> PlainDispute:
    return _plain("contradiction", card, other, backing(other["sources"]))


def _plain(
    kind: str, card: PlainCard, other: PlainCard | None, against: "list[PlainSource]"
) -> PlainDispute:
    return {
        "kind": kind,
        "id": card["id"],
        "dataset": card["dataset"],
        "claim": card["claim"],
        "date": card["date"],
        "confidence": card["confidence"],
        "superseded_by": card["superseded_by"],
        "other": other and other["id"],
        "other_claim": other and other["claim"],
        "other_date": other and other["date"],
        "other_confidence": other and other["confidence"],
        "origins_for": count_origins(backing(card["sources"])),
        "origins_against": count_origins(against),
        "sources_for": backing(card["sources"]),
        "sources_against": against,
        "as_of": card["as_of"],
        "other_as_of": other and other["as_of"],
    }
