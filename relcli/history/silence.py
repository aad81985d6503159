"""The rule of `check` that looks at commits: a grade that changed, and nobody said why."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from relcli.check.finding import Finding, Spot
from relcli.history.objects import subject
from relcli.model.history import DIGITS
from relcli.model.names import fold

if TYPE_CHECKING:
    from relcli.check.survey import Survey
    from relcli.history.asking import History
    from relcli.index.kept_history import KeptChange
    from relcli.model.card import Card

RULE = "regraded-in-silence"
_REASON = re.compile(r"\b(?:because|since|after|due to|following|per|reason)\b", re.IGNORECASE)
_TRAILER = re.compile(r"[\w-]+: .+")  # "Signed-off-by: …", which git puts below a message

Finder = Callable[["Survey"], Iterator[tuple[str, Finding]]]


def silence_finder(since: str, history_of: "Callable[[str], History]") -> Finder:
    """Return what finds, in the commits since a moment, grades that changed without a reason.

    `history_of` gives the history of a dataset by its path.
    """

    def find(survey: "Survey") -> Iterator[tuple[str, Finding]]:
        dataset = survey.dataset
        cards = {card.id: card for card in dataset.cards}
        for chain in history_of(dataset.path).regraded_since(since):
            card = next((cards[change.id] for change in chain if change.id in cards), None)
            for change in chain:
                if card is not None and "regraded" in change.events and _is_silent(change, card):
                    yield RULE, _finding(change, card)

    return find


def _is_silent(change: "KeptChange", card: "Card") -> bool:
    """Whether a message neither names the card or one of its sources nor gives a reason."""
    message = change.commit.message
    names = [change.id, card.id, *change.changes["confidence"]]
    names += [name for s in card.sources for name in (s.publisher, s.title, s.id) if name]
    if any(map(_words(message).__contains__, map(_words, names))) or _REASON.search(message):
        return False
    lines: Sequence[str] = [line for line in message.splitlines() if line.strip()]
    return all(_TRAILER.fullmatch(line.strip()) for line in lines[1:])


def _words(text: str) -> str:
    """Return the words of a text, which another text contains only where it has all of them."""
    words = " ".join(re.findall(r"[^\W_]+", fold(text)))
    return f" {words} "


def _finding(change: "KeptChange", card: "Card") -> Finding:
    old, new = change.changes["confidence"]
    commit = f"{change.commit.name[:DIGITS]} “{subject(change.commit.message)}”"
    return Finding(
        Spot.in_card(card, "confidence"),
        f"it became `{new}`, from `{old}`, in {commit}, which does not say why",
        f"name `{card.id}` or the reason where you commit it; in the `note` for what is done",
    )
