"""The tools that people would use instead, asked for the same word over the same cards.

Each is given the cards in the form that suits it best: a line of text for a claim, JSON lines, a
recfile, a database with an index. What ranks gives the best 20, as relcli does; the others give all
that they find.
"""

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from tests.bench.measure import Command

if TYPE_CHECKING:
    from collections.abc import Mapping

Claims = Sequence[tuple[str, str]]  # id, claim

TANTIVY = """
import sys, tantivy
index = tantivy.Index.open(sys.argv[1])
searcher = index.searcher()
query = index.parse_query(sys.argv[2], ["claim"])
for _, address in searcher.search(query, 20).hits:
    print(searcher.doc(address)["id"][0])
"""


def claims_of(folder: Path) -> Claims:
    """Read the claims of a dataset, by a loader that is none of relcli's."""
    found = []
    for path in sorted(folder.glob("cards-*.yaml")):
        cards = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
        found += [(card["id"], card["claim"]) for card in cards]
    return found


def prepare(claims: Claims, folder: Path) -> None:
    """Write the cards in the form of each tool."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = "".join(f"{key}\t{claim}\n" for key, claim in claims)
    (folder / "cards.txt").write_text(lines, encoding="utf-8")
    objects = "".join(json.dumps({"id": key, "claim": claim}) + "\n" for key, claim in claims)
    (folder / "cards.jsonl").write_text(objects, encoding="utf-8")
    records = "".join(f"id: {key}\nclaim: {claim}\n\n" for key, claim in claims)
    (folder / "cards.rec").write_text(records, encoding="utf-8")
    _prepare_sqlite(claims, folder / "cards.db")
    if find_spec("tantivy"):
        _prepare_tantivy(claims, folder / "tantivy")


def _prepare_sqlite(claims: Claims, path: Path) -> None:
    path.unlink(missing_ok=True)
    db = sqlite3.connect(path)
    columns = "id UNINDEXED, claim, tokenize='porter unicode61'"
    db.execute(f"CREATE VIRTUAL TABLE card USING fts5 ({columns})")
    db.executemany("INSERT INTO card VALUES (?, ?)", claims)
    db.commit()
    db.close()


def _prepare_tantivy(claims: Claims, folder: Path) -> None:
    import tantivy

    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    fields = tantivy.SchemaBuilder()
    fields.add_text_field("id", stored=True, tokenizer_name="raw")
    fields.add_text_field("claim", tokenizer_name="en_stem")
    writer = tantivy.Index(fields.build(), path=str(folder)).writer(50_000_000, 1)
    for key, claim in claims:
        writer.add_document(tantivy.Document(id=key, claim=claim))
    writer.commit()
    writer.wait_merging_threads()


def exact(word: str, folder: Path) -> Iterator[Command]:
    """Give each tool's way to find the claims with a word."""
    text, objects = str(folder / "cards.txt"), str(folder / "cards.jsonl")
    select = f"SELECT id FROM card WHERE card MATCH '{word}' ORDER BY bm25(card) LIMIT 20"  # noqa: S608 - a word of the generator
    yield Command("rg", ["rg", "-iw", word, text])
    yield Command("ugrep", ["ugrep", "-iw", word, text])
    yield Command("fzf -f", ["fzf", "-f", word], stdin=folder / "cards.txt")
    yield Command("recsel", ["recsel", "-i", "-q", word, str(folder / "cards.rec")])
    yield Command("jq", ["jq", "-c", f'select(.claim | test("\\\\b{word}\\\\b"; "i"))', objects])
    yield Command("sqlite3 FTS5", ["sqlite3", str(folder / "cards.db"), select])
    yield Command("tantivy", [sys.executable, "-c", TANTIVY, str(folder / "tantivy"), word])


def misspelt(word: str, folder: Path) -> Iterator[Command]:
    """Give the ways of those tools that forgive a misspelt word."""
    yield Command("ugrep -Z2", ["ugrep", "-i", "-Z2", word, str(folder / "cards.txt")])
    yield Command("fzf -f", ["fzf", "-f", word], stdin=folder / "cards.txt")


def installed(commands: Iterator[Command]) -> list[Command]:
    """Leave out what is not on this machine."""
    return [command for command in commands if not _missing(command.name)]


def versions() -> "Mapping[str, str]":
    """Return the version of each tool, or that it is missing."""
    names = ("rg", "ugrep", "fzf", "recsel", "jq", "sqlite3")
    told = {name: "not installed" if _missing(name) else _version(name) for name in names}
    if find_spec("tantivy"):
        from importlib.metadata import version

        return told | {"tantivy": f"tantivy {version('tantivy')}"}
    return told | {"tantivy": "not installed"}


def _missing(name: str) -> bool:
    if name == "tantivy":
        return find_spec("tantivy") is None
    return shutil.which(name.partition(" ")[0]) is None


def _version(name: str) -> str:
    done = subprocess.run([name, "--version"], capture_output=True, text=True, check=False)
    return (done.stdout or done.stderr).splitlines()[0][:60]
