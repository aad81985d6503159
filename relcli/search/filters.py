"""The `field:value` pairs of a query text, as the filters that they are."""

from collections.abc import Iterable

from relcli.model.query import Query
from relcli.search.values import one_of, read_confidence, read_date, read_floor

FIELDS = frozenset(
    {"topic", "actor", "source", "confidence", "at-least", "disputed", "since", "until"}
)


def with_fields(query: Query, fields: Iterable[tuple[str, str]]) -> Query:
    """Return `query` with the `field:value` pairs of its text as filters. Raises FilterError."""
    for field, value in fields:
        match field:
            case "topic":
                query = query._replace(topics=(*query.topics, value))
            case "actor":
                query = query._replace(actors=(*query.actors, value))
            case "source":
                query = query._replace(sources=(*query.sources, value))
            case "confidence":
                words = (*query.confidences, read_confidence(value, "confidence"))
                query = query._replace(confidences=words)
            case "at-least":
                query = query._replace(at_least=read_floor(value))
            case "disputed":
                disputed = one_of(("yes", "no"), value, "disputed", "answer") == "yes"
                query = query._replace(disputed=disputed)
            case "since":
                query = query._replace(since=read_date(value, "since"))
            case "until":
                query = query._replace(until=read_date(value, "until"))
    return query
