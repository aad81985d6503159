"""Text from cards is data in every format: it comes back from its reader as the text it was."""

import csv
import html
import io
import json
import re
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import icalendar
import mwparserfromhell
import networkx as nx
import pydot
import pytest
import rdflib
import rispy
import stix2validator
import yaml
from bibtexparser.entrypoint import parse_string
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from pyarrow import parquet

from relcli.load.dataset import load_dataset
from relcli.model.card_dict import PlainCard, PlainSource
from relcli.view.cite.cite import STYLES
from relcli.view.export.escape import in_xml
from relcli.view.export.formats import EXPORTS
from relcli.view.export.selection import Reviews, Selection
from relcli.view.safe import cell, one_line

HOSTILE = [
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "a \"quoted\" and 'single' \\ text",
    "<script>alert(1)</script>",
    "</script><!-- --> ]]> &amp; <b>",
    "100 % of $5 #1 ~~ ^x^ __init__ *star* `code` {brace} [link](javascript:alert(1))",
    "unbalanced } { }} {{ and \\",
    "\\input{/etc/passwd} \\end{document}",
    "@article{x, title = {y}}",
    "two\nlines\r\nand a\ttab",
    "END:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:x",
    "x\r\nER  - \r\nTY  - BOOK",
    "esc \x1b[31m nul \x00 bell \x07 c1 \x9b",
    "line \u2028 override \u202e isolate \u2066",
    "no character \ufffe \uffff",
    "x\n- claim: injected\n  date: 2016",
    '"]; n0 --> n1',
    '"; evil [label="x"]; "',
    "1. first - [x] (y)",
    "one, two; three: four",
    "[^1]: https://evil.example <https://evil.example>",
    "{{cite web |url=x}} | [[File:x]] ''i'' ~~~~ <ref>x</ref> __TOC__",
    "حزب الله и Хезболла \u200c 日本",
    "long " * 60 + "end",
]
URLS = [
    "javascript://evil.example/%0aalert(1)",
    "ftp://evil.example/file",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    'https://evil.example/"onmouseover="alert(1)',
    "https://evil.example/a|b}}{{c\\d`e^f<g>h[i]'j'~~~~",
    "https://evil.example/%zz#a#b",
    "https://[not-an-address/x",
    "https://?nowhere",
    "https://evil.example/\x1b[0m",
    "https://xn--e1afmkfd.example/путь;a=b,c?x=y&z",
]
TOLD = [one_line(text) for text in HOSTILE]
DAY = "2016-05-01"
STANDING = re.compile(r" \(1 May 2016, possible(?:; .*)?\)$")  # after a claim
# What no text format may hold raw: controls other than line ends and tabs, and the invisible.
ACTING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")

# What two of the readers do inside is not for relcli to mend.
pytestmark = [
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:.* deprecated - use:DeprecationWarning"),
]


def source(number: int, text: str) -> PlainSource:
    """Return a source of which every text is hostile."""
    url = URLS[number % len(URLS)]
    return {
        "id": f"source-{number}",
        "title": text,
        "publisher": f"P {text}",
        "url": url,
        "archived_url": url,
        "published": DAY,
        "accessed": DAY,
        "reliability": "F",
        "origin": None,
        "stance": ("supports", "qualifies", "disputes")[number % 3],
        "says": text,
        "speaker": {"id": (None, f"actor-{number}")[number % 2], "name": f"S {text}"},
        "language": "en",
    }


def card(number: int, text: str) -> PlainCard:
    """Return a card of which every text is hostile, also those that a file system gives."""
    return {
        "id": f"card-{number:02}",
        "dataset": f"da\udcfftaset {text}",
        "claim": text,
        "date": DAY,
        "earliest": DAY,
        "latest": DAY,
        "confidence": "possible",
        "credibility": 3,
        "disputed": number % 3 == 2,
        "origins": 1,
        "topics": [f"topic-{number}"],
        "actors": [{"id": f"actor-{number}", "name": text}],
        "sources": [source(number, text)],
        "note": text,
        "related": [],
        "contradicts": [],
        "superseded_by": None,
        "place": {"path": f"da\udcffta/{text}", "line": 1},
        "as_of": False,
    }


