"""YAML text to a tree of strings: nothing is typed or guessed, everything has its place."""

import subprocess
import sys

import pytest
from yaml import MarkedYAMLError

from relcli.errors import quoted
from relcli.load import yaml_events, yaml_pure, yaml_tree
from relcli.load.nodes import Map, Node, Seq
from relcli.load.yaml_syntax import explain
from relcli.load.yaml_tree import YamlTree


def tree_of(text: str | bytes) -> YamlTree:
    if isinstance(text, bytes):
        return YamlTree.of_bytes(text, "x.yaml")
    return YamlTree(text, "x.yaml")


def plain(node: Node) -> object:
    """Turn a tree into the lists and dicts that it is made of."""
    if isinstance(node, Map):
        return {key: plain(value) for key, value in node.items()}
    return [plain(item) for item in node] if isinstance(node, Seq) else node


def found(text: str | bytes) -> list[tuple[int, int, str]]:
    """Return line, column and rule of each problem."""
    return [
        (problem.place.line, problem.place.column, problem.rule)
        for problem in tree_of(text).problems
    ]


@pytest.fixture(params=["plain", "libyaml", "pure"])
def either_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Run the test as users do, with libyaml alone, and with PyYAML's own parser alone."""
    if request.param != "plain":
        monkeypatch.setattr(yaml_tree, "read_plain", lambda _: None)
    if request.param == "pure":
        monkeypatch.setattr(yaml_events, "Parser", yaml_pure.Parser)
    return str(request.param)


@pytest.mark.parametrize(
    "text",
    [
        "no", "yes", "on", "True", "2016", "2016-11", "2015-02-30", "0o17", "1e3", "12:30:45",
        "Null", "NULL", ".inf", "=", "0x10", "1_000", "+1",
    ],
)  # fmt: skip
def test_a_scalar_is_the_text_that_stands_there(text: str) -> None:
    """Nothing is read as a number, a date, a truth value or a null of another spelling."""
    assert plain(tree_of(f"- {text}").root) == [text]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("- null", None),
        ("- ~", None),
        ("-", None),
        ("- ''", ""),
        ('- "null"', "null"),
        ("- '~'", "~"),
        ("- it''s", "it''s"),
        ("- 'it''s'", "it's"),
        ('- "a\\tb\\n\\u00e9"', "a\tb\n\u00e9"),
        ("- |\n  one\n  two\n", "one\ntwo\n"),
        ("- >\n  one\n  two\n", "one two\n"),
        ("- one\n  two # a comment\n", "one two"),
        ("- \u062d\u0632\u0628", "\u062d\u0632\u0628"),
    ],
)  # fmt: skip
def test_every_style_of_scalar(text: str, value: str | None) -> None:
    """Quotes, blocks and folded lines give their text; unquoted null, ~ and nothing give None."""
    tree = tree_of(text)
    assert plain(tree.root) == [value]
    assert tree.problems == []


@pytest.mark.parametrize(
    "text", ["", "\n\n", "# only a comment\n", "null", "~", "---\n", "--- ~\n..."]
)
def test_nothing_is_no_problem(text: str) -> None:
    """An empty file, comments and an explicit null hold nothing, and that is all right."""
    tree = tree_of(text)
    assert tree.root is None
    assert tree.problems == []


def test_a_tree_knows_its_places() -> None:
    """Keys, values, items and collections stand where an editor shows them."""
    root = tree_of("# first\n- claim: one\n  topics:\n    - a\n    - [b, c]\n- two\n").root
    assert isinstance(root, Seq)
    card, _ = root
    assert isinstance(card, Map)
    topics = card["topics"]
    assert isinstance(topics, Seq)
    assert isinstance(topics[1], Seq)
    assert (root.at, root.items_at) == ((2, 1), [(2, 3), (6, 3)])
    assert card.at == (2, 3)
    assert card.places == {"claim": (2, 3, 2, 10), "topics": (3, 3, 4, 5)}
    assert (topics.at, topics.items_at) == ((4, 5), [(4, 7), (5, 7)])
    assert (topics[1].at, topics[1].items_at) == ((5, 7), [(5, 8), (5, 11)])


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_places_with_other_line_ends_and_a_bom(line_end: str, bom: bytes) -> None:
    """Lines and columns are those an editor shows, whatever ends a line and with a BOM."""
    lines = [
        "- \u00e9\U0001f600: *a",
        "",
        "- b: \u0645\u0631: x",
        "  c: d",
        "- e: !t f",
        "- g: \x07h",
        "",
    ]
    problems = found(bom + line_end.join(lines).encode())
    assert problems == [(6, 6, "encoding"), (1, 7, "alias"), (3, 8, "syntax"), (5, 6, "tag")]
    assert found(bom + b"- \x07") == [(1, 3, "encoding")]


