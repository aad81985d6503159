"""`relcli` as a process, quick to start and to end; what it does is in `relcli.cli.app`."""

import atexit
import gc
import os
import sys
from contextlib import suppress
from typing import NoReturn

from relcli.errors import INTERRUPTED


def run() -> NoReturn:
    """Run `relcli` with the arguments of the process, and end it with the exit status."""
    # What is imported is never garbage, so nothing is won by looking for some meanwhile.
    gc.disable()
    try:
        from relcli.cli.app import main
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    gc.freeze()
    gc.enable()
    status = main()
    # Whoever wrote to these has told what went wrong with them.
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            with suppress(OSError):
                stream.flush()
    # All that Python would do now is to give back memory piece by piece; the system does it at
    # once.
    atexit._run_exitfuncs()  # noqa: SLF001 - it has no other name
    os._exit(status)


if __name__ == "__main__":
    run()
