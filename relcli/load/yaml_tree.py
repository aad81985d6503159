"""YAML text to a tree of strings that knows where everything stands.

No scalar is given a type: `no` is "no" and `2016` is "2016". Only an unquoted `null`, `~` or
nothing at all stands for "not given" (None).
"""

import re
from bisect import bisect_right

from relcli.load.lookalikes import ODD
from relcli.load.nodes import Node, line_starts
from relcli.load.problems import Problems
from relcli.load.yaml_plain import read_plain

# Stands for what was replaced: one of these that the file itself does not have.
_STAND_INS = "\ufffd" + "".join(map(chr, range(0xE000, 0xE010)))  # 0xE000: private use

# What YAML 1.2.2 production [1], c-printable, leaves out may not stand in a file as it is. Nor may
# the line breaks that only YAML 1.1 knows: libyaml counts lines by them, and editors do not.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]"
)
_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")  # what a merge leaves
_ASCII = b"\t\n\r" + bytes(range(0x20, 0x7F))


class YamlTree:
    """One file's text as a tree, with the problems met on the way.

    `root` holds only what is free of problems: the items of a list, the values of a mapping.
    `broken` names the keys of a root mapping that were left out.
    """

    def __init__(self, text: str, path: str) -> None:
        self.path = path
        self.root: Node = None
        self.problems = Problems(path)
        self.broken: set[str] = set()
        text = self._without_unprintable(text)
        odd = not text.isascii() and ODD.search(text)
        if odd or any(mark in text for mark in _CONFLICT):
            from relcli.load.slips import without_slips  # hardly a file needs it

            text, self.broken = without_slips(text, self.problems)
        self.root = None if self._stand_in else read_plain(text)
        if self.root is None:
            # Hardly a file needs it, and PyYAML takes longer to import than most files to read.
            from relcli.load.yaml_events import EventReader

            read = EventReader(text, path, self._stand_in)
            self.root = read.root
            self.broken |= read.broken
            self.problems += read.problems

    @classmethod
    def of_bytes(cls, data: bytes, path: str) -> "YamlTree":
        """Read the bytes of a file. What is no UTF-8 is a problem and spoils only its entry."""
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            tree = cls("", path)
            tree.problems.add((1, 1), "encoding", "the file is in UTF-16", "save it as UTF-8")
            return tree
        # A byte that is no UTF-8 becomes a lone surrogate, and is met again as unprintable.
        text = data.decode("utf-8", errors="surrogateescape")
        return cls(text.removeprefix("\ufeff"), path)

    def _without_unprintable(self, text: str) -> str:
        """Replace what YAML forbids by one stand-in, so that the rest of the file can be read."""
        self._stand_in = ""
        if text.isascii() and not text.encode().translate(None, _ASCII):  # six times as fast
            return text
        if _UNPRINTABLE.search(text) is None:
            return text
        unused = (char for char in _STAND_INS if char not in text)
        self._stand_in = next(unused, "\ufffd")
        starts = line_starts(text)
        last_line = 0
        for sign in _UNPRINTABLE.finditer(text):
            line = bisect_right(starts, sign.start())
            if line != last_line:  # one problem a line is enough
                at = line, sign.start() - starts[line - 1] + 1
                self.problems.add(at, "encoding", *_explain_unprintable(sign.group()))
                last_line = line
        return _UNPRINTABLE.sub(self._stand_in, text)


def _explain_unprintable(character: str) -> tuple[str, str]:
    """Return what is wrong with a character that YAML forbids, and the cure."""
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # as `surrogateescape` hides the bytes 80 to FF
        return f"the byte {code - 0xDC00:02X} is no UTF-8", "save the file as UTF-8"
    if character in "\x85\u2028\u2029":
        return f"the line separator U+{code:04X}", "put a space or a new line in its place"
    return f"the control character U+{code:04X}", "remove it"
