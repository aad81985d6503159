"""What a dataset declares: dataset.yaml, actors.yaml, sources.yaml."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from relcli.errors import quoted, suggestion
from relcli.load.fields import Fields
from relcli.load.files import DECLARING
from relcli.load.nodes import Map, Node, Seq
from relcli.load.problems import Problems
from relcli.load.yaml_tree import YamlTree
from relcli.model.card import Actor, Source, Speaker
from relcli.model.ids import is_id
from relcli.model.keys import ACTOR_KEYS, CHECK_KEYS, DATASET_KEYS, SOURCE_KEYS
from relcli.model.names import fold
from relcli.model.scale import Reliability, Stance
from relcli.model.tuning import LONGEST_SYNONYM, SYNONYMS

ENGLISH = "en"
# Letters of all that actors.yaml or sources.yaml say of one: each card that names it is found by
# all of that, so it is kept as often as cards name it.
LARGEST_ENTRY = 10_000
# Pairs of words that find each other: each is a row of the index.
MOST_PAIRS = 100_000
_READ_SOURCE: dict[str, Callable[[Fields, str], Any]] = {
    "title": Fields.text,
    "publisher": Fields.text,
    "url": Fields.text,
    "archived_url": Fields.text,
    "published": Fields.date,
    "accessed": Fields.date,
    "reliability": partial(Fields.word, scale=Reliability),
    "origin": Fields.text,
    "stance": partial(Fields.word, scale=Stance),
    "says": Fields.text,
    "language": Fields.language,
}


@dataclass(slots=True)
class Declared:
    """The ids that the cards of a dataset may use.

    `actors_by_name` has the actors by folded name and alias, `ambiguous` the ids of those that
    share one, by which no card can name them. `language` is that of the claims (BCP 47); each list
    of `synonyms` has words, or several in a row, that find each other. The ids of actors and
    sources that could not be read are in `broken`: a card that uses one is read, for what is wrong
    has been said where it stands.
    """

    title: str | None = None
    description: str | None = None
    license: str | None = None
    language: str = ENGLISH
    synonyms: tuple[tuple[str, ...], ...] = ()
    topics: Mapping[str, str] = field(default_factory=dict)
    actors: Mapping[str, Actor] = field(default_factory=dict)
    actors_by_name: Mapping[str, Actor] = field(default_factory=dict)
    ambiguous: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    relays: dict[str, str] = field(default_factory=dict)
    selected: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    broken: set[str] = field(default_factory=set)

    def actor(self, name: str) -> Actor | None:
        """Return the actor with this id, name or alias (case and Unicode form do not matter).

        None where there is none, or where several have the name.
        """
        if name in self.actors:
            return self.actors[name]
        folded = fold(name)
        return None if folded in self.ambiguous else self.actors_by_name.get(folded)

    def read(self, name: str, tree: YamlTree) -> Problems:
        """Take in a declaring file of that name."""
        takers = (self.read_dataset, self.read_actors, self.read_sources)
        return dict(zip(DECLARING, takers, strict=True))[name](tree)

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
                labels = Fields(topics, "topics", topics.keys(), problems)
                self.topics = {topic: labels.text(topic) or topic for topic in topics}
            elif topics is not None:
                problems.add(
                    fields.at("topics"), "shape", "`topics` is no mapping", "write `id: label`"
                )
            self.language = fields.language("language") or ENGLISH
            self._read_synonyms(root.get("synonyms"), fields, problems)
            self._read_check(root, fields, problems)
        return problems

    def _read_synonyms(self, node: Node, fields: Fields, problems: Problems) -> None:
        """Take in which words find each other."""
        if node is not None and not isinstance(node, Seq):
            cure = "write `- [weapons, arms]` below it"
            problems.add(fields.at("synonyms"), "shape", "`synonyms` is no list", cure)
            return
        synonyms = []
        alike: Counter[str] = Counter()  # how many words mean the same as one, and "" as all
        for item, at in zip(node, node.items_at, strict=True) if node else ():
            texts = item if isinstance(item, Seq) else ()
            words = [text for text in texts if isinstance(text, str) and text.strip()]
            if len(words) < 2 or len(words) < len(texts):
                message = "an item of `synonyms` is no list of two words or more"
                problems.add(at, "shape", message, "write `[weapons, arms]`")
            elif longer := [word for word in words if len(word.split()) > LONGEST_SYNONYM]:
                message = f"a synonym of more than {LONGEST_SYNONYM} words: {quoted(longer[0])}"
                problems.add(at, "shape", message, "write the words that tell it")
            elif message := self._too_many(words, alike):
                problems.add(at, "shape", message, "keep those that are nearest to each other")
            else:
                synonyms.append(tuple(words))
        self.synonyms = tuple(synonyms)

    @staticmethod
    def _too_many(words: Sequence[str], alike: Counter[str]) -> str:
        """Count words that find each other, unless they are too many; return then what to tell."""
        others = len(words) - 1
        folded = {fold(word): word for word in words}
        for key, word in folded.items():
            if alike[key] + others > SYNONYMS:
                return f"{quoted(word)} has more than {SYNONYMS} synonyms"
        if alike[""] + others * len(words) > MOST_PAIRS:
            return f"there are more than {MOST_PAIRS:,} pairs of synonyms"
        alike.update(dict.fromkeys(folded, others) | {"": others * len(words)})
        return ""

    def _read_check(self, root: Map, fields: Fields, problems: Problems) -> None:
        """Take in which rules `check` goes by."""
        settings = root.get("check")
        if isinstance(settings, Map):
            rules = Fields(settings, "check", CHECK_KEYS, problems)
            self.selected = rules.texts("select")
            self.ignored = rules.texts("ignore")
        elif settings is not None:
            cure = "write `ignore: [rule]` below it"
            problems.add(fields.at("check"), "shape", "`check` is no mapping", cure)

    def read_actors(self, tree: YamlTree) -> Problems:
        """Take in actors.yaml. A name that two actors claim finds both, and names neither."""
        problems = Problems(tree.path)
        actors: dict[str, Actor] = {}
        by_name: dict[str, Actor] = {}
        shared: dict[str, dict[str, None]] = {}
        self.actors, self.actors_by_name = actors, by_name
        for actor_id, fields in self._entries(tree, "an actor", ACTOR_KEYS, problems):
            before = problems.noted
            fields.require("name", "the commonest spelling")
            name = fields.text("name")
            kind = fields.text("kind")
            aliases = fields.texts("aliases")
            if problems.noted > before or name is None:
                self.broken.add(actor_id)
                continue
            actor = Actor(actor_id, name, kind, aliases)
            actors[actor_id] = actor
            for spelling in (name, *aliases):
                owner = by_name.setdefault(fold(spelling), actor)
                if owner.id != actor_id:
                    shared.setdefault(fold(spelling), {owner.id: None})[actor_id] = None
        self.ambiguous = {name: tuple(ids) for name, ids in shared.items()}
        return problems

    def read_sources(self, tree: YamlTree) -> Problems:
        """Take in sources.yaml, each origin followed to its end."""
        problems = Problems(tree.path)
        places = {}
        sources: dict[str, Source] = {}
        self.sources = sources
        for source_id, fields in self._entries(tree, "a source", SOURCE_KEYS, problems):
            before = problems.noted
            source = read_source(Source(source_id), fields, problems, self)
            if problems.noted > before:
                self.broken.add(source_id)
            else:
                sources[source_id] = source
                places[source_id] = fields.at("origin")
        known = sources.keys() | self.broken
        self.relays = {source.id: source.origin for source in sources.values() if source.origin}
        ends = _ends(self.relays)
        for source_id, origin in self.relays.items():
            if origin not in known:
                problems.unknown((origin, places[source_id]), "source", known, "sources.yaml")
            sources[source_id] = replace(sources[source_id], origin=ends[origin])
        return problems

    def _entries(
        self, tree: YamlTree, what: str, known: AbstractSet[str], problems: Problems
    ) -> Iterator[tuple[str, Fields]]:
        """Yield each id of a declaring file with the fields below it."""
        self.broken |= tree.broken
        root = _mapping(tree, "id:", problems) or Map((1, 1))
        for entry_id, entry in root.items():
            if is_id(entry_id) and isinstance(entry, Map):
                if _letters(entry) > LARGEST_ENTRY:
                    self.broken.add(entry_id)
                    message = f"{quoted(entry_id)} has more than {LARGEST_ENTRY:,} letters"
                    cure = "keep the names that people use, and what is long on the cards"
                    problems.add(root.key_at(entry_id), "shape", message, cure)
                    continue
                yield entry_id, Fields(entry, what, known, problems)
                continue
            self.broken.add(entry_id)
            shown = quoted(entry_id)
            if is_id(entry_id):
                cure = f"write `{'name' if 'name' in known else 'title'}: …` below it"
                problems.add(root.value_at(entry_id), "shape", f"{shown} is no mapping", cure)
            else:
                cure = "write one word, like `wagner-group`"
                problems.add(root.key_at(entry_id), "id", f"{shown} cannot be an id", cure)


def _letters(entry: Map) -> int:
    """Return how many letters the texts of an entry have together."""
    texts = (
        each for value in entry.values() for each in (value if type(value) is Seq else [value])
    )
    return sum(len(text) for text in texts if isinstance(text, str))


def read_source(source: Source, fields: Fields, problems: Problems, declared: Declared) -> Source:
    """Return `source` with what `fields` say of it."""
    known = _READ_SOURCE.get
    given = {key: read(fields, key) for key in fields.given if (read := known(key))}
    said = given.get
    # Spelt out, for this is most of what reading a card takes, and `replace` takes thrice as long.
    source_said = Source(
        source.id,
        said("title") or source.title,
        said("publisher") or source.publisher,
        said("url") or source.url,
        said("archived_url") or source.archived_url,
        said("published") or source.published,
        said("accessed") or source.accessed,
        said("reliability") or source.reliability,
        said("origin") or source.origin,
        said("stance") or source.stance,
        said("says") or source.says,
        (read_speaker(fields, problems, declared) if "speaker" in fields.given else None)
        or source.speaker,
        said("language") or source.language,
    )
    named = source_said.title or source_said.publisher or source_said.url
    if not named and not fields.means("title", "publisher", "url"):
        problems.add(
            fields.at("title"),
            "missing-key",
            "a source without title, publisher or url",
            "add one: a reader must be able to find it",
        )
    return source_said


def read_speaker(fields: Fields, problems: Problems, declared: Declared) -> Speaker | None:
    """Return who speaks in a source: an actor by any of its names, else a text of several words.

    Where the dataset declares no actors, one word is a text as well.
    """
    name = fields.text("speaker")
    if name is None:
        return None
    if actor := declared.actor(name):
        return Speaker(actor.name, actor.id)
    if owners := declared.ambiguous.get(fold(name)):
        problems.ambiguous((name, fields.at("speaker")), owners)
    elif declared.actors and len(name.split()) == 1 and name not in declared.broken:
        cure = suggestion(problems.guess(name, declared.actors), "write the whole name")
        message = f"the dataset has no actor {quoted(name)}"
        problems.add(fields.at("speaker"), "unknown-actor", message, cure)
    return Speaker(name)


def _ends(relayed: dict[str, str]) -> dict[str, str]:
    """Return to each origin where who relays whom leads; a circle ends in the first of its ids."""
    ends: dict[str, str] = {}
    for origin in relayed.values():
        chain: dict[str, int] = {}
        further = origin
        while further in relayed and further not in ends and further not in chain:
            chain[further] = len(chain)
            further = relayed[further]
        end = min([*chain][chain[further] :]) if further in chain else ends.get(further, further)
        ends |= dict.fromkeys((origin, *chain), end)
    return ends


def _mapping(tree: YamlTree, example: str, problems: Problems) -> Map | None:
    root = tree.root
    if root is None or isinstance(root, Map):
        return root
    at = (1, 1) if isinstance(root, str) else root.at
    problems.add(at, "shape", "the file is no mapping", f"write `{example}` lines")
    return None
