"""The house of relcli: what imports what, and where the seam to the disk is."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import relcli

ROOT = Path(relcli.__file__).parent
MODULES = {
    ".".join(("relcli", *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(".__init__"): (
        ast.parse(path.read_text(encoding="utf-8"))
    )
    for path in sorted(ROOT.rglob("*.py"))
}
# Modules that open SQLite for something else than an index: what an export writes, and whether the
# SQLite of this Python can do what an index needs.
OTHER_DATABASES = {"relcli.view.export.database", "relcli.doctor.environment"}


def nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield all of a module but what is there for mypy alone."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        yield node
        yield from nodes(node)


def imported(tree: ast.AST) -> Iterator[str]:
    """Yield the modules of relcli that a module imports, also within its functions."""
    for node in nodes(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in MODULES)
        elif isinstance(node, ast.ImportFrom) and node.module in MODULES:
            whole = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name in MODULES else node.module for name in whole)


def circles(imports: dict[str, set[str]]) -> set[frozenset[str]]:
    """Return each set of modules of which every one leads to every other one."""
    reached = {name: reach(name, imports) for name in imports}
    return {
        frozenset(other for other in found if name in reached[other])
        for name, found in reached.items()
        if name in found
    }


def reach(name: str, imports: dict[str, set[str]]) -> set[str]:
    """Return all modules that one leads to."""
    found: set[str] = set()
    waiting = [*imports[name]]
    while waiting:
        if (other := waiting.pop()) not in found:
            found.add(other)
            waiting += imports[other]
    return found


def test_no_two_modules_import_each_other() -> None:
    """Imports lead from module to module and never back, those within functions included."""
    imports = {name: set(imported(tree)) for name, tree in MODULES.items()}

    assert circles(imports) == set()


def test_a_circle_is_seen() -> None:
    """The check sees one of two modules, and one of three, where there is one."""
    imports = {"a": {"b"}, "b": {"a", "c"}, "c": {"d"}, "d": {"e"}, "e": {"c"}, "f": {"a"}}

    assert circles(imports) == {frozenset("ab"), frozenset("cde")}


def test_all_that_is_kept_on_the_disk_is_asked_for_by_way_of_the_index() -> None:
    """Outside of relcli/index nobody has a connection to it, and nobody writes SQL."""
    for name, tree in MODULES.items():
        if name.startswith("relcli.index.") or name in OTHER_DATABASES:
            continue
        for node in ast.walk(tree):
            told = f"{name}: {ast.unparse(node)[:80]}" if isinstance(node, ast.expr) else ""
            assert not (isinstance(node, ast.Attribute) and node.attr == "db"), told
            if isinstance(node, ast.Import):
                assert all(alias.name != "sqlite3" for alias in node.names), name
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert not re.match(r"\s*(SELECT|INSERT|UPDATE \w+ SET|PRAGMA) ", node.value), told


def test_the_maintainers_page_names_what_is_there() -> None:
    """A room or a file that was moved or renamed is found under its name."""
    page = Path(__file__).parents[1] / "relcli" / "README.md"
    if not page.exists():
        pytest.skip("relcli was installed without it")
    names = set(re.findall(r"`((?:\w+/)+|(?:\w+/)*\w+\.py)`", page.read_text(encoding="utf-8")))
    places = (page.parent, page.parents[1])

    names.remove("cli/NAME.py")  # any
    assert len(names) > 25
    assert not {name for name in names if not any((place / name).exists() for place in places)}
