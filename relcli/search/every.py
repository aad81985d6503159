"""The cards that pass the filters, read one by one: for what counts them or picks from them."""

from typing import TYPE_CHECKING

from relcli.search import engine
from relcli.search.answer import ALL, where_of
from relcli.search.facts import Facts, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relcli.model.plain import PlainCard, PlainSource
    from relcli.model.query import Query


def every_card(query: "Query", facts: Facts) -> "Iterator[PlainCard]":
    """Yield the cards that pass the filters of a query without text, by their first days.

    Unlike `answer` it neither ranks them nor keeps them all. Raises FilterError.
    """
    where = where_of(query, facts)
    for dataset, payloads in facts.ask(lambda index: engine.timeline(index, where, ALL)):
        for payload in payloads:
            yield plain(dataset, payload)


def began(card: "PlainCard") -> int | None:
    """Return the year in which a card's date begins; None where that is open or not known.

    So it is of `../2018`, and of a decade or century, which is one unknown year of many.
    """
    if card["earliest"] is None or "X" in card["date"][:4]:
        return None
    return int(card["earliest"][:4])


def backing(card: "PlainCard") -> "list[PlainSource]":
    """Return the sources of a card that do not dispute its claim."""
    return [source for source in card["sources"] if source["stance"] != "disputes"]
