"""`relcli` as a process, quick to start and to end; what it does is in `relcli.cli.app`."""

import atexit
import gc
import os
import sys

from relcli.errors import INTERRUPTED, TROUBLE

# Objects, about 5 MB: so much garbage may wait, and most runs never look for it.
UNCOLLECTED = 50_000


def run() -> None:
    """Run `relcli` with the arguments of the process, and end it with the exit status."""
    # What is imported is never garbage, so nothing is won by looking for some meanwhile.
    gc.disable()
    try:
        # Whatever takes long to import is imported here, where Ctrl-C leaves no traceback.
        from contextlib import suppress

        from relcli.cli.app import main
    except KeyboardInterrupt:  # pragma: no cover - no test comes at the right moment
        sys.exit(INTERRUPTED)
    except ImportError as error:  # not even `relcli doctor` could tell
        cure = "install relcli and what it needs again"
        print(f"relcli: error: {error}; {cure}", file=sys.stderr)  # noqa: T201 - nothing else can
        sys.exit(TROUBLE)
    gc.freeze()
    gc.set_threshold(UNCOLLECTED)
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
    os._exit(status)  # pragma: no cover - nobody is left to note it


if __name__ == "__main__":
    run()
