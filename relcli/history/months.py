"""How many cards there were, of which grades and how many disputed, month after month."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from relcli.history.objects import time_of
from relcli.model.scale import Confidence

if TYPE_CHECKING:
    from relcli.index.kept_history import KeptChange
    from relcli.model.history import PlainMonth


class _Standing(NamedTuple):
    confidence: str
    disputed: bool = False
    retired: bool = False


def months(histories: Sequence[Iterable["KeptChange"]]) -> "list[PlainMonth]":
    """Return how the cards of some datasets stood at the end of each month with a commit.

    Of each dataset the changes come in their order, the oldest first.
    """
    ends = [_ends(changes) for changes in histories]
    commits: Counter[str] = Counter()
    for _, numbers in ends:
        commits.update({month: len(of_month) for month, of_month in numbers.items()})
    return [
        _month(month, commits[month], [_last(standing, month) for standing, _ in ends])
        for month in sorted(commits)
    ]


_Ends = dict[str, Counter[_Standing]]


def _ends(changes: Iterable["KeptChange"]) -> tuple[_Ends, dict[str, set[int]]]:
    """Return how many cards stood how at the end of each month, and the commits of each."""
    cards: dict[int, _Standing] = {}
    ends: _Ends = {}
    numbers: dict[str, set[int]] = {}
    last = ""
    for change in changes:
        month = f"{time_of(change.commit.time):%Y-%m}"
        if last not in ("", month):
            ends[last] = Counter(cards.values())
        numbers.setdefault(month, set()).add(change.number)
        last = month
        fields = change.changes
        if "removed" in change.events:
            cards.pop(change.chain, None)
            continue
        old = cards.get(change.chain) or _Standing("")
        cards[change.chain] = _Standing(
            fields.get("confidence", [None, old.confidence])[1],
            bool(fields.get("disputed", [None, old.disputed])[1]),
            bool(fields.get("superseded_by", [None, old.retired])[1]),
        )
    if last:
        ends[last] = Counter(cards.values())
    return ends, numbers


def _last(ends: _Ends, month: str) -> Counter[_Standing]:
    """Return how the cards of a dataset stood by a month."""
    by_then = [each for each in ends if each <= month]
    return ends[max(by_then)] if by_then else Counter()


def _month(month: str, commits: int, standings: Iterable[Counter[_Standing]]) -> "PlainMonth":
    every: Counter[_Standing] = Counter()
    for of_dataset in standings:
        every += of_dataset
    grades: Counter[str] = Counter()
    for standing, number in every.items():
        grades[standing.confidence] += number
    confirmed, probable, possible, doubtful, improbable, unconfirmed = (
        grades[grade.value] for grade in Confidence
    )
    return {
        "month": month,
        "commits": commits,
        "cards": every.total(),
        "disputed": sum(number for standing, number in every.items() if standing.disputed),
        "retired": sum(number for standing, number in every.items() if standing.retired),
        "confirmed": confirmed,
        "probable": probable,
        "possible": possible,
        "doubtful": doubtful,
        "improbable": improbable,
        "unconfirmed": unconfirmed,
    }
