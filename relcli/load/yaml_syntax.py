"""Syntax errors of YAML, as a person mends them."""

import re
from bisect import bisect_right

import yaml

from relcli.load.nodes import At, line_starts

# What libyaml and PyYAML's own parser say, what it means, what a person does about it, and whether
# the place to mend is where the parser saw the problem, where what it was reading began (the
# context) or where the text ends.
_SYNTAX = (
    ("a tab", "a tab where YAML wants spaces", "indent with spaces", "problem"),
    (
        "quoted scalar: found unexpected (end|document)",
        "a quotation mark is never closed",
        "close it, or remove it",
        "context",
    ),
    (
        "mapping values are not allowed",
        "`: ` within a text, or a line indented unlike the one above",
        "put the text in quotes, or indent the keys of one card alike",
        "problem",
    ),
    (
        "could not find expected ':'",
        "a line that is no `key: value`",
        "add its key, or indent it more than the key whose text it belongs to",
        "context",
    ),
    (
        r"',' or ('\]'|'\}')",
        "a bracket is never closed, or a comma is missing in it",
        "close it, and put a text with brackets, commas or `: ` in quotes",
        "context",
    ),
    ("cannot start any token", "a text cannot begin with {}", "put it in quotes", "problem"),
    (
        "block mapping: ",
        "a text goes on after its end, or a line is indented unlike the keys above",
        "put the whole text in quotes, or indent the keys of one card alike",
        "problem",
    ),
    (
        "block collection: ",
        "this line belongs to no entry of the list",
        "start each entry with `- `, all indented alike",
        "problem",
    ),
    (
        "scanning an (alias|anchor): ",
        "a text cannot begin with * or &",
        "put it in quotes",
        "context",
    ),
    (
        "(scanning|parsing) a (tag|node): ",
        "a text cannot begin with !",
        "put it in quotes",
        "context",
    ),
    (
        "escape c(haracter|ode)",
        "a backslash that YAML cannot read",
        "double it, or use single quotes",
        "problem",
    ),
    (
        "scanning a block scalar: ",
        "a text begins on the line of its | or >",
        "begin it on the next line, or put it in quotes",
        "problem",
    ),
    (
        "node content at the end",
        "a bracket is never closed",
        "close it, or put a text that begins so in quotes",
        "end",
    ),
    (
        "node content",
        "a bracket or a comma where a text should begin",
        "put a text that begins so in quotes",
        "problem",
    ),
    (
        "directive",
        "a line begins with %",
        "remove it, or put the text in quotes",
        "context",
    ),
    (
        "document start",
        "this follows what should be the end of the file",
        "remove it, or write the file as one list of cards",
        "problem",
    ),
    (
        "nested too deep",
        "nested too deep",
        "remove brackets and indentation: a card needs no more than four levels",
        "problem",
    ),
)
# What YAML says of a text, or a bracket, that goes on after a comment.
_BROKEN_OFF = re.compile(r"block mapping: |expected ':'|',' or |node content at the end")
_COMMENT = re.compile(r"(?<=\S)[ \t]+(#)")
_CUT = (
    "` #` begins a comment here, and what should follow is cut off",
    "put a text with ` #` in quotes, or the comment on a line of its own",
)
_LOOK_AROUND = "look at the quotes, the brackets and the indentation before it"


def explain(error: yaml.MarkedYAMLError, text: str) -> tuple[At, str, str]:
    """Return where in `text` to mend a syntax error, what it is, and how."""
    said = f"{error.context}: {error.problem}"
    mark = error.problem_mark or error.context_mark
    character = text[mark.index : mark.index + 1] if mark else ""
    if character == "\t":
        said = "a tab"
    elif mark and mark.index >= len(text):
        said += " at the end"
    if error.context_mark and error.problem_mark and _BROKEN_OFF.search(said):
        cut = _comment_between(error.context_mark.index, error.problem_mark.index, text)
        if cut:
            return cut, *_CUT
    known = (row for row in _SYNTAX if re.search(row[0], said))
    _, what, cure, where = next(known, ("", error.problem or said, _LOOK_AROUND, ""))
    if where == "context" and error.context_mark:
        mark = error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    if where == "end":  # of the text, not of the blank lines after it
        last = len(text.rstrip()) - 1
        starts = line_starts(text)
        line = bisect_right(starts, last)
        column = last - starts[line - 1] + 1
    return (line, column), what.format(character), cure


def _comment_between(begun: int, met: int, text: str) -> At | None:
    """Return where a comment begins that breaks off what should go on where an error was met."""
    before = text[:met].rstrip()
    start = begun if text[begun : begun + 1] in ("[", "{") else before.rfind("\n") + 1
    for comment in _COMMENT.finditer(before, start):
        # Within quotes it would be none: so none of these may be open before it.
        if all(before.count(mark, start, comment.start()) % 2 == 0 for mark in "\"'"):
            starts = line_starts(text)
            line = bisect_right(starts, comment.start(1))
            return line, comment.start(1) - starts[line - 1] + 1
    return None
