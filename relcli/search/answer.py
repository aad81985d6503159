"""Query to answer: filters, search, order and limit."""

from pathlib import Path
from typing import TYPE_CHECKING

from relcli.index.documents import ordinal
from relcli.model.date import Date
from relcli.model.query import Answer, Hit, Query, Sort
from relcli.model.scale import Confidence
from relcli.search import engine
from relcli.search.facts import Facts, plain
from relcli.search.filters import FIELDS, with_fields
from relcli.search.question import parse
from relcli.search.scope import Where

if TYPE_CHECKING:
    from relcli.index.store import Index

ALL = 1 << 40  # no limit


def answer(query: Query, facts: Facts) -> Answer:
    """Return the cards that answer a query. Raises FilterError for a value nobody knows."""
    question = parse(query.text, FIELDS)
    query = with_fields(query, question.fields)
    where = where_of(query, facts)
    by_relevance = query.sort is Sort.RELEVANCE
    limit = query.limit if by_relevance and query.limit else ALL

    def ask(index: "Index") -> engine.Answer:
        return engine.search(index, question, where, limit)

    answers = list(facts.ask(ask))
    # Where one dataset has cards with all the words, the partial matches of another say nothing.
    complete = any(found.hits and found.complete for _, found in answers)
    answers = [(d, found) for d, found in answers if found.complete or not complete]
    searched = bool(question.words)
    hits = [_hit(query, d, each, searched) for d, found in answers for each in found.hits]
    corrected = {w: known for _, found in answers for w, known in found.corrections.items()}
    return Answer(
        hits=tuple(_sorted(hits, query.sort)[: query.limit or None]),
        total=sum(found.total for _, found in answers),
        partial=searched and not complete,
        corrected=tuple(corrected.items()),
    )


def where_of(query: Query, facts: Facts) -> Where:
    """Return the filters of a query as the index has them. Raises FilterError."""
    grades = query.confidences
    if query.at_least is not None:
        better = {grade for grade in Confidence if grade.at_least(query.at_least)}
        grades = tuple(better.intersection(grades or better))
    groups = [
        [facet for name in names for facet in facts.facets_named(kind, name)]
        for kind, names in (
            ("topic", query.topics),
            ("actor", query.actors),
            ("source", query.sources),
        )
        if names
    ]
    if query.confidences or query.at_least is not None:
        groups.append([f"confidence:{grade.value}" for grade in grades])
    if query.disputed is not None:
        groups.append([f"disputed:{'yes' if query.disputed else 'no'}"])
    return Where(
        facets=tuple(map(tuple, groups)),
        since=ordinal(query.since.earliest) if query.since and query.since.earliest else None,
        until=ordinal(query.until.latest) if query.until and query.until.latest else None,
    )


def _hit(query: Query, dataset: Path, found: engine.Hit, searched: bool) -> Hit:
    card = plain(dataset, found.payload)
    ranged = query.since is not None or query.until is not None
    return Hit(
        card,
        found.score if searched else None,
        tuple(
            {"word": word, "found": nearest.word, "how": nearest.kind}
            for word, (nearest, *_) in found.matched.items()
        ),
        Date.parse(card["date"]).certainly_in(query.since, query.until) if ranged else None,
    )


def _sorted(hits: list[Hit], sort: Sort) -> list[Hit]:
    """Return hits in the order asked for; equals stay in the order they have."""
    match sort:
        case Sort.RELEVANCE:
            return sorted(hits, key=lambda hit: -(hit.score or 0))
        case Sort.DATE:
            return sorted(hits, key=lambda hit: Date.parse(hit.card["date"]).sort_key)
        case Sort.NEWEST:
            return sorted(hits, key=lambda hit: Date.parse(hit.card["date"]).sort_key, reverse=True)
        case Sort.CONFIDENCE:
            return sorted(hits, key=lambda hit: hit.card["credibility"])
        case Sort.ID:
            return sorted(hits, key=lambda hit: hit.card["id"])
