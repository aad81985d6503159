"""Search quality and time beside SQLite FTS5, tantivy and rapidfuzz, all in one run.

    python -m tests.bench.quality [--quick] [SET ...]

Run it from the repository's root. A SET is a part of a set's name, such as `rare`; the sets lie in
../shared/eval (or where RELCLI_EVAL says), and their README tells what they are. rapidfuzz is
asked a tenth of the queries, for it takes a second for a tweet; --quick asks all a tenth.

Three more tables are of relcli alone: `lookups`, `words` that no card has, `misspelt` words. A word
that no card has is answered wrongly where cards are shown, and the first of them is found by a word
that is no form or beginning of it and does not sound the same. A misspelt word is right where cards
with the word that was meant are shown, or that word is suggested.
"""

import argparse
import csv
import os
import re
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from rapidfuzz.distance import OSA

from relcli.index.datasets import Datasets
from relcli.index.documents import Document
from relcli.index.phonetics import sound
from relcli.index.refresh import open_index
from relcli.index.sqlite_store import SqliteStore
from relcli.model.query import Query, Sort
from relcli.model.tuning import FEW
from relcli.search.answer import answer
from relcli.search.engine import Ranking, search
from tests.questions import parse

DATA = Path(os.environ.get("RELCLI_EVAL") or Path(__file__).parents[3] / "shared" / "eval")
SHIPPED = Path(__file__).parents[2] / "facts" / "hezbollah-russia"
NEAR_NAMES = 2  # edits
DEPTH = 10
SAMPLE = 10  # one query of so many, where all would take too long

Texts = dict[str, str]  # id -> text
Queries = list[tuple[str, set[str]]]  # text, ids of the right answers
Ask = Callable[[str], list[str]]


class Figures(NamedTuple):
    """What is measured over the queries of a set."""

    map_at_5: float  # mean average precision over the first five answers
    first: float  # share of queries whose first answer is right (P@1)
    recall: float  # share of right answers among the first ten
    median: float  # milliseconds a query
    p95: float


