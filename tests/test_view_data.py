"""Rows to the formats that scripts read."""

from typing import Any

import pytest

from relcli.view.data import VIEWS, flat

SOURCE: dict[str, Any] = {
    "id": "s",
    "title": "Front page",
    "publisher": "The Gazette",
    "published": "2016-05",
    "url": "https://g.example",
    "stance": "supports",
}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "true"),
        (False, "false"),
        (3, "3"),
        (0.5, "0.5"),
        ("a", "a"),
        ([], ""),
        (["a", "b"], "a; b"),
        ({"id": "nora", "name": "Nora"}, "nora"),
        ({"id": None, "name": "Ida Holm"}, "Ida Holm"),
        ({"path": "facts/a.yaml", "line": 3}, "facts/a.yaml:3"),
        ({"word": "tug", "found": "tug", "how": "exact"}, "tug"),
        ({"word": "tgu", "found": "tug", "how": "fuzzy"}, "tgu → tug"),
        (SOURCE, "The Gazette, Front page, 2016-05, https://g.example"),
        (
            SOURCE | {"stance": "disputes"},
            "The Gazette, Front page, 2016-05, https://g.example (disputes)",
        ),
        (
            SOURCE | {"speaker": {"id": None, "name": "Ida Holm"}},
            "The Gazette, Front page, 2016-05, https://g.example (speaker: Ida Holm)",
        ),
        (
            SOURCE | {"stance": "disputes", "speaker": {"id": "ida-holm", "name": "Ida Holm"}},
            "The Gazette, Front page, 2016-05, https://g.example (disputes, speaker: Ida Holm)",
        ),
        (
            {**dict.fromkeys(SOURCE), "id": "s", "title": "A", "stance": "qualifies"},
            "A (qualifies)",
        ),
    ],
)
def test_flat(value: object, text: str) -> None:
    """Each kind of value has one text for a cell."""
    assert flat(value) == text


ROWS: list[dict[str, Any]] = [
    {"id": "a", "n": 1, "list": ["x|y", "z"]},
    {"id": "b", "s": [SOURCE], "n": None},
]
COLUMNS = ("id", "n", "list", "s")


@pytest.mark.parametrize(
    ("form", "out"),
    [
        ("ids", "a\nb\n"),
        (
            "tsv",
            (
                "id\tn\tlist\ts\n"
                "a\t1\tx|y; z\t\n"
                "b\t\t\tThe Gazette, Front page, 2016-05, https://g.example\n"
            ),
        ),
        (
            "csv",
            (
                "id,n,list,s\r\n"
                "a,1,x|y; z,\r\n"
                'b,,,"The Gazette, Front page, 2016-05, https://g.example"\r\n'
            ),
        ),
        (
            "markdown",
            (
                "| id | n | list | s |\n| --- | --- | --- | --- |\n"
                "| a | 1 | x\\|y<br>z |  |\n"
                "| b |  |  | [The Gazette, Front page, 2016-05](<https://g.example>) |\n"
            ),
        ),
    ],
)
def test_formats(form: str, out: str) -> None:
    """Columns come in the order given; what a row does not have is empty."""
    assert "".join(VIEWS[form](ROWS, COLUMNS)) == out


@pytest.mark.parametrize(("form", "out"), [("json", "[]\n"), ("jsonl", ""), ("ids", "")])
def test_no_rows(form: str, out: str) -> None:
    """No rows are an empty array, or nothing."""
    assert "".join(VIEWS[form]([], COLUMNS)) == out


def test_json_has_a_row_a_line() -> None:
    """JSON is one array that line tools can cut, in the script of the cards."""
    text = "".join(VIEWS["json"]([{"id": "a"}, {"id": "Жук"}], ()))

    assert text == '[\n{"id": "a"},\n{"id": "Жук"}\n]\n'


@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_a_number_below_0_is_no_formula(form: str) -> None:
    """A year before 1 is a number for whatever reads it; a text that begins so stays defused."""
    row = "".join(VIEWS[form]([{"id": "a", "year": -43, "date": "-0043"}], ("year", "date")))

    assert row.splitlines()[1] in {"-43,'-0043", "-43\t'-0043"}
