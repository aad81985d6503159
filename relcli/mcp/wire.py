"""stdin and stdout of a server: a message a line, bounded, and never waited for in vain."""

import re
from typing import TYPE_CHECKING

from anyio import AsyncFile
from anyio.to_thread import run_sync

from relcli.errors import RelcliError

if TYPE_CHECKING:
    from typing import TextIO

LONGEST_MESSAGE = 1_000_000  # characters; the longest question has a twentieth of it


# Escapes in JSON: two surrogates that are a letter, one that is none, and all others.
_ESCAPE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\."
)


class Wire(AsyncFile[str]):
    """A standard stream, to be left at once when all is over.

    The SDK's own waits for a line that may never come: neither Ctrl-C nor the end of a client that
    keeps stdin open would end it.
    """

    def __init__(self, stream: "TextIO") -> None:
        super().__init__(stream)

    async def readline(self) -> str:
        """Return the next message, "" after the last one. Raises RelcliError for one too long."""
        line = await run_sync(self.wrapped.readline, LONGEST_MESSAGE, abandon_on_cancel=True)
        if len(line) == LONGEST_MESSAGE:
            raise RelcliError(
                f"stdin: a message of more than {LONGEST_MESSAGE:,} characters",
                "this is no question that relcli could answer",
            )
        return _whole(line)

    async def write(self, text: str) -> int:
        """Write a message, or a part of it."""
        return await run_sync(self.wrapped.write, text, abandon_on_cancel=True)

    async def flush(self) -> None:
        """Send what was written."""
        await run_sync(self.wrapped.flush, abandon_on_cancel=True)


def _whole(line: str) -> str:
    """Return a message with a sign for each half of a letter, as JavaScript may send it.

    What no text can hold, the SDK drops without an answer, and its client would wait for one.
    """
    if "\\ud" not in line.lower():
        return line
    return _ESCAPE.sub(lambda escape: "\\ufffd" if escape[1] else escape[0], line)
