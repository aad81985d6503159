"""Text from cards is data: in every format and view it is visible, and never acts."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from relcli.view.safe import cell, in_json, is_web_url, one_line, visible

if TYPE_CHECKING:
    from tests.conftest import Run

Runner = Callable[..., "Run"]
Writer = Callable[..., Path]

# In every text of a card: what acts in a terminal, in rich, in HTML, in Markdown.
EVIL = (
    "Evil \\e[31mred\\e]0;title\\a \\x9b31m \\x7f \\b"
    " \\u202eright-to-left\\u2066 [bold red]x[/] [link=http://e]l[/link] [/nothing] :smile:"
    " <b>h</b> <script>alert(1)</script> | `code` *b* _i_ [l](javascript:alert(1)) ![i](u) # ~ &lt;"
)
URLS = (
    "javascript:alert(1)",
    "https://e.example/\\e]0;title\\a",
    "https://e.example/\\u202egpj.exe",
    "https://e.example/><script>alert`1`</script>",
    "https://e.example/)[x](javascript:alert(1)",
    "file:///etc/passwd",
    "https://good.example/a_(b)|c",
)
CARDS = f"""
- id: evil
  claim: "{EVIL}"
  date: 2016
  confidence: possible
  topics: ["{EVIL}"]
  actors: ["{EVIL}"]
  note: "{EVIL}"
  sources:
""" + "".join(
    f'    - {{id: e{n}, title: "{EVIL}", publisher: "{EVIL}", says: "{EVIL}", url: "{url}", '
    f'archived_url: "{url}"}}\n'
    for n, url in enumerate(URLS)
)
FORMATS = ("table", "json", "jsonl", "csv", "tsv", "markdown", "ids", "svg")
COMMANDS = (
    ["show", "evil"],
    ["list"],
    ["search", "evil"],
    ["timeline"],
    ["topics"],
    ["actors"],
    ["sources"],
)
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
STYLE = re.compile(r"\x1b\[[0-9;]*m")
LINK = re.compile("\x1b]8;([^;\x1b]*);([^\x1b]*)\x1b\\\\")


@pytest.fixture
def evil(cards: Writer) -> Path:
    """A card that is all attack."""
    return cards(CARDS)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("form", FORMATS)
def test_nothing_acts(
    run: Runner, evil: Path, command: list[str], form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No control character and no override of direction leaves relcli, but in its own colours."""
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    out = run("--facts", evil, *command, "--format", form).out
    if form == "table":
        assert STYLE.search(out)
        out = LINK.sub("", STYLE.sub("", out))
    if form == "csv":
        out = out.replace("\r\n", "\n")

    assert out
    assert not CONTROL.search(out)
    assert not BIDI.search(out)


