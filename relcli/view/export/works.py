"""The sources of the cards as a bibliography lists them: each work once, whoever cites it."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from relcli.model.card_dict import PlainCard, PlainSource, date_of
from relcli.model.keys import WORK_KEYS
from relcli.model.source_rules import parts_of, relayed
from relcli.view.caveats import caveats
from relcli.view.export.escape import ended
from relcli.view.export.selection import card_keys
from relcli.view.safe import is_web_url

NONE: Mapping[tuple[str, str], str] = MappingProxyType({})


class Use(NamedTuple):
    """That a card, known by its key, cites a work; `source` is the work as it stands there.

    `grade` is how sure the card's claim is, and what else belongs beside it; `stamp` of which
    commit it is cited, where that is asked for.
    """

    card: PlainCard
    key: str
    source: PlainSource
    grade: str
    stamp: str = ""


class Work(NamedTuple):
    """One work and the cards that cite it."""

    key: str
    source: PlainSource
    uses: list[Use]

    @property
    def topics(self) -> list[str]:
        """The topics of the cards that cite it."""
        return list(dict.fromkeys(topic for use in self.uses for topic in use.card["topics"]))


def works(cards: Sequence[PlainCard], stamps: Mapping[tuple[str, str], str] = NONE) -> list[Work]:
    """Return the works that the cards cite, in the order they are first cited.

    A work's key is its id. An id stands for another work where it says other things: a source
    written in place has an id made of its publisher, which has more than one work. So the second
    is `id-2`, and so on. `stamps` are those of the cards, by dataset and id.
    """
    by_identity: dict[tuple[object, ...], Work] = {}
    taken: set[str] = set()
    for card, key in zip(cards, card_keys(cards), strict=True):
        grade = caveats(card) or card["confidence"]
        stamp = stamps.get((card["dataset"], card["id"]), "")
        for source in card["sources"]:
            fields = _of_the_work(source)
            if fields not in by_identity:
                by_identity[fields] = Work(free_key(source["id"], taken), source, [])
            by_identity[fields].uses.append(Use(card, key, source, grade, stamp))
    return list(by_identity.values())


def free_key(wanted: str, taken: set[str], folded: Callable[[str], str] = str) -> str:
    """Return `wanted`, or `wanted-2` and so on where that is taken; it is taken from then on.

    `folded` is what two keys must not have in common, such as `str.casefold`.
    """
    key, number = wanted, 1
    while folded(key) in taken:
        number += 1
        key = f"{wanted}-{number}"
    taken.add(folded(key))
    return key


def remarks(work: Work) -> list[str]:
    """Return what a work says to each claim, and what no field of a bibliography has."""
    uses = [_use(use) for use in work.uses]
    url = work.source["url"]
    if url and not is_web_url(url):
        uses.append(f"Found at: {url}")
    return uses


def _of_the_work(source: PlainSource) -> tuple[object, ...]:
    """Return what a source is, without what it says to one claim."""
    return parts_of(source, WORK_KEYS)


def _use(use: Use) -> str:
    speaker = f" Speaker: {ended(use.source['speaker']['name'])}" if use.source["speaker"] else ""
    says = f" {use.source['says']}" if use.source["says"] else ""
    reliability = f" Reliability {use.source['reliability']}." if use.source["reliability"] else ""
    relays = f" Relays {ended(origin)}" if (origin := relayed(use.source)) else ""
    date = date_of(use.card)
    return (
        f"{use.source['stance'].capitalize()} “{use.card['claim']}” "
        f"[{use.key}; {date.words}; {use.grade}].{speaker}{says}{reliability}{relays}"
        f"{use.stamp and f' {use.stamp}'}"
    )
