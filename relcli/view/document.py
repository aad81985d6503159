"""One JSON document, such as `stats` and `graph` write: a key a line, an item of a list a line."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from relcli.view.safe import in_json


def as_document(document: Mapping[str, Any]) -> Iterator[str]:
    """Yield an object as JSON."""
    before = "{"
    for key, value in document.items():
        yield f"{before}\n{_json(key)}: "
        yield from _list(value) if isinstance(value, list) else [_json(value)]
        before = ","
    yield "\n}\n"


def _list(items: list[Any]) -> Iterator[str]:
    before = "["
    for item in items:
        yield f"{before}\n{_json(item)}"
        before = ","
    yield "[]" if before == "[" else "\n]"


def _json(value: Any) -> str:  # noqa: ANN401 - any value
    return in_json(json.dumps(value, ensure_ascii=False))
