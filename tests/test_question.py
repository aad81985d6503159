"""What a question asks for: operators, phrases, fields, dates, and what it takes for text."""

from typing import Any

import pytest

from relcli.model.tuning import ALTERNATIVES, PASTED
from relcli.search import question
from relcli.search.fields import FIELDS
from relcli.search.question import Question, read
from tests.questions import parse

LONG = " ".join(["tug"] * PASTED)  # as many pieces as pasted text has


def asked(*words: str, **parts: Any) -> Question:  # noqa: ANN401 - whatever a question is made of
    """A question with these words, and more parts of it."""
    return Question(words, **parts)


def seen(one: Question) -> Question:
    """A question without how it was written."""
    return Question(one.words, one.phrases, one.excluded, one.fields, exact=one.exact)


def without_forms(*words: str) -> dict[str, frozenset[str]]:
    """What stands for itself alone."""
    return {"exact": frozenset(words)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", asked()),
        ("  \t\n ", asked()),
        ("tug Nora", asked("tug", "nora")),
        (
            '"ran aground" tug',
            asked(
                *("ran", "aground", "tug"),
                phrases=(("ran", "aground"),),
                **without_forms("ran", "aground"),
            ),
        ),
        ('tug "ran"', asked("tug", "ran", **without_forms("ran"))),
        ('""', asked()),
        ("tug -sold", asked("tug", excluded=(("sold",),))),
        ('-"ran aground"', asked(excluded=(("ran", "aground"),))),
        ("topic:ships", asked(fields=(("topic", "ships"),))),
        ('topic:"ships of"', asked(fields=(("topic", "ships of"),))),
        ("since:2016 until:2017", asked(fields=(("since", "2016"), ("until", "2017")))),
        ("at-least:possible", asked(fields=(("at-least", "possible"),))),
        ("tug:big", asked("tug", "big")),
        ("topic:", asked("topic")),
        ("-topic:ships", asked(fields=(("-topic", "ships"),))),
        ('"never closed', asked("never", "closed")),
        ('tug "never closed', asked("tug", "never", "closed")),
        ("well-known", asked("well", "known")),
        ("--", asked()),
        ("C-4", asked("c", "4")),
        ("2016-13", asked("2016", "13")),
        ("福島", asked("福島")),
        ("-福島", asked(excluded=(("福島",),))),
        ('"福島"', asked("福島", **without_forms("福島"))),
    ],
)
def test_parse(text: str, expected: Question) -> None:
    """Words, phrases, exclusions and fields are told apart; all else is text."""
    assert seen(parse(text, FIELDS)) == expected


@pytest.mark.parametrize(
    ("text", "alternatives"),
    [
        ("a AND b", [asked("a", "b")]),
        ("a NOT b", [asked("a", excluded=(("b",),))]),
        ("a AND NOT b", [asked("a", excluded=(("b",),))]),
        ("NOT b", [asked(excluded=(("b",),))]),
        ("a NOT -b", [asked("a", "b")]),
        ('NOT "b c" d', [asked("d", excluded=(("b", "c"),))]),
        ("NOT topic:ships", [asked(fields=(("-topic", "ships"),))]),
        ("a OR b", [asked("a"), asked("b")]),
        ("a b OR c AND d", [asked("a", "b"), asked("c", "d")]),
        ("a OR NOT b", [asked("a"), asked(excluded=(("b",),))]),
        ("topic:a OR topic:b", [asked(fields=(("topic", t),)) for t in "ab"]),
        ("福島 OR 事故", [asked("福島"), asked("事故")]),
    ],
)
def test_operators(text: str, alternatives: list[Question]) -> None:
    """NOT binds first, then AND and words beside each other, then OR."""
    found = read(text, FIELDS)

    assert found.operators
    assert list(map(seen, found.alternatives)) == alternatives


@pytest.mark.parametrize(
    ("text", "alternatives"),
    [
        ("NOT NOT b", [asked("not", excluded=(("b",),))]),
        ("a OR OR b", [asked("a", "or"), asked("b")]),
        ("a AND AND b", [asked("a", "and", "b")]),
        ("a NOT OR b", [asked("a", "not"), asked("b")]),
    ],
)
def test_an_operator_before_another_one_is_a_word(text: str, alternatives: list[Question]) -> None:
    """Of two in a row the one that has something to stand for is meant."""
    assert read(text).operators
    assert [each.words for each in read(text).alternatives] == [each.words for each in alternatives]


@pytest.mark.parametrize("text", ["NOT", "a OR", "OR a", "a NOT", "AND", "a or b", "not b"])
def test_a_loose_operator_is_a_word(text: str) -> None:
    """At an end, alone or in small letters it asks for itself."""
    found = read(text)

    assert not found.operators
    assert [each.words for each in found.alternatives] == [tuple(text.lower().split())]


def test_words_in_quotation_marks_are_no_operators() -> None:
    """A phrase is taken as it stands, and its words for themselves."""
    only = parse('"a OR b"')

    assert only.phrases == (("a", "or", "b"),)
    assert only.exact == {"a", "or", "b"}
    assert not read('"a OR b"').operators


@pytest.mark.parametrize("text", ["WAGNER OR MALI", "THE TUG NOT SOLD", "A -NORA"])
def test_in_a_shouted_text_nothing_is_an_operator(text: str) -> None:
    """Capitals tell nothing where all are capitals."""
    found = read(text)
    (only,) = found.alternatives

    assert not found.operators
    assert only.words == tuple(text.lower().replace("-", "").split())
    assert only.excluded == ()
    assert found.ignored == ()


