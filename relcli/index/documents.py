"""Cards to what the index keeps of them: texts to search, facets to filter by, plain data."""

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from relcli.index.schema import (
    LAST_DAY,
    STATE,
    UNBEGUN,
    dispute_facet,
    former_facet,
    grade_facet,
    held,
    held_year,
)
from relcli.index.standing import standing_of
from relcli.model.card_dict import plain_card
from relcli.model.ids import former_id
from relcli.model.mentions import Mentions
from relcli.model.names import fold

if TYPE_CHECKING:
    from relcli.model.card import Actor, Card, Source
    from relcli.model.date import Date


class Document(NamedTuple):
    """One card as the index sees it: texts to search, facets to filter by, a payload to hand back.

    `key` is unique and stable, such as the card's id: it breaks ties, so it must not depend on the
    order of building. `line` is the place in the file: equal answers come as they stand there.
    """

    key: str
    file: str  # what `Writer.replace` takes in as one
    line: int
    day: int  # by which it is ordered, as `schema.held`: the first, the last where that is open
    latest: int  # the last day, likewise; LAST_DAY where it is open
    claim: str
    actors: str = ""  # names and aliases of the card's actors
    topics: str = ""
    date: str = ""  # as it is spoken, and in EDTF
    sources: str = ""  # and what they say
    note: str = ""
    facets: tuple[str, ...] = ()  # "topic:military", "actor:wagner-group", "disputed:yes" ...
    payload: str = ""  # JSON, opaque
    begins: int | None = None  # the year in which it counts, None where nobody says
    ends: int | None = None  # the year in which it ends, likewise
    standing: int = 0  # of equal answers, the one with the lower number comes first

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts to search, in the order of `tuning.FIELDS`."""
        return self.claim, self.actors, self.topics, self.date, self.sources, self.note


def document_of(card: "Card", file: str, mentions: Mentions) -> Document:
    """Return a card as the index takes it; `file` is its path in the dataset.

    Who is mentioned is found by all names, as who is listed is; only the facets go by the list.
    """
    plain = plain_card(card)
    plain["place"]["path"] = file
    texts = [
        text
        for source in card.sources
        for text in (source.publisher, source.title, _speaker(source), source.says)
        if text
    ]
    notes = [card.note] if card.note else []
    named, noted = mentioned(card.actors, card.claim, [*notes, *texts], mentions)
    return Document(
        key=card.id,
        file=file,
        line=card.place.line,
        day=held(card.date.day, 0),
        latest=held(card.date.last, LAST_DAY),
        begins=held_year(card.date.begins),
        ends=held_year(card.date.ends),
        claim=card.claim,
        actors=" ; ".join(_names([*card.actors, *named])),
        topics=" ; ".join(card.topics),
        date=" ; ".join([_spoken(card.date), card.date.edtf]),
        sources=" ; ".join(texts),
        note=" ; ".join([*notes, *_names(noted)]),
        facets=tuple(_facets(card)),
        payload=json.dumps(plain, ensure_ascii=False, separators=(",", ":")),
        standing=standing_of(card.confidence, disputed=card.disputed),
    )


def _speaker(source: "Source") -> str | None:
    return source.speaker.name if source.speaker else None


def mentioned(
    listed: "Iterable[Actor]", claim: str, others: Iterable[str], mentions: Mentions
) -> "tuple[list[Actor], list[Actor]]":
    """Return whom a claim, and whom other texts of its card, mention besides those it lists."""
    known = {actor.id for actor in listed}
    named = {actor.id: actor for actor in mentions.within(claim) if actor.id not in known}
    known |= named.keys()
    noted = {
        actor.id: actor
        for text in others
        for actor in mentions.within(text)
        if actor.id not in known
    }
    return [*named.values()], [*noted.values()]


def _names(actors: "Iterable[Actor]") -> Iterator[str]:
    return (name for actor in actors for name in (actor.name, *actor.aliases))


def _spoken(date: "Date") -> str:
    """Return the days, months and years of a date, as they are written beside a claim."""
    return " ".join(w for w in date.words.split() if w[0].isdigit() or w[0].isupper())


def _facets(card: "Card") -> Iterator[str]:
    yield from (f"topic:{topic}" for topic in card.topics)
    for actor in card.actors:
        yield from (f"actor:{actor.id}", f"named:{fold(actor.name)}")
    for source in card.sources:
        yield f"source:{source.id}"
        names = (source.id, source.origin, source.publisher or source.title)
        yield from dict.fromkeys(f"from:{fold(name)}" for name in names if name)
        if source.speaker:
            yield f"said:{fold(source.speaker.name)}"
            if source.speaker.id:
                yield f"speaker:{source.speaker.id}"
    if card.date.as_of:
        yield STATE
    if card.date.first is None:
        yield UNBEGUN
    if former := former_id(card.id, card.claim):
        yield former_facet(former)
    yield grade_facet(card.confidence)
    yield dispute_facet(disputed=card.disputed)
