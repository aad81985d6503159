"""A draft to its sentences, each with its place; of Markdown what a reader reads as prose.

Headings, code, tables, block quotes, comments, footnotes and the data at the head of a Markdown
file are no sentences, nor is what has no word but addresses; addresses of links are no words.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from relcli.index.tokens import without_addresses
from relcli.model.match import LONGEST_DRAFT, Sentence, too_long

if TYPE_CHECKING:
    from markdown_it.token import Token

LONGEST_SENTENCE = 2_000  # letters of a sentence that are looked at: of prose, hardly one has 1,000
CHUNK = 5_000  # letters that are parted at once, so that a line without an end takes no more time
_UNREAD = f"of sentences longer than {LONGEST_SENTENCE:,} letters, only these were looked at"

_LOOKED_BACK = 20  # letters before an end, by which it is told from a point that is none
# What the splitter takes for an end, and a reader does not: Dr. Who; approx. 300; am 18. März.
_TITLE = "M|Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Sgt|Capt|Maj|Adm|Brig|Gov|Sen|Rep"
_SHORT = (
    f"{_TITLE}|Amb|Pres|Hon|Rev|St|Ft|Mt|approx|ca|cf|ed|eds|vs|Spc|Nos?|Vol|Fig"
    "|Jan|Feb|Mär|Apr|Aug|Sept?|O[ck]t|Nov|De[cz]"
)
_BEFORE_NAME = re.compile(rf"(?:^|\s)\(?(?:{_TITLE})\.\s*$")
_BEFORE_SMALL = re.compile(rf"(?:^|\s)\(?(?:{_SHORT})\.\s*$")
_BEFORE_MONTH = re.compile(r"(?:^|\s)\d{1,2}\.\s*$")
_SMALL = re.compile(r"[a-zа-я0-9]")
_MONTH = re.compile("Jan|Feb|Mär|Mar|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez", re.IGNORECASE)
_HEADING = re.compile(r"^\s*(?:=+\s.*\s=+|#+\s.*)\s*$")  # of a wiki, and of Markdown in plain text
_FRONT_MATTER = re.compile(
    r"\A(?:---\n.*?\n(?:---|\.\.\.)|\+\+\+\n.*?\n\+\+\+)[ \t]*(?=\n|\Z)", re.DOTALL
)
_FOOTNOTE = re.compile(r"^ {0,3}\[\^[^\]\n]+\]:.*(?:\n(?: {4}|\t).*)*", re.MULTILINE)
_REFERENCE = re.compile(r"\[\^[^\]\s]+\]")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_PROSE = {"paragraph_open"}
_BREAKS = {"softbreak", "hardbreak"}
_UNREAD_PIECES = {"code_inline", "html_inline", "image"}
_APART = {"blockquote_open": "blockquote_close", "table_open": "table_close"}


class Draft:
    """A draft as its sentences; `beyond` tells what of it is more than is looked at."""

    __slots__ = ("beyond", "sentences")

    def __init__(self, sentences: list[Sentence], beyond: list[str]) -> None:
        self.sentences = sentences
        self.beyond = beyond


def sentences_of(text: str, language: str, *, markdown: bool, path: str = "") -> Draft:
    """Return the sentences of a draft in a language. Raises RelcliError for a longer one."""
    if len(text) > LONGEST_DRAFT:
        raise too_long(path or "the draft")
    plain = re.sub(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]", _blank_line, text)
    prose = _markdown_prose(plain) if markdown else _plain_prose(plain)
    starts = [0, *(match.end() for match in re.finditer("\n", plain))]
    found = []
    longer = False
    for seen, places in prose:
        for first, last in _spans(seen, language):
            longer = longer or last - first > LONGEST_SENTENCE
            words = " ".join(seen[first : min(last, first + LONGEST_SENTENCE)].split())
            start, end = places[first], places[last - 1] + 1
            line = bisect_right(starts, start)
            found.append(Sentence(words, line, start - starts[line - 1] + 1, end, path))
    return Draft(found, [_UNREAD] if longer else [])


def _blank_line(match: re.Match[str]) -> str:
    """Return what keeps each place of a text where it is, with one kind of line end."""
    return " \n" if match[0] == "\r\n" else "\n"


# A piece of prose as it is read, and where each of its letters stands in the draft.
_Prose = tuple[str, "list[int] | range"]


def _plain_prose(text: str) -> Iterator[_Prose]:
    """Yield the paragraphs of a plain text; a heading is none."""
    start = 0
    for line in re.finditer(r"[^\n]*(?:\n|\Z)", text):
        if not line[0].strip() or _HEADING.match(line[0]):
            yield text[start : line.start()], range(start, line.start())
            start = line.end()
    yield text[start:], range(start, len(text))


def _markdown_prose(text: str) -> Iterator[_Prose]:
    """Yield the paragraphs of a Markdown text, without its marks."""
    for pattern in (_FRONT_MATTER, _COMMENT, _FOOTNOTE, _REFERENCE):
        text = pattern.sub(_blanked, text)
    from markdown_it import MarkdownIt  # only a draft is Markdown

    starts = [0, *(match.end() for match in re.finditer("\n", text)), len(text)]
    # Not joined, pieces are found where they stand.
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("text_join")
    tokens = parser.parse(text)
    closing = ""
    inside = 0
    for token, following in pairwise(tokens):
        if token.type in _APART and (not closing or token.type == closing.replace("close", "open")):
            closing, inside = _APART[token.type], inside + 1
        elif token.type == closing:
            inside -= 1
            closing = closing if inside else ""
        elif token.type in _PROSE and not closing and following.map:
            first, last = following.map
            yield _seen(following, text, starts[first], starts[last])


def _blanked(match: re.Match[str]) -> str:
    """Return as many blanks, with the line ends where they were."""
    return re.sub(r"[^\n]", " ", match[0])


def _seen(block: "Token", text: str, start: int, end: int) -> _Prose:
    """Return the words of a paragraph, and where each letter of them stands between two places."""
    seen: list[str] = []
    places: list[int] = []
    at = start
    for token in block.children or ():
        written = _written(token)
        found = max(text.find(written, at, end), at) if written else at
        words = _words(token)
        if words == written:
            places += range(found, found + len(words))
        else:  # an entity, such as &amp;, or what is not read
            places += [found] * len(words)
        seen.append(words)
        at = found + len(written)
    return "".join(seen), places


def _written(token: "Token") -> str:
    """Return how a piece of a paragraph is written, but for marks around it."""
    if token.type in _BREAKS:
        return "\n"
    return token.markup if token.type == "text_special" else token.content


def _words(token: "Token") -> str:
    """Return what a reader reads of a piece of a paragraph."""
    if token.type in _BREAKS:
        return "\n"
    return " " if token.type in _UNREAD_PIECES else token.content


def _spans(text: str, language: str) -> Iterator[tuple[int, int]]:
    """Yield from where to where the sentences of a paragraph stand, without blanks around them."""
    start = end = 0
    for first, last in _ends(text, language):
        before = text[max(start, end - _LOOKED_BACK) : end]
        if start < end and not _goes_on(before, text[first:last]):
            yield from _trimmed(text, start, end)
            start = first
        end = last
    yield from _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    if any(map(str.isalpha, without_addresses(" ".join(piece.split())))):
        left = len(piece) - len(piece.lstrip())
        yield start + left, start + len(piece.rstrip())


def _ends(text: str, language: str) -> Iterator[tuple[int, int]]:
    """Yield the pieces into which the splitter parts a text, as it stands, chunk by chunk."""
    from sentencex import segment

    start = 0
    while start < len(text):
        stop = start + CHUNK
        if stop < len(text):
            stop = max(text.rfind(". ", start, stop), text.rfind("\n", start, stop)) + 1 or stop
            stop = stop if stop > start else start + CHUNK
        at = start
        for piece in segment(language, text[start:stop].replace("\n", " ")):
            yield at, at + len(piece)
            at += len(piece)
        start = stop


def _goes_on(before: str, after: str) -> bool:
    """Whether a sentence goes on where the splitter ends it: Dr. Who, am 18. März, approx. 300."""
    if _BEFORE_NAME.search(before):
        return True
    if _BEFORE_MONTH.search(before):
        return _MONTH.match(after) is not None
    return _BEFORE_SMALL.search(before) is not None and _SMALL.match(after) is not None
