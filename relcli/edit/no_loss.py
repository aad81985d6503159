"""Whatever an edit does, nothing that stood in the file may be lost: the checks of that."""

from collections.abc import Mapping
from typing import Any

from relcli.edit.layout import Layout, UnusualError
from relcli.edit.normal_date import normal_date
from relcli.errors import EditError
from relcli.load.yaml_tree import YamlTree
from relcli.model.keys import SOURCE_DATES

_DATES = SOURCE_DATES | {"date"}


def read_tree(text: str, path: str) -> YamlTree:
    """Return what a text says. Raises EditError at its first problem: nothing may be guessed."""
    tree = YamlTree(text, path)
    if tree.problems:
        problem = tree.problems[0]
        cure = problem.cure or "mend it first"
        raise EditError(f"{problem.place}: left as it is: {problem.message}", cure)
    return tree


def read_layout(text: str, path: str) -> Layout:
    """Return how a text is written. Raises EditError where no edit could keep that."""
    try:
        return Layout(text)
    except UnusualError as error:
        raise EditError(f"{path}: left as it is: {error}", "write it as other cards are") from None


def refuse_loss(before: Layout, text: str, path: str) -> None:
    """Raise EditError unless a new text has every comment of the old one, and none besides."""
    old, new = before.comments(), read_layout(text, path).comments()
    for comments, fate in ((old - new, "be lost"), (new - old, "stand twice")):
        for comment in comments:
            cure = "move it to a line of its own"
            message = f"{path}: left as it is: the comment `{comment}` would {fate}"
            raise EditError(message, cure)


def meaning(node: Any) -> Any:  # any node of a tree
    """Return what a node says to the loader.

    The order of keys, the spelling of dates and the white space around a text are left aside.
    """
    if isinstance(node, Mapping):
        return {
            key: normal_date(value).strip()
            if key in _DATES and isinstance(value, str)
            else meaning(value)
            for key, value in node.items()
        }
    if isinstance(node, list):
        return [meaning(item) for item in node]
    return node.strip() if isinstance(node, str) else node
