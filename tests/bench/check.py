"""How long `check` takes beside loading the same cards; at most twice as long is wanted.

python -m tests.bench.check [CARDS]
"""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import process_time

from relcli.check.run import check
from relcli.check.settings import Choice
from relcli.load.dataset import load_dataset
from tests.bench.generate import generate

RUNS = 3


def main(cards: int) -> None:
    """Write that many cards, load them, check them, and print the two times and their ratio."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        generate(cards, folder)
        loading = min(timed(lambda: load_dataset(folder)) for _ in range(RUNS))
        checking = min(timed(lambda: check({folder: set()}, Choice())) for _ in range(RUNS))
    print(f"{cards} cards: loading {loading:.2f} s, checking (loading included) {checking:.2f} s")
    print(f"ratio {checking / loading:.2f}")


def timed(do: Callable[[], object]) -> float:
    """Return how many seconds of the processor something takes; others' work does not count."""
    start = process_time()
    do()
    return process_time() - start


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
