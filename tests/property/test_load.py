"""Loading holds its promises for every text: it never raises, loses nothing, invents nothing."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from relcli.load import yaml_events, yaml_pure, yaml_tree
from relcli.load.cards import read_cards
from relcli.load.dataset import load_dataset
from relcli.load.declared import Declared
from relcli.load.nodes import Map, Node, Seq
from relcli.load.yaml_plain import read_plain
from relcli.load.yaml_tree import YamlTree
from relcli.model.card import Actor, Card, Dataset, Source
from relcli.model.date import Date
from relcli.model.problem import Place, Problem
from relcli.model.scale import Confidence, Reliability, Stance

FACTS = Path(__file__).parent.parent.parent / "facts" / "hezbollah-russia"
SHIPPED = {file.name: file.read_bytes() for file in sorted(FACTS.glob("*.yaml"))}
ROLES = ("cards", "dataset", "actors", "sources")

GOOD = "- {id: good, claim: A claim, date: 2016, source: CNN, confidence: possible}\n"

# What YAML is made of, so that a random row of it often goes deep into the parser.
FRAGMENTS = st.sampled_from(
    [
        *("- ", "  ", "\n", "\n- ", "\n  ", "\r\n", "\r", "\t", ": ", ":", ", ", "# x\n"),
        *("[", "]", "{", "}", "'", '"', "\\", "|\n", ">\n", "|-\n  ", "&a ", "*a", "<<", "!t"),
        *("---\n", "...\n", "%YAML 1.2\n", "%X\n", "@", "`", "~", "null", "no", "2016", "''", '""'),
        *("claim", "date", "source", "sources", "confidence", "topics", "actors", "id", "name"),
        *("possible", "2016-11", "title", "origin", "stance", "disputes", "x: y\n", "- a\n"),
        *("\x00", "\x1b", "\x85", "\u2028", "\ufeff", "\ufffd", "\ue000", "\ud800", "\udcff"),
        *("<<<<<<< a\n", "=======\n", ">>>>>>> b\n"),
        *("\u00a0", "\u3000", "\u200b", "\uff1a", "\u2013 "),
        *("\u062d\u0632\u0628", "\U0001f600", "\\u00e9", "\\ud800", "\\UFFFFFFFF", "e\u0301", "? "),
    ]
)  # fmt: skip
YAML_LIKE = st.lists(FRAGMENTS, max_size=40).map("".join)


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """Draw a part of a shipped file with some of its bytes changed, removed or put in."""
    data = draw(st.sampled_from(list(SHIPPED.values())))
    start = draw(st.integers(0, max(0, len(data) - 1500)))
    part = bytearray(data[start : start + 1500])
    for _ in range(draw(st.integers(1, 6))):
        position = draw(st.integers(0, len(part) - 1))
        length = draw(st.integers(0, 3))
        new = draw(st.one_of(st.binary(max_size=2), FRAGMENTS.map(encoded)))
        part[position : position + length] = new
    return bytes(part)


def encoded(text: str) -> bytes:
    return text.encode("utf-8", errors="surrogatepass")


def roles_read(tree: YamlTree) -> Iterator[Problem]:
    """Yield the problems of a tree read as each of the four kinds of file."""
    declared = Declared()
    yield from tree.problems
    yield from declared.read_dataset(tree)
    yield from declared.read_actors(tree)
    yield from declared.read_sources(tree)
    yield from read_cards(tree, "facts", Declared())[1]
    yield from read_cards(tree, "facts", declared)[1]


def check_problems(tree: YamlTree, text: str) -> None:
    """Every problem is one line, and stands on a line and a column that the file has.

    A value that is missing at the end of the last line stands at the beginning of the next.
    """
    lines = [*text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), ""]
    for problem in roles_read(tree):
        assert "\n" not in str(problem)
        assert problem.message
        assert problem.cure
        assert 1 <= problem.place.line <= len(lines), str(problem)
        assert 1 <= problem.place.column <= len(lines[problem.place.line - 1]) + 1, str(problem)


@settings(max_examples=150)
@given(st.one_of(st.binary(max_size=200), mutated(), YAML_LIKE.map(encoded)))
@example(b"\xff\xfe")
@example(b"\xef\xbb\xbf\xef\xbb\xbf- a")
@example(b"- " * 3000)
@example(b"[" * 3000)
def test_no_bytes_make_loading_raise(data: bytes) -> None:
    """Whatever the bytes of a file are, its problems say it and nothing is raised."""
    tree = YamlTree.of_bytes(data, "x.yaml")
    text = data.decode("utf-8", errors="surrogateescape").removeprefix("\ufeff")
    check_problems(tree, text)


@settings(max_examples=250)
@given(st.one_of(YAML_LIKE, st.text(max_size=100)))
@example("- a\n- ? - b\n")
@example("a: b\n- [\n*x\n")
@example('"\\UFFFFFFFF')
@example("- a: b\n c: d\n")
def test_no_text_makes_loading_raise(text: str) -> None:
    """Whatever its text is, in libyaml's hands and in those of PyYAML's own parser."""
    check_problems(YamlTree(text, "x.yaml"), text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_tree, "read_plain", lambda _: None)
        check_problems(YamlTree(text, "x.yaml"), text)
        patch.setattr(yaml_events, "Parser", yaml_pure.Parser)
        check_problems(YamlTree(text, "x.yaml"), text)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.fixed_dictionaries({role: st.one_of(YAML_LIKE.map(encoded), mutated()) for role in ROLES})
)
def test_no_folder_makes_loading_raise(tmp_path: Path, files: dict[str, bytes]) -> None:
    """Whatever the files of a dataset hold, a good card among them is loaded."""
    for role, data in files.items():
        (tmp_path / f"{role}.yaml").write_bytes(data)
    (tmp_path / "AAA.yaml").write_text(GOOD, encoding="utf-8")
    dataset = load_dataset(tmp_path)
    assert isinstance(dataset, Dataset)
    assert "good" in {card.id for card in dataset.cards}


# Texts as a card may hold them. A claim has a character that is no white space.
PRINTABLE = st.characters(exclude_categories=["Cs"])
TEXTS = st.text(PRINTABLE, min_size=1, max_size=40).map(str.strip).filter(bool)
NAMES = st.from_regex(r"[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,5}){0,2}", fullmatch=True)
DATES = st.sampled_from(["2016", "2016-11", "2015?", "201X", "2015-21", "2012/..", "2015-11-02~"])
MAYBE_TEXT = st.none() | TEXTS
MAYBE_DATE = st.none() | DATES.map(Date.parse)


@st.composite
def sources(draw: st.DrawFn) -> Source:
    """Draw a source with any of its keys."""
    return Source(
        id=draw(NAMES),
        title=draw(TEXTS),
        publisher=draw(MAYBE_TEXT),
        url=draw(MAYBE_TEXT),
        archived_url=draw(MAYBE_TEXT),
        published=draw(MAYBE_DATE),
        accessed=draw(MAYBE_DATE),
        reliability=draw(st.none() | st.sampled_from(Reliability)),
        origin=draw(MAYBE_TEXT),
        stance=draw(st.sampled_from(Stance)),
        says=draw(MAYBE_TEXT),
    )


@st.composite
def cards(draw: st.DrawFn) -> Card:
    """Draw a card with any of its keys."""
    names = st.lists(NAMES, max_size=3, unique=True).map(tuple)
    return Card(
        id=draw(NAMES),
        dataset="facts",
        claim=draw(TEXTS),
        date=Date.parse(draw(DATES)),
        confidence=draw(st.sampled_from(Confidence)),
        sources=tuple(draw(st.lists(sources(), min_size=1, max_size=3))),
        place=Place("x.yaml", 1, 1),
        topics=draw(names),
        actors=tuple(Actor(name, name) for name in draw(names)),
        note=draw(MAYBE_TEXT),
        related=draw(names),
        contradicts=draw(names),
        superseded_by=draw(st.none() | NAMES),
    )


def written(card: Card) -> str:
    """Write a card as YAML, every text as a JSON string, which is YAML too."""
    lines = [
        *(f"id: {quote(card.id)}", f"claim: {quote(card.claim)}", f"date: {quote(str(card.date))}"),
        f"confidence: {quote(card.confidence)}",
        f"topics: [{', '.join(map(quote, card.topics))}]",
        f"actors: [{', '.join(quote(actor.name) for actor in card.actors)}]",
        "sources:",
    ]
    for source in card.sources:
        plain = {key: getattr(source, key) for key in Source.__slots__}
        given = {key: quote(str(value)) for key, value in plain.items() if value is not None}
        lines.append(f"  - {{{', '.join(f'{key}: {value}' for key, value in given.items())}}}")
    lines.append(f"note: {quote(card.note) if card.note else 'null'}")
    lines.append(f"related: [{', '.join(map(quote, card.related))}]")
    lines.append(f"contradicts: [{', '.join(map(quote, card.contradicts))}]")
    lines.append(f"superseded_by: {quote(card.superseded_by) if card.superseded_by else '~'}")
    return "- " + "\n  ".join(lines) + "\n"


def quote(text: str) -> str:
    """Return a text as a JSON string, with what YAML forbids as it is escaped."""
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(
        char if char.isprintable() else f"\\U{ord(char):08x}" for char in quoted
    )  # fmt: skip


@settings(max_examples=50)
@given(st.lists(cards(), min_size=1, max_size=3))
def test_card_to_file_to_card(written_cards: list[Card]) -> None:
    """A card that is written as YAML comes back with the same texts, every one of them."""
    text = "".join(map(written, written_cards))
    read, problems = read_cards(YamlTree(text, "x.yaml"), "facts", Declared())
    assert problems == []
    assert [replace(card, place=Place("x.yaml", 1, 1)) for card in read] == written_cards
    starts = [n for n, line in enumerate(text.split("\n"), start=1) if line.startswith("- ")]
    assert [card.place for card in read] == [Place("x.yaml", start, 3) for start in starts]


# Entries with an error in them that no line after them can mend.
BROKEN = st.sampled_from(
    [
        *("- claim: [a", "- claim: {a", "- claim: @a", "- claim: a: b", "- [a]]", "- {a: b}}"),
        *("- claim: a\n date: b", "- claim: a\n    date: b", "- claim: a\n\tdate: b", "- claim: }"),
        *('- claim: "a" b', "- claim: 'a' b", '- claim: "\\q"', "- claim: >a", "- claim: *"),
        *("- claim: a\n  date\n  id: b", "- claim: !<a", "-\tclaim: a\n\tb: c", "- %a", "- {a: b"),
        *("- claim: \x07", "- claim: \ufffe", "- claim: *a", "- claim: !t a", "-"),
        *("- " + "[" * 50, "- a: 1\n  a: 2"),
        *("-\u00a0claim: a", "\u2013 claim: a", "- date\uff1aa", "- cl\u0430im: a"),
        *("\u00a0- id: a", "<<<<<<< a\n- b\n=======\n- c: d\n>>>>>>> e", "======="),
        "- a: b\n<<<<<<< c\n=======\n  d: e\n>>>>>>> f",
    ]
)  # fmt: skip


@settings(max_examples=50)
@given(st.lists(cards(), min_size=1, max_size=3), st.data())
def test_an_error_in_one_card_never_changes_the_others(
    written_cards: list[Card], data: st.DataObject
) -> None:
    """Broken entries between the cards of a list are problems, and the cards are as without."""
    pieces = []
    for card in written_cards:
        pieces += [broken + "\n" for broken in data.draw(st.lists(BROKEN, max_size=2))]
        pieces.append(written(card))
    pieces += [broken + "\n" for broken in data.draw(st.lists(BROKEN, max_size=2))]
    text = "".join(pieces)
    tree = YamlTree(text, "x.yaml")
    read, problems = read_cards(tree, "facts", Declared())
    place = Place("x.yaml", 1, 1)
    assert [replace(card, place=place) for card in read] == written_cards
    broken = len(pieces) - len(written_cards)
    assert len({problem.place.line for problem in [*tree.problems, *problems]}) >= broken
    lines = text.split("\n")
    for card in read:
        assert lines[card.place.line - 1].startswith(f"- id: {quote(card.id)}")


def parsed(text: str, parser: object) -> tuple[object, list[str]]:
    """Return the tree of a text, with all its places, and its problems, by a parser alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_tree, "read_plain", lambda _: None)
        patch.setattr(yaml_events, "Parser", parser)
        tree = YamlTree(text, "x.yaml")
    return placed(tree.root), [str(problem) for problem in tree.problems]


