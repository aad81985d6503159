"""What the tests share: running relcli, and datasets written on the spot."""

import os
import select
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from relcli.cli.app import main
from tests.repository import Repository

if TYPE_CHECKING:
    from tests.server import Server

# How long things take is measured in tests/bench, beside a peer.
settings.register_profile("relcli", deadline=None)
settings.load_profile("relcli")

# A shell lets its jobs in the background ignore Ctrl-C, and what they start would, too.
signal.signal(signal.SIGINT, signal.default_int_handler)

REPOSITORY = Path(__file__).parent.parent


@dataclass(frozen=True)
class Run:
    """How one run of relcli ended."""

    status: int
    out: str
    err: str


class Terminal:
    """Relcli on a pseudo-terminal: what it shows, and what is typed."""

    def __init__(self, *args: str | Path, **environment: str) -> None:
        import pty  # which Windows has not, where other tests run

        ours, theirs = pty.openpty()
        self._descriptor = ours
        self._process = subprocess.Popen(
            [sys.executable, "-m", "relcli", *map(str, args)],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            env={**os.environ, "TERM": "dumb", "INPUTRC": "/dev/null", **environment},
        )
        os.close(theirs)
        self.pid = self._process.pid
        self.shown = ""
        self._seen = 0

    def answer(self, question: str, text: str, end: str = "\n") -> None:
        """Wait for a question, and type."""
        self._read_until(question)
        os.write(self._descriptor, f"{text}{end}".encode())

    def end(self) -> int:
        """Wait for the end, and return the exit status."""
        self._read_until(None)
        os.close(self._descriptor)
        return self._process.wait(10)

    def _read_until(self, wanted: str | None) -> None:
        deadline = time.monotonic() + 20
        while wanted is None or wanted not in self.shown[self._seen :]:
            ready, _, _ = select.select([self._descriptor], [], [], 0.5)
            assert time.monotonic() < deadline, f"{wanted!r} not in {self.shown!r}"
            if not ready:
                continue
            try:
                data = os.read(self._descriptor, 4096)
            except OSError:  # the other end is closed
                data = b""
            if not data:
                assert wanted is None, self.shown
                return
            self.shown += data.decode(errors="replace").replace("\r\n", "\n")
        self._seen = self.shown.index(wanted, self._seen) + len(wanted)


@pytest.fixture(autouse=True)
def plain_surroundings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """An empty folder, 80 columns, no colour, no pager, nothing of the machine's own settings."""
    for name in ("RELCLI_FACTS", "FORCE_COLOR", "LESS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PAGER", "cat")  # less would wait for a key
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Run]:
    """Run relcli in this process, as into a pipe."""

    def run(*args: str | Path) -> Run:
        capsys.readouterr()
        status = main([str(arg) for arg in args])
        return Run(status, *capsys.readouterr())

    return run


@pytest.fixture
def cards(tmp_path: Path) -> Callable[..., Path]:
    """Write a dataset: `cards("- claim: …", actors="…")` makes cards.yaml and actors.yaml."""

    def write(text: str, **files: str) -> Path:
        folder = tmp_path / "dataset"
        folder.mkdir(exist_ok=True)
        for name, content in {"cards": text, **files}.items():
            (folder / f"{name}.yaml").write_text(textwrap.dedent(content), encoding="utf-8")
        return folder

    return write


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Start a git repository, to commit facts to."""
    return Repository(tmp_path / "repository")


@pytest.fixture
def terminal() -> type[Terminal]:
    """Run relcli on a terminal: `terminal("new")`, then `answer` and `end`."""
    return Terminal


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --update-golden, which writes what relcli prints now into tests/golden and tests/bad."""
    parser.addoption("--update-golden", action="store_true", help="accept the present output")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether the expected outputs are to be written anew."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(scope="session")
def server() -> Iterator["Server"]:
    """A PostgreSQL server for all tests of this process; without one they are skipped."""
    from tests.server import Server  # few tests need it

    try:
        server = Server()
        server.initialise()
        server.start()
    except OSError as error:
        pytest.skip(f"no PostgreSQL here: {error}")
    yield server
    server.remove()


@pytest.fixture
def database(server: "Server") -> Iterator[str]:
    """The name of an empty database."""
    name = f"facts_{time.time_ns()}"
    server.execute(f"CREATE DATABASE {name}")
    yield name
    server.execute(f"DROP DATABASE {name} WITH (FORCE)")
