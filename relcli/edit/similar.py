"""Cards that may say the same as a new one."""

from collections.abc import Sequence

from relcli.model.card import Card

ALIKE = 85  # of 100; of the shipped claims, only pairs about one event are as much alike
SHOWN = 3


def alike(claim: str, cards: Sequence[Card]) -> list[Card]:
    """Return the cards whose claims have mostly the words of `claim`, the likest first."""
    from rapidfuzz import fuzz, process, utils

    claims = [card.claim for card in cards]
    matches = process.extract(
        claim,
        claims,
        scorer=fuzz.token_set_ratio,
        processor=utils.default_process,
        score_cutoff=ALIKE,
        limit=SHOWN,
    )
    return [cards[number] for _, _, number in matches]
