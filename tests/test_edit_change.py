"""One card changed in its file: only its lines, and no comment is lost."""

from typing import Any

import pytest

from relcli.edit import append
from relcli.edit.append import append_cards
from relcli.edit.change import change_card, plain_at
from relcli.edit.fields import apply_changes, names, read_change
from relcli.edit.values import quoted, text_node
from relcli.errors import EditError
from relcli.load.declared import Declared
from relcli.load.yaml_tree import YamlTree
from relcli.model.card import Actor, Source

ACTOR = Actor("hezbollah", "Hezbollah", aliases=("Hizballah",))


def changed(text: str, *changes: str, line: int = 1) -> str:
    """Return a text in which the card of a line has changed."""
    declared = Declared(topics={"military": "Military"}, sources={"wsj": Source("wsj")})
    declared.actors = {"hezbollah": ACTOR}
    declared.actors_by_name = {"hezbollah": ACTOR, "hizballah": ACTOR}
    new = apply_changes(plain_at(text, "f", line), map(read_change, changes), declared)
    return change_card(text, "f", line, new)


CARD = """\
- claim: x  # c
  date:   2016
  # about sources
  source: "Al-Akhbar"  # s
  related:
    - a  # why a
    # about b
    - 'b'
    # - c
  topics: [m, 'n']
  confidence: possible   # k
  # end
# next
"""


@pytest.mark.parametrize(
    ("changes", "before", "after"),
    [
        (["confidence=probable"], "possible   # k", "probable   # k"),
        (["date=2017-01"], "  date:   2016\n", "  date: 2017-01\n"),
        (["claim=A: b"], "claim: x  # c", 'claim: "A: b"  # c'),
        (["note=n"], "  # end\n", "  note: n\n  # end\n"),
        (["topics+=n, o; m"], "[m, 'n']", "[m, 'n', o]"),
        (["topics-=m"], "[m, 'n']", "['n']"),
        (["topics="], "  topics: [m, 'n']\n", ""),
        (["related+=d"], "    # - c\n", "    - d\n    # - c\n"),
        (["related-=a"], "  related:\n    - a  # why a\n", "  # why a\n  related:\n"),
        (
            ["sources+=wsj"],
            '  source: "Al-Akhbar"  # s\n',
            '  sources:  # s\n    - "Al-Akhbar"\n    - wsj\n',
        ),
        (
            ['source+={"id": "wsj", "stance": "disputes"}'],
            '  source: "Al-Akhbar"  # s\n',
            '  sources:  # s\n    - "Al-Akhbar"\n    - id: wsj\n      stance: disputes\n',
        ),
        (["superseded_by=y", "superseded_by="], "", ""),
        (["actors=Hizballah,  Hezbollah"], "  # end\n", "  actors: [hezbollah]\n  # end\n"),
    ],
)
def test_one_change(changes: list[str], before: str, after: str) -> None:
    """The lines of the field change, no others do."""
    assert changed(CARD, *changes) == CARD.replace(before, after, 1)


def test_comments_of_what_goes_stay() -> None:
    """They stand above the next field, or at the end of the card."""
    text = "- note: n  # n\n  # above\n  related:\n    - a  # a\n    # tail\n"
    text += "  claim: x\n  # last\n  id: y  # y\n"
    after = "# n\n# above\n# a\n# tail\n- claim: x\n  # last\n  id: y  # y\n"
    assert changed(text, "note=", "related=") == after
    assert changed("- claim: x\n  note: n  # n\n", "note=") == "- claim: x\n  # n\n"


def test_a_dash_on_a_line_of_its_own_stays() -> None:
    """The first field may go, the dash may not."""
    text = "-  # card\n  # of the note\n  note: n\n  claim: x\n"
    assert changed(text, "note=", line=3) == "-  # card\n  # of the note\n  claim: x\n"


def test_sources_in_other_shapes() -> None:
    """A mapping, a list in brackets, a list: what stays is written as it was."""
    assert changed("- source: {title: 'x'}\n", "sources+=y") == (
        "- sources:\n    - {title: 'x'}\n    - y\n"
    )
    assert changed("- source:\n    title: 'x'\n", "sources+=y") == (
        "- sources:\n    - title: 'x'\n    - y\n"
    )
    assert (
        changed("- sources: ['x', z]\n", "sources+=y")
        == "- sources:\n    - 'x'\n    - z\n    - y\n"
    )
    assert changed("- sources:\n  - 'x'\n  - z\n", "sources-=z") == "- sources:\n    - 'x'\n"
    assert changed("- sources: ['x']\n", "sources=y") == "- sources:\n    - y\n"


