"""States that are attested outside a range of dates: they may hold in it all the same."""

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from relcli.index.datasets import plain
from relcli.index.schema import STATE
from relcli.index.scope import Where
from relcli.model.card_dict import date_of
from relcli.search import engine
from relcli.search.answer import ALL, asked_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from relcli.index.datasets import Datasets
    from relcli.model.card_dict import PlainCard
    from relcli.model.date import Date
    from relcli.model.query import Query

NAMED = 3  # ids in the remark
REVERSED = "the range ends before it begins, so nothing lies in it"


class Outside(NamedTuple):
    """How many states there are that `--states` would show, and the ids of the first of them.

    Of a range that ends before it begins there are none, and it is told as that.
    """

    total: int = 0
    ids: tuple[str, ...] = ()
    is_reversed: bool = False

    def remark(self, shown_by: str = "--states") -> str:
        """Return what to tell of them, and what shows them; nothing where there are none."""
        if not self.total:
            return REVERSED if self.is_reversed else ""
        more = f" and {self.total - len(self.ids)} more" if self.total > len(self.ids) else ""
        states, shows = ("1 state", "it") if self.total == 1 else (f"{self.total} states", "them")
        ids = ", ".join(self.ids)
        return (
            f"{states} attested at other times may hold then: {ids}{more}; {shown_by} shows {shows}"
        )


def states_outside(query: "Query", facts: "Datasets") -> Outside:
    """Return the states that meet a query in all but its range of dates. Raises FilterError."""
    alternatives = asked_of(query, facts).alternatives
    if any(_is_reversed(each.query.since, each.query.until) for each in alternatives):
        return Outside(is_reversed=True)
    if query.states or not facts.has_facet(STATE):
        return Outside()
    states: dict[str, Date] = {}
    for each in alternatives:
        since, until = each.query.since, each.query.until
        if not (since or until):
            continue
        where = Where((*each.where.facets, (STATE,)), each.where.without)
        search = partial(engine.search, question=each.question, where=where, limit=ALL)
        for dataset, answer in facts.ask(search):
            for hit in answer.hits if answer.complete else ():
                date = date_of(plain(dataset, hit.payload))
                if not date.possibly_in(since, until):
                    states[hit.key] = date
    return _in_order(states)


def outside_of(cards: "Iterable[PlainCard]") -> Outside:
    """Return the same of some cards that are such states, each once."""
    return _in_order({card["id"]: date_of(card) for card in cards})


def _in_order(states: "Mapping[str, Date]") -> Outside:
    return Outside(len(states), tuple(sorted(states, key=states.__getitem__))[:NAMED])


def _is_reversed(since: "Date | None", until: "Date | None") -> bool:
    first = since.first if since else None
    last = until.last if until else None
    return first is not None and last is not None and first > last
