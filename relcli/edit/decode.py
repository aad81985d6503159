"""Bytes from elsewhere to text: UTF-8, or UTF-16 as spreadsheets write it."""

import codecs
import sys
from pathlib import Path

from relcli.errors import EditError
from relcli.load.files import NoFileError, read_stream

STDIN = "-"
_SAVE_AS = "save it as UTF-8; a spreadsheet has `CSV UTF-8` for that"
# The longer mark first, for it begins as the shorter one does.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
# What is no text at all, by its first bytes.
_OTHERS = (
    (b"PK\x03\x04", "a workbook, or another archive", "save the sheet as `CSV UTF-8`"),
    (b"\xd0\xcf\x11\xe0", "a workbook of an old Excel", "save the sheet as `CSV UTF-8`"),
    (b"%PDF", "a PDF", "give what it was made from"),
    (b"\x1f\x8b", "compressed", "unpack it with `gunzip`"),
)


def read_input(name: str) -> str:
    """Return the text of a file, or of stdin (`-`). Raises EditError."""
    called = "stdin" if name == STDIN else name
    try:
        data = _read(name)
    except NoFileError as error:
        raise EditError(f"{called}: {error.strerror}", error.cure) from None
    except OSError as error:
        raise EditError(f"{called}: cannot be read: {error.strerror or error}") from None
    return text_of_bytes(data, called)


def _read(name: str) -> bytes:
    if name != STDIN:
        with Path(name).open("rb") as file:
            return read_stream(file)
    if sys.stdin is None:  # closed by `<&-`
        raise EditError("stdin is closed", "send cards there")
    return read_stream(sys.stdin.buffer)


def text_of_bytes(data: bytes, called: str) -> str:
    """Return what some bytes say, without the mark of their encoding. Raises EditError."""
    for mark, what, cure in _OTHERS:
        if data.startswith(mark):
            raise EditError(f"{called} is {what}, and no text", cure)
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        is_16 = "" if encoding.startswith("utf-8") else f", and no {encoding.upper()} either"
        raise EditError(f"{called} is no UTF-8{is_16}", _SAVE_AS) from None
    if "\0" in text[:1000]:  # every other byte, where UTF-16 comes without its mark
        raise EditError(f"{called} is no UTF-8: it has zero bytes", _SAVE_AS)
    return text