CHOSEN = Selection(
    [card(number, text) for number, text in enumerate(HOSTILE)],
    actors={
        f"actor-{number}": {
            "name": text,
            "kind": [text, "place", "weapon", "person"][number % 4],
            "aliases": [text],
        }
        for number, text in enumerate(HOSTILE)
    },
    topics={f"topic-{number}": text for number, text in enumerate(HOSTILE)},
    reviews=Reviews("https://page.example/", "The Curators"),
)


def text_of(form: str) -> str:
    """Return what a format makes of the hostile cards, through UTF-8 as a file would be."""
    text = "".join(piece for piece in EXPORTS[form].pieces(CHOSEN) if isinstance(piece, str))
    return text.encode().decode()


def only_web(links: Iterable[Any]) -> None:
    """Assert that links lead to web pages, and hold nothing that ends them."""
    for link in map(str, links):
        assert re.fullmatch(r"https?://[\w.-]+(/[^\s\"<>\\^`{|}]*)?", link, re.ASCII), link


def read_csv() -> list[str]:
    rows = list(csv.DictReader(io.StringIO(text_of("csv"), newline="")))
    assert not [value for row in rows for value in row.values() if value[:1] in ("=", "+", "@")]
    return [row["claim"] for row in rows]


def read_tsv() -> list[str]:
    header, *lines = text_of("tsv").split("\n")[:-1]
    column = header.split("\t").index("claim")
    return [line.split("\t")[column] for line in lines]


def read_yaml(folder: Path) -> list[str]:
    (folder / "cards.yaml").write_text(text_of("yaml"), encoding="utf-8")
    dataset = load_dataset(folder / "cards.yaml")
    assert dataset.problems == ()
    return [found.claim for found in dataset.cards]


def read_markdown() -> list[str]:
    tokens = (
        MarkdownIt("commonmark", {"html": True}).use(footnote_plugin).parse(text_of("markdown"))
    )
    inline = [token for token in tokens if token.type == "inline"]
    children = [child for token in inline for child in token.children or ()]
    assert not [token.type for token in (*tokens, *children) if token.type.startswith("html")]
    only_web(child.attrGet("href") for child in children if child.type == "link_open")
    found = []
    for token in inline[: len(HOSTILE)]:
        text = "".join(child.content for child in token.children or () if child.type == "text")
        found.append(re.sub(r" \(possible(?:; .*)?\)$", "", text.removeprefix("1 May 2016: ")))
    return found


def read_html() -> list[str]:
    block = re.search(r'<script type="application/json" id="data">(.*)</script>', text_of("html"))
    assert block
    assert not re.search("[<>&]", block[1])
    data = json.loads(block[1])
    only_web(told[key] for told in data["sources"] for key in ("url", "archived") if key in told)
    return [found["claim"] for found in data["cards"]]


def read_csl() -> list[str]:
    items = json.loads(text_of("csl"))
    only_web(item[key] for item in items for key in ("URL", "archive_location") if key in item)
    assert "<" not in text_of("csl")
    return [item["title"] for item in items]


LATEX = {"textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}"}
LATEX |= {"textasciitilde": "~", "textasciicircum": "^"}


def character_of(command: re.Match[str]) -> str:
    return LATEX[command[1]] if command[1] else command[2]


def read_biblatex() -> list[str]:
    library = parse_string(text_of("biblatex"))
    assert library.failed_blocks == []
    only_web(entry[key] for entry in library.entries for key in ("url", "eprint") if entry.get(key))
    found = []
    for entry in library.entries:
        title = entry["title"].removeprefix("{").removesuffix("}")
        found.append(re.sub(r"\\(?:([a-z]+)\{\}|([#$%&_]))", character_of, title))
    return found


def read_ris() -> list[str]:
    works = rispy.loads(text_of("ris"))
    only_web(url for work in works for url in work.get("urls", [])[:1])
    return [work["title"] for work in works]


def read_ics() -> list[str]:
    calendar = icalendar.Calendar.from_ical(text_of("ics"))
    for line in text_of("ics").replace("\r\n ", "").split("\r\n"):
        name, _, value = line.partition(":")
        # The reader is lenient here; RFC 5545, section 3.3.11, is not.
        if name in ("SUMMARY", "CATEGORIES", "DESCRIPTION"):
            assert re.fullmatch(r"(?:[^\\;,]|\\[\\;,n])*", value), line
    assert not calendar.errors
    only_web(event["URL"] for event in calendar.events if "URL" in event)
    return [str(event["SUMMARY"]).removeprefix("1 May 2016: ") for event in calendar.events]


