"""How fast `relcli serve` is under load on loopback, beside Datasette with the same facts.

python -m tests.bench.serve [CARDS…] [--datasette PROGRAM] [--requests N] [--seconds S]

Of so many cards each (0: the facts that ship), with 1 and with 2 workers, a few connections ask one
search after the other, and this tells requests a second and how long half of them and 99 in 100
took, at most. Datasette (1 process, its default) serves what `relcli export sqlite` writes, with a
full-text index over claims and notes, and is asked for the same words. What asks is a process of
its own.
"""

import argparse
import asyncio
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from typing import NamedTuple
from urllib.parse import quote

from tests.bench.generate import generate, vocabulary
from tests.bench.measure import RELCLI

SIZES = (0, 100_000, 1_000_000)
CONNECTIONS = 8
SHOWN = 20
SHIPPED_WORDS = ("wagner", "pantsir", "syria", "sanctions", "oil", "kornet", "nasrallah", "iran")
PATIENCE = 900  # seconds until a server answers: it may have to build its index


class Load(NamedTuple):
    """What is asked, and for how long at most."""

    requests: int
    seconds: float


def main() -> None:
    """Print a line for each server and size."""
    parser = argparse.ArgumentParser()
    parser.add_argument("cards", type=int, nargs="*", default=SIZES)
    parser.add_argument("--datasette", default=shutil.which("datasette") or "")
    parser.add_argument("--requests", type=int, default=2_000)
    parser.add_argument("--seconds", type=float, default=20)
    args = parser.parse_args()
    load = Load(args.requests, args.seconds)
    print(
        f"{'cards':>9} {'server':<22} {'requests/s':>10} {'p50 ms':>8} {'p99 ms':>8} {'failed':>6}"
    )
    for cards in args.cards:
        with tempfile.TemporaryDirectory() as folder:
            facts, words = _facts(cards, Path(folder))
            for workers in (1, 2):
                command = [RELCLI, "-q", *facts, "serve", "--workers", str(workers)]
                asked = [f"/search?q={quote(word)}&limit={SHOWN}" for word in words]
                _measure(
                    cards, f"relcli, {workers} worker{'s' * (workers > 1)}", command, asked, load
                )
            if args.datasette:
                database = _database(facts, Path(folder))
                command = [
                    args.datasette,
                    "serve",
                    str(database),
                    "--setting",
                    "num_sql_threads",
                    "4",
                ]
                asked = [f"/facts/cards.json?_search={quote(w)}&_size={SHOWN}" for w in words]
                _measure(cards, "datasette", command, asked, load)
            else:
                print(f"{cards:>9} {'datasette':<22} skipped: it is not installed")


def _facts(cards: int, folder: Path) -> tuple[list[str], Sequence[str]]:
    """Return the option that names so many cards, and words that some of them have."""
    if not cards:
        return [], SHIPPED_WORDS
    facts = Path(os.environ.get("BENCH_FACTS", folder)) / f"facts-{cards}"
    if not facts.exists():
        generate(cards, facts)
    known = vocabulary(cards)
    return ["--facts", str(facts)], known[200:2_000:18]


def _database(facts: list[str], folder: Path) -> Path:
    """Export the facts for Datasette: an index of the claims is in what relcli writes."""
    path = folder / "facts.db"
    subprocess.run([RELCLI, "-q", *facts, "export", "sqlite", "-o", str(path)], check=True)
    return path


def _measure(cards: int, name: str, command: list[str], paths: Sequence[str], load: Load) -> None:
    """Serve, ask in another process, and print what that tells."""
    with _serving(command) as port:
        args = [sys.executable, "-m", "tests.bench.serve", "--ask", str(port)]
        asked = "\n".join([str(load.requests), str(load.seconds), *paths])
        done = subprocess.run(args, input=asked, capture_output=True, text=True, check=True)
    print(f"{cards:>9} {name:<22} {done.stdout.rstrip()}", flush=True)


@contextmanager
def _serving(command: list[str]) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    process = subprocess.Popen(
        [*command, "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(port, process)
        yield port
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Wait until a server answers."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=60).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    sys.exit("a server does not answer")


# What asks


async def _ask_all(port: int, load: Load, paths: Sequence[str]) -> None:
    """Ask over a few connections that are kept, and print what it took."""
    times: list[float] = []
    failed = 0
    left = iter(range(load.requests))
    end = time.monotonic() + load.seconds

    async def ask() -> None:
        nonlocal failed
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for number in left:
            if time.monotonic() > end:
                break
            start = time.perf_counter()
            path = paths[number % len(paths)]
            writer.write(f"GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n".encode())
            head = await reader.readuntil(b"\r\n\r\n")
            await _body(reader, head)
            times.append((time.perf_counter() - start) * 1000)
            failed += not head.startswith(b"HTTP/1.1 200")
        writer.close()

    start = time.monotonic()
    await asyncio.gather(*(ask() for _ in range(CONNECTIONS)))
    took = time.monotonic() - start
    cuts = quantiles(times, n=100)
    print(f"{len(times) / took:>10.0f} {cuts[49]:>8.1f} {cuts[98]:>8.1f} {failed:>6}")


async def _body(reader: asyncio.StreamReader, head: bytes) -> None:
    """Read the body of an answer, be it told how long it is or sent in chunks."""
    if length := re.search(rb"content-length: (\d+)", head, re.IGNORECASE):
        await reader.readexactly(int(length[1]))
        return
    while size := int(await reader.readuntil(b"\r\n"), 16):
        await reader.readexactly(size + 2)
    await reader.readexactly(2)


def _asking(port: int) -> None:
    requests, seconds, *paths = sys.stdin.read().splitlines()
    asyncio.run(_ask_all(port, Load(int(requests), float(seconds)), paths))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--ask"]:
        _asking(int(sys.argv[2]))
    else:
        main()
