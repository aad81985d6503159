"""Markdown to roff, the language of man pages: the macros of man(7) alone, and ASCII alone.

So written, groff, mandoc and others read it, whatever the encoding. A table becomes a list, for
the language has none of its own.
"""

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.token import Token

# What roff would take for a sign of its own: the escape character, and those that it draws as the
# typographer's (a command would no longer work when it is copied from the page).
_SIGNS = {
    "\\": r"\(rs",
    "-": r"\-",
    "'": r"\(aq",
    "`": r"\(ga",
    "^": r"\(ha",
    "~": r"\(ti",
    '"': r"\(dq",
}
_STYLES = {
    "strong_open": r"\fB",
    "strong_close": r"\fR",
    "em_open": r"\fI",
    "em_close": r"\fR",
}


def escape(text: str) -> str:
    """Return a text of which nothing acts in roff, in one line or several."""
    return _no_request(_written(text))


def bold(text: str) -> str:
    """Return a text in bold type."""
    return rf"\fB{escape(text)}\fR"


def entry(term: str, text: str) -> Iterator[str]:
    """Yield the lines of an entry of a list: a term, which is roff, and what it means."""
    yield from (".TP", term, escape(text) or r"\&")


def example(text: str) -> Iterator[str]:
    """Yield the lines of an example, which stands as it is."""
    yield from (".PP", ".RS 4", ".nf", *map(_kept, text.splitlines()), ".fi", ".RE")


def body(markdown: str) -> Iterator[str]:
    """Yield the lines of a Markdown text, of which the first heading is a section."""
    from markdown_it import MarkdownIt

    tokens = iter(MarkdownIt("commonmark").enable("table").parse(markdown))
    for token in tokens:
        match token.type:
            case "heading_open":
                macro = ".SH" if token.tag == "h1" else ".SS"
                yield f"{macro} {_inline(next(tokens))}"
            case "list_item_open":
                next(tokens)  # the paragraph within
                yield from (r".IP \(bu 2", _inline(next(tokens)))
            case "paragraph_open":
                yield from (".PP", _inline(next(tokens)))
            case "fence":
                yield from example(token.content)
            case "table_open":
                yield from _table(tokens)


def _table(tokens: "Iterator[Token]") -> Iterator[str]:
    """Yield a table as a list: each row by its first cell, the others with their heading."""
    headings: list[str] = []
    cells: list[str] = []
    for token in takewhile(lambda token: token.type != "table_close", tokens):
        match token.type:
            case "inline":
                cells.append(_inline(token))
            case "thead_close":
                headings, cells = cells, []
            case "tr_close" if headings:
                several = len(headings) > 2
                rows = [
                    f"{heading}: {cell}" if several else cell
                    for heading, cell in zip(headings[1:], cells[1:], strict=True)
                    if cell
                ]
                yield from (".TP", cells[0], "; ".join(rows))
                cells = []


def _inline(token: "Token") -> str:
    """Return the text of a paragraph, with its styles."""
    pieces = []
    link = ""
    for child in token.children or ():
        match child.type:
            case "text":
                pieces.append(_written(child.content))
            case "code_inline":
                pieces.append(rf"\fB{_written(child.content)}\fR")
            case "softbreak":
                pieces.append("\n")
            case "link_open":
                link = str(child.attrs["href"])
            case "link_close":
                pieces.append(f" ({_written(link)})")
            case style:
                pieces.append(_STYLES[style])
    return _no_request("".join(pieces))


def _kept(line: str) -> str:
    """Return a line of an example; an empty one, which would end a paragraph, has no width."""
    return escape(line) or r"\&"


def _no_request(text: str) -> str:
    """Return roff of which no line is a request; an apostrophe is written otherwise anyway."""
    return re.sub(r"^\.", r"\\&.", text, flags=re.MULTILINE)


def _written(text: str) -> str:
    """Return a text with all that roff has another sign, or none, for."""
    return "".join(
        _SIGNS.get(character, character) if character.isascii() else rf"\[u{ord(character):04X}]"
        for character in text
    )
