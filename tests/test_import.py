"""relcli import: cards, sources and actors out of other programs, all of them or none."""

import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from relcli.edit.recognise import Format, incoming
from relcli.errors import EditError
from relcli.load.dataset import load_dataset

if TYPE_CHECKING:
    from tests.conftest import Run

Relcli = Callable[..., "Run"]
Cards = Callable[..., Path]
Stdin = Callable[[str | bytes], None]

FACTS = "- id: a\n  claim: A.\n  date: 2016\n  source: W S J\n  confidence: possible\n"
CSL = [
    {
        "id": "http://zotero.org/users/1/items/AB",
        "type": "article-newspaper",
        "title": "Wagner <i>and</i> others",
        "container-title": "The Times",
        "URL": "https://times.example/1#top",
        "author": [{"family": "Doe", "given": "Jo"}],
        "issued": {"date-parts": [["2016", 11, 24]]},
        "accessed": {"date-parts": [[2020, 1, 2]]},
        "language": "en_GB",
        "page": "1-2",
    },
    {"id": "smith2018", "type": "book", "title": "B", "publisher": "OUP", "DOI": "10.1234/x.y"},
]
BIB = r"""
@string{times = "The Times"}
% a comment
@article{doe2016,
  author = {Doe, Jo}, title = {{W}agner in {\'E}gypt \& \emph{Syria}}, subtitle = {20\%},
  journal = times, year = 2016, month = nov, day = 24, url = {https://times.example/a\_b~c},
}
@online{un, author = {{UN Panel}}, title = {T}, date = {2016-11~}, urldate = {2020-01-02},
  howpublished = {\url{https://un.example/1}}, langid = {fr}}
"""
RIS = (
    "TY  - NEWS\r\nTI  - Wagner\r\nT2  - The Times\r\nAU  - Doe, Jo\r\nPY  - 2016///\r\n"
    "DA  - 2016/11/24/\r\nUR  - https://times.example/1;x=2\r\nY2  - 2020/01/02/\r\nLA  - en\r\n"
    "KW  - arms\r\nID  - k1\r\nER  - \r\n\r\nTY - GEN\nTI - B\nAU - UN Panel\nPY - 2015\nER -\n"
)


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> Stdin:
    """Have relcli find a text on stdin."""

    def give(text: str | bytes) -> None:
        data = text if isinstance(text, bytes) else text.encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))

    return give


@pytest.fixture
def bring(run: Relcli, cards: Cards, tmp_path: Path) -> Callable[..., "Run"]:
    """Import a text into a dataset: `bring(text, "--as", "sources")`."""
    cards(FACTS)

    def give(text: object, *args: str) -> "Run":
        path = tmp_path / "given"
        path.write_text(text if isinstance(text, str) else json.dumps(text), encoding="utf-8")
        return run("--facts", tmp_path / "dataset", "import", path, *args)

    return give


def declared(tmp_path: Path, file: str = "sources") -> str:
    return (tmp_path / "dataset" / f"{file}.yaml").read_text(encoding="utf-8")


def test_csl_json_becomes_sources(bring: Callable[..., "Run"], tmp_path: Path) -> None:
    """As Zotero exports it: an id that is an address is made anew, what has no place is told."""
    ended = bring(CSL)
    assert (ended.status, ended.out) == (0, "the-times-2016-11-24\nsmith2018\n")
    assert ended.err == (
        "relcli: note: a source has no place for these, left out: author (1), page (1)\n"
        f"relcli: note: added 2 to {tmp_path}/dataset/sources.yaml\n"
    )
    assert declared(tmp_path) == (
        "the-times-2016-11-24:\n  title: Wagner and others\n  publisher: The Times\n"
        "  url: https://times.example/1#top\n  published: 2016-11-24\n  accessed: 2020-01-02\n"
        "  language: en-GB\n\n"
        "smith2018:\n  title: B\n  publisher: OUP\n  url: https://doi.org/10.1234/x.y\n"
    )


def test_csl_json_of_other_programs(bring: Callable[..., "Run"], tmp_path: Path) -> None:
    """An author may be a text; whoever has no publisher is it; a note is told to be left out."""
    authors = [None, {"family": ["x"]}, "UN Panel"]
    works = [{"type": "report", "title": "T", "author": authors, "note": "n", "URL": "x"}]
    ended = bring({"items": works})
    assert (ended.status, ended.out) == (0, "un-panel\n")
    assert "left out: note (1), url (1)" in ended.err
    assert declared(tmp_path) == "un-panel:\n  title: T\n  publisher: UN Panel\n"


@pytest.mark.parametrize(
    ("date", "written"),
    [
        ({"date-parts": [[2016]]}, "2016"),
        ({"date-parts": [["2016", "3"]]}, "2016-03"),
        ({"date-parts": [[2016, 3], [2017]]}, "2016-03/2017"),
        ({"date-parts": [[2016]], "season": "1"}, "2016-21"),
        ({"date-parts": [[2016]], "season": ""}, "2016"),
        ({"date-parts": [[2016]], "season": "12"}, "2016"),
        ({"date-parts": [[2016]], "circa": True}, "2016~"),
        ({"date-parts": [[2016]], "circa": 0}, "2016"),
        ({"date-parts": [[2016], [2017]], "circa": 1}, "2016~/2017~"),
        ({"date-parts": [[43894]]}, None),
        ({"date-parts": [[-43, 3]]}, "-0043-03"),
        ({"raw": "November 2016"}, "2016-11"),
        ({"literal": "n.d."}, None),
        ({"date-parts": [[]]}, None),
        ("2016-11", "2016-11"),
        (7, None),
    ],
)
def test_every_kind_of_date_in_csl(
    bring: Callable[..., "Run"], tmp_path: Path, date: object, written: str | None
) -> None:
    """It is written as EDTF; one that cannot be read is left out, and told where it has words."""
    ended = bring([{"id": "x", "type": "book", "title": "T", "issued": date}])
    assert ended.status == 0, ended.err
    source = load_dataset(tmp_path / "dataset").sources["x"]
    assert (str(source.published) if source.published else None) == written
    assert ("left out: date `n.d.`" in ended.err) == (date == {"literal": "n.d."})


