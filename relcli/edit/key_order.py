"""The canonical form of a file: which key stands where, how long a line is."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import PurePath

from relcli.model.keys import (
    ACTOR_KEYS,
    CARD_KEYS,
    CARD_SOURCE_KEYS,
    DATASET_KEYS,
    SOURCE_DATES,
    SOURCE_KEYS,
)

WIDTH = 110  # what fits in it stays in one line
FILL = 108  # what does not is broken into lines of up to this width, as the shipped facts are


@dataclass(frozen=True, slots=True)
class Form:
    """How a collection is written.

    `order` is that of its keys; others follow them as they stand. `below` is the form of the
    values of some keys, `entries` that of every item or value. `apart` puts a blank line between
    entries of more than one line.
    """

    order: tuple[str, ...] = ()
    dates: AbstractSet[str] = frozenset()
    below: dict[str, "Form"] = field(default_factory=dict)
    entries: "Form | None" = None
    apart: bool = False

    def of(self, key: str | None) -> "Form":
        """Return the form of the value of a key, or of an item (None)."""
        return self.below.get(key or "") or self.entries or PLAIN

    def rank(self, key: str) -> int:
        """Return the place of a key among its siblings."""
        return self.order.index(key) if key in self.order else len(self.order)


PLAIN = Form()
SOURCE = Form((*CARD_SOURCE_KEYS,), SOURCE_DATES)
# `source:` holds one source or a list of them: the form of the list is that of each.
SOURCES = Form(SOURCE.order, SOURCE.dates, entries=SOURCE)
CARD = Form(
    (*CARD_KEYS,),
    frozenset({"date"}),
    {"source": SOURCES, "sources": SOURCES},
)
ACTOR = Form((*ACTOR_KEYS,))
CARDS = Form(entries=CARD, apart=True)
DECLARING_FORMS = {
    "dataset.yaml": Form((*DATASET_KEYS,)),
    "actors.yaml": Form(entries=ACTOR, apart=True),
    "sources.yaml": Form(entries=Form((*SOURCE_KEYS,), SOURCE_DATES), apart=True),
}


def form_of(path: PurePath) -> Form:
    """Return the form of the file of that name."""
    return DECLARING_FORMS.get(path.name, CARDS)
