"""What is drawn as a picture for an article (`--format svg`), and what `-o` writes to a file."""

import json
import re
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from rich.cells import cell_len

from relcli.view.terminal.picture import MOST_LINES, WIDTH

if TYPE_CHECKING:
    from tests.conftest import Run, Terminal

Runner = Callable[..., "Run"]
Writer = Callable[..., Path]

SHIPPED = Path(__file__).parent.parent / "facts" / "hezbollah-russia"
SVG = "{http://www.w3.org/2000/svg}"
COLUMN, MARGINS = 12.2, 33
DRAWN = [
    ("search", "pantsr wagner"),
    ("search", "wagner", "--explain"),
    ("list", "--topic", "economic"),
    ("show", "pantsir-transferred"),
    ("timeline", "--limit", "30"),
    ("timeline", "--by", "actor", "--limit", "5"),
    ("timeline", "--density"),
    ("timeline", "--density", "--by", "topic"),
    ("stats",),
    ("disputes",),
    ("graph", "wagner"),
    ("topics",),
    ("actors",),
    ("sources",),
]
CARDS = """
- {id: plain, claim: It ran & it stopped., date: 2001, confidence: confirmed, source: S}
- {id: told, claim: It sank., date: 2002-03-04, confidence: doubtful, source: "<T>"}
"""


def texts(svg: str) -> list[ET.Element]:
    """Return the texts of a picture."""
    return [*ET.fromstring(svg).iter(f"{SVG}text")]  # noqa: S314 - relcli made it


def lines(svg: str) -> list[str]:
    """Return the lines of a picture, each sign in its column."""
    drawn = []
    for _, parts in groupby(texts(svg), lambda text: text.get("y")):
        line = ""
        for part in parts:
            missing = round(float(part.get("x", "")) / COLUMN) - cell_len(line)
            line += " " * missing + "".join(part.itertext())
        drawn.append(line.replace("\xa0", " ").rstrip())
    return [line for line in drawn if line]


@pytest.mark.parametrize("args", DRAWN, ids=" ".join)
@pytest.mark.parametrize("columns", ["60", "120"])
def test_whatever_is_drawn_can_be_a_picture(
    run: Runner, args: tuple[str, ...], columns: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is XML that a reader of SVG takes, with the lines of the table and a title."""
    monkeypatch.setenv("COLUMNS", columns)
    made = run("--facts", SHIPPED, *args, "--format", "svg")
    table = run("--facts", SHIPPED, *args, "--format", "table")
    root = ET.fromstring(made.out)  # noqa: S314 - relcli made it
    title = root.find(f"{SVG}title")

    assert made.status == 0
    assert made.err == table.err
    assert lines(made.out) == [line.rstrip() for line in table.out.splitlines() if line.strip()]
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    assert title is not None
    assert root.get("aria-labelledby") == title.get("id")
    assert (title.text or "").startswith(f"relcli {args[0]}")
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        *("svg", "title", "style", "defs", "clipPath", "rect", "g", "text"),
    }


@pytest.mark.parametrize("args", DRAWN[:5], ids=" ".join)
def test_a_picture_loads_nothing(run: Runner, args: tuple[str, ...]) -> None:
    """Whatever leads out of it is the name of SVG itself, or text."""
    root = ET.fromstring(run("--facts", SHIPPED, *args, "--format", "svg").out)  # noqa: S314
    told = [element.text or "" for element in root.iter(f"{SVG}style")]
    for element in root.iter():
        told += element.attrib.values()

    assert not [text for text in told if re.search(r"https?:|@import|@font-face|data:|//", text)]
    assert {link for text in told for link in re.findall(r"url\((.)", text)} == {"#"}


def test_a_picture_is_for_a_white_page(run: Runner) -> None:
    """Its ground is white and covers it, and its letters are dark on that."""
    svg = run("--facts", SHIPPED, "search", "wagner", "--format", "svg").out
    fills = {*re.findall(r"fill: (#\w+)", svg)}

    assert svg.count('<rect width="100%" height="100%" fill="#ffffff"/>') == 1
    assert {"#000000", "#767676", "#d70000"} <= fills
    assert "#ffffff" not in fills


def test_the_title_is_what_was_typed(run: Runner, cards: Writer) -> None:
    """But for where the facts are, and where and how the answer goes: a reader needs no path."""
    where = ("--facts", cards(CARDS), "-q", f"--facts={cards(CARDS)}")
    asked = ("search", "it", "sank <b>", "-ran", *where, "--limit", "1")

    def title(*args: str | Path) -> str:
        root = ET.fromstring(run(*args).out)  # noqa: S314 - relcli made it
        return root.findtext(f"{SVG}title") or ""

    assert title(*asked, "-f", "svg") == "relcli search it 'sank <b>' -ran --limit 1"
    assert title(*where, "list", "--format=svg") == "relcli list"
    assert title(*where, "show", "told", "--format", "svg", "-o", "-") == "relcli show told"


def test_pictures_on_one_page_are_apart(run: Runner, cards: Writer) -> None:
    """The names in two pictures differ, so that neither takes the other's colours."""
    folder = cards(CARDS)
    both = [
        run("--facts", folder, "show", name, "--format", "svg").out for name in ("told", "plain")
    ]
    names = [{*re.findall(r"relcli-[0-9a-f]{8}", svg)} for svg in both]

    assert [len(name) for name in names] == [1, 1]
    assert names[0] != names[1]
    assert both[0] == run("--facts", folder, "show", "told", "--format", "svg").out


HOSTILE = r"""
- id: evil
  claim: "</text><script>alert(1)</script> ]]> &lt; &#0; \e[31m \u0001 \uFFFE\uFFFF \u202E x"
  date: 2001
  confidence: possible
  source: {publisher: '"><image href="https://evil.example/x"/>', url: "https://u.example/'<a>"}
"""


@pytest.mark.parametrize("args", [("list",), ("show", "evil"), ("timeline",), ("sources",)])
def test_text_of_cards_is_data(run: Runner, cards: Writer, args: tuple[str, ...]) -> None:
    """No tag of a card is one of the picture, and no sign is there that XML cannot have."""
    made = run("--facts", cards(HOSTILE), *args, "--format", "svg")
    root = ET.fromstring(made.out)  # noqa: S314 - it refuses what XML cannot have
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}

    assert made.status == 0
    assert not {"script", "image", "a"} & tags
    assert not re.search("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|\u202e", made.out)
    told = "".join("".join(lines(made.out)).split())
    assert ("evil.example" if args == ("sources",) else "<script>alert(1)</script>") in told


