"""What the long runs share: a dataset, a run of relcli in a process of its own, what is left."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CARD = "- id: {}\n  claim: The {} was {}.\n  date: 2016\n  source: X\n  confidence: possible\n"
FILES = 40
# A shell lets its jobs in the background ignore Ctrl-C, and what they start would, too.
signal.signal(signal.SIGINT, signal.default_int_handler)


def make_dataset(folder: Path) -> Path:
    """Write a dataset of FILES files, long ago."""
    folder.mkdir(parents=True)
    for number in range(FILES):
        write_cards(folder, number, "sold")
        os.utime(folder / f"f{number}.yaml", (1_000_000_000, 1_000_000_000))
    return folder


def write_cards(folder: Path, number: int, word: str) -> Path:
    """Write one of the files, whole at once."""
    path = folder / f"f{number}.yaml"
    cards = (CARD.format(f"card-{number}-{n}", f"boat {number} {n}", word) for n in range(5))
    new = folder / f".{number}.new"
    new.write_text("".join(cards))
    new.replace(path)
    return path


def start(dataset: Path, cache: Path, *args: str) -> subprocess.Popen[str]:
    """Start relcli; by itself, it lists all cards."""
    return subprocess.Popen(
        [sys.executable, "-m", "relcli", "--facts", str(dataset), *(args or ("list", "--json"))],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"XDG_CACHE_HOME": str(cache)},
    )


def end(process: subprocess.Popen[str]) -> tuple[str, str]:
    """Wait for relcli, and return what it answered and what it remarked. It may not fail."""
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, (process.returncode, err)
    assert err.count("\n") <= 1, err
    return out, err


def refuse_another_answer(dataset: Path, cache: Path, work: Path, *, remarks: int = 0) -> None:
    """Check that the answer from a cache is that of a new one, and that nothing else lies there."""
    answers = [end(start(dataset, folder)) for folder in (cache, work / f"new-{time.time_ns()}")]
    assert answers[0][0] == answers[1][0], "another answer"
    assert answers[0][1].count("\n") == remarks, answers[0][1]
    if not remarks:
        left = {path.suffix for path in cache.rglob("*") if path.is_file()}
        assert left - {".lock"} == {".sqlite"}
        assert len([*cache.rglob("*.sqlite")]) == 1


def kill_somewhen(
    process: subprocess.Popen[str], longest: float, number: int = signal.SIGKILL
) -> tuple[int, str]:
    """End a process at a random moment; return its status and what it wrote to stderr."""
    time.sleep(random.uniform(0, longest))  # noqa: S311 - no secret
    process.send_signal(number)
    _, err = process.communicate(timeout=60)
    return process.returncode, err


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path | None]:
    """Mount a small file system, and give its path; None where that is not allowed."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if (
        sys.platform != "linux"
        or subprocess.run(command, capture_output=True, check=False).returncode
    ):
        yield None
        return
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder: Path) -> Path:
    """Fill a disk to the last byte."""
    path = folder / "fill"
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return path
