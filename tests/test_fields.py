"""One mapping, key by key: shapes, ids, scales, dates, and what is said of the wrong ones."""

import pytest

from relcli.errors import RelcliError, did_you_mean
from relcli.load.fields import Fields
from relcli.load.nodes import At, Map
from relcli.load.problems import Problems
from relcli.load.yaml_tree import YamlTree
from relcli.model.date import Date
from relcli.model.ids import answers_to, derived_id, former_id, is_id, slug
from relcli.model.scale import Confidence

KEYS = frozenset({"claim", "date", "confidence", "topics", "id"})


def fields_of(text: str) -> tuple[Fields, Problems]:
    """Read a mapping that stands in the first line of x.yaml."""
    root = YamlTree(text, "x.yaml").root
    assert isinstance(root, Map)
    problems = Problems("x.yaml")
    return Fields(root, "a card", KEYS, problems), problems


def said(problems: Problems) -> list[str]:
    return [str(problem).removeprefix("x.yaml:") for problem in problems]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("claim: a text", "a text"),
        ("claim: '  a text '", "a text"),
        ("claim: 2016", "2016"),
        ("claim: ''", None),
        ("claim: ' '", None),
        ("claim:", None),
        ("claim: null", None),
        ("date: 2016", None),
    ],
)
def test_text(text: str, value: str | None) -> None:
    """A text comes without white space around it; an empty one counts as not given."""
    fields, problems = fields_of(text)
    assert fields.text("claim") == value
    assert problems == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("claim: [a]", "1:8: error[shape] `claim` is a list; write one text"),
        ("claim: {a: b}", "1:8: error[shape] `claim` is a mapping; write one text"),
    ],
)
def test_text_of_another_shape(text: str, problem: str) -> None:
    """A list or a mapping is no text, and the problem stands at the value."""
    fields, problems = fields_of(text)
    assert fields.text("claim") is None
    assert said(problems) == [problem]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("topics: [a, ' b ', a]", [("a", (1, 10)), ("b", (1, 13)), ("a", (1, 20))]),
        ("topics:\n  - a\n  - b", [("a", (2, 5)), ("b", (3, 5))]),
        ("topics: a", [("a", (1, 9))]),
        ("topics: a, b", [("a, b", (1, 9))]),
        ("topics: []", []),
        ("topics: ''", []),
        ("topics:", []),
        ("claim: a", []),
    ],
)
def test_texts(text: str, values: list[tuple[str, At]]) -> None:
    """A list gives its texts, each with its place; one text is a list of one."""
    fields, problems = fields_of(text)
    found = fields.texts("topics")
    assert found == tuple(name for name, _ in values)
    assert [*fields.located("topics", found)] == values
    assert problems == []


def test_texts_of_another_shape() -> None:
    """Items that are no text are problems, and the others are read."""
    fields, problems = fields_of("topics: [a, [b], {c: d}, null, '', e]")
    assert fields.texts("topics") == ("a", "e")
    assert [problem.place.column for problem in problems] == [13, 18, 26, 32]
    assert {problem.message for problem in problems} == {"an item of `topics` is no text"}
    fields, problems = fields_of("topics: {a: b}")
    assert fields.texts("topics") == ()
    assert said(problems) == ["1:9: error[shape] `topics` is a mapping; write a list of texts"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("clam: a", "1:1: error[unknown-key] `clam` is no key of a card; did you mean `claim`?"),
        (
            "claim: a\ncolour: b",
            (
                "2:1: error[unknown-key] `colour` is no key of a card; "
                "write one of claim, confidence, date, id, topics"
            ),
        ),
    ],
)
def test_unknown_keys(text: str, problem: str) -> None:
    """A key that there is not is a problem at the key, with the nearest or all that there are."""
    _, problems = fields_of(text)
    assert said(problems) == [problem]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("claim: a", []),
        ("claim: [a]", []),  # its shape is a problem of its own
        ("date: a", ["1:1: error[missing-key] a card without `claim`; add `claim: x`"]),
        ("claim:", ["1:7: error[missing-key] a card without `claim`; add `claim: x`"]),
        ("claim: ' '", ["1:8: error[missing-key] a card without `claim`; add `claim: x`"]),
    ],
)
def test_require(text: str, problems: list[str]) -> None:
    """A required key that is missing or empty is a problem where it should stand."""
    fields, found = fields_of(text)
    fields.require("claim", "x")
    assert said(found) == problems


