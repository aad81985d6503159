"""What one run is asked to do besides its command: which facts, and how much to say about them."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from relcli.search.facts import Facts


@dataclass(frozen=True, slots=True)
class Session:
    """The options before the command."""

    paths: tuple[Path, ...] = ()
    quiet: bool = False

    def facts(self) -> "Facts":
        """Read the facts to answer from; what is wrong with them is said in one remark."""
        from relcli.load.find import find_datasets
        from relcli.search.facts import Facts

        facts = Facts.load(find_datasets(self.paths))
        if problems := facts.problems:
            more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
            self.remark(f"some of the facts cannot be read: {problems[0]}{more}")
        return facts

    def remark(self, text: str) -> None:
        """Tell the user something beside the answer, on stderr."""
        if not self.quiet:
            tell("note", text)


def tell(kind: str, text: str) -> None:
    """Write one line to stderr."""
    from relcli.view.safe import one_line

    print(one_line(f"relcli: {kind}: {text}"), file=sys.stderr)