def test_in_a_pasted_text_signs_are_words() -> None:
    """Operators, hyphens, quotation marks count for nothing there, which is told; fields do."""
    found = read(f'{LONG} -sold OR "ran aground" NOT topic:ships -sold', FIELDS)
    (only,) = found.alternatives

    assert found.ignored == ("-sold", "OR", "NOT")
    assert not found.operators
    assert only.words[PASTED:] == ("sold", "or", "ran", "aground", "not", "sold")
    assert (only.excluded, only.phrases, only.exact) == ((), (), frozenset())
    assert only.fields == (("topic", "ships"),)


def test_one_piece_less_is_typed() -> None:
    """Where a text is long enough to have been pasted is one number."""
    shorter = " ".join(LONG.split()[2:])

    assert parse(f"{shorter} -sold").excluded == (("sold",),)
    assert read(f"{shorter} -sold").ignored == ()


def test_a_date_in_a_pasted_text_is_words() -> None:
    """What a sentence says of a month is no question for one."""
    assert parse(f"{LONG} in november 2016").words[PASTED:] == ("in", "november", "2016")
    assert parse(f"{LONG} in 2016-11 -x").words[PASTED:] == ("in", "2016", "11", "x")


def test_alternatives_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the bound what follows an OR is part of the last one."""
    monkeypatch.setattr(question, "ALTERNATIVES", 2)
    found = read("a OR b OR c OR d").alternatives

    assert [each.words for each in found] == [("a",), ("b", "c", "d")]


def test_as_many_alternatives_as_are_typed_are_read() -> None:
    """The bound is above what a text may have that was not pasted."""
    text = " OR ".join(["a"] * (PASTED // 2))

    assert len(read(text).alternatives) == PASTED // 2 <= ALTERNATIVES


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2016-11", "2016-11"),
        ("2016-11-24.", "2016-11-24"),
        ("(2016-11)", "2016-11"),
        ("oil november 2016", "oil 2016-11"),
        ("Nov 2016", "2016-11"),
        ("NOVEMBER 2016", "2016-11"),
        ("oil 25 May 2022", "oil 2022-05-25"),
        ("May 25, 2022", "2022-05-25"),
        ("25th of May 2022", "2022-05-25"),
        ("1st jan 2016", "2016-01-01"),
        ("Sept. 2016", "2016-09"),
        ("may 2016 march", "2016-05 march"),
        ("3 may 4 2016", "3 may 4 2016"),
        ("maybe 2016", "maybe 2016"),
        ("32 may 2016", "32 2016-05"),
        ("may 20161", "may 20161"),
        ("march to moscow 2016", "march to moscow 2016"),
    ],
)
def test_dates(text: str, words: str) -> None:
    """A month or a day, in words or in EDTF, is one word of a question; nothing else is."""
    assert parse(text).words == tuple(words.split())


def test_how_a_date_was_written_is_kept() -> None:
    """It is told as the user wrote it."""
    assert read("oil 25 May 2022").written == {"2022-05-25": "25 May 2022"}
    assert read('oil "x" may 2016').written == {"2016-05": "may 2016"}
    assert read("2016-11").written == {}


def test_a_date_in_quotation_marks_is_words() -> None:
    """What is quoted is looked for as it stands."""
    assert parse('"25 May 2022"').phrases == (("25", "may", "2022"),)


def test_a_date_may_be_left_out() -> None:
    """A hyphen before one leaves out the cards of that time."""
    assert parse("oil -2016-11").excluded == (("2016-11",),)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("when was it founded", "it founded"),
        ("how many tugs", "tugs"),
        ("did he see", "he see"),
        ("how many", "how many"),
        ("who is who", "who is who"),
        ('"how many" tugs', "how many tugs"),
        ('how "many" tugs', "many tugs"),
    ],
)
def test_asking_words(text: str, words: str) -> None:
    """What only makes a question of words counts where there is nothing else, or in quotes."""
    assert parse(text).words == tuple(words.split())


def test_exact() -> None:
    """All words of an exact question stand for themselves, those that make it one too."""
    for text in ("how many tugs", 'how "many" tugs'):
        assert parse(text, exact=True).exact == {"how", "many", "tugs"}
        assert parse(text, exact=True).words == ("how", "many", "tugs")


def test_what_was_written_is_told() -> None:
    """A question keeps its text without what it leaves out, and that beside it."""
    only = parse('tug "ran aground" -sold NOT topic:ships -"a b"', FIELDS)

    assert only.text == 'tug "ran aground"'
    assert only.left_out == ("sold", "topic:ships", '"a b"')


def test_a_question_is_what_it_asks() -> None:
    """Two are the same where all parts are, and each tells what it is made of."""
    assert parse("a b") == parse("a b")
    assert parse("a b") != parse("a c")
    assert parse("a") != ("a",)
    assert repr(parse("a")).startswith("Question(exact=frozenset(), excluded=(), fields=(), ")


@pytest.mark.parametrize(
    ("text", "something"), [("a", True), ("-a", True), ("topic:a", True), ("?", False)]
)
def test_asks(text: str, *, something: bool) -> None:
    """Words, exclusions and fields are something to look for; punctuation is not."""
    assert parse(text, FIELDS).asks is something


@pytest.mark.parametrize("text", ["tug --", "tug -?", 'tug -""', "tug NOT ?"])
def test_a_sign_leaves_nothing_out(text: str) -> None:
    """No remark says that punctuation was left out."""
    only = parse(text)

    assert (only.words, only.excluded, only.left_out) == (("tug",), (), ())
