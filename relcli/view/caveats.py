"""What a reader must be told beside a claim, and whom it rests on: words for citations."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from relcli.model.plain import PlainCard, PlainSource
from relcli.model.scale import Confidence

NAMED = 20  # of those who dispute a claim; a line with more of them is no longer read
_STANCES = ("supports", "qualifies", "disputes")
_NO_LETTER = "~"  # after every letter of the Admiralty system


def caveats(card: PlainCard) -> str:
    """Return the words that go with a claim: "unconfirmed; disputed by The Kremlin".

    Empty for a confirmed claim that nobody doubts. Who disputes or qualifies a claim is who
    published the sources that do; nobody else is named.
    """
    told = [
        f"{verb} by {_listed(card['sources'], stance)}"
        for stance, verb in (("qualifies", "qualified"), ("disputes", "disputed"))
        if any(source["stance"] == stance for source in card["sources"])
    ]
    if card["superseded_by"]:
        told.append(f"superseded by {card['superseded_by']}")
    graded = card["confidence"] != Confidence.CONFIRMED or bool(told)
    return "; ".join([*([card["confidence"]] if graded else []), *told])


def cited_sources(card: PlainCard) -> list[PlainSource]:
    """Return the sources of a card as one cites them.

    Those that support the claim come first; among them those that speak for themselves; among
    these the most reliable.
    """
    return sorted(
        card["sources"],
        key=lambda source: (
            _STANCES.index(source["stance"]),
            source["origin"] not in (None, source["id"]),
            source["reliability"] or _NO_LETTER,
        ),
    )


def source_name(source: PlainSource) -> str:
    """Return whom a source is known by: its publisher, else its title, else where it is."""
    host = source["url"] and _host(source["url"])
    return source["publisher"] or source["title"] or host or source["id"]


def relayed_name(source: PlainSource, card: PlainCard, declared: Mapping[str, str]) -> str | None:
    """Return the name of the source that another one of the card relays; None if it does not.

    `declared` are the names of sources that the card need not have, by id.
    """
    origin = source["origin"]
    if origin in (None, source["id"]):
        return None
    named = (source_name(other) for other in card["sources"] if other["id"] == origin)
    return next(named, declared.get(str(origin), origin))


def _listed(sources: Sequence[PlainSource], stance: str) -> str:
    names = dict.fromkeys(source_name(source) for source in sources if source["stance"] == stance)
    *others, last = names
    if len(others) >= NAMED:
        return f"{', '.join(others[:NAMED])} and {len(names) - NAMED} others"
    return f"{', '.join(others)} and {last}" if others else last


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:  # brackets that hold no address
        return None
