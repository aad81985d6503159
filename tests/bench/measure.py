"""How the benchmarks measure: medians of interleaved rounds, ratios within one run."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from types import MappingProxyType
from typing import NamedTuple
from zlib import crc32

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


def run(command: Command) -> bytes:
    """Run a command to its end and return what it printed.

    All of it is read from a pipe: a tool that sees the null device may stop at its first match.
    """
    stdin = command.stdin.open("rb") if command.stdin else None
    done = subprocess.run(
        command.args,
        env=_environment(command),
        stdin=stdin or subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    if stdin:
        stdin.close()
    return done.stdout


def _environment(command: Command) -> dict[str, str]:
    # Byte code is what a user has from the second start on; some machines forbid to write it. And
    # another environment's relcli would import the modules of a PYTHONPATH instead of its own.
    unwanted = {"PYTHONDONTWRITEBYTECODE", "PYTHONPATH"}
    usual = {name: value for name, value in os.environ.items() if name not in unwanted}
    return usual | dict(command.environment)


def memory(command: Command) -> int:
    """Run a command and return its peak memory in MB.

    It is started by a small process, for until it runs it counts as large as what started it.
    """
    args = [sys.executable, "-S", "-c", PEAK, *command.args]
    environment = _environment(command)
    done = subprocess.run(args, env=environment, capture_output=True, text=True, check=True)
    return int(done.stdout) >> 10


class Taken(NamedTuple):
    """The milliseconds that a command took, round for round."""

    rounds: Sequence[float]

    @property
    def ms(self) -> float:
        """Their median."""
        return median(self.rounds)

    def beside(self, other: "Taken") -> float:
        """Return how many times as long as another command it took.

        It is the median of the ratios of the rounds: a machine that is slower for some seconds is
        so for all commands of a round.
        """
        return median(a / b for a, b in zip(self.rounds, other.rounds, strict=True))


def interleaved(commands: Sequence[Command], rounds: int) -> dict[str, Taken]:
    """Return what each command took by its name, after a first run that warms caches."""
    taken: dict[str, list[float]] = {command.name: [] for command in commands}
    for number in range(rounds + 1):
        for command in commands:
            command.before()
            spent = timed(lambda command=command: run(command))  # type: ignore[misc]
            if number:
                taken[command.name].append(spent)
    return {name: Taken(times) for name, times in taken.items()}


class Other:
    """The relcli of another environment, such as an older version's, measured beside this one's."""

    def __init__(self, program: str, folder: Path) -> None:
        """Take the path of its program, and a folder for its cache.

        Raises ValueError, one line, where that is no relcli.
        """
        found = shutil.which(program)
        if not found:
            raise ValueError(f"{program} is no program that can be run")
        self.path = os.path.abspath(found)  # noqa: PTH100 - resolve() would leave its environment
        # Two versions in one cache would make each other's indexes anew.
        cache = folder / f"cache-{crc32(os.fsencode(self.path)):08x}"
        self.environment = {"XDG_CACHE_HOME": str(cache)}
        self.version = self._version()

    def command(self, ours: Command) -> Command:
        """Return the same command, to be run by it."""
        args = [self.path, *ours.args[1:]]
        environment = {**ours.environment, **self.environment}
        return ours._replace(name=f"{ours.name}, the other", args=args, environment=environment)

    def _version(self) -> str:
        asked = Command("", [self.path, "--version"], self.environment)
        try:
            told = run(asked).decode(errors="replace").strip()
        except OSError as error:
            raise ValueError(f"{self.path} does not run: {error.strerror}") from None
        if not re.fullmatch(r"relcli \S+", told):
            raise ValueError(f"{self.path} is no relcli that runs: --version does not tell so")
        return told


def spread(taken: Sequence[float]) -> str:
    """Write median, 95th percentile and the worst of some times."""
    ordered = sorted(taken)
    p95 = ordered[int(len(ordered) * 0.95)]
    return f"{median(ordered):8.2f} {p95:8.2f} {ordered[-1]:8.2f}"
