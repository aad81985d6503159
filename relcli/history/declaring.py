"""What a dataset declared at a commit, and of what a card may be another one since."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from relcli.load.declared import Declared
from relcli.load.files import DECLARING
from relcli.load.yaml_tree import YamlTree

if TYPE_CHECKING:
    from collections.abc import Iterator


def declared_by(files: Mapping[str, bytes]) -> Declared:
    """Return what the declaring files say, by their names."""
    declared = Declared()
    takers = (declared.read_dataset, declared.read_actors, declared.read_sources)
    for name, take_in in zip(DECLARING, takers, strict=True):
        if name in files:
            take_in(YamlTree.of_bytes(files[name], name))
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
