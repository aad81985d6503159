"""What there is: topics, actors and sources, each with the number of cards that name it."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from relcli.index.datasets import Datasets, Row
from relcli.index.schema import facet_term
from relcli.model.stats import ACTOR_COLUMNS, SOURCE_COLUMNS, TOPIC_COLUMNS

if TYPE_CHECKING:
    from relcli.model.card_dict import PlainCard


def count_topics(facts: Datasets) -> list[Row]:
    """Return every topic with the keys of TOPIC_COLUMNS, in the order they are declared."""
    return _counted(facts, "topic", _topics_on, TOPIC_COLUMNS)


def count_actors(facts: Datasets) -> list[Row]:
    """Return every actor with the keys of ACTOR_COLUMNS, the commonest first."""
    rows = _counted(facts, "actor", lambda card: card["actors"], ACTOR_COLUMNS)
    return sorted(rows, key=lambda row: (-row["cards"], row["id"]))


def count_sources(facts: Datasets) -> list[Row]:
    """Return every source with the keys of SOURCE_COLUMNS, the commonest first."""
    rows = _counted(facts, "source", lambda card: card["sources"], SOURCE_COLUMNS)
    return sorted(rows, key=lambda row: (-row["cards"], row["id"]))


LISTINGS = {"topics": count_topics, "actors": count_actors, "sources": count_sources}


def _topics_on(card: "PlainCard") -> Iterable[Row]:
    return ({"id": topic, "label": topic} for topic in card["topics"])


def _counted(
    facts: Datasets,
    kind: str,
    on_card: "Callable[[PlainCard], Iterable[Mapping[str, Any]]]",
    columns: tuple[str, ...],
) -> list[Row]:
    """Return what is declared of a kind, and what is only used, found on a card that uses it."""
    cards = facts.facet_counts(kind)
    rows = []
    for entity, declared in facts.declared(kind).items():
        used = cards.pop(facet_term(f"{kind}:{entity}"), 0)
        rows.append({**declared, "cards": used})
    declared_or_named: dict[str, Mapping[str, Any]] = {}
    for term, used in cards.items():
        if term not in declared_or_named:
            for each in on_card(facts.example(term)):
                declared_or_named.setdefault(facet_term(f"{kind}:{each['id']}"), each)
        rows.append({**declared_or_named[term], "cards": used})
    empty: Row = {"aliases": []}
    return [{name: row.get(name, empty.get(name)) for name in columns} for row in rows]
