"""Start-up is a feature: no command imports what it does not need."""

import ast
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import relcli

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
    # Some releases of Typer import pydantic only where there is one; so here is one to be seen.
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
        ["schema", "cards"],
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
        ["list", "--since", "2015", "--at-least", "possible", "--limit", "3", "--format", "ids"],
        ["topics", "--format", "markdown"],
        ["graph", "--format", "ids"],
        ["cite", "x"],
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


def test_nothing_of_typer_is_used_that_has_no_public_name() -> None:
    """No module imports a private one of Typer when it runs: those change without notice."""
    package = Path(relcli.__file__).parent
    private = {
        (path.name, node.module)
        for path in package.rglob("*.py")
        for node in imports_that_run(ast.parse(path.read_text(encoding="utf-8")))
        if (node.module or "").startswith("typer._")
    }

    assert not private


def imports_that_run(tree: ast.AST) -> Iterator[ast.ImportFrom]:
    """Yield the imports of a module, but for those that only a checker of types sees."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ImportFrom):
            yield node
        elif not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"):
            yield from imports_that_run(node)


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
