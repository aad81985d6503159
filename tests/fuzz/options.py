"""Fuzz the command line: any value of any option ends in a status of grep's, and acts nowhere."""

import io
import os
import re
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fuzz.harness import fuzz, instrumented

with instrumented():
    from relcli.cli.app import main

# What reads; {} is the fuzzed value. Nothing here starts an editor or asks the network.
FILTERS = (
    *("--topic", "--actor", "--source", "--confidence", "--at-least", "--since", "--until"),
    *("--limit", "--sort", "--format"),
)
CHOOSING = ("list", "search wagner", "timeline", "stats", "disputes", "graph", "export json")
COMMANDS = (
    *(f"{command} {option} {{}}" for command in CHOOSING for option in FILTERS),
    *("{}", "--{}", "--facts {} list", "search {}", "search -- {}", "show {}", "cite {}"),
    *("cite pantsir-transferred --style {}", "timeline {}", "timeline --by {}", "stats {}"),
    *("stats --by {}", "graph {}", "graph --depth {}", "disputes {}", "export {}", "export csv {}"),
    *("check --select {}", "check --ignore {}", "check --explain {}", "check --format {}"),
    *("schema {}", "check {}", "topics --format {}", "search wagner --{}", "set {}", "set {} a=b"),
    *("set pantsir-transferred {}", "new --no-input --claim {}", "new --no-input --date {}"),
)
WORDS = (
    *("wagner", "military", "possible", "2016-11", "json", "newest", "pantsir-transferred", "-1"),
    *("\x1b[31m", "\u202e", "\x9b", "\n", "=", "+=", "-", "--", "..", "NaN", "1e9", "%s", "{}"),
)
ACTS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def one(data: bytes) -> None:
    """Run a command, which the first byte tells, with the others as the value."""
    command = COMMANDS[data[0] % len(COMMANDS) if data else 0]
    # A path leads nowhere else, and no shell passes a NUL.
    value = os.fsdecode(data[1:].translate(None, b"\0/"))
    args = [word.replace("{}", value) for word in command.split()]
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="strict") for _ in "oe")
    with redirect_stdout(out), redirect_stderr(err):
        status = main(args)
    assert status in (0, 1, 2), status
    for stream in (out, err):
        stream.seek(0)
        text = stream.read().replace("\r\n", "\n")
        assert not ACTS.search(text), args
        assert "Traceback" not in text


if __name__ == "__main__":
    with TemporaryDirectory() as place:
        os.environ |= {"XDG_CACHE_HOME": f"{place}/cache", "NO_COLOR": "1", "COLUMNS": "80"}
        empty = Path(place) / "empty"
        empty.mkdir()
        os.chdir(empty)
        fuzz(one, [bytes([n]) + b"wagner" for n in range(len(COMMANDS))], WORDS)
