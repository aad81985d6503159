"""What one run is asked to do besides its command: which facts, and how much to say about them."""

import os
import sys
from collections import deque
from typing import TYPE_CHECKING, TextIO

from relcli.cli.progress import reading_bar
from relcli.model.query import dates_read

LONGEST_LINE = 2_000  # letters of what is told: it may quote all that was typed
MOST_TOLD = 100  # lines that a pager has above its text: the last of them are on the screen

# What scrolls away when a pager starts, which has it above its text, as git's has.
told_on_a_terminal: deque[str] = deque(maxlen=MOST_TOLD)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from relcli.api import Facts
    from relcli.history.asking import Histories
    from relcli.load.address import Address


class Session:
    """The options that every command has, and the facts while they are open."""

    def __init__(
        self,
        paths: "tuple[Path | Address, ...]" = (),
        *,
        quiet: bool = False,
        at: str | None = None,
    ) -> None:
        self.paths = paths
        self.quiet = quiet
        self.at = at
        self._facts: Facts | None = None
        self._histories: Histories | None = None

    def facts(self) -> "Facts":
        """Read the facts to answer from; what is wrong with them is said in one remark."""
        from relcli.api import open_datasets

        if self._facts is not None:
            return self._facts
        progress = None if self.quiet else reading_bar
        facts = self._facts = open_datasets(self.paths, self.remark, progress, self.at)
        if unread := facts.unread():
            self.remark(unread)
        return facts

    def histories(self) -> "Histories":
        """Read how the facts changed; the facts themselves are not read for it."""
        from relcli.api import open_histories

        progress = None if self.quiet else reading_bar
        self._histories = open_histories(self.paths, self.remark, progress)
        return self._histories

    def close(self) -> None:
        """Close what was opened."""
        if self._facts is not None:
            self._facts.close()
        if self._histories is not None:
            self._histories.close()

    def remark(self, text: str) -> None:
        """Tell the user something beside the answer, on stderr."""
        if not self.quiet:
            tell("note", text)


def tell_dates(session: "Session", read_as: "Mapping[str, str]") -> None:
    """Tell how dates were read that were given in words."""
    for remark in dates_read(read_as.items()):
        session.remark(remark)


def tell(kind: str, text: str) -> None:
    """Write one line to stderr; where nobody reads that any more, nothing."""
    from relcli.view.safe import one_line

    if "://" in text:
        from relcli.load.address import without_passwords  # hardly anything told has an address

        text = without_passwords(text)
    if len(text) > LONGEST_LINE:  # the cure stands at the end
        text = f"{text[: LONGEST_LINE // 2]} … {text[-LONGEST_LINE // 2 :]}"
    if sys.stderr is None:  # closed by `2>&-`; print would write to stdout
        return
    line = one_line(f"relcli: {kind}: {text}")
    try:
        print(line, file=sys.stderr)
        if sys.stderr.isatty():
            told_on_a_terminal.append(f"{line}\n")
    except OSError:
        give_up(sys.stderr)


def give_up(stream: TextIO) -> None:
    """Let what is left in the buffer not fail once more when Python closes the stream."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
