"""A finding about the data, as a value: what, where, and how to mend it."""

from dataclasses import dataclass
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

    def __str__(self) -> str:
        cure = f"; {self.cure}" if self.cure else ""
        return f"{self.place}: {self.severity}[{self.rule}] {self.message}{cure}"
