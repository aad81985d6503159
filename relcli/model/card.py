"""A dataset and what it is made of: cards, their sources and their actors.

Every value here is well formed: the loader makes a `Card` only of a card without a problem.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from relcli.model.scale import Confidence, Reliability, Stance

if TYPE_CHECKING:
    from collections.abc import Mapping

    from relcli.model.card_dict import PlainCard
    from relcli.model.date import Date
    from relcli.model.problem import Place, Problem


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who makes the statement that a source carries; the id is that of an actor, if it is one."""

    name: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Who or what backs or disputes a claim.

    `speaker` makes the statement, which the publisher only carries. `language` is that of the
    source (BCP 47). `origin` is the id of the source that this one relays, followed to its end:
    where A relays B and B relays C, the origin of both is C. None where the source speaks for
    itself.
    """

    id: str
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    archived_url: str | None = None
    published: "Date | None" = None
    accessed: "Date | None" = None
    reliability: Reliability | None = None
    origin: str | None = None
    stance: Stance = Stance.SUPPORTS
    says: str | None = None
    speaker: Speaker | None = None
    language: str | None = None

    @property
    def disputes(self) -> bool:
        """Whether it disputes the claim; all others back it, be it in part."""
        return self.stance is Stance.DISPUTES

    @property
    def counts_as(self) -> str:
        """The id of the source that it relays, else its own."""
        return self.origin or self.id


@dataclass(frozen=True, slots=True)
class Actor:
    """A named person, body, place or weapon system."""

    id: str
    name: str
    kind: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """One claim with its date, its sources and how far it can be trusted."""

    id: str
    dataset: str
    claim: str
    date: "Date"
    confidence: Confidence
    sources: tuple[Source, ...]
    place: "Place"
    topics: tuple[str, ...] = ()
    actors: tuple[Actor, ...] = ()
    note: str | None = None
    related: tuple[str, ...] = ()
    contradicts: tuple[str, ...] = ()
    superseded_by: str | None = None

    @property
    def disputed(self) -> bool:
        """Whether one of its sources disputes the claim, whatever its confidence."""
        return any(source.disputes for source in self.sources)

    @property
    def origins(self) -> int:
        """How many sources are left when those with one origin count once."""
        return len({source.counts_as for source in self.sources})

    @property
    def answers_to(self) -> tuple[str, ...]:
        """The ids by which it is found: its own, and the one that was made for it before."""
        from relcli.model.ids import answers_to  # only who follows links by hand needs it

        return answers_to(self.id, self.claim)

    def to_dict(self) -> "PlainCard":
        """Return the card as plain data, with the keys of `--json`."""
        from relcli.model.card_dict import plain_card  # only who writes cards needs it

        return plain_card(self)


@dataclass(frozen=True, slots=True)
class Dataset:
    """One folder of cards, with what it declares and every problem met in reading it.

    `topics`, `actors` and `sources` are what the dataset declares, by id. `relays` is the id that
    each of these sources gives as its origin, not followed further. `selected` and `ignored` are
    the rules that `check` of this dataset is limited to (all, where none is given) and leaves out.
    """

    id: str
    path: str
    title: str | None = None
    description: str | None = None
    license: str | None = None
    topics: "Mapping[str, str]" = field(default_factory=dict)
    actors: "Mapping[str, Actor]" = field(default_factory=dict)
    sources: "Mapping[str, Source]" = field(default_factory=dict)
    relays: "Mapping[str, str]" = field(default_factory=dict)
    selected: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    cards: tuple[Card, ...] = ()
    problems: tuple["Problem", ...] = ()
