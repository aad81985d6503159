"""A card as an assistant gets it: what must be said with it, and what others wrote, kept apart.

What stands beside `untrusted_data` is made of words of relcli and of counts alone. All that a
dataset holds is a stranger's text, ids and names among it: it stands under a key that says so, and
what could act in it is made visible.
"""

from typing import TYPE_CHECKING, Any

from relcli.model.card_dict import date_of
from relcli.model.scale import Confidence, Stance
from relcli.model.source_rules import (
    backing,
    count_origins,
    disputing,
    of_stance,
    source_name,
)
from relcli.view.numbers import counted
from relcli.view.safe import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from relcli.model.card_dict import PlainCard, PlainSource

Document = dict[str, Any]

LONGEST_TEXT = 2_000  # characters of one text of a card; a claim has some hundred
MOST_ITEMS = 20  # sources of a card, or its actors, or links

_CUT = "Not all of its text is shown: do not quote it as if it were whole."
# What stands beside the data in words; and paths of this machine, days that the date has, too.
_NOT_DATA = ("confidence", "credibility", "disputed", "origins", "place", "earliest", "latest")


def say_with_it(card: "PlainCard") -> str:
    """Return what must be said with a claim: its grade, dispute and origins, in our words alone."""
    grade = Confidence(card["confidence"])
    said = [f"Graded {grade} by its curators ({grade.meaning}).", *_sides(card["sources"])]
    if card["superseded_by"]:
        said.append("Retired: another card has taken its place.")
    if number := len(card["contradicts"]):
        said.append(f"It contradicts {counted(number, 'other card')}.")
    if card["as_of"]:
        said.append("It tells how things stood on its date, not when that began or ended.")
    return " ".join(said)


def _sides(sources: "Sequence[PlainSource]") -> "Iterator[str]":
    """Yield how many sources are against and for it, and on how many origins these rest."""
    against, behind = len(disputing(sources)), backing(sources)
    if against:
        yield f"Disputed, by {against} of {counted(len(sources), 'source')}."
    else:
        yield "Not disputed by its sources."
    if behind:
        origins = count_origins(behind)
        once = ": they count as one" if origins == 1 < len(behind) else ""
        yield f"{counted(len(behind), 'source')} for it, of {counted(origins, 'origin')}{once}."
    if partly := len(of_stance(sources, Stance.QUALIFIES)):
        yield f"Of these, {partly} only in part or with a reservation."


def card_document(
    card: "PlainCard",
    data: Document,
    ours: "Mapping[str, str | bool] | None" = None,
    longest: int = LONGEST_TEXT,
) -> Document:
    """Return a card as a document: what must be said with it, what else is ours, and the data.

    A text of the data that is longer than `longest` is cut, which is said, too.
    """
    said = say_with_it(card)
    return {
        "say_with_it": said if _fits(data, longest) else f"{said} {_CUT}",
        "confidence": card["confidence"],
        "disputed": card["disputed"],
        **(ours or {}),
        "untrusted_data": harmless(data, longest),
    }


def whole(card: "PlainCard", claims: "Mapping[str, str]") -> Document:
    """Return all that a dataset says in a card; `claims` are those of cards it leads to, by id."""

    def link(other: str) -> Document:
        return {"id": other, "claim": claims.get(other)}

    return {
        **{key: value for key, value in card.items() if key not in _NOT_DATA},
        "date_words": date_of(card).words,
        "sources": _few(card["sources"]),
        "related": [link(other) for other in card["related"]],
        "contradicts": [link(other) for other in card["contradicts"]],
        "superseded_by": card["superseded_by"] and link(card["superseded_by"]),
    }


def brief(card: "PlainCard") -> Document:
    """Return what a dataset says in a card, as short as a list of cards needs it."""
    return {
        "id": card["id"],
        "claim": card["claim"],
        "date": card["date"],
        "date_words": date_of(card).words,
        "topics": card["topics"],
        "actors": [actor["name"] for actor in card["actors"]],
        "note": card["note"],
        "superseded_by": card["superseded_by"],
        "sources": [
            {
                "name": source_name(source),
                "speaker": source["speaker"] and source["speaker"]["name"],
                "published": source["published"],
                "url": source["url"],
                "reliability": source["reliability"],
                "stance": source["stance"],
                "says": source["says"],
            }
            for source in _few(card["sources"])
        ],
    }


def _few(sources: "Sequence[PlainSource]") -> "Sequence[PlainSource]":
    """Return sources so that of many those with something against the claim are not left out."""
    if len(sources) <= MOST_ITEMS:
        return sources
    return sorted(sources, key=lambda source: source["stance"] == Stance.SUPPORTS)


def _fits(value: Any, longest: int) -> bool:  # noqa: ANN401 - any value of JSON
    """Whether nothing of some data is more than is shown."""
    match value:
        case str():
            return len(value) <= longest
        case dict():
            return all(_fits(item, longest) for item in value.values())
        case list():
            return len(value) <= MOST_ITEMS and all(_fits(item, longest) for item in value)
    return True


def harmless(value: Any, longest: int = LONGEST_TEXT) -> Any:  # noqa: ANN401 - any value of JSON
    """Return data without what is empty, within bounds, and with what could act made visible."""
    match value:
        case str():
            return visible(value if len(value) <= longest else f"{value[:longest]}…")
        case dict():
            return {key: harmless(item, longest) for key, item in value.items() if item}
        case list():
            return [harmless(item, longest) for item in value[:MOST_ITEMS]]
    return value
