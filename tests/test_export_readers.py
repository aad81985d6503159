"""Each format of `relcli export`, read back by a reader or validator that others rely on."""

import csv
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import icalendar
import jsonschema
import networkx as nx
import pandas as pd
import pydot
import pytest
import rdflib
import rispy
import stix2validator
from bibtexparser.entrypoint import parse_string
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

import relcli
from relcli.load.dataset import load_dataset
from relcli.model.query import Query
from relcli.view.export.formats import EXPORTS

if TYPE_CHECKING:
    from tests.conftest import Run

Runner = Callable[..., "Run"]
Writer = Callable[..., Path]

CARDS = """
- id: aground
  claim: The tug Nora ran aground on the Skerra bar.
  date: 2016-05-01
  confidence: confirmed
  topics: [ships, lights]
  actors: [Nora, Ida Holm, Skerra, Harbour Board, Lamp, Tide]
  sources:
    - gazette
    - {publisher: Harbour Radio, published: 2016-05, origin: gazette, reliability: C}
    - {title: A letter, stance: disputes, says: "She never left port.", speaker: Ida Holm}
  note: The bar has moved since.
  related: [sold, elsewhere]
- id: sold
  claim: The tug was sold for scrap.
  date: 2017-02/2017-04
  confidence: doubtful
  topics: [ships]
  actors: [Nora]
  sources:
    - {id: gazette, stance: qualifies, says: Two boats were sold., speaker: The mate}
  contradicts: [aground]
  superseded_by: aground
- id: light
  claim: The light burned.
  date: 2012-11-15/..
  confidence: unconfirmed
  source: A notebook
- id: built
  claim: The pier was built.
  date: ../1999
  confidence: possible
  source: A notebook
- id: paint
  claim: The pier was painted.
  date: 2014-22
  confidence: improbable
  source: {url: "https://pier.example/paint?of=2014", published: 2014~}
"""
COPY = "https://web.archive.org/web/20160502103000/https://gazette.example/1"
FILES = {
    "dataset": "title: Skerra\ntopics: {ships: Ships & boats, lights: Lights}\n",
    "actors": """
        nora: {name: Nora, kind: vessel, aliases: [نورا]}
        ida-holm: {name: Ida Holm, kind: person}
        skerra: {name: Skerra, kind: place, aliases: [Skärra]}
        board: {name: Harbour Board, kind: body}
        lamp: {name: Lamp, kind: weapon}
        tide: {name: Tide, kind: threat-actor}
        """,
    "sources": """
        gazette:
          title: Nora aground
          publisher: The Gazette
          url: https://gazette.example/1
          archived_url: https://web.archive.org/web/20160502103000/https://gazette.example/1
          published: 2016-05-02
          accessed: 2026-11-22
          reliability: B
          language: en-GB
        """,
}

# The part of CSL's schema csl-data.json (1.0.2) that says what is exported, as strict as it is.
CSL_DATE = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "date-parts": {
            "type": "array",
            "minItems": 1,
            "maxItems": 2,
            "items": {
                "type": "array",
                "minItems": 1,
                "maxItems": 3,
                "items": {"type": ["string", "number"]},
            },
        },
        "season": {"type": ["string", "number"]},
        "circa": {"type": ["string", "number", "boolean"]},
        "literal": {"type": "string"},
    },
}
CSL = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "type": "array",
    "items": {
        "type": "object",
        "required": ["type", "id"],
        "additionalProperties": False,
        "properties": {
            "type": {"enum": ["document", "webpage"]},
            **{
                text: {"type": "string"}
                for text in (
                    "id",
                    "title",
                    "publisher",
                    "URL",
                    "archive_location",
                    "language",
                    "keyword",
                    "note",
                )
            },
            "issued": CSL_DATE,
            "accessed": CSL_DATE,
            "custom": {"type": "object"},
        },
    },
}


@pytest.fixture
def export(run: Runner, cards: Writer) -> Callable[..., str]:
    """Export the cards above: `export("csl")` returns what goes to stdout."""
    folder = cards(CARDS, **FILES)

    def export(*args: str) -> str:
        ended = run("--facts", folder, "export", *args)
        assert ended.status == 0, ended.err
        return ended.out

    return export


Exporter = Callable[..., str]

# What two of the readers do inside is not for relcli to mend.
pytestmark = [
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:.* deprecated - use:DeprecationWarning"),
]


