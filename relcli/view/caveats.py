"""What a reader must be told beside a claim, and whom it rests on, in words."""

from collections.abc import Mapping, Sequence

from relcli.model.card_dict import PlainCard, PlainSource
from relcli.model.scale import Confidence, Stance
from relcli.model.source_rules import of_stance, relayed, source_name

NAMED = 20  # of those who dispute a claim; a line with more of them is no longer read
VERBS = {Stance.QUALIFIES: "qualified", Stance.DISPUTES: "disputed"}  # what these did to a claim
_STANCES = ("supports", "qualifies", "disputes")
_NO_LETTER = "~"  # after every letter of the Admiralty system


def caveats(card: PlainCard) -> str:
    """Return the words that go with a claim: "unconfirmed; disputed by Dmitry Peskov (TASS)".

    Empty for a confirmed claim that nobody doubts.
    """
    words = [
        f"{verb} {stated(sources)}"
        for stance, verb in VERBS.items()
        if (sources := of_stance(card["sources"], stance))
    ]
    if card["superseded_by"]:
        words.append(f"superseded by {card['superseded_by']}")
    graded = card["confidence"] != Confidence.CONFIRMED or bool(words)
    return "; ".join([*([card["confidence"]] if graded else []), *words])


def cited_sources(card: PlainCard) -> list[PlainSource]:
    """Return the sources of a card as one cites them.

    Those that support the claim come first; among them those that speak for themselves; among
    these the most reliable.
    """
    return sorted(
        card["sources"],
        key=lambda source: (
            _STANCES.index(source["stance"]),
            relayed(source) is not None,
            source["reliability"] or _NO_LETTER,
        ),
    )


def stated(sources: Sequence[PlainSource]) -> str:
    """Return who says what some sources carry: "by Hassan Nasrallah (TASS) and in Reuters".

    A publisher is not said to hold what it reports, so one without a speaker is where it stands.
    """
    carried: dict[str, dict[str, None]] = {}  # in what each speaker is heard
    alone: dict[str, None] = {}
    for source in sources:
        if source["speaker"]:
            heard = carried.setdefault(source["speaker"]["name"], {})
            heard[source_name(source)] = None
        else:
            alone[source_name(source)] = None
    speakers = [
        f"{speaker} ({', '.join(others)})"
        if (others := [name for name in heard if name != speaker])
        else speaker
        for speaker, heard in carried.items()
    ]
    phrases = [f"by {_listed(speakers)}"] if speakers else []
    return " and ".join([*phrases, f"in {_listed([*alone])}"] if alone else phrases)


def speaker_of(source: PlainSource) -> str | None:
    """Return who speaks in a source; None where nobody is named but the source itself."""
    speaker = source["speaker"]
    return speaker["name"] if speaker and speaker["name"] != source_name(source) else None


def heard_in(source: PlainSource) -> str:
    """Return whom a source is known by, after who speaks in it: "Ida Holm, quoted in TASS"."""
    speaker, name = speaker_of(source), source_name(source)
    return f"{speaker}, quoted in {name}" if speaker else name


def relayed_name(source: PlainSource, card: PlainCard, declared: Mapping[str, str]) -> str | None:
    """Return the name of the source that another one of the card relays; None if it does not.

    `declared` are the names of sources that the card need not have, by id.
    """
    origin = relayed(source)
    if origin is None:
        return None
    named = (source_name(other) for other in card["sources"] if other["id"] == origin)
    return next(named, declared.get(origin, origin))


def _listed(names: Sequence[str]) -> str:
    *others, last = names
    if len(others) >= NAMED:
        return f"{', '.join(others[:NAMED])} and {len(names) - NAMED} others"
    return f"{', '.join(others)} and {last}" if others else last
