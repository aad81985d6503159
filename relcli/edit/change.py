"""A card or a source in its file changed; of the file, only the lines of what is changed."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from relcli.edit.fields import Plain, as_list
from relcli.edit.key_order import CARD, SOURCE, Form
from relcli.edit.layout import Block, Entry, Flow, Layout, Line, Node, text_of
from relcli.edit.no_loss import meaning, read_layout, read_tree, refuse_loss
from relcli.edit.render import as_block, entry_lines
from relcli.edit.tidy import arrange
from relcli.edit.values import node_of, text_node, value_entry
from relcli.errors import EditError
from relcli.load.nodes import Map, Seq
from relcli.load.yaml_tree import YamlTree


def plain_at(text: str, path: str, line: int, claim: str = "") -> Plain:
    """Return the card that begins in a line, as plain data.

    Raises EditError where none does, or one with another claim than `claim`.
    """
    tree = read_tree(text, path)
    card = plain(tree.root[_number(tree, path, line)])  # type: ignore[index]
    if not isinstance(card, dict) or (claim and str(card.get("claim")).strip() != claim):
        raise EditError(f"{path}:{line}: another card begins here now", "run this again")
    return card


def change_card(text: str, path: str, line: int, wanted: Mapping[str, Any]) -> str:
    """Return the text of a file in which the card that begins in `line` is `wanted`.

    Raises EditError where that cannot be without losing something.
    """
    tree = read_tree(text, path)
    layout = read_layout(text, path)
    number = _number(tree, path, line)
    if not isinstance(layout.root, Block):
        cure = "`relcli fmt` writes it anew, an entry a line"
        raise EditError(f"{path}: the file is one list in brackets", cure)
    entry = layout.root.entries[number]
    old = plain(tree.root[number])  # type: ignore[index]
    lines = [Line(*pair) for pair in zip(layout.lines, layout.ends, strict=True)]
    if isinstance(entry.value, Flow) and entry.value.lines is not None:
        cure = "write it a key a line, or take the comment out of the braces"
        raise EditError(f"{path}:{line}: left as it is: a card in braces with a comment", cure)
    if isinstance(entry.value, Block):
        new = _changed_block(entry.value, old, wanted, lines, layout, CARD)
    else:
        new = _changed_flow(entry, old, wanted, lines, layout)
    return _checked(new, tree, number, wanted, layout, f"{path}:{line}")


def change_source(text: str, path: str, source_id: str, wanted: Mapping[str, Any]) -> str:
    """Return the text of sources.yaml in which the source of an id is `wanted`.

    Raises EditError where that cannot be without losing something.
    """
    tree = read_tree(text, path)
    layout = read_layout(text, path)
    old = plain_source(tree, path, source_id)
    if not isinstance(layout.root, Block):
        raise EditError(f"{path}: left as it is: the file is in braces", "write an id a line")
    entry = next(entry for entry in layout.root.entries if entry.name == source_id)
    lines = [Line(*pair) for pair in zip(layout.lines, layout.ends, strict=True)]
    if isinstance(entry.value, Block):
        new = _changed_block(entry.value, old, wanted, lines, layout, SOURCE)
    elif isinstance(entry.value, Flow) and entry.value.lines is None:
        entry.value = as_block(entry.value)
        _change_entries(entry.value, old, wanted, SOURCE)
        body = _lines(entry_lines(entry, 0, SOURCE), layout)
        new = [*lines[: entry.first], *body, *lines[entry.last + 1 :]]
    else:
        cure = "write it a key a line, or take the comment out of the braces"
        message = f"{path}: `{source_id}` is left as it is: it is in braces with a comment"
        raise EditError(message, cure)
    return _checked(new, tree, source_id, wanted, layout, path)


def plain_source(tree: YamlTree, path: str, source_id: str) -> Plain:
    """Return a source of sources.yaml as plain data. Raises EditError where it is not there."""
    source = plain(tree.root).get(source_id) if isinstance(tree.root, Map) else None
    if not isinstance(source, dict):
        raise EditError(f"{path}: there is no source `{source_id}` any more", "run this again")
    return source


def _checked(
    new: list[Line],
    tree: YamlTree,
    key: int | str,
    wanted: Mapping[str, Any],
    layout: Layout,
    place: str,
) -> str:
    """Return the changed text of a file. Raises EditError where it would lose or change more."""
    changed = text_of(new, layout)
    refuse_loss(layout, changed, tree.path)
    expected = plain(tree.root)
    expected[key] = dict(wanted)
    if meaning(plain(YamlTree(changed, tree.path).root)) != meaning(expected):
        raise EditError(f"{place}: left as it is: the change would change more", "edit it")
    return changed


def plain(node: Any) -> Any:  # any node of the loader's tree
    """Return a node of the loader's tree as plain data, what is not given left out of mappings."""
    if isinstance(node, Map):
        return {key: plain(value) for key, value in node.items() if value is not None}
    return [plain(item) for item in node] if isinstance(node, Seq) else node