@pytest.mark.parametrize(
    ("text", "value", "problems"),
    [
        ("confidence: probable", Confidence.PROBABLE, []),
        ("confidence:", None, []),
        (
            "confidence: Probable",
            None,
            [
                (
                    "1:13: error[unknown-confidence] `Probable` is no confidence word; "
                    "did you mean `probable`?"
                )
            ],
        ),
        (
            "confidence: 70",
            None,
            [
                (
                    "1:13: error[unknown-confidence] `70` is no confidence word; write one of "
                    "confirmed, probable, possible, doubtful, improbable, unconfirmed"
                )
            ],
        ),
    ],
)
def test_word(text: str, value: Confidence | None, problems: list[str]) -> None:
    """A word of a scale is read; another one is a problem that names the nearest or all."""
    fields, found = fields_of(text)
    assert fields.word("confidence", Confidence) is value
    assert said(found) == problems


def test_date() -> None:
    """A date is parsed; what is refused says why, and what to write."""
    fields, problems = fields_of("date: 2016-11")
    assert fields.date("date") == Date.parse("2016-11")
    assert fields.date("claim") is None
    assert problems == []
    fields, problems = fields_of("date: 2015-02-30")
    assert fields.date("date") is None
    assert said(problems) == [
        (
            "1:7: error[date] `date`: February 2015 has 28 days; "
            "write a day from 01 to 28, or 2015-02 alone"
        )
    ]


@pytest.mark.parametrize(
    "text",
    ["wagner-group", "first_200", "wsj-2023-11-02", "a.b", "200", "ns:x", "a-", "Россия"],
)  # fmt: skip
def test_what_can_be_an_id(text: str) -> None:
    """One printable word is an id, in every script."""
    assert is_id(text)
    fields, problems = fields_of(f"id: '{text}'")
    assert fields.id() == text
    assert problems == []


@pytest.mark.parametrize(
    "text",
    ["", "two words", "-x", "a,b", "a;b", "a\\b", "a'b", 'a"b', "<a>", "a\u00a0b", "a\u200bb"],
)  # fmt: skip
def test_what_cannot_be_an_id(text: str) -> None:
    """An id holds nothing that a shell, a list or a terminal would read otherwise."""
    assert not is_id(text)


def test_an_id_that_cannot_be_one_is_a_problem() -> None:
    """The problem stands at the id."""
    fields, problems = fields_of("id: two words")
    fields.id()
    assert said(problems) == [
        "1:5: error[id] `two words` cannot be an id; write one word, like `first-200`"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wagner Group", "wagner-group"),
        ("Al-Akhbar, 24 November 2016", "al-akhbar-24-november-2016"),
        ("حزب الله", "حزب-الله"),
        ("STRASSE straße", "strasse-strasse"),
        ("x" * 60, "x" * 60),
    ],
)
def test_slug(text: str, expected: str) -> None:
    """A name becomes its words in lower case, joined by hyphens."""
    assert slug(text) == expected


@pytest.mark.parametrize("text", ["", "!?", "x" * 61, "word " * 30, "a-b " * 40])
def test_slug_of_what_is_too_long_or_has_no_words(text: str) -> None:
    """What is too long is cut between words and told apart by a digest, and is still an id."""
    made = slug(text)
    assert is_id(made)
    assert len(made) <= 60 + 9
    assert made != slug(text + "?!x")
    assert "--" not in made


