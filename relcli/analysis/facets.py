"""By what an answer can be narrowed down: each facet with how many cards it would leave."""

from collections import Counter
from typing import TYPE_CHECKING

from relcli.analysis.years import labels_of, spans
from relcli.index.schema import dispute_facet, facet_term, grade_facet, terms_of
from relcli.model.facets import Facet, with_facets
from relcli.model.names import fold
from relcli.model.query import Query
from relcli.model.scale import Confidence
from relcli.model.years import By

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relcli.index.datasets import Datasets

KINDS = ("topic", "confidence", "disputed", "actor")
_DISPUTED = {"yes": "disputed", "no": "undisputed"}


def facets_of(query: Query, facts: "Datasets") -> tuple[list[Facet], int]:
    """Return the facets of an answer, and how many cards it has. Raises FilterError."""
    counted: dict[Query, tuple[int, Counter[str]]] = {}
    facets = []
    for kind in KINDS:
        freed = _freed(query, kind)
        if freed not in counted:
            counted[freed] = _count(freed, facts)
        chosen = _chosen(query, kind, facts)
        for name, label in _labels(kind, facts):
            cards = counted[freed][1][facet_term(f"{kind}:{name}")]
            is_chosen = not chosen.isdisjoint((f"{kind}:{name}", f"named:{fold(label)}"))
            if cards or is_chosen or kind != "actor":
                facets.append(Facet(kind, name, label, cards, is_chosen))
    if query not in counted:
        counted[query] = _count(query, facts)
    actors = [facet for facet in facets if facet.kind == "actor"]
    others = [facet for facet in facets if facet.kind != "actor"]
    actors.sort(key=lambda facet: (not facet.chosen, -facet.cards))
    return [*others, *actors], counted[query][0]


def _freed(query: Query, kind: str) -> Query:
    """Return a query without its filters of a kind; what its text filters by stays."""
    return with_facets(query, kind, ())


def _count(query: Query, facts: "Datasets") -> tuple[int, Counter[str]]:
    """Return how many cards answer, and how many of these have each facet, by its term."""
    if query._replace(sort=Query().sort, limit=0) == Query():  # all cards: the index knows
        counted: Counter[str] = Counter()
        for kind in KINDS:
            counted.update(facts.facet_counts(kind))
        return sum(about.cards for _, about in facts.ask(lambda store: store.about())), counted
    by_card = spans(query, facts)
    terms_in = terms_of(*KINDS)
    return len(by_card), Counter(term for *_, text in by_card for term in terms_in(text))


def _chosen(query: Query, kind: str, facts: "Datasets") -> set[str]:
    """Return the facets of a kind that a query asks for."""
    if kind == "disputed":
        return set() if query.disputed is None else {dispute_facet(disputed=query.disputed)}
    if kind == "confidence":
        floor = query.at_least
        grades = {grade for grade in Confidence if floor and grade.at_least(floor)}
        return set(map(grade_facet, grades.union(query.confidences)))
    names = query.topics if kind == "topic" else query.actors
    return {facet for name in names for facet in facts.facets_named(kind, name)}


def _labels(kind: str, facts: "Datasets") -> "Iterator[tuple[str, str]]":
    if kind == "disputed":
        yield from _DISPUTED.items()
    else:
        yield from labels_of(facts, By(kind)).items()
