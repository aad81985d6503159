"""`relcli match`: formats, exit status, what is refused, and hostile drafts."""

import io
import json
import sys
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from relcli.cli import progress
from relcli.model.match import LONGEST_DRAFT

if TYPE_CHECKING:
    from tests.conftest import Run, Terminal

Runner = Callable[..., "Run"]
Writer = Callable[..., Path]

CARDS = """\
- id: aground
  claim: The tug Nora ran aground off Skerra with 12 men on board on 3 May 2016.
  date: 2016-05-03
  confidence: probable
  sources:
    - {publisher: The Gazette, title: Aground, url: "https://g.example/1"}
    - {publisher: Northern Post, stance: disputes, speaker: Ida Holm, published: 2016-06, origin: x}
    - {id: x, publisher: A letter, url: kept in a drawer, says: Tells it., stance: qualifies}
- id: lamp
  claim: The lighthouse of Skerra got an electric lamp.
  date: 1921
  confidence: confirmed
  source: The Gazette
  superseded_by: aground
"""
DRAFT = """\
# The tug

The *tug Nora ran aground off Skerra with 13 men.* It rained.

> The tug Nora ran aground.

See [how the lighthouse of Skerra got a lamp.](https://d.example/)[^lamp]

[^lamp]: A note of the draft.
"""


@pytest.fixture
def match(cards: Writer, run: Runner, tmp_path: Path) -> Callable[..., "Run"]:
    """Match a draft: `match("text", "--json")`; it is draft.md."""
    dataset = cards(CARDS)

    def match(text: str, *args: str, name: str = "draft.md") -> "Run":
        (tmp_path / name).write_bytes(text.encode())
        return run("--facts", dataset, "match", name, *args)

    return match


Match = Callable[..., "Run"]


def test_rows(match: Match) -> None:
    """Into a pipe goes a row for each card of a sentence; what has none is told on stderr."""
    ended = match(DRAFT)
    assert ended.status == 0
    head, *rows = (line.split("\t") for line in ended.out.splitlines())
    assert head == [
        *("path", "line", "column", "text", "id", "score", "claim", "date", "confidence"),
        *("disputed", "differs", "as_of"),
    ]
    first, second = (dict(zip(head, row, strict=True)) for row in rows)
    assert first["text"] == "The tug Nora ran aground off Skerra with 13 men."
    assert (first["path"], first["line"], first["column"]) == ("draft.md", "3", "1")
    assert (first["id"], first["disputed"]) == ("aground", "true")
    assert first["differs"] == "number (draft: 13; card: 12)"
    assert (second["line"], second["column"], second["id"]) == ("7", "1", "lamp")
    assert ended.err == "relcli: note: no card bears on 1 of 3 sentences; --unmatched lists them\n"


def test_json(match: Match) -> None:
    """JSON has every sentence in the order of the draft, each with its cards."""
    for args in (["--json"], ["--format", "json"]):
        ended = match(DRAFT, *args)
        assert (ended.status, ended.err) == (0, "")
        sentences = json.loads(ended.out)
        assert [each["sentence"]["line"] for each in sentences] == [3, 3, 7]
        assert [[card["id"] for card in each["cards"]] for each in sentences] == [
            ["aground"], [], ["lamp"],
        ]  # fmt: skip
        card = sentences[0]["cards"][0]
        assert {"score", "matched", "differs", "claim", "sources", "as_of"} <= card.keys()
        assert card["differs"] == [{"kind": "number", "draft": "13", "card": "12"}]
    lines = match(DRAFT, "--format", "jsonl").out.splitlines()
    assert [json.loads(line) for line in lines] == sentences


def test_ids(match: Match) -> None:
    """Each card once, in the order of the draft."""
    ended = match(f"{DRAFT}\n\nNora ran aground.\n", "--format", "ids")
    assert ended.out == "aground\nlamp\n"


def test_a_table(match: Match) -> None:
    """Each sentence has its place, its cards below it, and what differs marked without colour."""
    ended = match(DRAFT, "--format", "table")
    assert ended.status == 0
    assert "draft.md:3:1 The tug Nora ran aground off Skerra with 13 men." in ended.out
    words = " ".join(ended.out.split())
    assert "3 May 2016 probable disputed The tug Nora ran aground off Skerra with 12 men" in words
    assert "disputed by Ida Holm (Northern Post)" in words
    assert "≠ number (draft: 13; card: 12)" in ended.out
    assert all(len(line) <= 80 for line in ended.out.splitlines())


def test_on_a_terminal(
    match: Match, cards: Writer, terminal: "type[Terminal]", tmp_path: Path
) -> None:
    """A terminal gets the table, and colours change no word of it."""
    match(DRAFT)
    shown = terminal("--facts", cards(CARDS), "match", tmp_path / "draft.md")
    assert shown.end() == 0
    assert "≠ number (draft: 13; card: 12)" in shown.shown


