"""How long `relcli mcp` takes until it has answered its first client, beside the SDK's import.

python -m tests.bench.mcp [ROUNDS]

At most 0.2 seconds more are wanted. The cards are those that ship, and have their index.
"""

import json
import sys
import tempfile
from pathlib import Path

from tests.bench.measure import RELCLI, Command, interleaved, run

HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "bench", "version": "1"},
    },
}
SDK, SERVER = "import of the SDK", "first answer"


def main(rounds: int) -> None:
    """Start both in turns, and print how long they took and what the server adds."""
    with tempfile.TemporaryDirectory() as name:
        hello = Path(name) / "hello"
        hello.write_text(f"{json.dumps(HELLO)}\n", encoding="utf-8")
        server = Command(SERVER, [RELCLI, "mcp"], stdin=hello)  # which ends when that has ended
        assert b'"serverInfo"' in run(server)
        commands = [Command(SDK, [sys.executable, "-c", "import mcp.server"]), server]
        taken = interleaved(commands, rounds)
    for name, times in taken.items():
        print(f"{name:20} {times.ms:6.0f} ms")
    print(f"{'more':20} {taken[SERVER].ms - taken[SDK].ms:6.0f} ms, of 200")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
