"""Which of the cards that are gone are those that came: by what they say, and where they stand.

An id that was made from a claim changes with it, so a card without an id of its own that is
reworded looks like one that went and one that came.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise, product
from typing import TYPE_CHECKING

from relcli.model.ids import derived_id
from relcli.model.names import fold

if TYPE_CHECKING:
    from relcli.history.compare import Kept
    from relcli.model.card_dict import PlainCard

# Pairs of cards that went and came in one commit: a second. Of more, those that stand near each
# other in a file.
MOST_COMPARED = 50_000
_NEAR = 5  # places
# Of 1 for claims that are the same. Claims of one dataset that have nothing to do with each other
# share a third of their pairs of letters.
ENOUGH = 0.7
_SAME_SOURCES, _SAME_DATE, _SAME_FILE, _SAME_NEIGHBOUR = 0.15, 0.1, 0.05, 0.1

Cards = Mapping[str, "Kept"]


def pair(gone: Cards, come: Cards) -> dict[str, str]:
    """Return of each card that came and was there before the id that it had."""
    if not gone or not come:
        return {}
    pairs_of = {name: _pairs(kept.card["claim"]) for name, kept in (*gone.items(), *come.items())}
    scored = []
    for new_id, old_id in _candidates(gone, come):
        old, new = gone[old_id], come[new_id]
        if _may_be_one(old.card, new.card):
            alike = _alike(pairs_of[old_id], pairs_of[new_id]) + _beside(old, new)
            if alike >= ENOUGH:
                scored.append((-alike, new_id, old_id))
    found: dict[str, str] = {}
    taken: set[str] = set()
    for _, new_id, old_id in sorted(scored):
        if new_id not in found and old_id not in taken:
            found[new_id] = old_id
            taken.add(old_id)
    return found


def _candidates(gone: Cards, come: Cards) -> Iterator[tuple[str, str]]:
    """Yield which cards are compared: a new id, and an old one."""
    if len(gone) * len(come) <= MOST_COMPARED:
        yield from product(come, gone)
        return
    by_place = {(old.path, old.place): name for name, old in gone.items()}
    for name, new in come.items():
        for place in range(new.place - _NEAR, new.place + _NEAR + 1):
            if (new.path, place) in by_place:
                yield name, by_place[new.path, place]


def _may_be_one(old: "PlainCard", new: "PlainCard") -> bool:
    """Whether a card can have changed its id so: one of the two was made, or all else is said."""
    made = any(card["id"] == derived_id(card["claim"]) for card in (old, new))
    return made or old["claim"] == new["claim"]


def _beside(old: "Kept", new: "Kept") -> float:
    """Return what speaks for one card besides its claim."""
    return (
        _SAME_SOURCES * (old.card["sources"] == new.card["sources"])
        + _SAME_DATE * (old.card["date"] == new.card["date"])
        + _SAME_FILE * (old.path == new.path)
        + _SAME_NEIGHBOUR * _same_neighbours(old, new)
    )


def _same_neighbours(old: "Kept", new: "Kept") -> int:
    """Return how many of the two cards beside it, or ends of the file, are the same as before."""
    if old.path != new.path:
        return 0
    return (old.before == new.before) + (old.after == new.after)


def _pairs(text: str) -> "Counter[str]":
    """Return the pairs of letters of a text."""
    folded = fold(text)
    return Counter(map("".join, pairwise(folded)))


def _alike(one: "Counter[str]", other: "Counter[str]") -> float:
    """Return how much two texts share, 0 to 1 (Dice, 1945)."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0
