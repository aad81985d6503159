"""How fast relcli is: ratios within one run, medians of interleaved rounds.

    python -m tests.bench.speed [--quick] [--against PATH] [start|query|build|peers ...]

`start` is the time of a whole process beside `python -c "import typer"`, `query` the processor time
of a search in process, `build` that of reading and indexing beside `yaml.CSafeLoader`, `peers` the
tools people would use instead. Run it in an environment where relcli is installed, not editable:
byte code then exists. The datasets are made once, in the temporary folder; --quick takes small
ones. --against takes the relcli of another environment, such as an older version's, into the rounds
of `start` and `peers`; "ours/other" is then how many times as long as it this one takes.
"""

import argparse
import os
import platform
import random
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from itertools import chain
from pathlib import Path
from statistics import median
from typing import NamedTuple

import yaml

from relcli.index.documents import document_of
from relcli.index.refresh import open_index
from relcli.index.scope import Where
from relcli.index.sqlite_store import SqliteStore
from relcli.load.dataset import load_dataset, read_declared, read_file
from relcli.model.mentions import Mentions
from relcli.search.engine import search, timeline
from tests.bench import peers
from tests.bench.generate import generate, vocabulary
from tests.bench.measure import (
    RELCLI,
    Command,
    Other,
    interleaved,
    memory,
    processor,
    run,
    spread,
    timed,
)
from tests.questions import parse

FOLDER = Path(tempfile.gettempdir()) / "relcli-bench"
CACHE = {"XDG_CACHE_HOME": str(FOLDER / "cache")}
# Words of the facts that ship, each as it is and with two edits.
SHIPPED = {
    "shipped facts": ("wagner", "wahnre"),
    "105 shipped cards": ("hezbollah", "hezblola"),
}
IN_A_FILE = 100
LARGE = 1_000_000


class Choice(NamedTuple):
    """What is asked of a part: small datasets and few rounds, another relcli beside this one."""

    quick: bool
    other: Other | None

    def both(self, ours: Command) -> list[Command]:
        """Return a command, and the same one for the other relcli where there is one."""
        return [ours, self.other.command(ours)] if self.other else [ours]


