"""Fuzz queries: any text is a question, and an answer or trouble with a cure comes back."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fuzz.harness import fuzz, instrumented

with instrumented():
    from relcli.cli.query_words import hide_minus, query_text
    from relcli.errors import FilterError
    from relcli.index.datasets import Datasets
    from relcli.load.locate import shipped
    from relcli.model.query import Query
    from relcli.search.answer import answer

SEEDS = (
    *("wagner", "pantsr drone", '"central bank" -refinery topic:economic', "did they ever?"),
    *("نصر الله", "Вагнер", "-actor:russia", "since:2013 until:2015", 'source:"al-akhbar"', "- --"),
    *("confidence:possible disputed:yes", "at-least:probable", '"', '-"a b" c', "a:b:c", "e\u0301"),
)
WORDS = (
    *("topic:", "actor:", "source:", "confidence:", "at-least:", "disputed:", "since:", "until:"),
    *('"', ' "', '" ', " -", "hezbollah", "russia", "wagner", "military", "possible", "2016-11"),
    *("NEAR(", "*", " OR ", "^", "{a}", "%", "'", ";", "حزب", "\u200f", "\u0301", "\U0001f600"),
)


def one(facts: Datasets, data: bytes) -> None:
    """Ask what a shell would pass for these bytes."""
    words = [hide_minus(word) for word in os.fsdecode(data.replace(b"\0", b"")).split("\n")]
    try:
        found = answer(Query(text=query_text(words) or " ", limit=20), facts)
    except FilterError as refused:
        told = refused.cure
        assert told
        return
    assert len(found.hits) <= found.total
    assert all(0 < (hit.score or 1) <= 1 for hit in found.hits)


if __name__ == "__main__":
    with TemporaryDirectory() as cache:
        os.environ["XDG_CACHE_HOME"] = str(Path(cache))
        facts = Datasets(shipped(), print)
        fuzz(lambda data: one(facts, data), [seed.encode() for seed in SEEDS], WORDS)
