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
    from relcli.index.datasets import Datasets
    from relcli.model.date import Date
    from relcli.model.query import Query

NAMED = 3  # ids in the remark


class Outside(NamedTuple):
    """How many states there are that `--states` would show, and the ids of the first of them."""

    total: int = 0
    ids: tuple[str, ...] = ()

    def remark(self, shown_by: str = "--states") -> str:
        """Return what to tell of them, and what shows them; nothing where there are none."""
        if not self.total:
            return ""
        more = f" and {self.total - len(self.ids)} more" if self.total > len(self.ids) else ""
        states, shows = ("1 state", "it") if self.total == 1 else (f"{self.total} states", "them")
        ids = ", ".join(self.ids)
        return (
            f"{states} attested at other times may hold then: {ids}{more}; {shown_by} shows {shows}"
        )


def states_outside(query: "Query", facts: "Datasets") -> Outside:
    """Return the states that meet a query in all but its range of dates. Raises FilterError."""
    if query.states or not facts.has_facet(STATE):
        return Outside()
    states: dict[str, Date] = {}
    for each in asked_of(query, facts).alternatives:
        since, until = each.query.since, each.query.until
        if not (since or until) or _is_reversed(since, until):
            continue
        where = Where((*each.where.facets, (STATE,)), each.where.without)
        search = partial(engine.search, question=each.question, where=where, limit=ALL)
        for dataset, answer in facts.ask(search):
            for hit in answer.hits if answer.complete else ():
                date = date_of(plain(dataset, hit.payload))
                if not date.possibly_in(since, until):
                    states[hit.key] = date
    return Outside(len(states), tuple(sorted(states, key=states.__getitem__))[:NAMED])


def _is_reversed(since: "Date | None", until: "Date | None") -> bool:
    """Whether a range ends before it begins: nothing holds then, and no option shows it."""
    first = since.first if since else None
    last = until.last if until else None
    return first is not None and last is not None and first > last
