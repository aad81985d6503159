"""Cards that are counted, not shown: `stats`, `disputes` and `graph` share this."""

from typing import TYPE_CHECKING

from relcli.cli.answer import remarks, remarks_on_query

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relcli.cli.session import Session
    from relcli.model.card_dict import PlainCard
    from relcli.model.query import Query


def cards_of(session: "Session", query: "Query") -> "Iterator[PlainCard]":
    """Yield the cards of a query, and tell at the end what the user should know of them."""
    from relcli.analysis.cards import every_card
    from relcli.search.answer import answer

    if query.text:
        matching = answer(query, session.facts())
        for remark in remarks(query, matching, session.facts()):
            session.remark(remark)
        yield from (hit.card for hit in matching.hits)
        return
    for remark in remarks_on_query(query, session.facts()):
        session.remark(remark)
    number = possible = 0
    for card in every_card(query, session.facts()):
        number += 1
        possible += not _certain(query, card)
        yield card
    if not number:
        session.remark("no card passes the filters")
    elif possible:
        session.remark(f"{possible} of {number} cards only possibly in the range")


def _certain(query: "Query", card: "PlainCard") -> bool:
    if query.since is None and query.until is None:
        return True
    from relcli.model.card_dict import date_of

    return date_of(card).certainly_in(query.since, query.until)
