"""Whether names say who is meant."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from relcli.check.finding import Finding, Spot
from relcli.check.survey import Survey
from relcli.model.mentions import Mentions
from relcli.model.names import fold

if TYPE_CHECKING:
    from relcli.model.card import Actor


def shared_alias(survey: Survey) -> Iterator[Finding]:
    """Two actors claim one name.

    Why it matters: a search for it, and a filter by it, find the cards of both, and no card can
    name one of them by it. Upper and lower case make no difference.

    Example:
        wagner-group:
          name: Wagner Group
          aliases: [Wagner]
        dmitry-utkin:
          name: Dmitry Utkin
          aliases: [Wagner]

    Cure: leave the name to one of them, unless both are really called so. Cards can always name
    either by its id.

    """
    owners: dict[str, Actor] = {}
    for actor in survey.dataset.actors.values():
        spellings = [(actor.id, ()), (actor.name, ("name",))]
        for spelling, steps in (*spellings, *((a, ("aliases", a)) for a in actor.aliases)):
            owner = owners.setdefault(fold(spelling), actor)
            if owner is not actor:
                yield Finding(
                    survey.spot("actors.yaml", actor.id, *steps),
                    f"`{spelling}` is a name of `{owner.id}` too",
                    "leave it to one of them",
                )


def unlisted_actor(survey: Survey) -> Iterator[Finding]:
    """A claim names an actor that the card does not list.

    Why it matters: `--actor` and the counts go by the list, so the card is missed where it is
    looked for. A name within a longer name (Moscow in The Moscow Times) is not taken for one, if
    the longer name is declared; a name all in capitals (US) is met only in capitals.

    Example:
        - claim: Wagner planned to hand a Pantsir-S1 to Hezbollah.
          actors: [hezbollah]  # without wagner-group

    Cure: add the actor to `actors`.

    """
    mentions = Mentions(survey.dataset.actors.values())
    if not mentions:
        return
    for card, words in zip(survey.dataset.cards, survey.words, strict=True):
        listed = {actor.id for actor in card.actors}
        for name in mentions.among(words):
            if name.actor.id not in listed and not name.shared:
                listed.add(name.actor.id)
                yield Finding(
                    Spot.in_card(card, "actors"),
                    f"the claim names {' '.join(name.words)}, which `actors` does not list",
                    f"add `{name.actor.id}` to `actors`",
                )
