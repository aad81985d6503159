"""Whether names say who is meant."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from relcli.check.finding import Finding, Spot
from relcli.check.survey import Survey, words_of
from relcli.model.card import Actor
from relcli.model.names import fold


def shared_alias(survey: Survey) -> Iterator[Finding]:
    """Two actors claim one name.

    Why it matters: a card that names it, and a search for it, mean one of the two, and nobody can
    tell which. Upper and lower case make no difference.

    Example:
        wagner-group:
          name: Wagner Group
          aliases: [Wagner]
        dmitry-utkin:
          name: Dmitry Utkin
          aliases: [Wagner]

    Cure: leave the name to one of them. Cards can always name the other by its id.

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
    names = _by_first_word(survey.dataset.actors.values())
    if not names:
        return
    for card, words in zip(survey.dataset.cards, survey.words, strict=True):
        listed = {actor.id for actor in card.actors}
        for name in _names_in(words, names):
            if name.actor not in listed:
                listed.add(name.actor)
                yield Finding(
                    Spot.in_card(card, "actors"),
                    f"the claim names {' '.join(name.words)}, which `actors` does not list",
                    f"add `{name.actor}` to `actors`",
                )


class _Name(NamedTuple):
    """A name as its words, also in lower case, and whose it is."""

    words: list[str]
    folded: list[str]
    actor: str

    def begins(self, words: list[str], folded: list[str], start: int) -> bool:
        """Whether some words have this name from `start` on, with the capitals that it needs."""
        end = start + len(self.words)
        if self.folded != folded[start:end]:
            return False
        first, met = self.words[0], words[start]
        return first == met if first.isupper() else first[0].islower() or not met[0].islower()


def _by_first_word(actors: Iterable[Actor]) -> dict[str, list[_Name]]:
    """Return all names by their first word in lower case, longer ones first."""
    names: dict[str, list[_Name]] = {}
    for actor in actors:
        for spelling in (actor.name, *actor.aliases):
            if words := words_of(spelling):
                name = _Name(words, [word.casefold() for word in words], actor.id)
                names.setdefault(name.folded[0], []).append(name)
    for same_start in names.values():
        same_start.sort(key=lambda name: -len(name.words))
    return names


def _names_in(words: list[str], names: dict[str, list[_Name]]) -> Iterator[_Name]:
    """Yield the names among some words; none of them within another."""
    folded = [word.casefold() for word in words]
    start = 0
    while start < len(words):
        possible = names.get(folded[start])
        start += 1
        if possible is not None:
            met = (name for name in possible if name.begins(words, folded, start - 1))
            if name := next(met, None):
                yield name
                start += len(name.words) - 1
