"""`python -m relcli` does what the `relcli` command does."""

import sys

from relcli.cli.app import main

sys.exit(main())