@pytest.mark.parametrize(
    ("text", "problem", "rest"),
    [
        ("- a: 1\n  a: 2\n- b", (2, 3, "duplicate-key"), ["b"]),
        ("- a: {b: 1, b: 2}\n- b", (1, 13, "duplicate-key"), ["b"]),
        ("- [a, *b]\n- b", (1, 7, "alias"), ["b"]),
        ("- <<: {a: b}\n- b", (1, 3, "alias"), ["b"]),
        ("- *a : b\n- b", (1, 3, "alias"), ["b"]),
        ("- a: !t b\n- b", (1, 6, "tag"), ["b"]),
        ("- a: &t b\n- b", (1, 6, "anchor"), ["b"]),
        ("- &t a\n- b", (1, 3, "anchor"), ["b"]),
        ("- &t a: c\n- b", (1, 3, "anchor"), ["b"]),
        ("- !t a: b\n- b", (1, 3, "tag"), ["b"]),
        ("- !t [a]\n- b", (1, 3, "tag"), ["b"]),
        ("- ! a\n- b", (1, 3, "tag"), ["b"]),
        ("- !!map {a: b}\n- b", (1, 3, "tag"), ["b"]),
        ("- [a]: b\n- b", (1, 3, "key"), ["b"]),
        ("- ? {a: b}\n  : b\n- b", (1, 5, "key"), ["b"]),
        ("- b\n---\n- c", (2, 1, "second-document"), ["b"]),
        ("- b\n...\n---\n- c", (3, 1, "second-document"), ["b"]),
        ("- \x00\n- b", (1, 3, "encoding"), ["b"]),
        ("- {a: \x1b}\n- b", (1, 7, "encoding"), ["b"]),
        ("- {\x7f: a}\n- b", (1, 4, "encoding"), ["b"]),
        ("- [\ud800]\n- b", (1, 4, "encoding"), ["b"]),
        ("- a\x85c\n- b", (1, 4, "encoding"), ["b"]),
        ("- a\u2029c\n- b", (1, 4, "encoding"), ["b"]),
        ("- \x01\x02\x03\n- b", (1, 3, "encoding"), ["b"]),
        (b"- a\xff\n- b", (1, 4, "encoding"), ["b"]),
        (b"- \xd8\xa7\xd8\n- b", (1, 4, "encoding"), ["b"]),
        (b"# \xe9\n- b", (1, 3, "encoding"), ["b"]),
        ("- a: 'b\n- b", (1, 6, "syntax"), ["b"]),
        ("- a:\n\t- c\n- b", (2, 1, "syntax"), ["b"]),
        ("- [a, b\n- b", (1, 3, "syntax"), ["b"]),
        ("- a: @b\n- b", (1, 6, "syntax"), ["b"]),
        ("- b\n- " + "[" * 20 + "]" * 20, (2, 19, "syntax"), ["b"]),
        ('- "\\UFFFFFFFF"\n- b', (1, 6, "syntax"), ["b"]),
        ('- "\\U00110000"\n- b', (1, 6, "syntax"), ["b"]),
        ('- "\\ud83d\\ude00"\n- b', (1, 6, "syntax"), ["b"]),
        ("%YAML 1." + "9" * 5000 + "\n---\n- b", (1, 1, "syntax"), ["b"]),
    ],
)  # fmt: skip
def test_a_flaw_is_one_problem_and_the_rest_is_read(
    text: str | bytes, problem: tuple[int, int, str], rest: object, either_parser: str
) -> None:
    """Whatever YAML allows and a card has no use for is a problem where it stands, once."""
    tree = tree_of(text)
    assert [(p.place.line, p.rule) for p in tree.problems] == [(problem[0], problem[2])]
    assert plain(tree.root) == rest
    if either_parser == "libyaml":  # the other sees some errors a few columns further on
        assert found(text) == [problem]


