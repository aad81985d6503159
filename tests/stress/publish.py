"""`relcli publish`, killed at random moments: `python -m tests.stress.publish`.

Whoever reads meanwhile, and after it, sees the facts as they were or as they are to be; the next
run that is left alone publishes the rest.
"""

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

import relcli
from tests.server import Server
from tests.stress.common import FILES, end, kill_somewhen, make_dataset, start, write_cards

LONGEST = 1.5  # seconds, in which it ends by itself
WORDS = ("sold", "bought")


def seen(address: str) -> str:
    """Return the one word that all published claims end in. Raises AssertionError for two."""
    with relcli.open(address) as facts:
        words = {card.claim.rstrip(".").split()[-1] for card in facts}
    assert len(words) == 1, f"by halves: {words}"
    return words.pop()


def killed(address: str, dataset: Path, cache: Path, word: str) -> str:
    """Change every card, and kill who publishes that; return what readers see then."""
    for number in range(FILES):
        write_cards(dataset, number, word)
    publisher = start(dataset, cache, "publish", address)
    kill_somewhen(publisher, LONGEST)
    return seen(address)


def main() -> None:
    """Kill so many publishers, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=50)
    times = parser.parse_args().times
    server = Server()
    try:
        server.initialise()
        server.start()
        with tempfile.TemporaryDirectory() as work:
            cache, address = Path(work, "cache"), server.address()
            dataset = make_dataset(Path(work, "boats"))
            end(start(dataset, cache, "-q", "publish", address))
            outcomes: Counter[str] = Counter()
            for number in range(times):
                before, word = seen(address), WORDS[(number + 1) % 2]
                after = killed(address, dataset, cache, word)
                assert after in (before, word), after
                outcomes["as before" if after == before != word else "as published"] += 1
            end(start(dataset, cache, "-q", "publish", address))
            assert seen(address) == word
        sys.stdout.write(f"{times} killed: {dict(outcomes)}; none by halves\n")
    finally:
        server.remove()


if __name__ == "__main__":
    main()
