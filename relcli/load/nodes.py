"""What YAML is read to: texts, lists and mappings that tell where everything stands."""

import re

At = tuple[int, int]  # line and column, both from 1

NOT_GIVEN = frozenset({"", "~", "null"})  # the unquoted scalars that stand for None
LINE_BREAK = re.compile("\r\n|[\r\n]")
# How an item of a list begins, and a key of a mapping, by the look of a line without its indent.
ITEM_BEGINS, KEY_BEGINS = r"-(?=\s|$)", r"[^\s#%.-]"


class Map(dict[str, "Node"]):
    """A mapping that tells the place of its keys and of its values."""

    __slots__ = ("at", "places")

    def __init__(self, at: At) -> None:
        self.at = at
        self.places: dict[str, tuple[int, int, int, int]] = {}  # of key and value, in one

    def key_at(self, key: str) -> At:
        """Return where a key stands."""
        return self.places[key][:2]

    def value_at(self, key: str) -> At:
        """Return where the value of a key begins."""
        return self.places[key][2:]


class Seq(list["Node"]):
    """A sequence that tells the place of its items."""

    __slots__ = ("at", "items_at")

    def __init__(self, at: At) -> None:
        self.at = at
        self.items_at: list[At] = []


Node = str | Map | Seq | None


def line_starts(text: str) -> list[int]:
    """Return where each line of `text` begins, and last where a line after it would."""
    starts = [0, *(line_break.end() for line_break in LINE_BREAK.finditer(text))]
    return starts if starts[-1] == len(text) else [*starts, len(text)]
