"""What counts as plain: all of this is read line by line, and nothing of that."""

import pytest

from relcli.load.nodes import Map, Seq
from relcli.load.yaml_plain import read_plain

CARD = "- claim: a\n  sources:\n    - id: b\n      says: c\n"


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("- a\n- b # c\n", ["a", "b"]),
        ("# a\n\na: b\nc: 'it''s'\n", {"a": "b", "c": "it's"}),
        ("a: b\n  c # d\n\n", {"a": "b c"}),
        ("- b\n  c\n", ["b c"]),
        ('a: "b \\"c\\" \\\\"', {"a": 'b "c" \\'}),
        ("a: 'b \n   c'\nd: e", {"a": "b c", "d": "e"}),
        ("a: [b, c d,e ]\nf: []\n", {"a": ["b", "c d", "e"], "f": []}),
        ("a: [null, ~]\nb: null\nc: ~\n", {"a": [None, None], "b": None, "c": None}),
        ("a:\n- b\nc: d\n", {"a": ["b"], "c": "d"}),
        (CARD, [{"claim": "a", "sources": [{"id": "b", "says": "c"}]}]),
        ("a: http://b.c/#d\n", {"a": "http://b.c/#d"}),
    ],
)
def test_plain_texts(text: str, root: object) -> None:
    """Lists, mappings, scalars and comments as cards have them."""
    assert read_plain(text) == root


@pytest.mark.parametrize(
    "text",
    [
        *("", "# a\n", "a", "a\n", "null: a", "a:", "a:\n- b\nc:", "- ", "-\n", "- a:", "- a\n-"),
        *("a: b: c", "a: b:", "a: b\n  c: d", "a: b\n  c:", "a: b\n- c", "- a\nb: c", "a: b\na: c"),
        *(
            "a:\na: b",
            "a: b # c\n  d",
            "a: b\n\n  d",
            "a: null\n  b",
            "a: 'b'\n  c",
            "a: b\nc",
            "  a",
        ),
        *(
            "  a: b\nc: d",
            "a:\n b: c\n  d: e",
            "a:\nb: c",
            "a:\n  - b\n c: d",
            " a: b\n'c'",
            "a: 'b",
        ),
        *(
            'a: "b',
            'a: "\\n"',
            "a: 'b\n\n  c'",
            "a: 'b'c",
            "a: [b",
            "a: [b] c",
            "a: [b,]",
            "a: [b: c]",
        ),
        *(
            "a: {b: c}",
            "a: &b c",
            "a: *b",
            "a: !b c",
            "a: |\n  b",
            "a: >\n  b",
            "? a\n: b",
            "- - a",
        ),
        *("--- a", "---\n- a", "- a\n...\n", "%YAML 1.2\n---\na: b", "<<: a", "'a': b", "a : b"),
        *("a:\tb", "a: b\r\n", "\ufeffa: b", "a: @b", "a: `b", "a: %b"),
        "".join(f"{' ' * n}a:\n" for n in range(10)) + f"{' ' * 10}b: c",
        "a: b\n" + "  c d\n" * 3000,
    ],
)
def test_what_is_not_plain_is_left_to_libyaml(text: str) -> None:
    """Right or wrong, what has rules of its own is not judged here."""
    assert read_plain(text) is None


def test_every_place_is_told() -> None:
    """Lists, items, mappings, keys and values stand where an editor shows them."""
    root = read_plain(
        "# a\n- b: c\n  d:\n    - e\n    -  f: [g,  h]\n       i: 'j\n       k'\n  l:  m\n"
    )
    assert isinstance(root, Seq)
    (card,) = root
    assert isinstance(card, Map)
    assert (root.at, root.items_at, card.at) == ((2, 1), [(2, 3)], (2, 3))
    assert card.places == {"b": (2, 3, 2, 6), "d": (3, 3, 4, 5), "l": (8, 3, 8, 7)}
    below = card["d"]
    assert isinstance(below, Seq)
    assert (below.at, below.items_at) == ((4, 5), [(4, 7), (5, 8)])
    inner = below[1]
    assert isinstance(inner, Map)
    assert inner.places == {"f": (5, 8, 5, 11), "i": (6, 8, 6, 11)}


def test_no_line_takes_long() -> None:
    """A line of which the end shows that it is not plain is read once, not again and again."""
    spaces = " " * 200_000
    assert read_plain(f"a: 'b{spaces}c'") == {"a": f"b{spaces}c"}
    for text in (
        f"a{spaces}: b",
        f"a: '{spaces}",
        f"a: [{spaces}",
        f"a: b{spaces}\tc",
        f"a: {spaces}:",
    ):
        assert read_plain(text) is None