def test_bibtex_becomes_sources(bring: Callable[..., "Run"], tmp_path: Path) -> None:
    """BibTeX and BibLaTeX: LaTeX is decoded, an address is not, `@string` stands for its text."""
    ended = bring(BIB, "--as", "sources")
    assert (ended.status, ended.out) == (0, "doe2016\nun\n"), ended.err
    assert declared(tmp_path) == (
        "doe2016:\n  title: 'Wagner in Égypt & Syria: 20%'\n  publisher: The Times\n"
        "  url: https://times.example/a_b~c\n  published: 2016-11-24\n\n"
        "un:\n  title: T\n  publisher: UN Panel\n  url: https://un.example/1\n"
        "  published: 2016-11~\n  accessed: 2020-01-02\n  language: fr\n"
    ).replace("'Wagner in Égypt & Syria: 20%'", '"Wagner in Égypt & Syria: 20%"')


def test_values_of_bibtex_have_parts(bring: Callable[..., "Run"], tmp_path: Path) -> None:
    """What `#` joins is one text, whatever it is made of, and a sign within a text is one."""
    ended = bring(
        '@string(AW = "Addison" # " Wesley")\n@string(long = aw # { Inc.})\n'
        '@book{a, title = "C# {#} and " # {"F#"}, publisher = long, month = jan # "~4", year=2016}'
    )
    assert ended.status == 0, ended.err
    assert declared(tmp_path) == (
        "a:\n  title: 'C# # and \"F#\"'\n  publisher: Addison Wesley Inc.\n  published: 2016-01\n"
    )


def test_strings_of_strings_have_an_end(bring: Callable[..., "Run"]) -> None:
    """Each twice the one before would be more than a machine has."""
    lines = [
        "@string(a0 = {abcdefgh})",
        *(f"@string(a{n} = a{n - 1} # a{n - 1})" for n in range(1, 60)),
    ]
    ended = bring("\n".join([*lines, "@book{x, title = a59}"]))
    assert (ended.status, ended.err.count("\n")) == (2, 1)
    assert "its @string make more than 64 MB of text; write out what they stand for" in ended.err


@pytest.mark.parametrize("depth", [500, 4_000])
def test_braces_in_each_other_have_an_end(bring: Callable[..., "Run"], depth: int) -> None:
    """What LaTeX cannot be decoded for that is told in one line."""
    ended = bring(f"@book{{x, title = {{{'{' * depth}x{'}' * depth}}}}}")
    assert (ended.status, ended.err.count("\n")) == (2, 1)
    assert "line 1: braces nested too deep; remove some of them" in ended.err


