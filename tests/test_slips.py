"""What is YAML and not what was meant: told by its own name, and what stands around it answers."""

import pytest

from relcli.load import yaml_events, yaml_pure, yaml_tree
from relcli.load.cards import read_cards
from relcli.load.declared import Declared
from relcli.load.lookalikes import latin, named
from relcli.load.problems import Problems
from relcli.load.slips import without_slips
from relcli.load.yaml_tree import YamlTree

REST = "  date: 2020\n  source: X\n  confidence: possible\n"
GOOD = f"- id: good\n  claim: G.\n{REST}"
LAST = f"- id: last\n  claim: L.\n{REST}"


@pytest.fixture(params=["plain", "libyaml", "pure"], autouse=True)
def _each_reader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read each text as users do, with libyaml alone, and with PyYAML's own parser alone."""
    if request.param != "plain":
        monkeypatch.setattr(yaml_tree, "read_plain", lambda _: None)
    if request.param == "pure":
        monkeypatch.setattr(yaml_events, "Parser", yaml_pure.Parser)


def read(text: str) -> tuple[list[str], list[tuple[int, int, str]]]:
    """Return the ids of the cards of a text, and line, column and rule of each problem."""
    tree = YamlTree(text, "x.yaml")
    cards, problems = read_cards(tree, "x", Declared())
    found = [(p.place.line, p.place.column, p.rule) for p in (*tree.problems, *problems)]
    return [card.id for card in cards], found


def side(card_id: str) -> str:
    return f"- id: {card_id}\n  claim: C.\n{REST}"


@pytest.mark.parametrize(
    "conflict",
    [
        f"<<<<<<< HEAD\n{side('b')}=======\n{side('b')}>>>>>>> feature\n",
        f"<<<<<<< HEAD\n{side('b')}||||||| base\n=======\n{side('c')}>>>>>>> feature\n",
        f"<<<<<<< HEAD\n=======\n# added\n\n{side('b')}>>>>>>> feature\n",
        f"<<<<<<< HEAD\n{side('b')}=======\n>>>>>>> feature\n",
        "<<<<<<< A\n<<<<<<< B\n- id: b\n=======\n>>>>>>> B\n=======\n- id: c\n>>>>>>> A\n",
        "<<<<<<< HEAD\r\n- id: b\r\n=======\r\n- id: b\r\n>>>>>>> feature\r\n",
        f"<<<<<<< HEAD\n- id: b\n  claim: B.\n=======\n- id: b\n  claim: C.\n>>>>>>> f\n{REST}",
        "=======\n",
        ">>>>>>> feature\n",
        "||||||| base\n",
    ],
    ids=range(10),
)
def test_what_stands_around_a_conflict_answers(conflict: str) -> None:
    """Neither side is read, and the cards above and below are as if there was no conflict."""
    assert read(GOOD + conflict + LAST) == (["good", "last"], [(6, 1, "merge-conflict")])


@pytest.mark.parametrize(
    "card",
    [
        f"- id: b\n  claim: B.\n<<<<<<< A\n  note: x\n=======\n  note: y\n>>>>>>> B\n{REST}",
        f"- id: b\n  claim: B.\n<<<<<<< A\n=======\n  note: y\n>>>>>>> B\n{REST}",
        f"- id: b\n  claim: B.\n<<<<<<< A\n=======\n{side('c')}>>>>>>> B\n{REST}",
        f"- id: b\n  claim: B.\n=======\n{REST}",
    ],
    ids=range(4),
)
def test_a_card_that_a_conflict_goes_through_is_left_out(card: str) -> None:
    """Whichever side was meant: nobody knows what the card says."""
    assert read(GOOD + card + LAST) == (["good", "last"], [(8, 1, "merge-conflict")])


def test_a_conflict_without_an_end_goes_to_that_of_the_file() -> None:
    """Where the other side ends nobody can tell, so none of it is read."""
    text = f"{GOOD}<<<<<<< A\n{side('b')}=======\n{side('c')}"
    tree = YamlTree(text, "x.yaml")
    assert read(text) == (["good"], [(6, 1, "merge-conflict")])
    assert "up to line 17" in tree.problems[0].message