@pytest.mark.parametrize("command", [["show", "evil"], ["sources"]])
def test_only_web_pages_become_links(
    run: Runner, evil: Path, command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A terminal link goes to http or https, and carries nothing that acts."""
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    out = run("--facts", evil, *command, "--format", "table").out
    targets = {target for _, target in LINK.findall(out)} - {""}

    assert targets == {
        "https://e.example/><script>alert`1`</script>",
        "https://e.example/)[x](javascript:alert(1)",
        "https://good.example/a_(b)|c",
    }


@pytest.mark.parametrize("command", [["show", "evil"], ["timeline"]])
def test_what_could_act_is_visible(
    run: Runner, evil: Path, command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the screen the reader sees what the card holds: markup as it stands, controls as signs."""
    monkeypatch.setenv("COLUMNS", "200")
    out = " ".join(run("--facts", evil, *command, "--format", "table").out.split())

    for sign in ("␛[31mred␛]0;title␇", "‹U+009B›31m", "␡", "␈", "‹U+202E›right-to-left‹U+2066›"):
        assert sign in out
    for text in ("[bold red]x[/] [link=http://e]l[/link] [/nothing] :smile:", "<b>h</b>"):
        assert text in out


def test_json_holds_the_text_as_it_is(run: Runner, evil: Path) -> None:
    """JSON escapes what acts, and a reader of it gets back every character of the card."""
    (card,) = json.loads(run("--facts", evil, "show", "evil", "--json").out)

    assert card["claim"].startswith(
        "Evil \x1b[31mred\x1b]0;title\x07 \x9b31m \x7f \x08 \u202eright"
    )
    assert card["sources"][1]["url"] == "https://e.example/\x1b]0;title\x07"


def test_markdown_shows_markup_and_links_to_the_web_only(run: Runner, evil: Path) -> None:
    """In Markdown all that is special is escaped; a link goes to http or https, whole."""
    out = run("--facts", evil, "show", "evil", "--format", "markdown").out
    unescaped = re.sub(r"\\[^\w\s]", "", out.replace("<br>", ""))
    targets = re.findall(r"\]\(<([^>]*)>\)", unescaped)

    assert targets == [
        "https://e.example/%3E%3Cscript%3Ealert%601%60%3C/script%3E",
        "https://e.example/%29[x]%28javascript:alert%281%29",
        "https://good.example/a_%28b%29%7Cc",
    ]
    rest = re.sub(r"\]\(<[^>]*>\)", "", unescaped)
    assert not re.search(r"[<>`*]", rest)
    assert out.count("\n") == 3
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in out.splitlines()} == {20}


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", " =", "\uff1d", "\uff0b", "\uff0d", "\uff20"]
)
@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_no_cell_is_a_formula(run: Runner, cards: Writer, start: str, form: str) -> None:
    """A spreadsheet takes no cell for a formula: an apostrophe stands before it."""
    text = f"{start}HYPERLINK(1)"
    facts = cards(
        f'- {{id: x, claim: "{text}", date: 2016, confidence: possible, note: "{text}",'
        f' source: {{publisher: "{text}"}}}}'
    )
    out = run("--facts", facts, "list", "--format", form).out
    dialect: type[csv.Dialect] = csv.excel_tab if form == "tsv" else csv.excel
    (row,) = csv.DictReader(io.StringIO(out, newline=""), dialect=dialect)

    assert {row["claim"], row["note"], row["sources"]} == {f"'{text.strip()}"}


@pytest.mark.parametrize("form", ["csv", "tsv", "markdown", "ids"])
def test_a_card_is_one_record(run: Runner, cards: Writer, form: str) -> None:
    """Tabs and line ends in a text part no cells and no records."""
    facts = cards(
        '- {id: x, claim: "a\\tb\\nc\\r\\nd\\u2028e", date: 2016, confidence: possible, source: S}'
    )
    out = run("--facts", facts, "list", "--format", form).out

    assert len(out.splitlines()) == {"ids": 1, "csv": 2, "tsv": 2, "markdown": 3}[form]
    assert form == "ids" or "a b c d" in out


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("plain", "plain"),
        ("two  spaces", "two  spaces"),
        ("a\nb", "a b"),
        ("a\t\tb\r\n", "a b"),
        ("\x1b[0m", "␛[0m"),
        ("\x7f\x80", "␡‹U+0080›"),
        ("\u202ex", "‹U+202E›x"),
        ("\udc80", "‹U+DC80›"),
        ("حزب الله · Жук", "حزب الله · Жук"),
    ],
)
def test_one_line(text: str, line: str) -> None:
    """A text becomes one line in which nothing acts; what is harmless stays."""
    assert one_line(text) == line


def test_visible_keeps_line_ends() -> None:
    """On the screen a text may have several lines."""
    assert visible("a\nb\x00\tc") == "a\nb␀␉c"


def test_in_json_escapes() -> None:
    """JSON text is escaped the JSON way."""
    assert json.loads(in_json('"\x9b\u2028"')) == "\x9b\u2028"
    assert in_json('"\x9b"') == '"\\u009b"'


@pytest.mark.parametrize(
    ("text", "safe"), [("1+1", "1+1"), ("=1", "'=1"), ("\t=1", "'=1"), ("", ""), ("-", "'-")]
)
def test_cell(text: str, safe: str) -> None:
    """Only what begins like a formula gets an apostrophe."""
    assert cell(text) == safe


@pytest.mark.parametrize(
    ("url", "is_link"),
    [
        ("https://a.example", True),
        ("http://a.example/?q=1#x", True),
        ("HTTPS://a.example", False),
        ("javascript:alert(1)", False),
        ("ftp://a.example", False),
        ("//a.example", False),
        ("https://", False),
        ("https://a b", False),
        ("https://a\n", False),
        ("https://a\x1b", False),
        ("x https://a", False),
    ],
)
def test_is_web_url(url: str, *, is_link: bool) -> None:
    """A link is http or https in lower case, one word, nothing in it that acts."""
    assert is_web_url(url) is is_link
