"""The plain form of YAML that nearly every card is written in, read line by line.

To take libyaml's events costs more than all that is done with them. So a text that is plain from
beginning to end is read here: block lists and mappings, texts with and without quotes, a text that
goes on in the next lines, a list in brackets on one line, comments. A text with anything else in
it, be it right or wrong, is not judged but left to libyaml. What is read here is to the letter, and
to the place, what libyaml would have read: tests/property/test_load.py holds one against the other.
"""

import re
from typing import Any, TypeVar

from relcli.load.nodes import NOT_GIVEN, At, Map, Seq

_FIRST = r"[^-\s?:,\[\]{}#&*!|>'\"%@`]"  # YAML 1.2.2 [126], without what may begin a text at times
_ITEM = rf" *+{_FIRST}[^:#?,\[\]{{}}\n]*+"  # [130], likewise
_NEXT = r"\n ++(?=[^ \n])"  # a quoted text goes on in the next line
_QUOTED = rf"\"(?:[^\"\\\n]++|\\[\"\\]|{_NEXT})*+\"|'(?:[^'\n]++|''|{_NEXT})*+'"
_LIST = rf"\[(?:{_ITEM}(?:,{_ITEM})*+| *+)\]"
# Indentation, dash, key, the space after it, value; a comment, which the value of a text without
# quotes still has. Nothing is tried twice (`*+`), so that no line takes long.
_LINE = re.compile(
    rf"^( *+)(- ++)?(?:(?!null:)(\w[\w.-]{{0,99}}+):( ++|$))?({_FIRST}.*+|{_QUOTED}|{_LIST})?+"
    r" *+(?:(?<![^ \n])#.*+)?$",
    re.MULTILINE,
)
_FOLD = re.compile(r"(?<! ) *+\n ++")
_ESCAPED = re.compile(r'\\(["\\])')
_MARKS = "\"'["  # what begins with one of them is no plain text
_ELSEWHERE = "\t\r\ufeff"  # each has rules of its own
_Kind = TypeVar("_Kind", Map, Seq)
_DEEPEST = 8  # collections within each other; the deepest card has four
_LONGEST = 2_000  # characters of a text that goes on


class _NotPlainError(Exception):
    """What stands here is left to libyaml."""


def read_plain(text: str) -> Map | Seq | None:
    """Return what a text of printable characters holds, or None where not all of it is plain."""
    if any(character in text for character in _ELSEWHERE):
        return None
    try:
        return _Reader().read(text)
    except _NotPlainError:
        return None


