"""Filters: which cards pass them."""

from collections.abc import Iterator
from dataclasses import replace

from relcli.model.card import Card
from relcli.model.query import Query
from relcli.search.facts import Facts
from relcli.search.parse import Wanted
from relcli.search.values import one_of, read_confidence, read_date, read_floor


def with_fields(query: Query, wanted: Wanted) -> Query:
    """Return `query` with the `field:value` pairs of its text as filters. Raises FilterError."""
    for field, value in wanted.fields:
        match field:
            case "topic":
                query = replace(query, topics=(*query.topics, value))
            case "actor":
                query = replace(query, actors=(*query.actors, value))
            case "source":
                query = replace(query, sources=(*query.sources, value))
            case "confidence":
                words = (*query.confidences, read_confidence(value, "confidence:"))
                query = replace(query, confidences=words)
            case "at-least":
                query = replace(query, at_least=read_floor(value))
            case "disputed":
                disputed = one_of(("yes", "no"), value, "disputed:", "answer") == "yes"
                query = replace(query, disputed=disputed)
            case "since":
                query = replace(query, since=read_date(value, "since:"))
            case "until":
                query = replace(query, until=read_date(value, "until:"))
    return query


def chosen(query: Query, facts: Facts) -> Iterator[Card]:
    """Yield the cards that pass every filter. Raises FilterError for a value nobody knows."""
    topics = {facts.topic(name) for name in query.topics}
    actors = {facts.actor(name) for name in query.actors}
    sources = {source for name in query.sources for source in facts.sources_named(name)}
    for card in facts.cards:
        if (
            (not topics or topics.intersection(card.topics))
            and (not actors or any(actor.id in actors for actor in card.actors))
            and (not sources or any({s.id, s.origin} & sources for s in card.sources))
            and (not query.confidences or card.confidence in query.confidences)
            and (query.at_least is None or card.confidence.at_least(query.at_least))
            and (query.disputed is None or card.disputed is query.disputed)
            and card.date.possibly_in(query.since, query.until)
        ):
            yield card