def _number(tree: YamlTree, path: str, line: int) -> int:
    root = tree.root
    places = root.items_at if isinstance(root, Seq) else []
    numbers = [number for number, at in enumerate(places) if at[0] == line]
    if not numbers:
        raise EditError(f"{path}:{line}: no card begins here any more", "run this again")
    return numbers[0]


def _changed_block(
    card: Block,
    old: Plain,
    wanted: Mapping[str, Any],
    lines: Sequence[Line],
    layout: Layout,
    form: Form,
) -> list[Line]:
    """Return the lines of the file with one card changed that is written a key a line."""
    first, last = card.entries[0], card.entries[-1]
    column = card.column
    before_first = lines[first.first].text[:column]  # the dash, as a rule
    changed, left_over = _change_entries(card, old, wanted, form)
    above: list[Line] = []
    inside: list[Line] = []
    for entry in card.entries:
        if entry.name in changed:
            body = _lines(entry_lines(entry, column, form.of(entry.name)), layout)
            lead = _lines(entry.lead, layout, column)
        else:
            lead, body = [*lines[entry.top : entry.first]], [*lines[entry.first : entry.end]]
        lead = [*_lines(left_over.get(entry.name, []), layout, column), *lead]
        is_first = entry is card.entries[0]
        if is_first and before_first.strip():
            texts = [text for line in lead if (text := line.text.strip())]
            above = _lines(texts, layout, before_first.index("-"))
            lead = []
        start = before_first if is_first else " " * column
        inside += [*lead, Line(start + body[0].text[column:], body[0].end), *body[1:]]
    inside += _lines(left_over.get("", []), layout, column)
    return [*lines[: first.top], *above, *inside, *lines[last.end :]]


def _changed_flow(
    item: Entry, old: Plain, wanted: Mapping[str, Any], lines: Sequence[Line], layout: Layout
) -> list[Line]:
    """Return the lines of the file with one card changed that was written in braces."""
    assert isinstance(item.value, Flow)  # noqa: S101 - as no block and no text is a card
    item.value = as_block(item.value)
    _change_entries(item.value, old, wanted, CARD)
    arrange(item.value, CARD)
    above = [comment] if (comment := item.comment.strip()) else []
    body = [*above, *entry_lines(Entry(item.value), 0, CARD)]
    indent = layout.lines[item.first].index("-")
    return [*lines[: item.first], *_lines(body, layout, indent), *lines[item.last + 1 :]]


def _lines(texts: Sequence[str], layout: Layout, indent: int = 0) -> list[Line]:
    return [Line(f"{' ' * indent}{text}" if text else "", layout.newline) for text in texts]


