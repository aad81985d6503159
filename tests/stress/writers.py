"""Commands that write, ended at every moment: `python -m tests.stress.writers`.

A file holds the old text or the new one, whole, with its mode, and nothing else is left after the
next run that writes.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.stress.common import CARD, end, fill, kill_somewhen, small_disk, start

# Ends itself by signal argv[1] when it touches the folder argv[2] for the argv[3]th time.
ENDING = """
import os, sys
number, folder, moment = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
seen = 0
def watch(event, args):
    global seen
    about = event == "fcntl.flock" or (args and isinstance(args[0], (str, os.PathLike))
        and os.fspath(args[0]).startswith(folder))
    if about and event in ("open", "os.rename", "os.remove", "os.chmod", "os.mkdir", "fcntl.flock"):
        seen += 1
        if seen == moment:
            os.kill(os.getpid(), number)
sys.addaudithook(watch)
from relcli.cli.app import main
status = main(sys.argv[4:])
print("whole" if seen < moment else "")
sys.exit(status)
"""
SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
ROWS = (
    '{"claim": "A tug was sold.", "date": "2016", "source": "X", "confidence": "possible"}\n'
    '{"claim": "A raft was sold.", "date": "2016", "source": "X", "confidence": "possible", '
    '"topics": ["trade"]}\n'
)
COMMANDS: dict[str, list[str]] = {
    "new": ["new", "-"],  # two files at once
    "set": ["set", "card-0", "confidence=confirmed"],
    "fmt": ["fmt"],
    "export": ["export", "csv", "-o", "{folder}/out.csv"],
    "init": ["init", "{folder}/begun"],
}


def fresh(work: Path) -> Path:
    """Write a dataset of two files, one of them for its owner alone and untidy."""
    folder = Path(tempfile.mkdtemp(dir=work)) / "boats"
    folder.mkdir()
    (folder / "dataset.yaml").write_text("title: Boats\ntopics: {trade: Trade}\n")
    (folder / "boats.yaml").write_text(CARD.format("card-0", "boat", "sold"))
    (folder / "boats.yaml").chmod(0o600)
    (folder / "trade.yaml").write_text(
        "- date: 2016\n  claim: A barge was sold.\n  id: barge\n"
        "  source: X\n  confidence: possible\n"
    )
    (folder / "out.csv").write_text("old\n")
    return folder


def texts(folder: Path) -> dict[str, str]:
    """Return all files of a folder, but for what the next run removes, and what is in them."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".relcli-tmp"]
    return {str(f.relative_to(folder)): f.read_text().replace(str(folder), "") for f in files}


def arguments(command: str, folder: Path) -> list[str]:
    """Return the arguments of a command for a folder."""
    return [part.format(folder=folder) for part in COMMANDS[command]]


def run(command: str, folder: Path, number: int, moment: int) -> subprocess.CompletedProcess[str]:
    """Run a command that is sent a signal at its so manieth touch of the folder."""
    options = ["--facts", str(folder), *arguments(command, folder)]
    return subprocess.run(
        [sys.executable, "-c", ENDING, str(number), str(folder), str(moment), *options],
        input=ROWS,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"XDG_CACHE_HOME": str(folder.parent / "cache")},
    )


def refuse_halves(folder: Path, old: dict[str, str], new: dict[str, str]) -> None:
    """Check that each file is as it was or as it was to be, and that nothing is left for long."""
    for name, text in texts(folder).items():
        assert text in (old.get(name), new.get(name)), f"{name} is half written: {text!r}"
    assert (folder / "boats.yaml").stat().st_mode & 0o777 == 0o600, "another mode"
    end(start(folder, folder.parent / "cache", "set", "barge", "note=Seen."))
    if (folder / "begun").exists():
        end(start(folder, folder.parent / "cache", "export", "csv", "-o", f"{folder}/begun/x"))
    left = [path for path in folder.glob("*") if path.name.endswith(".relcli-tmp")]
    assert not left, left


def moments(command: str, number: int, work: Path, step: int = 1) -> Iterator[int]:
    """End a command at each moment, or at some, and check; yield each."""
    old, done = texts(fresh(work)), fresh(work)
    assert run(command, done, 0, 0).returncode == 0
    new = texts(done)
    for moment in range(1, 200, step):
        folder = fresh(work)
        ended = run(command, folder, number, moment)
        assert "Traceback" not in ended.stderr, ended.stderr
        assert ended.returncode in (-number, 128 + number, 0), ended
        if number == signal.SIGINT and command != "fmt":  # which takes files one by one
            assert texts(folder) in (old, new), (moment, ended, texts(folder))
        refuse_halves(folder, old, new)
        yield moment
        if ended.stdout.endswith("whole\n"):
            return


def every_moment(work: Path, signals: tuple[int, ...] = SIGNALS) -> None:
    """End every command by every signal at every touch of a file."""
    for command in COMMANDS:
        for number in signals:
            count = len(list(moments(command, number, work)))
            tell(f"  {command}: {signal.Signals(number).name} at {count} moments")


def random_moments(work: Path, times: int) -> None:
    """Kill -9 at random moments of `set`."""
    for _ in range(times):
        folder = fresh(work)
        old = texts(folder)
        expected = old["boats.yaml"].replace("possible", "confirmed")
        process = start(folder, work / "cache", *arguments("set", folder))
        kill_somewhen(process, 0.5)
        refuse_halves(folder, old, old | {"boats.yaml": expected})


def two_writers(work: Path, times: int) -> None:
    """Six writers at once: each card is in the file, or its writer said that it is not."""
    for _ in range(times):
        folder = fresh(work)
        options = ("--date", "2016", "--source", "X", "-c", "possible")
        running = [
            start(folder, work / "cache", "new", "--claim", f"Boat number {n} was lost.", *options)
            for n in range(6)
        ]
        for number, process in enumerate(running):
            _, err = process.communicate(timeout=60)
            there = f"Boat number {number} was lost." in (folder / "boats.yaml").read_text()
            assert there == (process.returncode == 0), err
            assert there or "somebody has changed it meanwhile" in err, err


def full_disk(work: Path) -> None:
    """No command loses a file where the disk is full."""
    with small_disk(work / "small", "1m") as disk:
        if disk is None:
            return
        folder = fresh(disk)
        fill(disk)
        old = texts(folder)
        for command in COMMANDS:
            ended = run(command, folder, 0, 0)
            assert ended.returncode == 2, (command, ended)
            assert "No space left on device" in ended.stderr, ended.stderr
            assert "Traceback" not in ended.stderr, ended.stderr
            assert texts(folder) == old, command


def tell(text: str) -> None:
    """Say how far it is."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> None:
    """Run every mishap, the random ones `--times` times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--short", action="store_true", help="kill -9 of `new` at some moments")
    given = parser.parse_args()
    mishaps: list[tuple[str, Callable[[Path], object]]] = [
        ("every moment", every_moment),
        ("random moments", lambda work: random_moments(work, given.times)),
        ("two writers", lambda work: two_writers(work, max(given.times // 10, 1))),
        ("full disk", full_disk),
    ]
    if given.short:
        mishaps[0] = (
            "every moment",
            lambda work: list(moments("new", signal.SIGKILL, work, 12)),
        )
    for name, mishap in mishaps:
        tell(name)
        with tempfile.TemporaryDirectory() as work:
            mishap(Path(work))


if __name__ == "__main__":
    main()
