"""JSON from elsewhere, read as the files of a dataset are: values are texts, and depth has an end.

A number is the text that stands there, so `2016` is "2016" and `2016.10` keeps its nought. What is
neither a text nor a number, where a card has a text, is refused: as a text it would be Python's.
"""

import json
from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

from relcli.errors import EditError, quoted

# Collections in each other, empty ones aside: a card within an item of CSL-JSON has nine, and
# Python's own reader goes to hundreds, more than what handles the values then can bear.
DEEPEST = 16

_KINDS = {bool: "true or false", dict: "an object", list: "a list", type(None): "null"}


def read_json(text: str, place: str) -> Any:  # whatever JSON holds
    """Return what a text of JSON says. Raises ValueError, and EditError for what is too deep."""
    try:
        # Not strict: pages have JSON with new lines and tabs in its texts.
        value = json.loads(
            text,
            parse_int=str,
            parse_float=str,
            parse_constant=_constant,
            strict=False,
            object_pairs_hook=_object,
        )
    except RecursionError:
        raise _too_deep(place) from None
    level = [value]
    for _ in range(DEEPEST):
        level = [child for node in level for child in _children(node) if _children(child)]
        if not level:
            return value
    raise _too_deep(place)


def _constant(name: str) -> None:
    """Return what a constant that JSON has not stands for: pandas has NaN where nothing is.

    Raises ValueError for an infinity, which is no text.
    """
    if name != "NaN":
        raise ValueError(f"{name} is no value of JSON")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object. Raises ValueError where a key has two values: one of them would be lost."""
    value = dict(pairs)
    if len(value) < len(pairs):
        twice = next(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
        raise ValueError(f"the key {quoted(twice)} stands twice in one object")
    return value


def text_of(value: Any, place: str) -> str:
    """Return a text as it stands, trimmed. Raises EditError for what is none, with its place."""
    if isinstance(value, str):
        return value.strip()
    raise EditError(f"{place}: {_KINDS[type(value)]} is no text", 'write one text in quotes: "…"')


def texts_of(values: Mapping[str, Any], place: str) -> dict[str, str]:
    """Return the texts of an object, without what is not given. Raises EditError."""
    given = {key: value for key, value in values.items() if value is not None}
    return {key: text_of(value, f"{place}: `{key}`") for key, value in given.items()}


def _children(node: Any) -> Collection[Any]:
    if isinstance(node, dict):
        return node.values()
    return node if isinstance(node, list) else ()


def _too_deep(place: str) -> EditError:
    cure = "write cards, which need no more than four levels"
    return EditError(f"{place}: nested deeper than {DEEPEST} levels", cure)
