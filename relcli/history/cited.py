"""The citations that a text has, and what became of their cards since."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from relcli.history.compare import Changes
from relcli.model.ids import as_label

# What makes a citation say something else than its card does now.
STALE = frozenset({"regraded", "disputed", "reworded", "redated", "retired", "removed"})

MOST_CITATIONS = 10_000  # of a text; a book of a thousand pages has some thousands
_STAMP = re.compile(r"\[relcli\s+(\S{1,200})@([0-9a-f]{7,64})\]")
# How each style names a card beside the stamp: a footnote of Markdown, a reference of a wiki, and
# what a bibliography remarks on each claim: "[id; date; grade]".
_LABELS = re.compile(
    r"""^\[\^([^\[\]\s]{1,200})\]:|<ref\ name="([^"<>\s]{1,200})">"""
    r"""|\[([^\[\];\s]{1,200});\ [^\[\];]{1,80};\ [^\[\]]{1,2000}\]""",
    re.MULTILINE,
)
# How the styles write signs that would act in them.
_ESCAPED = re.compile(r"\\u([0-9a-f]{4})|&\#(\d{1,7});|\\([!-/:-@\[-`{-~])|\\text(\w+)\{\}")
_NAMED = {
    "backslash": "\\",
    "braceleft": "{",
    "braceright": "}",
    "asciitilde": "~",
    "asciicircum": "^",
}


class Citation(NamedTuple):
    """A citation of a card in a text: in which line, and of which commit if it is stamped."""

    id: str
    commit: str | None
    line: int


def citations(text: str) -> list[Citation]:
    """Return the citations of a text in their order; each card and commit once.

    A label beside a stamp of the same card says no more than that.
    """
    text = _ESCAPED.sub(_plain, text)
    starts = [found.end() for found in re.finditer("\n", text)]

    def line(place: int) -> int:
        return bisect_right(starts, place) + 1

    stamps = [Citation(m[1], m[2], line(m.start())) for m in _STAMP.finditer(text)]
    stamped = {as_label(stamp.id) for stamp in stamps}
    labels = (Citation(m[1] or m[2] or m[3], None, line(m.start())) for m in _LABELS.finditer(text))
    found = [*stamps, *(each for each in labels if as_label(each.id) not in stamped)]
    first: dict[tuple[str, str | None], Citation] = {}
    for each in sorted(found, key=lambda each: each.line):
        first.setdefault((each.id, each.commit), each)
    return list(first.values())


def by_label(ids: Iterable[str]) -> dict[str, str]:
    """Return ids by the labels that footnotes have for them, and had while they left signs out."""
    known = list(ids)
    before = {re.sub(r"[^\w.-]", "-", card_id): card_id for card_id in known}
    return {**before, **{as_label(card_id): card_id for card_id in known}}


def _plain(escaped: re.Match[str]) -> str:
    """Return the sign that a style wrote otherwise, on as many lines."""
    code, number, sign, name = escaped.groups()
    if code:
        plain = chr(int(code, 16))
    elif number:
        plain = chr(min(int(number), 0x10FFFF))
    else:
        plain = sign or _NAMED.get(name, escaped[0])
    return plain if plain.isprintable() else escaped[0]


def net(changes: Iterable[Changes]) -> Changes:
    """Return what changed in all, from what changed each time, the first time first."""
    fields: Changes = {}
    for each in changes:
        for field, (old, new) in each.items():
            fields[field] = [fields[field][0] if field in fields else old, new]
    return {field: both for field, both in fields.items() if both[0] != both[1]}
