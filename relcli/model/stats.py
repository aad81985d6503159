"""What is counted over many cards, as plain data with the keys that scripts rely on."""

from typing import TypedDict

from relcli.model.card_dict import PlainSource
from relcli.model.keys import STANCE_KEYS

# What rows of `stats` can be.
BY = ("topic", "actor", "source", "publisher", "origin")

# The columns of what `topics`, `actors` and `sources` list.
TOPIC_COLUMNS = ("id", "label", "cards")
ACTOR_COLUMNS = ("id", "name", "kind", "aliases", "cards")
_LATER = ("speaker", "language")  # columns that were added: scripts find the others in place
_OF_A_SOURCE = tuple(key for key in PlainSource.__annotations__ if key not in STANCE_KEYS)
SOURCE_COLUMNS = (*(key for key in _OF_A_SOURCE if key not in _LATER), "cards", *_LATER)


class Grades(TypedDict):
    """How many cards have each grade of confidence."""

    confirmed: int
    probable: int
    possible: int
    doubtful: int
    improbable: int
    unconfirmed: int


class StatsYear(TypedDict):
    """How many cards begin in a year, and how many that began before it go on in it.

    Of the year null are the cards of which nobody says in what year they began. Of up to 200 years
    each is there. Of more, a year that is left out between two others has no card, and as many go
    on in it as in the one before: of four or more such years in a row, the first stands for all.
    """

    year: int | None
    cards: int
    going_on: int


class StatsCell(TypedDict):
    """How many cards of a row begin in a year, by confidence."""

    year: int | None
    cards: int
    confidence: Grades


class StatsRow(TypedDict):
    """The cards of one topic, actor, source, publisher or origin.

    The id null is that of cards without a topic. `alone` counts the cards that rest on this
    source, publisher or origin and on no other; it is null for topics and actors.
    """

    id: str | None
    name: str
    cards: int
    first: int | None
    last: int | None
    disputed: int
    single_origin: int
    alone: int | None
    confidence: Grades
    years: list[StatsCell]


class StatsLine(TypedDict):
    """How many cards of a row begin in a year and have one grade: a line for scripts."""

    id: str | None
    name: str
    year: int | None
    confidence: str
    cards: int


class StatsLeader(TypedDict):
    """An actor, publisher or origin that many cards have."""

    id: str
    name: str
    cards: int
    alone: int | None


class StatsTop(TypedDict):
    """Those that most cards have."""

    actors: list[StatsLeader]
    publishers: list[StatsLeader]
    origins: list[StatsLeader]


class PlainStats(TypedDict):
    """What a set of cards covers, and what it rests on.

    `first` and `last` are the years in which the first and the last card begin. `single_origin`
    counts the cards that one origin alone backs; `origins` is how many origins there are.
    `with_url` and `archived` are how many of the sources have an address, and a copy that stays.
    """

    by: str
    cards: int
    first: int | None
    last: int | None
    disputed: int
    superseded: int
    single_origin: int
    origins: int
    sources: int
    with_url: int
    archived: int
    confidence: Grades
    years: list[StatsYear]
    rows: list[StatsRow]
    top: StatsTop


class PlainDispute(TypedDict):
    """A claim that is contested: by a source (`dispute`), or by another card (`contradiction`).

    Of a contradiction, the other card's keys begin with `other`, and `against` are the sources
    that back it; of a dispute, they are null and `against` are the sources that dispute the claim.
    `as_of` tells that the date is that of a state, as on a card.
    """

    kind: str
    id: str
    dataset: str
    claim: str
    date: str
    confidence: str
    superseded_by: str | None
    other: str | None
    other_claim: str | None
    other_date: str | None
    other_confidence: str | None
    origins_for: int
    origins_against: int
    sources_for: list[PlainSource]
    sources_against: list[PlainSource]
    as_of: bool
    other_as_of: bool | None


class NetworkNode(TypedDict):
    """An actor: how many of the cards name it, and how many others they name beside it.

    `distance` is how many links lead to it from the nearest root.
    """

    id: str
    name: str
    cards: int
    neighbours: int
    distance: int


class NetworkLink(TypedDict):
    """Two actors, the cards that name both, and the years in which the first and last begin."""

    source: str
    target: str
    cards: int
    first: int | None
    last: int | None
    ids: list[str]


class PlainNetwork(TypedDict):
    """Who appears with whom, as far as asked for from the roots on."""

    roots: list[str]
    depth: int
    cards: int
    nodes: list[NetworkNode]
    links: list[NetworkLink]
