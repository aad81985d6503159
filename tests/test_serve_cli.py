"""`relcli serve` as a process: how it begins and ends, and what becomes of its workers."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from relcli.cli.serve import LAST_PORT, MOST_WORKERS, read_host, read_origin
from relcli.errors import RelcliError
from relcli.serve import run as running
from relcli.serve.guard import LOOPBACK
from tests.conftest import Run

Runner = Callable[..., Run]
Writer = Callable[..., Path]

CARDS = "- {id: tug, claim: The tug sank., date: 2016, confidence: possible, source: S}\n"
WELCOME = re.compile(r"relcli: note: (\d+) cards? at (http://\S+); Ctrl-C ends it\n")


class Process:
    """A process of `relcli serve`."""

    def __init__(self, dataset: Path, *args: str) -> None:
        self._file = dataset.parent / "told.txt"
        command = [sys.executable, "-m", "relcli", "--facts", str(dataset), "serve", "--port", "0"]
        with self._file.open("w") as told:
            self._process = subprocess.Popen(
                [*command, *args], stdin=subprocess.DEVNULL, stderr=told
            )
        self.url = ""
        self._wait()

    @property
    def told(self) -> str:
        """What it told on stderr."""
        return self._file.read_text()

    def _wait(self) -> None:
        """Wait until it answers."""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            time.sleep(0.1)
            if found := WELCOME.search(self.told):
                self.url = found[2]
                with contextlib.suppress(httpx.HTTPError):
                    httpx.get(f"{self.url}health", timeout=10)
                    return
        raise AssertionError(self.told)

    def end(self, with_signal: int) -> int:
        """End it, and return the status."""
        self._process.send_signal(with_signal)
        return self._process.wait(30)

    @property
    def running(self) -> bool:
        """Whether it goes on."""
        return self._process.poll() is None

    @property
    def workers(self) -> list[int]:
        """The processes that answer."""
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text()
        lines = {int(pid): Path(f"/proc/{pid}/cmdline").read_text() for pid in children.split()}
        return [pid for pid, line in lines.items() if "spawn_main" in line]


@contextmanager
def served(dataset: Path, *args: str) -> Iterator[Process]:
    """Serve meanwhile."""
    process = Process(dataset, *args)
    try:
        yield process
    finally:
        if process.running:
            process.end(signal.SIGINT)


def two_workers(process: Process) -> list[int]:
    """Wait for both workers, and return them."""
    deadline = time.monotonic() + 30
    while len(workers := process.workers) < 2:
        assert time.monotonic() < deadline, process.told
        time.sleep(0.1)
    return workers


@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_ends_it(cards: Writer, workers: str) -> None:
    """It tells where it is, answers, and ends with the status of Ctrl-C and no traceback."""
    with served(cards(CARDS), "--workers", workers) as process:
        assert httpx.get(f"{process.url}health").json()["total"] == 1
        assert process.end(signal.SIGINT) == 130
    assert "GET /health 200" in process.told
    lines = process.told.splitlines()
    assert all(line.startswith("relcli: note: ") for line in lines), lines


@pytest.mark.parametrize(("workers", "status"), [("1", -signal.SIGTERM), ("2", 0)])
def test_the_system_may_end_it(cards: Writer, workers: str, status: int) -> None:
    """SIGTERM ends it and its workers, as service managers do."""
    with served(cards(CARDS), "--workers", workers) as process:
        pids = process.workers
        assert process.end(signal.SIGTERM) == status
    assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()]


def test_quiet_it_tells_of_faults_alone(cards: Writer) -> None:
    """With -q neither the address nor a request is a line."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "relcli", "-q", "--facts", str(cards(CARDS))),
            *("serve", "--port", str(port)),
        ],
        stderr=subprocess.PIPE,
        text=True,
    )
    for _ in range(100):
        try:
            assert httpx.get(f"http://127.0.0.1:{port}/health").status_code == 200
            break
        except httpx.HTTPError:
            time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=30)
    assert (process.returncode, told) == (130, "")


