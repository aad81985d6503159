"""Plain values to YAML: the least quoting with which the loader reads the same text."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from relcli.edit.key_order import Form
from relcli.edit.layout import Block, Entry, Flow, Node, Scalar
from relcli.edit.tidy import arrange
from relcli.errors import EditError
from relcli.load.yaml_tree import YamlTree

# What no YAML may hold as it is, besides what JSON escapes.
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def card_entry(card: Mapping[str, Any], form: Form) -> Entry:
    """Return a card as an item of a list; what is empty or None is left out."""
    given = {key: value for key, value in card.items() if value not in (None, "", [], {})}
    value = node_of(given)
    if isinstance(value, Block):
        arrange(value, form)
    return Entry(value)


def value_entry(key: str, value: Any) -> Entry:  # a text, a list, a mapping
    """Return a key with its value."""
    return Entry(node_of(value, in_block=key == "sources"), key, key)


def node_of(value: Any, *, in_block: bool = False) -> Node:
    """Return a value as it is written; a list of texts stands in brackets unless `in_block`."""
    match value:
        case str():
            return text_node(value)
        case Mapping() if not value:
            return Flow(keys=[])
        case Mapping():
            return Block([value_entry(key, item) for key, item in value.items()])
        case Sequence() if in_block or not all(isinstance(item, str) for item in value):
            return Block([Entry(node_of(item)) for item in value])
    return Flow([text_node(item, in_brackets=True) for item in value])


def text_node(text: str, *, in_brackets: bool = False) -> Scalar:
    """Return a text as it is written. Raises EditError for what no file can hold."""
    if _SURROGATE.search(text):
        raise EditError(f"{text!r} is no text in Unicode", "type it anew")
    stripped = text.strip()
    return Scalar(stripped, [quoted(stripped, in_brackets=in_brackets)], "")


def quoted(text: str, *, in_brackets: bool = False) -> str:
    """Return a text with the quotes that it needs where it stands."""
    if _reads_as(text, text, in_brackets=in_brackets):
        return text
    escaped = _ESCAPED.sub(
        lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(text, ensure_ascii=False)
    )
    single = f"'{text}'"
    # Neither kind of quotes should need a backslash, where one of them does without.
    if "\\" in escaped and "'" not in text and _reads_as(single, text, in_brackets=in_brackets):
        return single
    return escaped


def _reads_as(written: str, text: str, *, in_brackets: bool) -> bool:
    document = f"- key: [{written}]\n" if in_brackets else f"- key: {written}\n"
    tree = YamlTree(document, "")
    wanted: Any = [text] if in_brackets else text
    return not tree.problems and tree.root == [{"key": wanted}]
