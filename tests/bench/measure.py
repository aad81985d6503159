"""How the benchmarks measure: medians of interleaved rounds, ratios within one run."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from operator import truediv
from pathlib import Path
from statistics import median
from types import MappingProxyType
from typing import NamedTuple

RELCLI = str(Path(sys.executable).with_name("relcli"))


PEAK = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


class Command(NamedTuple):
    """A process to be timed."""

    name: str
    args: Sequence[str]
    environment: Mapping[str, str] = MappingProxyType({})
    stdin: Path | None = None
    before: Callable[[], object] = lambda: None  # done before each run, outside the time


def timed(do: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """Return how many milliseconds something takes."""
    start = clock()
    do()
    return (clock() - start) * 1000


def processor(do: Callable[[], object]) -> float:
    """Return how many milliseconds of the processor something takes."""
    return timed(do, time.process_time)


def run(command: Command) -> None:
    """Run a command to its end, output thrown away."""
    # Byte code is what a user has from the second start on; some machines forbid to write it.
    usual = {name: v for name, v in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    stdin = command.stdin.open("rb") if command.stdin else None
    subprocess.run(
        command.args,
        env=usual | dict(command.environment),
        stdin=stdin or subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    if stdin:
        stdin.close()


def memory(command: Command) -> int:
    """Run a command and return its peak memory in MB.

    It is started by a small process, for until it runs it counts as large as what started it.
    """
    args = [sys.executable, "-S", "-c", PEAK, *command.args]
    environment = os.environ | dict(command.environment)
    done = subprocess.run(args, env=environment, capture_output=True, text=True, check=True)
    return int(done.stdout) >> 10


class Taken(NamedTuple):
    """What a command took: milliseconds, and how many times as long as the first command did."""

    ms: float
    ratio: float


def interleaved(commands: Sequence[Command], rounds: int) -> dict[str, Taken]:
    """Return the medians of each command, after a first run that warms caches.

    The ratio is the median of those of the rounds: a machine that is slower for some seconds is so
    for all commands of a round.
    """
    taken: dict[str, list[float]] = {command.name: [] for command in commands}
    for number in range(rounds + 1):
        for command in commands:
            command.before()
            spent = timed(lambda command=command: run(command))  # type: ignore[misc]
            if number:
                taken[command.name].append(spent)
    first = taken[commands[0].name]
    return {
        name: Taken(median(times), median(map(truediv, times, first)))
        for name, times in taken.items()
    }


def spread(taken: Sequence[float]) -> str:
    """Write median, 95th percentile and the worst of some times."""
    ordered = sorted(taken)
    p95 = ordered[int(len(ordered) * 0.95)]
    return f"{median(ordered):8.2f} {p95:8.2f} {ordered[-1]:8.2f}"
