"""The formats by name."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from relcli.view import data
from relcli.view.data import Row

# `table` is drawn by each command's own view; these are the same for all.
VIEWS: dict[str, Callable[[Iterable[Row], Sequence[str]], Iterator[str]]] = {
    "json": data.as_json,
    "jsonl": data.as_jsonl,
    "csv": data.as_csv,
    "tsv": data.as_tsv,
    "markdown": data.as_markdown,
    "ids": data.as_ids,
}
FORMATS = ("table", *VIEWS)
