"""The three scales of a card: confidence in its claim, reliability of a source, stance.

Confidence and reliability are the two halves of the Admiralty system (NATO STANAG 2511 / AJP-2.1).
The numbers beside confidence are those of STIX 2.1, appendix A, "Admiralty Credibility".
"""

from enum import StrEnum


class Confidence(StrEnum):
    """The curator's grade of a claim: one word for one Admiralty credibility number."""

    CONFIRMED = "confirmed"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    DOUBTFUL = "doubtful"
    IMPROBABLE = "improbable"
    UNCONFIRMED = "unconfirmed"

    @property
    def credibility(self) -> int:
        """The Admiralty number, 1 (confirmed) to 6 (cannot be judged)."""
        return _CREDIBILITY[self]

    @property
    def stix(self) -> int | None:
        """The STIX 2.1 confidence, 10 to 90; None for `unconfirmed`, where STIX omits it."""
        return _STIX[self]

    @property
    def meaning(self) -> str:
        """What the word says about a claim, for a reader."""
        return _MEANING[self]

    def at_least(self, floor: "Confidence") -> bool:
        """Whether this grade is `floor` or better. `unconfirmed` stands outside the order."""
        return self is not Confidence.UNCONFIRMED and self.credibility <= floor.credibility


_CREDIBILITY = {word: number for number, word in enumerate(Confidence, start=1)}
_STIX = dict(zip(Confidence, (90, 70, 50, 30, 10, None), strict=True))
_MEANING = dict(
    zip(
        Confidence,
        (
            "on the public record, or independent sources agree",
            "a credible named source, consistent with what else is known",
            "one source, or several with one origin; plausible",
            "not logical, or what else is known speaks against it",
            "contradicted by what else is known",
            "its truth cannot be judged: rumour, anonymous or unverified reports",
        ),
        strict=True,
    )
)


class Reliability(StrEnum):
    """How far a source can be relied on: the letter of the Admiralty system."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"

    @property
    def meaning(self) -> str:
        """What the letter says about a source, for a reader."""
        return _RELIABILITY_MEANING[self]


_RELIABILITY_MEANING = dict(
    zip(
        Reliability,
        (
            "completely reliable",
            "usually reliable",
            "fairly reliable",
            "not usually reliable",
            "unreliable",
            "cannot be judged",
        ),
        strict=True,
    )
)


class Stance(StrEnum):
    """What a source does to the claim of the card it stands on."""

    SUPPORTS = "supports"
    QUALIFIES = "qualifies"
    DISPUTES = "disputes"