@pytest.mark.parametrize(
    "text", ["@book{x, title={T}}\n", "TY  - GEN\nER  - \n"], ids=["bibtex", "ris"]
)
def test_so_many_works_at_once(
    bring: Callable[..., "Run"], monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    """More are not even read."""
    monkeypatch.setattr("relcli.edit.works.MOST_WORKS", 2)
    assert "works in it" not in bring(text * 2).err
    assert (
        "there are 3 works in it, more than 2; split it into several files" in bring(text * 3).err
    )
    csl = [{"type": "book", "title": title} for title in "ABC"]
    assert "there are 3 works in it" in bring(csl).err


def test_an_address_of_mendeley_has_no_braces(bring: Callable[..., "Run"], tmp_path: Path) -> None:
    r"""It writes `{\_}` for what others escape without them."""
    assert bring(r"@misc{x, title={T}, url={https://x.org/a{\_}b\_c}}").status == 0
    assert "  url: https://x.org/a_b_c\n" in declared(tmp_path)


def test_nothing_is_a_part_of_itself(bring: Callable[..., "Run"], tmp_path: Path) -> None:
    """Nor of an entry without a key, where it names none."""
    ended = bring(
        "@book{, title={N}, publisher={Nobody}}\n@book{a, title={A}}\n"
        "@book{b, title={B}, crossref={b}}\n"
    )
    assert ended.status == 0, ended.err
    assert "a:\n  title: A\n\nb:\n  title: B\n" in declared(tmp_path)


def test_a_part_has_what_the_whole_says(bring: Callable[..., "Run"], tmp_path: Path) -> None:
    """An entry with `crossref` has date and publisher of the other, whose title is its book."""
    ended = bring(
        "@inbook{part, title={P}, crossref={whole}, doi={10.1234/y}, url={https://x.org}}\n"
        "@book{whole, title={W}, date={2016}, publisher={Brill}, eprint={https://web.archive.org/1},"
        " eprinttype={archived}, year={2015}, url={ftp://x.org}, langid={english}}\n"
        "@misc{year, title={Y}, year={n.d.}}\n@misc{month, title={M}, year={2016}, month={3}}\n"
    )
    assert ended.status == 0, ended.err
    assert "left out: DOI (1), url (1), language (1), date `n.d.` (1)" in ended.err
    assert "part:\n  title: P\n  publisher: W\n  url: https://x.org\n  published: 2016\n" in (
        text := declared(tmp_path)
    )
    assert "  archived_url: https://web.archive.org/1\n" in text
    assert "month:\n  title: M\n  published: 2016-03\n" in text


def test_ris_becomes_sources(bring: Callable[..., "Run"], tmp_path: Path) -> None:
    """An address keeps its semicolon, a tag with one space is one, who has no publisher is it."""
    ended = bring(RIS)
    assert (ended.status, ended.out) == (0, "k1\nun-panel-2015\n"), ended.err
    assert "left out: author (1), keywords (1)" in ended.err
    assert declared(tmp_path) == (
        "k1:\n  title: Wagner\n  publisher: The Times\n  url: https://times.example/1;x=2\n"
        "  published: 2016-11-24\n  accessed: 2020-01-02\n  language: en\n\n"
        "un-panel-2015:\n  title: B\n  publisher: UN Panel\n  published: 2015\n"
    )


@pytest.mark.parametrize(
    ("date", "written"),
    [
        ("2015///spring 2015", "2015-21"),
        ("2015/03", "2015-03"),
        ("2015/Mar/24/", "2015-03-24"),
        ("n.d.\nPY  - 2014", "2014"),
        ("Mar 4\nPY  - 2020", "2020-03-04"),
        ("March\nPY  - 2020", "2020-03"),
        ("Mar 4", None),
        ("n.d.", None),
        ("", None),
    ],
)
def test_every_kind_of_date_in_ris(
    bring: Callable[..., "Run"], tmp_path: Path, date: str, written: str | None
) -> None:
    """What stands behind the day may be words that are a date."""
    assert bring(f"TY  - GEN\nID  - x\nTI  - T\nDA  - {date}\nER  - \n").status == 0
    source = load_dataset(tmp_path / "dataset").sources["x"]
    assert (str(source.published) if source.published else None) == written


def test_words_may_stand_above_references(bring: Callable[..., "Run"], tmp_path: Path) -> None:
    """As EBSCO has them; a sheet in which a reference is told of is one all the same."""
    assert bring("Provider: EBSCO\nContent: x\n\nTY  - GEN\nID  - x\nTI  - T\nER  - \n").status == 0
    assert declared(tmp_path) == "x:\n  title: T\n"
    assert incoming('claim\n"A\nTY  - GEN\nB"\n').format is Format.CSV


def test_a_text_of_ris_may_go_on(bring: Callable[..., "Run"], tmp_path: Path) -> None:
    """In the lines below its tag, with empty ones between."""
    assert bring("TY  - GEN\nID  - x\nTI  - A title\n\nthat goes on\nER  - \n").status == 0
    assert declared(tmp_path) == "x:\n  title: A title that goes on\n"


@pytest.mark.parametrize("given", [CSL, BIB, RIS], ids=["csl", "bibtex", "ris"])
def test_what_is_there_is_left_alone(
    bring: Callable[..., "Run"], tmp_path: Path, given: object
) -> None:
    """Whoever imports the same file again adds nothing, and changes nothing."""
    first = bring(given)
    before = declared(tmp_path)
    again = bring(given)
    assert (again.status, again.out, declared(tmp_path)) == (0, "", before)
    ids = first.out.split()
    assert all(f"is `{name}`" in again.err for name in ids)
    assert "left alone, for it is there already: " in again.err
    assert again.err.endswith("relcli: note: nothing to add\n")


def test_sources_are_known_by_their_address_too(
    bring: Callable[..., "Run"], cards: Cards, tmp_path: Path
) -> None:
    """Under whatever id, with www. or without; comments and all else in the file stay."""
    text = "# Mine.\nown:  # as I call it\n  url: http://www.times.example/1/\n\n# The end.\n"
    cards(FACTS, sources=text)
    ended = bring(CSL)
    assert (ended.status, ended.out) == (0, "smith2018\n")
    assert "row 1 is `own`" in ended.err
    added = "smith2018:\n  title: B\n  publisher: OUP\n  url: https://doi.org/10.1234/x.y\n"
    assert declared(tmp_path) == f"{text}\n{added}"


def test_made_ids_are_unique(bring: Callable[..., "Run"]) -> None:
    """Two works of one paper and day have one name, and get a number; the same one comes once."""
    work = "TY  - NEWS\nTI  - {}\nT2  - Times\nDA  - 2016/11/24\nER  - \n"
    ended = bring("".join(map(work.format, "ABBC")))
    assert ended.out.split() == ["times-2016-11-24", "times-2016-11-24-2", "times-2016-11-24-3"]
    assert "reference 3 is `times-2016-11-24-2`" in ended.err


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('[{"type": "book", "id": "x"}]', "row 1: a work without title, publisher or URL"),
        ('[{"type": "book", "title": "T"}, 1]', "row 2: no object; write an item of CSL-JSON"),
        ('[{"type": "book", "title": ["x"]}]', "row 1: `title`: a list is no text"),
        (
            json.dumps([{"type": "book", "id": "x", "title": title} for title in "AB"]),
            "row 2: the id `x` stands there twice",
        ),
        ("@book{a, title={A}}\n@book{a, title={B}}\n", "line 2: `a` stands there twice"),
        ("@book{a, title={A}, note={x}, note={y}}\n", "line 1: an entry with `note` twice"),
        ("@book{a, title={A}}\n@book{b, title={B\n", "line 2: an entry that cannot be read"),
        (
            "TY  - NEWS\nTI  - A\nER  - \nTY  - NEWS\nTI  - B\n",
            "2 references begin (TY), and 1 end",
        ),
        ("TY  - NEWS\nA\nER  - \n", "line 2: it has no tag of RIS; write one before it"),
        ("id: a\n", "this is YAML, as cards are kept; put it as a file into the folder"),
        ("- claim: A.\n", "this is YAML"),
        ('[{"type": "book", "title": "A", "title": "B"}]', "the key `title` stands twice in one"),
        ("<?xml version='1.0'?><xml/>", "this is XML or HTML, which is not read; export CSL-JSON"),
        ("hello\n", "row 1 names no column that is known"),
        ("[]", "there are no cards in it"),
    ],
)
def test_all_or_nothing(bring: Callable[..., "Run"], tmp_path: Path, text: str, why: str) -> None:
    """One line says where it goes wrong, and nothing is written."""
    ended = bring(text)
    assert (ended.status, ended.out, ended.err.count("\n")) == (2, "", 1), ended.err
    assert why in ended.err
    assert sorted(path.name for path in (tmp_path / "dataset").iterdir()) == ["cards.yaml"]


