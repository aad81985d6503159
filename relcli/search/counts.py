"""What there is: topics, actors and sources, each with the number of cards that name it."""

from collections import Counter
from typing import Any

from relcli.model.plain import plain_source
from relcli.search.facts import Facts

Row = dict[str, Any]
_OF_THE_CARD = ("stance", "says")  # what a source says is said on a card, not of the source
SOURCE_COLUMNS = (
    *("id", "title", "publisher", "url", "archived_url", "published", "accessed"),
    *("reliability", "origin", "cards"),
)


def count_topics(facts: Facts) -> list[Row]:
    """Return every topic with `id`, `label` and `cards`, in the order they are declared."""
    cards = Counter(topic for card in facts.cards for topic in card.topics)
    return [
        {"id": topic, "label": label, "cards": cards[topic]}
        for topic, label in facts.topics.items()
    ]


def count_actors(facts: Facts) -> list[Row]:
    """Return every actor with `id`, `name`, `kind`, `aliases` and `cards`, the commonest first."""
    cards = Counter(actor.id for card in facts.cards for actor in card.actors)
    rows: list[Row] = [
        {
            "id": actor.id,
            "name": actor.name,
            "kind": actor.kind,
            "aliases": list(actor.aliases),
            "cards": cards[actor.id],
        }
        for actor in facts.actors.values()
    ]
    return sorted(rows, key=lambda row: (-row["cards"], row["id"]))


def count_sources(facts: Facts) -> list[Row]:
    """Return every source with its keys and `cards`, the commonest first."""
    cards = Counter(s for card in facts.cards for s in {source.id for source in card.sources})
    rows: list[Row] = []
    for source in facts.sources.values():
        row: Row = {k: v for k, v in plain_source(source).items() if k not in _OF_THE_CARD}
        rows.append(row | {"cards": cards[source.id]})
    return sorted(rows, key=lambda row: (-row["cards"], row["id"]))
