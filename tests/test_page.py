"""The page of `relcli export html`, read without a browser: its parts, its policy, its data."""

import base64
import hashlib
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from relcli import __version__
from relcli.view.export.selection import Selection
from relcli.view.page.language import language_of
from relcli.view.page.make import REMOTE_SCRIPTS, SCRIPTS, STYLES, as_html

Writer = Callable[..., Path]
Runner = Callable[..., Any]

FACTS = Path(__file__).parents[1] / "facts" / "hezbollah-russia"
CARDS = """\
- id: meeting
  claim: Nora met Omar in Aleppo.
  date: 2016-11
  confidence: possible
  topics: [sea]
  actors: [nora, Omar]
  sources:
    - {publisher: Akhbar, title: A meeting, published: 2016-11-24, reliability: B,
       url: "https://example.org/a?b=1&c=2", accessed: 2020-01-02, origin: agency}
    - {publisher: Denier, stance: disputes, url: "javascript:alert(1)", says: Never happened.}
  note: Nobody else was there.
  related: [later]
  contradicts: [elsewhere]
- {id: later, claim: They met again., date: 2017~/.., confidence: unconfirmed, source: Akhbar,
   superseded_by: meeting}
- {id: whenever, claim: It rained., date: 201X, confidence: confirmed, source: Almanac}
"""
ACTORS = "nora: {name: Nora, kind: person, aliases: [نورا]}\nOmar: {name: Omar}\n"
DATASET = """\
title: Ships & <seas>
description: What the U.S. sailed. And what it did not.
license: CC0-1.0
topics: {sea: At sea, land: On land}
"""


class Parts(HTMLParser):
    """The elements of a page with their attributes, and what stands in scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: dict[str, str] = {}
        self._inside = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element; of scripts, the kind."""
        told = {name: value or "" for name, value in attrs}
        self.elements.append((tag, told))
        self._inside = told.get("type", tag)

    def handle_data(self, data: str) -> None:
        """Note the text of an element."""
        self.texts[self._inside] = self.texts.get(self._inside, "") + data

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - whatever ends
        """Leave an element."""
        self._inside = ""


@pytest.fixture
def page(run: Runner, cards: Writer, tmp_path: Path) -> str:
    """Return the page of three cards."""
    folder = cards(CARDS, actors=ACTORS, dataset=DATASET)
    assert run("--facts", folder, "export", "html", "-o", tmp_path / "page.html").status == 0
    return (tmp_path / "page.html").read_text(encoding="utf-8")


def data_in(page: str) -> dict[str, Any]:
    """Return what the page knows."""
    data: dict[str, Any] = json.loads(Parts(page).texts["application/json"])
    return data


def test_the_policy_names_the_hashes_of_what_may_act(page: str) -> None:
    """The policy forbids everything but the one style and the one script, by their hashes."""
    parts = Parts(page)
    (policy,) = [
        told["content"]
        for tag, told in parts.elements
        if tag == "meta" and told.get("http-equiv") == "Content-Security-Policy"
    ]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    for rule, text in (("script-src", "module"), ("style-src", "style")):
        digest = hashlib.sha256(parts.texts[text].encode()).digest()
        assert rules[rule] == f"'sha256-{base64.b64encode(digest).decode()}'"
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert rules["img-src"] == "data:"


def test_nothing_in_the_page_is_fetched_or_runs_by_itself(page: str) -> None:
    """No element has a handler, a style of its own, or an address outside the page."""
    for tag, told in Parts(page).elements:
        assert tag not in {"iframe", "object", "embed", "img", "base"}
        assert not [name for name in told if name.startswith("on") or name == "style"]
        assert not [told[name] for name in ("src", "srcset", "action") if name in told]
        # What a reader may follow is the address of a source.
        follows = ("https://",) if told.get("class") == "web" else ()
        assert told.get("href", "#").startswith(("#", "data:image/svg+xml,", *follows))


def test_scripts_make_elements_and_never_markup() -> None:
    """No script of the page uses what would turn text into markup or code."""
    scripts = files("relcli.view.page") / "scripts"
    for name in {*SCRIPTS, *REMOTE_SCRIPTS}:
        text = (scripts / f"{name}.js").read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|\beval\b|new Function", text)
        assert not re.search(r"document\.write|XMLHttpRequest|import\(", text)
        assert ("fetch(" in text) == (name == "remote")


COMMENTS = ("//", "/*", "* ", "*/")


OF_OTHERS = {"scripts": "remote", "styles": "match"}  # in another page than this one


