"""Rows to the formats that scripts read: JSON, JSON Lines, CSV, TSV, Markdown, ids.

A row is a mapping with an `id`: a card (`model.card_dict`), or what `topics`, `actors` and
`sources` list. Every view takes rows and yields pieces of text.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from relcli.model.source_rules import in_a_cell
from relcli.view.safe import cell, in_json, is_web_url, one_line

Row = Mapping[str, Any]

_MARKDOWN = r"([\\`*_{}\[\]<>|~#!&])"


def as_json(rows: Iterable[Row], _columns: Sequence[str]) -> Iterator[str]:
    """One array, an object a line."""
    before = "["
    for row in rows:
        yield f"{before}\n{json_line(row)}"
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def as_jsonl(rows: Iterable[Row], _columns: Sequence[str]) -> Iterator[str]:
    """An object a line (jsonlines.org)."""
    for row in rows:
        yield f"{json_line(row)}\n"


def as_csv(rows: Iterable[Row], columns: Sequence[str]) -> Iterator[str]:
    """A header and a record a row (RFC 4180), safe to open in a spreadsheet."""
    import csv
    import io

    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_in_cell(row.get(column)) for column in columns])
    yield buffer.getvalue()


def as_tsv(rows: Iterable[Row], columns: Sequence[str]) -> Iterator[str]:
    """A header and a line a row, tabs between; no value holds a tab or a line end."""
    yield "\t".join(columns) + "\n"
    for row in rows:
        yield "\t".join(_in_cell(row.get(column)) for column in columns) + "\n"


def as_markdown(rows: Iterable[Row], columns: Sequence[str]) -> Iterator[str]:
    """A table (GitHub Flavored Markdown), with links to web pages only."""
    yield f"| {' | '.join(columns)} |\n|{' --- |' * len(columns)}\n"
    for row in rows:
        yield f"| {' | '.join(_markdown(row.get(column)) for column in columns)} |\n"


def as_ids(rows: Iterable[Row], _columns: Sequence[str]) -> Iterator[str]:
    """An id a line."""
    for row in rows:
        yield f"{one_line(row['id'])}\n"


def _in_cell(value: Any) -> str:  # noqa: ANN401 - any value of a row
    """Return a value of a row as a cell; a number below 0 is no formula, as a text may be."""
    return str(value) if type(value) is int else cell(flat(value))


def flat(value: Any) -> str:  # noqa: ANN401, PLR0911 - any value of a row, each kind a line
    """Return a value of a row as the text of one cell; several are parted by `; `."""
    match value:
        case str():
            return value
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list():
            return "; ".join(flat(item) for item in value)
        case {"stance": stance}:
            return _source(value, stance)
        case {"word": word, "found": found}:
            return word if word == found else f"{word} → {found}"
        case {"points": points, "full": full, "words": words}:
            each = (f"{word['word']} {word['points']}" for word in words)
            return f"{points} of {full}: {', '.join(each)}"
        case {"path": path, "line": line}:
            return f"{path}:{line}"
        case {"id": item}:  # a speaker who is no actor has none
            return str(value["name"] if item is None else item)
    return str(value)


def _source(source: Row, stance: str) -> str:
    """Return a source as a cell: "TASS, 2016 (disputes, speaker: Ida Holm)"."""
    speaker = source.get("speaker")
    parts = ["" if stance == "supports" else stance, speaker and f"speaker: {speaker['name']}"]
    behind = ", ".join(part for part in parts if part)
    return in_a_cell(source) + (f" ({behind})" if behind else "")


def json_line(value: object) -> str:
    """Return a value as JSON in one line."""
    return in_json(json.dumps(value, ensure_ascii=False))


def _markdown(value: Any) -> str:  # noqa: ANN401 - any value of a row
    match value:
        case list():
            return "<br>".join(_markdown(item) for item in value)
        case {"stance": _, "url": str() as url} if is_web_url(url):
            target = url.translate({ord(c): f"%{ord(c):X}" for c in "()|<>\\`"})
            return f"[{_escaped(flat({**value, 'url': None}))}](<{target}>)"
    return _escaped(flat(value))


def _escaped(text: str) -> str:
    return re.sub(_MARKDOWN, r"\\\1", one_line(text))


# What is drawn is so by each command's own view; these are the same for all.
VIEWS: dict[str, Callable[[Iterable[Row], Sequence[str]], Iterator[str]]] = {
    "json": as_json,
    "jsonl": as_jsonl,
    "csv": as_csv,
    "tsv": as_tsv,
    "markdown": as_markdown,
    "ids": as_ids,
}
PICTURE = "svg"
DRAWN = ("table", PICTURE)
FORMATS = ("table", *VIEWS, PICTURE)