class _Reader:
    """Builds the tree of one text."""

    def __init__(self) -> None:
        self._node: Any = None  # the innermost collection that is open …
        self._column = 0  # … and where it stands
        self._outer: list[tuple[Any, int]] = []  # those around it, the outermost first
        self._key: str | None = None  # of the innermost, if its value is yet to begin …
        self._key_at: At = 0, 0  # … and where it stands
        self._last: Any = None  # the key, or -1, of a text of the innermost that may go on

    def read(self, text: str) -> Map | Seq | None:  # noqa: C901, PLR0912 - the reason is below
        """Return the root. Raises _NotPlainError at what is left to libyaml."""
        line, end = 0, -1
        node: Any
        place: Any
        # Nearly all that is ever read passes here, so the common case makes no calls.
        for found in _LINE.finditer(text):
            if found.start() != end + 1:
                raise _NotPlainError
            end = found.end()
            line += 1
            indent, dash, key, space, value = found.groups()
            column = len(indent) + 1
            if not dash and key is None:
                self._go_on(value, column)
                continue
            if dash:
                node = self._open(Seq, (line, column))
                column += len(dash)
                node = self._item(node, key, (line, column))
            elif column == self._column and self._key is None and type(self._node) is Map:
                node = self._node
            else:
                node = self._open(Map, (line, column))
            if value is None:
                self._await(node, key, (line, column))
                continue
            place = -1
            value_column = column
            if key is not None:
                if key in node:
                    raise _NotPlainError
                place = key
                value_column += len(key) + 1 + len(space)
                node.places[key] = line, column, line, value_column
            if value[0] in _MARKS:
                node[place] = _marked(value, (line, value_column))
                line += value.count("\n")
                self._last = None
            else:
                plain = value.rstrip(" ")
                self._last = place
                if ":" in value or "#" in value:
                    plain = self._without_comment(plain)
                node[place] = None if plain in NOT_GIVEN else plain
        if end != len(text) or self._key is not None:
            raise _NotPlainError
        node = self._outer[0][0] if self._outer else self._node
        return node  # type: ignore[no-any-return] # a Map or a Seq; None where there is nothing

    def _item(self, seq: Seq, key: str | None, at: At) -> Map | Seq:
        """Add an item to a list, and return what holds its text: with a key, a mapping."""
        seq.items_at.append(at)
        if key is None:
            seq.append(None)
            return seq
        item = Map(at)
        seq.append(item)
        self._enter(item)
        return item

    def _await(self, node: Map | Seq, key: str | None, at: At) -> None:
        """Take a key whose value is yet to begin."""
        if key is None or key in node:
            raise _NotPlainError
        self._key, self._key_at, self._last = key, at, None

    def _open(self, kind: type[_Kind], at: At) -> _Kind:
        """Return the collection that has a key, or an item, here; it may begin here."""
        _, column = at
        if self._key is None and self._node is not None:
            while self._column > column:
                self._leave()
            if kind is Map and type(self._node) is Seq:
                self._leave()  # a list may stand at the column of the key above it
            if self._column != column or type(self._node) is not kind:
                raise _NotPlainError
            found: _Kind = self._node
            return found
        node = kind(at)
        if self._key is not None:
            if column < self._column + (kind is Map):
                raise _NotPlainError
            self._node[self._key] = node
            self._node.places[self._key] = *self._key_at, *at
            self._key = None
        self._enter(node)
        return node

    def _enter(self, node: Map | Seq) -> None:
        if self._node is not None:
            self._outer.append((self._node, self._column))
        if len(self._outer) > _DEEPEST:
            raise _NotPlainError
        self._node, self._column = node, node.at[1]

    def _leave(self) -> None:
        if not self._outer:
            raise _NotPlainError
        self._node, self._column = self._outer.pop()

    def _go_on(self, value: str | None, column: int) -> None:
        """Take a line without key or dash: the rest of a text, a comment, or nothing."""
        if value is None:
            self._last = None
            return
        place = self._last
        before = None if place is None else self._node[place]
        if before is None or value[0] in _MARKS or column <= self._column:
            raise _NotPlainError
        text = self._node[place] = f"{before} {self._without_comment(value.rstrip(' '))}"
        if len(text) > _LONGEST:  # to put it together anew, for each line, would take long
            raise _NotPlainError

    def _without_comment(self, value: str) -> str:
        """Return a text without quotes; after a comment it does not go on."""
        plain, comment, _ = value.partition(" #")
        if ": " in plain or plain.endswith(":"):
            raise _NotPlainError
        if comment:
            self._last = None
        return plain.rstrip(" ")


def _marked(value: str, at: At) -> str | Seq:
    """Return what stands between quotation marks or brackets."""
    inner = value[1:-1]
    if value[0] == "[":
        return _items(inner, at)
    inner = _FOLD.sub(" ", inner)
    return inner.replace("''", "'") if value[0] == "'" else _ESCAPED.sub(r"\1", inner)


def _items(text: str, at: At) -> Seq:
    """Return the list that stands between brackets."""
    items = Seq(at)
    line, column = at
    for item in text.split(","):
        column += 1
        plain = item.strip(" ")
        if plain:
            items.append(None if plain in NOT_GIVEN else plain)
            items.items_at.append((line, column + item.index(plain)))
        column += len(item)
    return items
