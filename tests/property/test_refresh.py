"""A cached index, a fresh one and none at all answer alike, whatever happens to the files."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relcli.index import refresh
from relcli.index.datasets import Datasets
from relcli.index.sqlite_store import SqliteStore
from relcli.index.stamps import stamps_of
from relcli.model.query import Answer, Hit, Query, Sort
from relcli.search.answer import answer

NAMES = st.sampled_from(["anchor", "buoy", "cable"])
WORDS = st.sampled_from(
    ["wagner", "vagner", "refinery", "refineries", "aleppo", "sold", "the", "of", "1500", "Вагнер"]
)
CLAIMS = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
DATES = st.sampled_from(["2015", "2016-11", "2016-11-24", "2015/..", "../2018", "201X", "1999"])
GRADES = st.sampled_from(["confirmed", "possible", "unconfirmed"])
CARDS = st.lists(st.tuples(CLAIMS, DATES, GRADES), max_size=4)
# A change: the cards that a file holds from now on, or none for a file that is removed.
CHANGES = st.lists(st.tuples(NAMES, st.none() | CARDS), min_size=1, max_size=5)
QUERIES = [
    Query("wagner", sort=Sort.RELEVANCE),
    Query("refinary aleppo", sort=Sort.RELEVANCE),
    Query('"wagner sold"', sort=Sort.RELEVANCE),
    Query("the of -aleppo", sort=Sort.NEWEST),
    Query("confidence:possible", sort=Sort.CONFIDENCE),
    Query(),
]


@contextmanager
def own_cache(folder: Path) -> Iterator[None]:
    """Keep the indexes of a block in a folder of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        patch.setattr(refresh, "MANY", 1)  # so that few changes, too, are made in place
        yield


def write(path: Path, cards: list[tuple[str, str, str]] | None) -> None:
    """Make a file hold these cards, or be gone."""
    if cards is None:
        path.unlink(missing_ok=True)
        return
    text = "".join(
        f"- id: {path.stem}-{number}\n  claim: {claim}\n  date: {date}\n  confidence: {grade}\n"
        "  source: X\n"
        for number, (claim, date, grade) in enumerate(cards)
    )
    path.write_text(text, encoding="utf-8")


def answers(facts: Datasets) -> list[dict[str, object]]:
    """Ask all queries, and return all that is told."""
    found = [answer(query, facts) for query in QUERIES]
    return [told(each) | {"hits": [told(hit) for hit in each.hits]} for each in found]


def told(value: Answer | Hit) -> dict[str, object]:
    """Return a value's attributes."""
    names = (
        name.removeprefix("_locate") or "places" for name in value.__slots__ if name != "_mark"
    )
    return {name: getattr(value, name) for name in names}


@given(changes=CHANGES)
@settings(max_examples=25)
def test_cached_fresh_and_no_index_answer_alike(
    changes: list[tuple[str, list[tuple[str, str, str]] | None]],
) -> None:
    """After every change the index brought up to date answers as one made from nothing."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "dataset"
        folder.mkdir()
        (folder / "dataset.yaml").write_text("title: T\n")
        with own_cache(Path(made) / "cache"):
            for name, cards in changes:
                write(folder / f"{name}.yaml", cards)
                with closing(Datasets([folder], print)) as cached:
                    brought_up_to_date = answers(cached)
                with closing(Datasets([folder], print)) as again:
                    assert answers(again) == brought_up_to_date
                in_memory = SqliteStore()
                refresh.build(in_memory, folder, stamps_of(folder))
                with closing(Datasets([], print)) as none:
                    none._stores = {folder: in_memory}  # noqa: SLF001 - without a cache
                    assert answers(none) == brought_up_to_date
        assert os.listdir(Path(made) / "cache" / "relcli")  # noqa: PTH208
