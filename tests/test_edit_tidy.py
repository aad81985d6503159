"""The canonical form, and that it leaves alone what it cannot keep."""

import textwrap
from pathlib import Path, PurePath

import pytest

from relcli.edit import no_loss
from relcli.edit import tidy as module
from relcli.edit.key_order import ACTOR, CARD, DECLARING_FORMS, SOURCE, form_of
from relcli.edit.normal_date import normal_date
from relcli.edit.tidy import tidy
from relcli.errors import EditError
from relcli.model.date import Date
from relcli.model.edtf import DateError
from relcli.model.keys import (
    ACTOR_KEYS,
    CARD_KEYS,
    CARD_SOURCE_KEYS,
    DATASET_KEYS,
    SOURCE_KEYS,
)

FACTS = Path(__file__).parent.parent / "facts"


def tidied(text: str, name: str = "cards.yaml") -> str:
    """Return a text in canonical form."""
    return tidy(textwrap.dedent(text), name, form_of(PurePath(name)))


def test_the_form_knows_every_key_of_the_loader() -> None:
    """A key that the loader learns has to be given a place."""
    assert set(CARD.order) == CARD_KEYS
    assert set(SOURCE.order) == CARD_SOURCE_KEYS
    assert set(ACTOR.order) == ACTOR_KEYS
    assert set(DECLARING_FORMS["dataset.yaml"].order) == DATASET_KEYS
    entries = DECLARING_FORMS["sources.yaml"].entries
    assert entries
    assert set(entries.order) == SOURCE_KEYS


@pytest.mark.parametrize("path", sorted(FACTS.rglob("*.yaml")), ids=lambda path: path.name)
def test_the_shipped_facts_are_tidy(path: Path) -> None:
    """Fmt has nothing to do there."""
    text = path.read_text(encoding="utf-8")
    assert tidy(text, str(path), form_of(path)) == text