@pytest.mark.parametrize("option", [[], ["--quiet"]])
def test_a_bar_on_a_terminal(
    match: Match, monkeypatch: pytest.MonkeyPatch, option: list[str]
) -> None:
    """Who waits sees how far it is, on stderr; not with --quiet."""
    monkeypatch.setattr(progress, "on_terminal", lambda: True)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    assert ("matching sentences" in match(DRAFT, *option).err) is not bool(option)


def test_footnotes(match: Match) -> None:
    """Markdown is the draft itself with a footnote a card, whose label no other footnote has."""
    ended = match(DRAFT, "--format", "markdown")
    plain = ended.out.replace("[^aground]", "", 1).replace("[^lamp-2]", "", 1)
    notes = plain.removeprefix(DRAFT)
    assert notes != plain
    assert notes.startswith("\n[^aground]: The Gazette, “Aground”, <https://g.example/1>")
    assert "\n[^lamp-2]: The Gazette. Superseded by aground" in notes.replace("Confirmed; s", "S")
    assert "with 13 men.*[^aground] It rained." in ended.out
    assert "got a lamp.](https://d.example/)[^lamp-2][^lamp]" in ended.out
    html = MarkdownIt("commonmark").use(footnote_plugin).render(ended.out)
    assert html.count('class="footnote-ref"') == 3


def test_footnotes_of_a_draft_without_a_line_end(match: Match) -> None:
    """The notes begin on a line of their own, and stand nowhere if there are none."""
    ended = match("The tug Nora ran aground.", "-f", "markdown")
    assert ended.out.startswith("The tug Nora ran aground.[^aground]\n\n[^aground]: ")
    nothing = match("It rained.", "-f", "markdown")
    assert (nothing.status, nothing.out) == (1, "It rained.")


def test_a_file_and_a_picture(match: Match, tmp_path: Path) -> None:
    """-o writes a file whose end names the format, and the table can be a picture."""
    for name, begins in (("page.html", "<!doctype html>"), ("noted.md", "# The tug")):
        assert (match(DRAFT, "-o", name).out) == ""
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)
    picture = match(DRAFT, "--format", "svg").out
    assert picture.startswith("<svg")
    assert "relcli match draft.md" in picture.replace("&#160;", " ")


class Page(HTMLParser):
    """The elements, texts and links of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element, and what it leads to."""
        self.tags.append(tag)
        assert not [name for name, _ in attrs if name.startswith("on") or name == "style"]
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.text += data


def test_a_page(match: Match) -> None:
    """HTML is one page without scripts: each sentence, its cards beside it, what differs."""
    ended = match(DRAFT, "--format", "html")
    assert ended.status == 0
    page = Page(ended.out)
    assert {"script", "img", "link", "iframe"}.isdisjoint(page.tags)
    assert page.links == ["https://g.example/1"]
    assert "default-src 'none'; style-src 'sha256-" in unescape(ended.out)
    words = " ".join(page.text.split())
    assert "Cards bear on 2 of 3 sentences." in words
    for told in (
        "The tug Nora ran aground off Skerra with 13 men.",
        "≠ disputed by Ida Holm (Northern Post)",
        "≠ number (draft: 13; card: 12)",
        "Ida Holm, quoted in Northern Post, June 2016 (relaying A letter)",
        "qualifies A letter: Tells it. kept in a drawer",
        "superseded by aground",
        "It rained.",
    ):
        assert told in words