def main() -> None:
    """Print the tables that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small datasets, few rounds")
    parser.add_argument("--against", metavar="PATH", help="another environment's relcli")
    parser.add_argument("parts", nargs="*", default=[*PARTS], help=" ".join(PARTS))
    options = parser.parse_args()
    try:
        other = Other(options.against, FOLDER) if options.against else None
    except ValueError as error:
        parser.exit(2, f"--against: {error}\n")
    os.environ |= CACHE
    told = f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}"
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {told}")
    if other:
        print(f"The other: {other.path}, {other.version}")
    print()
    for part in options.parts:
        PARTS[part](Choice(options.quick, other))
        print(flush=True)


def dataset(cards: int) -> Path:
    """Return a folder with so many cards, made where there is none: 100, or 1000, in a file."""
    folder = FOLDER / str(cards)
    if not folder.exists():
        making = folder.with_name(f"{cards}.making")
        shutil.rmtree(making, ignore_errors=True)
        generate(cards, making, IN_A_FILE if cards < LARGE else 1000)
        making.rename(folder)
    return folder


def sizes(choice: Choice) -> tuple[int, int]:
    """Return the numbers of cards of the middle-sized and the large dataset."""
    return (2_000, 5_000) if choice.quick else (100_000, LARGE)


# The whole process ------------------------------------------------------------------------------


def start(choice: Choice) -> None:
    """Print what a process takes, and how many times as long as importing Typer."""
    typer = Command("import typer", [sys.executable, "-c", "import typer"])
    ours = [
        *(one for what, words in SHIPPED.items() for one in _searches(what, *words, [])),
        Command("rich table", [RELCLI, "search", "wagner", "--format", "table"]),
        Command("--help", [RELCLI, "--help"]),
    ]
    for cards in sizes(choice):
        word = _frequent_word(cards)
        folder = ["--facts", str(dataset(cards))]
        ours += _searches(f"{cards:,} cards", word, _two_edits(word), folder)
    rows = [[typer], *map(choice.both, ours)]
    taken = interleaved([*chain.from_iterable(rows)], 3 if choice.quick else 40)
    head = f"{'process':44} {'ms':>7} {'ratio':>6} {'memory MB':>10}"
    print(head + (f" {'ours/other':>11}" if choice.other else ""))
    for row in rows:
        for command in row:
            spent = taken[command.name]
            told = f"{spent.ms:7.0f} {spent.beside(taken[typer.name]):6.2f} {memory(command):10}"
            others = row[1:] if command is row[0] else []
            ratios = "".join(f" {spent.beside(taken[other.name]):11.2f}" for other in others)
            print(f"{command.name:44} {told}{ratios}")


def _searches(what: str, exact: str, typo: str, options: Sequence[str]) -> list[Command]:
    begin = [RELCLI, *options, "search"]
    return [
        Command(f"search --json, {what}", [*begin, exact, "--json"]),
        Command(f"two edits, {what}", [*begin, typo, "--json"]),
    ]


def _frequent_word(cards: int) -> str:
    return next(word for word in vocabulary(cards)[300:] if len(word) > 7)


def _two_edits(word: str) -> str:
    return word[:2] + word[3:-2] + word[-1] + word[-2]


# In process -------------------------------------------------------------------------------------


def query(choice: Choice) -> None:
    """Print the processor time of searches of all kinds over the large dataset."""
    cards = sizes(choice)[1]
    index = open_index(dataset(cards), print)
    words = vocabulary(cards)
    print(f"{f'in process, {cards:,} cards':36} {'median':>8} {'p95':>8} {'worst':>8} ms")
    calls: dict[str, list[Callable[[], object]]] = {
        kind: [lambda text=text: search(index, parse(text)) for text in texts]  # type: ignore[misc]
        for kind, texts in questions(words).items()
    }
    topic = Where(facets=(("topic:military",),))
    kept = Where(
        facets=(("topic:political", "topic:economic"), ("confidence:confirmed",)),
        since=date(2010, 1, 1).toordinal(),
        until=date(2011, 2, 5).toordinal(),
    )
    calls["timeline of a topic"] = [lambda: timeline(index, topic, 100)] * 20
    calls["timeline, the newest first"] = [
        lambda: timeline(index, topic, 100, newest_first=True)
    ] * 20
    calls["timeline, filters and dates"] = [lambda: timeline(index, kept, 100)] * 20
    calls["search, filters and dates"] = [
        lambda text=text: search(index, parse(text), kept)  # type: ignore[misc]
        for text in words[200:300]
    ]
    for kind, asked in calls.items():
        for call in asked:  # a first round, that modules and pages of the index are in memory
            call()
        print(f"{kind:36} {spread([processor(call) for call in asked])}", flush=True)


def questions(words: Sequence[str]) -> dict[str, list[str]]:
    """Give questions of each kind, made of words that come with the commonest first."""
    dice = random.Random(3)  # noqa: S311 - the same questions each time
    count = len(words)
    middle = words[count // 1000 : count * 3 // 10]
    long = [word for word in middle if len(word) >= 7]
    short = [word for word in middle if 4 <= len(word) <= 6]
    six = [word for word in middle if len(word) == 6]
    mid = words[count // 2000 : count // 60]
    contents = words[20:60]
    return {
        "exact word": dice.choices(long, k=100),
        "exact word, the commonest": list(words[:60]),
        "two words": [" ".join(dice.choices(mid, k=2)) for _ in range(100)],
        "five words that no card has together": [
            " ".join(dice.choices(mid, k=5)) for _ in range(50)
        ],
        "five common words": [" ".join(dice.sample(words[:60], 5)) for _ in range(30)],
        "five common words, no stop word": [" ".join(dice.sample(contents, 5)) for _ in range(30)],
        "typo, two edits": [_misspelt(word, 2, dice) for word in dice.choices(long, k=100)],
        "typo, one edit in 4 to 6 letters": [
            _misspelt(w, 1, dice) for w in dice.choices(short, k=100)
        ],
        "typo, two edits in 6 letters": [_misspelt(w, 2, dice) for w in dice.choices(six, k=60)],
        "beginning of a word": [word[:4] for word in dice.choices(long, k=60)],
        "phrase of common words": [
            f'"{a} {b}"' for a, b in zip(words[:30], words[20:50], strict=True)
        ],
        "25 words": [" ".join(dice.choices(words[: count // 10], k=25)) for _ in range(20)],
    }


def _misspelt(word: str, edits: int, dice: random.Random) -> str:
    for _ in range(edits):
        place = dice.randrange(1, len(word))
        word = word[:place] + dice.choice("aeinrst") + word[place + dice.randint(0, 1) :]
    return word


# Reading and indexing ---------------------------------------------------------------------------


def build(choice: Choice) -> None:
    """Print what reading, indexing and a change take beside `yaml.CSafeLoader`."""
    cards = sizes(choice)[0]
    folder = dataset(cards)
    taken: dict[str, list[float]] = {}
    for _ in range(1 if choice.quick else 3):
        for what, do in _stages(folder):
            taken.setdefault(what, []).append(timed(do))
    base = median(taken["CSafeLoader"])
    print(f"{f'{cards:,} cards':36} {'s':>7} {'ratio':>6} {'us a card':>10}")
    for what, times in taken.items():
        spent = median(times)
        print(f"{what:36} {spent / 1000:7.1f} {spent / base:6.2f} {spent / cards * 1000:10.1f}")
    _change(folder, _frequent_word(cards), quick=choice.quick)
    for number in sizes(choice):
        command = [RELCLI, "--facts", str(dataset(number)), "search", _frequent_word(number)]
        with tempfile.TemporaryDirectory() as cache:
            building = memory(Command("", command, {"XDG_CACHE_HOME": cache}))
        searching = memory(Command("", command))
        print(f"memory, {number:,} cards: building {building} MB, searching {searching} MB")


def _stages(folder: Path) -> list[tuple[str, Callable[[], object]]]:
    paths = sorted(folder.glob("cards-*.yaml"))
    declared, _ = read_declared(folder)

    # Both read file by file, as an index is made, and keep nothing.
    def parse_all() -> None:
        for path in paths:
            yaml.load(path.read_bytes(), yaml.CSafeLoader)

    def read_all() -> None:
        for path in paths:
            read_file(path, folder.name, declared)

    def index_all() -> None:
        with tempfile.TemporaryDirectory() as cache:
            run(
                Command(
                    "",
                    [RELCLI, "--facts", str(folder), "search", "x"],
                    {"XDG_CACHE_HOME": cache},
                )
            )

    loaded = load_dataset(folder)
    mentions = Mentions(loaded.actors.values())
    documents = [document_of(card, Path(card.place.path).name, mentions) for card in loaded.cards]

    def store_all() -> None:
        with tempfile.TemporaryDirectory() as cache:
            index = SqliteStore(str(Path(cache) / "index"), building=True)
            with index.changing() as writer:
                writer.fill(documents)
            index.close()

    return [
        ("CSafeLoader", parse_all),
        ("YAML to cards, one process", read_all),
        ("cards to index, one process", store_all),
        ("first search: all of it", index_all),
    ]


def _change(folder: Path, word: str, *, quick: bool) -> None:
    """Print what a search takes after one file was changed."""
    path = folder / "cards-0000000.yaml"
    text = path.read_text(encoding="utf-8")
    editions = [text, text.replace("of", "of the", 1)]

    def edit() -> None:
        editions.reverse()
        path.write_text(editions[0], encoding="utf-8")

    args = [RELCLI, "--facts", str(folder), "search", word, "--json"]
    commands = [
        Command("import typer", [sys.executable, "-c", "import typer"]),
        Command("nothing changed", args),
        Command(f"one file of {IN_A_FILE} cards changed", args, before=edit),
        Command("settle", args),  # notes the change's time, so that the next round starts even
    ]
    try:
        taken = interleaved(commands, 3 if quick else 11)
    finally:
        path.write_text(text, encoding="utf-8")
    print(f"\n{'search among them':36} {'ms':>7}")
    for command in commands[:3]:
        print(f"{command.name:36} {taken[command.name].ms:7.0f}")


# Beside other tools -----------------------------------------------------------------------------


def beside_peers(choice: Choice) -> None:
    """Print what other tools take for a word and how much they print; say which are faster."""
    for tool, version in peers.versions().items():
        print(f"{tool:10} {version}")
    for cards in (1_000, 2_000) if choice.quick else (10_000, 100_000):
        folder, word = dataset(cards), _frequent_word(cards)
        prepared = FOLDER / f"{cards}-peers"
        if not prepared.exists():
            peers.prepare(peers.claims_of(folder), prepared)
        begin = [RELCLI, "--facts", str(folder), "search"]
        for what, asked, others in (
            ("an exact word", word, peers.exact(word, prepared)),
            ("two edits", _two_edits(word), peers.misspelt(_two_edits(word), prepared)),
        ):
            own = Command("relcli", [*begin, asked, "--json"])
            print(f"\n{f'{what}, {cards:,} cards':36} {'ms':>7} {'of relcli':>10} {'bytes':>10}")
            _compare(choice.both(own), peers.installed(others), 3 if choice.quick else 7)


def _compare(ours: Sequence[Command], tools: Sequence[Command], rounds: int) -> None:
    commands = [*ours, *tools]
    taken = interleaved(commands, rounds)
    ratios = {name: spent.beside(taken[ours[0].name]) for name, spent in taken.items()}
    for command in commands:
        spent, ratio = taken[command.name].ms, ratios[command.name]
        print(f"{command.name:36} {spent:7.0f} {ratio:10.2f} {len(run(command)):10,}")
    faster = [tool.name for tool in tools if ratios[tool.name] < 1]
    print(f"faster than relcli: {', '.join(faster) or 'none'}")


PARTS = {"start": start, "query": query, "build": build, "peers": beside_peers}

if __name__ == "__main__":
    main()
