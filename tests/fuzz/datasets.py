"""Fuzz whole datasets: a file of any bytes among others is searched and checked like them."""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fuzz.harness import fuzz, instrumented
from tests.fuzz.loader import WORDS, entries

with instrumented():
    from relcli.check.run import check
    from relcli.check.settings import Choice
    from relcli.index.datasets import Datasets
    from relcli.load.files import DECLARING
    from relcli.view.findings import REPORT_VIEWS

NAMES = ("cards.yaml", *DECLARING)
GOOD = "- {id: good, claim: A claim, date: 2016, source: CNN, confidence: possible}\n"


def seeds() -> Iterator[bytes]:
    """Yield each entry of the shipped files, after a byte that tells the kind of its file."""
    for name, entry in entries():
        yield bytes([NAMES.index(name) if name in NAMES else 0]) + entry


def one(folder: Path, data: bytes) -> None:
    """Write a file, whose kind the first byte tells, and read the folder in every way."""
    for name in NAMES:
        (folder / name).unlink(missing_ok=True)
    (folder / NAMES[data[0] % len(NAMES) if data else 0]).write_bytes(data[1:])
    facts = Datasets([folder], print)
    assert facts.cards_of("good")
    facts.close()
    report = check({folder: set()}, Choice())
    for view in REPORT_VIEWS.values():
        assert all("\x1b" not in piece for piece in view(report))


if __name__ == "__main__":
    with TemporaryDirectory() as place:
        os.environ["XDG_CACHE_HOME"] = str(Path(place) / "cache")
        dataset = Path(place) / "dataset"
        dataset.mkdir()
        (dataset / "good.yaml").write_text(GOOD)
        fuzz(lambda data: one(dataset, data), seeds(), WORDS)
