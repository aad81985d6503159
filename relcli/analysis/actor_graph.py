"""Who appears with whom: actors, and how many cards name two of them."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import combinations
from typing import TYPE_CHECKING

from relcli.model.card_dict import date_of
from relcli.model.names import fold
from relcli.model.stats import NetworkLink, PlainNetwork

if TYPE_CHECKING:
    from relcli.model.card_dict import PlainCard

_Shared = tuple[int | None, str]  # a card that names two actors: the year it begins in, its id


class Network:
    """The actors that a set of cards names, and the cards that each two of them share."""

    def __init__(self, cards: "Iterable[PlainCard]") -> None:
        self.size = 0
        self.names: dict[str, str] = {}
        self.cards: Counter[str] = Counter()
        self.shared: defaultdict[str, dict[str, list[_Shared]]] = defaultdict(dict)
        for card in cards:
            self.size += 1
            named = {actor["id"]: actor["name"] for actor in card["actors"]}
            self.names |= named
            self.cards.update(named.keys())
            year = date_of(card).begins
            for one, other in combinations(sorted(named), 2):
                # One list for both directions.
                if other not in self.shared[one]:
                    self.shared[one][other] = self.shared[other][one] = []
                self.shared[one][other].append((year, card["id"]))

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
        return sorted(self.names, key=lambda a: (-len(self.shared[a]), -self.cards[a], a))

    def neighbours(self, actor: str) -> list[str]:
        """Return the actors that are named beside one, those on most cards with it first."""
        shared = self.shared[actor]
        return sorted(shared, key=lambda other: (-len(shared[other]), other))

    def around(self, roots: list[str], depth: int, limit: int) -> PlainNetwork:
        """Return what is at most so many links away; of each actor's neighbours the first `limit`.

        No limit, which is 0, takes them all.
        """
        distances = dict.fromkeys(roots, 0)
        links: dict[tuple[str, str], NetworkLink] = {}
        edge = roots
        for distance in range(1, depth + 1):
            reached: dict[str, int] = {}
            for actor in edge:
                for other in self.neighbours(actor)[: limit or None]:
                    ends = min(actor, other), max(actor, other)
                    links[ends] = links.get(ends) or self._link(*ends)
                    reached[other] = distance
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
                    "neighbours": len(self.shared[actor]),
                    "distance": distance,
                }
                for actor, distance in sorted(
                    distances.items(), key=lambda item: (item[1], -self.cards[item[0]], item[0])
                )
            ],
            "links": sorted(links.values(), key=_most_cards_first),
        }

    def _link(self, source: str, target: str) -> NetworkLink:
        shared = self.shared[source][target]
        years = [year for year, _ in shared if year is not None]
        return {
            "source": source,
            "target": target,
            "cards": len(shared),
            "first": min(years, default=None),
            "last": max(years, default=None),
            "ids": [card_id for _, card_id in shared],
        }


def _most_cards_first(link: NetworkLink) -> tuple[int, str, str]:
    return -link["cards"], link["source"], link["target"]