def read_timelinejs() -> list[str]:
    events = json.loads(text_of("timelinejs"))["events"]
    for event in events:
        tags = set(re.findall(r"<[^>]*>", event["text"]["text"]))
        plain = {tag for tag in tags if not tag.startswith("<a ")}
        assert plain <= {
            *("<p>", "</p>", "<em>", "</em>", "<ul>", "</ul>", "<li>", "</li>", "</a>")
        }
        only_web(
            html.unescape(re.fullmatch('<a href="([^"]*)">', tag)[1])  # type: ignore[index]
            for tag in tags - plain
        )
        assert "<" not in event["text"]["headline"] + event["group"]
    return [html.unescape(event["text"]["headline"]) for event in events]


def read_stix() -> list[str]:
    text = text_of("stix")
    result = stix2validator.validate_string(text)
    assert result.is_valid, [str(error) for error in result.errors]
    objects = json.loads(text)["objects"]
    references = [ref for found in objects for ref in found.get("external_references", [])]
    only_web(reference["url"] for reference in references if "url" in reference)
    return [found["abstract"] for found in objects if found["type"] == "note"]


def read_jsonld() -> list[str]:
    document = json.loads(text_of("jsonld"))
    iri = {"@type": "@id"}
    document["@context"] = {"@vocab": "https://schema.org/", "url": iri, "archivedAt": iri}
    graph = rdflib.Graph().parse(data=json.dumps(document), format="json-ld")
    only_web(graph.objects(None, rdflib.SDO.url))
    claims = {
        str(graph.value(claim, rdflib.SDO.identifier)): str(graph.value(claim, rdflib.SDO.text))
        for claim in graph.subjects(rdflib.RDF.type, rdflib.SDO.Claim)
    }
    return [claims[key] for key in sorted(claims)]


def read_graph(graph: Any) -> list[str]:  # noqa: ANN401 - networkx has no types
    return [told["label"] for _, told in graph.nodes(data=True) if told["kind"] == "card"]


def read_dot() -> list[str]:
    graphs = pydot.graph_from_dot_data(text_of("dot"))
    assert graphs
    nodes: list[Any] = graphs[0].get_nodes()
    # What a parser calls the node "graph" is how all of it looks.
    labels = {
        node.get_name().strip('"'): node.get_label() for node in nodes if ":" in node.get_name()
    }
    assert len(labels) == 2 * len(HOSTILE)
    written = [labels[name][1:-1] for name in labels if "card:" in name]
    texts = [
        re.sub(r"\\(.)", lambda found: " " if found[1] == "n" else found[1], text)
        for text in written
    ]
    return [STANDING.sub("", html.unescape(text)) for text in texts]


def read_mermaid() -> list[str]:
    lines = text_of("mermaid").splitlines()[1:-6]  # those of the legend are last
    labels = [re.fullmatch(r'  n\d+\["([^"]*)"\](?::::disputed)?', line) for line in lines]
    found = [
        re.sub(r"#(\d+);", lambda code: chr(int(code[1])), label[1]) for label in labels if label
    ]
    assert len(lines) == 3 * len(HOSTILE)
    return [STANDING.sub("", text) for text in found]


def read_sqlite(folder: Path) -> list[str]:
    file = folder / "facts.db"
    file.write_bytes(b"".join(p for p in EXPORTS["sqlite"].pieces(CHOSEN) if isinstance(p, bytes)))
    database = sqlite3.connect(file)
    try:
        return [claim for (claim,) in database.execute("SELECT claim FROM cards ORDER BY id")]
    finally:
        database.close()


def read_parquet() -> list[str]:
    (data,) = EXPORTS["parquet"].pieces(CHOSEN)
    assert isinstance(data, bytes)
    return [
        str(claim) for claim in parquet.read_table(io.BytesIO(data)).column("claim").to_pylist()
    ]


