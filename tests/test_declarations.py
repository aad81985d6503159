"""What a dataset declares, as its index keeps it, is what the files declare."""

import pickle
from pathlib import Path

from relcli.index.declarations import keep, kept
from relcli.index.sqlite_store import SqliteStore
from relcli.load.dataset import read_declared
from relcli.load.declared import Declared
from relcli.load.yaml_tree import YamlTree

ACTORS = """
nora: {name: Nora, kind: ship, aliases: [the Nora, NORA AF]}
vega: {name: Vega, aliases: [the nora, Жук]}
"""
SOURCES = """
log: {title: "Log, 1911", url: "https://example.org/log", published: 1911-03~, reliability: B}
reprint: {publisher: Harbour Press, origin: log, stance: qualifies, says: It has the log.}
again: {title: Again, origin: reprint, accessed: 2020-01-02}
"""


def both() -> tuple[Declared, Declared]:
    """Return what is declared, and the same out of an index."""
    declared = Declared()
    assert not declared.read_dataset(YamlTree("topics: {sea: The sea}", "dataset.yaml"))
    assert not declared.read_actors(YamlTree(ACTORS, "actors.yaml"))
    assert not declared.read_sources(YamlTree(SOURCES, "sources.yaml"))
    index = SqliteStore()
    keep(index.db, declared)
    return declared, kept(index.db)


def test_what_is_kept_is_what_was_declared() -> None:
    """Topics, actors, their names and sources come back equal, in their order."""
    declared, again = both()
    for kind in ("topics", "actors", "actors_by_name", "sources"):
        assert list(getattr(again, kind).items()) == list(getattr(declared, kind).items())
        assert len(getattr(again, kind)) == len(getattr(declared, kind))
    assert again.actor("NORA af") == declared.actors["nora"]
    assert again.actor("THE NORA") is None
    assert dict(again.ambiguous) == {"the nora": ("nora", "vega")}
    assert again.actor("nobody") is None


def test_it_goes_to_another_process_whole() -> None:
    """A copy needs no index."""
    declared, again = both()
    assert pickle.loads(pickle.dumps(again.sources)) == declared.sources  # noqa: S301 - our own


def test_the_facts_that_ship_are_kept_whole() -> None:
    """All that the shipped dataset declares comes back equal."""
    folder = Path(__file__).parents[1] / "facts" / "hezbollah-russia"
    declared, _ = read_declared(folder)
    index = SqliteStore()
    keep(index.db, declared)
    again = kept(index.db)
    assert dict(again.sources) == declared.sources
    assert dict(again.actors) == declared.actors
