"""The `field:value` pairs of a query text, as the filters that they are."""

from collections.abc import Callable, Iterable
from typing import Any

from relcli.errors import FilterError
from relcli.model.filter_values import (
    Bound,
    read_bound,
    read_confidence,
    read_disputed,
    read_floor,
)
from relcli.model.query import Query

# Which filter of a Query a field is, and how its value is read.
_READ: dict[str, tuple[str, Callable[[str], object]]] = {
    "topic": ("topics", str),
    "actor": ("actors", str),
    "source": ("sources", str),
    "speaker": ("speakers", str),
    "confidence": ("confidences", lambda word: read_confidence(word, "confidence")),
    "at-least": ("at_least", read_floor),
    "disputed": ("disputed", read_disputed),
    "since": ("since", lambda text: read_bound(text, "since")),
    "until": ("until", lambda text: read_bound(text, "until")),
}
FIELDS = _READ.keys()
EXCLUDABLE = ("topic", "actor", "source", "speaker", "confidence", "disputed")


def _excludable(field: str) -> str:
    if field not in EXCLUDABLE:
        raise FilterError(f"-{field}: cannot be excluded", f"write {field}: without the hyphen")
    return field


def with_fields(query: Query, fields: Iterable[tuple[str, str]]) -> Query:
    """Return `query` with pairs of field (or -field) and value as filters. Raises FilterError."""
    for field, text in fields:
        if field.startswith("-"):
            query = query._replace(without=(*query.without, (_excludable(field[1:]), text)))
            continue
        name, read = _READ[field]
        before = getattr(query, name)
        value: Any = read(text)
        if isinstance(value, Bound):
            query = query._replace(spoken=(*query.spoken, *value.read_as))
            value = value.date
        if isinstance(before, tuple):  # of several values, a card has to pass one
            value = (*before, value)
        query = query._replace(**{name: value})
    return query
