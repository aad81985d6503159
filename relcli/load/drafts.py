"""A draft that is held against the facts: a text file of the user's, or what a pipe gives."""

import os
from pathlib import Path
from typing import NamedTuple, TextIO

from relcli.errors import RelcliError
from relcli.model.match import LONGEST_DRAFT, too_long

STDIN = "-"
_MOST_BYTES = 4 * LONGEST_DRAFT  # of as many letters
_BOM = b"\xef\xbb\xbf"
_OTHER_UNICODE = (b"\xff\xfe", b"\xfe\xff")
_MARKDOWN = {".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".qmd", ".rmd"}


class DraftFile(NamedTuple):
    """A draft: its path, "" of a pipe, its text, and whether that is Markdown."""

    path: str
    text: str
    markdown: bool


def read_draft(path: str, stdin: TextIO | None) -> DraftFile:
    """Read a draft; `-` is stdin, which may be Markdown. Raises RelcliError for what is no text."""
    if path == STDIN:
        if stdin is None:  # closed by `<&-`
            raise RelcliError("stdin is closed", "send a draft there")
        return DraftFile("", _text(stdin.buffer.read(_MOST_BYTES + 1), "stdin"), markdown=True)
    if os.path.isdir(path):  # noqa: PTH112 - "" is a path, too
        raise RelcliError(f"{path}: is a folder", "name the files in it, as with `folder/*.md`")
    try:
        with Path(path).open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise RelcliError(f"{path}: {error.strerror}", "see what is there") from None
    return DraftFile(path, _text(data, path), Path(path).suffix.lower() in _MARKDOWN)


def _text(data: bytes, name: str) -> str:
    if len(data) > _MOST_BYTES:
        raise too_long(name)
    if data.startswith(_OTHER_UNICODE):
        raise RelcliError(f"{name}: is UTF-16, not UTF-8", "save it as UTF-8")
    if b"\0" in data:
        raise RelcliError(f"{name}: is no text", "save the draft as plain text or Markdown")
    try:
        text = data.removeprefix(_BOM).decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise RelcliError(f"{name}:{line}: is no UTF-8", "save it as UTF-8") from None
    if len(text) > LONGEST_DRAFT:
        raise too_long(name)
    return text