def test_derived_id() -> None:
    """The id of a card without one has the first words of its claim and a digest of all."""
    claim = "Wagner planned to hand a Pantsir-S1 to Hezbollah."
    # This very id: it must not change between versions, for others have it in their notes.
    assert derived_id(claim) == "wagner-planned-to-hand-a-aab7eb6f"
    assert derived_id(f"  {claim.upper()}!") == derived_id(claim)
    assert derived_id(claim + " Later") != derived_id(claim)
    assert is_id(derived_id("?!"))
    assert is_id(derived_id("Hezbollah's “plan”, <again>; \\"))


@pytest.mark.parametrize(
    ("word", "nearest"),
    [
        ("wagnr", "Wagner"),
        ("WAGNER", "Wagner"),
        ("hizballah", "Hezbollah"),
        ("zoology", None),
        ("", None),
        ("x" * 100_000, None),
    ],
)
def test_did_you_mean(word: str, nearest: str | None) -> None:
    """The nearest known word is offered, whatever its case, and none where none is near."""
    assert did_you_mean(word, ["Wagner", "Hezbollah"]) == nearest
    assert did_you_mean(word, []) is None


def test_errors_say_what_and_how_to_mend_it() -> None:
    """An error is one line, with its cure where there is one."""
    assert str(RelcliError("no cards", "add one")) == "no cards; add one"
    assert str(RelcliError("no cards")) == "no cards"


def test_problems_of_a_dataset() -> None:
    """A name that the dataset does not declare gets the nearest, or where to declare it."""
    problems = Problems("x.yaml")
    problems.unknown(("militry", (3, 4)), "topic", ["military"], "dataset.yaml")
    problems.unknown(("zoology\n", (3, 4)), "topic", ["military"], "dataset.yaml")
    assert said(problems) == [
        "3:4: error[unknown-topic] the dataset has no topic `militry`; did you mean `military`?",
        (
            r"3:4: error[unknown-topic] the dataset has no topic `zoology\n`; "
            "declare it in dataset.yaml"
        ),
    ]


@pytest.mark.parametrize(
    ("claim", "made", "before"),
    [
        ("दिल और दाल।", "दिल-और-दाल-6bfff208", "द-ल-और-द-ल-af4e2651"),
        ("ผู้ติดเชื้อ", "ผู้ติดเชื้อ-c1fe403a", "ผ-ต-ดเช-อ-7bb6aa58"),
        ("İzmir'de", "izmir-de-c28dc217", "i-zmir-de-a8138a9b"),
        ("ශ්\u200dරී ලංකා", "ශ්රී-ලංකා-1f3aa9f4", "ශ-ර-ල-ක-85c375b6"),
    ],
)
def test_a_derived_id_keeps_the_signs_of_letters(claim: str, made: str, before: str) -> None:
    """Vowel signs and tones are of the word they stand in; the id of before is remembered."""
    assert (derived_id(claim), former_id(derived_id(claim), claim)) == (made, before)
    assert answers_to(made, claim) == (made, before)
    assert is_id(made)


@pytest.mark.parametrize("claim", ["Wagner came.", "Сирия и Ливан", "武漢の人", "Café"])
def test_a_text_without_signs_has_the_id_it_had(claim: str) -> None:
    """Nothing changes for what was never cut in two."""
    assert former_id(derived_id(claim), claim) is None
    assert answers_to("own", claim) == ("own",)


def test_two_words_that_differ_in_vowels_have_two_slugs() -> None:
    """Who is called by one is not taken for who is called by the other."""
    assert slug("दिल") == "दिल"
    assert slug("दाल") == "दाल"
    assert slug("Cafe\u0301") == slug("Caf\u00e9")  # however the accent is written
    assert slug("\u0301a \u0301") == "a"  # a sign without its letter is none


def test_an_id_is_not_cut_within_a_letter() -> None:
    """Where a long word ends for want of room, a letter has all of its signs or is not there."""
    made = slug("ก" * 59 + "กี่" + "ก" * 9)
    assert made.startswith("ก" * 59 + "-")
    assert slug("人" * 99).startswith("x-")  # as it always was
