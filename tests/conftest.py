"""What the tests share: running relcli, and datasets written on the spot."""

import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from relcli.cli.app import main

REPOSITORY = Path(__file__).parent.parent


@dataclass(frozen=True)
class Run:
    """How one run of relcli ended."""

    status: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def plain_surroundings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """An empty folder, 80 columns, no colour, and nothing of the machine's own settings."""
    for name in ("RELCLI_FACTS", "FORCE_COLOR", "PAGER"):
        monkeypatch.delenv(name, raising=False)
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


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --update-golden, which writes what relcli prints now into tests/golden and tests/bad."""
    parser.addoption("--update-golden", action="store_true", help="accept the present output")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether the expected outputs are to be written anew."""
    return bool(request.config.getoption("--update-golden"))
