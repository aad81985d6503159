"""What a dataset declares: dataset.yaml, actors.yaml, sources.yaml."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from relcli.load.fields import Fields, Problems, is_id
from relcli.load.yaml_tree import Map, YamlTree
from relcli.model.card import Actor, Source
from relcli.model.scale import Reliability, Stance

DATASET_KEYS = ("title", "description", "license", "topics")
ACTOR_KEYS = ("name", "kind", "aliases")
SOURCE_KEYS = (
    "title",
    "publisher",
    "url",
    "archived_url",
    "published",
    "accessed",
    "reliability",
    "origin",
    "stance",
    "says",
)


@dataclass(slots=True)
class Declared:
    """The ids that the cards of a dataset may use. What could not be read is in `broken`."""

    title: str | None = None
    description: str | None = None
    license: str | None = None
    topics: dict[str, str] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    _actor_by_name: dict[str, Actor] = field(default_factory=dict)

    def actor(self, name: str) -> Actor | None:
        """Return the actor with this id, name or alias (case and Unicode form do not matter)."""
        return self.actors.get(name) or self._actor_by_name.get(fold(name))

    def read_dataset(self, tree: YamlTree) -> Problems:
        """Take in dataset.yaml."""
        problems = Problems(tree.path)
        if (root := _mapping(tree, "title: …", problems)) is not None:
            fields = Fields(root, "dataset.yaml", DATASET_KEYS, problems)
            self.title = fields.text("title")
            self.description = fields.text("description")
            self.license = fields.text("license")
            topics = root.get("topics")
            if isinstance(topics, Map):
                labels = Fields(topics, "topics", topics, problems)
                self.topics = {topic: labels.text(topic) or topic for topic in topics}
            elif topics is not None:
                problems.add(
                    fields.at("topics"), "shape", "`topics` is no mapping", "write `id: label`"
                )
        return problems

    def read_actors(self, tree: YamlTree) -> Problems:
        """Take in actors.yaml. The first actor to claim a name or an alias keeps it."""
        problems = Problems(tree.path)
        self.broken |= tree.broken
        for actor_id, fields in _entries(tree, "an actor", ACTOR_KEYS, problems):
            before = len(problems)
            fields.require("name", "the commonest spelling")
            name = fields.text("name")
            kind = fields.text("kind")
            aliases = tuple(alias for alias, _ in fields.texts("aliases"))
            if len(problems) > before or name is None:
                self.broken.add(actor_id)
                continue
            actor = Actor(actor_id, name, kind, aliases)
            self.actors[actor_id] = actor
            for spelling in (name, *aliases):
                self._actor_by_name.setdefault(fold(spelling), actor)
        return problems

    def read_sources(self, tree: YamlTree) -> Problems:
        """Take in sources.yaml, each origin followed to its end."""
        problems = Problems(tree.path)
        self.broken |= tree.broken
        places = {}
        for source_id, fields in _entries(tree, "a source", SOURCE_KEYS, problems):
            before = len(problems)
            source = read_source(Source(source_id), fields, problems)
            if len(problems) > before:
                self.broken.add(source_id)
            else:
                self.sources[source_id] = source
                places[source_id] = fields.at("origin")
        known = self.sources.keys() | self.broken
        relayed = {source.id: source.origin for source in self.sources.values() if source.origin}
        for source_id, origin in relayed.items():
            if origin not in known:
                problems.unknown((origin, places[source_id]), "source", known, "sources.yaml")
            self.sources[source_id] = replace(
                self.sources[source_id], origin=_end_of_chain(origin, relayed)
            )
        return problems


def read_source(source: Source, fields: Fields, problems: Problems) -> Source:
    """Return `source` with what `fields` say of it."""
    given: dict[str, Any] = {
        "title": fields.text("title"),
        "publisher": fields.text("publisher"),
        "url": fields.text("url"),
        "archived_url": fields.text("archived_url"),
        "published": fields.date("published"),
        "accessed": fields.date("accessed"),
        "reliability": fields.word("reliability", Reliability),
        "origin": fields.text("origin"),
        "stance": fields.word("stance", Stance),
        "says": fields.text("says"),
    }
    read = replace(source, **{key: value for key, value in given.items() if value is not None})
    if not (read.title or read.publisher or read.url):
        problems.add(
            fields.at("title"),
            "missing-key",
            "a source without title, publisher or url",
            "add one: a reader must be able to find it",
        )
    return read


def fold(name: str) -> str:
    """Return `name` as names are compared: compatibility form, lower case, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _end_of_chain(origin: str, relayed: dict[str, str]) -> str:
    """Follow who relays whom from `origin` on; a circle ends in the first of its ids."""
    chain = [origin]
    while (further := relayed.get(chain[-1])) is not None:
        if further in chain:
            return min(chain[chain.index(further) :])
        chain.append(further)
    return chain[-1]


def _mapping(tree: YamlTree, example: str, problems: Problems) -> Map | None:
    root = tree.root
    if root is None or isinstance(root, Map):
        return root
    at = (1, 1) if isinstance(root, str) else root.at
    problems.add(at, "shape", "the file is no mapping", f"write `{example}` lines")
    return None


def _entries(
    tree: YamlTree, what: str, known: tuple[str, ...], problems: Problems
) -> Iterator[tuple[str, Fields]]:
    """Yield each id of a declaring file with the fields below it."""
    root = _mapping(tree, "id:", problems) or Map((1, 1))
    for entry_id, entry in root.items():
        if not is_id(entry_id):
            problems.add(
                root.keys_at[entry_id],
                "id",
                f"`{entry_id}` cannot be an id",
                "write one word, like `wagner-group`",
            )
        elif isinstance(entry, Map):
            yield entry_id, Fields(entry, what, known, problems)
        else:
            problems.add(
                root.values_at[entry_id],
                "shape",
                f"`{entry_id}` is no mapping",
                f"write `{known[0]}: …` below it",
            )