def by_id(items: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {item["id"]: item for item in items}


def test_json_lines_and_csv_are_what_list_writes(
    export: Exporter, run: Runner, tmp_path: Path
) -> None:
    """The formats that list has as well are the same in both; a sheet has one column more.

    But for the place, which an export tells as seen from the dataset, not from this disk.
    """
    here = f"{tmp_path / 'dataset'}{os.sep}"
    for form in ("json", "jsonl"):
        listed = run("--facts", tmp_path / "dataset", "list", "--format", form)
        assert export(form) == listed.out.replace(here, "")
    for form, tab in (("csv", ","), ("tsv", "\t")):
        listed = run("--facts", tmp_path / "dataset", "list", "--format", form)
        # `as_of` came later, and so it is the last column in both.
        wanted = [
            row.removesuffix("as_of").removesuffix("false")
            for row in listed.out.replace(here, "").splitlines()
        ]
        rows = export(form).splitlines()
        assert [row[: len(wanted[n])] for n, row in enumerate(rows)] == wanted
        assert rows[0] == f"{wanted[0]}card_json{tab}as_of"


def test_csv_is_read_by_a_spreadsheet(export: Exporter) -> None:
    """A csv reader finds one record a card, its sources with their stance."""
    rows = list(csv.DictReader(io.StringIO(export("csv"), newline="")))
    assert [row["id"] for row in rows] == ["built", "light", "paint", "aground", "sold"]
    assert rows[3]["sources"].endswith("; A letter (disputes, speaker: Ida Holm)")


def test_yaml_loads_as_the_same_cards(export: Exporter, tmp_path: Path) -> None:
    """Cards exported as YAML beside what their dataset declares are the same cards."""
    again = tmp_path / "again"
    again.mkdir()
    for name in ("dataset.yaml", "actors.yaml", "sources.yaml"):
        (again / name).write_bytes((tmp_path / "dataset" / name).read_bytes())
    (again / "cards.yaml").write_text(export("yaml"), encoding="utf-8")
    assert load_dataset(again).problems == ()
    assert without_place(again) == without_place(tmp_path / "dataset")


def test_yaml_alone_keeps_ids(export: Exporter, tmp_path: Path) -> None:
    """A single exported file has the same cards, sources and ids of actors."""
    file = tmp_path / "dataset.yml"
    file.write_text(export("yaml"), encoding="utf-8")
    alone, whole = without_place(file), without_place(tmp_path / "dataset")
    assert [actor["id"] for actor in alone["aground"]["actors"]] == [
        actor["id"] for actor in whole["aground"]["actors"]
    ]
    for card in (*alone.values(), *whole.values()):
        for source in card["sources"]:  # a speaker is an actor only where actors are declared
            source["speaker"] = source["speaker"] and source["speaker"]["name"]
    assert {key: card["sources"] for key, card in alone.items()} == {
        key: card["sources"] for key, card in whole.items()
    }


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_new_reads_what_was_exported(
    export: Exporter, run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    """Cards exported as JSON and added to another dataset by `relcli new -` are the same cards."""
    again = tmp_path / "again"
    again.mkdir()
    for name in ("dataset.yaml", "actors.yaml", "sources.yaml"):
        (again / name).write_bytes((tmp_path / "dataset" / name).read_bytes())
    text = export(form).replace('"elsewhere"', '"light"')  # a link to nothing is refused
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    ended = run("--facts", again, "new", "-")
    assert ended.status == 0, ended.err
    added, before = without_place(again), without_place(tmp_path / "dataset")
    before["aground"]["related"] = ["sold", "light"]
    assert added == before


def test_a_long_title_keeps_its_id_in_yaml(cards: Writer, run: Runner, tmp_path: Path) -> None:
    """A source that is one long title has the same id when its YAML is loaded again."""
    title = "A letter that the keeper of the light wrote to the harbour board of Skerra"
    folder = cards(
        f"- {{claim: It burned., date: 2012, confidence: possible, source: {title}}}\n",
        sources="gazette: {title: Gazette}\n",
    )
    again = tmp_path / "again"
    again.mkdir()
    (again / "sources.yaml").write_bytes((folder / "sources.yaml").read_bytes())
    run("--facts", folder, "export", "yaml", "-o", again / "cards.yaml")
    assert load_dataset(again).problems == ()
    assert without_place(again) == without_place(folder)


def without_place(path: Path) -> dict[str, dict[str, Any]]:
    from relcli.model.card_dict import plain_card

    plain: list[dict[str, Any]] = [dict(plain_card(card)) for card in load_dataset(path).cards]
    for card in plain:
        del card["place"], card["dataset"]
    return by_id(plain)


def test_shipped_facts_survive_yaml(run: Runner, tmp_path: Path) -> None:
    """Every shipped card comes back from YAML with the same claim, date, grade and sources."""
    shipped = Path(__file__).parent.parent / "facts" / "hezbollah-russia"
    file = tmp_path / "hezbollah-russia.yaml"
    assert run("--facts", shipped, "export", "yaml", "-o", file).status == 0
    again, before = without_place(file), without_place(shipped)
    assert again.keys() == before.keys()
    for card in (*before.values(), *again.values()):  # a file alone declares no actors
        del card["actors"]
        for source in card["sources"]:
            source["speaker"] = source["speaker"] and source["speaker"]["name"]
    assert again == before


def test_csl_is_valid(export: Exporter) -> None:
    """CSL-JSON passes the schema; a work that two cards cite is one item."""
    items = json.loads(export("csl"))
    jsonschema.validate(items, CSL)
    works = by_id(items)
    assert list(works) == [
        *("a-notebook", "https-pier-example-paint-of-2014-2014", "gazette"),
        *("harbour-radio-2016-05", "a-letter"),
    ]
    gazette = works["gazette"]
    assert gazette["issued"] == {"date-parts": [[2016, 5, 2]]}
    assert (gazette["type"], gazette["publisher"]) == ("webpage", "The Gazette")
    assert (
        "Qualifies “The tug was sold for scrap.” [sold; from February to April" in gazette["note"]
    )
    assert works["a-letter"]["type"] == "document"


def test_biblatex_is_read(export: Exporter) -> None:
    """A parser of .bib files finds every work, its dates in EDTF and its archived copy."""
    library = parse_string(export("biblatex"))
    assert library.failed_blocks == []
    gazette = library.entries_dict["gazette"]
    assert (gazette.entry_type, gazette["date"], gazette["urldate"]) == (
        *("online", "2016-05-02", "2026-11-22"),
    )
    assert gazette["eprint"].startswith("https://web.archive.org/web/2016")
    assert gazette["title"] == "{Nora aground}"
    assert library.entries_dict["a-letter"].entry_type == "misc"
    paint = library.entries_dict["https-pier-example-paint-of-2014-2014"]
    assert paint["date"] == "2014~"


def test_ris_is_read(export: Exporter) -> None:
    """A RIS parser finds every work with its type, date, links and notes."""
    works = by_id(rispy.loads(export("ris")))
    gazette = works["gazette"]
    assert gazette["type_of_reference"] == "ELEC"
    assert (gazette["year"], gazette["date"]) == ("2016", "2016/05/02/")
    assert gazette["access_date"] == "2026/11/22/"
    assert gazette["urls"] == ["https://gazette.example/1"]
    assert len(gazette["notes"]) == 2
    assert works["harbour-radio-2016-05"]["date"] == "2016/05//"
    paint = works["https-pier-example-paint-of-2014-2014"]
    assert (paint["year"], paint["date"]) == ("2014", "2014///about 2014")


def test_ics_is_read(export: Exporter) -> None:
    """A calendar gets whole days; a month is shown as one, a standing fact where it starts."""
    calendar = icalendar.Calendar.from_ical(export("ics"))
    events = {str(event["SUMMARY"]): event for event in calendar.events}
    days = {
        summary.partition(":")[0]: (event.start.isoformat(), event.end.isoformat())
        for summary, event in events.items()
    }
    assert days == {
        "since 15 November 2012": ("2012-11-15", "2012-11-16"),
        "summer 2014": ("2014-06-01", "2014-09-01"),
        "1 May 2016": ("2016-05-01", "2016-05-02"),
        "from February to April 2017": ("2017-02-01", "2017-05-01"),
    }
    aground = events["1 May 2016: The tug Nora ran aground on the Skerra bar."]
    assert aground.categories == ["Ships & boats", "Lights"]
    assert aground["URL"] == "https://gazette.example/1"
    description = str(aground["DESCRIPTION"])
    assert "confirmed; disputed by Ida Holm (A letter)" in description
    assert "disputes, Ida Holm, quoted in A letter\n" in f"{description}\n"
    assert not calendar.errors


@pytest.mark.parametrize(
    ("date", "end"),
    [
        ("2016-12-31", "20170101"),
        ("2016-02-28", "20160229"),
        ("2015-02-28", "20150301"),
        ("9999-12-31", "99991231"),
    ],
)
def test_a_day_ends_with_the_next(run: Runner, cards: Writer, date: str, end: str) -> None:
    """A day's end is the first day that is not in it, up to the last that a calendar has."""
    folder = cards(f"- {{claim: It burned., date: {date}, confidence: possible, source: Log}}\n")
    assert f"DTEND;VALUE=DATE:{end}\r\n" in run("--facts", folder, "export", "ics").out


def test_ics_lines_are_short(export: Exporter) -> None:
    """No line of a calendar is longer than 75 octets, and each ends in CR LF (RFC 5545, 3.1)."""
    lines = export("ics").split("\r\n")
    assert max(len(line.encode()) for line in lines) <= 75
    assert not any("\n" in line for line in lines)


def test_timelinejs_has_its_structure(export: Exporter) -> None:
    """Events have the documented keys, dates no finer than the card's, and say how vague."""
    events = {event["unique_id"]: event for event in json.loads(export("timelinejs"))["events"]}
    assert set(events) == {"aground", "sold", "light", "paint"}
    assert events["aground"]["start_date"] == {"year": 2016, "month": 5, "day": 1}
    assert "end_date" not in events["aground"]
    assert events["aground"]["group"] == "Ships &amp; boats"
    assert events["sold"]["end_date"] == {"year": 2017, "month": 4}
    assert "end_date" not in events["light"]
    assert events["light"]["display_date"] == "since 15 November 2012"
    assert events["paint"]["start_date"] == {"year": 2014, "month": 6}
    assert events["paint"]["display_date"] == "summer 2014"
    text = events["aground"]["text"]["text"]
    assert '<a href="https://gazette.example/1">The Gazette, Nora aground</a>' in text
    assert "<li>disputes: Ida Holm, quoted in A letter: She never left port.</li>" in text


def test_stix_is_valid(export: Exporter) -> None:
    """The schemas of OASIS find no error in the bundle."""
    result = stix2validator.validate_string(export("stix"))
    assert result.is_valid, [str(error) for error in result.errors]


def test_stix_says_what_the_cards_say(export: Exporter) -> None:
    """Grades are appendix A's numbers, stances opinions, and only the data makes a threat actor."""
    objects = json.loads(export("stix"))["objects"]
    named = {found["name"]: found for found in objects if "name" in found}
    assert {name: found["type"] for name, found in named.items()} == {
        "dataset": "identity",
        "Nora": "identity",
        "Ida Holm": "identity",
        "Skerra": "location",
        "Harbour Board": "identity",
        "Lamp": "infrastructure",
        "Tide": "threat-actor",
        "dataset: other subjects": "identity",
    }
    assert named["Nora"]["identity_class"] == "unknown"
    assert named["Nora"]["description"] == "Kind: vessel\nAlso: نورا"
    notes = {found["abstract"]: found for found in objects if found["type"] == "note"}
    assert notes["The tug was sold for scrap."]["confidence"] == 30
    assert "confidence" not in notes["The light burned."]
    assert notes["The light burned."]["object_refs"] == [named["dataset: other subjects"]["id"]]
    aground = notes["The tug Nora ran aground on the Skerra bar."]
    opinions = [
        found["opinion"]
        for found in objects
        if found["type"] == "opinion" and found["object_refs"] == [aground["id"]]
    ]
    assert opinions == ["agree", "agree", "disagree"]
    authors = [found["authors"] for found in objects if "authors" in found]
    assert authors == [["Ida Holm"], ["The mate"]]  # and no publisher that only reports
    letter = aground["external_references"][-1]
    assert letter["description"] == "title: A letter; speaker: Ida Holm"
    assert aground["labels"] == ["ships", "lights", "disputed"]
    assert aground["content"].split("\n")[3:] == [
        "Standing: confirmed; disputed by Ida Holm (A letter).",
        "The bar has moved since.",
        f"Supports: The Gazette, “Nora aground”, 2 May 2016, https://gazette.example/1, {COPY}",
        "Supports: Harbour Radio, May 2016",
        "Disputes: Ida Holm, quoted in A letter: She never left port.",
    ]
    assert "Standing" not in notes["The light burned."]["content"]
    relationships = [found for found in objects if found["type"] == "relationship"]
    assert {found["relationship_type"] for found in relationships} == {
        *("related-to", "contradicts", "superseded-by"),
    }


# A process of its own, for it brings an old package that changes how all others are imported.
TO_MISP = """
import sys
import stix2
from misp_stix_converter import ExternalSTIX2toMISPParser
parser = ExternalSTIX2toMISPParser()
parser.load_stix_bundle(stix2.parse(sys.stdin.read(), allow_custom=True))
parser.parse_stix_bundle()
print(parser.misp_event.to_json())
"""


def test_misp_keeps_every_claim(export: Exporter) -> None:
    """MISP's own converter makes a note of each, whatever it names, with who disputes it."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", TO_MISP],
        input=export("stix"), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    objects = json.loads(done.stdout)["Object"]
    notes = {note["comment"]: note["note"] for found in objects for note in found.get("Note", ())}
    assert len(notes) == 5
    assert "disputed by Ida Holm" in notes["The tug Nora ran aground on the Skerra bar."]


def test_stix_is_the_same_again(export: Exporter) -> None:
    """The same cards make the same bundle, ids and all."""
    assert export("stix") == export("stix")


def linked_data(text: str) -> rdflib.Graph:
    """Read JSON-LD with the context that schema.org serves, as far as it matters here."""
    document = json.loads(text)
    assert document["@context"] == "https://schema.org"
    iri = {"@type": "@id"}
    document["@context"] = {"@vocab": "https://schema.org/", "url": iri, "archivedAt": iri}
    return rdflib.Graph().parse(data=json.dumps(document), format="json-ld")


def test_jsonld_is_linked_data_of_schema_org(export: Exporter) -> None:
    """An RDF parser reads it, and every word of it is one of schema.org's."""
    graph = linked_data(export("jsonld", "--claim-review"))
    sdo = rdflib.SDO
    words = {*graph.predicates(), *graph.objects(None, rdflib.RDF.type)} - {rdflib.RDF.type}
    assert [word for word in words if word not in sdo] == []  # type: ignore[attr-defined]
    assert len(set(graph.subjects(rdflib.RDF.type, sdo.Claim))) == 5
    first = {str(date) for work in graph.objects(None, sdo.firstAppearance)
             for date in graph.objects(work, sdo.datePublished)}  # fmt: skip
    assert first == {"2016-05-02", "2014~"}


def test_jsonld_has_who_speaks_as_a_part_of_the_work(export: Exporter) -> None:
    """Whoever says what a source carries is no author of it; an actor is himself in the graph."""
    nodes = json.loads(export("jsonld"))["@graph"]
    holm = next(node for node in nodes if node.get("identifier") == "ida-holm")
    (letter,) = next(node for node in nodes if node.get("identifier") == "aground")["citation"]
    said = {"@type": "Quotation", "text": "She never left port."}
    assert letter["hasPart"] == {**said, "creator": {"@id": holm["@id"]}}
    gazette = next(node for node in nodes if node.get("identifier") == "sold")["citation"][0]
    assert gazette["hasPart"] == {
        "@type": "Quotation",
        "creator": {"name": "The mate"},
        "text": "Two boats were sold.",
    }
    assert gazette["inLanguage"] == "en-GB"


def test_a_claim_has_its_standing_without_a_review(export: Exporter) -> None:
    """Its grade, who disputes it in words, and the claim that has taken its place."""
    nodes = json.loads(export("jsonld"))["@graph"]
    claims = {node["identifier"]: node for node in nodes if node["@type"] == "Claim"}
    assert claims["sold"]["contentRating"]["alternateName"] == "doubtful"
    assert claims["sold"]["contentRating"]["ratingValue"] == 2
    assert claims["sold"]["correction"] == {"@id": claims["aground"]["@id"]}
    assert claims["aground"]["description"] == ("Confirmed; disputed by Ida Holm (A letter).")
    assert claims["aground"]["keywords"] == ["ships", "lights", "disputed"]
    assert "ratingValue" not in claims["light"]["contentRating"]
    alone = json.loads(export("jsonld", "--source", "gazette", "--confidence", "doubtful"))[
        "@graph"
    ]
    assert alone[-1]["correction"] == "aground"  # which is not there to point to


def test_a_review_tells_where_it_is_and_whose(export: Exporter) -> None:
    """Each has an anchor of its own on one page, an author, and the last day of its making."""
    nodes = json.loads(
        export("jsonld", "--claim-review", "--url", "https://facts.example/p#x", "--author", "We")
    )["@graph"]
    reviews = {node["url"]: node for node in nodes if node["@type"] == "ClaimReview"}
    ids = ("aground", "built", "light", "paint", "sold")
    assert sorted(reviews) == [f"https://facts.example/p#{card_id}" for card_id in ids]
    review = reviews["https://facts.example/p#aground"]
    assert review["author"] == {"@type": "Organization", "name": "We"}
    assert review["datePublished"] == "2026-11-22"
    assert "datePublished" not in reviews["https://facts.example/p#light"]
    bare = json.loads(export("jsonld", "--claim-review"))["@graph"][-1]
    assert not bare.keys() & {"url", "author"}


def test_claim_reviews_only_on_request(export: Exporter) -> None:
    """Without --claim-review nothing is rated; with it unconfirmed claims get no number."""
    sdo = rdflib.SDO
    assert not set(linked_data(export("jsonld")).subjects(rdflib.RDF.type, sdo.ClaimReview))
    graph = linked_data(export("jsonld", "--claim-review"))
    ratings = {
        str(graph.value(rating, sdo.alternateName)): graph.value(rating, sdo.ratingValue)
        for rating in graph.subjects(rdflib.RDF.type, sdo.Rating)
    }
    assert {word: value and value.toPython() for word, value in ratings.items()} == {  # type: ignore[attr-defined]
        "confirmed": 5,
        "possible": 3,
        "doubtful": 2,
        "improbable": 1,
        "unconfirmed": None,
    }


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_graphs_are_read_by_networkx(export: Exporter, form: str, tmp_path: Path) -> None:
    """The library networkx finds cards, actors, who is named where, and links between cards."""
    file = tmp_path / form
    file.write_text(export(form), encoding="utf-8")
    graph = nx.read_graphml(file, force_multigraph=True) if form == "graphml" else (
        nx.read_gexf(file, version="1.3")
    )  # fmt: skip
    assert set(graph) >= {"card:aground", "actor:nora"}
    assert len(graph) == 5 + 6
    assert graph.nodes["card:sold"]["confidence"] == "doubtful"
    assert graph.nodes["card:sold"]["as_of"] == "false"
    assert graph.nodes["card:sold"]["date_in_words"] == "from February to April 2017"
    assert graph.nodes["card:aground"]["standing"] == "confirmed; disputed by Ida Holm (A letter)"
    assert graph.nodes["card:sold"]["label"] == "The tug was sold for scrap."
    hows = [how for *ends, how in graph.edges(data="how") if ends == ["card:sold", "card:aground"]]
    assert sorted(hows) == ["contradicts", "superseded_by"]
    assert ("card:aground", "actor:nora") in set(graph.edges())


def test_dot_is_parsed(export: Exporter) -> None:
    """A parser of DOT finds the same nodes and edges; what is disputed is dashed."""
    graphs = pydot.graph_from_dot_data(export("dot"))
    assert graphs
    (graph,) = graphs
    nodes: dict[str, Any] = {node.get_name().strip('"'): node for node in graph.get_nodes()}
    assert {name for name in nodes if ":" not in name} == {"graph", "node", "edge"}
    assert len(nodes) == 11 + 3
    assert len(graph.get_edges()) == 7 + 3
    assert "dashed where a source disputes them" in nodes["graph"].get_label()
    assert nodes["card:aground"].get_style() == '"filled,dashed"'
    assert nodes["card:aground"].get_label() == (
        '"The tug Nora ran aground on the\\nSkerra bar. (1 May 2016, confirmed;'
        '\\ndisputed by Ida Holm (A letter))"'
    )
    assert nodes["actor:nora"].get_shape() == '"ellipse"'


def test_mermaid_has_its_structure(export: Exporter) -> None:
    """Every line of the flowchart is a node with a quoted label or an edge between two nodes."""
    first, *lines = export("mermaid").splitlines()
    assert first == "flowchart LR"
    node = r'  n\d+(\["[^"]+"\](:::disputed)?|\("[^"]+"\))'
    nodes = [line for line in lines if re.fullmatch(node, line)]
    edges = [line for line in lines if re.fullmatch(r"  n\d+ (-->|-\. [a-z ]+ \.->) n\d+", line)]
    assert (len(nodes), len(edges)) == (11, 10)
    assert [line.strip() for line in lines[21:]] == [
        'subgraph legend["Legend"]',
        'legend_card["a claim"]',
        'legend_disputed["a claim that a source disputes"]:::disputed',
        'legend_actor("an actor")',
        "end",
        "classDef disputed stroke:#b22222,stroke-dasharray:5 5",
    ]
    assert [line for line in nodes if line.endswith(":::disputed")] == [
        line for line in nodes if "The tug Nora ran aground" in line
    ]
    assert '  n6["The pier was built. (until 1999, possible)"]' in lines


PAIR = """
- {id: a, claim: A., date: 2016, confidence: possible, source: S, related: [b, c], contradicts: [b]}
- {id: b, claim: B., date: 2016, confidence: possible, source: S, related: [a], contradicts: [a]}
- {id: c, claim: C., date: 2016, confidence: possible, source: S, superseded_by: a}
"""


def test_two_cards_that_point_to_each_other_have_one_line(run: Runner, cards: Writer) -> None:
    """In a drawing, that is; the formats of data have each link as the cards have it."""
    folder = cards(PAIR)
    edges = [
        line.split(maxsplit=1)[1]
        for line in run("--facts", folder, "export", "mermaid").out.splitlines()
        if ".-" in line
    ]
    assert edges == [
        "-. related .- n1",
        "-. related .-> n2",
        "-. contradicts .- n1",
        "-. superseded by .-> n0",
    ]
    drawn = run("--facts", folder, "export", "dot").out
    assert (drawn.count(" -> "), drawn.count('dir="none"')) == (4, 2)
    assert run("--facts", folder, "export", "graphml").out.count("<edge ") == 6


def test_mermaid_has_no_more_than_it_draws(run: Runner, cards: Writer) -> None:
    """Of many cards the first are drawn, within its limits, and the rest is told with a cure."""
    names = ", ".join(f"Actor {n}" for n in range(60))
    rest = f"date: 2016, confidence: possible, source: S, actors: [{names}]"
    many = "".join(f"- {{id: c{n}, claim: Claim {n}., {rest}}}\n" for n in range(10))
    ended = run("--facts", cards(many), "export", "mermaid")
    assert ended.out.count(" --> ") == 480
    assert "2 cards beyond what Mermaid draws (choose fewer by words, --topic or" in ended.err
    rest = "date: 2016, confidence: possible, source: S"
    long = "".join(f"- {{id: c{n}, claim: {'word ' * 100}{n}, {rest}}}\n" for n in range(7_000))
    ended = run("--facts", cards(long), "export", "mermaid")
    assert 49_000 < len(ended.out) <= 50_000


def test_markdown_has_a_footnote_for_each_claim(export: Exporter) -> None:
    """A Markdown parser finds a list of claims, each with its footnote and links."""
    html = MarkdownIt().use(footnote_plugin).render(export("markdown"))
    assert html.count("<li>") == 5
    assert html.count('class="footnote-item"') == 5
    assert '<a href="https://gazette.example/1">' in html
    assert "<em>(confirmed; disputed by Ida Holm (A letter))</em>" in html


def test_sqlite_is_relational(export: Exporter, tmp_path: Path) -> None:
    """The database is whole, its foreign keys hold, and it answers joins and full-text search."""
    file = tmp_path / "facts.db"
    export("sqlite", "-o", str(file))
    database = sqlite3.connect(file)
    try:
        ask: Callable[[str], list[Any]] = lambda sql: database.execute(sql).fetchall()  # noqa: E731
        assert ask("PRAGMA integrity_check") == [("ok",)]
        assert ask("PRAGMA foreign_key_check") == []
        assert ask("SELECT count(*) FROM cards") == [(5,)]
        found = (
            "SELECT id FROM cards WHERE rowid IN"
            " (SELECT rowid FROM cards_fts WHERE cards_fts MATCH 'moved')"
        )
        assert ask(found) == [("aground",)]
        disputing = (
            "SELECT card, title, says, speaker, speaker_id FROM card_sources"
            " JOIN sources ON source = id WHERE stance = 'disputes'"
        )
        assert ask(disputing) == [
            ("aground", "A letter", "She never left port.", "Ida Holm", "ida-holm")
        ]
        assert ask("SELECT id, language FROM sources WHERE language IS NOT NULL") == [
            ("gazette", "en-GB")
        ]
        assert ask("SELECT alias FROM aliases WHERE actor = 'skerra'") == [("Skärra",)]
        assert ask("SELECT label FROM topics ORDER BY label") == [("Lights",), ("Ships & boats",)]
        assert ("sold", "superseded_by", "aground") in ask("SELECT * FROM card_links")
        (schema,) = ask("SELECT sql FROM sqlite_master WHERE name = 'cards'")[0]
        assert "-- EDTF" in schema
    finally:
        database.close()


def test_no_export_tells_where_the_facts_lie(run: Runner, cards: Writer, tmp_path: Path) -> None:
    """Named by an absolute path, a folder or a file: no format has the path of this machine."""
    folder = cards(CARDS, **FILES)
    alone = tmp_path / "alone.yaml"
    alone.write_text("- {claim: X., date: 2016, confidence: possible, source: S}\n", "utf-8")
    for path in (folder, alone, f"{folder}{os.sep}"):
        for form in EXPORTS:
            out = tmp_path / "out"
            assert run("-q", "--facts", path, "export", form, "-o", out).status == 0
            written = [out] if out.is_file() else [f for f in out.rglob("*") if f.is_file()]
            told = b"".join(file.read_bytes() for file in written)
            assert str(tmp_path).encode() not in told, form
            shutil.rmtree(out) if out.is_dir() else out.unlink()
        (card, *_) = json.loads(run("--facts", path, "export", "json").out)
        assert card["place"]["path"] in {"cards.yaml", "alone.yaml"}


def test_a_sheet_for_excel_says_that_it_is_utf_8(
    run: Runner, cards: Writer, tmp_path: Path
) -> None:
    """It begins with a byte order mark, and is the same else; no cell becomes a formula."""
    folder = cards(CARDS.replace("The light burned.", "'=1+1 was said.'"), **FILES)
    out = tmp_path / "out.csv"
    assert run("--facts", folder, "export", "csv", "--excel", "-o", out).status == 0
    data = out.read_bytes()
    assert data.startswith(b"\xef\xbb\xbfid,")
    assert data[3:].decode() == run("--facts", folder, "export", "csv").out
    (row,) = [
        r for r in csv.DictReader(io.StringIO(data.decode("utf-8-sig"))) if r["id"] == "light"
    ]
    assert row["claim"] == "'=1+1 was said."
    assert list(pd.read_csv(out)["id"]) == ["built", "light", "paint", "aground", "sold"]


def test_markdown_has_no_more_marks_than_it_needs(run: Runner, cards: Writer) -> None:
    """What acts nowhere in a text stands as it is; what would act is text, too."""
    claim = "The SA-17 & R&D of A+B = C! - 1. -- ==x== &amp; #tag @key"
    folder = cards(
        f"- {{claim: '{claim}', date: 2016, confidence: possible, source: '1. FC', "
        "superseded_by: sold-later}\n"
    )
    text = run("--facts", folder, "export", "markdown").out
    kept = r"The SA-17 & R&D of A+B = C! - 1. \-\- \=\=x\=\= \&amp; \#tag \@key"
    assert text.startswith(f"- **2016**: {kept} *(possible; superseded by sold-later)*[^")
    html = MarkdownIt().use(footnote_plugin).render(text)
    assert "SA-17 &amp; R&amp;D of A+B = C! - 1. -- ==x== &amp;amp; #tag @key <em>" in html
    assert "<p>1. FC. Possible" in html


def test_sqlite_finds_parts_of_words(run: Runner, cards: Writer, tmp_path: Path) -> None:
    """In scripts without spaces by any three signs in a row, and in others by parts of words."""
    claims = (
        "กระทรวงสาธารณสุขประกาศ",
        "武漢の研究所が警告した",
        "The lighthouse burned",
        "दिल की बात",
    )
    folder = cards(
        "".join(
            f"- {{id: c{n}, claim: {claim}, date: 2016, confidence: possible, source: S}}\n"
            for n, claim in enumerate(claims)
        )
    )
    run("--facts", folder, "export", "sqlite", "-o", tmp_path / "facts.db")
    with closing(sqlite3.connect(tmp_path / "facts.db")) as database:
        for part, found in (
            ("สาธารณสุข", "c0"), ("研究所", "c1"), ("house", "c2"), ("बात", "c3"), ("の研究", "c1"),
        ):  # fmt: skip
            select = (
                "SELECT id FROM cards JOIN cards_parts ON cards.rowid = cards_parts.rowid"
                " WHERE cards_parts MATCH ?"
            )
            assert database.execute(select, (f'"{part}"',)).fetchall() == [(found,)], part
        assert database.execute("INSERT INTO cards_parts (cards_parts) VALUES ('integrity-check')")


def test_an_old_sqlite_makes_the_rest(
    run: Runner, cards: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before SQLite knew trigrams, the database has all but that one table."""
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 33, 0))
    out = tmp_path / "facts.db"
    assert run("--facts", cards(CARDS, **FILES), "export", "sqlite", "-o", out).status == 0
    assert b"cards_parts" not in out.read_bytes()
    assert b"cards_fts" in out.read_bytes()


def test_datasette_serves_and_searches_it(export: Exporter, tmp_path: Path) -> None:
    """Datasette finds its tables, follows their keys, and searches cards by words."""
    file = tmp_path / "facts.db"
    export("sqlite", "-o", str(file))
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "datasette", file, "--get",
         "/facts/cards.json?_search=moved&_shape=array"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert [card["id"] for card in json.loads(done.stdout)] == ["aground"]


ACTORS = "without the other names and kinds of 6 actors; sqlite has all of that"
IN_NOTE = "the note of each source tells what it says to which claim, with date and grade"
TWO = "the notes of 1 card and the links of 2 cards to others"
THREE = "the links of 2 cards to others and what sources say to 2 claims"
OUT = "the links of 1 card to cards that are not exported"
GRAPH = f"without the sources of 5 cards, the notes of 1 card and {OUT}; json has all of that"
REMARKS = {
    "csv": f"{ACTORS}; the column card_json has each card whole",
    "tsv": f"{ACTORS}; the column card_json has each card whole",
    "json": ACTORS,
    "jsonl": ACTORS,
    "yaml": ACTORS.replace(";", " and the names of 1 actor (their ids stand for them);"),
    "markdown": f"without the notes of 1 card, {THREE}; json has all of that",
    "html": f"without {OUT}; json has all of that",
    "csl": f"{ACTORS}; {IN_NOTE}",
    "biblatex": f"without {TWO}; json has all of that; {IN_NOTE.replace('note', 'annotation')}",
    "ris": f"without {TWO}; json has all of that; {IN_NOTE}",
    "timelinejs": "without 1 card whose date has no beginning and the links of 2 cards to others; "
    "json has all of that; grade and sources are in the text of each event",
    "ics": f"without 1 card whose date has no beginning, {THREE}; json has all of that; "
    "grade and sources are in the description of each event",
    "stix": f"without {OUT}; json has all of that; "
    "the date of each claim is in the text of its note",
    "jsonld": "without the links of 2 cards to others; json has all of that; the description of "
    "each source tells whether it supports or disputes the claim",
    "graphml": GRAPH,
    "gexf": GRAPH,
    "dot": GRAPH,
    "mermaid": GRAPH,
    "sqlite": f"without {OUT}; json has all of that",
    "parquet": ACTORS,
    "vault": f"without {OUT}; json has all of that",
}


@pytest.mark.parametrize("form", EXPORTS)
def test_one_remark_tells_what_is_left_out(
    run: Runner, cards: Writer, tmp_path: Path, form: str
) -> None:
    """Each format says once on stderr, with numbers, what of the data it cannot carry."""
    ended = run("--facts", cards(CARDS, **FILES), "export", form, "-o", tmp_path / "out")
    (line,) = ended.err.splitlines()
    assert line == f"relcli: note: {form}: {REMARKS[form]}"


@pytest.mark.parametrize("form", EXPORTS)
def test_the_format_that_is_named_has_what_is_lost(cards: Writer, form: str) -> None:
    """Whoever goes where a remark sends him finds it there: that one loses nothing of the kind."""
    with relcli.open(cards(CARDS, **FILES)) as facts:
        answer = facts.answer(Query(limit=0))
        selection = facts.selection([hit.plain for hit in answer])
    lost, kept = (EXPORTS[name].left_out(selection) for name in (form, EXPORTS[form].whole))

    assert lost
    assert not {*lost} & {*kept}
