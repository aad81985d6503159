"""By what an answer can be narrowed down, as values."""

from typing import TYPE_CHECKING, NamedTuple

from relcli.model.query import Query
from relcli.model.scale import Confidence

if TYPE_CHECKING:
    from collections.abc import Sequence


class Facet(NamedTuple):
    """A value that a filter can have; `value` is what the filter takes.

    `cards` pass it and all filters of other kinds: of one kind, a card has to pass one.
    """

    kind: str
    value: str
    label: str
    cards: int
    chosen: bool


def with_facets(query: Query, kind: str, values: "Sequence[str]") -> Query:
    """Return a query in which just these values of a kind are chosen."""
    if kind == "topic":
        return query._replace(topics=tuple(values))
    if kind == "actor":
        return query._replace(actors=tuple(values))
    if kind == "confidence":
        return query._replace(confidences=tuple(map(Confidence, values)), at_least=None)
    return query._replace(disputed=values[0] == "yes" if len(values) == 1 else None)
