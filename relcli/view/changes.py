"""What changed on a card, in words: "regraded: possible → doubtful"."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from relcli.model.date import Date, date_of_plain
from relcli.model.source_rules import disputing, in_a_cell
from relcli.view.caveats import stated

if TYPE_CHECKING:
    from relcli.model.history import Change, PlainChange

# The columns of what `log` and `diff` list.
COLUMNS = ("id", "recorded", "commit", "by", "why", "events", "changes", "dataset", "claim")
_NONE = "none"
_NAMED = 3  # sources in one line
_NAMES = ("added", "removed", "regraded", "redated", "retired", "moved")

Both = Sequence[Any]


def in_words(change: "Change") -> list[str]:
    """Return what changed on a card, a line a field or two that go together."""
    fields = change.changes
    if "added" in change.events:
        return [f"added: {_standing(fields, 1)}"]
    if "removed" in change.events:
        return [f"removed: {_standing(fields, 0)}"]
    shown = fields.keys() - {"id"} if "claim" in fields else fields.keys()  # it was made of that
    told = (tell(fields) for name, tell in _TELLERS.items() if name in shown)
    return [line for lines in told for line in lines]


def as_cells(change: "Change") -> dict[str, Any]:
    """Return a change as a row whose cells a person reads."""
    row: PlainChange = change.to_dict()
    return {**row, "changes": in_words(change)}


def day_of(change: "Change") -> str:
    """Return the day on which a change was recorded, in words; "" where it is not yet."""
    return Date.parse(change.recorded.date().isoformat()).words if change.recorded else ""


def dated(change: "Change") -> list[str]:
    """Return the same with the day and the reason: "regraded 12 May 2024: a → b (why)"."""
    day = day_of(change) or "not yet recorded"
    why = f" ({change.why})" if change.why else ""
    return [f"{_with_day(line, day)}{why}" for line in in_words(change)]


def lines_of(changes: "Iterable[Change]", *, every: bool = False) -> list[str]:
    """Return a line for each time that a card was regraded, or for every change of it."""
    told = [line for change in changes for line in dated(change)]
    return told if every else [line for line in told if line.startswith("regraded")]


def _with_day(line: str, day: str) -> str:
    """Put a day behind what happened: before the colon, where one follows its name."""
    name, colon, rest = line.partition(": ")
    return f"{name} {day}: {rest}" if colon and name in _NAMES else f"{line}, {day}"


def _standing(fields: Mapping[str, Both], side: int) -> str:
    """Return how sure a card is that came or went, and whether it is disputed."""
    disputed = ", disputed" if "disputed" in fields else ""
    retired = ", superseded" if "superseded_by" in fields else ""
    return f"{fields['confidence'][side]}{disputed}{retired}"


def _arrow(name: str, both: Both, word: Callable[[Any], str] = str) -> str:
    old, new = (word(value) if value else _NONE for value in both)
    return f"{name}: {old} → {new}"


def _graded(fields: Mapping[str, Both]) -> Iterator[str]:
    yield _arrow("regraded", fields["confidence"])


def _disputed(fields: Mapping[str, Both]) -> Iterator[str]:
    if fields["disputed"][1]:
        yield f"disputed {stated(disputing(fields['sources'][1]))}"
    else:
        yield "no longer disputed"


def _superseded(fields: Mapping[str, Both]) -> Iterator[str]:
    old, new = fields["superseded_by"]
    yield (
        f"retired: superseded by {new}" if new and not old else _arrow("superseded by", (old, new))
    )


def _sourced(fields: Mapping[str, Both]) -> Iterator[str]:
    old, new = ({source["id"]: source for source in side} for side in fields["sources"])
    kinds = {
        "source added": [_source(new[name]) for name in new if name not in old],
        "source removed": [_source(old[name]) for name in old if name not in new],
        "source changed": [
            f"{_source(new[name])} ({', '.join(_differing(old[name], new[name]))})"
            for name in new
            if name in old and new[name] != old[name]
        ],
    }
    if not any(kinds.values()):
        yield "sources in another order"
    for kind, sources in kinds.items():
        if sources:
            more = f" and {len(sources) - _NAMED} more" if len(sources) > _NAMED else ""
            yield f"{kind}: {'; '.join(sources[:_NAMED])}{more}"


def _source(source: Mapping[str, Any]) -> str:
    """Return a source in a few words: its address is for who wants to read it."""
    return in_a_cell({**source, "url": None})


def _differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    return (name.replace("_", " ") for name in new if old[name] != new[name])


def _reworded(fields: Mapping[str, Both]) -> Iterator[str]:
    yield f"reworded, before: {fields['claim'][0]}"


def _dated(fields: Mapping[str, Both]) -> Iterator[str]:
    if "date" not in fields:
        yield (
            "attested as of its date" if fields["as_of"][1] else "no longer attested as of its date"
        )
        return
    states = fields.get("as_of", (False, False))
    old, new = (
        date_of_plain(date, state).words for date, state in zip(fields["date"], states, strict=True)
    )
    yield f"redated: {old} → {new}"


def _state(fields: Mapping[str, Both]) -> Iterable[str]:
    return () if "date" in fields else _dated(fields)


def _moved(fields: Mapping[str, Both]) -> Iterator[str]:
    yield _arrow("moved", fields["path"])


def _listed(name: str) -> Callable[[Mapping[str, Both]], Iterator[str]]:
    def tell(fields: Mapping[str, Both]) -> Iterator[str]:
        yield _arrow(name.replace("_", " "), fields[name], ", ".join)

    return tell


def _noted(fields: Mapping[str, Both]) -> Iterator[str]:
    old, new = fields["note"]
    yield f"note: {new}" if new else f"note removed: {old}"


def _named(fields: Mapping[str, Both]) -> Iterator[str]:
    yield _arrow("id", fields["id"])


# In which words each field is told, in this order.
_TELLERS: Mapping[str, Callable[[Mapping[str, Both]], Iterable[str]]] = {
    "confidence": _graded,
    "disputed": _disputed,
    "superseded_by": _superseded,
    "claim": _reworded,
    "date": _dated,
    "as_of": _state,
    "sources": _sourced,
    **{name: _listed(name) for name in ("topics", "actors", "related", "contradicts")},
    "note": _noted,
    "id": _named,
    "path": _moved,
}
