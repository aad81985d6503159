"""Where a comment belongs, and what is too unusual to be taken apart."""

import pytest

from relcli.edit.layout import Block, Entry, Flow, Layout, UnusualError


def entry(text: str, *keys: str) -> Entry:
    """Return the entry that keys lead to, in the first card of a text."""
    root = Layout(text).root
    assert isinstance(root, Block)
    found = root.entries[0]
    for key in keys:
        assert isinstance(found.value, Block)
        found = next(e for e in found.value.entries if e.name == key)
    return found


def test_a_comment_above_a_key_is_of_that_key() -> None:
    """ruamel.yaml hangs it on the key before, with which it then moves or goes."""
    text = "- sources:\n    - a\n  # about the note\n  note: n\n  # about the date\n  date: 2016\n"
    assert entry(text, "note").lead == ["# about the note"]
    assert entry(text, "date").lead == ["# about the date"]


def test_a_comment_deeper_than_its_key_is_of_the_list_above() -> None:
    """An item that is commented out stays with its list, one at the end of a card with the card."""
    text = "- related:\n    - a\n    # - b\n  # end of card\n# next\n"
    related = entry(text, "related").value
    card = entry(text).value
    root = Layout(text).root
    assert isinstance(related, Block)
    assert isinstance(card, Block)
    assert isinstance(root, Block)
    assert (related.tail, card.tail, root.tail) == (["# - b"], ["# end of card"], ["# next"])


def test_a_comment_behind_a_text_keeps_the_space_before_it() -> None:
    """Comments that a person has aligned stay so."""
    assert entry("- date: 2016     # about\n", "date").comment == "     # about"


@pytest.mark.parametrize(
    "text",
    [
        '- note: "one # two\n    three # four"\n',
        "- note: |\n    # one\n    two\n",
        "- note: >-\n    one\n\n    # two\n",
        "- note: a#b\n",
        "- note: 'a # b'\n",
    ],
)
def test_a_number_sign_in_a_text_is_no_comment(text: str) -> None:
    """In quotes, in a block and within a word it belongs to the text."""
    assert not Layout(text).comments()


def test_every_comment_is_counted() -> None:
    """Above, behind, in brackets, behind the head of a block: none is overlooked."""
    text = "# a\n- claim: x # b\n  note: | # c\n    t\n  topics: [p, # d\n    q] # e\n  # f\n# a\n"
    assert Layout(text).comments() == {"# a": 2, "# b": 1, "# c": 1, "# d": 1, "# e": 1, "# f": 1}


def test_brackets_with_a_comment_inside_stay_as_they_are() -> None:
    """What is in them is kept as lines, not as items."""
    value = entry("- topics: [p, # why\n    # and\n    q]\n  note: n\n", "topics").value
    assert isinstance(value, Flow)
    assert value.lines == ["[p, # why", "    # and", "    q]"]


@pytest.mark.parametrize(
    "text",
    [
        "- ? claim\n  : x\n",
        "- ? a\n    b\n  : x\n",
        "- - a\n  - b\n",
        "--- [a, b]\n",
        "[a] # c\n",
        "- &a x\n- &a y\n",
    ],
)
def test_the_unusual_is_refused(text: str) -> None:
    """Explicit keys, lists in lists and the like are not guessed at."""
    with pytest.raises(UnusualError):
        Layout(text)


@pytest.mark.parametrize(
    "text",
    [
        "- note: {? a : b}\n",
        "- note: &x {a: b}\n",
        "- note: [{? a : b}]\n",
        '- note: ["a\\\n    b"]\n',
    ],
)
def test_unusual_brackets_stay_as_they_are(text: str) -> None:
    """Explicit keys and anchors in brackets are kept as text."""
    root = Layout(text).root
    assert isinstance(root, Block)
    card = root.entries[0].value
    assert isinstance(card, Block)
    value = card.entries[0].value
    assert isinstance(value, Flow)
    assert value.lines is not None


def test_lines_know_their_ends() -> None:
    """The commonest line end is the one for new lines; the last line may have none."""
    layout = Layout("- a: b\r\n  c: d\r\n  e: f\n  g: h")
    assert layout.ends == ["\r\n", "\r\n", "\n", ""]
    assert layout.newline == "\r\n"
    assert Layout("").newline == "\n"
