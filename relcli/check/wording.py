"""Whether a claim is one checkable sentence."""

import re
from collections.abc import Iterator

from relcli.check.finding import Finding, Spot
from relcli.check.stops import CLOSING, ENDS, OPENING, WITHOUT_SPACE, has_end
from relcli.check.survey import Survey
from relcli.errors import quoted

LONGEST_CLAIM = 280  # characters: what fits two lines of a page and one message

_QUOTED = re.compile('“[^”]*”|„[^“”]*[“”]|«[^»]*»|"[^"]*"|「[^」]*」|『[^』]*』')
# A stop, what closes after it, a space, and then what can begin a sentence.
_BREAK = re.compile(
    rf"(?:[{ENDS}][{re.escape(CLOSING)}]*\s+|[{WITHOUT_SPACE}][{re.escape(CLOSING)}]*)"
    rf"(?=[{re.escape(OPENING)}]*(\w))"
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
        if any(map(_breaks, _BREAK.finditer(_QUOTED.sub("x", card.claim)))):
            yield Finding(
                Spot.in_card(card, "claim"),
                "the claim has more than one sentence",
                "make it two cards, or move the second sentence to `note`",
            )


def cut_text(survey: Survey) -> Iterator[Finding]:
    """What seems to belong to a text is a comment, so the text is cut off before it.

    Why it matters: ` #` begins a comment in YAML, and what follows is read by nobody: "the #1
    supplier" is "the". The card says something else then, or nothing, without a word of warning.
    A comment is taken for one where a space follows its `#` and a sentence before it has its stop.

    Example:
        - claim: The unit was called the #1 supplier of drones in Syria.

    Cure: put the whole text in quotes. A comment is none of it on a line of its own.

    """
    for spot, comment in survey.cut_texts:
        told = f"{quoted(comment)} is a comment, and the text ends before it"
        yield Finding(
            spot, told, "put the whole text in quotes, or the comment on a line of its own"
        )


def final_stop(survey: Survey) -> Iterator[Finding]:
    """A claim does not end in a full stop.

    Why it matters: a claim without an end may have lost it; and where claims stand in a row, each
    must be seen to end. Each script has stops of its own (。 । ። ។); Thai and Lao have none, and
    none is asked of them.

    Example:
        - claim: Officers met in Aleppo

    Cure: end the sentence.

    """
    cut = {spot for spot, _ in survey.cut_texts}
    for card in survey.dataset.cards:
        spot = Spot.in_card(card, "claim")
        if not has_end(card.claim) and spot not in cut:
            yield Finding(spot, "the claim has no full stop", "end it with one")


def _breaks(stop: re.Match[str]) -> bool:
    """Whether a stop, with what stands around it, parts two sentences."""
    if stop[1].islower():
        return False
    word = stop.string[: stop.start()].rpartition(" ")[2].lstrip(OPENING)
    initial = len(word) == 1 or "." in word
    return not stop[0].startswith(".") or not (initial or word.casefold() in _SHORT)
