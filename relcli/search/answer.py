"""Query to answer: filters, search, order and limit."""

from itertools import chain
from typing import TYPE_CHECKING, Any

from relcli.index.words import RUN, words
from relcli.model.query import Answer, Hit, Match, Query, Sort
from relcli.model.scale import Confidence
from relcli.search import engine
from relcli.search.facts import Facts, plain
from relcli.search.filters import FIELDS, with_fields
from relcli.search.question import Question, parse
from relcli.search.scope import Where
from relcli.search.values import one_of, read_confidence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from relcli.index.store import Index
    from relcli.model.date import Date

ALL = 1 << 40  # no limit
_PUNCTUATION = '-.,;:!?()"«»“”„،؛؟'


def answer(query: Query, facts: Facts) -> Answer:
    """Return the cards that answer a query. Raises FilterError for a value nobody knows."""
    asked = asked_of(query, facts)
    if asked is None:
        return Answer()
    question, query, where = asked
    by_relevance = query.sort is Sort.RELEVANCE
    limit = query.limit if by_relevance and query.limit else ALL

    def ask(index: "Index") -> engine.Answer:
        return engine.search(index, question, where, limit)

    answers = list(facts.ask(ask))
    # Where one dataset has cards with all the words, the partial matches of another say nothing.
    complete = any(found.hits and found.complete for _, found in answers)
    answers = [(d, found) for d, found in answers if found.complete or not complete]
    searched = bool(question.words)
    written = _as_written(query.text)
    hits = [
        Hit(
            card := plain(dataset, hit.payload),
            hit.score if searched else None,
            _matches(hit, written),
            certain=_certainly_in_range(query, card["date"]),
        )
        for dataset, found in answers
        for hit in found.hits
    ]
    missing = [set(found.missing) for _, found in answers]
    corrected = {
        written.get(word, word): known
        for _, found in answers
        for word, known in found.corrections.items()
    }
    return Answer(
        hits=tuple(_sorted(hits, query.sort)[: query.limit or None]),
        total=sum(found.total for _, found in answers),
        more=any(
            found.total >= max(limit if found.complete else 0, engine.CANDIDATES)
            for _, found in answers
        ),
        partial=searched and not complete,
        corrected=tuple(corrected.items()),
        missing=tuple(
            written.get(word, word)
            for word in dict.fromkeys([*question.words, *chain(*missing)])
            if all(word in words for words in missing)
        ),
        suggested=tuple(dict.fromkeys(word for _, found in answers for word in found.suggestions)),
    )


def asked_of(query: Query, facts: Facts) -> tuple[Question, Query, Where] | None:
    """Return the words of a query, the query with the fields of its text, and its filters.

    None where nothing in the text can be looked for. Raises FilterError.
    """
    question = parse(query.text, FIELDS)
    if query.text and not (question.words or question.excluded or question.fields):
        return None
    query = with_fields(query, question.fields)
    return question, query, where_of(query, facts)


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
    unwanted = [facet for kind, value in query.without for facet in _facets(kind, value, facts)]
    return Where(
        without=tuple(unwanted),
        facets=tuple(map(tuple, groups)),
        since=_ordinal(query.since.earliest if query.since else None),
        until=_ordinal(query.until.latest if query.until else None),
    )


def _ordinal(day: str | None) -> int | None:
    if not day:
        return None
    from relcli.index.days import ordinal  # most searches need none

    return ordinal(day)


def _facets(kind: str, value: str, facts: Facts) -> tuple[str, ...]:
    """Return the facets that a field and its value mean. Raises FilterError."""
    if kind == "confidence":
        return (f"confidence:{read_confidence(value, 'confidence').value}",)
    if kind == "disputed":
        return (f"disputed:{one_of(('yes', 'no'), value, 'disputed', 'answer')}",)
    return facts.facets_named(kind, value)


def _as_written(text: str) -> dict[str, str]:
    """Return the words that stand in another script, or with accents, as the user wrote them."""
    if text.isascii():
        return {}
    chunks = [chunk.strip(_PUNCTUATION) for chunk in text.split()]
    return {
        word: chunk
        for chunk in chunks
        if not chunk.isascii()
        for word in words(chunk)
        if word < RUN
    }


def _matches(hit: engine.Hit, written: "Mapping[str, str]") -> tuple[Match, ...]:
    """Return how each word of the query was found, by the nearest word of the card."""
    return tuple(
        {"word": written.get(word, word), "found": nearest.word, "how": nearest.kind}
        for word, (nearest, *_) in hit.matched.items()
    )


def _certainly_in_range(query: Query, date: str) -> bool | None:
    if query.since is None and query.until is None:
        return None
    return _date(date).certainly_in(query.since, query.until)


def _sorted(hits: list[Hit], sort: Sort) -> list[Hit]:
    """Return hits in the order asked for; equals stay in the order they have."""
    return sorted(hits, key=_KEYS[sort], reverse=sort is Sort.NEWEST)


def _date(text: str) -> "Date":
    from relcli.model.date import Date  # most searches need none

    return Date.parse(text)


_KEYS: "dict[Sort, Callable[[Hit], Any]]" = {
    Sort.RELEVANCE: lambda hit: -(hit.score or 0),
    Sort.DATE: lambda hit: _date(hit.card["date"]).sort_key,
    Sort.NEWEST: lambda hit: _date(hit.card["date"]).sort_key,
    Sort.CONFIDENCE: lambda hit: hit.card["credibility"],
    Sort.ID: lambda hit: hit.card["id"],
}