def test_no_card_is_lost(bring: Callable[..., "Run"], cards: Cards, tmp_path: Path) -> None:
    """Where sources are declared, what looks like an id has to be one: that is seen before."""
    cards(FACTS.replace("W S J", "wsj-2016"))
    ended = bring(CSL)
    assert (ended.status, ended.out) == (2, "")
    assert "cards would be read no more" in ended.err
    assert "the dataset has no source `wsj-2016`; declare what they name as well" in ended.err
    assert not (tmp_path / "dataset" / "sources.yaml").exists()


def test_a_broken_file_is_left_as_it_is(
    bring: Callable[..., "Run"], cards: Cards, tmp_path: Path
) -> None:
    """So is one in braces, and a dataset that is one file has none; an entry too large is told."""
    for text, why in (
        ("a: [\n", "left as it is"),
        (
            "{a: {title: A}}\n",
            "the file is no mapping, an entry a line; `relcli fmt` writes braces",
        ),
        ("- a\n", "the file is no mapping"),
    ):
        cards(FACTS, sources=text)
        ended = bring(CSL)
        assert (ended.status, declared(tmp_path)) == (2, text)
        assert why in ended.err
    cards(FACTS, sources="")
    big = bring([{"type": "book", "id": "x", "title": "A" * 20_000}])
    assert "nothing was added: " in big.err
    assert "has more than 10,000 letters" in big.err


