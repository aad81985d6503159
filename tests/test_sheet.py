"""Sheets as Excel, Numbers, LibreOffice and programs write them, and what is told of others."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from relcli.edit.decode import text_of_bytes
from relcli.edit.sheet import sheet_rows
from relcli.errors import EditError

if TYPE_CHECKING:
    from tests.conftest import Run

Relcli = Callable[..., "Run"]
Cards = Callable[..., Path]
Stdin = Callable[[str | bytes], None]

KNOWN = ("claim", "date", "source", "confidence", "note", "superseded_by")
WANTED = {"claim": "A, b.", "date": "2020", "source": "S", "confidence": "possible"}


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> Stdin:
    """Have relcli find a text on stdin."""

    def give(text: str | bytes) -> None:
        data = text if isinstance(text, bytes) else text.encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))

    return give


def rows(text: str) -> list[dict[str, str]]:
    """Return the rows of a sheet, without the cells that are empty."""
    found = sheet_rows(text, KNOWN, "claim, date")
    return [{key: cell for key, cell in row.items() if cell} for _, row in found]


@pytest.mark.parametrize(
    "text",
    [
        'claim,date,source,confidence\n"A, b.",2020,S,possible\n',
        'claim,date,source,confidence\r\n"A, b.",2020,S,possible\r\n',
        'claim,date,source,confidence\r"A, b.",2020,S,possible\r',
        'claim,date,source,confidence,,\n"A, b.",2020,S,possible,,\n,,,,,\n',
        ',claim,,date,source,confidence\n,"A, b.",,2020,S,possible\n',
        '\n,,,\n\nclaim,date,source,confidence\n,,,\n"A, b.",2020,S,possible\n,,,\n',
        'Claim,DATE, Source ,Confidence\n"A, b.",2020,S,possible\n',
        'sep=,\r\nClaim,Date,Source,Confidence\r\n"A, b.",2020,S,possible\r\n',
        "sep=;\nClaim;Date;Source;Confidence\nA, b.;2020;S;possible\n",
        '"sep=|"\nClaim|Date|Source|Confidence\nA, b.|2020|S|possible\n',
        "Claim;Date;Source;Confidence\nA, b.;2020;S;possible\n",
        "Claim|Date|Source|Confidence\nA, b.|2020|S|possible\n",
        "Claim\tDate\tSource\tConfidence\nA, b.\t2020\tS\tpossible\n",
        'Claim\tDate\tSource\tConfidence\n"A, b."\t2020\tS\tpossible\n',
        'claim,date,source,confidence,note\n"A, b.",2020,S,possible\n',
        'claim,date,source,confidence,claim\n"A, b.",2020,S,possible,\n',
        'Claim,Date,Source,Confidence,"Superseded\nby"\n"A, b.",2020,S,possible,\n',
    ],
    ids=range(17),
)
def test_a_sheet_is_read_whatever_wrote_it(text: str) -> None:
    """Empty rows and columns, capitals, separators, line ends and quotes make no other row."""
    assert rows(text) == [WANTED]


def test_a_cell_may_have_several_lines() -> None:
    """In quotes, as Excel writes it, also where tabs part the cells; a row has its last line."""
    text = 'claim{0}note\n"A\nb."{0}"say ""x"""\nC.{0}\n'
    for delimiter in (",", ";", "\t"):
        found = sheet_rows(text.format(delimiter), KNOWN, "claim")
        assert [number for number, _ in found] == [3, 4]
        assert found[0][1] == {"claim": "A\nb.", "note": 'say "x"'}


@pytest.mark.parametrize(
    "cell", ['"Off" he said.', '"Both sides," he said, "left."', '"', 'a "b" c']
)
def test_in_tsv_a_quote_may_mean_nothing(cell: str) -> None:
    """Where the quotes make no sense as Excel writes them, they are part of the text."""
    assert rows(f"claim\tdate\n{cell}\t2020\n") == [{"claim": cell, "date": "2020"}]


def test_lines_within_a_cell_are_what_its_field_has(
    run: Relcli, cards: Cards, stdin: Stdin
) -> None:
    """A claim has none, a note keeps them, and each of a list is an item."""
    folder = cards("")
    stdin(
        'claim,date,source,confidence,topics,note\r\n"A\r\nb.",2020,"S one;\nS two",possible,'
        '"x\r\ny","One.\r\nTwo."\r\n'
    )
    assert run("--facts", folder, "new", "-").status == 0
    (card,) = json.loads(run("--facts", folder, "list", "--json").out)
    assert (card["claim"], card["topics"], card["note"]) == ("A b.", ["x", "y"], "One.\nTwo.")
    assert [source["title"] for source in card["sources"]] == ["S one", "S two"]


