"""The cards that pass the filters, read one by one: for what counts them or picks from them."""

from functools import partial
from typing import TYPE_CHECKING

from relcli.index.datasets import Datasets, plain
from relcli.search import engine
from relcli.search.answer import ALL, asked_of, where_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relcli.model.card_dict import PlainCard
    from relcli.model.query import Query


def every_card(query: "Query", facts: Datasets) -> "Iterator[PlainCard]":
    """Yield the cards that pass the filters of a query without text, by their first days.

    Unlike `answer` it neither ranks them nor keeps them all. Raises FilterError.
    """
    where = where_of(query, facts)
    for dataset, payloads in facts.ask(lambda index: engine.timeline(index, where, ALL)):
        for payload in payloads:
            yield plain(dataset, payload)


def number_of(query: "Query", facts: Datasets) -> int:
    """Return how many cards answer a query: one of several alternatives counts for each.

    Raises FilterError.
    """
    return sum(
        number
        for each in asked_of(query, facts).alternatives
        for _, number in facts.ask(partial(engine.number, question=each.question, where=each.where))
    )
