"""Whether cards point at each other as they should."""

from collections.abc import Iterator

from relcli.check.finding import Finding, Spot
from relcli.check.survey import Survey
from relcli.errors import did_you_mean


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
    known = survey.cards
    for card in survey.dataset.cards:
        links = (("related", card.related), ("contradicts", card.contradicts))
        for key, ids in (*links, ("superseded_by", (card.superseded_by,))):
            for other in ids:
                if other is None or other in known or other in survey.unread_ids:
                    continue
                nearest = did_you_mean(other, known)
                cure = f"did you mean `{nearest}`?" if nearest else "write the id of a card"
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
    for card in survey.dataset.cards:
        chain = [card.id]
        following = card.superseded_by
        while following in survey.cards and following not in chain:
            chain.append(following)
            following = survey.cards[following].superseded_by
        if following == card.id:
            circle = " → ".join(f"`{name}`" for name in (*chain, card.id))
            yield Finding(
                Spot.in_card(card, "superseded_by"),
                f"retired in a circle: {circle}",
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
            other = survey.cards.get(name)
            if other is None or other.superseded_by or card.id in other.contradicts:
                continue
            yield Finding(
                Spot.in_card(other),
                f"does not return the contradiction of `{card.id}`",
                f"add `contradicts: [{card.id}]`",
            )
