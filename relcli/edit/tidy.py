"""A file's text in its canonical form, nothing lost: what `fmt` and `check --fix` do."""

from relcli.edit.key_order import CARDS, Form
from relcli.edit.layout import Block, Entry, Flow, Layout, Node, Scalar
from relcli.edit.no_loss import meaning, read_layout, read_tree, refuse_loss
from relcli.edit.normal_date import normal_date
from relcli.edit.render import as_block, entry_lines, join, unquoted
from relcli.errors import EditError
from relcli.load.yaml_tree import YamlTree


def tidy(text: str, path: str, form: Form) -> str:
    """Return the text of a file in canonical form.

    It says the same and has the same comments. Raises EditError where that cannot be: the loader
    finds a problem in the syntax, or the YAML is of a kind that no card needs.
    """
    tree = read_tree(text, path)
    layout = read_layout(text, path)
    root = _root(layout, path, form)
    if root is None:
        return text
    top, root.entries[0].lead = root.entries[0].lead, []
    arrange(root, form)
    root.entries[0].lead[:0] = top  # the head of a file stays its head
    written = [(entry.lead, entry_lines(entry, 0, form.of(entry.name))) for entry in root.entries]
    lines = join(written, root.tail, apart=form.apart)
    tidied = "".join(f"{line}{layout.newline}" for line in lines)
    refuse_loss(layout, tidied, path)
    if meaning(tree.root) != meaning(YamlTree(tidied, path).root):
        raise EditError(f"{path}: left as it is: it would no longer say the same", "report this")
    return tidied


def arrange(node: Flow | Block, form: Form) -> None:
    """Put the keys below a node in order, and their dates in normal form."""
    if isinstance(node, Flow):
        if node.keys is not None:
            pairs = list(zip(node.keys, node.items, strict=True))
            pairs.sort(key=lambda pair: form.rank(unquoted(pair[0])))
            node.keys, node.items = [key for key, _ in pairs], [item for _, item in pairs]
        for key, item in zip(node.keys or [""] * len(node.items), node.items, strict=True):
            _arrange_value(item, unquoted(key), form)
    else:
        node.entries.sort(key=lambda entry: form.rank(entry.name))
        for entry in node.entries:
            _arrange_value(entry.value, entry.name, form)
            _lift_lead(entry)


def _arrange_value(value: Node, name: str, form: Form) -> None:
    if isinstance(value, Scalar):
        if name in form.dates and len(value.lines) == 1:
            value.lines = [value.lines[0].replace(value.value, normal_date(value.value))]
    else:
        arrange(value, form.of(name))


def _lift_lead(entry: Entry) -> None:
    """Move what stands above the first key of an item above the item."""
    if entry.key is None and isinstance(entry.value, Block):
        first = entry.value.entries[0]
        entry.lead += [line for line in first.lead if line]
        first.lead = []


def _root(layout: Layout, path: str, form: Form) -> Block | None:
    """Return the entries of a file. Raises EditError where they are none of that form."""
    root = layout.root
    if isinstance(root, Flow) and root.lines is None:
        if not root.items:
            return None
        root = as_block(root)
        root.entries[0].lead, root.tail = layout.head, layout.tail
    if root is None:
        return None
    if isinstance(root, Flow):
        cure = "write an entry a line, with `- `"
        raise EditError(f"{path}: left as it is: the file is one list in brackets", cure)
    if isinstance(root, Scalar) or (root.entries[0].key is None) is not (form is CARDS):
        wanted = "list of cards" if form is CARDS else "mapping"
        raise EditError(f"{path}: left as it is: the file is no {wanted}", "start it anew")
    return root