def main() -> None:
    """Print a table: a line for each set and engine."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the queries")
    parser.add_argument("sets", nargs="*", help="parts of names of sets")
    options = parser.parse_args()
    if not DATA.is_dir():
        sys.exit(f"skipped: {DATA} is absent, and the sets are not part of this repository")
    missing = [name for name in ("tantivy",) if not find_spec(name)]
    engines = {name: make for name, make in ENGINES.items() if name not in missing}
    print(f"not installed: {', '.join(missing) or 'nothing'}")
    print("set                engine      queries  MAP@5    P@1   R@10    median       p95 ms")
    built: dict[int, dict[str, Ask]] = {}
    for name, texts, queries in sets():
        if not options.sets or any(part in name for part in options.sets):
            if id(texts) not in built:
                built[id(texts)] = {engine: make(texts) for engine, make in engines.items()}
            for engine, ask in built[id(texts)].items():
                sampled = options.quick or engine == "rapidfuzz"
                _print(name, engine, ask, queries[::SAMPLE] if sampled else queries)
    for name, tell in TABLES.items():
        if not options.sets or any(part in name for part in options.sets):
            print()
            tell()


def _print(name: str, engine: str, ask: Ask, queries: Queries) -> None:
    found = measure(ask, queries)
    print(
        f"{name:18} {engine:12} {len(queries):6} {found.map_at_5:6.4f} {found.first:6.3f} "
        f"{found.recall:6.3f} {found.median:9.2f} {found.p95:9.2f}",
        flush=True,
    )


def measure(ask: Ask, queries: Queries) -> Figures:
    """Ask all queries and compare the answers with the right ones."""
    precision, first, recall, taken = 0.0, 0, 0.0, []
    for text, right in queries:
        start = time.perf_counter()
        answers = ask(text)
        taken.append((time.perf_counter() - start) * 1e3)
        hits = [place for place, key in enumerate(answers[:5], 1) if key in right]
        found = sum(number / place for number, place in enumerate(hits, 1))
        precision += found / min(len(right), 5)
        first += bool(answers) and answers[0] in right
        recall += len(right.intersection(answers)) / len(right)
    count = len(queries)
    taken.sort()
    median, p95 = taken[count // 2], taken[int(count * 0.95)]
    return Figures(precision / count, first / count, recall / count, median, p95)


# The sets ---------------------------------------------------------------------------------------


def sets() -> Iterator[tuple[str, Texts, Queries]]:
    """Give each set: name, texts to find, queries."""
    tweets = {row["id"]: f"{row['claim']} {row['title']}" for row in rows_of("tweets/claims.tsv")}
    claims = {row["id"]: row["claim"] for row in rows_of("keywords/claims.tsv")}
    train = judged("tweets/queries.train.tsv", "tweets/qrels.train.tsv")
    yield "tweets train :400", tweets, train[:400]
    yield "tweets train 400:", tweets, train[400:]
    yield "tweets dev", tweets, judged("tweets/queries.dev.tsv", "tweets/qrels.dev.tsv")
    yield "keywords", claims, judged("keywords/queries.tsv", "keywords/qrels.tsv")
    for kind in ("slug", "rare"):
        for source in ("common", "esl", "hard"):
            rows = list(rows_of(f"typos/{kind}_{source}.tsv"))
            yield f"{kind} {source}", claims, [(row["text"], {row["docid"]}) for row in rows]
            clean = [(row["clean"], {row["docid"]}) for row in rows]
            yield f"{kind} {source} clean", claims, clean
    variants = list(rows_of("names/variants.tsv"))
    pairs: dict[str, set[str]] = {}
    for row in variants:
        pairs.setdefault(row["variant_a"], set()).add(row["variant_b"])
    yield "names", {row["variant_b"]: row["variant_b"] for row in variants}, list(pairs.items())


def rows_of(path: str) -> Iterator[dict[str, str]]:
    """Read a TSV file with a header."""
    with (DATA / path).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def judged(queries: str, judgements: str) -> Queries:
    """Join queries with their right answers."""
    right: dict[str, set[str]] = {}
    for row in rows_of(judgements):
        right.setdefault(row["qid"], set()).add(row["docid"])
    return [(row["text"], right[row["qid"]]) for row in rows_of(queries) if row["qid"] in right]


# The engines ------------------------------------------------------------------------------------


def relcli(texts: Texts) -> Ask:
    """Search as relcli does."""
    index = index_of(texts)
    return lambda query: [hit.key for hit in search(index, parse(query), limit=DEPTH, few=FEW).hits]


def fts5(texts: Texts) -> Ask:
    """SQLite FTS5: any of the words, porter stems, ordered by bm25."""
    db = sqlite3.connect(":memory:")
    columns = "id UNINDEXED, text, tokenize='porter unicode61'"
    db.execute(f"CREATE VIRTUAL TABLE claim USING fts5 ({columns})")
    db.executemany("INSERT INTO claim VALUES (?, ?)", texts.items())
    select = "SELECT id FROM claim WHERE claim MATCH ? ORDER BY bm25(claim) LIMIT ?"

    def ask(query: str) -> list[str]:
        match = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", query))
        return [key for (key,) in db.execute(select, (match, DEPTH))]

    return ask


def tantivy(texts: Texts) -> Ask:
    """Search by tantivy: English stems, any of the words, BM25."""
    import tantivy as library

    fields = library.SchemaBuilder()
    fields.add_text_field("id", stored=True, tokenizer_name="raw")
    fields.add_text_field("text", tokenizer_name="en_stem")
    index = library.Index(fields.build())
    writer = index.writer(heap_size=50_000_000, num_threads=1)
    for key, text in texts.items():
        writer.add_document(library.Document(id=key, text=text))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def ask(query: str) -> list[str]:
        words = " ".join(re.findall(r"\w+", query.lower()))
        found = searcher.search(index.parse_query(words, ["text"]), DEPTH).hits
        return [searcher.doc(address)["id"][0] for _, address in found]

    return ask


def wratio(texts: Texts) -> Ask:
    """Search by rapidfuzz's weighted ratio of whole strings."""
    from rapidfuzz import fuzz, process, utils

    plain = {key: utils.default_process(text) for key, text in texts.items()}

    def ask(query: str) -> list[str]:
        query = utils.default_process(query)
        found = process.extract(query, plain, scorer=fuzz.WRatio, limit=DEPTH)
        return [key for _, _, key in found]

    return ask


