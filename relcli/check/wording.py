"""Whether a claim is one checkable sentence."""

import re
from collections.abc import Iterator

from relcli.check.finding import Finding, Spot
from relcli.check.survey import Survey

LONGEST_CLAIM = 280  # characters: what fits two lines of a page and one message

_QUOTED = re.compile('“[^”]*”|„[^“”]*[“”]|«[^»]*»|"[^"]*"')
_ENDS = ".!?…。؟।\u06d4"  # U+06D4: the full stop of Urdu
_OPENING = "\"'([“«\u2018"
_CLOSING = "\"')]”“»\u2019"
_END = re.compile(f"[{re.escape(_ENDS)}][{re.escape(_CLOSING)}]*$")
# A stop, what closes after it, a space, and then what can begin a sentence.
_BREAK = re.compile(
    rf"[{re.escape(_ENDS)}][{re.escape(_CLOSING)}]*\s+(?=[{re.escape(_OPENING)}]*(\w))"
)
_SHORT = frozenset(
    "adm al approx art brig capt cf co col corp dr etc fig gen gov hon inc jr lt ltd maj mr mrs ms "  # noqa: SIM905 - words
    "mt no nos op p pp prof rep rev sen sgt sr st vol vs".split()
)


def long_claim(survey: Survey) -> Iterator[Finding]:
    """A claim has more than 280 characters.

    Why it matters: nobody can say of a paragraph whether it is true. What it is about, who says
    so and what speaks against it have places of their own.

    Example:
        - claim: Hezbollah, which was founded in 1982 and …

    Cure: keep the one thing that can be checked; put the rest in `note`, `says` or further cards.

    """
    for card in survey.dataset.cards:
        if len(card.claim) > LONGEST_CLAIM:
            yield Finding(
                Spot.in_card(card, "claim"),
                f"the claim has {len(card.claim)} characters, more than {LONGEST_CLAIM}",
                "move what need not be in it to `note`, or make it two cards",
            )


def two_sentences(survey: Survey) -> Iterator[Finding]:
    """A claim has more than one sentence.

    Why it matters: two sentences are two claims. One may be confirmed and the other denied, and
    the card has one grade. Sentences within quotation marks, and stops after initials and
    abbreviations (Gen., U.S.), are not counted.

    Example:
        - claim: Officers met in Aleppo. They agreed on a joint room.

    Cure: make it two cards, or put the second sentence in `note`.

    """
    for card in survey.dataset.cards:
        if " " in card.claim and any(map(_breaks, _BREAK.finditer(_QUOTED.sub("x", card.claim)))):
            yield Finding(
                Spot.in_card(card, "claim"),
                "the claim has more than one sentence",
                "make it two cards, or move the second sentence to `note`",
            )


def final_stop(survey: Survey) -> Iterator[Finding]:
    """A claim does not end in a full stop.

    Why it matters: a claim without an end may have lost it; and where claims stand in a row, each
    must be seen to end.

    Example:
        - claim: Officers met in Aleppo

    Cure: end the sentence.

    """
    for card in survey.dataset.cards:
        if not _END.search(card.claim):
            yield Finding(
                Spot.in_card(card, "claim"), "the claim has no full stop", "end it with one"
            )


def _breaks(stop: re.Match[str]) -> bool:
    """Whether a stop, with what stands around it, parts two sentences."""
    if stop[1].islower():
        return False
    word = stop.string[: stop.start()].rpartition(" ")[2].lstrip(_OPENING)
    initial = len(word) == 1 or "." in word
    return not stop[0].startswith(".") or not (initial or word.casefold() in _SHORT)