def test_what_relcli_writes_with_tabs_has_no_quotes(
    run: Relcli, cards: Cards, stdin: Stdin
) -> None:
    """A claim that is one quotation comes back with its marks."""
    card = "- id: a\n  claim: '\"All, left.\"'\n  date: 2020\n  source: S\n  confidence: possible\n"
    folder = cards(card)
    text = run("--facts", folder, "list", "--format", "tsv").out
    (folder / "cards.yaml").write_text("", encoding="utf-8")
    stdin(text)
    assert run("--facts", folder, "new", "-").status == 0
    assert json.loads(run("--facts", folder, "show", "a", "--json").out)[0]["claim"] == (
        '"All, left."'
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            "Facts of 2020\nclaim,date\nA.,2020\n",
            "row 1 is a title, `Facts of 2020`, and row 2 the",
        ),
        ("Table 1,,\n\n,claim,date\n,A.,2020\n", "row 1 is a title, `Table 1`, and row 3 the head"),
        ("hello\n", "row 1 names no column that is known"),
        ("A.,2020,S,possible\nB.,2021,S,possible\n", "row 1 names no column that is known"),
        ("claim,date,,note\nA.,2020,x,\n", "row 2: `x` stands in column 3, which has no name"),
        ("claim,date\nA.,2020,x\n", "row 2: not as many cells as the header has"),
        ("claim,date,Claim\nA.,2020,B.\n", "row 1: two columns are called `claim`"),
        ('claim,date\nA.,"x\n', "row 2: no CSV"),
    ],
)
def test_what_is_no_sheet_is_told(text: str, why: str) -> None:
    """With its row and its cure, and without a guess."""
    with pytest.raises(EditError) as error:
        rows(text)
    assert why in str(error.value)
    assert error.value.cure


def test_an_empty_sheet_has_no_rows() -> None:
    """Nor has one of a header alone."""
    assert rows("") == rows(",,\n\n") == rows("claim,date\n") == []


@pytest.mark.parametrize(
    "error", ["#REF!", "#NAME?", "#N/A", "#DIV/0!", "#VALUE!", "########", " #NUM! "]
)
def test_what_a_spreadsheet_failed_at_is_no_text(error: str) -> None:
    """What the cell was to say is lost, so nobody claims it; a text that speaks of it is one."""
    with pytest.raises(EditError, match=r"row 3: `#.*` stands in column 2.*: mend it there"):
        rows(f"claim,source\nA,S\nB,{error}\n")
    assert rows(f"claim,source\nA,{error}x\n") == [{"claim": "A", "source": f"{error}x"}]


def test_a_cell_may_hold_a_long_text() -> None:
    """As long as a note may be that relcli writes into one."""
    assert rows(f"claim,note\nA,{'x' * 200_000}\n") == [{"claim": "A", "note": "x" * 200_000}]


def test_a_column_that_no_card_has_is_told_once(run: Relcli, cards: Cards, stdin: Stdin) -> None:
    """Not in each row; one without anything in it disturbs nobody."""
    row = "A.,2020,S,possible,x\n"
    folder = cards("")
    stdin(f"claim,date,source,confidence,Topisc\n{row}{row.replace('A', 'B')}")
    ended = run("--facts", folder, "new", "-")
    assert ended.err == (
        "relcli: error: the column `topisc` is none of a card; did you mean `topics`?\n"
    )
    stdin(f"claim,date,source,confidence,Whatever\n{row.replace('x', '')}")
    assert run("--facts", folder, "new", "-").status == 0


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_a_mark_tells_the_encoding(encoding: str) -> None:
    """UTF-8 with a mark or without, UTF-16 and UTF-32 with one."""
    marks = {"utf-16-le": "\ufeff", "utf-16-be": "\ufeff"}
    data = (marks.get(encoding, "") + "claim\t\u0434\u0435\u043d\u044c").encode(encoding)
    assert text_of_bytes(data, "x") == "claim\t\u0434\u0435\u043d\u044c"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"claim\xe9", "x is no UTF-8; save it as UTF-8; a spreadsheet has `CSV UTF-8` for that"),
        ("claim".encode("utf-16-le"), "x is no UTF-8: it has zero bytes"),
        (b"\xff\xfea", "x is no UTF-8, and no UTF-16 either"),
        (b"PK\x03\x04...", "x is a workbook, or another archive, and no text; save the sheet as"),
        (b"\xd0\xcf\x11\xe0...", "x is a workbook of an old Excel"),
        (b"%PDF-1.7", "x is a PDF"),
        (b"\x1f\x8b\x08", "x is compressed, and no text; unpack it with `gunzip`"),
    ],
)
def test_what_is_no_text_is_told(data: bytes, why: str) -> None:
    """By what it is, with what to do."""
    with pytest.raises(EditError) as error:
        text_of_bytes(data, "x")
    assert str(error.value).startswith(why)