CASES = {
    "keys in order, comments with their keys": (
        """\
        # head

        - confidence: possible
          # why this claim
          claim: x  # and this
          sources:
          - says: it says so
            # an id
            id: wsj

          note: n
          # about the date
          date: 2016
        - claim: y
          date: 2017
        """,
        """\
        # head

        # why this claim
        - claim: x  # and this
          # about the date
          date: 2016
          confidence: possible
          sources:
            # an id
            - id: wsj
              says: it says so

          note: n

        - claim: y
          date: 2017
        """,
    ),
    "a long text is broken, a broken one that fits is joined": (
        f"""\
        - claim: {"word " * 22}
          note: "in
            quotes"
        """,
        f"""\
        - claim: {("word " * 20).strip()}
            word word
          note: "in quotes"
        """,
    ),
    "a list too long for a line has an item a line": (
        f"- related: [{', '.join(f'card-{n:03}' for n in range(12))}]\n",
        "- related:\n" + "".join(f"    - card-{n:03}\n" for n in range(12)),
    ),
    "a card in braces too long for a line has a key a line": (
        f"- {{date: 2016, claim: {'word ' * 18}word, 'note': n}}\n",
        f"- claim: {'word ' * 18}word\n  date: 2016\n  'note': n\n",
    ),
    "but not where a comment follows it": (
        f"- {{date: 2016, claim: {'word ' * 20}word}} # c\n",
        f"- {{claim: {'word ' * 20}word, date: 2016}} # c\n",
    ),
    "cards of a line may stand together": (
        "- {b: c,   a: d}\n- {claim: x}\n",
        "- {b: c, a: d}\n- {claim: x}\n",
    ),
    "dates in their normal form": (
        "- date: Nov 2016\n  source: {published: 2016-1-2, title: x}\n  note: Nov 2016\n",
        "- date: 2016-11\n  source: {title: x, published: 2016-01-02}\n  note: Nov 2016\n",
    ),
    "quotes stay": ("- date: '2016-1'\n  note: \"a\"\n", "- date: '2016-01'\n  note: \"a\"\n"),
    "blocks are only moved": (
        "-   note: |  # head\n      a\n        b\n\n      c\n    claim: >-\n      d\n\n      e\n",
        "- claim: >-\n    d\n\n    e\n  note: |  # head\n    a\n      b\n\n    c\n",
    ),
    "blocks are moved to the right as well": (
        "- sources:\n  - says: |\n     a\n\n     b\n",
        "- sources:\n    - says: |\n       a\n\n       b\n",
    ),
    "a block that keeps nothing at its end keeps no blank line that comes below it": (
        "- note: |+\n    a\n  claim: x\n- note: >2+ # a+b\n     b\n  claim: y\n",
        "- claim: x\n  note: |\n    a\n\n- claim: y\n  note: >2 # a+b\n     b\n",
    ),
    "and what it keeps, it keeps, to the line": (
        "- note: |+\n    a\n\n\n  claim: x\n- note: >+\n    b\n\n",
        "- claim: x\n  note: |+\n    a\n\n\n- note: >+\n    b\n\n",
    ),
    "also before a comment": (
        "- claim: x\n  note: |+\n    a\n\n  # c\n\n",
        "- claim: x\n  note: |+\n    a\n\n  # c\n",
    ),
    "a block that ends with the file": ("- note: |\n    a", "- note: |\n    a\n"),
    "line ends that mean something stay": (
        '- note: "a\\\n    b"\n  claim: one\n\n    two\n',
        '- claim: one\n\n    two\n  note: "a\\\n    b"\n',
    ),
    "brackets with a comment stay": (
        "- topics: [a, # why\n    b] # c\n  claim: x\n",
        "- claim: x\n  topics: [a, # why\n    b] # c\n",
    ),
    "nothing, and something to come": (
        "- claim:\n    # first\n    x # second\n  note: # third\n    y\n  id:\n",
        "- id:\n  # first\n  claim: x # second\n  note: y  # third\n",
    ),
    "two comments on one text": (
        "- claim: # one\n    x # two\n",
        "# one\n- claim: x # two\n",
    ),
    "a comment between dash and card": (
        "- # one\n\n  # two\n  claim: x\n",
        "# one\n# two\n- claim: x\n",
    ),
    "blank lines come single, and none at either end": (
        "\n\n# a\n\n\n- claim: x\n\n\n# b\n\n\n# c\n- claim: y\n\n\n# d\n\n",
        "# a\n\n- claim: x\n\n# b\n\n# c\n- claim: y\n\n# d\n",
    ),
    "JSON": (
        '# a\n[{"date": "2016", "claim": "x"}, {}]\n# b\n',
        '# a\n- {"claim": "x", "date": "2016"}\n- {}\n# b\n',
    ),
    "document markers": (
        "---\n- date: 2016\n  claim: x\n...\n",
        "---\n- claim: x\n  date: 2016\n...\n",
    ),
    "nothing at all": ("# only this\n", "# only this\n"),
    "no cards": ("[]", "[]"),
    "no final newline": ("- claim: x", "- claim: x\n"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_tidied(case: str) -> None:
    """Each text becomes the other, and that one stays as it is."""
    before, after = map(textwrap.dedent, CASES[case])
    assert tidied(before) == after
    assert tidied(after) == after


def test_declaring_files_have_their_own_form() -> None:
    """The keys of an entry are put in order, the entries are not; the top stays on top."""
    actors = "b:\n  aliases: [x]\n  name: B\na: {kind: c, name: A}\n"
    assert (
        tidied(actors, "actors.yaml") == "b:\n  name: B\n  aliases: [x]\n\na: {name: A, kind: c}\n"
    )
    dataset = "# top\ntopics:\n  b: B\n  a: A\n# mine\ntitle: T\n"
    assert tidied(dataset, "dataset.yaml") == "# top\n# mine\ntitle: T\ntopics:\n  b: B\n  a: A\n"


def test_line_ends_stay() -> None:
    """A file from Windows stays one."""
    assert tidied("- date: 2016\r\n  claim: x\r\n") == "- claim: x\r\n  date: 2016\r\n"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("- claim: 'x\n", "cards.yaml:1:10: left as it is: a quotation mark is never closed"),
        ("- a: 1\n  a: 2\n", "cards.yaml:2:3: left as it is: `a` is given twice"),
        ("- ? a\n  : b\n", "left as it is: a key that is no single word before a colon"),
        ("a: b\n", "left as it is: the file is no list of cards"),
        ("a text", "left as it is: the file is no list of cards"),
        ("[a, # b\n c]", "left as it is: the file is one list in brackets"),
    ],
)
def test_left_alone(text: str, why: str) -> None:
    """What has a problem, or no form, is left as it is, with a reason."""
    with pytest.raises(EditError) as caught:
        tidied(text)
    assert why in str(caught.value)