@pytest.mark.parametrize(
    ("text", "root", "broken"),
    [
        ("a: {b: 1, b: 2}\nc: d", {"c": "d"}, {"a"}),
        ("a: 1\nc: d\na: 2", {"c": "d"}, {"a"}),
        ("a: *x\nc: d", {"c": "d"}, {"a"}),
        ("a: [x\nc: d", {"c": "d"}, {"a"}),
        ("'a': [x\nc: d", {"c": "d"}, {"a"}),
        ("[a]: b\nc: d", {"c": "d"}, {""}),
        ("a\x00: b\nc: d", {"c": "d"}, {"a\ufffd"}),
        ("a: b\n d: e\nc: d", {"c": "d"}, {"a"}),
        ("a: b\nstray\nc: d", {"a": "b", "c": "d"}, {"stray"}),
        ("a: b\ne: [\n*x\nc: d", {"a": "b", "c": "d"}, {"e", "*x"}),
        ("a: b\ne: [\n[x]\nc: d", {"a": "b", "c": "d"}, {"e", "[x]"}),
    ],
)
def test_the_entries_of_a_mapping(text: str, root: object, broken: set[str]) -> None:
    """A mapping leaves out the entries with a flaw, and tells their keys."""
    tree = tree_of(text)
    assert plain(tree.root) == root
    assert tree.broken == broken


@pytest.mark.parametrize("start", ["!!seq\n- a", "!t\n- a"])
def test_a_tag_of_the_whole_file(start: str) -> None:
    """A tag on the root is a problem, and the list below it is read."""
    tree = tree_of(start)
    assert [problem.rule for problem in tree.problems] == ["tag"]
    assert plain(tree.root) == ["a"]


def test_a_root_that_is_no_collection() -> None:
    """A lone text is the root; a lone alias is a problem."""
    assert tree_of("some text").root == "some text"
    assert found("*a") == [(1, 1, "alias")]


def test_the_deepest_card_is_read() -> None:
    """Nesting is a problem only beyond what a card can need."""
    deepest = yaml_events.DEEPEST
    assert found("[" * (deepest + 1) + "]" * (deepest + 1)) == []
    assert found("[" * (deepest + 2) + "]" * (deepest + 2)) == [(1, deepest + 2, "syntax")]


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize("opening", ["[", "{", "- ", "? ", "[{a: "])
def test_very_deep_nesting_is_one_problem(opening: str) -> None:
    """A file of nothing but openings ends in a problem, not in a full stack."""
    assert [rule for _, _, rule in found(opening * 5000)] == ["syntax"]


def test_an_alias_bomb_stays_small() -> None:
    """Aliases are not expanded, however often each repeats the one before."""
    lines = ["- &a0 [lol]", *(f"- &a{n} [{f'*a{n - 1}, ' * 9}]" for n in range(1, 30))]
    tree = tree_of("\n".join(lines))
    assert plain(tree.root) == [["lol"]]
    assert {problem.rule for problem in tree.problems} == {"alias"}
    assert len(tree.problems) == 9 * 29


def test_utf_16_is_named() -> None:
    """A file that Windows saved as "Unicode" is one problem that says so."""
    for encoding in ("utf-16", "utf-16-be", "utf-16-le"):
        bom = b"" if encoding == "utf-16" else "\ufeff".encode(encoding)
        tree = tree_of(bom + "- a".encode(encoding))
        assert [problem.message for problem in tree.problems] == ["the file is in UTF-16"]
        assert tree.root is None


def test_a_replacement_character_of_the_file_itself_stays() -> None:
    """U+FFFD in one entry is text, even where a byte of another entry had to be replaced."""
    tree = tree_of(b"- \xff\n- " + "a\ufffd".encode())
    assert plain(tree.root) == ["a\ufffd"]
    assert found("- a\ufffd") == []


