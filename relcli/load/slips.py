"""What is YAML and not what was meant: found in the text, before anybody reads it.

A conflict that a merge left; a space, a colon or a dash that only looks like the one it should be.
YAML takes these for letters, and tells of something else then, or of nothing. The entries in which
they stand are set aside, so that those around them are read.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from relcli.load.lookalikes import COLONS, DASHES, ODD, SPACES, WIDTHLESS, latin, named
from relcli.load.nodes import ITEM_BEGINS, KEY_BEGINS, line_starts
from relcli.load.problems import Problems
from relcli.model.keys import ACTOR_KEYS, CARD_KEYS, CARD_SOURCE_KEYS, CHECK_KEYS, DATASET_KEYS

_KEYS = CARD_KEYS | CARD_SOURCE_KEYS | ACTOR_KEYS | DATASET_KEYS | CHECK_KEYS
_MARK = re.compile(r"([<>|=])\1{6}(?: .*)?\s*")
_ODD_SPACE = re.compile(f"[{SPACES}]")
_ODD_DASH = re.compile(f"[{DASHES}](?=[ {SPACES}])")
_WIDTHLESS = re.compile(f"[{WIDTHLESS}]")
_SPACE = f"[ {SPACES}]"
# Indentation, dashes with the spaces behind them, a dash of another kind, and a key with its colon
# and what follows that.
_START = re.compile(
    rf"({_SPACE}*)((?:-{_SPACE}+)*)([{DASHES}]{_SPACE}+)?"
    rf"(?:([^\W_][\w.-]*){_SPACE}*([:{COLONS}])({_SPACE}*)(.?))?"
)
# The line on which a text begins that may hold anything.
_BLOCK_TEXT = re.compile(r"(?:( *(?:- +)*)[^\s#-].*: |( *)- +)[|>][-+0-9]*(?:\s+#.*)?\s*")


class Slip(NamedTuple):
    """What is wrong from one line to another, both counted from 0.

    `alone` is a line without a word, which spoils no entry.
    """

    first: int
    last: int
    column: int
    rule: str
    message: str
    cure: str
    alone: bool = False


def without_slips(text: str, problems: Problems) -> tuple[str, set[str]]:
    """Return a text in which entries with slips are comments without words, and the keys of these.

    The slips go to `problems`, of each entry the first one.
    """
    starts = line_starts(text)
    lines = [text[start:end] for start, end in pairwise(starts)]
    slips = [*_conflicts(lines), *_odd_signs(text, lines, starts)]
    if not slips:
        return text, set()
    begins = _entries(lines)
    aside: set[int] = set()
    blank: set[int] = set()
    for slip in sorted(slips):
        if slip.first not in aside or slip.rule == "merge-conflict":
            problems.add((slip.first + 1, slip.column), slip.rule, slip.message, slip.cure)
            if slip.alone:
                blank.add(slip.first)
            else:
                aside.update(_lines_of(slip, lines, begins))
    kept = [
        f"#{_line_end(line)}" if n in aside else f" {_line_end(line)}" if n in blank else line
        for n, line in enumerate(lines)
    ]
    broken = {lines[n].partition(":")[0].strip("\"' \r\n") for n in begins if n in aside}
    return "".join(kept), broken


def _line_end(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]


def _conflicts(lines: list[str]) -> Iterator[Slip]:
    """Yield the conflicts that a merge left, and the marks that are left of one.

    A conflict goes from <<<<<<< to >>>>>>>, with others within it; without an end, to that of the
    file.
    """
    depth = first = 0
    for number, line in enumerate(lines):
        if not (match := _MARK.fullmatch(line)):
            continue
        if match[1] == "<":
            first = first if depth else number
            depth += 1
        elif match[1] == ">" and depth:
            depth -= 1
            if not depth:
                yield _conflict(first, number)
        elif not depth:
            yield _conflict(number, number)
    if depth:
        yield _conflict(first, len(lines) - 1)


def _conflict(first: int, last: int) -> Slip:
    upto = f", up to line {last + 1}" if last > first else ""
    cure = "keep one side, or put both together, and remove the lines of <, = and >"
    return Slip(first, last, 1, "merge-conflict", f"a merge conflict is left here{upto}", cure)


def _odd_signs(text: str, lines: list[str], starts: list[int]) -> Iterator[Slip]:
    """Yield the lines whose spaces, dash or colon only look like those of YAML."""
    inside: set[int] | None = None
    for begun in ODD.finditer(text):
        number = bisect_right(starts, begun.start()) - 1
        if slip := _slip_of(number, lines[number]):
            inside = _block_texts(lines) if inside is None else inside
            if number not in inside:
                yield slip


def _slip_of(number: int, line: str) -> Slip | None:
    """Return what is wrong with the signs of one line, None where nothing is."""
    match = _START.match(line)
    assert match  # noqa: S101 - it may be empty
    indent, dashes, odd_dash, key, colon, behind, value = (part or "" for part in match.groups())
    if not _plain(line).strip():
        odd = _ODD_SPACE.search(line)
        return odd and _odd_space(number, odd.start() + 1, odd[0], alone=True)
    known = latin(key) in _KEYS
    if known and odd_dash:
        told = f"{named(odd_dash[0])} where YAML wants a hyphen"
        return Slip(number, number, match.start(3) + 1, "look-alike", told, "write `- `")
    if known and colon != ":":
        told, cure = f"{named(colon)} where YAML wants a colon", f"write `{latin(key)}: `"
        return Slip(number, number, match.start(5) + 1, "look-alike", told, cure)
    begins = [(match.start(1), indent)] if known or dashes else []
    # A text may begin with such a space, after one that parts it from its dash or its colon.
    begins += [(match.start(2), dashes if known else re.sub(" .*", "", dashes))]
    begins += (
        [(match.start(6), behind)] if known and (behind[:1] != " " or not value.strip()) else []
    )
    for at, spaces in begins:
        if odd := _ODD_SPACE.search(spaces):
            return _odd_space(number, at + odd.start() + 1, odd[0])
    return None


def _odd_space(number: int, column: int, sign: str, *, alone: bool = False) -> Slip:
    told, cure = f"{named(sign)} where YAML wants a space", "put a plain space in its place"
    if alone or _WIDTHLESS.match(sign):
        told, cure = f"{named(sign)}, which nobody sees", "remove it"
    return Slip(number, number, column, "no-break-space", told, cure, alone)


def _block_texts(lines: list[str]) -> set[int]:
    """Return the lines of texts that begin with | or >: these may hold anything."""
    inside: set[int] = set()
    deeper = ""  # than what has the text
    for number, line in enumerate(lines):
        if deeper and (not line.strip() or line.startswith(deeper)):
            inside.add(number)
            continue
        header = _BLOCK_TEXT.fullmatch(line)
        deeper = " " * (len(header[1] or header[2] or "") + 1) if header else ""
    return inside


def _entries(lines: list[str]) -> list[int]:
    """Return the lines on which the entries of the file begin, by the look of them."""
    plain = ["" if _MARK.fullmatch(line) else _plain(line) for line in lines]
    begun = re.compile(rf"( *)({ITEM_BEGINS}|{KEY_BEGINS})")
    matches = [
        (match, line == own)
        for line, own in zip(plain, lines, strict=True)
        if (match := begun.match(line))
    ]
    if not matches:
        return []
    written = [match for match, as_written in matches if as_written]
    first = min(written, key=_depth, default=matches[0][0])
    if first[2] != "-":  # a key of what the first line begins, where that is what slipped
        first = min([first, *(match for match, _ in matches)], key=_depth)
    indent, marker = len(first[1]), ITEM_BEGINS if first[2] == "-" else KEY_BEGINS
    entry = re.compile(rf" {{{indent}}}{marker}")
    # With another space before it, it may have slipped by one column.
    slipped = re.compile(rf" {{0,{indent + 1}}}{marker}")
    return [
        number
        for number, line in enumerate(plain)
        if entry.match(line) or (line != lines[number] and slipped.match(line))
    ]


def _depth(match: re.Match[str]) -> int:
    return len(match[1])


def _plain(line: str) -> str:
    """Return a line with the spaces and the dash that were meant."""
    if line.isascii():
        return line
    spaced = _ODD_SPACE.sub(" ", _WIDTHLESS.sub("", line))
    begun = len(spaced) - len(spaced.lstrip())
    return f"{spaced[:begun]}-{spaced[begun + 1 :]}" if _ODD_DASH.match(spaced, begun) else spaced


def _lines_of(slip: Slip, lines: list[str], begins: list[int]) -> range:
    """Return the lines of the entries that a slip spoils."""
    after = next((begin for begin in begins if begin > slip.last), len(lines))
    if slip.rule == "merge-conflict" and _is_between(slip, lines, begins, after):
        return range(slip.first, after)
    return range(max((begin for begin in begins if begin <= slip.first), default=0), after)


def _is_between(slip: Slip, lines: list[str], begins: list[int], after: int) -> bool:
    """Whether a conflict is about whole entries, so that the one above it is none of its own."""
    goes_on = any(map(_says, lines[slip.last + 1 : after]))
    marks = [n for n in range(slip.first, slip.last + 1) if _MARK.fullmatch(lines[n])]
    if len(marks) == 1:
        return not goes_on
    for mark, end in zip(marks, [*marks[1:], slip.last + 1], strict=True):
        first = next((n for n in range(mark + 1, end) if _says(lines[n])), None)
        if mark < slip.last and (goes_on if first is None else first not in begins):
            return False
    return True


def _says(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")