def placed(node: Node) -> object:
    """Return a tree as plain values, each collection with the places that it tells."""
    if isinstance(node, Map):
        values = {key: placed(value) for key, value in node.items()}
        return node.at, values, node.places
    if isinstance(node, Seq):
        return node.at, [placed(item) for item in node], node.items_at
    return node


@pytest.mark.parametrize("name", SHIPPED)
def test_both_parsers_read_the_shipped_facts_alike(name: str) -> None:
    """Where libyaml is missing, the facts are the same, and so are the places of everything."""
    text = SHIPPED[name].decode()
    by_libyaml = parsed(text, yaml_events.Parser)  # type: ignore[attr-defined]
    assert by_libyaml == parsed(text, yaml_pure.Parser)
    assert by_libyaml[1] == []


# Entries without an error, in every style.
WELL_FORMED = st.sampled_from(
    [
        *("", "# a comment", "- plain text # comment", "- 'it''s'", "-", "- ~", "- &anchor [a]"),
        *("- >-\n  folded\n  text\n\n  more", "- |+\n  kept\n   text\n", "- a\n  b", '- ""'),
        *("- [a, [b, {c: d}], 'e']", "- - a\n  - b: c\n    d: e", "- ? a\n  : b", "- \u00a0"),
        *("- a: 2016\n  b: no\n  \u062d\u0632\u0628: \U0001f600", "- a#b:c", "- 'a\n  b'"),
        '- "a\\\n  b\\x41"',
    ]
)


