"""YAML text to a tree of strings that knows where everything stands.

No scalar is given a type: `no` is "no" and `2016` is "2016". Only an unquoted `null`, `~` or
nothing at all stands for "not given" (None). What YAML allows and a card has no use for (aliases,
tags, keys that are no text, keys given twice, a second document) is a problem at its place, and so
is every syntax error; the other entries of the file are still read.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from relcli.model.problem import Place, Problem

try:
    from yaml._yaml import CParser as Parser  # libyaml: many times as fast
except ImportError:  # pragma: no cover - only where PyYAML came without libyaml
    from relcli.load.yaml_pure import Parser  # type: ignore[assignment]

Event = Any  # PyYAML's stubs do not tell its events apart
At = tuple[int, int]  # line and column, both from 1

DEEPEST = 16  # nested collections; the deepest card has four

# YAML 1.2.2 production [1], c-printable, turned round: what may not stand in a file as it is.
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_NOT_GIVEN = frozenset({"", "~", "null"})


class Map(dict[str, "Node"]):
    """A mapping that tells the place of its keys and of its values."""

    __slots__ = ("at", "keys_at", "values_at")

    def __init__(self, at: At) -> None:
        self.at = at
        self.keys_at: dict[str, At] = {}
        self.values_at: dict[str, At] = {}


class Seq(list["Node"]):
    """A sequence that tells the place of its items."""

    __slots__ = ("at", "items_at")

    def __init__(self, at: At) -> None:
        self.at = at
        self.items_at: list[At] = []


Node = str | Map | Seq | None


class YamlTree:
    """One file's text as a tree, with the problems met on the way.

    `root` holds only what is free of problems: the items of a list, the values of a mapping.
    `broken` names the keys of a root mapping that were left out.
    """

    def __init__(self, text: str, path: str) -> None:
        self.path = path
        self.root: Node = None
        self.problems: list[Problem] = []
        self.broken: set[str] = set()
        self._next_event: Callable[[], Event]
        self._lines_before = 0  # of the text being parsed, in the file
        self._entry_line = 0  # where the last root entry that was read whole begins
        text = self._without_unprintable(text)
        try:
            self._parse(text)
        except yaml.MarkedYAMLError as error:
            self._parse_entry_by_entry(text, error)

    @classmethod
    def of_bytes(cls, data: bytes, path: str) -> "YamlTree":
        """Read the bytes of a file. What is no UTF-8 is a problem and spoils only its entry."""
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            tree = cls("", path)
            tree._problem((1, 1), "encoding", "the file is in UTF-16", "save it as UTF-8")
            return tree
        # A byte that is no UTF-8 becomes a lone surrogate, and is met again as unprintable.
        text = data.decode("utf-8", errors="surrogateescape")
        return cls(text.removeprefix("\ufeff"), path)

    def _problem(self, at: At, rule: str, message: str, cure: str) -> None:
        self.problems.append(Problem(Place(self.path, *at), rule, message, cure))

    def _without_unprintable(self, text: str) -> str:
        """Replace what YAML forbids by U+FFFD, so that the rest of the file can be read."""
        self._replaced = _UNPRINTABLE.search(text) is not None
        if not self._replaced:
            return text
        starts = _line_starts(text)
        last_line = 0
        for found in _UNPRINTABLE.finditer(text):
            line = bisect_right(starts, found.start())
            if line != last_line:  # one problem a line is enough
                at = line, found.start() - starts[line - 1] + 1
                self._problem(at, "encoding", *_explain_unprintable(found.group()))
                last_line = line
        return _UNPRINTABLE.sub("\ufffd", text)

    def _parse(self, text: str, lines_before: int = 0) -> bool:
        """Add what `text` holds to the root. Return False where a second document begins.

        Raises MarkedYAMLError at the first syntax error; what was whole before it is in the root.
        """
        self._next_event = Parser(text).get_event
        self._lines_before = lines_before
        documents = 0
        while type(event := self._next_event()) is not StreamEndEvent:
            if type(event) is DocumentStartEvent:
                documents += 1
                if documents > 1:
                    self._problem(
                        self._at(event),
                        "second-document",
                        "a second document in one file is not read",
                        "remove the `---`, or move what follows it to a file of its own",
                    )
                    return False
            elif type(event) is SequenceStartEvent:
                self._seq(event)
            elif type(event) is MappingStartEvent:
                self._map(event)
            elif type(event) in (ScalarEvent, AliasEvent):
                self.root = self._node(event, depth=0)
        return True

    def _at(self, event: Event) -> At:
        mark = event.start_mark
        return mark.line + self._lines_before + 1, mark.column + 1

    def _node(self, event: Event, depth: int) -> Node:
        """Return the node that `event` starts."""
        kind = type(event)
        if kind is ScalarEvent:
            if event.tag:
                self._refuse_tag(event)
            value: str = event.value
            return None if not event.style and value in _NOT_GIVEN else value
        if kind is AliasEvent:
            alias = f"an alias, *{event.anchor}"
            self._problem(self._at(event), "alias", alias, "write the text out")
            return None
        if depth > DEEPEST:
            raise yaml.MarkedYAMLError(problem="nested too deep", problem_mark=event.start_mark)
        return self._map(event, depth) if kind is MappingStartEvent else self._seq(event, depth)

    def _refuse_tag(self, event: Event) -> None:
        tag = f"a tag, {event.tag}"
        self._problem(self._at(event), "tag", tag, "remove it: every value is read as text")

    def _seq(self, event: Event, depth: int = 0) -> Seq:
        seq = Seq(self._at(event))
        if depth == 0:
            seq = self.root = self.root if isinstance(self.root, Seq) else seq
        if event.tag:
            self._refuse_tag(event)
        while type(event := self._next_event()) is not SequenceEndEvent:
            problems_before = len(self.problems)
            at = self._at(event)
            item = self._node(event, depth + 1)
            if depth == 0:
                self._entry_line = at[0]
                if self._is_broken(item, problems_before):
                    continue
            seq.append(item)
            seq.items_at.append(at)
        return seq

    def _map(self, event: Event, depth: int = 0) -> Map:
        found = Map(self._at(event))
        if depth == 0:
            found = self.root = self.root if isinstance(self.root, Map) else found
        if event.tag:
            self._refuse_tag(event)
        while type(event := self._next_event()) is not MappingEndEvent:
            problems_before = len(self.problems)
            key, key_at = self._key(event, found, depth)
            event = self._next_event()
            at = self._at(event)
            value = self._node(event, depth + 1)
            if depth == 0:
                self._entry_line = key_at[0]
                if self._is_broken(value, problems_before):
                    self.broken.add(key)
                    found.pop(key, None)
                    continue
            found[key] = value
            found.keys_at[key] = key_at
            found.values_at[key] = at
        return found

    def _key(self, event: Event, found: Map, depth: int) -> tuple[str, At]:
        at = self._at(event)
        key = self._node(event, depth + 1)
        if key == "<<":
            self._problem(at, "alias", "a merge key, <<", "write the keys out")
        elif not isinstance(key, str):
            self._problem(at, "key", "a key that is no text", "write `key: value`")
            return "", at
        elif key in found:
            twice = f"`{key}` is given twice, first in line {found.keys_at[key][0]}"
            self._problem(at, "duplicate-key", twice, "keep one of them")
        return key, at

    def _is_broken(self, node: Node, problems_before: int) -> bool:
        """Whether an entry of the root is to be left out."""
        return len(self.problems) > problems_before or (
            self._replaced and "\ufffd" in "".join(_texts(node))
        )

    def _parse_entry_by_entry(self, text: str, error: yaml.MarkedYAMLError) -> None:
        """After a syntax error: read each entry that was not read yet by itself."""
        starts = _line_starts(text)
        problems_before = len(self.problems)
        lines = [n for n in _entry_lines(text, starts, self.root) if n > self._entry_line]
        for line, next_line in pairwise([*lines, len(starts)]):
            try:
                entry = text[starts[line - 1] : starts[next_line - 1]]
                if not self._parse(entry, lines_before=line - 1):
                    break
            except yaml.MarkedYAMLError as error_of_entry:
                self._syntax_problem(error_of_entry, entry)
        if len(self.problems) == problems_before:
            self._lines_before = 0
            self._syntax_problem(error, text)

    def _syntax_problem(self, error: yaml.MarkedYAMLError, text: str) -> None:
        what = error.problem or error.context or "no YAML"
        mark = error.problem_mark or error.context_mark
        if "unexpected end of stream" in what and "quoted scalar" in (error.context or ""):
            what, mark = "a quotation mark is never closed", error.context_mark
        elif mark is not None and text[mark.index : mark.index + 1] == "\t":
            what = "a tab where YAML wants spaces"
        cure = next((cure for words, cure in _SYNTAX_CURES.items() if words in what), "")
        at = (mark.line + self._lines_before + 1, mark.column + 1) if mark else (1, 1)
        self._problem(at, "syntax", what, cure)


# Words of libyaml's and of PyYAML's own messages, and what a person does about them.
_SYNTAX_CURES = {
    "a tab where": "indent with spaces",
    "never closed": "close it, or remove it",
    "mapping values are not allowed": "put a text with `: ` in it in quotes",
    "could not find expected ':'": "write `key: value`, and indent what belongs to the text above",
    "cannot start any token": "put a text that starts so in quotes",
    "did not find expected key": "indent the keys of one card alike, and quote a text with quotes",
    "did not find expected '-' indicator": "start each entry with `- `, all indented alike",
    "did not find expected alphabetic or numeric character": "put a text with * or & in quotes",
    "nested too deep": "a card needs no more than four levels",
}


def _explain_unprintable(character: str) -> tuple[str, str]:
    """Return what is wrong with a character that YAML forbids, and the cure."""
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # as `surrogateescape` hides the bytes 80 to FF
        return f"the byte {code - 0xDC00:02X} is no UTF-8", "save the file as UTF-8"
    return f"the control character U+{code:04X}", "remove it"


def _texts(node: Node) -> Iterator[str]:
    """Yield every text in `node`, keys included."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, Map):
        for key, value in node.items():
            yield key
            yield from _texts(value)
    elif isinstance(node, Seq):
        for item in node:
            yield from _texts(item)


def _line_starts(text: str) -> list[int]:
    """Return where each line of `text` begins, and last where a line after it would."""
    starts = [0, *(found.end() for found in _LINE_BREAK.finditer(text))]
    return starts if starts[-1] == len(text) else [*starts, len(text)]


def _entry_lines(text: str, starts: list[int], root: Node) -> list[int]:
    """Return the lines, from 1, on which an entry of the root begins, by the look of them."""
    dash, key = r"-(?=\s|$)", r"[^\s#%.-]"
    if isinstance(root, Seq | Map):
        marker, indent = (dash, root.at[1] - 1) if isinstance(root, Seq) else (key, root.at[1] - 1)
    else:
        first = re.search(rf"^( *)({dash}|{key})", text, re.MULTILINE)
        if first is None:
            return []
        marker, indent = dash if first[2] == "-" else key, len(first[1])
    entry = re.compile(rf" {{{indent}}}(?:{marker})")
    return [line for line, start in enumerate(starts, start=1) if entry.match(text, start)]
