"""New entries at the end of a file; everything that stands in it stays."""

from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

from relcli.edit.key_order import CARD, Form, form_of
from relcli.edit.layout import Block, Entry, Layout, Line, text_of
from relcli.edit.no_loss import meaning, read_layout, read_tree, refuse_loss
from relcli.edit.render import entry_lines
from relcli.edit.values import card_entry, quoted
from relcli.errors import EditError
from relcli.load.yaml_tree import YamlTree


def append_cards(text: str, path: str, cards: Sequence[Mapping[str, Any]]) -> tuple[str, list[int]]:
    """Return the text of a file with cards added, and the line on which each of them begins.

    Raises EditError where the file is no list of cards, an entry a line.
    """
    return _append(text, path, [card_entry(card, CARD) for card in cards], CARD)


def append_entries(text: str, path: str, entries: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the text of a declaring file with entries added, each under its id.

    Raises EditError where the file is no mapping, a key a line.
    """
    form = form_of(PurePath(path)).of(None)
    added = []
    for name, fields in entries.items():
        entry = card_entry(fields, form)
        entry.key, entry.name = quoted(name), name
        added.append(entry)
    return _append(text, path, added, form)[0]


def _append(text: str, path: str, entries: Sequence[Entry], form: Form) -> tuple[str, list[int]]:
    tree = read_tree(text, path)
    layout = read_layout(text, path)
    listed = entries[0].key is None
    column, end = _end(layout, path, listed=listed)
    lines = [Line(*line) for line in zip(layout.lines, layout.ends, strict=True)]
    added: list[Line] = []
    places = []
    for entry in entries:
        if added or any(line.text.strip() for line in lines[:end]):
            added.append(Line("", layout.newline))
        places.append(end + len(added) + 1)
        added += [Line(line, layout.newline) for line in entry_lines(entry, column, form)]
    after = lines[end:] if any(line.text.strip() for line in lines[end:]) else []
    new = text_of([*lines[:end], *added, *after], layout)
    refuse_loss(layout, new, path)
    root = meaning(YamlTree(new, path).root)
    kept = meaning(tree.root)
    if listed:
        same = isinstance(root, list) and root[: -len(entries)] == (kept or [])
    else:
        same = isinstance(root, dict) and [*root.items()][: -len(entries)] == [
            *(kept or {}).items()
        ]
    if not same:
        what = "a card" if listed else "an entry"
        raise EditError(f"{path}: {what} added at its end would change the last one")
    return new, places


def _end(layout: Layout, path: str, *, listed: bool) -> tuple[int, int]:
    """Return the column of the dashes, or of the keys, and the line before which an entry goes."""
    lines = layout.lines
    last = 0
    column = 0
    if isinstance(layout.root, Block) and (layout.root.entries[0].key is None) is listed:
        last, column = layout.root.entries[-1].last + 1, layout.root.column
    elif layout.root is not None:
        kind = "list of cards" if listed else "mapping"
        cure = f"`relcli fmt` writes {'a list in brackets' if listed else 'braces'} anew"
        raise EditError(f"{path}: the file is no {kind}, an entry a line", cure)
    ends = [number for number in range(last, len(lines)) if lines[number].startswith("...")]
    end = ends[0] if ends else len(lines)
    while end > last and not lines[end - 1].strip():
        end -= 1
    return column, end
