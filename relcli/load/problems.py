"""What is wrong with one file, up to a bound."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

from relcli.errors import GUESSES, did_you_mean, quoted, suggestion
from relcli.load.nodes import At
from relcli.model.problem import Place, Problem, Severity

Located = tuple[str, At]

# Of a file and a rule. Nobody reads more before mending some, and a file of 64 MB has millions.
MOST_TOLD = 1_000
_SHOWN = 5  # ids in a message
_MORE = "mend these first: more of them in this file are not told"


class Problems(list[Problem]):
    """The problems of one file that are told; `noted` counts the others, too."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
        self.noted = 0
        self._by_rule: Counter[str] = Counter()

    def add(
        self, at: At, rule: str, message: str, cure: str, severity: Severity = Severity.ERROR
    ) -> None:
        """Note a problem at a place of the file; the first too many changes the last that is told.

        So what is left out is told wherever the problems of that rule are.
        """
        self.noted += 1
        self._by_rule[rule] += 1
        number = self._by_rule[rule]
        if number <= MOST_TOLD:
            self.append(Problem(Place(self.path, *at), rule, message, cure, severity))
        elif number == MOST_TOLD + 1:
            place = max(n for n, problem in enumerate(self) if problem.rule == rule)
            last = self[place]
            cure = f"{last.cure}; {_MORE}" if last.cure else _MORE
            self[place] = replace(last, cure=cure)

    def tells(self, rule: str) -> bool:
        """Whether one more problem of a rule would be told."""
        return self._by_rule[rule] < MOST_TOLD

    def unknown(self, located: Located, kind: str, known: Collection[str], file: str) -> None:
        """Note a name that the dataset does not declare, and the nearest that it does."""
        name, at = located
        cure = suggestion(self.guess(name, known), f"declare it in {file}")
        self.add(at, f"unknown-{kind}", f"the dataset has no {kind} {quoted(name)}", cure)

    def ambiguous(self, located: Located, owners: Sequence[str]) -> None:
        """Note a name by which several actors are called."""
        name, at = located
        message = f"{quoted(name)} is a name of {owners_of(owners)}"
        self.add(at, "ambiguous-actor", message, "write the id of the one that is meant")

    def guess(self, name: str, known: Collection[str]) -> str | None:
        """Return what is nearest to a name; of many that are wrong, only to the first."""
        return did_you_mean(name, known) if self.noted < GUESSES else None


def owners_of(owners: Sequence[str]) -> str:
    """Return some of those who share a name, for a message."""
    more = f" and {len(owners) - _SHOWN} more" if len(owners) > _SHOWN else ""
    return " and ".join(f"`{owner}`" for owner in owners[:_SHOWN]) + more
