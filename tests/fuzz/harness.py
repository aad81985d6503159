"""What every fuzz target shares: seeds, words of the format, and the limits on one input.

Run one from the root of the repository, for as long as you like:

    pip install atheris    # 3.0 has wheels for Linux x86-64, Python 3.11 to 3.13
    python -m tests.fuzz.dates -max_total_time=120
    python -m tests.fuzz.loader -runs=100000 CORPUS...

What stands after the name is libFuzzer's: its options, and folders of inputs to begin with, to the
first of which it adds those that reach a new branch. To see branches costs most of the time: with
BLIND=1 in the environment nothing is seen, and several times as many inputs are tried. The last
lines tell their number. An input that breaks a promise is written to `crash-…`.

atheris is in no extra, as it does not install everywhere relcli does.
"""

import os
import resource
import sys
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

import atheris

LONGEST = 1.0  # seconds of the processor, for one input
LARGEST = 200 << 20  # bytes more than before the first input
HANGING = 20  # seconds after which libFuzzer ends what does not come back

BLIND = bool(os.environ.get("BLIND"))

# Tells libFuzzer which branches of the modules imported meanwhile an input reaches.
instrumented = nullcontext if BLIND else partial(atheris.instrument_imports, include=["relcli"])


def fuzz(one: Callable[[bytes], object], seeds: Iterable[bytes], words: Iterable[str] = ()) -> None:
    """Call `one` with inputs without end; it raises where a promise is broken.

    `seeds` are the inputs to begin with, `words` what the format is made of.
    """
    most_memory = _peak() + LARGEST

    def timed(data: bytes) -> float:
        before = process_time()
        one(data)
        return process_time() - before

    @atheris.instrument_func  # type: ignore[untyped-decorator] # one branch even when blind
    def limited(data: bytes) -> None:
        if timed(data) > LONGEST:  # the first that imports something, or builds an index?
            took = timed(data)
            assert took < LONGEST, f"{took:.2f} s for one input"
        assert _peak() < most_memory, f"{_peak() >> 20} MB after this input"

    with TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus"
        corpus.mkdir()
        for number, seed in enumerate(seeds):
            (corpus / str(number)).write_bytes(seed)
        dictionary = Path(folder) / "words"
        dictionary.write_text("".join(f'"{_escaped(word)}"\n' for word in words))
        ours = [f"-dict={dictionary}", f"-timeout={HANGING}", "-print_final_stats=1"]
        ours += ["-keep_seed=1"] if BLIND else []
        atheris.Setup([sys.argv[0], *ours, *sys.argv[1:], str(corpus)], limited)
        with instrumented():  # commands import what they need when they are called
            atheris.Fuzz()


def _peak() -> int:
    """Return the most memory that this process has ever had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _escaped(word: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word.encode())
