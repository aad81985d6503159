"""Who imports whom: no two files of relcli import each other."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parent.parent
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in (ROOT / "relcli").rglob("*.py")
}
# What is left to be parted.
STILL_MUTUAL = (
    ("relcli.index.abjad", "relcli.index.phonetics"),
    ("relcli.search.dated", "relcli.search.readings"),
)


def imported(node: ast.AST) -> Iterator[str]:
    """Yield the modules of relcli that code imports when it runs, in functions, too."""
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        return
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    if isinstance(node, ast.ImportFrom) and node.module:
        for alias in node.names:
            whole = f"{node.module}.{alias.name}"
            yield whole if whole in MODULES else node.module
    for child in ast.iter_child_nodes(node):
        yield from imported(child)


def test_no_two_files_import_each_other() -> None:
    """There is an order in which every file comes after those that it imports."""
    graph = {
        name: {other for other in imported(ast.parse(path.read_text())) if other in MODULES}
        for name, path in MODULES.items()
    }
    for name, other in STILL_MUTUAL:
        graph[name].discard(other)
    list(TopologicalSorter(graph).static_order())  # it raises CycleError