@st.composite
def well_formed(draw: st.DrawFn) -> str:
    """Draw a list without an error: cards, scalars of every style, comments, either line end."""
    entries = [written(card) for card in draw(st.lists(cards(), max_size=2))]
    entries += [f"{entry}\n" for entry in draw(st.lists(WELL_FORMED, max_size=6))]
    text = "".join(draw(st.permutations(entries)))
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


@settings(max_examples=50)
@given(well_formed())
def test_both_parsers_read_well_formed_text_alike(text: str) -> None:
    """Trees, places and problems do not tell which parser read them."""
    by_libyaml = parsed(text, yaml_events.Parser)  # type: ignore[attr-defined]
    assert by_libyaml == parsed(text, yaml_pure.Parser)
    assert by_libyaml[1] == []


# Lines that are plain, or nearly, so that a handful of them often is a text that is.
INDENTS = st.sampled_from(["", "", "  ", "  ", "    ", "    ", "      ", " ", "   "])
DASHES = st.sampled_from(["", "", "", "- ", "- ", "-  ", "-"])
KEYS = st.sampled_from(
    ["", "", "a: ", "b: ", "c:", "d: ", "e:  ", "2016: ", "null: ", "f.g-h: ", "\u062d: ", "a :"]
)
VALUES = st.sampled_from(
    [
        *("", "", "x", "x y", "x:y", "x: y", "x:", "x#y", "x #y", "# x", "-x", "- x", "?", ":x"),
        *("'q'", "'it''s'", "'a\n  b'", "'a\n\n b'", "'  a '", "'a' b", "''", "'''", "'q"),
        *('"q"', '"a\\"b"', '"a \n    b"', '"\\x41"', '"\\\\"', '"a"b', '"', '"\\', '"a\\\n b"'),
        *("[]", "[a, b]", "[ a ,b ]", "[a,]", "[a: b]", "[null, ~]", "[a", "[a] b", "['a']"),
        *("[a-b]", "[a?, b]", "[it's]", "[?]", "null", "~", "nulls", "~x", "|", ">-", "*a"),
        *("&a x", "!t", "@x", "{}", "{a: b}", "%x", "---", "...", "x]", "x'y", "=", "<<", "x -"),
        *("\u00a0x", "x\u00a0", "\u2003", "\ufffd", "\t", "x\ty", "\ufeff", "\U0001f600"),
        *("x\\y", "x  ", "http://x.y/?a=b#c"),
    ]
)
TAILS = st.sampled_from(["", "", "", " ", " # c", "#c", "  #", "\r"])
LINES = st.tuples(INDENTS, DASHES, KEYS, VALUES, TAILS).map("".join)
NEARLY_PLAIN = st.lists(LINES, min_size=1, max_size=5).map("\n".join)