def test_what_would_be_read_otherwise_is_not_written(
    bring: Callable[..., "Run"], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Should the text ever say something else, or be too long, no file is made."""
    with monkeypatch.context() as patch:
        patch.setattr("relcli.edit.declare.LARGEST_FILE", 10)
        assert "it would be larger than 0 MB; add fewer" in bring(CSL).err
    monkeypatch.setattr(
        "relcli.edit.declare.append_entries",
        lambda *_: "the-times-2016-11-24:\n  title: X\nsmith2018:\n  title: B\n",
    )
    assert "would not be read as it is meant" in bring(CSL).err
    assert not (tmp_path / "dataset" / "sources.yaml").exists()


def test_one_file_has_no_sources_beside_it(run: Relcli, tmp_path: Path, stdin: Stdin) -> None:
    """Nor actors: they are declared for a folder."""
    path = tmp_path / "cards.yaml"
    path.write_text(FACTS, encoding="utf-8")
    stdin(RIS)
    ended = run("--facts", path, "import", "-")
    assert ended.status == 2
    assert f"{path} is one file of cards, and has no sources.yaml" in ended.err


def test_entries_with_problems_of_their_own_do_not_stand_in_the_way(
    bring: Callable[..., "Run"], cards: Cards
) -> None:
    """What was wrong before is no more wrong after; the id of such an entry is there."""
    cards(FACTS, sources="smith2018:\n  titel: B\nb: c\n")
    ended = bring(CSL)
    assert (ended.status, ended.out) == (0, "the-times-2016-11-24\n"), ended.err
    assert "row 2 is `smith2018`" in ended.err


# Actors

SHEET = "Name;Kind;Aliases;Alias 2;Colour\nWagner Group;body;PMC Wagner, Wagner;ЧВК «Вагнер»;red\n"
SIMPLE = '"id","schema","name","aliases","countries"\n"NK-1","Person","Jo Doe","J. Doe;Doe","xx"\n'
ENTITIES = [
    {
        "id": "Q1",
        "caption": "Jo Doe",
        "schema": "Person",
        "properties": {"name": ["Jo Doe", "J. Doe"], "alias": ["Doe", None], "weakAlias": ["doe"]},
    },
    {"id": "add-1", "schema": "Address", "properties": {"full": ["x"]}},
    {"id": "v", "schema": "Vessel", "properties": {"name": ["Sparta"], "imoNumber": ["1"]}},
]
LINES = "\n".join(map(json.dumps, ENTITIES))


def test_a_sheet_of_names_becomes_actors(bring: Callable[..., "Run"], tmp_path: Path) -> None:
    """Aliases stand in one cell or in several columns; a column without a place is told."""
    ended = bring(SHEET)
    assert (ended.status, ended.out) == (0, "wagner-group\n"), ended.err
    assert "left out, for an actor has no place for it: colour" in ended.err
    assert declared(tmp_path, "actors") == (
        "wagner-group:\n  name: Wagner Group\n  kind: body\n"
        '  aliases: ["PMC Wagner, Wagner", ЧВК «Вагнер»]\n'
    )


def test_opensanctions_sheets_become_actors(bring: Callable[..., "Run"], tmp_path: Path) -> None:
    """Its `targets.simple.csv`: ids are kept, a schema is a kind."""
    assert bring(SIMPLE, "--as", "actors").status == 0
    assert declared(tmp_path, "actors") == (
        "NK-1:\n  name: Jo Doe\n  kind: person\n  aliases: [J. Doe, Doe]\n"
    )


def test_entities_become_actors(bring: Callable[..., "Run"], tmp_path: Path) -> None:
    """FollowTheMoney, an entity a line: each name once; what acts not is left out and told."""
    ended = bring(LINES)
    assert (ended.status, ended.out) == (0, "Q1\nv\n"), ended.err
    assert "left out, for an actor has no place for it: Address" in ended.err
    assert declared(tmp_path, "actors") == (
        "Q1:\n  name: Jo Doe\n  kind: person\n  aliases: [J. Doe, Doe]\n\n"
        "v:\n  name: Sparta\n  kind: vessel\n"
    )


def test_actors_that_are_there_are_left_alone(
    bring: Callable[..., "Run"], cards: Cards, tmp_path: Path
) -> None:
    """By id, by name or alias, or by a name that two have already."""
    text = "v:\n  name: Other\n  aliases: [JD]\nown:\n  name: Jo Doe\n  aliases: [JD]\n"
    cards(FACTS, actors=text)
    ended = bring(LINES)
    assert (ended.status, ended.out, declared(tmp_path, "actors")) == (0, "", text)
    assert "row 1 is `own`, row 3 is `v`" in ended.err
    ended = bring("name,id\nJD,\nNew,\nNew,x\nNew Two,n\nNew Three,n\n", "--as", "actors")
    assert ended.out.split() == ["new", "n"]
    assert "row 2 is `v`, row 4 is `new`, row 6 is `n`" in ended.err


def test_made_ids_of_actors_are_unique(bring: Callable[..., "Run"], cards: Cards) -> None:
    """Two names may make one id."""
    cards(FACTS, actors="new-group:\n  name: X\n")
    assert bring("name\nNew group\nNew-Group\n", "--as", "actors").out.split() == [
        "new-group-2",
        "new-group-3",
    ]


def test_an_actor_has_so_many_names(bring: Callable[..., "Run"], tmp_path: Path) -> None:
    """Of more letters than an entry may have the first are kept, which is told."""
    names = [f"{'x' * 90} {n:03}" for n in range(300)]
    ended = bring([{"id": "a", "schema": "Person", "properties": {"name": names}}])
    assert ended.status == 0, ended.err
    assert "of more than 10,000 letters of names the first are kept: `a`" in ended.err
    assert len(load_dataset(tmp_path / "dataset").actors["a"].aliases) > 100


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("name,kind\nA,x\n,y\n", "row 3: an actor without a name"),
        ("name,id\nA,a b\n", "row 2: `a b` cannot be an id"),
        ('{"schema": "Person", "properties": {}}', "row 1: an actor without a name"),
        ('[{"schema": "Person", "properties": {"name": ["A"]}}, {}]', "row 2: no entity"),
        (
            "x,y\n1,2\n",
            "row 1 names no column that is known; begin with a row of names, such as name",
        ),
        (
            '{"schema": "Person", "properties": {"name": ["Foo"]}, "id": "w"}',
            "no actor `Hezbollah`",
        ),
    ],
)
def test_all_actors_or_none(
    bring: Callable[..., "Run"], cards: Cards, tmp_path: Path, text: str, why: str
) -> None:
    """Also where a card names one that would be undeclared then."""
    cards(f"{FACTS}  actors: [Hezbollah]\n")
    ended = bring(text, "--as", "actors")
    assert (ended.status, ended.out, ended.err.count("\n")) == (2, "", 1), ended.err
    assert why in ended.err
    assert not (tmp_path / "dataset" / "actors.yaml").exists()


# What it is


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("claim,date\n", Format.CSV),
        ('[{"claim": "A."}]', Format.JSON),
        ('[{"x": 1}, 2]', Format.JSON),
        ('{"claim": "A.", "type": "x"}\n{"claim": "B."}', Format.JSON),
        (json.dumps(CSL), Format.CSL),
        (json.dumps({"items": CSL}), Format.CSL),
        (BIB, Format.BIBTEX),
        ("Some words before.\n\n@Misc {x, title={A}}", Format.BIBTEX),
        ("@misc(x, title={A})", Format.BIBTEX),
        ('claim,date\n"A said\n@user (once) so.",2016\n', Format.CSV),
        ("\ufeff" + RIS, Format.RIS),
        (LINES, Format.FTM),
        ('{"@context": "https://schema.org", "@type": "ClaimReview"}', Format.CLAIMREVIEW),
        ('{"@graph": []}', Format.CLAIMREVIEW),
        ('{"claims": []}', Format.CLAIMREVIEW),
        ('[{"text": "A.", "claimReview": []}]', Format.CLAIMREVIEW),
        ('<!doctype html><script type="application/ld+json">{}</script>', Format.CLAIMREVIEW),
    ],
)
def test_a_format_is_known_by_what_stands_in_it(text: str, wanted: Format) -> None:
    """Whatever its name is."""
    assert incoming(text.removeprefix("\ufeff")).format is wanted


@pytest.mark.parametrize(
    "text",
    [
        "# a comment \n" * 100_000 + "x",
        "---  \n" * 100_000 + "x",
        "x\n" + "TY  - GEN\n" * 200_000,
        "TY  - GEN\n" + "\n" * 1_000_000,
        "@x" * 500_000,
        "x\n" + "@x \n" * 200_000,
        f"<p><script type=application/ld+json>ClaimReview{' ' * 500_000}x</script>",
        f"@misc{{x, title={{{'{a} ' * 300_000}}}}}",
        "claim,date,source,confidence\nA,2016," + " (speaker: x" * 100_000 + ",possible\n",
    ],
    ids=range(9),
)
def test_no_text_is_looked_at_for_long(bring: Callable[..., "Run"], text: str) -> None:
    """Each of them took minutes, or years, where an expression tries all ways to read it."""
    begun = time.process_time()
    bring(text)
    assert time.process_time() - begun < 20


def test_a_format_can_be_told(bring: Callable[..., "Run"]) -> None:
    """`--from` wins; what it does not fit is told, and so is a word that is none."""
    assert incoming('[{"x": 1}]', Format.CSL).format is Format.CSL
    assert incoming("[x, y]", Format.CSV).format is Format.CSV
    with pytest.raises(EditError, match="this is no CSL-JSON: that begins with a bracket"):
        incoming("claim,date", Format.CSL)
    assert bring(BIB, "--from", "biblatex").status == 0
    assert "--from: no `bibtx`; did you mean `bibtex`?" in bring(BIB, "--from", "bibtx").err
    assert "--as: no `source`; did you mean `sources`?" in bring(BIB, "--as", "source").err
    assert "BibTeX holds sources, and no actors; write --as sources" in (
        bring(BIB, "--as", "actors").err
    )
    assert "CSV holds cards or actors, and no sources" in bring("claim\n", "--as", "sources").err
    assert "--skip-existing and --on-duplicate are for cards" in bring(BIB, "--skip-existing").err
    assert "--on-duplicate: no `sufix`; did you mean `suffix`?" in (
        bring(BIB, "--on-duplicate", "sufix").err
    )


def test_a_file_that_cannot_be_read_is_told(run: Relcli, cards: Cards, tmp_path: Path) -> None:
    """By its name, and why."""
    folder = cards(FACTS)
    none = tmp_path / "none.json"
    assert f"{none}: cannot be read: No such file" in run("--facts", folder, "import", none).err
    assert f"{folder}: cannot be read: " in run("--facts", folder, "import", folder).err


def test_stdin_may_be_closed_or_endless(
    run: Relcli, cards: Cards, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both are one line."""
    folder = cards(FACTS)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"[" + b"," * 6_000_001)))
    assert "stdin: it holds more than 6,000,000 values" in run("--facts", folder, "new", "-").err
    monkeypatch.setattr(sys, "stdin", None)
    assert "stdin is closed; send cards there" in run("--facts", folder, "import", "-").err


