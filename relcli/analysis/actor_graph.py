"""Who appears with whom: actors, and how many cards name two of them.

What grows with the square of the actors on a card is worked out when it is asked for, and bounded.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from relcli.errors import RelcliError
from relcli.model.card_dict import date_of
from relcli.model.names import fold
from relcli.model.stats import NetworkLink, PlainNetwork

if TYPE_CHECKING:
    from relcli.model.card_dict import PlainCard

# Whoever names more has a list, not a meeting; 200 actors are 19,900 links, and 2,000 are two
# million.
MOST_ON_A_CARD = 200
MOST_LINKS = 500_000  # about 250 MB; nobody draws a tenth of them
MOST_SHARED = 5_000_000  # ids of cards on these links, about 200 MB when they are written


NAMED = 3  # cards that one remark names


class _Card(NamedTuple):
    """What a card tells of the actors that it names together."""

    year: int | None  # in which it begins
    id: str
    actors: frozenset[str]


class Network:
    """The actors that a set of cards names, and the cards that each two of them share.

    `crowded` are the ids of the cards that name too many actors to link them.
    """

    def __init__(self, cards: "Iterable[PlainCard]") -> None:
        self.size = 0
        self.names: dict[str, str] = {}
        self.cards: Counter[str] = Counter()
        self.crowded: list[str] = []
        self._together: list[_Card] = []
        self._on: defaultdict[str, list[int]] = defaultdict(list)  # by actor, which of them
        self._many: dict[str, int] = {}  # by actor, how many others are named beside it
        for card in cards:
            self.size += 1
            named = {actor["id"]: actor["name"] for actor in card["actors"]}
            self.names |= named
            self.cards.update(named.keys())
            if len(named) > MOST_ON_A_CARD:
                self.crowded.append(card["id"])
                continue
            for actor in named:
                self._on[actor].append(len(self._together))
            self._together.append(_Card(date_of(card).begins, card["id"], frozenset(named)))

    @property
    def crowd(self) -> str:
        """What is told of the cards that name too many actors to link them."""
        cards, many = self.crowded, f"more than {MOST_ON_A_CARD} actors"
        if len(cards) == 1:
            return f"a card names {many}, and links none of them: {cards[0]}"
        more = "…" if len(cards) > NAMED else ""
        first = ", ".join(sorted(cards)[:NAMED])
        return f"{len(cards)} cards name {many}, and link none of them: {first}{more}"

    def known_by(self, facets: Iterable[str]) -> list[str]:
        """Return the actors that a filter means, by its facets, the commonest first."""
        wanted = set(facets)
        found = [
            actor
            for actor, name in self.names.items()
            if f"actor:{actor}" in wanted or f"named:{fold(name)}" in wanted
        ]
        return sorted(found, key=lambda actor: (-self.cards[actor], actor))

    def best_connected(self) -> list[str]:
        """Return all actors, those beside whom most others are named first."""
        return sorted(self.names, key=lambda a: (-self._neighbours(a), -self.cards[a], a))

    def neighbours(self, actor: str) -> list[str]:
        """Return the actors that are named beside one, those on most cards with it first."""
        shared = self._shared(actor)
        return sorted(shared, key=lambda other: (-shared[other], other))

    def around(self, roots: list[str], depth: int, limit: int) -> PlainNetwork:
        """Return what is at most so many links away; of each actor's neighbours the first `limit`.

        No limit, which is 0, takes them all. Raises RelcliError where they are too many to hold.
        """
        distances = dict.fromkeys(roots, 0)
        shared = 0
        links: dict[tuple[str, str], NetworkLink] = {}
        edge = roots
        for distance in range(1, depth + 1):
            reached: dict[str, int] = {}
            for actor in edge:
                for other in self.neighbours(actor)[: limit or None]:
                    ends = min(actor, other), max(actor, other)
                    reached[other] = distance
                    if ends in links:
                        continue
                    links[ends] = self._link(*ends)
                    shared += links[ends]["cards"]
                    if len(links) > MOST_LINKS or shared > MOST_SHARED:
                        raise _too_many(len(links))
            edge = [actor for actor in reached if actor not in distances]
            distances = reached | distances
        return {
            "roots": roots,
            "depth": depth,
            "cards": self.size,
            "nodes": [
                {
                    "id": actor,
                    "name": self.names[actor],
                    "cards": self.cards[actor],
                    "neighbours": self._neighbours(actor),
                    "distance": distance,
                }
                for actor, distance in sorted(
                    distances.items(), key=lambda item: (item[1], -self.cards[item[0]], item[0])
                )
            ],
            "links": sorted(links.values(), key=_most_cards_first),
        }

    def _shared(self, actor: str) -> Counter[str]:
        """Return how many cards name each other actor beside one."""
        on = self._on.get(actor, ())
        shared = Counter(other for number in on for other in self._together[number].actors)
        del shared[actor]
        return shared

    def _neighbours(self, actor: str) -> int:
        if actor not in self._many:
            self._many[actor] = len(self._shared(actor))
        return self._many[actor]

    def _link(self, source: str, target: str) -> NetworkLink:
        fewer, other = sorted((source, target), key=lambda actor: len(self._on[actor]))
        named = (self._together[number] for number in self._on[fewer])
        shared = [card for card in named if other in card.actors]
        years = [card.year for card in shared if card.year is not None]
        return {
            "source": source,
            "target": target,
            "cards": len(shared),
            "first": min(years, default=None),
            "last": max(years, default=None),
            "ids": [card.id for card in shared],
        }


def _too_many(links: int) -> RelcliError:
    cure = "name an actor, give a --limit, or choose fewer cards with filters"
    return RelcliError(f"the first {links:,} links between actors are more than can be held", cure)


def _most_cards_first(link: NetworkLink) -> tuple[int, str, str]:
    return -link["cards"], link["source"], link["target"]