def test_a_worker_that_is_killed_is_replaced(cards: Writer) -> None:
    """While the cache is deleted, files change and workers are killed, no answer is wrong.

    A request whose worker dies with it ends without an answer; another worker is there soon.
    """
    dataset = cards(CARDS)
    with served(dataset, "--workers", "2") as process:
        before = two_workers(process)
        wrong: list[Any] = []
        lost: list[str] = []
        edits = [0, 0]
        stop = threading.Event()

        def ask() -> None:
            while not stop.is_set():
                least = edits[1]
                try:
                    told = httpx.get(f"{process.url}search?q=tug&exact=true", timeout=20)
                except httpx.HTTPError as error:
                    lost.append(type(error).__name__)
                    continue
                number = int((re.findall(r"sank (\d+)\.", told.text) or [0])[0])
                if told.status_code != 200 or not least <= number <= edits[0]:
                    wrong.append((told.status_code, least, number, edits[0], told.text[:300]))

        threads = [threading.Thread(target=ask) for _ in range(2)]
        for thread in threads:
            thread.start()
        for number in range(1, 13):
            edits[0] = number
            text = CARDS.replace("tug sank.", f"tug sank {number}.")
            (dataset / ".new").write_text(text)
            (dataset / ".new").replace(dataset / "cards.yaml")
            edits[1] = number
            if number in {4, 8}:
                os.kill(process.workers[0], signal.SIGKILL)
            for index in (
                Path(os.environ["XDG_CACHE_HOME"]).rglob("*.sqlite*") if number % 5 == 0 else ()
            ):
                index.unlink(missing_ok=True)
            time.sleep(0.3)
        two_workers(process)
        stop.set()
        for thread in threads:
            thread.join()
        assert wrong == []
        assert two_workers(process) != before
        assert len(lost) <= 8, lost
        assert httpx.get(f"{process.url}health").json()["total"] == 1


# What keeps it from beginning


def test_without_the_extra_the_line_to_install_it_is_told(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where FastAPI is missing, it is told how it is got."""
    for name in [name for name in sys.modules if name.startswith("relcli.serve")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    told = run("serve")
    assert (told.status, told.out) == (2, "")
    assert told.err == (
        "relcli: error: serve needs FastAPI and uvicorn; pip install fastapi uvicorn\n"
    )


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["--port", "x"], f"--port: `x` is no number from 0 to {LAST_PORT}; 0 is any that is free"),
        (["--port", "65536"], f"--port: `65536` is no number from 0 to {LAST_PORT}; 0 is any that"),
        (["--workers", "0"], f"--workers: `0` is no number from 1 to {MOST_WORKERS}; one a"),
        (["--host", "no such.host", "--port", "0"], "cannot listen on no such.host:0: "),
        *(
            (["--allow-host", name], f"--allow-host: `{name}` is no name of a host; write it")
            for name in ("https://a.example", "a.example:8000", "a b", "*", "", "::1")
        ),
        *(
            (["--allow-origin", site], f"--allow-origin: `{site}` is no site; write scheme and")
            for site in ("*", "null", "a.example", "https://a.example/", "https://b@a.example")
        ),
        (["--allow-origin", "https://a.example:443"], "--allow-origin: `https://a.example:443`"),
    ],
)
def test_what_is_wrong_with_an_option_is_one_line(run: Runner, args: list[str], told: str) -> None:
    """A number that is none, and an address that is none, are told with the cure."""
    done = run("serve", *args)
    assert done.status == 2
    assert done.err.startswith(f"relcli: error: {told}")
    assert done.err.count("\n") == 1


def test_names_and_sites_are_taken_as_browsers_send_them() -> None:
    """In small letters; an address of IPv6 in brackets, a port where it is a site's own."""
    assert read_host("Facts.Example") == "facts.example"
    assert read_host("[2001:db8::1]") == "[2001:db8::1]"
    for site in ("https://example.org", "http://localhost:3000", "https://[::1]:8443"):
        assert read_origin(site) == site
    assert read_origin("HTTPS://Example.org") == "https://example.org"


def test_an_address_that_is_taken_is_told(run: Runner, cards: Writer) -> None:
    """Where another server listens it is told which one, and what to do."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("--facts", cards(CARDS), "serve", "--port", str(port))
    assert (done.status, done.err) == (
        2,
        (
            f"relcli: error: cannot listen on 127.0.0.1:{port}: Address already in use; "
            "choose another --port, or another --host\n"
        ),
    )


def test_beyond_this_machine_it_is_told_that_there_is_no_log_in(cards: Writer) -> None:
    """Whoever lets others reach it is told what that means."""
    with served(cards(CARDS), "--host", "0.0.0.0") as process:  # noqa: S104 - that is what is tried
        assert "there is no log-in; put a proxy before it" in process.told
        host = {"host": "any.example"}
        assert httpx.get(f"{process.url}health", headers=host).status_code == 200


def test_whom_a_server_answers_is_told_by_where_it_listens() -> None:
    """On this machine alone, to its names; to any name beyond it, unless some are given."""
    with running.listen("127.0.0.1", 0) as own, running.listen("0.0.0.0", 0) as open_to_all:  # noqa: S104 - as above
        assert running.hosts_of(own, ["A.example"]) == LOOPBACK | {"a.example"}
        assert running.hosts_of(open_to_all, []) == frozenset()
        assert running.hosts_of(open_to_all, ["b"]) == LOOPBACK | {"b"}
        assert not running.is_loopback(open_to_all)
    with running.listen("::1", 0) as six:
        assert running.is_loopback(six)
        assert running.address_of(six).startswith("http://[::1]:")
    with pytest.raises(RelcliError, match=r"cannot listen on 192\.0\.2\.1:0: "):
        running.listen("192.0.2.1", 0)