@pytest.mark.parametrize(("text", "needs"), [(BIB, "bibtexparser"), (RIS, "rispy")])
def test_a_missing_package_is_told(
    bring: Callable[..., "Run"], monkeypatch: pytest.MonkeyPatch, text: str, needs: str
) -> None:
    """With the line that installs it."""
    for name in [name for name in sys.modules if name.partition(".")[0] == needs]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, needs, None)
    ended = bring(text)
    assert ended.status == 2
    assert ended.err.endswith(f"needs {needs}; pip install bibtexparser rispy\n")


def test_only_what_is_needed_is_imported(tmp_path: Path, cards: Cards) -> None:
    """CSL-JSON and sheets need neither of the packages."""
    folder = cards(FACTS)
    (tmp_path / "csl").write_text(json.dumps(CSL), encoding="utf-8")
    code = (
        "import sys\nfrom relcli.cli.app import main\nmain(sys.argv[1:])\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "--facts", folder, "import", tmp_path / "csl"],
        env=os.environ, capture_output=True, text=True, check=True,
    )  # fmt: skip
    names = {name.partition(".")[0] for name in done.stderr.splitlines()[-1].split()}
    assert not names & {"bibtexparser", "rispy", "pylatexenc", "rich", "rapidfuzz"}


# Cards

SCHEMA_ORG: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "claimReviewed": "The moon &amp; the sun are cheese.",
    "datePublished": "2020-02-03T10:00:00+01:00",
    "url": "https://checkers.example/moon",
    "headline": "No, they aren't",
    "inLanguage": "en",
    "author": {"@type": "Organization", "name": "Checkers"},
    "itemReviewed": {
        "@type": "Claim",
        "author": {"@type": "Person", "name": "Jo Doe"},
        "datePublished": "2020-01-02",
        "appearance": {"@type": "NewsArticle", "url": "https://paper.example/1", "headline": "H"},
    },
    "reviewRating": {"@type": "Rating", "ratingValue": 1, "alternateName": "Pants on Fire"},
}
PAGE = (
    "<html><script>{</script><script type='application/ld+json'>{}</script><SCRIPT "
    f"type='application/ld+json; x'>\n<!-- {json.dumps(SCHEMA_ORG)} -->\n</SCRIPT></html>"
)
CARD = (
    "- claim: The moon & the sun are cheese.\n  date: by 2020-01-02\n  confidence: unconfirmed\n"
    "  sources:\n    - title: H\n      url: https://paper.example/1\n      published: 2020-01-02\n"
    "      speaker: Jo Doe\n    - title: No, they aren't\n      publisher: Checkers\n"
    "      url: https://checkers.example/moon\n      published: 2020-02-03\n"
    "      stance: qualifies\n      language: en\n      says: Pants on Fire\n"
)
SEARCH: dict[str, Any] = {
    "claims": [
        {
            "text": "The moon is cheese.",
            "claimant": "Viral posts",
            "claimDate": "2020-01-02T00:00:00Z",
            "claimReview": [
                {
                    "publisher": {"name": "Checkers", "site": "checkers.example"},
                    "url": "https://checkers.example/1",
                    "title": "No",
                    "reviewDate": "2020-02-03T00:00:00Z",
                    "textualRating": "False",
                    "languageCode": "en",
                },
                {"publisher": {"site": "others.example"}, "textualRating": "Half true"},
            ],
        }
    ],
    "nextPageToken": "x",
}


