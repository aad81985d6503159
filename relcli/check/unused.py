"""Whether what a dataset declares is used."""

from collections.abc import Iterable, Iterator, Mapping

from relcli.check.finding import Finding
from relcli.check.survey import Survey


def unused_actor(survey: Survey) -> Iterator[Finding]:
    """No card lists an actor that is declared.

    Why it matters: `relcli actors` offers it and there is nothing to read; or its cards name it in
    their claims and forgot to list it. Not asked while some cards cannot be read.

    Example: `dmitry-utkin` stands in actors.yaml and on no card.

    Cure: list it on the cards that are about it, or remove it.
    """
    used = {actor.id for card in survey.dataset.cards for actor in card.actors}
    for actor in _unused(survey, survey.dataset.actors, used):
        spot = survey.spot("actors.yaml", actor)
        yield Finding(spot, f"no card lists `{actor}`", "list it where it belongs, or remove it")


def unused_source(survey: Survey) -> Iterator[Finding]:
    """No card names a source that is declared, and no source relays it.

    Why it matters: it was read for something. Either a card lacks its support, or it was dropped
    and its entry forgotten. Not asked while some cards cannot be read.

    Example: `wsj-2023-11-02` stands in sources.yaml and on no card.

    Cure: name it on the card that it supports, or remove it.
    """
    relays = survey.dataset.relays
    named = {source.id for card in survey.dataset.cards for source in card.sources}
    used = _with_relayed(named, relays)
    if _unused(survey, survey.dataset.sources, used):  # so that the files are seldom read again
        used |= _with_relayed(survey.origins_on_cards, relays)
    for source in _unused(survey, survey.dataset.sources, used):
        spot = survey.spot("sources.yaml", source)
        yield Finding(spot, f"no card names `{source}`", "name it where it belongs, or remove it")


def empty_topic(survey: Survey) -> Iterator[Finding]:
    """A topic has no cards.

    Why it matters: `relcli topics` promises what is not there. Not asked while some cards cannot
    be read.

    Example: dataset.yaml has `economic: Economic`, and no card has that topic.

    Cure: give the topic to the cards that are about it, or remove it.
    """
    used = {topic for card in survey.dataset.cards for topic in card.topics}
    for topic in _unused(survey, survey.dataset.topics, used):
        spot = survey.spot("dataset.yaml", "topics", topic)
        yield Finding(spot, f"no card has the topic `{topic}`", "give it to one, or remove it")


def _with_relayed(sources: Iterable[str], relays: Mapping[str, str]) -> set[str]:
    """Return some sources with those that they relay, and so on."""
    chain: set[str] = set()
    for named in sources:
        source: str | None = named
        while source is not None and source not in chain:
            chain.add(source)
            source = relays.get(source)
    return chain


def _unused(survey: Survey, declared: Iterable[str], used: set[str]) -> list[str]:
    """Return what is declared and not used; nothing while a card that may use it is unread."""
    return [] if survey.dataset.problems else [name for name in declared if name not in used]
