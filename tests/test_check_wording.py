"""What `check` says of how a text is written: where a sentence ends, and what a comment cuts."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from relcli.check.stops import has_end
from relcli.load.cards import read_cards
from relcli.load.declared import Declared
from relcli.load.yaml_tree import YamlTree

if TYPE_CHECKING:
    from tests.conftest import Run

Relcli = Callable[..., "Run"]
Cards = Callable[..., Path]


@pytest.mark.parametrize(
    "sentence",
    [
        "They left.",
        "They left!",
        "Did they leave?",
        "They said “we leave.”",
        "他们离开了。",
        "他们说「走。」",
        "彼らは去った\uff0e",
        "वे चले गए।",
        "وہ چلے گئے\u06d4",
        "هل غادروا؟",
        "Նրանք հեռացան\u0589",
        "ሄዱ።",
        "သူတို့ ထွက်သွားသည်။",
        "ពួកគេបានចាកចេញ។",
        "དེ་ཚོ་ཕྱིན་སོང་།",
        "Έφυγαν;",
        "Έφυγαν.",
    ],
)
def test_each_script_ends_a_sentence_in_its_own_way(sentence: str) -> None:
    """A stop of the script is one, also within the quotes that close after it."""
    assert has_end(sentence)
    assert not has_end(sentence.rstrip("”」")[:-1])


@pytest.mark.parametrize(
    "sentence",
    ["กองทัพถอนกำลังแล้ว", "กองทัพถอนกำลังในปี 2020", "ກອງທັບຖອນທະຫານ", "USS Lincoln ออกจากท่าแล้ว"],
)
def test_scripts_without_a_stop_are_asked_for_none(sentence: str) -> None:
    """Thai and Lao end a sentence by a space or by nothing, with a number behind it or a name."""
    assert has_end(sentence)


@pytest.mark.parametrize(
    "sentence", ["They left", "Они ушли", "他们离开了", "그들은 떠났다", "2020", "They left;"]
)
def test_others_are_asked_for_theirs(sentence: str) -> None:
    """A script that has a stop needs it."""
    assert not has_end(sentence)


def test_two_sentences_need_no_space_in_chinese(run: Relcli, cards: Cards) -> None:
    """A stop between two sentences is enough, and one within quotes is none."""
    rest = "  date: 2020\n  source: {publisher: P}\n  confidence: possible\n"
    folder = cards(
        f"- id: two\n  claim: 他们来了。又走了。\n{rest}"
        f"- id: one\n  claim: 他说「来。走。」\n{rest}"
    )
    found = json.loads(run("--facts", folder, "check", "--format", "json").out)
    assert [(p["rule"], p["place"]["line"]) for p in found] == [("two-sentences", 2)]


DECLARED = {
    "dataset": "title: The #1 facts\ntopics:\n  arms: Arms #7\n  law: Law  # and order\n",
    "actors": "unit:\n  name: Unit #9\n  aliases:\n    - Ninth\n    - No. #9\n",
    "sources": "log:\n  title: Log # 12\n  publisher: Port # of Aden\n  published: 2020 #x\n",
}


def test_texts_of_every_file_are_looked_at(run: Relcli, cards: Cards) -> None:
    """The name of an actor, an alias, a topic, a title: each at its place, and nothing else."""
    card = (
        "- id: a\n  claim: A.\n  date: 2020\n  confidence: possible\n  topics: [arms]\n"
        "  actors:\n    - unit #2\n  sources:\n    - log #3\n    - {title: T, says: U}  # both\n"
        "  note: One line\n    and\n\n    another # with more.\n"
    )
    folder = cards(card, **DECLARED)
    found = json.loads(run("--facts", folder, "check", "--select", "cut-text", "-f", "json").out)
    places = [(Path(p["place"]["path"]).name, p["place"]["line"]) for p in found]
    assert places == [
        *(("actors.yaml", 2), ("actors.yaml", 5), ("cards.yaml", 7), ("cards.yaml", 9)),
        *(("cards.yaml", 11), ("dataset.yaml", 1), ("dataset.yaml", 3), ("sources.yaml", 2)),
    ]
    assert found[0]["message"] == "`#9` is a comment, and the text ends before it"


@pytest.mark.parametrize(
    "note",
    [
        "Done. # by whom",
        "done  # by whom",
        "'done #1'",
        '"done #1"',
        "done#1",
        "|\n    done #1",
        "# x",
    ],
)
def test_a_comment_is_a_comment(run: Relcli, cards: Cards, note: str) -> None:
    """After a sentence, after two spaces, or in quotes nothing is cut."""
    rest = "  date: 2020\n  source: {publisher: P}\n  confidence: possible\n"
    folder = cards(f"- claim: A.\n  note: {note}\n{rest}")
    assert run("--facts", folder, "check", "--select", "cut-text").out == "clean: 1 file, 1 card\n"
    assert (
        len(read_cards(YamlTree(f"- claim: A.\n  note: {note}\n{rest}", ""), "", Declared())[0])
        == 1
    )


@pytest.mark.parametrize("key", ["note", "says"])
def test_a_text_may_begin_with_a_number_sign(run: Relcli, cards: Cards, key: str) -> None:
    """Then nothing of it is read, and that is told, too."""
    note = "  note: #1 of all\n" if key == "note" else ""
    says = "says: #4 of them\n    " if key == "says" else ""
    source = f"  source:\n    {says}publisher: P\n"
    folder = cards(f"- claim: A.\n{note}  date: 2020\n{source}  confidence: possible\n")
    found = json.loads(run("--facts", folder, "check", "--select", "cut-text", "-f", "json").out)
    assert [p["message"][:3] for p in found] == ["`#1" if key == "note" else "`#4"]
