"""A tree of YAML to cards, or to the problems that keep it from being cards."""

from dataclasses import replace

from relcli.load.declared import Declared, read_source
from relcli.load.fields import Fields
from relcli.load.nodes import At, Map, Node, Seq
from relcli.load.problems import Located, Problems
from relcli.load.yaml_tree import YamlTree
from relcli.model.card import Actor, Card, Source
from relcli.model.date import read
from relcli.model.ids import LIKE_AN_ID, derived_id, slug
from relcli.model.keys import CARD_KEYS, CARD_SOURCE_KEYS, REQUIRED_KEYS
from relcli.model.names import fold
from relcli.model.problem import Place
from relcli.model.scale import Confidence
from relcli.model.source_rules import is_address, name_in_id

# Letters of a card, its sources and its actors with all their names: all are words of the index,
# and of an answer. A card has about a thousand.
LARGEST_CARD = 4_000_000


def read_cards(tree: YamlTree, dataset: str, declared: Declared) -> tuple[list[Card], Problems]:
    """Return the cards of one file that are well formed, and what is wrong with the others."""
    problems = Problems(tree.path)
    root = tree.root
    if isinstance(root, str | Map):
        at = (1, 1) if isinstance(root, str) else root.at
        cure = "start each card with `- claim: …`"
        problems.add(at, "shape", "the file is no list of cards", cure)
    if not isinstance(root, Seq):
        return [], problems
    reader = CardReader(dataset, declared, problems)
    read = [reader.card(node, at) for node, at in zip(root, root.items_at, strict=True)]
    return [card for card in read if card is not None], problems


