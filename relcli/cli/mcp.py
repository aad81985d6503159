"""`relcli mcp`: the facts for assistants."""

import sys
from functools import partial
from typing import TYPE_CHECKING

from relcli.cli.command import Run
from relcli.cli.session import tell
from relcli.errors import FOUND, ExtraError, RelcliError

if TYPE_CHECKING:
    from relcli.api import Facts


def mcp(run: Run) -> int:
    """Answer an assistant by the Model Context Protocol, over stdin and stdout.

    It is for a client to start, which talks to it; `relcli help assistants` tells how. It only
    reads, and answers from the facts that were named before, as they are at each question.
    """
    try:
        from relcli.mcp.server import serve
    except ImportError:
        raise ExtraError("mcp needs the SDK of the protocol", "pip install 'mcp>=2.1'") from None
    if sys.stdin is None or sys.stdout is None:
        raise RelcliError("stdin or stdout is closed", "leave both open: a client talks to them")
    session = run.session
    session.facts()  # what is wrong with them is told now, and who asks first need not wait
    session.close()
    if sys.stdin.isatty():
        told = "`relcli help assistants` tells how to connect one"
        session.remark(f"waiting for a client on stdin; {told}, Ctrl-C ends it")

    def open_facts() -> "Facts":
        from relcli.api import open_datasets

        # What there was to tell has been told.
        return open_datasets(session.paths, lambda _: None, at=session.at)

    serve(open_facts, partial(tell, "error"))
    return FOUND
