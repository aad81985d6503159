"""YAML text to a tree by the events of a parser: all that YAML allows, and what is wrong with it.

What YAML allows and a card has no use for (aliases, tags, keys that are no text, keys given twice,
a second document) is a problem at its place, and so is every syntax error; the other entries of the
text are still read.
"""

import re
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

from relcli.errors import quoted
from relcli.load.nodes import ITEM_BEGINS, KEY_BEGINS, NOT_GIVEN, At, Map, Node, Seq, line_starts
from relcli.load.problems import Problems
from relcli.load.yaml_syntax import explain

try:
    from yaml._yaml import CParser as Parser  # libyaml: many times as fast
except ImportError:  # PyYAML came without libyaml
    from relcli.load.yaml_pure import Parser  # type: ignore[assignment]

Event = Any  # PyYAML's stubs do not tell its events apart
DEEPEST = 16  # nested collections; the deepest card has four
_NO_ENTRIES = frozenset({ScalarEvent, AliasEvent, SequenceStartEvent})


class EventReader:
    """The tree of a text, with the problems met on the way.

    `root`, `problems` and `broken` are those of a YamlTree. `stand_in` is a character that stands
    for what YAML forbids, or "": entries that have it are left out, as their problem is told.
    """

    def __init__(self, text: str, path: str, stand_in: str) -> None:
        self.root: Node = None
        self.problems = Problems(path)
        self.broken: set[str] = set()
        self._stand_in = stand_in
        self._next_event: Callable[[], Event]
        self._lines_before = 0  # of the text being parsed, in the file
        self._entry_line = 0  # where the last root entry that was read whole begins
        try:
            self._parse(text)
        except yaml.MarkedYAMLError as error:
            self._parse_entry_by_entry(text, error)

    def _parse(self, text: str, lines_before: int = 0) -> bool:
        """Add what `text` holds to the root. Return False where a second document begins.

        Raises MarkedYAMLError at the first syntax error; what was whole before it is in the root.
        """
        self._next_event = Parser(text).get_event
        self._lines_before = lines_before
        documents = 0
        while (kind := type(event := self._next_event())) is not StreamEndEvent:
            if kind is DocumentStartEvent:
                documents += 1
                if documents > 1:
                    self.problems.add(
                        self._at(event),
                        "second-document",
                        "a second document in one file is not read",
                        "remove the `---`, or move what follows it to a file of its own",
                    )
                    return False
            elif kind is MappingStartEvent:
                self._root_map(event)
            elif isinstance(self.root, Map) and kind in _NO_ENTRIES:
                # After a syntax error: a stray line among the entries of a mapping.
                raise _no_entry(event)
            elif kind is SequenceStartEvent:
                self._root_seq(event)
            elif kind in _NO_ENTRIES:
                self.root = self._node(event, depth=0)
        return True

    def _root_seq(self, start: Event) -> None:
        """Read the entries of a list; after a syntax error, add to those read before it."""
        if not isinstance(self.root, Seq):
            self.root = Seq(self._at(start))
        self._refuse_properties(start)
        while type(event := self._next_event()) is not SequenceEndEvent:
            problems_before = self.problems.noted
            at = self._at(event)
            item = self._node(event, depth=1)
            self._entry_line = at[0]
            if not self._is_broken(problems_before, item):
                self.root.append(item)
                self.root.items_at.append(at)

    def _root_map(self, start: Event) -> None:
        """Read the entries of a mapping; after a syntax error, add to those read before it."""
        if not isinstance(self.root, Map):
            self.root = Map(self._at(start))
        self._refuse_properties(start)
        while type(event := self._next_event()) is not MappingEndEvent:
            problems_before = self.problems.noted
            key_at = self._at(event)
            key = self._key(event, self.root, depth=1)
            event = self._next_event()
            value_at = self._at(event)
            value = self._node(event, depth=1)
            self._entry_line = key_at[0]
            if self._is_broken(problems_before, key, value):
                self.broken.add(key)
                self.root.pop(key, None)
            else:
                self.root[key] = value
                self.root.places[key] = *key_at, *value_at

    def _at(self, event: Event) -> At:
        mark = event.start_mark
        return mark.line + self._lines_before + 1, mark.column + 1

    def _node(self, event: Event, depth: int) -> Node:
        """Return the node that `event` starts."""
        kind = type(event)
        if kind is ScalarEvent and not (event.tag or event.anchor):
            value: str = event.value
            return None if not event.style and value in NOT_GIVEN else value
        if kind is AliasEvent:
            alias = f"{quoted('*' + event.anchor)} is an alias"
            cure = "write out what it stands for, or quote a text that begins with *"
            self.problems.add(self._at(event), "alias", alias, cure)
            return None
        self._refuse_properties(event)
        if depth > DEEPEST:
            raise yaml.MarkedYAMLError(problem="nested too deep", problem_mark=event.start_mark)
        if kind is MappingStartEvent:
            return self._map(event, depth)
        return self._seq(event, depth) if kind is SequenceStartEvent else None

    @staticmethod
    def _is_text(event: Event) -> bool:
        return type(event) is ScalarEvent and not (event.tag or event.anchor)

    def _refuse_properties(self, event: Event) -> None:
        """Note a problem where YAML takes something out that stands before a text.

        The anchor of a list or a mapping may stay: nothing that is told would be lost with it.
        """
        if event.anchor and type(event) is ScalarEvent:
            anchor = f"{quoted('&' + event.anchor)} is an anchor"
            cure = "remove it, as aliases are not read, or quote a text that begins with &"
            self.problems.add(self._at(event), "anchor", anchor, cure)
        if event.tag:
            tag = quoted(event.tag.replace("tag:yaml.org,2002:", "!!"))
            cure = "remove it, as every value is read as text, or quote a text that begins with !"
            self.problems.add(self._at(event), "tag", f"{tag} is a tag", cure)

    def _seq(self, start: Event, depth: int) -> Seq:
        seq = Seq(self._at(start))
        next_event = self._next_event
        while type(event := next_event()) is not SequenceEndEvent:
            seq.items_at.append(self._at(event))
            plain = self._is_text(event) and event.value not in NOT_GIVEN
            seq.append(event.value if plain else self._node(event, depth + 1))
        return seq

    def _map(self, start: Event, depth: int) -> Map:
        mapping = Map(self._at(start))
        # Nearly all that a file of cards holds passes here, so the common case makes no calls.
        lines_before = self._lines_before + 1
        places, next_event = mapping.places, self._next_event
        while type(event := next_event()) is not MappingEndEvent:
            key_mark = event.start_mark
            plain = self._is_text(event)
            key = event.value if plain else ""
            if key in ("", "<<") or key in mapping:
                key = self._key(event, mapping, depth + 1)
            event = next_event()
            mark = event.start_mark
            key_at = key_mark.line + lines_before, key_mark.column + 1
            places[key] = *key_at, mark.line + lines_before, mark.column + 1
            plain = self._is_text(event) and event.value not in NOT_GIVEN
            mapping[key] = event.value if plain else self._node(event, depth + 1)
        return mapping

    def _key(self, event: Event, mapping: Map, depth: int) -> str:
        """Return the key that `event` starts, with a problem where it is none."""
        at = self._at(event)
        problems_before = self.problems.noted
        key = self._node(event, depth)
        if not isinstance(key, str):
            if self.problems.noted == problems_before:
                self.problems.add(at, "key", "a key is no text", "write `key: value`")
            return ""
        if key == "<<":
            self.problems.add(
                at, "alias", "`<<` is a merge key", "write out the keys it stands for"
            )
        elif key in mapping:
            twice = f"{quoted(key)} is given twice, first in line {mapping.key_at(key)[0]}"
            self.problems.add(at, "duplicate-key", twice, "keep one of them")
        return key

    def _is_broken(self, problems_before: int, *nodes: Node) -> bool:
        """Whether an entry of the root is to be left out."""
        return self.problems.noted > problems_before or (
            bool(self._stand_in)
            and any(self._stand_in in text for node in nodes for text in _texts(node))
        )

    def _parse_entry_by_entry(self, text: str, error: yaml.MarkedYAMLError) -> None:
        """After a syntax error: read each entry that was not read whole by itself."""
        starts = line_starts(text)
        lines = _entry_lines(text, starts, self.root)
        at, first_error, its_cure = self._explained(error, text)
        read = self._entry_line
        if self._drop_unfinished(line := max([1, *(n for n in lines if n <= at[0])]), at):
            read = line - 1
        explained = False
        for line, next_line in pairwise([*(n for n in lines if n > read), len(starts)]):
            try:
                entry = text[starts[line - 1] : starts[next_line - 1]]
                if not self._parse(entry, lines_before=line - 1):
                    break
            except yaml.MarkedYAMLError as error_of_entry:
                explained = True
                at_in_entry, what, cure = self._explained(error_of_entry, entry)
                self.problems.add(at_in_entry, "syntax", what, cure)
                self._drop_unfinished(line, at_in_entry)
                if isinstance(self.root, Map):
                    self.broken.add(entry.partition(":")[0].strip("\"' \r\n"))
        if not explained:
            self.problems.add(at, "syntax", first_error, its_cure)
        # What was met before the error, in its entry, was met again.
        self.problems[:] = dict.fromkeys(self.problems)

    def _explained(self, error: yaml.MarkedYAMLError, text: str) -> tuple[At, str, str]:
        """Return where in the file to mend a syntax error, what it is, and how."""
        (line, column), what, cure = explain(error, text)
        return (line + self._lines_before, column), what, cure

    def _drop_unfinished(self, line: int, error_at: At) -> bool:
        """Leave out the entry that begins in `line`, if it was read up to an error in it."""
        root = self.root
        if not isinstance(root, Seq | Map) or not root or error_at[1] <= root.at[1]:
            return False
        if isinstance(root, Map):
            last_line, _ = root.key_at(next(reversed(root)))
        else:
            last_line, _ = root.items_at[-1]
        if last_line < line:
            return False
        if isinstance(root, Map):
            root.popitem()
        else:
            root.pop()
            root.items_at.pop()
        return True


def _no_entry(event: Event) -> yaml.MarkedYAMLError:
    mark = event.start_mark
    return yaml.MarkedYAMLError(None, mark, "could not find expected ':'", mark)


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


def _entry_lines(text: str, starts: list[int], root: Node) -> list[int]:
    """Return the lines, from 1, on which an entry of the root begins, by the look of them."""
    if isinstance(root, Seq | Map):
        is_list, indent = isinstance(root, Seq), root.at[1] - 1
    else:
        first = re.search(rf"^( *)({ITEM_BEGINS}|{KEY_BEGINS})", text, re.MULTILINE)
        if first is None:
            return []
        is_list, indent = first[2] == "-", len(first[1])
    marker = ITEM_BEGINS if is_list else KEY_BEGINS
    entry = re.compile(rf" {{{indent}}}(?:{marker})")
    return [line for line, start in enumerate(starts, start=1) if entry.match(text, start)]