# What is guessed, and what is not ----------------------------------------------------------------


def lookups() -> None:
    """Print how many look-ups in people's own words find their card among the first five."""
    rows = list(rows_of("lookups/shipped.tsv"))
    with closing(Datasets([SHIPPED], print)) as facts:
        found = 0
        for row in rows:
            query = Query(row["query"], sort=Sort.RELEVANCE, limit=5, partial=True)
            found += row["card"] in [hit.plain["id"] for hit in answer(query, facts).hits]
    print(f"look-ups of the shipped facts: {found} of {len(rows)} among the first five")


def absent() -> None:
    """Print how often a word that no card has is answered wrongly, and how often at all."""
    print("words that no card has: answered wrongly, answered, of how many")
    for name, index in (("shipped", _shipped()), ("keywords", _claims())):
        kinds: dict[str, list[tuple[bool, bool]]] = {}
        for row in rows_of(f"absent/{name}.tsv"):
            told = search(index, parse(row["text"]), limit=1)
            kinds.setdefault(row["kind"], []).append(
                (_is_wrong(row["text"], told), bool(told.hits))
            )
        for kind, seen in kinds.items():
            wrong, answered = (100 * sum(each) / len(seen) for each in zip(*seen, strict=True))
            print(f"{name:10} {kind:10} {wrong:5.1f} % {answered:5.1f} % {len(seen):5}", flush=True)


def misspelt() -> None:
    """Print how often the word that was meant is answered or suggested, and how often answered.

    Left out are words of a card that are misspelt into another one, and names more than two edits
    apart, which are other names.
    """
    print("one misspelt word: right word answered or suggested, answered, of how many")
    claims = _claims()
    for source in ("common", "esl", "hard"):
        rows = rows_of(f"typos/rare_{source}.tsv")
        _print_meant(source, claims, [(row["wrong"], row["right"]) for row in rows])
    pairs = [(row["variant_a"], row["variant_b"]) for row in rows_of("names/variants.tsv")]
    names = index_of(dict(enumerate(right for _, right in pairs)))
    _print_meant("names", names, [pair for pair in pairs if OSA.distance(*pair) <= NEAR_NAMES])


def _print_meant(name: str, index: SqliteStore, pairs: list[tuple[str, str]]) -> None:
    known = "SELECT 1 FROM word WHERE word = ?"
    asked = [pair for pair in pairs if not index.db.execute(known, pair[:1]).fetchone()]
    answered = right = 0
    for wrong, meant in asked:
        told = search(index, parse(wrong), limit=20)
        met = {match.word for hit in told.hits for each in hit.matched.values() for match in each}
        answered += meant in met
        right += meant in met.union(told.suggestions.get(wrong, ()))
    shares = 100 * right / len(asked), 100 * answered / len(asked)
    print(f"{name:21} {shares[0]:5.1f} % {shares[1]:5.1f} % {len(asked):5}", flush=True)


def _is_wrong(text: str, told: Ranking) -> bool:
    if not told.hits:
        return False
    nearest = told.hits[0].matched.get(text)
    if nearest is None:
        return True
    word = nearest[0].word
    is_form = nearest[0].kind in {"stem", "joined", "synonym"}
    begins = word.startswith(text) or text.startswith(word)
    return not (is_form or begins or sound(word) == sound(text))


def _shipped() -> SqliteStore:
    return open_index(SHIPPED, print)


@cache
def _claims() -> SqliteStore:
    return index_of({row["id"]: row["claim"] for row in rows_of("keywords/claims.tsv")})


def index_of(texts: Mapping[Any, str]) -> SqliteStore:
    index = SqliteStore()
    rows = enumerate(texts.items())
    with index.changing() as writer:
        writer.fill(Document(str(key), "", line, 0, 0, text) for line, (key, text) in rows)
    return index


TABLES = {"lookups": lookups, "words": absent, "misspelt": misspelt}
ENGINES = {"relcli": relcli, "fts5 porter": fts5, "tantivy": tantivy, "rapidfuzz": wratio}

if __name__ == "__main__":
    main()
