"""Whether cards point at each other as they should."""

from collections.abc import Iterator
from itertools import dropwhile
from typing import TYPE_CHECKING

from relcli.check.finding import Finding, Spot
from relcli.check.survey import Survey
from relcli.errors import GUESSES, did_you_mean, suggestion

if TYPE_CHECKING:
    from relcli.model.card import Card

NAMED = 8  # cards of a circle that a message names


def dangling_link(survey: Survey) -> Iterator[Finding]:
    """A card points to a card that is not there.

    Why it matters: whoever follows `related`, `contradicts` or `superseded_by` ends nowhere, and a
    contradiction that nobody can read is none.

    Example:
        - id: pantsir-transfer
          related: [wagner-colaboration]  # the card is `wagner-collaboration`

    Cure: write the id as the other card has it, or remove it. Cards are not deleted but retired
    by `superseded_by`, so that no link goes stale.

    """
    known = survey.answering
    reported = 0
    for card in survey.dataset.cards:
        links = (("related", card.related), ("contradicts", card.contradicts))
        for key, ids in (*links, ("superseded_by", (card.superseded_by,))):
            for other in ids:
                if other is None or other in known or other in survey.unread_ids:
                    continue
                reported += 1
                nearest = did_you_mean(other, known) if reported <= GUESSES else None
                cure = suggestion(nearest, "write the id of a card")
                message = f"`{key}` names no card `{other}`"
                yield Finding(Spot.in_card(card, key, other), message, cure)


def superseded_circle(survey: Survey) -> Iterator[Finding]:
    """A retired card leads back to itself, so no card is the present one.

    Why it matters: `superseded_by` says where the claim is kept now. In a circle it is kept
    nowhere.

    Example:
        - id: first-visit
          superseded_by: first-visit-2017
        - id: first-visit-2017
          superseded_by: first-visit

    Cure: remove `superseded_by` from the card that holds now.

    """
    seen: set[str] = set()
    for card in survey.dataset.cards:
        chain: dict[str, None] = {}
        following: Card | None = card
        while following and following.id not in seen:
            seen.add(following.id)
            chain[following.id] = None
            following = survey.answering.get(following.superseded_by or "")
        if following and following.id in chain:
            circle = list(dropwhile(following.id.__ne__, chain))
            for start, name in enumerate(circle):
                others = [*circle[start : start + NAMED], *circle[: min(start, NAMED)]][:NAMED]
                shown = [f"`{other}`" for other in others] + ["…"] * (len(circle) > NAMED)
                yield Finding(
                    Spot.in_card(survey.cards[name], "superseded_by"),
                    f"retired in a circle: {' → '.join([*shown, f'`{name}`'])}",
                    "remove `superseded_by` from the card that holds now",
                )


def one_sided(survey: Survey) -> Iterator[Finding]:
    """A card contradicts another that does not say so.

    Why it matters: whoever reads only the other card does not learn that it is contradicted.

    Example:
        - id: pantsir-delivered
          contradicts: [pantsir-not-delivered]
        - id: pantsir-not-delivered  # without `contradicts: [pantsir-delivered]`

    Cure: add `contradicts` to the other card. A card that is retired need not return it.

    """
    for card in survey.dataset.cards:
        for name in card.contradicts:
            other = survey.answering.get(name)
            if (
                other is None
                or other.superseded_by
                or not {*card.answers_to}.isdisjoint(other.contradicts)
            ):
                continue
            yield Finding(
                Spot.in_card(other),
                f"does not return the contradiction of `{card.id}`",
                f"add `contradicts: [{card.id}]`",
            )
