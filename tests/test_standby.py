"""Readers that are given a primary and its standbys go on while servers come and go."""

import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from relcli.api import open as open_facts
from tests.conftest import Run
from tests.server import OWNER, Server

Runner = Callable[..., Run]
Writer = Callable[..., Path]

CARD = "- {id: %s, claim: A boat %s., date: 2016, confidence: possible, source: S}\n"
DATABASE = "postgres"


@pytest.fixture
def servers(server: Server) -> Iterator[list[Server]]:
    """A primary and two hot standbys of their own; `server` tells whether there can be any."""
    assert server.port
    started: list[Server] = []
    try:
        for _ in range(3):
            one = Server()
            started.append(one)
            if one is started[0]:
                one.initialise()
            else:
                one.follow(started[0])
            one.start()
        yield started
    finally:
        for one in reversed(started):
            one.remove()


def ids(address: str) -> list[str]:
    """Return the ids of all cards that are published."""
    with open_facts(address) as facts:
        return [card.id for card in facts]


def caught_up(primary: Server, standby: Server) -> None:
    """Wait till a standby has all that was committed."""
    ((wanted,),) = primary.execute("SELECT pg_current_wal_flush_lsn()")
    for _ in range(300):
        ((there,),) = standby.execute(f"SELECT pg_last_wal_replay_lsn() >= '{wanted}'")
        if there:
            return
        time.sleep(0.1)
    pytest.fail("the standby does not follow")


def test_readers_go_on_without_the_primary(
    run: Runner, cards: Writer, servers: list[Server]
) -> None:
    """A standby that is behind answers whole, from before; without a primary nothing is written."""
    primary, first, second = servers
    every = ",".join(f"127.0.0.1:{one.port}" for one in (primary, first, second))
    address = f"postgresql://{OWNER}@{every}/{DATABASE}"
    folder = cards(CARD % ("sank", "sank"))
    assert run("--facts", folder, "publish", address).status == 0
    caught_up(primary, second)
    second.execute("SELECT pg_wal_replay_pause()")
    cards(CARD % ("sank", "sank") + CARD % ("sold", "was sold"))
    assert run("--facts", folder, "publish", address).status == 0
    caught_up(primary, first)
    assert [ids(one.address(DATABASE)) for one in servers] == [["sank", "sold"]] * 2 + [["sank"]]

    with open_facts(address) as facts:
        assert len(facts.search("boat")) == 2
        primary.stop(signal.SIGQUIT)  # at once, as when a machine fails
        assert len(facts.search("boat")) == 2
    assert ids(address) == ["sank", "sold"]
    cards(CARD % ("sank", "sank"))
    refused = run("--facts", folder, "publish", address)
    assert (refused.status, refused.err.count("\n")) == (2, 1)
    assert "Connection refused" in refused.err
    assert "session is read-only" in refused.err
    first.stop(signal.SIGQUIT)
    assert ids(address) == ["sank"]