class CardReader:
    """Reads the cards of one file; what keeps a node from being a card goes to `problems`."""

    def __init__(self, dataset: str, declared: Declared, problems: Problems) -> None:
        self._dataset = dataset
        self._declared = declared
        self._problems = problems

    def card(self, node: Node, at: At) -> Card | None:
        """Return the card that `node` is, or None with its problems noted."""
        if not isinstance(node, Map):
            self._problems.add(at, "shape", "a card that is no mapping", "start it `- claim: …`")
            return None
        problems_before = self._problems.noted
        fields = Fields(node, "a card", CARD_KEYS, self._problems)
        claim = fields.text("claim")
        date = fields.date("date", may_be_state=True)
        confidence = fields.word("confidence", Confidence)
        if not (claim and date and confidence):
            for key, example in REQUIRED_KEYS.items():
                fields.require(key, example)
        card_id = fields.id()
        sources = self._sources(node, fields)
        topics = self._topics(fields)
        actors = self._actors(fields)
        note = fields.text("note")
        related = fields.texts("related")
        contradicts = fields.texts("contradicts")
        superseded_by = fields.id("superseded_by")
        if self._problems.noted > problems_before:
            return None
        assert claim and date and confidence  # noqa: S101, PT018 - required, and without a problem
        card = Card(
            id=card_id or derived_id(claim),
            dataset=self._dataset,
            claim=claim,
            date=date,
            confidence=confidence,
            sources=sources,
            place=Place(self._problems.path, *at),
            topics=topics,
            actors=actors,
            note=note,
            related=related,
            contradicts=contradicts,
            superseded_by=superseded_by,
        )
        if _letters(card) > LARGEST_CARD:
            message = f"a card of more than {LARGEST_CARD:,} letters, with all that it names"
            self._problems.add(at, "shape", message, "write one claim, and link to what is longer")
            return None
        return card

    def _topics(self, fields: Fields) -> tuple[str, ...]:
        topics = tuple(dict.fromkeys(fields.texts("topics")))
        declared = self._declared.topics
        unknown = {name for name in topics if name not in declared} if declared else ()
        for located in fields.located("topics", unknown):
            self._problems.unknown(located, "topic", declared, "dataset.yaml")
        return topics

    def _actors(self, fields: Fields) -> tuple[Actor, ...]:
        actors: dict[str, Actor] = {}
        unknown, shared = set(), set()
        for name in fields.texts("actors"):
            actor = self._actor(name)
            if actor is not None:
                actors[actor.id] = actor
            elif fold(name) in self._declared.ambiguous:
                shared.add(name)
            else:
                unknown.add(name)
        for located in fields.located("actors", shared):
            self._problems.ambiguous(located, self._declared.ambiguous[fold(located[0])])
        for located in fields.located("actors", unknown):
            self._problems.unknown(located, "actor", self._declared.actors, "actors.yaml")
        return tuple(actors.values())

    def _actor(self, name: str) -> Actor | None:
        actor = self._declared.actor(name)
        if actor is not None or fold(name) in self._declared.ambiguous:
            return actor
        if not self._declared.actors or name in self._declared.broken:
            return Actor(slug(name), name)
        return None

    def _sources(self, node: Map, fields: Fields) -> tuple[Source, ...]:
        key = "sources" if "sources" in node else "source"
        if "source" in node and "sources" in node:
            both = "`source` and `sources` are one field"
            self._problems.add(node.key_at("source"), "duplicate-key", both, "keep `sources`")
        value = node.get(key)
        if isinstance(value, Seq):
            items = list(zip(value, value.items_at, strict=True))
        else:
            items = [] if value is None else [(value, fields.at(key))]
        if not items and not fields.means("source", "sources"):
            cure = "add `source: who says so, and when`"
            self._problems.add(node.at, "missing-key", "a card without a source", cure)
        sources = [self._source(item, at) for item, at in items]
        return tuple(source for source in sources if source is not None)

    def _source(self, node: Node, at: At) -> Source | None:
        if isinstance(node, Map):
            return self._source_of_mapping(node)
        if not isinstance(node, str) or not node.strip():
            self._problems.add(at, "shape", "a source that is no text", "write its id or title")
            return None
        name = node.strip()
        if name in self._declared.sources:
            return self._declared.sources[name]
        if self._is_unknown(name) and LIKE_AN_ID.fullmatch(name):
            self._unknown_source((name, at))
            return None
        if is_address(name):
            return Source(slug(name_in_id(None, None, name, None)), url=name)
        return Source(slug(name), title=name)

    def _source_of_mapping(self, node: Map) -> Source | None:
        fields = Fields(node, "a source", CARD_SOURCE_KEYS, self._problems)
        declared = self._declared.sources
        source_id = fields.text("id")
        known = declared.get(source_id) if source_id else None
        if known is not None:
            source = known
        elif source_id is None:
            source = Source(_made_id(fields))
        elif self._is_unknown(fields.id() or source_id):
            self._unknown_source((source_id, fields.at("id")))
            return None
        else:
            title = source_id if source_id in self._declared.broken else None
            source = Source(source_id, title)
        source = read_source(source, fields, self._problems, self._declared)
        if source.origin is None or source.origin not in declared:
            if source.origin is not None and self._is_unknown(source.origin):
                self._unknown_source((source.origin, fields.at("origin")))
            return source
        further = declared[source.origin].origin
        return replace(source, origin=further) if further else source

    def _is_unknown(self, source_id: str) -> bool:
        declared = self._declared
        known = source_id in declared.sources or source_id in declared.broken
        return bool(declared.sources) and not known

    def _unknown_source(self, located: Located) -> None:
        self._problems.unknown(located, "source", self._declared.sources, "sources.yaml")


def _letters(card: Card) -> int:
    """Return how many letters a card has, with all that it names."""
    letters = len(card.claim) + len(card.note or "")
    for source in card.sources:
        texts = (source.title, source.publisher, source.url, source.archived_url, source.says)
        letters += sum(len(text) for text in texts if text)
    for actor in card.actors:
        letters += len(actor.name) + sum(map(len, actor.aliases))
    return letters


def _made_id(fields: Fields) -> str:
    """Return the id of a source that gives none."""
    publisher, title, url = map(fields.text_if_one, ("publisher", "title", "url"))
    return slug(name_in_id(publisher, title, url, _published(fields)))


def _published(fields: Fields) -> str:
    """Return when a source was published as EDTF, for `by` and `between` make no other id."""
    text = fields.text_if_one("published")
    date = read(text) if text[:1] == "b" else None  # all else is written as EDTF
    return date.edtf if date else text
