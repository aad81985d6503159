"""All datasets of a command, together: their cards, and the names they know."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from relcli.errors import FilterError, did_you_mean
from relcli.load.dataset import load_dataset
from relcli.load.declared import fold
from relcli.model.card import Actor, Card, Dataset, Source

if TYPE_CHECKING:
    from relcli.model.problem import Problem

Id = TypeVar("Id")


class Facts:
    """The datasets that a command answers from."""

    def __init__(self, datasets: Iterable[Dataset]) -> None:
        self.datasets = tuple(datasets)
        self.cards: list[Card] = [card for dataset in self.datasets for card in dataset.cards]
        self.problems: list[Problem] = [p for dataset in self.datasets for p in dataset.problems]

    @classmethod
    def load(cls, paths: Sequence[Path]) -> "Facts":
        """Read every dataset at `paths`."""
        return cls(load_dataset(path) for path in paths)

    @cached_property
    def ids(self) -> dict[str, list[Card]]:
        """The cards of each id; two datasets may use the same one."""
        ids: dict[str, list[Card]] = {}
        for card in self.cards:
            ids.setdefault(card.id, []).append(card)
        return ids

    def cards_of(self, card_id: str) -> list[Card]:
        """Return the cards with this id."""
        return self.ids.get(card_id, [])

    @cached_property
    def topics(self) -> dict[str, str]:
        """Every topic, declared or used, with its label."""
        used = {topic: topic for card in self.cards for topic in card.topics}
        return used | {t: label for dataset in self.datasets for t, label in dataset.topics.items()}

    @cached_property
    def actors(self) -> dict[str, Actor]:
        """Every actor, declared or used, by id."""
        used = {actor.id: actor for card in self.cards for actor in card.actors}
        return used | {a: actor for dataset in self.datasets for a, actor in dataset.actors.items()}

    @cached_property
    def sources(self) -> dict[str, Source]:
        """Every source, declared or used, by id, as it was declared."""
        used = {source.id: source for card in self.cards for source in card.sources}
        return used | {s: source for ds in self.datasets for s, source in ds.sources.items()}

    def topic(self, name: str) -> str:
        """Return the id of the topic with this id or label. Raises FilterError."""
        ids = {fold(label): topic for topic, label in self.topics.items()}
        ids |= {fold(topic): topic for topic in self.topics}
        return _known("--topic", name, ids)

    def actor(self, name: str) -> str:
        """Return the id of the actor with this id, name or alias. Raises FilterError."""
        ids = {fold(s): a.id for a in self.actors.values() for s in (a.id, a.name, *a.aliases)}
        return _known("--actor", name, ids)

    def sources_named(self, name: str) -> set[str]:
        """Return the ids of the sources with this id or from this publisher. Raises FilterError."""
        ids: dict[str, set[str]] = {}
        for source in self.sources.values():
            for spelling in (source.id, source.publisher, source.title):
                if spelling:
                    ids.setdefault(fold(spelling), set()).add(source.id)
        return _known("--source", name, ids)


def _known(option: str, name: str, ids: Mapping[str, Id]) -> Id:
    """Return what `ids` holds under a name. Raises FilterError with the nearest one that it has."""
    try:
        return ids[fold(name)]
    except KeyError:
        kind = option.removeprefix("--")
        nearest = did_you_mean(name, ids)
        cure = f"did you mean `{nearest}`?" if nearest else f"`relcli {kind}s` lists them"
        raise FilterError(f"{option}: no {kind} `{name}` in these facts", cure) from None
