"""How fast facts are in PostgreSQL, beside SQLite: published, changed, asked; and what they take.

    python -m tests.bench.postgres [--parts N] [CARDS ...]

A server of the tests' own is started (tests/server.py) and gets each number of cards in turn. Times
of questions are those of a whole answer of the engine in this process, medians of rounds in turn;
"processor" is what this process and the server's worked of it, which others on the machine do not
change (Linux). Of the same questions, the answers of both bodies are compared. "pages" are those of
8 KB that the server looked at for a question, in its memory or not. How all that grows with the
number of cards is drawn at the end, both axes logarithmic: what is a straight line that rises as
one does to the right grows as the cards do, what is flat does not grow.
"""

import argparse
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from math import ceil, floor, log10
from pathlib import Path
from statistics import median

from relcli.index.postgres_store import open_published
from relcli.index.publish import Wishes, publish
from relcli.index.refresh import open_index
from relcli.index.scope import Where
from relcli.index.store import Store
from relcli.load.address import Address
from relcli.search.engine import search
from tests.bench.generate import generate, vocabulary
from tests.bench.measure import timed
from tests.questions import parse
from tests.server import Server

ROUNDS, FEW = 15, 1_000  # of each question; of fewer cards than these, one: it is seen to run
WORDS = 9  # questions of a kind
IN_A_FILE = 100
LARGE = 1_000_000
SETTINGS = {"shared_buffers": "1GB", "work_mem": "64MB", "maintenance_work_mem": "256MB"}
MARKS, PLOT = "oxs+*#%@", (80, 18)  # of the curves; columns and lines of a picture

Asked = list[tuple[str, Where]]
Curves = dict[str, dict[str, list[float]]]  # by what is measured, and of what: a value each size


