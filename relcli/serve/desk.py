"""The facts behind the server: a few threads, each with indexes of its own, and one queue."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from relcli.api import Facts, open_datasets
from relcli.errors import RelcliError, TooLongError
from relcli.serve.answers import REST, STATES
from relcli.serve.problems import BusyError
from relcli.serve.settings import AT_ONCE, SECONDS, THREADS, WAITING_SECONDS

if TYPE_CHECKING:
    from relcli.serve.settings import Settings

Told = TypeVar("Told")


class Desk:
    """Answers questions from the files as they are when each is asked."""

    def __init__(self, settings: "Settings") -> None:
        self._paths, self._at = settings.paths, settings.at
        self._remark = partial(settings.tell, "note")
        self._threads = ThreadPoolExecutor(THREADS, "relcli-facts")
        self._own = threading.local()  # an index belongs to the thread that opened it
        self._asked = 0

    async def ask(self, question: Callable[[Facts, str], Told]) -> Told:
        """Return what a question gives, which gets the facts and what tells their state.

        Raises RelcliError, BusyError and TooLongError among them.
        """
        if self._asked >= AT_ONCE:
            raise BusyError("too many requests at once", "ask again in a moment")
        self._asked += 1
        asked = asyncio.get_running_loop().run_in_executor(self._threads, self._do, question)
        asked.add_done_callback(self._done)
        try:
            # What reads ends by itself; here ends the waiting for an index that is being built.
            return await asyncio.wait_for(asyncio.shield(asked), WAITING_SECONDS)
        except TimeoutError:
            raise TooLongError("that takes too long at present", "ask again in a moment") from None

    def end(self) -> None:
        """Answer nothing more, and close all that is open, each index in its own thread."""
        all_there = threading.Barrier(THREADS, timeout=SECONDS)
        for _ in range(THREADS):
            self._threads.submit(self._close, all_there)
        self._threads.shutdown()

    def _close(self, all_there: threading.Barrier) -> None:
        """Close what this thread has open, once each thread has been asked to."""
        all_there.wait()
        if facts := getattr(self._own, "facts", None):
            facts.close()

    def _done(self, asked: "asyncio.Future[Any]") -> None:
        self._asked -= 1
        _ = asked.cancelled() or asked.exception()  # nobody may be waiting any more to be told

    def _do(self, question: Callable[[Facts, str], Told]) -> Told:
        facts: Facts | None = getattr(self._own, "facts", None)
        if facts is None:
            facts = self._own.facts = open_datasets(self._paths, self._remark, at=self._at)
            facts.say(states=STATES, rest=REST)
        try:
            with facts.held(SECONDS) as state:
                return question(facts, state)
        except RelcliError:
            raise
        except Exception:
            # Whatever it was may be wrong with what is open; the next question opens it anew.
            self._own.facts = None
            facts.close()
            raise
