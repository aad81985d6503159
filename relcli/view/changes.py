"""What an edit changes, for a reader."""

import difflib
from collections.abc import Iterator

from relcli.view.safe import visible


def unified_diff(path: str, before: str, after: str) -> Iterator[str]:
    """Yield the lines of a unified diff, as `git diff` has them; nothing in them acts."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), path, path, lineterm="")
    for line in lines:
        yield f"{visible(line)}\n"