def test_what_a_conflict_declares_is_not_unknown() -> None:
    """A card that names an actor within a conflict is read: what is wrong is told once."""
    both = "<<<<<<< X\nb:\n  name: B\n=======\nb:\n  name: C\n>>>>>>> Y\n"
    actors = f"a:\n  name: A\n{both}c:\n  name: D\n"
    declared = Declared()
    tree = YamlTree(actors, "actors.yaml")
    problems = declared.read_actors(tree)
    assert ([*declared.actors], declared.broken, problems) == (["a", "c"], {"b"}, [])
    assert [problem.rule for problem in tree.problems] == ["merge-conflict"]


def test_marks_of_a_conflict_within_texts_are_text() -> None:
    """They count at the beginning of a line, in full length."""
    card = f"- id: b\n  claim: '<<<<<<< A'\n  note: |\n    =======\n    x\n{REST}"
    assert read(GOOD + card + LAST) == (["good", "b", "last"], [])


@pytest.mark.parametrize(
    ("card", "at"),
    [
        (f"- id: b\n\u00a0 claim: B.\n{REST}", (7, 1)),
        (f"- id: b\n  \u2003claim: B.\n{REST}", (7, 3)),
        (f"- id: b\n  claim:\u3000B.\n{REST}", (7, 9)),
        (f"- id: b\n  claim: \u00a0\n{REST}", (7, 10)),
        (f"-\u00a0id: b\n  claim: B.\n{REST}", (6, 2)),
        (f"\u00a0- id: b\n  claim: B.\n{REST}", (6, 1)),
        (f"- id: b\n  claim: B.\n{REST}  topics:\n    -\u202fx\n", (12, 6)),
        (f"- id: b\n  \ufeffclaim: B.\n{REST}", (7, 3)),
        (f"- \u200bid: b\n  claim: B.\n{REST}", (6, 3)),
        (f"- id: b\n  claim: B.\n{REST}  note:\u00a0x\n  topics:\u00a0[a]\n", (11, 8)),
        ("- id: b\n  claim: B.\n" + REST.replace("X", "{title:\u00a0X}"), (9, 18)),
    ],
)
def test_a_space_that_is_none(card: str, at: tuple[int, int]) -> None:
    """It is named where it stands, once a card, and the card is left out."""
    assert read(GOOD + card + LAST) == (["good", "last"], [(*at, "no-break-space")])


def test_a_line_of_such_spaces_spoils_no_card() -> None:
    """It is told, and what stands above and below it is read."""
    text = f"{GOOD}\u00a0\u00a0\n{LAST}"
    assert read(text) == (["good", "last"], [(6, 1, "no-break-space")])
    assert read(f"{GOOD}  \u200b\r\n{LAST}") == (["good", "last"], [(6, 3, "no-break-space")])


@pytest.mark.parametrize(
    ("card", "at"),
    [
        ("- id: b\n  claim: B.\n" + REST.replace("X", "{title\uff1a X}"), (9, 17)),
        (f"- id: b\n  claim\uff1aB.\n{REST}", (7, 8)),
        (f"- id: b\n  claim \u2236 B.\n{REST}", (7, 9)),
        (f"- id: b\n  cl\u0430im: B.\n{REST}", (7, 5)),
        (f"- id: b\n  \uff43laim: B.\n{REST}", (7, 3)),
        (f"- id: b\n  claim\u00a0: B.\n{REST}", (7, 8)),
        (f"- id: b\n  \u201cclaim\u201d: B.\n{REST}", (7, 3)),
        (f"\u2013 id: b\n  claim: B.\n{REST}", (6, 1)),
        (f"\u2014\u00a0id: b\n  claim: B.\n{REST}", (6, 1)),
        ("- id: b\n  claim: B.\n" + REST.replace("source", "s\u043eurce"), (9, 4)),
        ("- id: b\n  claim: B.\n" + REST.replace("X", "{titl\u0435: X}"), (9, 16)),
    ],
)
def test_a_sign_that_looks_like_another(card: str, at: tuple[int, int]) -> None:
    """Of a key, a colon or a dash: the sign is named, and nothing is said to be missing."""
    assert read(GOOD + card + LAST) == (["good", "last"], [(*at, "look-alike")])


