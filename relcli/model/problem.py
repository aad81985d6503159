"""A finding about the data, as a value: what, where, and how to mend it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """Whether a problem is wrong, or what a careful editor would look at again."""

    ERROR = "error"
    WARNING = "warning"


class Place(NamedTuple):
    """A place in a file; `line` and `column` count from 1, as editors do."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something wrong with the data. It hides nothing: whatever else can be read, is."""

    place: Place
    rule: str
    message: str
    cure: str = ""
    severity: Severity = Severity.ERROR

    @property
    def told(self) -> str:
        """What is told of it, but for its place: "error[date] `date`: …; write …"."""
        cure = f"; {self.cure}" if self.cure else ""
        return f"{self.severity}[{self.rule}] {self.message}{cure}"

    def __str__(self) -> str:
        return f"{self.place}: {self.told}"


@dataclass(frozen=True, slots=True)
class RuleText:
    """What a rule of `check` says of itself: its id, how severe its problems are, its manual."""

    id: str
    severity: Severity
    manual: str

    @property
    def summary(self) -> str:
        """The first line of the manual."""
        return self.manual.partition("\n")[0]


@dataclass(frozen=True, slots=True)
class Report:
    """What `check` found, each problem with the line of its file, and how much it looked at.

    `rules` are those that there are, by id. `copies` are how many of the `addresses` of the sources
    have an archived copy.
    """

    found: tuple[tuple[Problem, str], ...]
    files: int
    cards: int
    rules: Mapping[str, RuleText] = field(default_factory=dict)
    addresses: int = 0
    copies: int = 0

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems alone."""
        return tuple(problem for problem, _ in self.found)

    def count(self, severity: Severity) -> int:
        """Return how many problems are this severe."""
        return sum(problem.severity is severity for problem in self.problems)
