"""New cards at the end of a file; everything that stands in it stays."""

from collections.abc import Mapping, Sequence
from typing import Any

from relcli.edit.key_order import CARD
from relcli.edit.layout import Block, Layout, Line, text_of
from relcli.edit.no_loss import meaning, read_layout, read_tree, refuse_loss
from relcli.edit.render import entry_lines
from relcli.edit.values import card_entry
from relcli.errors import EditError
from relcli.load.yaml_tree import YamlTree


def append_cards(text: str, path: str, cards: Sequence[Mapping[str, Any]]) -> tuple[str, list[int]]:
    """Return the text of a file with cards added, and the line on which each of them begins.

    Raises EditError where the file is no list of cards, an entry a line.
    """
    tree = read_tree(text, path)
    layout = read_layout(text, path)
    column, end = _end_of_list(layout, path)
    lines = [Line(*line) for line in zip(layout.lines, layout.ends, strict=True)]
    added: list[Line] = []
    places = []
    for card in cards:
        if added or any(line.text.strip() for line in lines[:end]):
            added.append(Line("", layout.newline))
        places.append(end + len(added) + 1)
        body = entry_lines(card_entry(card, CARD), column, CARD)
        added += [Line(line, layout.newline) for line in body]
    after = lines[end:] if any(line.text.strip() for line in lines[end:]) else []
    new = text_of([*lines[:end], *added, *after], layout)
    refuse_loss(layout, new, path)
    root = meaning(YamlTree(new, path).root)
    kept = meaning(tree.root) or []
    if not isinstance(root, list) or root[: len(cards) * -1] != kept:
        raise EditError(f"{path}: a card added at its end would change the last one")
    return new, places


def _end_of_list(layout: Layout, path: str) -> tuple[int, int]:
    """Return the column of the dashes, and the line before which a new card goes."""
    lines = layout.lines
    last = 0
    column = 0
    if isinstance(layout.root, Block) and layout.root.entries[0].key is None:
        last, column = layout.root.entries[-1].last + 1, layout.root.column
    elif layout.root is not None:
        cure = "`relcli fmt` writes a list in brackets anew"
        raise EditError(f"{path}: the file is no list of cards, an entry a line", cure)
    ends = [number for number in range(last, len(lines)) if lines[number].startswith("...")]
    end = ends[0] if ends else len(lines)
    while end > last and not lines[end - 1].strip():
        end -= 1
    return column, end