def test_the_comments_below_a_source_stand_once() -> None:
    """They stay with it when it becomes the first of a list, however deep they stand."""
    card = "- source:\n    title: X\n    # why X\n"
    after = "- sources:\n    - title: X\n      # why X\n    - y\n"
    assert changed(f"{card}  note: n\n", "sources+=y") == f"{after}  note: n\n"
    assert changed(card.replace("    #", "       #"), "sources+=y") == after
    assert changed(card.replace("source", "sources"), "sources+=y") == after
    listed = "- sources:\n    - title: X\n      # why X\n    # all\n"
    assert changed(listed, "sources+=y") == listed.replace("    # all", "    - y\n    # all")
    assert changed(card, "sources=y") == "# why X\n- sources:\n    - y\n"


def test_a_comment_that_would_stand_twice_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Should an edit ever write one anew, nothing is written."""
    monkeypatch.setattr("relcli.edit.change.text_of", lambda *_: "- claim: x # c\n  # c\n")
    with pytest.raises(EditError, match="f: left as it is: the comment `# c` would stand twice"):
        changed("- claim: x # c\n", "note=n")


def test_a_card_in_braces_gets_a_key_a_line() -> None:
    """The comment behind it comes above it."""
    text = "  - {claim: x, 'note': n} # c\n  - {claim: y}\n"
    assert changed(text, "note=m") == "  # c\n  - claim: x\n    'note': m\n  - {claim: y}\n"


def test_other_lines_keep_their_ends() -> None:
    """Also in a file that mixes them, and at its end."""
    text = "- claim: x\n  date: 2016\r\n  note: n\r\n- claim: y"
    assert changed(text, "note=m") == "- claim: x\n  date: 2016\r\n  note: m\r\n- claim: y"
    assert changed("- claim: y", "note=m") == "- claim: y\n  note: m"


@pytest.mark.parametrize(
    ("text", "change", "why"),
    [
        (
            "- {claim: x, # c\n   note: n}\n",
            "note=m",
            "f:1: left as it is: a card in braces with a",
        ),
        ("[{claim: x}]\n", "note=m", "f: the file is one list in brackets; `relcli fmt` writes"),
        ("- claim: x\n  topics: [a, # c\n    b]\n", "topics=d", "the comment `# c` would be lost"),
        ("- sources: [a, # c\n    b]\n", "sources+=d", "the comment `# c` would be lost; move it"),
        ("- claim: x\n  note: | # c\n    n\n", "note=m", "the comment `# c` would be lost"),
    ],
)
def test_what_would_lose_a_comment_is_refused(text: str, change: str, why: str) -> None:
    """The message says what is in the way."""
    with pytest.raises(EditError) as caught:
        changed(text, change)
    assert why in str(caught.value)


@pytest.mark.parametrize("text", ["# nothing\n", "- claim: x\n"])
def test_a_card_that_has_moved_is_noticed(text: str) -> None:
    """Between finding it and reading its file, somebody may have edited that."""
    with pytest.raises(EditError, match="f:2: no card begins here any more"):
        plain_at(text, "f", 2)


@pytest.mark.parametrize("text", ["- claim: y\n", "- y\n"])
def test_another_card_in_its_place_is_noticed(text: str) -> None:
    """It is not changed instead."""
    with pytest.raises(EditError, match="f:1: another card begins here now; run this again"):
        plain_at(text, "f", 1, "x")


def test_an_addition_that_would_change_more_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Should a new card ever change the one before it, nothing is written."""
    monkeypatch.setattr("relcli.edit.append.text_of", lambda *_: "- claim: z\n- claim: new\n")
    with pytest.raises(EditError, match="f: a card added at its end would change the last one"):
        append_cards("- claim: x\n", "f", [NEW])


