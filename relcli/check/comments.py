"""What YAML takes for a comment, and is part of a text by the look of it."""

import re
from collections.abc import Iterator

from relcli.check.finding import Spot, Step
from relcli.check.places import file_text
from relcli.check.stops import has_end
from relcli.load.nodes import LINE_BREAK, At, Map, Node, Seq
from relcli.load.yaml_tree import YamlTree

_COMMENT = re.compile(r"([ \t]+)#(.*)")
_SENTENCES = frozenset({"claim", "note", "says", "description"})
# What holds a text; in others there is a word, a date or an address, which nothing can follow.
_TEXTS = _SENTENCES | {
    *("title", "publisher", "speaker", "source", "sources", "name", "aliases", "actors"),
    "synonyms",
}
Text = tuple[tuple[Step, ...], At, str, str]


def cut_texts(path: str) -> Iterator[tuple[Spot, str]]:
    """Yield where a text of a file is cut by a comment, and the comment.

    A comment is taken for one where a space follows its # and a sentence before it has its stop.
    """
    text = file_text(path)
    if not (" #" in text or "\t#" in text):
        return
    root = YamlTree(text, path).root
    lines = LINE_BREAK.split(text)
    for steps, at, value, key in _texts(root, (1, 1)):
        comment = _comment_behind(lines, at, value)
        if comment and _is_cut(key, value, *comment.groups()):
            yield _spot(path, root, steps), f"#{comment[2]}".strip()


def _texts(node: Node, at: At, steps: tuple[Step, ...] = (), key: str = "") -> Iterator[Text]:
    """Yield each text below a node: the steps to it, its place, itself, and whose value it is."""
    if (node is None or isinstance(node, str)) and key in _TEXTS:
        yield steps, at, node or "", key
    elif isinstance(node, Map):
        for name, value in node.items():
            whose = "name" if key == "topics" else name  # dataset.yaml has the names of topics
            yield from _texts(value, node.value_at(name), (*steps, name), whose)
    elif isinstance(node, Seq):
        for number, item in enumerate(node):
            yield from _texts(item, node.items_at[number], (*steps, number), key)


def _comment_behind(lines: list[str], at: At, value: str) -> re.Match[str] | None:
    """Return the comment behind a text without quotes that begins at a place, if there is one."""
    line, column = at
    left = value.strip()
    # Where nothing is left of a text, the comment follows the colon or the dash.
    comment = None if left else _COMMENT.match(lines[line - 1], column - 1)
    while left and not comment:
        part = lines[line - 1][column - 1 :]
        comment = _COMMENT.search(part)
        said = part[: comment.start()].strip() if comment else part.strip()
        if not left.startswith(said):
            return None
        left = left[len(said) :].lstrip()
        line, column = line + 1, 1
    return None if left else comment


def _is_cut(key: str, text: str, space: str, comment: str) -> bool:
    """Whether a comment seems to belong to the text before it."""
    if comment[:1].isalnum() or not text:
        return comment[:1].isalnum()
    if len(space) > 1 and key != "claim":
        return False
    return comment.lstrip()[:1].isdigit() or (key in _SENTENCES and not has_end(text.strip()))


def _spot(path: str, root: Node, steps: tuple[Step, ...]) -> Spot:
    if isinstance(root, Seq) and isinstance(steps[0], int):
        return Spot(path, steps[1:], root.items_at[steps[0]])
    return Spot(path, steps)