def main() -> None:
    """Print a table for each number of cards."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sizes", metavar="CARDS", nargs="*", type=int)
    parser.add_argument("--parts", type=int, default=1, help="tables over which they are spread")
    options = parser.parse_args()
    sizes: list[int] = options.sizes or [10_000, 100_000, LARGE]
    server = Server(settings=SETTINGS)
    try:
        server.initialise()
        server.start()
        ((version,),) = server.execute("SHOW server_version")
        print(f"PostgreSQL {version}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
        curves: Curves = {}
        for cards in sizes:
            with tempfile.TemporaryDirectory() as name:
                os.environ["XDG_CACHE_HOME"] = f"{name}/cache"
                folder = Path(name) / "cards"
                generate(cards, folder, IN_A_FILE if cards < LARGE else 1000)
                for what, of, value in _measure(cards, folder, server, options.parts):
                    curves.setdefault(what, {}).setdefault(of, []).append(value)
        if len(sizes) > 1:
            _draw(sizes, curves)
    finally:
        server.remove()


def _draw(sizes: list[int], curves: Curves) -> None:
    """Draw how each measure grows with the number of cards."""
    import plotext  # of no use for one size

    figure = plotext.figure
    for what, of in curves.items():
        figure.clear()
        figure.plot_size(*PLOT)
        figure.title(f"{what}, by the number of cards")
        figure.legend(active=False)  # it would lie on the curves
        for axis in "xy":
            figure.ruler(axis).scale("log")
        figure.ruler("x").frequency(len(sizes))
        low, high = (find(value for row in of.values() for value in row) for find in (min, max))
        lowest, highest = floor(log10(low)), ceil(log10(high))
        figure.ruler("y").lim(10.0**lowest, 10.0**highest)  # each tick is ten times the one below
        figure.ruler("y").frequency(highest - lowest + 1)
        for values, mark in zip(of.values(), MARKS, strict=False):
            figure.draw(figure.signal(sizes, values, marker="braille").lines())
            figure.draw(figure.signal(sizes, values, marker=mark))
        print()
        figure.show(colorless=True)
        print("   ".join(f"{mark} {name}" for name, mark in zip(of, MARKS, strict=False)))


def _measure(
    cards: int, folder: Path, server: Server, parts: int
) -> Iterator[tuple[str, str, float]]:
    """Yield what is measured, of what, and the value."""
    database = f"cards_{cards}"
    server.execute(f"CREATE DATABASE {database}")
    address = Address(server.address(database))

    def published() -> None:
        publish(folder, address, Wishes(parts=parts), print)

    print(f"\n{cards:,} cards")
    built = timed(lambda: open_index(folder, print).close())
    first = timed(published)
    print(f"first index in SQLite  {built / 1000:8.2f} s")
    yield "seconds", "first index in SQLite", built / 1000
    yield "seconds", "publish", first / 1000
    print(f"publish                {first / 1000:8.2f} s, {first / built:.2f} of that, index there")
    file = folder / "cards-0000000.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("claim: ", "claim: Edited, ", 1))
    edited = timed(published)
    print(f"publish, one edit      {edited / 1000:8.2f} s, the index's update included")
    yield "seconds", "publish, one edit", edited / 1000
    print(f"publish, nothing new   {timed(published) / 1000:8.2f} s")
    size = f"SELECT pg_database_size('{database}')"
    ((size_in_bytes,),) = server.execute(size)
    print(f"disk                   {size_in_bytes / 2**20:8.0f} MB")
    yield "MB of disk", "the database", size_in_bytes / 2**20
    server.execute("CHECKPOINT")
    with closing(open_index(folder, print)) as files:
        for _, store in open_published(address):
            with closing(store):
                yield from _ask(cards, files, store, address, server)


def _ask(
    cards: int, files: Store, published: Store, address: Address, server: Server
) -> Iterator[tuple[str, str, float]]:
    ((number,),) = published.ask("SELECT pg_backend_pid()")
    backend = Path(f"/proc/{number}/schedstat")

    def worked() -> float:
        return time.process_time() + int(backend.read_text().split()[0]) / 1e9

    rounds = ROUNDS if cards >= FEW else 1
    print(f"{'ms, median':22} {'postgres':>9} {'processor':>9} {'sqlite':>9} {'pages':>9}  equal")
    for kind, questions in _questions(cards).items():
        equal = all(_answer(files, *each) == _answer(published, *each) for each in questions)
        taken: dict[str, list[float]] = {"published": [], "worked": [], "files": []}
        for each in questions:
            ask = _asking(published, each)
            taken["published"].append(median(timed(ask) for _ in range(rounds)))
            taken["worked"].append(median(timed(ask, worked) for _ in range(rounds)))
            taken["files"].append(median(timed(_asking(files, each)) for _ in range(rounds)))
        times = [median(each) for each in taken.values()]
        pages = _pages(address, server, questions)
        print(f"{kind:22} {' '.join(f'{ms:9.2f}' for ms in times)} {pages:9,}  {equal}")
        yield "ms of a question", kind, times[0]
        yield "pages of a question", kind, max(pages, 1)


def _asking(store: Store, asked: tuple[str, Where]) -> Callable[[], object]:
    return lambda: _answer(store, *asked)


def _answer(store: Store, text: str, where: Where) -> list[tuple[int, float]]:
    return [(hit.rowid, hit.score) for hit in search(store, parse(text), where).hits]


def _pages(address: Address, server: Server, questions: Asked) -> int:
    """Return how many pages the server looked at for a question, on an average."""
    database = address.uri.rpartition("/")[2]
    seen = """SELECT sum(heap_blks_hit + heap_blks_read + idx_blks_hit + idx_blks_read
    + coalesce(toast_blks_hit + toast_blks_read, 0))::bigint FROM pg_statio_user_tables"""
    ((before,),) = server.execute(seen, database)
    for _, store in open_published(address):
        with closing(store):
            for each in questions:
                _answer(store, *each)
    time.sleep(1)  # a connection tells what it did when it ends
    ((after,),) = server.execute(seen, database)
    return int(after - before) // len(questions)


def _questions(cards: int) -> dict[str, Asked]:
    """Return questions of every kind that people put."""
    dice = random.Random(25)  # noqa: S311 - the same each time, no secret
    words = vocabulary(cards)
    everything = Where()
    usual = [word for word in words[200:20_000] if len(word) > 5]
    some = dice.sample(usual, WORDS)
    year = Where((("topic:military",),), (), _day(2010, 1, 1), _day(2010, 12, 31))
    topic = Where((("topic:military",),))
    return {
        "exact word": [(word, everything) for word in some],
        "two-edit typo": [(_slip(word, dice), everything) for word in some],
        "common word": [(word, everything) for word in words[40 : 40 + WORDS]],
        "two words": [(" ".join(dice.sample(usual[:300], 2)), everything) for _ in some],
        "five words": [(" ".join(dice.sample(usual[:300], 5)), everything) for _ in some],
        "topic and year": [(word, year) for word in words[60 : 60 + WORDS]],
        "topic, common word": [(word, topic) for word in words[60 : 60 + WORDS]],
        "phrase": [(f'"said {word}"', everything) for word in words[30 : 30 + WORDS]],
    }


def _day(year: int, month: int, day: int) -> int:
    return date(year, month, day).toordinal()


def _slip(word: str, dice: random.Random) -> str:
    for _ in range(2):
        place = dice.randrange(1, len(word))
        word = word[:place] + dice.choice("aeiou") + word[place + dice.randrange(2) :]
    return word


if __name__ == "__main__":
    main()