def test_a_file_that_has_every_stand_in_is_read_in_part() -> None:
    """Where no unused character is left to stand for what is replaced, U+FFFD does."""
    tree = tree_of(f"- \x00\n- {yaml_tree._STAND_INS}\n- b")  # noqa: SLF001
    assert plain(tree.root) == ["b"]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        # The root begins further right, after a comment, after a document start.
        ("  - a: 'b\n  - c\n", ["c"]),
        ("# first\n---\n- a: 'b\n- c\n", ["c"]),
        # Several broken entries, the first and the last among them.
        ("- 'a\n- b\n- @c\n- d\n- {e\n", ["b", "d"]),
        # An entry of many lines, with lines in it that look like entries of another level.
        ("- a:\n  - x\n  - y\n- 'b\n- c:\n  - x\n", [{"a": ["x", "y"]}, {"c": ["x"]}]),
        # What was read of an entry before the error in it is no card.
        ("- a: b\n c: d\n- e\n", ["e"]),
        ("- a\n- b: c\n d: e\n- f\n", ["a", "f"]),
        ("- {a: b}}\n- c\n", ["c"]),
        # A stray line at the margin is of no entry.
        ("- a: b\nc: d\n- e\n", [{"a": "b"}, "e"]),
        ("- a: b\n- 'c\nd: e\n- f\n", [{"a": "b"}, "f"]),
        # A second document ends the reading.
        ("- 'a\n- b\n---\n- c\n", ["b"]),
        # An error before the first entry.
        ("%X\n- a\n- b\n", ["a", "b"]),
        # A problem in an entry that was met before the error, in the entry or above it.
        ("- a: *x y\n- b\n", ["b"]),
        ("- a: *x\n- b\n- 'c\n- d\n", ["b", "d"]),
        ("'", None),
        ("@", None),
        ("- 'a", []),
        ("a: 'b\n", {}),
    ],
)
def test_after_a_syntax_error_each_entry_is_read_by_itself(text: str, rest: object) -> None:
    """An error spoils the entry it stands in and no other."""
    tree = tree_of(text)
    assert (plain(tree.root) or None) == (rest or None)
    assert "syntax" in {problem.rule for problem in tree.problems}
    assert len(set(tree.problems)) == len(tree.problems)


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("- a\n- b: 'c\n- d: @e\n- f: !t g\n", [(2, 6, "syntax"), (3, 6, "syntax"), (4, 6, "tag")]),
        ("- a: *x y\n", [(1, 6, "alias"), (1, 9, "syntax")]),
        ("- a: b\n  c\n  d: e\n- f\n", [(2, 3, "syntax")]),
        ("- a: b\nc\n", [(2, 1, "syntax")]),
        ("%X\n- !t a\n", [(2, 3, "tag"), (1, 1, "syntax")]),
        ("[a\n", [(1, 1, "syntax")]),
        ("- a: {b: c\n  d: e\n- f\n", [(1, 6, "syntax")]),
        ("- a: 'b\n---\n- c: d'\n", [(1, 6, "syntax")]),
    ],
)
def test_places_of_recovery(text: str, problems: list[tuple[int, int, str]]) -> None:
    """What is found while reading entry by entry stands in its line of the file."""
    assert found(text) == problems


def test_an_error_without_a_known_cause_keeps_the_parsers_words() -> None:
    """What libyaml says and relcli has no better words for comes with a general cure."""
    error = MarkedYAMLError("while doing this", None, "met that", None)
    assert explain(error, "") == (
        (1, 1),
        "met that",
        "look at the quotes, the brackets and the indentation before it",
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("wagner", "`wagner`"),
        ("\u062d\u0632\u0628", "`\u062d\u0632\u0628`"),
        ("a\nb", "`a\\nb`"),
        ("\x1b[31m", "`\\x1b[31m`"),
        ("x" * 80, f"`{'x' * 80}`"),
        ("x" * 81, f"`{'x' * 80}…`"),
    ],
)
def test_quoted(text: str, shown: str) -> None:
    """A text of the file cannot break the line of a message, nor fill the screen."""
    assert quoted(text) == shown


def test_pure_python_where_libyaml_is_missing() -> None:
    """Where PyYAML came without libyaml, its own parser reads the same."""
    program = """
import sys
sys.modules["yaml._yaml"] = None
from relcli.load.yaml_events import Parser
from relcli.load.yaml_tree import YamlTree
tree = YamlTree("- a: 'b'\\n- @\\n- c", "x.yaml")
print(Parser.__module__, tree.root, *tree.problems)
"""
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert ran.stdout == (
        "relcli.load.yaml_pure [{'a': 'b'}, 'c'] "
        "x.yaml:2:3: error[syntax] a text cannot begin with @; put it in quotes\n"
    )
