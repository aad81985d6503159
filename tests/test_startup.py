"""Start-up is a feature: no command imports what it does not need."""

import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from importlib.metadata import requires, version
from pathlib import Path

import pytest

Writer = Callable[..., Path]

CARDS = """\
- id: x
  claim: Nora ran aground.
  date: 2016
  confidence: possible
  source: S
"""
SLOW = {"pydantic", "yaml", "rich", "rapidfuzz", "jinja2"}
IMPORTED = """
import sys
from relcli.cli.app import main
main(sys.argv[1:])
print(*{name.partition(".")[0] for name in sys.modules}, file=sys.stderr)
"""


def imported(tmp_path: Path, *args: str) -> set[str]:
    """Return the packages that a fresh process has imported after a command."""
    # Typer imports pydantic only where there is one; so that it would be seen, here is one.
    decoy = tmp_path / "decoy" / "pydantic"
    decoy.mkdir(parents=True)
    (decoy / "__init__.py").touch()
    path = os.pathsep.join([str(decoy.parent), os.environ.get("PYTHONPATH", "")])
    environment = os.environ | {"PYTHONPATH": path}
    done = subprocess.run(
        [sys.executable, "-c", IMPORTED, *args],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    names = set(done.stderr.splitlines()[-1].split())
    assert "typer" in names
    return names


@pytest.mark.parametrize(
    "args",
    [
        ["--version"],
        ["--help"],
        ["search", "--help"],
        ["help"],
        ["help", "dates"],
        ["help", "search"],
        ["no-such-command"],
        ["list", "--no-such-option"],
        ["list", "--since", "2015-02-30"],
    ],
    ids=" ".join,
)
def test_no_command_imports_what_it_does_not_need(tmp_path: Path, args: list[str]) -> None:
    """Help, the manual, version and errors of usage read no facts and draw nothing."""
    assert not imported(tmp_path, *args) & SLOW


@pytest.mark.parametrize(
    "args",
    [
        ["list", "--format", "ids"],
        ["timeline", "--format", "tsv"],
        ["topics", "--format", "markdown"],
        ["search", "nora", "--json"],
        ["search", "agrondu", "--json"],
        ["search", "nora"],
        ["export", "json"],
    ],
    ids=" ".join,
)
def test_data_is_written_without_rich(tmp_path: Path, cards: Writer, args: list[str]) -> None:
    """What goes to a script needs neither rich nor pydantic.

    Nor rapidfuzz to compare a few words, nor PyYAML where the files hold nothing that needs it.
    """
    facts = str(cards(CARDS))

    assert not imported(tmp_path, "--facts", facts, *args) & SLOW


def test_a_table_imports_rich(tmp_path: Path, cards: Writer) -> None:
    """The check sees an import where there is one."""
    facts = str(cards(CARDS))

    assert "rich" in imported(tmp_path, "--facts", facts, "list", "--format", "table")


def test_typer_stays_below_the_release_that_imports_pydantic() -> None:
    """The dependency is pinned below 0.29, and what is installed is within it."""
    pyproject = tomllib.loads(Path(__file__).parents[1].joinpath("pyproject.toml").read_text())
    installed = tuple(int(part) for part in version("typer").split(".")[:2])

    assert "typer>=0.26,<0.29" in pyproject["project"]["dependencies"]
    assert any(line.startswith("typer") and "<0.29" in line for line in requires("relcli") or ())
    assert (0, 26) <= installed < (0, 29)


def test_where_typer_cannot_be_imported_one_line_says_so(tmp_path: Path) -> None:
    """A broken installation is told as any other trouble: place, cause, cure."""
    (tmp_path / "typer.py").write_text("from nowhere import nothing")
    done = subprocess.run(
        [sys.executable, "-m", "relcli", "list"],
        env=os.environ | {"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    cure = "install relcli and what it needs again"
    assert done.stderr == f"relcli: error: No module named 'nowhere'; {cure}\n"
    assert done.returncode == 2
