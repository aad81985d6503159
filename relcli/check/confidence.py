"""Whether a card is as sure as its sources allow."""

from collections.abc import Iterator

from relcli.check.finding import Finding, Spot
from relcli.check.survey import Survey
from relcli.model.card import Card, Source
from relcli.model.scale import Confidence, Reliability, Stance

_WEAK = frozenset({Reliability.E, Reliability.F})


def one_origin(survey: Survey) -> Iterator[Finding]:
    """A card is `confirmed`, but one origin alone supports it.

    Why it matters: `confirmed` means that independent sources agree. Ten papers that relay one
    agency are one origin (`origin` says who relays whom); sources that qualify or dispute the
    claim do not confirm it. A source of reliability A is the public record itself and needs no
    second one.

    Example:
        - claim: Hezbollah opened an office in Moscow.
          confidence: confirmed
          sources:
            - {id: agency, publisher: Agency, reliability: B}
            - {publisher: A paper, origin: agency}

    Cure: find a source of another origin, or write `confidence: possible`.

    """
    for card, support in _confirmed(survey):
        origins = {source.counts_as for source in support}
        if len(origins) > 1 or any(source.reliability is Reliability.A for source in support):
            continue
        who = f"`{origins.pop()}` alone supports it" if origins else "no source supports it"
        yield Finding(
            Spot.in_card(card, "confidence"),
            f"`confirmed`, but {who}",
            "add a source of another origin, or write `probable` or `possible`",
        )


def confirmed_disputed(survey: Survey) -> Iterator[Finding]:
    """A card is `confirmed`, but one of its sources disputes it.

    Why it matters: a claim that a source with standing denies is not beyond doubt, or the source
    has no standing and should not be there.

    Example:
        - claim: Russia gave Hezbollah anti-ship missiles.
          confidence: confirmed
          sources:
            - {publisher: A paper}
            - {publisher: The Kremlin, stance: disputes, speaker: Dmitry Peskov}

    Cure: write `probable` or less; or `stance: qualifies`, where the source denies another thing.

    """
    for card, _ in _confirmed(survey):
        for number, source in enumerate(card.sources):
            if source.disputes:
                yield Finding(
                    Spot.in_card(card, "sources", number),
                    f"`{source.id}` disputes what is `confirmed`",
                    "write `confidence: probable` or less, or `stance: qualifies`",
                )


def confirmed_unreliable(survey: Survey) -> Iterator[Finding]:
    """A card is `confirmed` by nothing but sources of reliability E or F.

    Why it matters: credibility 1 from an F source says that a claim is certain and that nobody
    can tell whether those who make it are to be believed.

    Example:
        - claim: A convoy reached Qusayr.
          confidence: confirmed
          source: {publisher: A channel without a name, reliability: F}

    Cure: find a source that can be judged, or write `confidence: unconfirmed`.

    """
    for card, support in _confirmed(survey):
        if support and all(source.reliability in _WEAK for source in support):
            letters = "/".join(sorted({source.reliability or "" for source in support}))
            yield Finding(
                Spot.in_card(card, "confidence"),
                f"`confirmed` by nothing better than reliability {letters}",
                "add a source of reliability D or better, or write `unconfirmed`",
            )


def _confirmed(survey: Survey) -> Iterator[tuple[Card, list[Source]]]:
    """Yield each card that is `confirmed`, with the sources that support it."""
    for card in survey.dataset.cards:
        if card.confidence is Confidence.CONFIRMED:
            yield card, [source for source in card.sources if source.stance is Stance.SUPPORTS]