def test_a_declaring_file_that_is_a_list_is_left_alone() -> None:
    """Its entries would have no ids."""
    with pytest.raises(EditError, match="the file is no mapping"):
        tidied("- a\n", "actors.yaml")


def test_a_loss_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Should a comment or a word ever get lost on the way, the file is left as it is."""
    with monkeypatch.context() as patched:
        patched.setattr(module, "join", lambda *_, **__: ["- claim: x"])
        with pytest.raises(EditError, match="the comment `# why` would be lost"):
            tidied("- claim: x # why\n")
        with pytest.raises(EditError, match="no longer say the same"):
            tidied("- claim: y\n")
    assert no_loss.meaning(["a", None]) == ["a", None]


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("2016-1-2", "2016-01-02"),
        (" 2016 ", "2016"),
        ("November 2016", "2016-11"),
        ("c. 2016", "2016~"),
        ("2016\u20132018", "2016/2018"),
        ("201x", "201X"),
        ("1/2/2016", "1/2/2016"),
        ("2016-02-30", "2016-02-30"),
        ("2018/2016", "2018/2016"),
        ("2016-01-02T10:00", "2016-01-02T10:00"),
        ("201X-05", "201X-05"),
        ("2015 or 2016", "2015 or 2016"),
        ("soon", "soon"),
    ],
)
def test_only_the_spelling_of_a_date_is_mended(text: str, normal: str) -> None:
    """What could mean another date, or would say less, stays as it is."""
    assert normal_date(text) == normal


def test_every_reason_to_mend_a_date_is_one_that_dates_are_refused_for() -> None:
    """The list of reasons names those of model.date_cure, word for word."""
    from relcli.model.date_cure import SPELLING

    texts = ["2016-1", "13.2.2016", "May 2016", "2016 - 2017", "about 2016", "maybe 2016", "2016?~"]
    texts += ["2016 ?", "20 16", "\u0662\u0660\u0661\u0666", "201u", "2016/ 2017"]
    reasons = set()
    for text in texts:
        with pytest.raises(DateError) as caught:
            Date.parse(text)
        reasons.add(str(caught.value))
    assert reasons >= SPELLING, SPELLING - reasons


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ('"[2016..2018]"', '"between 2016 and 2018"'),
        ('"[..2018]"', '"by 2018"'),
        ('"[2016..]"', '"[2016..]"'),
        ("Between 2016  and 2018", "between 2016 and 2018"),
        ("by May 2018", "by 2018-05"),
        ("As of 15 May 2018", "as of 2018-05-15"),
        ("2016 or later", "2016 or later"),
        ("before 2016", "before 2016"),
        ("44 BC", "44 BC"),
    ],
)
def test_sets_and_states_have_a_normal_form(written: str, normal: str) -> None:
    """A set is written with its words; what is no matter of spelling is left to a person."""
    text = f"- claim: A.\n  date: {written}\n  confidence: possible\n  source: X\n"
    assert tidied(text) == text.replace(written, normal)
