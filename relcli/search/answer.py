"""Query to answer: filters, search, order and limit."""

from relcli.model.card import Card
from relcli.model.plain import plain_card
from relcli.model.query import Answer, Hit, Match, Query, Sort
from relcli.search.engine import Engine
from relcli.search.facts import Facts
from relcli.search.filters import chosen, with_fields
from relcli.search.parse import parse

Scored = tuple[Card, float | None, tuple[Match, ...]]


def answer(query: Query, facts: Facts) -> Answer:
    """Return the cards that answer a query. Raises FilterError for a value nobody knows."""
    wanted = parse(query.text)
    query = with_fields(query, wanted)
    cards = list(chosen(query, facts))
    partial, corrected = False, {}
    if wanted.words or wanted.phrases or wanted.excluded:
        found = Engine(cards).search(wanted)
        partial, corrected = found.partial, found.corrected
        scored: list[Scored] = list(found.cards)
    else:
        scored = [(card, None, ()) for card in cards]
    scored = _sorted(scored, query.sort)
    shown = scored[: query.limit or None]
    ranged = query.since is not None or query.until is not None
    return Answer(
        hits=tuple(
            Hit(
                plain_card(card),
                score,
                matched,
                card.date.certainly_in(query.since, query.until) if ranged else None,
            )
            for card, score, matched in shown
        ),
        total=len(scored),
        partial=partial,
        corrected=tuple(corrected.items()),
    )


def _sorted(scored: list[Scored], sort: Sort) -> list[Scored]:
    """Return what was found in the order asked for; equals stay in the order they have."""
    match sort:
        case Sort.RELEVANCE:
            return scored
        case Sort.DATE:
            return sorted(scored, key=lambda found: found[0].date.sort_key)
        case Sort.NEWEST:
            return sorted(scored, key=lambda found: found[0].date.sort_key, reverse=True)
        case Sort.CONFIDENCE:
            return sorted(scored, key=lambda found: found[0].confidence.credibility)
        case Sort.ID:
            return sorted(scored, key=lambda found: found[0].id)