@settings(max_examples=500)
@given(st.one_of(NEARLY_PLAIN, mutated().map(lambda data: data.decode(errors="ignore"))))
@example("- a: b\n  c: # d\n  - e\n  f: g\n")
@example("a: [b,  c]\nd: e # f\n")
@example("- a\n  b # c\n- d\n")
@example("a:\n- b\nc: 'd'\n")
def test_what_is_plain_is_read_as_libyaml_reads_it(text: str) -> None:
    """A text that is read line by line has the same tree, and the same places, as by events."""
    plain = read_plain(text)
    by_events = parsed(text, yaml_events.Parser)  # type: ignore[attr-defined]
    if plain is not None and not any("[encoding]" in problem for problem in by_events[1]):
        assert (placed(plain), []) == by_events


@pytest.mark.parametrize("name", SHIPPED)
def test_the_shipped_facts_are_plain(name: str) -> None:
    """What is written as people write cards takes the short way, not libyaml's."""
    assert read_plain(SHIPPED[name].decode()) is not None


PLAIN = st.text(
    st.characters(exclude_categories=["C", "Z"], exclude_characters="\"'#:,[]{}&*!|>%@`-?~"),
    min_size=1,
    max_size=12,
).filter(lambda text: text not in {"null", "<<"})


@settings(max_examples=50)
@given(st.lists(st.dictionaries(PLAIN, st.lists(PLAIN, min_size=1, max_size=3), max_size=3)))
def test_no_plain_text_is_lost_or_invented(data: list[dict[str, list[str]]]) -> None:
    """What stands between the signs of YAML is what the tree holds, in order, to the letter."""
    items = [
        "- " + ("\n  ".join(f"{k}: [{', '.join(v)}]" for k, v in item.items()) or "{}")
        for item in data
    ]
    tree = YamlTree("\n".join(items), "x.yaml")
    assert tree.problems == []
    assert list(texts(tree.root)) == [
        text for item in data for key, values in item.items() for text in (key, *values)
    ]


def texts(node: Node) -> Iterator[str]:
    """Yield every text of a tree; here none is null."""
    if isinstance(node, Map):
        for key, value in node.items():
            yield key
            yield from texts(value)
    elif isinstance(node, Seq):
        for item in node:
            yield from texts(item)
    elif node is not None:
        yield node


@settings(max_examples=150)
@given(st.one_of(YAML_LIKE, mutated().map(lambda data: data.decode(errors="ignore"))))
def test_no_word_is_invented(text: str) -> None:
    """Of any text at all, each word in the tree stands in the file, unless it is escaped there."""
    root = YamlTree(text, "x.yaml").root
    words = [word for found in texts(root) for word in found.split()]
    if isinstance(root, Map | Seq) and "\\" not in text and "''" not in text:
        assert [word for word in words if word not in text] == []
