"""What a dataset declared at a commit, and of what a card may be another one since."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from relcli.load.declared import Declared
from relcli.load.files import DECLARING
from relcli.load.nodes import Map
from relcli.load.yaml_tree import YamlTree

if TYPE_CHECKING:
    from collections.abc import Iterator


class Trees:
    """Reads declaring files; of a new version, only the entries whose text changed.

    An entry begins with its key at the beginning of a line, and nothing of another one matters to
    it; what cannot be parted so, or has an error in a part, is read as a whole.
    """

    def __init__(self) -> None:
        self._whole: dict[str, tuple[bytes, YamlTree]] = {}
        self._parts: dict[str, dict[bytes, Map]] = {}

    def read(self, name: str, data: bytes) -> YamlTree:
        """Return what a version of a file holds."""
        if name not in self._whole or self._whole[name][0] != data:
            self._whole[name] = data, self._in_parts(name, data) or YamlTree.of_bytes(data, name)
        return self._whole[name][1]

    def _in_parts(self, name: str, data: bytes) -> YamlTree | None:
        """Return what the entries of a file hold together; None where it is to be read whole."""
        texts = _ENTRY.split(data)
        known = self._parts.get(name, {})
        parts: dict[bytes, Map] = {}
        whole = Map((1, 1))
        for text in texts:
            part = known.get(text) or _entry(text)
            if part is None or not part.keys().isdisjoint(whole):
                return None
            parts[text] = part
            whole.update(part)
            whole.places.update(part.places)
        self._parts[name] = parts
        tree = YamlTree("", name)
        tree.root = whole
        return tree


_ENTRY = re.compile(rb"\n(?=[^\s#-])")
_ELSEWHERE = (b"\n---", b"\n...")  # what ends a document


def _entry(text: bytes) -> Map | None:
    """Return what a part of a file holds, if that is entries without an error."""
    if text.startswith((b"%", b".", b"---")) or any(sign in text for sign in _ELSEWHERE):
        return None
    tree = YamlTree.of_bytes(text, "")
    return None if tree.problems or not isinstance(tree.root, Map) else tree.root


def declared_by(files: Mapping[str, bytes], trees: Trees | None = None) -> Declared:
    """Return what the declaring files say, by their names."""
    declared, trees = Declared(), trees or Trees()
    for name in DECLARING:
        if name in files:
            declared.read(name, trees.read(name, files[name]))
    return declared


def names_changed(old: Declared, new: Declared) -> set[str] | None:
    """Return all names by which a card may have what is declared otherwise now.

    None where all cards may be others: what nobody declares may be anything.
    """
    kinds = (
        (old.topics, new.topics),
        (old.actors, new.actors),
        (old.sources, new.sources),
        (dict.fromkeys(old.broken), dict.fromkeys(new.broken)),
        (old.ambiguous, new.ambiguous),
    )
    if any(bool(before) != bool(after) for before, after in kinds[:3]):
        return None
    changed = {name for before, after in kinds for name in _differing(before, after)}
    for actors in (old.actors, new.actors):
        named = [actors[name] for name in changed & actors.keys()]
        changed |= {name for actor in named for name in (actor.name, *actor.aliases)}
    return changed


def _differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> "Iterator[str]":
    for name in {*before, *after}:
        if before.get(name) != after.get(name):
            yield name
