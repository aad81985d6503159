"""The facts behind the screen, asked in a thread of their own so that the screen never waits."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from relcli.view.numbers import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from relcli.api import Facts
    from relcli.model.card_dict import PlainCard
    from relcli.model.facets import Facet
    from relcli.model.query import Answer, Query

Told = TypeVar("Told")


class Doings(NamedTuple):
    """What the screen is given to do: open the facts, write a citation, edit a card by its id.

    `edit` talks to the terminal, and returns what is to be told afterwards.
    """

    open_facts: Callable[[], "Facts"]
    cite: Callable[["Facts", "PlainCard"], str]
    edit: Callable[[str], str]


class Found(NamedTuple):
    """An answer, how many cards it would have without a limit, and how it can be narrowed down.

    `claims` are those of the cards to which its cards lead, by id; `on_states` tells of the states
    that may hold in a range of dates, though they are attested at other times.
    """

    answer: "Answer"
    total: int
    facets: "list[Facet]"
    claims: "Mapping[str, str]"
    on_states: str

    @property
    def told(self) -> str:
        """What is said of the answer above it."""
        shown = len(self.answer.hits)
        parts = [counted(self.total, "card") if shown else f"nothing found{self.answer.meant}"]
        if 0 < shown < self.total:
            parts = [f"the first {shown} of {parts[0]}"]
        return " · ".join(filter(None, [*parts, *self.answer.on_words, self.on_states]))


class Desk:
    """Answers one question after the other. The indexes belong to the thread that opened them."""

    def __init__(self, doings: Doings) -> None:
        self._doings = doings
        self._thread = ThreadPoolExecutor(1, "relcli-facts")
        self._facts: Facts | None = None

    async def ask(self, query: "Query") -> Found:
        """Return what answers a query. Raises RelcliError."""

        def ask(facts: "Facts") -> Found:
            facets, total = facts.facets(query)
            answer = facts.answer(query)
            claims = facts.claims_of([hit.plain for hit in answer.hits])
            on_states = facts.outside(query, "s")
            return Found(answer, max(total, answer.total), facets, claims, on_states)

        return await self._do(ask)

    async def cite(self, card: "PlainCard") -> str:
        """Return the citation of a card."""
        return await self._do(lambda facts: self._doings.cite(facts, card))

    async def close(self) -> None:
        """Close the facts; the next question opens them as they are then."""

        def close(facts: "Facts") -> None:
            facts.close()
            self._facts = None

        await self._do(close)

    async def end(self) -> None:
        """Close the facts for good."""
        await self.close()
        self._thread.shutdown()

    async def _do(self, task: Callable[["Facts"], Told]) -> Told:
        def do() -> Told:
            if self._facts is None:
                self._facts = self._doings.open_facts()
            try:
                return task(self._facts)
            finally:
                if self._facts:
                    self._facts.let_go()  # who reads, or has gone to lunch, keeps no server waiting

        return await asyncio.get_running_loop().run_in_executor(self._thread, do)