@pytest.mark.parametrize(
    "given",
    [
        SCHEMA_ORG,
        [SCHEMA_ORG],
        {"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, SCHEMA_ORG]},
        {"@type": "WebPage", "mainEntity": SCHEMA_ORG},
        {"@type": "DataFeed", "dataFeedElement": [{"item": [SCHEMA_ORG]}, {"item": SCHEMA_ORG}]},
        SCHEMA_ORG
        | {"@type": ["Review", "http://schema.org/ClaimReview"], "author": [{"name": "Checkers"}]},
        SCHEMA_ORG | {"author": None, "publisher": "Checkers", "@id": "x"},
        SCHEMA_ORG
        | {
            "claimReviewed": None,
            "itemReviewed": SCHEMA_ORG["itemReviewed"]
            | {"name": SCHEMA_ORG["claimReviewed"], "author": None, "creator": ["Jo Doe"]},
        },
        PAGE,
    ],
    ids=range(9),
)
def test_claim_reviews_become_cards(
    bring: Callable[..., "Run"], cards: Cards, tmp_path: Path, given: object
) -> None:
    """The claim, who makes it and by when; the reviewer's words as he writes them, and no grade."""
    cards("")
    ended = bring(given)
    assert ended.status == 0, ended.err
    assert "a rating is no grade: read what each reviewer says" in ended.err
    assert declared(tmp_path, "cards") == CARD


def test_answers_of_claims_search_become_cards(
    bring: Callable[..., "Run"], cards: Cards, tmp_path: Path
) -> None:
    """Reviews of one claim are sources of one card."""
    cards("")
    assert bring({"results": [{"claim": claim} for claim in SEARCH["claims"]]}).status == 0
    cards("")
    assert bring(SEARCH, "--from", "claimreview", "--as", "cards").status == 0
    (card,) = load_dataset(tmp_path / "dataset").cards
    assert (card.claim, str(card.date), card.confidence) == (
        "The moon is cheese.", "by 2020-01-02", "unconfirmed",
    )  # fmt: skip
    again = bring(SEARCH)
    assert (again.status, "a rating is no grade" in again.err) == (2, False)
    said, *reviews = card.sources
    assert (said.title, said.speaker and said.speaker.name, str(said.published)) == (
        "Viral posts, as reported by Checkers", "Viral posts", "2020-01-02",
    )  # fmt: skip
    assert [(r.publisher, r.says, r.stance) for r in reviews] == [
        ("Checkers", "False", "qualifies"),
        ("others.example", "Half true", "qualifies"),
    ]
    assert not card.disputed


@pytest.mark.parametrize(
    ("change", "sources"),
    [
        ({"itemReviewed": None}, [{"publisher": "Checkers", "says": "Pants on Fire"}]),
        (
            {"itemReviewed": {"author": {"name": "Viral"}}},
            [{"publisher": "Viral", "published": None}, {"publisher": "Checkers"}],
        ),
        (
            {"itemReviewed": {"author": {"name": "W. Group"}}},
            [
                {
                    "speaker": {"id": "w", "name": "Wagner"},
                    "title": "W. Group, as reported by Checkers",
                }
            ],
        ),
        ({"author": None, "url": "x", "headline": None}, [{}, {"title": "A review of the claim"}]),
        (
            {"reviewRating": {"ratingValue": "2", "worstRating": "1", "bestRating": 5}},
            [{}, {"says": "Rating 2 (worst 1, best 5)"}],
        ),
        ({"reviewRating": {"ratingValue": "2"}}, [{}, {"says": "Rating 2"}]),
        ({"reviewRating": {"name": "Mixture"}}, [{}, {"says": "Mixture"}]),
        ({"reviewRating": None}, [{}, {"says": None}]),
        ({"reviewRating": "Mixture"}, [{}, {"says": "Mixture"}]),
        ({"reviewRating": {"alternateName": ["False", "Faux"]}}, [{}, {"says": "False, Faux"}]),
        (
            {"headline": {"@value": "No", "@language": "en"}, "author": {"name": {"@value": "C"}}},
            [{}, {"title": "No", "publisher": "C"}],
        ),
        ({"itemReviewed": {"appearance": "https://x.org/1"}}, [{"url": "https://x.org/1"}]),
        *(
            ({"itemReviewed": {"datePublished": day}}, [{"published": "2020-02-03"}])
            for day in (
                "2019/2020",
                "by 2019",
                "as of 2019",
                "2019~",
                "201X",
                "-0043",
                "1583280000",
            )
        ),
    ],
)
def test_what_a_review_leaves_out(
    bring: Callable[..., "Run"], cards: Cards, run: Relcli, change: object, sources: object
) -> None:
    """An unknown speaker of one word is whom the claim is from, and a number is no word."""
    folder = cards("", actors="w:\n  name: Wagner\n  aliases: [W. Group]\n")
    assert bring({**SCHEMA_ORG, **change}).status == 0  # type: ignore[dict-item]
    shown = json.loads(run("--facts", folder, "list", "--json").out)[0]
    for source, wanted in zip(shown["sources"], sources, strict=False):  # type: ignore[call-overload]
        assert {key: source[key] for key in wanted} == wanted
    assert shown["date"] == ("[..2020-02-03]" if "itemReviewed" in change else "[..2020-01-02]")  # type: ignore[operator]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"@type": "ClaimReview", "datePublished": "2020"}, "row 1: a review without a claim"),
        ({"@type": "ClaimReview", "claimReviewed": "A."}, "row 1: a claim without a date"),
        ({"@type": "WebPage"}, "there are no reviews of claims in it"),
        ({"claims": [{"text": "A.", "claimReview": [7]}]}, "row 1: a claim without a date"),
        (
            "<p>\n<script type='application/ld+json'>{ClaimReview</script>",
            "line 2: JSON-LD that is no JSON",
        ),
        ("<p>\n<!-- <script type='application/ld+json'>{ClaimReview</script> -->", "no reviews"),
        ("<script type='application/ld+json'>{ClaimReview", "there are no reviews"),
        ("<p>application/ld+json" + "<![" * 9, "there are no reviews"),
        *(
            (f"<p>application/ld+json{sign * 200_000}", "there are no reviews")
            for sign in ("<!--", "<", "<script ", "<script>", "<script type ", "</script>")
        ),
    ],
)
def test_what_is_no_review_is_told(bring: Callable[..., "Run"], given: object, why: str) -> None:
    """In one line, with its row."""
    ended = bring(given)
    assert (ended.status, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert why in ended.err


@pytest.mark.parametrize(
    ("given", "options", "kind"),
    [
        ("title,url\nX,https://x.example\n", ("--from", "ris"), "sources"),
        ("title,url\nX,https://x.example\n", ("--from", "bibtex"), "sources"),
        ("[]", ("--from", "csl"), "sources"),
        ("[]", ("--from", "ftm"), "actors"),
        ("name,kind\n", ("--as", "actors"), "actors"),
    ],
)
def test_a_file_that_holds_nothing_is_an_error(
    bring: Callable[..., "Run"], given: str, options: tuple[str, str], kind: str
) -> None:
    """It is something else than what was told, and nobody is to think that it was read."""
    ended = bring(given, *options)
    assert (ended.status, ended.out) == (2, "")
    assert f"there are no {kind} in it; look at what it is, and at --from" in ended.err


@pytest.mark.parametrize("options", [(), ("--as", "sources"), ("--from", "ris")])
def test_nothing_is_told_as_nothing(
    bring: Callable[..., "Run"], tmp_path: Path, options: tuple[str, ...]
) -> None:
    """Whatever is asked for: an empty file is of no format."""
    ended = bring(" \n", *options)
    assert (ended.status, ended.out) == (2, "")
    assert (
        ended.err
        == f"relcli: error: {tmp_path}/given: there is nothing in it; export there once more\n"
    )


def test_import_reads_what_new_reads(
    bring: Callable[..., "Run"], run: Relcli, cards: Cards
) -> None:
    """Sheets, JSON, and relcli's own CSL-JSON, whose cards are in it."""
    folder = cards(FACTS)
    exported = run("--facts", folder, "export", "csl").out
    cards("")
    assert bring(exported, "--as", "cards").out == "a\n"
    cards("")
    assert bring("claim,date,source,confidence\nB.,2020,S T,possible\n").status == 0
    assert "source has no place" not in bring(exported).err


# The same again

ROW = {"claim": "The truce was broken.", "date": "2016", "confidence": "possible", "source": "S T"}


def test_a_suffix_that_is_taken_is_passed_by(bring: Callable[..., "Run"]) -> None:
    """Be it by the dataset or by the data."""
    assert bring([ROW | {"id": "x-3"}, ROW | {"id": "x", "date": "2015"}]).status == 0
    data = [ROW | {"id": "x-2", "date": "2014"}, ROW | {"id": "x", "source": "T U"}]
    data += [ROW | {"id": "x", "date": "2015", "source": "T U"}]
    ended = bring(data, "--on-duplicate", "suffix")
    assert ended.out.split() == ["x-2", "x-2016", "x-4"]


def test_a_claim_made_again_gets_a_suffix(bring: Callable[..., "Run"], tmp_path: Path) -> None:
    """Its date where that is another one, else a number; and the same data again adds nothing."""
    data = [ROW, ROW | {"date": "2017-05"}, ROW | {"source": "T U"}, ROW | {"date": "by 2018"}]
    data += [ROW | {"date": "2017-05", "source": "T U"}]
    ended = bring(data)
    assert ended.status == 0, ended.err
    first = ended.out.split()[0]
    assert ended.out.split() == [
        first, f"{first}-2017-05", f"{first}-2", f"{first}-by-2018", f"{first}-3",
    ]  # fmt: skip
    assert f"the claim or the id is there already: row 2 is `{first}-2017-05`, row 3" in ended.err
    before = declared(tmp_path, "cards")
    again = bring(data, "--skip-existing")
    assert (again.status, again.out, declared(tmp_path, "cards")) == (0, "", before)
    assert "left out, for it is there already: row 1, row 2, row 3, row 4, row 5" in again.err


def test_the_same_row_twice_fails_unless_told(bring: Callable[..., "Run"]) -> None:
    """`skip` leaves it out, `suffix` adds it, and an id of its own is no other matter."""
    assert "is the id of row 1, too; give it an id of its own, or choose" in bring([ROW, ROW]).err
    named = [ROW | {"id": "x"}, ROW | {"id": "x", "date": "2017"}]
    assert "row 2: `x` is the id of row 1, too" in bring(named).err
    assert bring([ROW, ROW], "--on-duplicate", "skip").out.count("\n") == 1
    assert bring(named, "--on-duplicate", "suffix").out == "x\nx-2017\n"
    assert bring(named, "--on-duplicate", "skip").out == ""
    assert bring([named[0]] * 2, "--on-duplicate", "suffix").out == "x-2\nx-3\n"


def test_what_the_dataset_has_is_told_or_left_out(
    bring: Callable[..., "Run"], tmp_path: Path
) -> None:
    """By its id, and, where none is given, by claim and date under whatever id."""
    where = f"{tmp_path}/dataset/cards.yaml:1"
    card = {"claim": "A.", "date": "2016", "confidence": "possible", "source": "W S J"}
    assert f"`a` is the id of another card, {where}" in bring([card | {"id": "a"}]).err
    again = bring([card | {"source": "T U"}])
    assert (again.status, again.out) == (2, "")
    assert f"row 1: `a` claims the same of that date, {where}; give it an id" in again.err
    assert bring([card], "--on-duplicate", "skip").out == ""
    left = bring([card | {"id": "a"}, card, card | {"date": "2017"}], "--skip-existing")
    assert (left.status, left.out.count("\n")) == (0, 1)
    assert "left out, for it is there already: row 1, row 2\n" in left.err
    twice = bring([card | {"date": "2017"}])
    assert (twice.status, "claims the same of that date" in twice.err) == (2, True)
    assert bring([card], "--on-duplicate", "suffix").out.startswith("a-")
    suffixed = bring([card | {"id": "a", "date": "2019"}], "--on-duplicate", "suffix")
    assert suffixed.out == "a-2019\n"


def test_links_of_an_exported_part_are_left_out(
    bring: Callable[..., "Run"], run: Relcli, cards: Cards, tmp_path: Path
) -> None:
    """To what was not exported; a link that a person wrote, and a successor, has to be there."""
    rest = "  date: 2016\n  source: W S J\n  confidence: possible\n"
    both = f"- id: b\n  claim: B.\n  related: [a, c]\n  contradicts: [a]\n{rest}"
    folder = cards(f"{FACTS}{both}- id: c\n  claim: C.\n{rest}")
    part = run("--facts", folder, "show", "b", "c", "--json").out
    sheet = run("--facts", folder, "export", "csv", "b").out
    works = run("--facts", folder, "export", "csl", "b").out
    cards("")
    left_out = "links to cards that are not here are left out: `a`, `c`"
    assert left_out in bring(works, "--as", "cards").err
    cards("")
    ended = bring(part)
    assert ended.status == 0, ended.err
    assert "relcli: note: links to cards that are not here are left out: `a`\n" in ended.err
    (card, _) = load_dataset(tmp_path / "dataset").cards
    assert (card.related, card.contradicts) == (("c",), ())
    cards("")
    assert bring(sheet).status == 0
    typed = {"id": "x", "claim": "X.", "date": "2016", "confidence": "possible", "source": "S T"}
    assert "row 1: related: no other card `z`" in bring([typed | {"related": ["z"]}]).err
    retired = json.loads(part)[:1]
    retired[0] |= {"id": "r", "superseded_by": "z"}
    assert "row 1: superseded_by: no other card `z`" in bring(retired).err
