"""An index is made anew where it has to be: VERSION tells, not the release of relcli."""

import hashlib
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from relcli.index import refresh
from relcli.index.schema import VERSION
from relcli.index.sqlite_store import SqliteStore
from relcli.index.stamps import stamps_of

Writer = Callable[..., Path]

# What an index of the cards below holds, by VERSION. Where the second changes, so must the first:
# else an index that another relcli made is taken for one of this.
HELD = ("13", "321c6153c5088779")

CARDS = """
- id: offices
  claim: Recruiting offices, three of them, were running in Aleppo; Абдель-Рахман Шахин led one.
  date: between 2016-11-02 and 2017
  topics: [military]
  actors: [shahin, Wagner Group]
  sources:
  - id: log
    says: حزب الله sold 1,200 MiG-29s, the Kremlin's children said.
    stance: disputes
    speaker: Dmitry Peskov
  - {publisher: Ταχυδρόμος, origin: log, reliability: B, published: 2016~}
  confidence: doubtful
  note: 真珠党 and café-owners mustn't have known of it.
  related: [state]
- {id: state, claim: The tugs' crews were paid., date: as of 2015, source: S, confidence: possible}
- {claim: दिल की बात।, date: 2014, source: S, confidence: possible}
- {id: begun, claim: It goes on., date: 2015/.., source: "https://x.example", confidence: confirmed}
- {id: begun, claim: It ended., date: by 0044, source: S, confidence: unconfirmed}
- {id: wrong, claim: It is nowhere., date: 2015-13, source: S, confidence: possible}
"""
DECLARED = {
    "actors": "shahin: {name: Abdelrahman Shahin, kind: person, aliases: [Abu Ali]}\n"
    "wagner: {name: Wagner Group, aliases: [Вагнер]}\n",
    "sources": "log: {title: Harbour log, publisher: Port, url: 'https://log.example'}\n",
    "dataset": "title: Tugs\ntopics: {military: Military}\nsynonyms: [[weapons, arms]]\n",
}
HELD_IN = ("card", "word", "ending", "synonym", "declared", "name", "problem")


def held(dataset: Path) -> str:
    """Return a digest of what an index of a dataset holds, its tables included."""
    with closing(SqliteStore()) as index:
        refresh.build(index, dataset, stamps_of(dataset))
        db = index.db
        db.execute("CREATE VIRTUAL TABLE temp.term USING fts5vocab('main', 'terms', 'row')")
        tables = [f"SELECT * FROM {name}" for name in (*HELD_IN, "temp.term")]  # noqa: S608 - ours
        tables.append("SELECT sql FROM sqlite_master")
        tables.append("SELECT * FROM meta WHERE name NOT IN ('stamps', 'unsettled', 'dataset')")
        rows = [sorted(map(repr, db.execute(select))) for select in tables]
    return hashlib.sha256(repr(rows).encode()).hexdigest()[:16]


def test_what_an_index_holds_changes_with_its_version_alone(cards: Writer) -> None:
    """Who changes tables or analysis raises VERSION; else old indexes would answer for new ones."""
    dataset = cards(CARDS, **DECLARED)

    assert (VERSION, held(dataset)) == HELD, "raise VERSION of schema.py, and note both here"


ANOTHER_RELEASE = """
import sys
from pathlib import Path
import relcli
relcli.__version__ = "99.0"
from relcli.index import refresh
refresh.build = None
refresh.open_index(Path(sys.argv[1]), print).close()
"""


def test_another_release_takes_the_index_as_it_is(cards: Writer) -> None:
    """What the index holds is the same, so no release makes everybody wait for a new one."""
    dataset = cards(CARDS, **DECLARED)
    refresh.open_index(dataset, print).close()
    done = subprocess.run(
        [sys.executable, "-c", ANOTHER_RELEASE, dataset],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
