"""What the page knows: the cards as plain data, what they share (sources, actors) said once.

Every text goes through `one_line`, so what could act is visible, and every link through `web_link`.
What is empty is left out. Days are numbers: 1 is 1 January 0001, as `days` counts them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from relcli.index.declarations import synonym_rows
from relcli.index.documents import mentioned
from relcli.index.schema import held, key_number
from relcli.model.card import Actor
from relcli.model.card_dict import PlainCard, PlainSource, date_of, plain_actor
from relcli.model.card_from_dict import actor_of
from relcli.model.date import Date
from relcli.model.ids import answers_to, former_id
from relcli.model.keys import WORK_KEYS
from relcli.model.mentions import Mentions
from relcli.model.names import utf8
from relcli.model.scale import Confidence, Reliability, Stance
from relcli.model.source_rules import (
    backing,
    count_origins,
    disputing,
    of_stance,
    parts_of,
    source_name,
)
from relcli.view.caveats import cited_sources, relayed_name, stated
from relcli.view.cite.cite import PLAIN, footnote
from relcli.view.export.escape import web_link
from relcli.view.export.selection import Selection, card_keys, named_actors
from relcli.view.page.language import language_of, numbers
from relcli.view.safe import one_line

_OF_THE_SOURCE = (*(key for key in WORK_KEYS if key != "language"), "reliability", "origin")
_FARTHEST = 10**15  # days; farther away, a number of JavaScript does not tell one from the next


def some_cards(selection: Selection) -> dict[str, Any]:
    """Return cards, and what they point to, for a page that asks for some at a time."""
    shared = _Shared(selection)
    keys = [card["id"] for card in selection.cards]
    return {"cards": [*map(shared.card, selection.cards, keys)], **_shared(shared)}


def data_of(selection: Selection) -> dict[str, Any]:
    """Return what the scripts of the page read; the language is that of the first dataset."""
    shared = _Shared(selection)
    about = selection.about
    dates = [date_of(card) for card in selection.cards]
    ranks = {date: rank for rank, date in enumerate(sorted(set(dates)))}
    cards = [
        shared.card(card, key) | {"when": ranks[date]}
        for card, key, date in zip(selection.cards, card_keys(selection.cards), dates, strict=True)
    ]
    data = {
        "cards": cards,
        **_shared(shared),
        "grades": [[grade.value, grade.meaning] for grade in Confidence],
        "letters": {letter.value: letter.meaning for letter in Reliability},
        "mentioned": shared.mentioned,
        "declared": shared.declared(selection.actors),
        "unused": _unused(selection),
        "order": _order(selection.cards),
        "ages": _ages(selection.cards, dates),
        "synonyms": [row[:2] for row in synonym_rows(chain(*(each.synonyms for each in about)))],
        "tuning": numbers(),
    }
    return data | {"language": language_of(_texts(data), *(each.language for each in about[:1]))}


def _shared(shared: "_Shared") -> dict[str, Any]:
    """Return what cards point to by its number."""
    return {name: getattr(shared, name) for name in ("sources", "speakers", "actors", "topics")}


def _ages(cards: Sequence[PlainCard], dates: Sequence[Date]) -> list[int]:
    """Return of each card how many are older, in the order that an index has."""
    keys = [
        (held(date.day, 0), key_number(utf8(card["id"])))
        for card, date in zip(cards, dates, strict=True)
    ]
    ages = [0] * len(keys)
    for age, number in enumerate(sorted(range(len(keys)), key=keys.__getitem__)):
        ages[number] = age
    return ages


def _unused(selection: Selection) -> dict[str, list[str]]:
    """Return the names of what is declared and on no card: to ask for it is no mistake."""
    topics = {topic for card in selection.cards for topic in card["topics"]}
    actors = {actor["id"] for card in selection.cards for actor in card["actors"]}
    sources = {source["id"] for card in selection.cards for source in card["sources"]}
    names = {
        "topic": (pair for pair in selection.topics.items() if pair[0] not in topics),
        "actor": (
            (name, actor["name"], *actor["aliases"])
            for name, actor in selection.actors.items()
            if name not in actors
        ),
        "source": (pair for pair in selection.sources.items() if pair[0] not in sources),
    }
    return {
        kind: [one_line(name) for some in each for name in some] for kind, each in names.items()
    }


def _order(cards: Sequence[PlainCard]) -> list[int]:
    """Return the numbers of cards in the order of their files, by which equal answers come."""
    datasets = {card["dataset"]: number for number, card in reversed([*enumerate(cards)])}
    places = [
        (datasets[card["dataset"]], card["place"]["path"], card["place"]["line"]) for card in cards
    ]
    return sorted(range(len(cards)), key=places.__getitem__)


class _Shared:
    """What cards point to by its number: sources, actors, topics and each other."""

    def __init__(self, selection: Selection) -> None:
        self._declared = selection.sources
        self._history = selection.history
        self._titles = {
            source["id"]: (source["publisher"], source["title"])
            for card in selection.cards
            for source in card["sources"]
            if source["id"] in selection.sources
        }
        actors = named_actors(selection)
        self._actors = {name: number for number, name in enumerate(actors)}
        self.actors = [_actor(name, actor) for name, actor in actors.items()]
        every = {**selection.actors, **actors}
        self._by_id = {name: actor_of({**actor, "id": name}) for name, actor in every.items()}
        self._mentions = Mentions(actor for actor in self._by_id.values() if actor.aliases)
        self.mentioned: list[dict[str, Any]] = []  # whom no card lists, numbered after the others
        used = {topic: None for card in selection.cards for topic in card["topics"]}
        names = [topic for topic in selection.topics if topic in used]
        names += [topic for topic in used if topic not in selection.topics]
        self._topics = {name: number for number, name in enumerate(names)}
        self.topics = [
            {"id": one_line(name), "label": one_line(selection.topics.get(name) or name)}
            for name in names
        ]
        self._cards = {
            (card["dataset"], name): number
            for number, card in enumerate(selection.cards)
            for name in answers_to(card["id"], card["claim"])
        }
        self._numbers: dict[tuple[object, ...], int] = {}
        self.sources: list[dict[str, Any]] = []
        self._speakers: dict[tuple[str | None, str], int] = {}
        self.speakers: list[list[str]] = []  # the name of each, then by what else one finds them

    def card(self, card: PlainCard, key: str) -> dict[str, Any]:
        """Return a card; `key` is what its permalink ends in."""
        date = date_of(card)
        after = card["superseded_by"]
        named, noted = self._mentioned(card)
        cited = cited_sources(card)
        return _without_empty(
            {
                "id": key,
                "former": former_id(card["id"], card["claim"]),
                "claim": one_line(card["claim"]),
                "date": one_line(date.words),
                "edtf": card["date"],
                "from": _near(date.first),
                "to": _near(date.last),
                "state": date.as_of,
                "vague": date.uncertain or date.approximate,
                "unknown": "X" in card["date"],
                "grade": list(Confidence).index(Confidence(card["confidence"])),
                "topics": [self._topics[topic] for topic in card["topics"]],
                "actors": [self._actors[actor["id"]] for actor in card["actors"]],
                "named": [self._numbered(actor) for actor in named],
                "noted": [self._numbered(actor) for actor in noted],
                "sources": [self._use(source, card) for source in cited],
                "order": None
                if cited == card["sources"]
                else list(map(card["sources"].index, cited)),
                "origins": _origins(card),
                "against": one_line(stated(disputing(card["sources"]))),
                "qualified": _qualified(card),
                "note": one_line(card["note"] or ""),
                "related": [self._link(card, other) for other in card["related"]],
                "contradicts": [self._link(card, other) for other in card["contradicts"]],
                "superseded": self._link(card, after) if after else None,
                "history": list(
                    map(one_line, self._history.get((card["dataset"], card["id"]), ()))
                ),
                "cite": footnote(card, PLAIN, self._declared),
            }
        )

    def _mentioned(self, card: PlainCard) -> tuple[list[Actor], list[Actor]]:
        """Return whom its claim, and whom its notes and sources, mention beside those it lists."""
        texts = [card["note"]]
        for source in card["sources"]:
            speaker = source["speaker"] and source["speaker"]["name"]
            texts += [source["publisher"], source["title"], speaker, source["says"]]
        listed = [self._by_id[actor["id"]] for actor in card["actors"]]
        return mentioned(listed, card["claim"], filter(None, texts), self._mentions)

    def _numbered(self, actor: Actor) -> int:
        """Return the number of an actor, be it listed by a card or only mentioned."""
        if actor.id not in self._actors:
            self._actors[actor.id] = len(self.actors) + len(self.mentioned)
            self.mentioned.append(_actor(actor.id, plain_actor(actor)))
        return self._actors[actor.id]

    def declared(self, names: Iterable[str]) -> list[int]:
        """Return the numbers of the actors with these ids, in this order."""
        return [self._actors[name] for name in names if name in self._actors]

    def _link(self, card: PlainCard, other: str) -> int | str:
        """Return the number of another card, or its id where it is not among the chosen ones."""
        return self._cards.get((card["dataset"], other), one_line(other))

    def _use(self, source: PlainSource, card: PlainCard) -> dict[str, Any]:
        """Return how a card uses a source: which one, who says what in it, for or against."""
        relayed = relayed_name(source, card, self._declared)
        return _without_empty(
            {
                "n": self._number(source),
                "speaker": self._speaker(source),
                "stance": source["stance"] if source["stance"] != "supports" else None,
                "says": one_line(source["says"] or ""),
                "relays": relayed and one_line(relayed),
            }
        )

    def _number(self, source: PlainSource) -> int:
        """Return the number of a source; an id may stand for others where they say other things."""
        key = parts_of(source, _OF_THE_SOURCE)
        if key not in self._numbers:
            self._numbers[key] = len(self.sources)
            self.sources.append(_source(source) | self._names(source))
        return self._numbers[key]

    def _speaker(self, source: PlainSource) -> int | None:
        """Return the number of who makes the statement of a source."""
        if not source["speaker"]:
            return None
        name, actor = source["speaker"]["name"], source["speaker"]["id"]
        if (actor, name) not in self._speakers:
            self._speakers[actor, name] = len(self.speakers)
            known = self._by_id.get(actor or "")
            names = [known.id, known.name, *known.aliases] if known else []
            self.speakers.append(list(dict.fromkeys(map(one_line, (name, *names)))))
        return self._speakers[actor, name]

    def _names(self, source: PlainSource) -> dict[str, Any]:
        """Return by what else than its name a source is found: see `documents.document_of`.

        `texts` is how many of publisher and title there are, where its name does not tell;
        `titled`, that its title finds it, too.
        """
        origin = source["origin"]
        titles = [text for text in (source["publisher"], source["title"]) if text]
        also = [origin, self._declared.get(origin), *self._titles.get(origin, ())] if origin else []
        if source["id"] in self._declared:
            also += titles[1:]
        return _without_empty(
            {
                "also": [one_line(name) for name in dict.fromkeys(also) if name],
                "titled": source["id"] in self._declared and len(set(titles)) > 1,
                "texts": None if len(titles) == len(set(titles)) > 0 else len(titles),
            }
        )


def _origins(card: PlainCard) -> list[int]:
    """Return how many origins there are for the claim and against it."""
    return [count_origins(side) for side in (backing(card["sources"]), disputing(card["sources"]))]


def _qualified(card: PlainCard) -> list[Any]:
    """Return who qualifies a claim, and how many origins support and qualify it, if anybody."""
    supporting = of_stance(card["sources"], Stance.SUPPORTS)
    qualifying = of_stance(card["sources"], Stance.QUALIFIES)
    words = one_line(stated(qualifying))
    return [words, count_origins(supporting), count_origins(qualifying)] if words else []


def _near(day: int | None) -> int | None:
    """Return the number of a day, one that is too far for the page as the last that is not."""
    return day and max(-_FARTHEST, min(day, _FARTHEST))


def _actor(name: str, actor: Mapping[str, Any]) -> dict[str, Any]:
    return _without_empty(
        {
            "id": one_line(name),
            "name": one_line(actor["name"]),
            "kind": one_line(actor["kind"] or ""),
            "aliases": [one_line(alias) for alias in actor["aliases"]],
        }
    )


def _source(source: PlainSource) -> dict[str, Any]:
    name = source_name(source)
    return _without_empty(
        {
            "id": one_line(source["id"]),
            "name": one_line(name),
            "title": one_line(source["title"] or "") if source["title"] != name else None,
            "published": source["published"] and Date.parse(source["published"]).words,
            "accessed": source["accessed"] and Date.parse(source["accessed"]).words,
            **_address("url", source["url"]),
            **_address("archived", source["archived_url"]),
            "reliability": source["reliability"],
        }
    )


def _address(name: str, url: str | None) -> dict[str, str | None]:
    """Return a URL as a link, or, where it must not be one, as text."""
    link = web_link(url)
    return {name: link} if link else {f"{name}_text": url and one_line(url)}


def _without_empty(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: value
        for key, value in fields.items()
        if value is not None and value is not False and value not in ("", [])
    }


def _texts(data: Mapping[str, Any]) -> Iterator[str]:
    """Yield every text that the page searches."""
    for card in data["cards"]:
        yield from (card["claim"], card["date"], card.get("note", ""))
        yield from (source.get("says", "") for source in card["sources"])
    for source in data["sources"]:
        yield from (source["name"], source.get("title", ""))
    for names in data["speakers"]:
        yield from names
    for actor in (*data["actors"], *data["mentioned"]):
        yield from (actor["name"], *actor.get("aliases", ()))
    for topic in data["topics"]:
        yield from topic.values()
