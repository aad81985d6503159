"""What a rule finds, where, and what a rule is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from relcli.model.card import Card
from relcli.model.problem import RuleText

if TYPE_CHECKING:
    from relcli.check.survey import Survey

Step = str | int


@dataclass(frozen=True, slots=True)
class Spot:
    """What the author must change: the steps that lead there through a file.

    A step is a key of a mapping, or the number or the text of an item of a list. They begin at
    the card that stands at `entry` (line and column), else at the top of the file.
    """

    path: str
    steps: tuple[Step, ...] = ()
    entry: tuple[int, int] | None = None

    @classmethod
    def in_card(cls, card: Card, *steps: Step) -> "Spot":
        """Return a spot in a card: `Spot.in_card(card, "related", "old-id")`."""
        return cls(card.place.path, steps, (card.place.line, card.place.column))


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a rule finds wrong: where, what, and how to mend it."""

    spot: Spot
    message: str
    cure: str


Find = Callable[["Survey"], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Rule(RuleText):
    """One rule of `check`. `find` is None where something else than a survey of cards finds it."""

    find: Find | None = None
