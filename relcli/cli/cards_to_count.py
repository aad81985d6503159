"""Cards that are counted, not shown: `stats`, `disputes` and `graph` share this."""

from typing import TYPE_CHECKING

from relcli.model.query import NO_CARDS, NONE_PASSES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relcli.cli.session import Session
    from relcli.model.card_dict import PlainCard
    from relcli.model.query import Query


def cards_of(session: "Session", query: "Query") -> "Iterator[PlainCard]":
    """Yield the cards of a query, and tell at the end what the user should know of them."""
    facts = session.facts()
    if query.text:
        answer = facts.answer(query)
        for remark in answer.remarks:
            session.remark(remark)
        yield from (hit.plain for hit in answer)
        return
    for remark in facts.remarks(query):
        session.remark(remark)
    number = possible = 0
    for card in facts.matching(query):
        number += 1
        possible += not _certain(query, card)
        yield card
    if not number:
        session.remark(NONE_PASSES if len(facts) else NO_CARDS)
    elif possible:
        session.remark(f"{possible} of {number} cards only possibly in the range")


def _certain(query: "Query", card: "PlainCard") -> bool:
    if query.since is None and query.until is None:
        return True
    from relcli.model.card_dict import date_of

    return date_of(card).certainly_in(query.since, query.until)
