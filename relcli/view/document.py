"""One JSON document, such as `stats` and `graph` write: a key a line, an item of a list a line."""

from collections.abc import Iterator, Mapping
from typing import Any

from relcli.view.data import json_line


def as_document(document: Mapping[str, Any]) -> Iterator[str]:
    """Yield an object as JSON."""
    before = "{"
    for key, value in document.items():
        yield f"{before}\n{json_line(key)}: "
        yield from _list(value) if isinstance(value, list) else [json_line(value)]
        before = ","
    yield "\n}\n"


def _list(items: list[Any]) -> Iterator[str]:
    before = "["
    for item in items:
        yield f"{before}\n{json_line(item)}"
        before = ","
    yield "[]" if before == "[" else "\n]"