def test_wide_letters_have_their_columns(run: Runner, cards: Writer) -> None:
    """A letter of two columns, or of none, is drawn as wide as the terminal has it."""
    claim = "瓦格纳 Wágner e\u0301t حزب"
    folder = cards(f"- {{id: x, claim: {claim}, date: 2001, confidence: possible, source: S}}")
    drawn = texts(run("--facts", folder, "list", "--format", "svg").out)

    assert claim in ["".join(text.itertext()).strip().replace("\xa0", " ") for text in drawn]
    for text in drawn:
        width = cell_len("".join(text.itertext())) * COLUMN
        assert float(text.get("textLength", "")) == pytest.approx(width, abs=0.01)


@pytest.mark.parametrize(
    ("given", "columns"),
    [("", WIDTH), ("0", WIDTH), ("many", WIDTH), ("-9", WIDTH), ("72", 72), ("999", 200)],
)
def test_a_picture_has_the_columns_that_are_given(
    run: Runner, given: str, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """COLUMNS says how many, and what is no number of columns does not count."""
    monkeypatch.setenv("COLUMNS", given)
    svg = run("--facts", SHIPPED, "list", "--limit", "5", "--format", "svg").out
    root = ET.fromstring(svg)  # noqa: S314 - relcli made it
    _, _, width, height = map(float, root.get("viewBox", "").split())

    assert max(map(cell_len, lines(svg))) == columns
    assert width == pytest.approx(columns * COLUMN + MARGINS - 1, abs=0.1)
    assert max(float(text.get("y", "")) for text in texts(svg)) < height - MARGINS + 1


def test_what_is_narrow_has_no_white_beside_it(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A picture is as wide as what is drawn, and what is wider than the columns is not cut."""

    def columns(*args: str) -> float:
        root = ET.fromstring(run("--facts", SHIPPED, *args, "--format", "svg").out)  # noqa: S314
        return (float(root.get("viewBox", "").split()[2]) - MARGINS + 1) / COLUMN

    assert columns("topics") < 40
    monkeypatch.setenv("COLUMNS", "14")
    table = run("--facts", SHIPPED, "stats", "--format", "table").out
    assert columns("stats") == pytest.approx(max(map(len, table.splitlines())), abs=0.1)


def test_a_picture_has_a_bound(run: Runner, cards: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody would print is refused in one line, and leaves no file."""
    monkeypatch.setenv("COLUMNS", "20")
    claim = "The engine ran on. " * 200
    told = "- {{id: c{}, claim: {}, date: 2001, confidence: possible, source: S}}\n"
    folder = cards("".join(told.format(number, claim) for number in range(30)))
    least = int(MOST_LINES / 201)

    assert run("--facts", folder, "list", "--limit", str(least - 1), "-o", "x.svg").status == 0
    ended = run("--facts", folder, "list", "-o", "far.svg")
    assert (ended.status, ended.out) == (2, "")
    pattern = r"a picture has 5,000 lines at most, this has [67],\d{3}; --limit or a filter"
    assert re.search(pattern, ended.err)
    assert not Path("far.svg").exists()


def test_many_cards_are_counted_in_a_picture_too(run: Runner, cards: Writer) -> None:
    """A timeline of more than 200 cards has a bar a year, as on a terminal, and says so."""
    folder = cards(
        "".join(
            f"- {{id: c{n}, claim: Engine {n} ran., date: 2001, confidence: possible, source: S}}\n"
            for n in range(201)
        )
    )
    made = run("--facts", folder, "timeline", "--format", "svg")

    assert lines(made.out)[0].split()[:2] == ["2001", "201"]
    assert "counted by year" in made.err


# Where it goes


@pytest.mark.parametrize("args", [("list",), ("stats",), ("timeline",), ("graph",)])
def test_no_picture_on_a_terminal(
    terminal: "type[Terminal]", cards: Writer, args: tuple[str, ...]
) -> None:
    """There it would be letters; one line says where to write it."""
    shown = terminal("--facts", cards(CARDS), *args, "--format", "svg")

    assert shown.end() == 2
    assert (
        shown.shown
        == "relcli: error: svg is no text for a terminal; write `-o facts.svg`, or pipe it\n"
    )


ENDINGS = {
    "a.svg": "svg",
    "A.SVG": "svg",
    "a.json": "json",
    "a.jsonl": "jsonl",
    "a.csv": "csv",
    "a.tsv": "tsv",
    "a.md": "markdown",
    "a.markdown": "markdown",
    "a.ids": "ids",
    "a.txt": "table",
    "a": "tsv",
}


@pytest.mark.parametrize(
    ("command", "file"),
    [
        *(("list", file) for file in ENDINGS),
        *((name, f"a.{end}") for name in ("stats", "disputes", "graph") for end in ("json", "ids")),
        *((name, "a.svg") for name in ("stats", "disputes", "graph", "topics", "timeline")),
    ],
)
def test_the_end_of_a_name_tells_the_format(run: Runner, command: str, file: str) -> None:
    """A file gets what stdout would get in that format, and stdout nothing."""
    written = run("--facts", SHIPPED, command, "-o", file)
    piped = run("--facts", SHIPPED, command, "--format", ENDINGS[file])
    told = Path(file).read_bytes().decode()

    assert (written.status, written.out, written.err) == (0, "", piped.err)
    assert told
    if ENDINGS[file] == "table":
        assert told.split("\n") == [line.rstrip() for line in piped.out.split("\n")]
    else:
        assert told == piped.out


def test_a_named_format_beats_the_end_of_a_name(run: Runner, cards: Writer) -> None:
    """--format and --json are asked for; the file's name is then any."""
    folder = cards(CARDS)
    run("--facts", folder, "list", "-o", "x.png", "--format", "ids")
    run("--facts", folder, "list", "--output", "y.csv", "--json")

    assert Path("x.png").read_text(encoding="utf-8") == "plain\ntold\n"
    assert [card["id"] for card in json.loads(Path("y.csv").read_text(encoding="utf-8"))] == [
        "plain",
        "told",
    ]


def test_text_for_a_file_has_no_colours(
    run: Runner, cards: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though they be forced: a file is read by editors and mailers."""
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    run("--facts", cards(CARDS), "list", "-o", "x.txt")

    assert "\x1b" not in Path("x.txt").read_text(encoding="utf-8")
    assert "confirmed  It ran & it stopped." in Path("x.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("list", "-o", "x.png"), "-o x.png: no format ends in .png; name one with --format"),
        (("list", "-o", "far/x.svg"), "far/x.svg: cannot be written: No such file or directory"),
        (("list", "-o", "."), ".: cannot be written: it is no regular file"),
        (("export", "svg"), "export: svg is a picture of what is drawn; those that draw write it"),
        (("check", "--format", "svg"), "--format: no format `svg`; known: text, json"),
    ],
)
def test_trouble(run: Runner, cards: Writer, args: tuple[str, ...], told: str) -> None:
    """One line tells what is wrong, and stdout stays empty."""
    folder = cards(CARDS)
    if args[-1] == ".":
        args = ("list", "--format", "svg", "-o", ".")
    ended = run("--facts", folder, *args)

    assert (ended.status, ended.out) == (2, "")
    assert ended.err.count("\n") == 1
    assert told in ended.err


def test_a_file_is_written_whole_or_not_at_all(run: Runner, cards: Writer) -> None:
    """What was there goes only when the new is there; where nothing is drawn it stays."""
    folder = cards(CARDS)
    file = Path("x.svg")
    file.write_text("mine", encoding="utf-8")

    assert run("--facts", folder, "search", "zeppelin", "-o", file).status == 1
    assert file.read_text(encoding="utf-8") == "mine"
    assert run("--facts", folder, "search", "sank", "-o", file).status == 0
    assert file.read_text(encoding="utf-8").startswith("<svg ")
    assert [path.name for path in Path().iterdir() if path.suffix == ".relcli-tmp"] == []
