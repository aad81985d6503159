"""Readers that are given a primary and its standbys go on while servers come and go."""

import signal
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from relcli.api import open as open_facts
from tests.conftest import Run
from tests.server import OWNER, Server, caught_up, primary_and_standbys

Runner = Callable[..., Run]
Writer = Callable[..., Path]

CARD = "- {id: %s, claim: A boat %s., date: 2016, confidence: possible, source: S}\n"
DATABASE = "postgres"


@pytest.fixture
def servers(server: Server) -> Iterator[Sequence[Server]]:
    """A primary and two hot standbys of their own; `server` tells whether there can be any."""
    assert server.port
    with primary_and_standbys(Server() for _ in range(3)) as started:
        yield started


def ids(address: str) -> list[str]:
    """Return the ids of all cards that are published."""
    with open_facts(address) as facts:
        return [card.id for card in facts]


def test_readers_go_on_without_the_primary(
    run: Runner, cards: Writer, servers: Sequence[Server]
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