def test_a_page_of_one_sentence_from_a_pipe(
    cards: Writer, run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a file there is no name, and remarks are on the page."""
    text = "Die Nora ist nicht auf den Felsen."
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    ended = run("--facts", cards(CARDS), "match", "-", "-f", "html")
    words = " ".join(Page(ended.out).text.split())
    assert ended.status == 1
    assert "A draft Cards bear on 0 of 1 sentence." in words
    assert "in another language" in words


HOSTILE = "<script>alert(1)</script> \x1b[31mThe tug Nora ran aground [red] \u202e=cmd with 12 men."


@pytest.mark.parametrize("form", ["table", "tsv", "csv", "json", "html", "markdown"])
def test_a_hostile_draft_and_a_hostile_card(
    cards: Writer, run: Runner, tmp_path: Path, form: str
) -> None:
    """Nothing in either acts on the terminal, on the page or in a sheet."""
    claim = "The tug Nora ran aground <b onclick=x>\\e[31m [bold] off Skerra."
    dataset = cards(f'- {{id: x, claim: "{claim}", date: 2016, confidence: possible, source: S}}')
    (tmp_path / "draft.txt").write_text(HOSTILE, encoding="utf-8")
    ended = run("--facts", dataset, "match", "draft.txt", "--format", form)
    assert ended.status == 0
    shown = (
        ended.out if form != "markdown" else ended.out.partition("\n")[2]
    )  # the draft is its own
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    if form == "html":
        page = Page(ended.out)
        assert {"script", "b"}.isdisjoint(page.tags)
        assert "<script>alert(1)</script>" in page.text
    if form in {"tsv", "csv"}:
        assert "\t=" not in ended.out


def test_unmatched(match: Match) -> None:
    """It lists the sentences that no card bears on, and fails if there is one."""
    ended = match(DRAFT, "--unmatched")
    assert (ended.status, ended.err) == (1, "")
    assert ended.out == "path\tline\tcolumn\ttext\ndraft.md\t3\t52\tIt rained.\n"
    table = match(DRAFT, "--unmatched", "--format", "table")
    assert table.out == "draft.md:3:52 It rained.\n"
    rows = json.loads(match(DRAFT, "--unmatched", "--json").out)
    assert [(row["sentence"]["text"], row["cards"]) for row in rows] == [("It rained.", [])]
    assert match(DRAFT, "--unmatched", "-f", "ids").out == ""
    clean = match("The tug Nora ran aground.", "--unmatched", "--quiet")
    assert (clean.status, clean.err) == (0, "")


def test_a_folder_of_articles(cards: Writer, run: Runner, tmp_path: Path) -> None:
    """Several files are matched in one run, each sentence with its file."""
    for name, text in (("a.md", "The tug Nora ran aground."), ("b.md", "It rained.")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    ended = run("--facts", cards(CARDS), "match", "a.md", "b.md", "--unmatched", "-q")
    assert (ended.status, ended.err) == (1, "")
    assert ended.out.splitlines()[1:] == ["b.md\t1\t1\tIt rained."]


def test_nothing_matched(match: Match) -> None:
    """Status 1, and one line that says from which score on; a lower one finds more."""
    ended = match("A lamp stood there.")
    assert (ended.status, ended.out.count("\n")) == (1, 1)
    assert ended.err == ("relcli: note: no card bears on any sentence, from a score of 0.26 on\n")
    assert match("A lamp stood there.", "--at-least-score", "0.01").status == 0
    empty = match("")
    assert (empty.status, empty.err) == (1, "relcli: note: there is no sentence in the draft\n")


def test_filters(match: Match) -> None:
    """Only cards that pass them are shown; how dates in words were read is told."""
    assert match(DRAFT, "--confidence", "confirmed", "-f", "ids").out == "lamp\n"
    ended = match(DRAFT, "--since", "May 2016", "-f", "ids")
    assert ended.out == "aground\n"
    assert "relcli: note: `May 2016` is read as 2016-05\n" in ended.err


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["none.md"], "none.md: No such file or directory; see what is there"),
        (["."], ".: is a folder; name the files in it, as with `folder/*.md`"),
        (["bytes"], "bytes: is no text; save the draft as plain text or Markdown"),
        (["utf-16"], "utf-16: is UTF-16, not UTF-8; save it as UTF-8"),
        (["latin-1"], "latin-1:2: is no UTF-8; save it as UTF-8"),
        (["long"], f"long: longer than {LONGEST_DRAFT:,} letters; match it in parts"),
        (["longer"], f"longer: longer than {LONGEST_DRAFT:,} letters; match it in parts"),
        (["a.md", "a.md", "-f", "html"],
         "--format html: 2 drafts; html shows one draft, and its cards"),
        (["a.md", "--unmatched", "-f", "markdown"],
         "--format markdown: --unmatched; markdown shows one draft, and its cards"),
        (["a.md", "--at-least-score", "2"],
         "--at-least-score: `2` is no score; write a number from 0 to 1"),
        (["a.md", "--at-least-score", "high"],
         "--at-least-score: `high` is no score; write a number from 0 to 1"),
        (["a.md", "-f", "tabel"], "--format: no format `tabel`; did you mean `table`?"),
        (["a.md", "--topic", "sea"],
         "--topic: no topic `sea` in these facts; `relcli topics` lists them"),
    ],
)  # fmt: skip
def test_trouble(cards: Writer, run: Runner, tmp_path: Path, args: list[str], told: str) -> None:
    """What cannot be matched is told in one line, with its cause and its cure."""
    for name, data in {
        "a.md": b"A draft.",
        "bytes": b"\x7fELF\0\0",
        "utf-16": "A draft".encode("utf-16"),
        "latin-1": b"A\ndr\xe4ft",
        "long": b"a" * (LONGEST_DRAFT + 1),
        "longer": b"a" * (4 * LONGEST_DRAFT + 1),
    }.items():
        (tmp_path / name).write_bytes(data)
    ended = run("--facts", cards(CARDS), "match", *args)
    assert (ended.status, ended.out, ended.err) == (2, "", f"relcli: error: {told}\n")


def test_stdin_that_is_closed(cards: Writer, run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line tells so."""
    monkeypatch.setattr(sys, "stdin", None)
    ended = run("--facts", cards(CARDS), "match", "-")
    assert (ended.status, ended.err) == (
        2, "relcli: error: stdin is closed; send a draft there\n",
    )  # fmt: skip


def test_a_byte_order_mark_is_no_letter(match: Match) -> None:
    """A sentence behind one begins in the first column."""
    ended = match("\ufeffThe tug Nora ran aground.", "--json")
    assert json.loads(ended.out)[0]["sentence"]["column"] == 1


def test_plain_text_by_its_ending(match: Match) -> None:
    """What is no Markdown by its name is read as it stands."""
    ended = match("> The tug Nora ran aground.", "-f", "ids", name="draft.txt")
    assert ended.out == "aground\n"