def test_every_script_and_style_is_in_the_page(page: str) -> None:
    """What lies in the folders is what the page is made of, but for comments and indentation.

    What asks a server is in the page of many cards alone, and the page of `match` has a style.
    """
    parts = Parts(page)
    for folder, names, place in (("scripts", SCRIPTS, "module"), ("styles", STYLES, "style")):
        there = list((files("relcli.view.page") / folder).iterdir())
        assert {file.name.partition(".")[0] for file in there} == {*names, OF_OTHERS[folder]}
        for file in there:
            if file.name.startswith(f"{OF_OTHERS[folder]}."):
                continue
            lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
            code = [line.lstrip(" ") for line in lines if not line.lstrip().startswith(COMMENTS)]
            assert len(code) < len(lines)
            assert "".join(code) in parts.texts[place]


def test_the_page_says_what_it_is(page: str) -> None:
    """Title, description, licence, years and version stand in the page, escaped."""
    assert "<title>Ships &amp; &lt;seas&gt;</title>" in page
    assert '<meta name="description" content="What the U.S. sailed.">' in page
    assert "And what it did not." in page
    assert "3 cards, 2016 to 2017" in page
    assert "Licence of the facts: CC0-1.0." in page
    assert f"Made by relcli {__version__}." in page
    assert "<noscript>" in page


def test_a_file_of_cards_has_a_page_without_a_title(run: Runner, cards: Writer) -> None:
    """What no dataset says is left out: there is no description, licence or topic."""
    file = cards("- {claim: It rained., date: 1999, source: Almanac, confidence: possible}\n")
    page = run("--facts", file / "cards.yaml", "export", "html").out
    assert "<title>Facts</title>" in page
    assert "1 card, 1999" in page
    assert 'name="description"' not in page
    assert "Licence" not in page
    assert '<fieldset id="facet-topic" hidden>' in page


def test_cards_without_a_known_year_name_none() -> None:
    """A page of no dated card has no years: nothing is made up."""
    page = "".join(as_html(Selection([], {}, {})))
    assert '<p class="quiet">0 cards</p>' in page


def test_the_data_is_plain_and_complete(page: str) -> None:
    """A card keeps its words, links by number where the other is there, and days as numbers."""
    data = data_in(page)
    by_id = {card["id"]: card for card in data["cards"]}
    meeting, later = by_id["meeting"], by_id["later"]
    numbers = {card["id"]: number for number, card in enumerate(data["cards"])}
    assert meeting["related"] == [numbers["later"]]
    assert meeting["contradicts"] == ["elsewhere"]
    assert later["superseded"] == numbers["meeting"]
    assert (later["vague"], "to" in later) == (True, False)
    assert by_id["whenever"]["unknown"] is True
    assert meeting["date"] == "November 2016"
    assert meeting["to"] - meeting["from"] == 29
    assert meeting["origins"] == [1, 1]
    assert [topic["label"] for topic in data["topics"]] == ["At sea"]
    assert data["actors"][0]["aliases"] == ["نورا"]
    backing, denier = (data["sources"][use["n"]] for use in meeting["sources"])
    assert meeting["sources"][0]["relays"] == "agency"
    assert meeting["sources"][1] | {"n": 0} == {
        "n": 0,
        "stance": "disputes",
        "says": "Never happened.",
    }
    assert backing["url"] == "https://example.org/a?b=1&c=2"
    assert "url" not in denier
    assert denier["url_text"] == "javascript:alert(1)"


YEARS = (
    ("date: -0043", "44 BC"),
    ("date: by -0043", "44 BC"),
    ("date: 0602/..", "602"),
    ("date: Y-170000002/2020-05", "170,000,003 BC to 2020"),
    ("date: as of 2015-12-31", "2015"),
    ("date: between 2015 and 2017-01-01", "2015 to 2017"),
)


@pytest.mark.parametrize(("date", "years"), YEARS)
def test_the_page_says_of_which_years_it_is(
    run: Runner, cards: Writer, date: str, years: str
) -> None:
    """Before Christ and far away, too, in words."""
    folder = cards(f"- {{claim: It rained., {date}, source: S, confidence: possible}}\n")
    assert f">1 card, {years}</p>" in run("--facts", folder, "export", "html").out


def test_the_data_tells_dates_and_speakers(run: Runner, cards: Writer) -> None:
    """A day is its number, a far one the farthest that counts; a speaker has all their names."""
    text = """\
    - {id: b, claim: A., date: as of 0001-01-02, confidence: possible, sources: [
       {title: S, speaker: nora}, {title: T, speaker: Omar Khan, stance: disputes}]}
    - {id: a, claim: B., date: Y-99999999999999999999/.., confidence: possible, source: S}
    - {id: c, claim: C., date: by 0001-01-02, confidence: possible, source: S}
    """
    actors = "nora: {name: Nora, aliases: [Noura]}\n"
    data = data_in(run("--facts", cards(text, actors=actors), "export", "html").out)
    state, far, by = (next(c for c in data["cards"] if c["id"] == name) for name in "bac")
    assert (state["from"], state["to"], state["state"], state["date"]) == (
        2, 2, True, "as of 2 January 1",
    )  # fmt: skip
    assert (far["from"], "to" in far) == (-(10**15), False)
    assert ("from" in by, by["to"], "state" in by) == (False, 2, False)
    assert [far["when"], state["when"], by["when"]] == [0, 1, 2]
    assert data["speakers"] == [["Nora", "nora", "Noura"], ["Omar Khan"]]
    assert [use["speaker"] for use in state["sources"]] == [0, 1]
    assert state["against"] == "by Omar Khan (T)"
    assert "against" not in by


