"""Lines with the ends they have in their file."""

from collections.abc import Iterable
from typing import NamedTuple

from relcli.edit.layout import Layout


class Line(NamedTuple):
    """One line of a file."""

    text: str
    end: str


def text_of(lines: Iterable[Line], layout: Layout) -> str:
    """Return the text of a file: only its last line may be without an end, if it was before."""
    *others, last = lines
    last_end = layout.ends[-1] if any(layout.lines) else layout.newline
    whole = [f"{text}{end or layout.newline}" for text, end in others]
    return f"{''.join(whole)}{last.text}{last_end}"
