"""YAML text to a tree that keeps how it was written: comments, blank lines, quotes, order.

The loader's tree holds what a file says; this one holds what it looks like, so that one value can
be changed, or all be tidied, and everything else stays. It reads only what the loader reads
without a syntax problem.

ruamel.yaml, the usual choice, hangs a comment on the key before it: when keys change places or one
goes, the comment goes along (tests/test_edit_layout.py has the cases). Here it stands with the key
below it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml

try:
    from yaml import CBaseLoader as Loader
except ImportError:  # pragma: no cover - only where PyYAML came without libyaml
    from yaml import BaseLoader as Loader  # type: ignore[assignment]

# As the loader counts lines.
_LINE = re.compile("(.*?)(\r\n|[\r\n]|\\Z)", re.DOTALL)
_COMMENT = re.compile(r"(\s+)(#.*)")
_MARKER = re.compile(r"(?:---|\.\.\.)(?:\s|$)|%")
_AT_THE_END = 1 << 60  # a line after every line


class UnusualError(Exception):
    """YAML that no card needs and that is better left as it stands; `str()` says what it is."""


@dataclass(slots=True)
class Scalar:
    """A text. `lines` are as written, from its first character on; `value` is what they say."""

    value: str
    lines: list[str]
    style: str  # "", a quote, | or >
    column: int = 0  # of the key or dash it belongs to

    @property
    def one_line(self) -> str | None:
        """The text as it is written, in one line; None where its line ends mean something."""
        first, *others = self.lines
        if not others:
            return first
        escaped = self.style == '"' and any(line.endswith("\\") for line in self.lines[:-1])
        if escaped or not all(line.strip() for line in others):
            return None
        between = [line.strip() for line in others[:-1]]
        return " ".join([first.rstrip(), *between, others[-1].lstrip()])


@dataclass(slots=True)
class Flow:
    """A collection in brackets or braces.

    Of one with a comment inside it, or with something unusual, only its `lines` are known.
    """

    items: list["Node"] = field(default_factory=list)
    keys: list[str] | None = None  # of a mapping, as written
    lines: list[str] | None = None
    column: int = 0


@dataclass(slots=True)
class Entry:
    """A key with its value or, without `key`, an item of a list.

    `lead` are the comments and blank lines above it, `comment` what follows on its line, with the
    space before it. Its lines in the file, counted from 0: the lead begins at `top`, it itself at
    `first`, its last character is in `last`, and `end` is the line after its tail.
    """

    value: "Node"
    key: str | None = None
    name: str = ""  # the key as the loader reads it
    lead: list[str] = field(default_factory=list)
    comment: str = ""
    top: int = 0
    first: int = 0
    last: int = 0
    end: int = 0


@dataclass(slots=True)
class Block:
    """A list or a mapping, an entry a line; `tail` are the comments below the last one."""

    entries: list[Entry]
    column: int = 0
    tail: list[str] = field(default_factory=list)


Node = Scalar | Flow | Block
_EMPTY = Scalar("", [""], "")


@dataclass(slots=True)
class _Trivia:
    """A line without content: a comment, a blank line (no text), or a document marker."""

    line: int
    column: int
    text: str


class Layout:
    """The text of one file: its `lines`, and `root`, None where there are comments only.

    `head` and `tail` are the comments around a root that has no place for them itself.
    Raises UnusualError for what cannot be taken apart.
    """

    def __init__(self, text: str) -> None:
        self._source = text
        lines_and_ends = [(match[1], match[2]) for match in _LINE.finditer(text)]
        if len(lines_and_ends) > 1 and lines_and_ends[-1] == ("", ""):
            lines_and_ends.pop()  # what follows the last line end is no line
        self.lines = [line for line, _ in lines_and_ends]
        self.ends = [end for _, end in lines_and_ends]
        # The commonest line end of the file.
        self.newline = Counter(self.ends[:-1] or self.ends).most_common(1)[0][0] or "\n"
        try:
            node = yaml.compose(text, Loader=Loader)
        except yaml.YAMLError as error:  # what only the next layer of YAML knows, such as anchors
            raise UnusualError(getattr(error, "problem", None) or str(error)) from None
        self._scan(node)
        self.root: Node | None = None
        self.head: list[str] = []
        if node is not None:
            if not isinstance(node, yaml.CollectionNode) or node.flow_style:
                self.head = self._take_before(node.start_mark.line)
            self.root = self._node(node, -1, _AT_THE_END)
        self.tail = self._take_before(_AT_THE_END)
        if isinstance(self.root, Block):
            self.root.tail += self.tail
        if self._comments:
            raise UnusualError("a comment where no entry begins")

    def comments(self) -> Counter[str]:
        """Return every comment of the file, with how often it stands there."""
        return self._all_comments.copy()

    def _scan(self, node: Any) -> None:  # PyYAML's nodes have stubs without use here
        """Find the comments and the lines without content."""
        ends_at: dict[int, int] = {}  # line: where the last token on it ends
        inside: set[int] = set()  # lines that are all text
        headers: set[int] = set()  # of block scalars
        for scalar in _scalars(node):
            first, last = scalar.start_mark.line, self._last_line(scalar)
            inside.update(range(first + 1, last + 1))
            if last > first and scalar.style not in ("|", ">"):
                ends_at[first] = len(self.lines[first])
            if scalar.style in ("|", ">"):
                headers.add(first)
                ends_at[first] = scalar.start_mark.column
            else:
                ends_at[last] = max(ends_at.get(last, 0), scalar.end_mark.column)
        self._trivia: list[_Trivia] = []
        self._next = 0  # of them, the first that is not taken
        self._taken_to = 0  # the line after the last that was taken
        self._comments: dict[int, str] = {}
        self._all_comments: Counter[str] = Counter()
        for number, line in enumerate(self.lines):
            text = line.strip(" \t")
            if number not in inside and (not text or text[0] == "#" or _MARKER.match(line)):
                self._trivia.append(_Trivia(number, len(line) - len(line.lstrip(" \t")), text))
                comment = _COMMENT.search(f" {line}")
            elif number in inside and number not in ends_at:
                continue  # all text
            else:
                comment = _COMMENT.search(line, ends_at.get(number, 0))
                if comment and number not in headers:
                    self._comments[number] = comment[0].rstrip()
            if comment:
                self._all_comments[comment[2].rstrip()] += 1

    def _last_line(self, node: Any) -> int:
        """Return the line on which the last character of a node stands."""
        if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
            first = node.start_mark.line
            last = node.end_mark.line - (node.end_mark.column == 0)
            last = max(min(last, len(self.lines) - 1), first)
            keeps = "+" in self.lines[first][node.start_mark.column :].partition("#")[0]
            while last > first and not keeps and not self.lines[last].strip(" \t"):
                last -= 1
            return last
        if isinstance(node, yaml.ScalarNode) or node.flow_style:
            return int(node.end_mark.line)
        last = node.value[-1]
        return self._last_line(last[1] if isinstance(last, tuple) else last)

    def _node(self, node: Any, parent: int, limit: int) -> Node:
        """Return a node as it is written; `parent` is the column that its comments lie beyond."""
        if isinstance(node, yaml.ScalarNode):
            return Scalar(node.value, self._text(node), node.style or "", max(parent, 0))
        if node.flow_style:
            return self._flow(node, parent)
        block = Block([], node.start_mark.column)
        if isinstance(node, yaml.MappingNode):
            starts = [key.start_mark.line for key, _ in node.value]
            for (key, value), next_one in zip(node.value, [*starts[1:], limit], strict=True):
                block.entries.append(self._pair(key, value, next_one))
        else:
            starts = self._dashes(node)
            ends = [*starts[1:], limit]
            for value, start, next_one in zip(node.value, starts, ends, strict=True):
                block.entries.append(self._item(value, start, block.column, next_one))
        block.tail = self._take_tail(parent, limit)
        return block

    def _pair(self, key: Any, value: Any, limit: int) -> Entry:
        line, column = key.start_mark.line, key.start_mark.column
        after = self.lines[line][key.end_mark.column :]
        before = self.lines[line][:column].replace("-", " ").strip()
        if before or not re.match(r"[ \t]*:(?=\s|$)", after):
            raise UnusualError("a key that is no single word before a colon")
        lead = self._take_before(line)
        written = self.lines[line][column : key.end_mark.column]
        entry = Entry(_EMPTY, written, key.value, lead, top=line - len(lead), first=line)
        self._read_value(entry, value, column, limit)
        return entry

    def _item(self, value: Any, line: int, column: int, limit: int) -> Entry:
        lead = self._take_before(line)
        entry = Entry(_EMPTY, lead=lead, top=line - len(lead), first=line)
        own_line = isinstance(value, yaml.CollectionNode) and not value.flow_style
        if own_line and value.start_mark.line > line:  # `- # comment`, and the card below it
            entry.lead += self._take_comment(line)
        if own_line and isinstance(value, yaml.SequenceNode):
            raise UnusualError("a list in a list")
        self._read_value(entry, value, column, limit)
        return entry

    def _read_value(self, entry: Entry, value: Any, column: int, limit: int) -> None:
        """Fill in value, comment and last line; a comment too many goes into the lead."""
        entry.last = max(self._last_line(value), entry.first)
        if isinstance(value, yaml.ScalarNode) or value.flow_style:
            comments: list[str] = []
            if value.start_mark.line > entry.first:
                comments = self._take_comment(entry.first)
            entry.lead += self._take_before(value.start_mark.line)
            entry.value = self._node(value, column, limit)
            comments += self._take_comment(entry.last, keep_space=True)
            entry.lead += [comment.strip() for comment in comments[:-1]]
            entry.comment = _spaced(comments[-1]) if comments else ""
        else:
            if entry.key is not None:
                entry.comment = "".join(self._take_comment(entry.first, keep_space=True))
            entry.value = self._node(value, column, limit)
        entry.end = max(entry.last + 1, self._taken_to)

    def _dashes(self, node: Any) -> list[int]:
        """Return the lines on which the items of a list begin."""
        column = node.start_mark.column
        dash = re.compile(rf"[ -]{{{column}}}-(?:\s|$)")
        dashes = []
        for value in node.value:
            line = value.start_mark.line
            while not dash.match(self.lines[line]):
                line -= 1
            dashes.append(line)
        return dashes

    def _flow(self, node: Any, parent: int) -> Flow:
        first, last = node.start_mark.line, node.end_mark.line
        column = max(parent, 0)
        if parent < 0 and self.lines[first][: node.start_mark.column].strip():
            raise UnusualError("a list in brackets behind a marker")
        comments = [self._comments.pop(number, None) for number in range(first, last)]
        comments += self._take_before(last + 1)
        lines = self._text(node)
        keys: list[str] | None = None
        values = node.value
        if isinstance(node, yaml.MappingNode):
            keys = [" ".join(self._text(key)) for key, _ in node.value]
            values = [value for _, value in node.value]
        items = [self._node(value, column, 0) for value in values]
        explicit = keys is not None and self._has_explicit_key(node)
        if (
            any(comments)
            or explicit
            or lines[0][0] not in "[{"
            or not all(map(_fits_in_a_line, items))
        ):
            return Flow(lines=lines, column=column)
        return Flow(items, keys, column=column)

    def _has_explicit_key(self, node: Any) -> bool:
        """Whether a mapping in braces has a key after a question mark."""
        before = node.start_mark.index
        for key, value in node.value:
            if "?" in self._source[before : key.start_mark.index]:
                return True
            before = value.end_mark.index
        return False

    def _text(self, node: Any) -> list[str]:
        """Return the lines of a node from its first character to its last."""
        start, end = node.start_mark, node.end_mark
        last = self._last_line(node)
        lines = self.lines[start.line : last + 1]
        if last == end.line:
            lines[-1] = lines[-1][: end.column]
        lines[0] = lines[0][start.column :]
        return lines

    def _take_before(self, line: int) -> list[str]:
        """Take the comments and blank lines that stand above a line."""
        taken: list[str] = []
        while self._next < len(self._trivia) and self._trivia[self._next].line < line:
            taken.append(self._trivia[self._next].text)
            self._taken_to = self._trivia[self._next].line + 1
            self._next += 1
        return taken

    def _take_tail(self, parent: int, limit: int) -> list[str]:
        """Take the comments below the last entry that are indented deeper than `parent`."""
        end = -1
        for number in range(self._next, len(self._trivia)):
            trivia = self._trivia[number]
            if trivia.line >= limit or (trivia.text and trivia.column <= parent):
                break
            if trivia.text:
                end = trivia.line
        return self._take_before(end + 1)

    def _take_comment(self, line: int, *, keep_space: bool = False) -> list[str]:
        comment = self._comments.pop(line, None)
        if comment is None:
            return []
        return [comment if keep_space else comment.strip()]


def _fits_in_a_line(item: Node) -> bool:
    """Whether an item of brackets can be written anew."""
    if isinstance(item, Scalar):
        return item.one_line is not None
    return isinstance(item, Flow) and item.lines is None


def _spaced(comment: str) -> str:
    return comment if comment[0].isspace() else f"  {comment}"


def _scalars(node: Any) -> Iterator[Any]:
    """Yield the texts below a node, in the order of the file."""
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif node is not None:
        for child in node.value:
            for part in child if isinstance(child, tuple) else (child,):
                yield from _scalars(part)


class Line(NamedTuple):
    """One line of a file."""

    text: str
    end: str


def text_of(lines: Iterable[Line], layout: Layout) -> str:
    """Return the text of a file: only its last line may be without an end, if it was before."""
    *others, last = lines
    last_end = layout.ends[-1] if any(layout.lines) else layout.newline
    whole = [f"{text}{end or layout.newline}" for text, end in others]
    return f"{''.join(whole)}{last.text}{last_end}"
