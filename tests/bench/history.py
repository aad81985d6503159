"""How long history takes: the first reading of all commits, a later one, and `--at`.

    python -m tests.bench.history [COMMITS [ROUNDS]]

A repository is made, of 5 files with 200 cards each; every commit changes some cards of one file.
`--at` is measured beside the same command on a copy of the files of that day, without an index and
with one.
"""

import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench.generate import generate
from tests.bench.measure import RELCLI, Command, interleaved

FILES, CARDS = 5, 200
GRADES = ("probable", "possible", "doubtful", "improbable")
START, STEP = 1_600_000_000, 3_600  # seconds: of the first commit, and between two
ROUNDS = 5
WANTED_FIRST, WANTED_LATER, WANTED_AT = 2_000, 300, 2.0  # ms, ms, times as long


def make(commits: int, top: Path) -> Path:
    """Make a repository with so many commits, and return the folder of its dataset."""
    folder = top / "facts"
    generate(FILES * CARDS, folder, CARDS)
    git(top, "init", "--quiet", "--initial-branch=main")
    stream = b"".join(commits_of(commits, folder))
    subprocess.run(
        ["git", "-C", str(top), "fast-import", "--quiet"],
        input=stream, check=True,
    )  # fmt: skip
    git(top, "reset", "--quiet", "--hard", "main")
    return folder


def git(top: Path, *args: str) -> str:
    """Run git in a repository, and return what it prints."""
    command = ["git", "-C", str(top), *args]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def commits_of(commits: int, folder: Path) -> Iterator[bytes]:
    """Yield commits as `git fast-import` reads them: one of all files, then changes of one each."""
    dice = random.Random(2015)  # noqa: S311 - the same commits each time, no secret
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())}
    cards = {name: text.split("\n- ") for name, text in texts.items() if name.startswith("cards-")}
    yield commit(0, texts)
    for number in range(1, commits):
        name = dice.choice(sorted(cards))
        for place in dice.sample(range(1, CARDS), dice.randint(1, 3)):
            cards[name][place] = edited(cards[name][place], number, dice)
        yield commit(number, {name: "\n- ".join(cards[name])})


def edited(card: str, number: int, dice: random.Random) -> str:
    """Change the grade of a card, or its claim."""
    if dice.randrange(2):
        before, _, after = card.partition("  confidence: ")
        return f"{before}  confidence: {dice.choice(GRADES)}\n{after.partition(chr(10))[2]}"
    return card.replace("  claim: ", f"  claim: Revised {number}, ", 1)


def commit(number: int, files: dict[str, str]) -> bytes:
    """Return a commit of some files."""
    time, message = START + number * STEP, f"Change {number}".encode()
    head = f"commit refs/heads/main\ncommitter Ida Holm <ida@example.org> {time} +0000\n".encode()
    parts = [head, b"data %d\n%b\n" % (len(message), message)]
    for name, text in files.items():
        data = text.encode()
        parts.append(b"M 644 inline facts/%b\ndata %d\n%b\n" % (name.encode(), len(data), data))
    return b"".join(parts)


def main(commits: int, rounds: int) -> None:
    """Make a repository, measure, and print what was wanted beside it."""
    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        folder = make(commits, top)
        cache, cold = top / "cache", top / "cold"
        then = top / "copy"
        git(top, "worktree", "add", "--quiet", str(then), f"HEAD~{commits // 2}")
        own, none = ({"XDG_CACHE_HOME": str(path)} for path in (cache, cold))

        def forget() -> None:
            shutil.rmtree(cold, ignore_errors=True)

        facts, at = ["--facts", str(folder)], ["--at", f"HEAD~{commits // 2}"]
        copy = ["--facts", str(then / "facts")]
        log, ids = ["log", "card-7"], ["list", "--format", "ids"]
        commands = [
            Command("log, the first time", [RELCLI, *facts, *log], none, before=forget),
            Command("log, later", [RELCLI, *facts, *log], own),
            Command("--at, the first time", [RELCLI, *facts, *at, *ids], none, before=forget),
            Command("a copy, the first time", [RELCLI, *copy, *ids], none, before=forget),
            Command("--at, later", [RELCLI, *facts, *at, *ids], own),
            Command("a copy, later", [RELCLI, *copy, *ids], own),
        ]
        taken = interleaved(commands, rounds)
    print(f"{commits} commits, {FILES} files of {CARDS} cards")
    for name, times in taken.items():
        print(f"{name:24} {times.ms:8.0f} ms")
    print(f"wanted: {WANTED_FIRST} ms the first time, {WANTED_LATER} ms later")
    for name in ("the first time", "later"):
        ratio = taken[f"--at, {name}"].beside(taken[f"a copy, {name}"])
        print(f"--at beside a copy, {name}: {ratio:.2f} (wanted: {WANTED_AT})")


if __name__ == "__main__":
    given = [int(number) for number in sys.argv[1:]]
    main(*(given + [2_000, ROUNDS][len(given) :]))