def test_the_data_cannot_end_its_script(run: Runner, cards: Writer) -> None:
    """No sign in a card ends the block of data, begins a comment or hides as a line end."""
    folder = cards(
        "- {claim: '</script><!-- & \\u2028', date: 2016, source: S, confidence: possible}\n"
        '- {claim: "a\\u2028b\\u202ec", date: 2016, source: S, confidence: possible}\n'
    )
    page = run("--facts", folder, "export", "html").out
    block = page.partition('id="data">')[2].partition("</script>")[0]
    assert not re.search("[<>&\u2028\u2029\u202e]", block)
    claims = {card["claim"] for card in json.loads(block)["cards"]}
    assert claims == {"</script><!-- & \\u2028", "a b‹U+202E›c"}


def test_a_footnote_is_the_one_of_cite(run: Runner, cards: Writer) -> None:
    """What the page copies is what `relcli cite` writes, letter by letter."""
    folder = cards(CARDS, actors=ACTORS, dataset=DATASET)
    told = data_in(run("--facts", folder, "export", "html").out)
    for card in told["cards"]:
        assert run("--facts", folder, "cite", card["id"]).out == f"{card['cite']}\n"


def test_the_same_cards_make_the_same_page(run: Runner, tmp_path: Path) -> None:
    """Nothing of clock, chance or machine is in it; a card takes some 3 kB beside the data."""
    first, second = tmp_path / "first.html", tmp_path / "second.html"
    for file in (first, second):
        assert run("--facts", FACTS, "export", "html", "-o", file).status == 0
    assert first.read_bytes() == second.read_bytes()
    page = first.read_text(encoding="utf-8")
    assert str(FACTS.parent) not in page
    beside = len(page.encode()) - len(Parts(page).texts["application/json"].encode())
    assert beside < 3_100 * len(data_in(page)["cards"])


def test_filters_and_query_choose_what_is_in_the_page(run: Runner, cards: Writer) -> None:
    """A page holds what the query and the filters of `search` find."""
    ended = run("--facts", cards(CARDS), "export", "html", "--confidence", "possible")
    assert [card["id"] for card in data_in(ended.out)["cards"]] == ["meeting"]
    assert (
        "without the links of 1 card to cards that are not exported; json has all of that"
        in ended.err
    )


def test_two_datasets_share_a_page(run: Runner, cards: Writer, tmp_path: Path) -> None:
    """Titles are joined, descriptions folded, and a card whose id both use is told apart."""
    first = cards(
        "- {id: x, claim: A., date: 2016, source: S, confidence: possible}", dataset=DATASET
    )
    second = tmp_path / "other"
    second.mkdir()
    (second / "cards.yaml").write_text((first / "cards.yaml").read_text())
    (second / "dataset.yaml").write_text("title: Rivers\ndescription: What flows.\n")
    page = run("--facts", first, "--facts", second, "export", "html").out
    assert "<title>Ships &amp; &lt;seas&gt;, Rivers</title>" in page
    assert [card["id"] for card in data_in(page)["cards"]] == ["dataset/x", "other/x"]
    folded = page.partition("<summary>About these facts</summary>")[2].partition("</details>")[0]
    assert re.findall(">(.*)</p>", folded) == [
        "What the U.S. sailed. And what it did not.",
        "What flows.",
    ]


def test_words_are_told_that_no_rule_knows() -> None:
    """Forms of their own are there with the stem of their word, and so are the words of grammar."""
    language = language_of([])
    assert (language["own_stems"]["went"], language["own_stems"]["severe"]) == ("go", "severe")
    assert "the" in language["stop"].split()


def test_letters_are_told_with_their_latin_spelling() -> None:
    """What people type is there, and so is every letter of a card, be its script rare."""
    letters = dict(
        line.split(" ", 1) for line in language_of(["ሰላም 日本 ✓"])["letters"].split("\n")
    )
    assert "Щ" in letters["Shch"]
    assert "ሰ" in letters["se"]
    assert not {"日", "ب", "✓"} & set("".join(letters.values()))  # two stay as they are written
