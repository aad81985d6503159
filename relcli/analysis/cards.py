"""The cards that pass the filters, read one by one: for what counts them or picks from them."""

from typing import TYPE_CHECKING

from relcli.index.datasets import Datasets, plain
from relcli.search import engine
from relcli.search.answer import ALL, where_of

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