def read_vault() -> list[str]:
    """Return the claims of the notes, of whose text nothing but links to notes is a link."""
    files = dict(EXPORTS["vault"].write_files(CHOSEN))
    claims = []
    for name, text in files.items():
        _, head, body = text.split("---\n", 2)
        links = re.findall(r"(?<!\\)\[\[([^\]|]*)\|[^\[\]|]*\]\]", body)
        assert body.count("[[") == len(links)
        assert {f"{target}.md" for target in links} <= files.keys()
        assert MarkdownIt().render(body).count("<script") == 0
        if name.startswith("Cards/"):
            claims.append(yaml.safe_load(head)["claim"])
    return claims


READ: dict[str, tuple[Callable[[], list[str]], list[str]]] = {
    "csv": (read_csv, [cell(text) for text in HOSTILE]),
    "tsv": (read_tsv, [cell(text) for text in HOSTILE]),
    "json": (lambda: [found["claim"] for found in json.loads(text_of("json"))], HOSTILE),
    "jsonl": (
        lambda: [json.loads(line)["claim"] for line in text_of("jsonl").split("\n")[:-1]],
        HOSTILE,
    ),
    "markdown": (read_markdown, TOLD),
    "html": (read_html, TOLD),
    "csl": (read_csl, HOSTILE),
    "biblatex": (read_biblatex, TOLD),
    "ris": (read_ris, TOLD),
    "ics": (read_ics, TOLD),
    "timelinejs": (read_timelinejs, TOLD),
    "stix": (read_stix, TOLD),
    "jsonld": (read_jsonld, TOLD),
    "graphml": (
        lambda: read_graph(nx.parse_graphml(text_of("graphml"), force_multigraph=True)),
        [in_xml(text) for text in HOSTILE],
    ),
    "gexf": (
        lambda: read_graph(nx.read_gexf(io.BytesIO(text_of("gexf").encode()), version="1.3")),
        [in_xml(text) for text in HOSTILE],
    ),
    "dot": (read_dot, [in_xml(text) for text in HOSTILE]),
    "mermaid": (read_mermaid, TOLD),
    "parquet": (read_parquet, HOSTILE),
    "vault": (read_vault, TOLD),
}


@pytest.mark.parametrize("form", READ)
def test_hostile_text_comes_back_as_text(form: str) -> None:
    """A reader finds every hostile claim, as many as there are, and links to web pages only."""
    read, expected = READ[form]
    assert [text.strip() for text in read()] == [text.strip() for text in expected]


def test_hostile_text_comes_back_from_yaml(tmp_path: Path) -> None:
    """The loader finds every hostile claim in the exported YAML, character by character."""
    assert read_yaml(tmp_path) == [text.strip() for text in HOSTILE]


def test_hostile_text_comes_back_from_sqlite(tmp_path: Path) -> None:
    """SQLite finds every hostile claim, character by character."""
    assert read_sqlite(tmp_path) == HOSTILE


def test_every_format_meets_hostile_text() -> None:
    """No format is left out of these tests."""
    assert {*READ, "yaml", "sqlite"} == set(EXPORTS)


@pytest.mark.parametrize("form", [form for form in EXPORTS if form != "sqlite"])
def test_nothing_that_acts_is_written_raw(form: str) -> None:
    """No format of text holds a control character or an invisible one from a card."""
    assert ACTING.findall(text_of(form)) == []


@pytest.mark.parametrize("style", [style for style in STYLES if style not in EXPORTS])
def test_citations_keep_hostile_text_in_line(style: str) -> None:
    """A citation holds nothing that acts, and no card breaks out of its line."""
    text = "".join(STYLES[style](CHOSEN))
    assert ACTING.findall(text) == []
    if style in ("footnote", "wikipedia"):
        assert text.count("\n") == len(HOSTILE)


def test_wikitext_keeps_hostile_text_in_its_template() -> None:
    """A parser of wikitext finds a ref and a template a card, and the hostile text in its title."""
    code = mwparserfromhell.parse("".join(STYLES["wikipedia"](CHOSEN)))
    assert len(code.filter_tags()) == len(HOSTILE)
    assert code.filter_wikilinks() == []
    templates = code.filter_templates()
    titles = [html.unescape(str(template.get("title").value)).strip() for template in templates]
    assert titles == [text.strip() for text in TOLD]
    assert "~~~" not in str(code)
    only_web(str(t.get("url").value).strip() for t in templates if t.has("url"))
