"""`relcli export parquet`: typed columns, read by those that people use."""

import datetime as dt
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest
from pyarrow import parquet

if TYPE_CHECKING:
    from tests.conftest import Run

Runner = Callable[..., "Run"]
Writer = Callable[..., Path]

CARDS = """
- id: aground
  claim: The tug ran aground.
  date: between 2016-05 and 2017
  confidence: possible
  topics: [ships]
  actors: [Nora]
  sources:
    - {publisher: Gazette, published: 2016-05-02, accessed: 2020, speaker: Ida Holm, language: en}
    - {title: A letter, stance: disputes}
  related: [old]
- {id: begun, claim: It goes on., date: 2015/.., confidence: doubtful, source: S}
- {id: old, claim: It was old., date: "-0043-03-15", confidence: confirmed, source: S}
- {id: zero, claim: It was zero., date: "0000", confidence: confirmed, source: S}
"""


@pytest.fixture
def file(run: Runner, cards: Writer, tmp_path: Path) -> Path:
    """The cards above as a file."""
    out = tmp_path / "facts.parquet"
    ended = run("--facts", cards(CARDS), "export", "parquet", "-o", out)
    assert (ended.status, ended.out) == (0, "")
    assert ended.err.startswith("relcli: note: parquet: ")
    assert "outside the years 1 to 9999" in ended.err
    return out


def test_polars_reads_dates_lists_and_structs(file: Path) -> None:
    """What a day is, is a date; open ends are null; sources are asked as tables are."""
    frame = pl.read_parquet(file)
    assert frame["id"].to_list() == ["old", "zero", "begun", "aground"]
    assert frame.schema["earliest"] == pl.Date
    assert frame.row(3, named=True)["earliest"] == dt.date(2016, 5, 1)
    assert frame.row(3, named=True)["latest"] == dt.date(2017, 12, 31)
    assert frame.row(2, named=True)["latest"] is None
    assert frame.row(0, named=True)["earliest"] is None
    assert frame.filter(pl.col("earliest") > dt.date(2016, 1, 1))["id"].to_list() == ["aground"]
    sources = frame.explode("sources").unnest("sources", separator=".")
    disputing = sources.filter(pl.col("sources.stance") == "disputes")
    assert disputing["sources.title"].to_list() == ["A letter"]
    first = frame.row(3, named=True)["sources"][0]
    assert first["published_earliest"] == dt.date(2016, 5, 2)
    assert (first["accessed"], first["accessed_latest"]) == ("2020", dt.date(2020, 12, 31))
    assert first["speaker"] == {"id": None, "name": "Ida Holm"}
    assert frame.row(3, named=True)["date_in_words"] == "between May 2016 and 2017"


def test_pyarrow_and_pandas_read_the_same(file: Path) -> None:
    """The columns are those of --json, and then those that were added."""
    table = parquet.read_table(file)
    assert table.num_rows == 4
    assert table.column("topics").to_pylist()[3] == ["ships"]
    assert table.column_names[:4] == ["id", "dataset", "claim", "date"]
    assert str(table.schema.field("latest").type) == "date32[day]"
    assert table.to_pandas()["disputed"].to_list() == [False, False, False, True]


def test_it_goes_into_a_pipe(file: Path, tmp_path: Path) -> None:
    """Stdout gets the bytes of the file."""
    relcli = (sys.executable, "-m", "relcli", "-q", "--facts", tmp_path / "dataset")
    done = subprocess.run([*relcli, "export", "parquet"], capture_output=True, check=True)
    assert pl.read_parquet(done.stdout).equals(pl.read_parquet(file))


def test_without_pyarrow(run: Runner, cards: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its extra, it says in one line what to install, and writes nothing."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    ended = run("-q", "--facts", cards(CARDS), "export", "parquet", "-o", "out")
    assert ended.status == 2
    assert ended.err == (
        "relcli: error: parquet needs pyarrow, which is not installed; pip install pyarrow\n"
    )
    assert not Path("out").exists()
