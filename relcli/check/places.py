"""From the spot that a rule means to line and column, read again from the file.

Cards keep only where they begin, so that loading stays fast; what is finer is looked up here, for
the few spots that somebody will look at.
"""

from functools import cache, lru_cache
from itertools import islice, takewhile
from pathlib import Path

from relcli.check.finding import Spot, Step
from relcli.load.files import read_bytes
from relcli.load.nodes import LINE_BREAK, At, Map, Node, Seq
from relcli.load.yaml_tree import YamlTree
from relcli.model.problem import Place


def file_text(path: str) -> str:
    """Return the text of a file for showing and searching; none where it cannot be read."""
    try:
        data = read_bytes(Path(path))
    except OSError:
        return ""
    return data.decode("utf-8", errors="replace").removeprefix("\ufeff")


class Places:
    """The files that spots lie in, each read once."""

    def __init__(self) -> None:
        self.lines = cache(_lines)
        self._tree = cache(_Tree)
        # A rule often finds much in one card before it goes on to the next.
        self._card = lru_cache(maxsize=1)(self._card_at)

    def line(self, place: Place) -> str:
        """Return the line of a file that a place is in; an empty one where there is none."""
        lines = self.lines(place.path)
        return lines[place.line - 1] if place.line <= len(lines) else ""

    def place(self, spot: Spot) -> Place:
        """Return the place of a spot, or of the nearest thing around it that can be found."""
        if spot.entry is None:
            tree = self._tree(spot.path)
            return Place(spot.path, *_walk(tree.root, (1, 1), spot.steps))
        if not spot.steps:
            return Place(spot.path, *spot.entry)
        line, _ = spot.entry
        card = self._card(spot.path, spot.entry)
        if card is None:
            whole = self._tree(spot.path).entries.get(spot.entry)
            return Place(spot.path, *_walk(whole, spot.entry, spot.steps))
        line_in_card, column = _walk(card, card.at, spot.steps)
        return Place(spot.path, line_in_card + line - 1, column)

    def _card_at(self, path: str, entry: At) -> Map | None:
        return _card_alone(self.lines(path), entry)


class _Tree:
    """A whole file, for spots outside cards and for cards written in an unusual way."""

    def __init__(self, path: str) -> None:
        self.root = YamlTree(file_text(path), path).root
        items = self.root if isinstance(self.root, Seq) else Seq((1, 1))
        self.entries = dict(zip(items.items_at, items, strict=True))


def _lines(path: str) -> list[str]:
    return LINE_BREAK.split(file_text(path))


def _card_alone(lines: list[str], entry: At) -> Map | None:
    """Parse one card out of its file: its lines are those indented as deep as its first key.

    None where that does not work out, as with cards between braces.
    """
    line, column = entry
    indent = " " * (column - 1)
    following = islice(lines, line, None)
    card = [indent + first[column - 1 :] for first in lines[line - 1 : line]]
    card += takewhile(lambda text: text.startswith((indent, "#")) or not text.strip(), following)
    tree = YamlTree("\n".join(card), "")
    whole = isinstance(tree.root, Map) and tree.root.at == (1, column) and not tree.problems
    return tree.root if whole and isinstance(tree.root, Map) else None


def _walk(node: Node, at: At, steps: tuple[Step, ...]) -> At:
    """Follow `steps` from a node as far as they lead."""
    for step in steps:
        if isinstance(step, int) and not isinstance(node, Seq):
            continue  # one value stands for a list of one
        if isinstance(node, Map):
            key = "source" if step == "sources" and "sources" not in node else step
            if key not in node:
                break
            value = node[str(key)]
            # What is more than a text often begins below its key, and the key says what it is.
            at = node.value_at(str(key)) if isinstance(value, str) else node.key_at(str(key))
            node = value
        elif isinstance(node, Seq):
            number = step if isinstance(step, int) else _number(node, step)
            if number is None or number >= len(node):
                break
            at, node = node.items_at[number], node[number]
    return at


def _number(items: Seq, text: str) -> int | None:
    """Return which item is `text`."""
    same = (n for n, item in enumerate(items) if isinstance(item, str) and item.strip() == text)
    return next(same, None)
