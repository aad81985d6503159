"""Servers, readers and publishers that are cut off from each other: nobody reads by halves."""

import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from relcli.index.publish import lock_number
from tests.conftest import Run
from tests.network import Host, Network
from tests.server import OWNER, Server, caught_up, primary_and_standbys

DATABASE = "postgres"
FILES, CARDS = 4, 25
# Seconds and milliseconds in which a test can see that a server has gone silent.
SOON = "connect_timeout=2&tcp_user_timeout=1500&keepalives_idle=1&keepalives_interval=1"
QUICK = {
    "wal_receiver_timeout": "2s",
    "wal_sender_timeout": "2s",
    "wal_retrieve_retry_interval": "200ms",
}

# Tells, for each line it is sent, in what the claims of all cards end, and how many there are.
READER = """
import sys, relcli
with relcli.open(sys.argv[1]) as facts:
    for line in sys.stdin:
        facts.let_go()
        claims = [hit.card.claim for hit in facts.search("boat", limit=0).hits]
        print(len(claims), *sorted({claim.split()[-1] for claim in claims}), flush=True)
"""
# A publisher whose server takes it to be gone as soon.
PUBLISHER = """
import re, sys
from relcli.index import publish
for long, short in (("30000", "1500"), ("15", "1"), ("5", "1"), ("3", "1")):
    publish.SERVER_WAITS = re.sub(rf"= {long}\\b", f"= {short}", publish.SERVER_WAITS)
from relcli.cli.app import main
sys.exit(main())
"""


@pytest.fixture
def network() -> Iterator[Network]:
    """A hub and three hosts around it."""
    try:
        network = Network(3)
    except OSError as error:
        pytest.skip(f"no network of its own here: {error}")
    yield network
    network.remove()


@pytest.fixture
def servers(server: Server, network: Network) -> Iterator[Sequence[Server]]:
    """A primary and two hot standbys, each on a host; `server` tells whether there can be any."""
    assert server.port
    with primary_and_standbys(Server(host, QUICK) for host in network.hosts) as started:
        yield started


class Hub:
    """Where readers and publishers are."""

    def __init__(self, host: Host, folder: Path) -> None:
        self.enter: Sequence[str] = host.enter
        self.folder = folder
        self._started: list[subprocess.Popen[str]] = []

    def write(self, word: str) -> None:
        """Let the claims of all cards end in a word."""
        for file in range(FILES):
            cards = (
                f"- {{id: c{file}-{n}, claim: A boat {word}, date: 2016, confidence: possible,"
                " source: S}\n"
                for n in range(CARDS)
            )
            (self.folder / f"{file}.yaml").write_text("".join(cards))

    def start(self, program: Sequence[str], *args: str) -> "subprocess.Popen[str]":
        """Start a program of relcli's there."""
        process = subprocess.Popen(
            [*self.enter, sys.executable, *program, *args],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._started.append(process)
        return process

    def end(self) -> None:
        """End what a test that failed has left."""
        for process in self._started:
            process.kill()
            process.communicate()

    def publisher(self, address: str) -> "subprocess.Popen[str]":
        """Start to publish what the cards are."""
        return self.start(("-c", PUBLISHER), "--facts", str(self.folder), "publish", address)

    def publish(self, address: str) -> Run:
        """Publish what the cards are."""
        return _ended(self.publisher(address))

    def seen(self, address: str) -> str:
        """Return what a new reader sees."""
        out, err = self.start(("-c", READER), address).communicate("\n", timeout=60)
        assert err == ""
        return out.strip()


def _ended(process: "subprocess.Popen[str]") -> Run:
    out, err = process.communicate(timeout=60)
    return Run(process.returncode, out, err)


@pytest.fixture
def hub(network: Network, cards: Callable[..., Path]) -> Iterator[Hub]:
    """The hub, with a dataset."""
    hub = Hub(network.hub, cards("[]"))
    (hub.folder / "cards.yaml").unlink()
    yield hub
    hub.end()


def address_of(*servers: Server) -> str:
    """Return the address of facts that lie on some servers."""
    hosts = ",".join(f"{server.host}:{server.port}" for server in servers)
    return f"postgresql://{OWNER}@{hosts}/{DATABASE}?{SOON}"


WHOLE = f"{FILES * CARDS} {{}}".format


def test_servers_that_are_cut_off_from_each_other(
    network: Network, servers: Sequence[Server], hub: Hub
) -> None:
    """Standbys answer whole from before, and from after once they are joined again."""
    every = address_of(*servers)
    hub.write("sank")
    assert hub.publish(every).status == 0
    for standby in servers[1:]:
        caught_up(servers[0], standby)
    network.part(parted=True)
    hub.write("sold")
    assert hub.publish(every).status == 0

    seen = [hub.seen(address_of(one)) for one in servers]
    assert seen == [WHOLE("sold"), WHOLE("sank"), WHOLE("sank")]
    network.part(parted=False)
    for standby in servers[1:]:
        caught_up(servers[0], standby)
    assert [hub.seen(address_of(one)) for one in servers] == [WHOLE("sold")] * 3


def test_a_server_that_falls_silent(network: Network, servers: Sequence[Server], hub: Hub) -> None:
    """Whoever asks it is answered by the next one, whole; publishing there is told as what it is.

    No word comes back of a host that is cut off, not even that nobody is there.
    """
    every = address_of(*servers)
    hub.write("sank")
    assert hub.publish(every).status == 0
    for standby in servers[1:]:
        caught_up(servers[0], standby)
    reader = hub.start(("-c", READER), every)
    assert reader.stdin
    assert reader.stdout

    def asked() -> str:
        assert reader.stdin
        assert reader.stdout
        reader.stdin.write("\n")
        reader.stdin.flush()
        return reader.stdout.readline().strip()

    assert asked() == WHOLE("sank")
    network.cut(network.hosts[0])
    assert asked() == WHOLE("sank")
    assert hub.seen(every) == WHOLE("sank")
    hub.write("sold")
    refused = hub.publish(every)
    assert (refused.status, refused.out, refused.err.count("\n")) == (2, "", 1)
    assert f'connection to server at "{servers[0].host}"' in refused.err
    assert "session is read-only" in refused.err
    network.mend(network.hosts[0])
    assert hub.publish(every).status == 0
    network.cut(network.hosts[1])
    assert asked() in (WHOLE("sank"), WHOLE("sold"))
    assert hub.seen(every) == WHOLE("sold")
    assert _ended(reader).err == ""


def test_a_publisher_that_is_cut_off(network: Network, servers: Sequence[Server], hub: Hub) -> None:
    """It tells that the server went away; nothing of it is seen, and the next one need not wait.

    It is cut off while it waits for its turn, so that its turn comes when nobody hears of it.
    """
    primary = servers[0]
    hub.write("sank")
    assert hub.publish(address_of(primary)).status == 0
    hub.write("sold")
    number = lock_number(hub.folder.name)
    with primary.connected() as other:
        other.execute("SELECT pg_advisory_lock(%s)", (number,))
        publisher = hub.publisher(address_of(primary))
        assert publisher.stderr
        assert publisher.stderr.readline().endswith("this one waits\n")
        network.cut(network.hosts[0])
    told = _ended(publisher)

    assert told.status == 2
    assert "the server went away" in told.err
    network.mend(network.hosts[0])
    assert hub.seen(address_of(primary)) == WHOLE("sank")
    again = hub.publish(address_of(primary))
    assert (again.status, again.out) == (
        0,
        f"dataset: {FILES * CARDS} cards, 4 of 4 files changed\n",
    )
    assert hub.seen(address_of(primary)) == WHOLE("sold")