@pytest.mark.parametrize(
    ("begun", "column", "rule"),
    [
        ("-\u00a0id: b", 2, "no-break-space"),
        ("-\u3000id: b", 2, "no-break-space"),
        ("- \u200fid: b", 3, "no-break-space"),
        ("\u00a0- id: b", 1, "no-break-space"),
        ("\u2013 id: b", 1, "look-alike"),
    ],
)
def test_the_first_line_of_a_file_may_slip(begun: str, column: int, rule: str) -> None:
    """Then all of that card is left out, whether others follow or not, and these answer."""
    card = f"{begun}\n  claim: B.\n{REST}"
    indented = "".join(f"  {line}\n" for line in f"{card}{LAST}".splitlines())
    assert read(card + LAST) == (["last"], [(1, column, rule)])
    assert read(card) == ([], [(1, column, rule)])
    assert read(indented) == (["last"], [(1, column + 2, rule)])


@pytest.mark.parametrize(
    "card",
    [
        f"- id: b\n  claim: \u00ab\u00a0B\u00a0\u00bb \u2014 C.\n{REST}",
        f"- id: b\n  claim: \u00a0B.\n{REST}",
        f"- id: b\n  claim: B.\n{REST}  note: |\n    \u00a0- x\n\n    date\uff1a2016\n",
        f"- id: b\n  claim: B.\n{REST}  topics:\n    - |\n      \u00a0- x\n",
        f"- id: b\n  claim: \u201cB\u201d\uff1aC.\n    \u2013 so he said.\n{REST}",
        f"- id: b\n  claim: B.\n{REST}  topics:\n    - \u00a0x\n",
    ],
)
def test_texts_may_have_such_signs(card: str) -> None:
    """A card is left out for what YAML reads otherwise than it is meant, and for nothing else."""
    assert read(GOOD + card + LAST) == (["good", "b", "last"], [])


def test_a_text_without_slips_stays() -> None:
    """It is the same text, whatever letters it has; and so is one with nothing in it but a mark."""
    for text in ("", GOOD, "- \u00e9\u00a0x\n"):
        assert without_slips(text, Problems("x")) == (text, set())
    assert without_slips("=======\n", Problems("x")) == ("#\n", set())


def test_the_lines_below_stay_where_they_are() -> None:
    """The place of a card does not depend on what was set aside above it."""
    text = f"{GOOD}<<<<<<< A\r\n- id: b\r\n=======\n- id: c\r>>>>>>> B\n{LAST}"
    cards, _ = read_cards(YamlTree(text, "x.yaml"), "x", Declared())
    assert [card.place.line for card in cards] == [1, 11]


def test_a_key_that_is_another_word_is_just_unknown() -> None:
    """What looks like no key is told as before."""
    text = f"- id: b\n  claim: B.\n  \u043d\u043e\u0433\u0430: x\n{REST}"
    assert read(text) == ([], [(3, 3, "unknown-key")])


def test_signs_are_told_by_name_and_number() -> None:
    """A reader who sees no difference can look the sign up."""
    assert named("\u0430") == "a Cyrillic small letter a (U+0430)"
    assert named("\uff1a") == "a full-width colon (U+FF1A)"
    assert named("\u3000") == "an ideographic space (U+3000)"
    assert latin("\u0421l\u0430im\u200b") == "claim"


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("- claim: called the #1\n    supplier.\n", (1, 21)),
        ("- source: {title: Report #4}\n", (1, 26)),
        ("- source: {title: A,\n    url: B #4,\n    says: c}\n", (2, 12)),
        ("- topics: [a #1, b]\n", (1, 14)),
    ],
)
def test_a_comment_that_breaks_off_is_named(text: str, at: tuple[int, int]) -> None:
    """Where what follows a comment cannot be read, the comment is what is to mend."""
    tree = YamlTree(text, "x.yaml")
    assert [(p.place.line, p.place.column) for p in tree.problems] == [at]
    assert "` #` begins a comment" in tree.problems[0].message


@pytest.mark.parametrize(
    "text",
    ["- topics: ['a #1', b\n", "- claim: 'a # b\n", "- topics: [a b\n", "- claim: a\n    b: c\n"],
)
def test_a_hash_in_quotes_is_no_comment(text: str) -> None:
    """Other trouble is told as before."""
    tree = YamlTree(text, "x.yaml")
    assert len(tree.problems) == 1
    assert "comment" not in tree.problems[0].message
