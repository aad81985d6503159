"""What changed on cards: a commit with its cards below each other, or what is new, then the rest."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from relcli.model.date import Date
from relcli.model.history import DIGITS, EVENTS, Change
from relcli.model.scale import Confidence
from relcli.view.changes import in_words
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
        console.print(_commit(of_commit[0]))
        for change in of_commit:
            console.print(Padding(_card(change), (0, 0, 0, 2)))


def draw_diff(console: Console, changes: Sequence[Change]) -> None:
    """Draw what changed between two times, by what a reader wants to know first."""
    for number, (heading, together) in enumerate(groupby(changes, key=_heading)):
        cards = list(together)
        if number:
            console.print()
        console.print(Text.assemble((heading, HEADING), (f"  {len(cards)}", QUIET)))
        for change in cards:
            text = _card(change)
            if change.commit:
                text.append("\n").append_text(_commit(change, QUIET))
            console.print(Padding(text, (0, 0, 0, 2)))


def _heading(change: Change) -> str:
    first = min(change.events, key=EVENTS.index, default="")
    return _HEADINGS.get(first, _OTHERS)


def _commit(change: Change, style: object = None) -> Text:
    """When, who and why: "12 May 2024  Ida Holm: Grades revised  1a2b3c4d5e6f"."""
    if change.recorded is None or change.commit is None:
        return Text(_NOT_YET, style=DISPUTED)
    day = Date.parse(change.recorded.date().isoformat()).words
    who = f"{change.by}: {change.why}" if change.by else change.why or ""
    heading = QUIET if style else HEADING
    return Text.assemble(
        (day, heading),
        "  ",
        plain(who, QUIET if style else ""),
        (f"  {change.commit[:DIGITS]}", QUIET),
    )


def _card(change: Change) -> Text:
    """The id, what changed, and the claim as it is now."""
    lines = [plain(change.id, HEADING), *_coloured(in_words(change)), plain(change.claim, QUIET)]
    return Text("\n").join(lines)


def _coloured(lines: Iterable[str]) -> Iterable[Text]:
    for line in lines:
        text = plain(line)
        if line.startswith(("regraded", "added", "removed")):
            for word, style in _GRADES.items():
                text.highlight_words([word], style)
        elif line.startswith("disputed"):
            text.stylize(DISPUTED)
        yield text