def test_a_change_of_more_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Should an edit ever touch another field, nothing is written."""
    monkeypatch.setattr("relcli.edit.change.text_of", lambda *_: "- claim: z\n")
    with pytest.raises(EditError, match="the change would change more"):
        changed("- claim: x\n", "note=n")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("note", "`note` is no change; write field=value"),
        ("id=x", "the id of a card never changes"),
        ("nte=x", "a card has no `nte`; did you mean `note`?"),
        ("zzzzz=x", "a card has no `zzzzz`; it has actors, claim"),
        ("note+=x", "`note` holds one text; write note=…"),
        ("claim=", "a card needs its `claim`"),
        ("sources=", "a card needs its `sources`"),
        ("sources-=Al-Akbar", "the card has no `Al-Akbar`; did you mean `Al-Akhbar`?"),
        ("sources-=zzzzzzz", "the card has no `zzzzzzz`; it has Al-Akhbar"),
        ("related-=zzzzzzz", "related: the card has no `zzzzzzz`; it has a, b"),
        ("topics-=mm", "topics: the card has no `mm`; did you mean `m`?"),
        ("actors-=zz", "actors: the card has no `zz`; it has none"),
        ('sources+={"id":', "source: no JSON"),
        ("note=\udcff", "is no text in Unicode"),
    ],
)
def test_a_bad_change_is_refused(change: str, why: str) -> None:
    """Each in one line with its cure."""
    with pytest.raises(EditError) as caught:
        changed(CARD, change)
    assert why in str(caught.value)


def test_a_source_goes_by_its_id_or_title() -> None:
    """Whichever of them is given."""
    card = "- sources:\n    - id: wsj\n      stance: disputes\n    - title: T\n    - x\n"
    assert changed(card, "sources-=wsj") == "- sources:\n    - title: T\n    - x\n"
    assert changed(card, "sources-=T", "sources-=x") == card.partition("    - title")[0]


@pytest.mark.parametrize(
    "text",
    [
        *("a", "a: b", "a #b", "null", "~", "- a", "[a", 'it\'s: "x"', "a\nb", "a\tb", "\u2028"),
        *("'a", '"a"', "*a", "&a", "!a", "%a", "@a", "`a", "a:", ": a", "|", ">", "?", "? a"),
        *(
            "---",
            "...",
            "\u0085",
            "\\",
            "\ufeff",
            "{a}",
            "a, b",
            "a]",
            "#",
            "no",
            "2016",
            "\x1b[0m",
        ),
    ],
)
@pytest.mark.parametrize("in_brackets", [False, True])
def test_a_text_is_quoted_as_it_must_be(text: str, in_brackets: bool) -> None:  # noqa: FBT001
    """The loader reads what was meant, in brackets and outside."""
    written = quoted(text, in_brackets=in_brackets)
    tree = YamlTree(f"- k: [{written}]\n" if in_brackets else f"- k: {written}\n", "f")
    assert not tree.problems
    assert tree.root == [{"k": [text] if in_brackets else text}]


def test_quotes_are_as_few_as_can_be() -> None:
    """None, else double ones, else single ones, else double ones with backslashes."""
    assert [quoted(t) for t in ("a, b", "a: b", '"a"', "'\"a", "a\n")] == [
        "a, b", '"a: b"', "'\"a\"'", '"\'\\"a"', '"a\\n"',
    ]  # fmt: skip
    assert quoted("a, b", in_brackets=True) == '"a, b"'
    assert text_node(" a ").lines == ["a"]
    assert names("a, b;c,,") == ["a", "b", "c"]


NEW: dict[str, Any] = {"claim": "new", "date": "2016", "sources": ["s"], "topics": []}


@pytest.mark.parametrize(
    ("text", "after", "line"),
    [
        ("", "- claim: new\n  date: 2016\n  sources:\n    - s\n", 1),
        ("# c\n\n", "# c\n\n- claim: new\n  date: 2016\n  sources:\n    - s\n", 3),
        ("# c", "# c\n\n- claim: new\n  date: 2016\n  sources:\n    - s", 3),
        (
            "- note: |+\n    a\n",
            "- note: |+\n    a\n\n- claim: new\n  date: 2016\n  sources:\n    - s\n",
            4,
        ),
        (
            "---\n  - claim: x\n\n...\n",
            "---\n  - claim: x\n\n  - claim: new\n    date: 2016\n    sources:\n      - s\n\n...\n",
            4,
        ),
    ],
)
def test_a_card_is_appended(text: str, after: str, line: int) -> None:
    """A blank line before it, in the file's own indentation, before the end of the document."""
    assert append_cards(text, "f", [NEW]) == (after, [line])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a: b\n", "f: the file is no list of cards, an entry a line"),
        ("[{claim: x}]\n", "`relcli fmt` writes a list in brackets anew"),
        ("- claim: 'x\n", "f:1:10: left as it is: a quotation mark is never closed"),
    ],
)
def test_a_file_that_takes_no_card_says_so(text: str, why: str) -> None:
    """Nothing is written where the result would not be what is meant."""
    with pytest.raises(EditError) as caught:
        append.append_cards(text, "f", [NEW])
    assert why in str(caught.value)
