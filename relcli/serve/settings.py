"""What a server is told when it starts, and the bounds of what it does for whoever asks."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from relcli.load.address import Address

LONGEST_QUERY = 16_000  # characters of an address after its path, as they are sent
LARGEST_HEAD = 32_768  # bytes of the first line and the headers of a request
LARGEST_BODY = 200_000  # bytes of a draft: more than are matched in SECONDS
MOST_SHOWN = 1_000  # rows of one answer
MOST_COUNTED = 100_000  # cards that are counted, or sorted, one by one
SECONDS = 10.0  # for an answer, once it is begun
WAITING_SECONDS = 15.0  # for it at all: others are answered before, or an index is being built
THREADS = 4  # that read the facts: more wait for each other in Python
AT_ONCE = 32  # requests that are answered or wait for it
CONNECTIONS = 200  # open at once
HEAD_SECONDS = 10.0  # for a whole request to come in
IDLE_SECONDS = 5  # in which a connection waits for another request
TAKING_SECONDS = 60.0  # for an answer to be taken
PAGED = 10_000  # cards from which on the page asks the server
ACTORS = 500  # to choose from on such a page; whoever is not among them is found by name


class Settings(NamedTuple):
    """Which facts, and for whom.

    `hosts` are the names by which the server may be called, any where there are none; `origins` the
    sites whose scripts may read answers. `tell` takes a kind ("note", "error") and one line. `at`
    is a date or a revision: the facts are then those that were recorded at that time.
    """

    paths: "tuple[Path | Address, ...]"
    tell: Callable[[str, str], None]
    hosts: frozenset[str] = frozenset()
    origins: tuple[str, ...] = ()
    at: str | None = None