def _change_entries(
    card: Block, old: Plain, wanted: Mapping[str, Any], form: Form
) -> tuple[set[str], dict[str, list[str]]]:
    """Give the entries of a card their new values.

    Return the names of those that changed, and the comments of those that went, by the name of
    the entry that they stood above; "" is the end of the card.
    """
    changed: set[str] = set()
    if "source" in old and "sources" in wanted:
        old = {"sources" if key == "source" else key: value for key, value in old.items()}
        source = next(entry for entry in card.entries if entry.name == "source")
        source.key = source.name = "sources"
        changed.add("sources")
    left_over: dict[str, list[str]] = {}
    for entry in [entry for entry in card.entries if entry.name in old.keys() - wanted.keys()]:
        number = card.entries.index(entry)
        del card.entries[number]
        below = card.entries[number].name if number < len(card.entries) else ""
        comments = [line for line in entry.lead if line] + list(_comments(entry.value))
        comments += [entry.comment.strip()] if entry.comment else []
        left_over[below] = left_over.pop(entry.name, []) + comments
    by_name = {entry.name: entry for entry in card.entries}
    for name, value in wanted.items():
        if name not in by_name:
            before = [n for n, e in enumerate(card.entries) if form.rank(e.name) < form.rank(name)]
            card.entries.insert(max(before, default=0) + 1, value_entry(name, value))
        elif name in changed or old.get(name) != value:
            entry = by_name[name]
            comments_before = Counter(_comments(entry.value))
            entry.value = _changed_value(name, entry.value, old.get(name), value)
            entry.lead += (comments_before - Counter(_comments(entry.value))).elements()
        else:
            continue
        changed.add(name)
    return changed, left_over


def _changed_value(name: str, node: Node, old: Any, value: Any) -> Node:
    """Return the node of a new value; the items of a list that stay are written as they were."""
    if not isinstance(value, list):
        return _with_more(node, old, value) or node_of(value)
    in_block = name == "sources" or isinstance(node, Block)
    if isinstance(node, Flow) and node.lines is None and node.keys is None:
        written = [Entry(item) for item in node.items]
    elif isinstance(node, Block) and node.entries[0].key is None:
        written = node.entries
    else:
        written = [Entry(node)] if old and not isinstance(old, list) else []
    free = list(zip(as_list(old), written, strict=False))
    entries = []
    for item in value:
        kept = next((pair for pair in free if pair[0] == item), None)
        grown = None if kept else next((pair for pair in free if _is_more(item, pair[0])), None)
        if pair := kept or grown:
            free.remove(pair)
        if grown and (more := _with_more(grown[1].value, grown[0], item)):
            grown[1].value, kept = more, grown
        in_brackets = not in_block and isinstance(item, str)
        new = text_node(item, in_brackets=True) if in_brackets else node_of(item)
        entries.append(kept[1] if kept else Entry(new))
    if not in_block:
        return Flow([entry.value for entry in entries])
    # The tail of a mapping that becomes the one item of a list stays within it.
    tail = node.tail if isinstance(node, Block) and written is node.entries else []
    return Block(entries, tail=tail)


def _is_more(item: Any, old: Any) -> bool:  # a text or a mapping
    """Whether an item says all that another one does, and more."""
    return isinstance(item, dict) and isinstance(old, dict) and old.items() <= item.items()


def _with_more(node: Node, old: Any, item: Any) -> Node | None:
    """Return a mapping to which keys were added, its lines and comments as they were.

    None where more than that was done, or a comment is within braces.
    """
    if not _is_more(item, old) or (isinstance(node, Flow) and node.lines is not None):
        return None
    block = as_block(node) if isinstance(node, Flow) else node
    assert isinstance(block, Block)  # noqa: S101 - as no text is a mapping
    _change_entries(block, old, item, SOURCE)
    return block


def _comments(node: Node) -> Iterator[str]:
    """Yield the comments within a node that stand above and behind its entries."""
    if isinstance(node, Block):
        for entry in node.entries:
            yield from (line for line in entry.lead if line)
            yield from [entry.comment.strip()] if entry.comment else []
            yield from _comments(entry.value)
        yield from (line for line in node.tail if line)
