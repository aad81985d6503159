"""What changed on cards, and when that was recorded: what `log` and `diff` give."""

from typing import TYPE_CHECKING, Any, NamedTuple, TypedDict

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

# What can have happened to a card; a row has them in this order. `edited` is all that has no word
# of its own: topics, actors, note, links, id.
EVENTS = (
    *("added", "regraded", "disputed", "retired", "removed", "sourced", "reworded", "redated"),
    *("moved", "edited"),
)
DIGITS = 12  # of a commit, where people read it


class PlainChange(TypedDict):
    """What changed on one card in one commit, or between two states.

    `recorded` is when the commit was made (ISO 8601, UTC), `why` its subject; both are null for
    what is not recorded yet. `changes` has of each field what it was and what it became.
    """

    id: str
    recorded: str | None
    commit: str | None
    by: str | None
    why: str | None
    events: list[str]
    changes: dict[str, list[Any]]
    dataset: str
    claim: str


class Change(NamedTuple):
    """What changed on one card in one commit, or between two states of the facts.

    `recorded` is when the commit was made, `why` its subject; both are None for what is not
    recorded yet. `changes` has of each field what it was and what it became, None where there was
    no card; `events` says it in words: added, regraded, disputed, retired, removed, sourced,
    reworded, redated, moved, edited. `id` and `claim` are those after the change.
    """

    id: str
    recorded: "datetime | None"
    commit: str | None
    by: str | None
    why: str | None
    events: tuple[str, ...]
    changes: "Mapping[str, tuple[Any, Any]]"
    dataset: str
    claim: str

    def to_dict(self) -> PlainChange:
        """Return the change as plain data, with the keys of `log --json`."""
        recorded = self.recorded
        return {
            "id": self.id,
            "recorded": recorded.isoformat().replace("+00:00", "Z") if recorded else None,
            "commit": self.commit,
            "by": self.by,
            "why": self.why,
            "events": list(self.events),
            "changes": {field: list(both) for field, both in self.changes.items()},
            "dataset": self.dataset,
            "claim": self.claim,
        }


class PlainMonth(TypedDict):
    """How the cards stood at the end of a month in which something was recorded (UTC)."""

    month: str
    commits: int
    cards: int
    disputed: int
    retired: int
    confirmed: int
    probable: int
    possible: int
    doubtful: int
    improbable: int
    unconfirmed: int
