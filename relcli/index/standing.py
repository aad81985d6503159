"""The standing of a card, one number: of equal answers, the one with the lower one comes first.

The surer come before the less sure, then the undisputed before the disputed.
"""

from relcli.model.scale import Confidence

_GRADES = {grade.credibility: grade for grade in Confidence}


def standing_of(confidence: Confidence, *, disputed: bool) -> int:
    """Return the standing of a card by its grade and whether it is disputed."""
    return 2 * confidence.credibility + disputed


def read_standing(standing: int) -> tuple[Confidence, bool]:
    """Return the grade of a card, and whether it is disputed, by its standing."""
    credibility, disputed = divmod(standing, 2)
    return _GRADES[credibility], bool(disputed)
