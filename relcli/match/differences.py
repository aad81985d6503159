"""In what a sentence and the claim of a card differ: numbers, dates, negation, hedge words."""

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from relcli.match.dates import dates_in
from relcli.match.figures import Figure, figures_in
from relcli.match.hedges import HEDGE, NEGATION, ascriptions_in, hearsay_in, negations_in, plans_in
from relcli.model.card_dict import date_of

if TYPE_CHECKING:
    from relcli.model.card_dict import PlainCard
    from relcli.model.match import Difference


class Said:
    """What a text says of numbers and dates, and how surely."""

    __slots__ = ("ascriptions", "dates", "figures", "hearsay", "negations", "plans", "text")

    def __init__(self, text: str, *, decimal_comma: bool = False) -> None:
        self.text = text
        self.dates = dates_in(text)
        self.figures = figures_in(text, self.dates, decimal_comma=decimal_comma)
        self.negations = negations_in(text)
        self.ascriptions = ascriptions_in(text)
        self.hearsay = hearsay_in(text)
        self.plans = plans_in(text)


@lru_cache(maxsize=4096)  # the same cards bear on many sentences
def said_in(claim: str) -> Said:
    """Return what a claim says."""
    return Said(claim)


def differences(said: Said, card: "PlainCard") -> "list[Difference]":
    """Return in what a sentence differs from the claim of a card, and from its date."""
    claimed = said_in(card["claim"])
    return [
        *_numbers(said, claimed),
        *_dates(said, claimed, card),
        *_words(NEGATION, said.negations, claimed.negations),
        *_words(HEDGE, said.plans, claimed.plans),
        # Whose words they are, a draft may leave to the sentence before; the claim does not.
        *_words(
            HEDGE, said.ascriptions if claimed.ascriptions else said.hearsay, claimed.ascriptions
        ),
    ]


def _numbers(said: Said, claimed: Said) -> "list[Difference]":
    """Tell which numbers of the sentence have another one of their kind in the claim."""
    own = [f for f in said.figures if not any(f.agrees(other) for other in claimed.figures)]
    left = [f for f in claimed.figures if not any(f.agrees(other) for other in said.figures)]
    return [
        {"kind": "number", "draft": figure.text, "card": other.text}
        for figure in own
        if (other := _counterpart(figure, left))
    ]


def _counterpart(figure: Figure, others: list[Figure]) -> Figure | None:
    """Take from the numbers that a sentence lacks the one that stands for one of its own."""
    same = [other for other in others if figure.comparable(other)]
    if not same:
        return None
    nearest = max(same, key=lambda other: (len(figure.of & other.of), -abs(figure.low - other.low)))
    others.remove(nearest)
    return nearest


def _dates(said: Said, claimed: Said, card: "PlainCard") -> "list[Difference]":
    """Tell which dates of the sentence are neither the card's nor one of its claim."""
    date = date_of(card)
    own = [
        when
        for when in said.dates
        if not when.agrees_with(date) and not any(when.agrees(other) for other in claimed.dates)
    ]
    if not own:
        return []
    left = [other for other in claimed.dates if not any(other.agrees(when) for when in said.dates)]
    of_card = not any(when.agrees_with(date) for when in said.dates)
    told: list[Difference] = []
    for when in own:
        if left:
            told.append({"kind": "date", "draft": when.text, "card": left.pop(0).text})
        elif of_card and not claimed.dates:
            told.append({"kind": "date", "draft": when.text, "card": date.words})
            of_card = False
    return told


def _words(kind: str, own: Sequence[str], of_card: Sequence[str]) -> "list[Difference]":
    """Tell the words of a kind that one of the two has, and the other has none of."""
    if bool(own) == bool(of_card):
        return []
    return [
        {"kind": kind, "draft": own[0] if own else None, "card": of_card[0] if of_card else None}
    ]
