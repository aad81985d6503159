"""A layout to lines in the canonical form."""

import re
from collections.abc import Sequence

from relcli.edit.key_order import FILL, WIDTH, Form
from relcli.edit.layout import Block, Entry, Flow, Node, Scalar

# A break may stand for a space between two characters that are none; after a backslash the space
# belongs to an escape.
_BREAKABLE = re.compile(r"(?<=[^\s\\]) (?=\S)")
_DEEPER = 2  # columns


def entry_lines(entry: Entry, indent: int, form: Form) -> list[str]:
    """Return the lines of an entry without its lead; `form` is that of its value."""
    head = " " * indent + ("-" if entry.key is None else f"{entry.key}:")
    return _value_lines(head, entry.value, entry.comment, indent, form)


def join(
    written: Sequence[tuple[list[str], list[str]]], tail: list[str], *, apart: bool = False
) -> list[str]:
    """Join the leads and the lines of entries, one blank line where there were any.

    `apart` has one between entries that are longer than a line, too.
    """
    lines: list[str] = []
    before = 0  # the length of the last entry
    for lead, body in written:
        long = before > 1 or len(body) > 1 or any(lead)
        blank = bool(lines) and (lead[:1] == [""] or (apart and long))
        lines += [*([""] if blank else []), *_without_double_blanks(lead), *body]
        before = len(body)
    rest = _without_double_blanks(tail)
    blank = bool(rest and lines) and tail[0] == ""
    lines += [*([""] if blank else []), *rest]
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _value_lines(head: str, value: Node, comment: str, indent: int, form: Form) -> list[str]:
    match value:
        case Scalar():
            return _scalar_lines(head, value, comment, indent)
        case Flow():
            return _flow_lines(head, value, comment, indent, form)
    inner = _block_lines(value, indent + _DEEPER, form)
    if head.endswith("-"):
        return [f"{head} {inner[0].lstrip(' ')}", *inner[1:]]
    return [f"{head}{comment}", *inner]


def _block_lines(block: Block, indent: int, form: Form) -> list[str]:
    written = [
        (_indented(entry.lead, indent), entry_lines(entry, indent, form.of(entry.name)))
        for entry in block.entries
    ]
    return join(written, _indented(block.tail, indent))


def _scalar_lines(head: str, scalar: Scalar, comment: str, indent: int) -> list[str]:
    first, *others = scalar.lines
    if scalar.style in ("|", ">"):
        return [f"{head} {first}", *_shifted(others, indent - scalar.column)]
    further = " " * (indent + _DEEPER)
    text = scalar.one_line
    if text is None:  # its line ends mean something
        below = [f"{further}{line.strip()}".rstrip() for line in others]
        lines = [f"{head} {first.rstrip()}", *below]
    else:
        lines = _wrapped(head, text, further)
    return [*lines[:-1], f"{lines[-1]}{comment}"]


def _flow_lines(head: str, flow: Flow, comment: str, indent: int, form: Form) -> list[str]:
    if flow.lines is not None:
        lines = [f"{head} {flow.lines[0]}", *_shifted(flow.lines[1:], indent - flow.column)]
        return [*lines[:-1], f"{lines[-1]}{comment}"]
    line = f"{head} {_flow_text(flow, form)}"
    if len(line) <= WIDTH or not flow.items or (comment and head.endswith("-")):
        return [f"{line}{comment}"]
    return _value_lines(head, as_block(flow), comment, indent, form)


def as_block(flow: Flow) -> Block:
    """Return what stands in brackets or braces as a block, an entry a line."""
    if flow.keys is None:
        return Block([Entry(item) for item in flow.items])
    pairs = zip(flow.keys, flow.items, strict=True)
    return Block([Entry(item, key, unquoted(key)) for key, item in pairs])


def unquoted(key: str) -> str:
    """Return a key of a mapping in braces without its quotes."""
    return key.strip("'\"")


def _flow_text(node: Node, form: Form) -> str:
    if isinstance(node, Scalar):
        return node.one_line or ""
    assert isinstance(node, Flow)  # noqa: S101 - brackets hold no blocks
    if node.keys is None:
        return f"[{', '.join(_flow_text(item, form.of(None)) for item in node.items)}]"
    pairs = [
        f"{key}: {_flow_text(item, form.of(unquoted(key)))}"
        for key, item in zip(node.keys, node.items, strict=True)
    ]
    return f"{{{', '.join(pairs)}}}"


def _wrapped(head: str, text: str, further: str) -> list[str]:
    """Break a text between its words where it does not fit in one line."""
    if not text:
        return [head]
    if len(head) + 1 + len(text) <= WIDTH:
        return [f"{head} {text}"]
    first, *words = _BREAKABLE.split(text)
    lines = [f"{head} {first}"]
    for word in words:
        if len(lines[-1]) + 1 + len(word) > FILL:
            lines.append(f"{further}{word}")
        else:
            lines[-1] += f" {word}"
    return lines


def _shifted(lines: list[str], columns: int) -> list[str]:
    """Indent lines deeper, or less deep where `columns` is negative."""
    if columns >= 0:
        return [f"{' ' * columns}{line}" if line else line for line in lines]
    return [line[min(-columns, len(line) - len(line.lstrip(" "))) :] for line in lines]


def _indented(lead: list[str], indent: int) -> list[str]:
    return [f"{' ' * indent}{line}" if line else "" for line in lead]


def _without_double_blanks(lead: list[str]) -> list[str]:
    """Return a lead without blank lines at its start, and one at most elsewhere."""
    kept: list[str] = []
    for line in lead:
        if line or (kept and kept[-1]):
            kept.append(line)
    return kept
