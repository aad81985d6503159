"""What changed on cards: commit by commit, or what is new between two times, then the rest."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from rich.console import Console
from rich.padding import Padding
from rich.style import Style
from rich.text import Text

from relcli.model.history import DIGITS, EVENTS, Change
from relcli.model.scale import Confidence
from relcli.view.changes import day_of, in_words
from relcli.view.terminal.console import COLOURS, DISPUTED, HEADING, QUIET, plain

_NOT_YET = "not yet recorded"
_HEADINGS = {
    "added": "New",
    "regraded": "Regraded",
    "disputed": "Disputed",
    "retired": "Retired",
    "removed": "Removed",
}
_OTHERS = "Other changes"
_GRADES = {grade.value: COLOURS[grade] for grade in Confidence}


def draw_log(console: Console, changes: Sequence[Change]) -> None:
    """Draw changes as they were recorded, the newest commit first."""
    for number, (_, together) in enumerate(groupby(changes, key=lambda change: change.commit)):
        of_commit = list(together)
        if number:
            console.print()
        console.print(_commit(of_commit[0], HEADING))
        for change in of_commit:
            _draw_card(console, change)


def draw_diff(console: Console, changes: Sequence[Change]) -> None:
    """Draw what changed between two times, by what a reader wants to know first."""
    for number, (heading, together) in enumerate(groupby(changes, key=_heading)):
        cards = list(together)
        if number:
            console.print()
        console.print(Text.assemble((heading, HEADING), (f"  {len(cards)}", QUIET)))
        for change in cards:
            _draw_card(console, change, _by(change))


def draw_cited(console: Console, changes: Sequence[Change], lines: Sequence[int]) -> None:
    """Draw what changed on cited cards, each with the line of the text that cites it."""
    for change, line in zip(changes, lines, strict=True):
        console.print(Text(f"line {line}", style=QUIET))
        _draw_card(console, change, _by(change))


def _draw_card(console: Console, change: Change, more: Iterable[Text] = ()) -> None:
    """Draw the id, the claim as it is now, what changed, and what else there is to say."""
    console.print(_indented(plain(change.id, HEADING), 2))
    for line in (plain(change.claim, QUIET), *map(_line, in_words(change)), *more):
        console.print(_indented(line, 4))


def _indented(text: Text, columns: int) -> Padding:
    return Padding(text, (0, 0, 0, columns), expand=False)


def _heading(change: Change) -> str:
    first = min(change.events, key=EVENTS.index, default="")
    return _HEADINGS.get(first, _OTHERS)


def _commit(change: Change, style: Style) -> Text:
    """When, who and why: "12 May 2024  Ida Holm: Grades revised  1a2b3c4d5e6f"."""
    if change.recorded is None or change.commit is None:
        return Text(_NOT_YET, style=DISPUTED)
    who = f"{change.by}: {change.why}" if change.by else change.why or ""
    return Text.assemble(
        (day_of(change), style), "  ", plain(who), (f"  {change.commit[:DIGITS]}", QUIET)
    )


def _by(change: Change) -> Iterator[Text]:
    """Yield who changed a card last, where that is recorded."""
    if change.commit:
        text = _commit(change, QUIET)
        text.stylize(QUIET)
        yield text


def _line(line: str) -> Text:
    """Return what changed, with grades and disputes in their colours."""
    text = plain(line)
    if line.startswith(("regraded", "added", "removed")):
        for word, style in _GRADES.items():
            text.highlight_words([word], style)
    elif line.startswith("disputed"):
        text.stylize(DISPUTED)
    return text
