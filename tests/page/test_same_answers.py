"""The page answers as the command line does: the same cards, in the same order, the same remarks.

A few thousand questions are put to the scripts of the page, in a browser, and to the engine.
"""

import csv
import json
import os
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from playwright.sync_api import Browser

from relcli.errors import FilterError
from relcli.index.words import words
from relcli.model.query import Answer, Query, Sort
from relcli.search.answer import answer
from relcli.search.facts import Facts
from relcli.view.page.make import SCRIPTS

TESTS = Path(__file__).parents[1]
SHIPPED = TESTS.parent / "facts" / "hezbollah-russia"
NAMES = TESTS.parent / "facts" / "hezbollah-russia" / "actors.yaml"

# The page answers while one types, so it is asked as its own form asks.
ASK = """
  const made = new Search(CARDS);
  return questions.map((q) => {
    const { cards, partial, told, where } = choose({ ...nothingAsked(), q }, () => made);
    return {
      ids: cards.map((card) => card.id),
      partial: cards.filter((card) => partial.has(card)).map((card) => card.id),
      places: cards.slice(0, 20).map(where.get),
      told,
    };
  });
"""


class Told(NamedTuple):
    """A whole answer: the ids of its cards, which have but some of the words, where, remarks."""

    ids: list[str]
    partial: list[str]
    places: list[list[list[str]]]
    remarks: list[str]


Asker = Callable[[Path, Sequence[str]], list[Told]]


@pytest.fixture(scope="module")
def ask_page(browser: Browser) -> Asker:
    """Ask the scripts of a page, as they stand in the file, without what draws."""
    scripts = files("relcli.view.page") / "scripts"
    names = SCRIPTS[: SCRIPTS.index("filters") + 1]
    source = "\n".join((scripts / f"{name}.js").read_text(encoding="utf-8") for name in names)

    def ask(file: Path, questions: Sequence[str]) -> list[Told]:
        found = re.search(
            r'<script type="application/json" id="data">.*?</script>',
            file.read_text(encoding="utf-8"),
            re.DOTALL,
        )
        assert found
        page = browser.new_page()
        page.set_content(found[0])
        answers = page.evaluate(f"questions => {{ {source}\n{ASK} }}", list(questions))
        page.close()
        return [
            Told(each["ids"], each["partial"], each["places"], each["told"]) for each in answers
        ]

    return ask


def told_by_engine(question: str, facts: Facts) -> Told | None:
    """Return the answer of `relcli search`, without its limit; None for an unknown value."""
    query = Query(text=question, sort=Sort.RELEVANCE, partial=True)
    try:
        found = answer(query, facts)
    except FilterError:
        return None
    return Told(
        ids=[hit.card["id"] for hit in found.hits],
        partial=[hit.card["id"] for hit in found.hits if not hit.all_words],
        places=[[[place.name, place.text] for place in hit.places] for hit in found.hits[:20]],
        remarks=remarks(found),
    )


def remarks(found: Answer) -> list[str]:
    """Return what is told of an answer, the end of a sentence as a sentence."""
    nothing = found.on_nothing.removeprefix("; ") if not found.hits else ""
    return [*found.on_words, *([f"D{nothing[1:]}"] if nothing else [])]


def differences(questions: Sequence[str], page: list[Told], facts: Facts) -> Iterator[str]:
    """Yield where the page and the engine differ."""
    for question, told in zip(questions, page, strict=True):
        expected = told_by_engine(question, facts)
        if expected is None:
            if not re.match(r"No .* here\.|-.*: cannot be excluded\.", " ".join(told.remarks)):
                yield f"{question!r}: the page takes a value that nobody knows: {told.remarks}"
        elif told != expected:
            for name, here, there in zip(Told._fields, told, expected, strict=True):
                if here != there:
                    yield f"{question!r}: {name}: page {here}, engine {there}"


def lookups() -> list[str]:
    """Return look-ups in readers' own words."""
    with (TESTS / "lookups.tsv").open(encoding="utf-8", newline="") as file:
        return [text for text, _ in csv.reader(file, delimiter="\t")]


def shared_questions() -> list[str]:
    """Return the questions of the folder of evaluation sets; none where there is none."""
    folder = Path(os.environ.get("RELCLI_EVAL", TESTS.parents[1] / "shared" / "eval"))
    found = []
    for name, column in (("lookups/shipped.tsv", "query"), ("absent/shipped.tsv", "text")):
        if (folder / name).exists():
            with (folder / name).open(encoding="utf-8", newline="") as file:
                found += [row[column] for row in csv.DictReader(file, delimiter="\t")]
    return found


def facts_words() -> list[str]:
    """Return the words of the facts that ship, sorted."""
    texts = (file.read_text(encoding="utf-8") for file in SHIPPED.glob("*.yaml"))
    return sorted({word for text in texts for word in words(text) if word.isalpha()})


def misspelt(word: str, chance: random.Random) -> str:
    """Return a word with a letter left out, doubled, swapped or replaced."""
    place = chance.randrange(len(word) - 1)
    here, after, rest = word[place], word[place + 1], word[place + 2 :]
    others = ("", here + here, after + here, chance.choice("abcdefghijklmnopqrstuvwxyz"))
    made = chance.choice(others)
    return word[:place] + made + (rest if made == after + here else after + rest)


def typos() -> list[str]:
    """Return words of the facts misspelt once or twice, alone and beside others."""
    chance = random.Random(14)  # noqa: S311 - no secret
    known = [word for word in facts_words() if len(word) > 3]
    made = []
    for _ in range(700):
        word = misspelt(chance.choice(known), chance)
        made.append(misspelt(word, chance) if chance.random() < 0.4 else word)
    pairs = [f"{chance.choice(made)} {chance.choice(known)}" for _ in range(250)]
    known = facts_words()
    rows = [" ".join(chance.sample(known, chance.choice((2, 3, 6, 10)))) for _ in range(250)]
    beginnings = [word[: chance.randint(1, len(word))] for word in chance.sample(known, 250)]
    return [*made, *pairs, *rows, *beginnings]


def names() -> list[str]:
    """Return the names and aliases of the actors, in every script."""
    declared: Mapping[str, Any] = yaml.safe_load(NAMES.read_text(encoding="utf-8"))
    actors = [actor if isinstance(actor, dict) else {"name": actor} for actor in declared.values()]
    return [name for actor in actors for name in (actor["name"], *actor.get("aliases", ()))]


def combined() -> list[str]:
    """Return questions with phrases, exclusions, operators, fields and dates, made of look-ups."""
    chance = random.Random(41)  # noqa: S311 - no secret
    known = [word for word in facts_words() if len(word) > 2]
    forms = (
        "{a} -{b}", '"{a} {b}"', '"{a}" {b}', "{a} AND {b}", "{a} OR {b} OR {c}", "{a} NOT {b}",
        "NOT {a}", "{a} {b} OR {c} -{a}", "topic:military {a}", "-topic:military {a}",
        "confidence:confirmed {a}", "at-least:probable {a} {b}", "disputed:yes {a}",
        "disputed:no -confidence:possible {a} {b}", "since:2015 {a}", "until:2013-06 {a} {b}",
        "since:2012 until:2016-09-30", "{a} 2016", "{a} november 2016", "when was {a} in {b}",
        "{a} 30 Sept 2015", "who is {a}", "confidence:possible OR disputed:yes {a}",
        "topic:military topic:economic {a}", '-"{a} {b}" {c}', "{A} {B}", "{A} OR {B}",
        "-{a}", "topic:nonsense {a}", "confidence:sure", "-since:2015 {a}", "source:{a}",
    )  # fmt: skip
    made = []
    for form in forms:
        for _ in range(15):
            a, b, c = chance.sample(known, 3)
            made.append(form.format(a=a, b=b, c=c, A=a.upper(), B=b.upper()))
    for text in chance.sample(lookups(), 60):
        first, *others = text.split()
        made += [f'"{text}"', f"-{first} {' '.join(others)}", " OR ".join(text.split()[:3])]
        made += [f'"{first}" {" ".join(others)}', text.upper(), f"{text} -{first} " * 4]
    claims = re.findall(r"claim: (.*)", (SHIPPED / "military.yaml").read_text(encoding="utf-8"))
    for claim in chance.sample(claims, 20):
        start = claim.split()
        made += [claim, f'"{" ".join(start[:3])}"', f'"{" ".join(start[1:4])}" -{start[0]}']
    return made


ODD = (
    "-", "--", '"', '""', '"a', "the", "who is", "who is who", "AND", "OR", "NOT",
    "NOT NOT", "a AND", "OR b", "hezbollah OR", "NOT NOT iran", "hezbollah AND OR iran", "?!",
    "-!", "hezbollah -", "hezbollah - iran", "topic:", 'topic:""', "topic:Military", "until:x",
    "since:2015-13", "since:2016 until:2015", "-disputed:yes", "disputed:maybe",
    "at-least:unconfirmed", "2016-11", "2016-11-24", '"2016-11"', '"30 September 2015"',
    "sep 30, 2015", "30 of september 2015", "may 2022", "May 25, 2022", "25 May 26, 2022",
    "-2016-11", "https://example.org/a", "#Hezbollah", "#SyrianArmy", "U.S.", "S-300", "SA-22",
    "1,500", "Größe", "ʿAbd", "日本", "½", "hizbullah حزب", "حزب الله", "Хезболла Иран",
    "Иран OR Сирия", "hzb allh", "qaida", "iraq", "funding", "hashim", "iranian", "israelis",
    "source:reuters", "source:wikipedia", "actor:hezbollah", 'actor:"wagner group"', "actor:Iran",
    "hezbollah hezbollah hezbollah", "russia russian russians", "when did russia enter syria",
)  # fmt: skip


# Claims in many scripts, and the questions that find them, or do not.
CLAIMS = (
    "Abd al-Rahman Khan met Saleh of Wagner and Hamas.",
    "Iran, Gaza and Daesh: Saif al-Din, Abu Bakr, Ansar Allah.",
    "Shchukin, Khrushchev, Zhukov and Yeltsin are names, a dash or a kiss is none.",
    "حزب الله ونصر الله وداعش في القدس وبالقدس مع صالح والكسندر",
    "הנשיא נתניהו אמר בעזה",
    "武汉病毒研究所的所长石正丽教授今天凌晨向全国人民发出警告。",
    "กระทรวงสาธารณสุขเผยอัตราครองเตียง 東京電力は福島で 한국은",
    "मरीज़ के दिल का आपरेशन, दाल के दाम, दिल्ली",
)
SCRIPTED = "".join(
    f"- {{id: c{n}, claim: {json.dumps(text)}, date: 2016, confidence: possible, source: S}}\n"
    for n, text in enumerate(CLAIMS)
)
DATASET = """\
language: en-GB
synonyms:
  - [virus, 病毒]
  - [peace accord, dash]
  - [al quds, Jerusalem]
  - [Gaza, strip of land]
"""
LONE = """\
صالح فاغنر حماس إيران غزة داعش عبدالرحمن القدس المقدس والقدس والנשיא عزہ עזה נתניהו מהנשיא نتنياهو
القدسس صلح حزبالله ونصرالله Абдельрахман Шойгу Щукин Хрущев иран
Abdelrahman Abdurrahman rahmaan Saifuddin seifeddine saifeddin Abubakar aboubakr Ansarullah
Schtschukin Chruschtschow Joukov Jelzin Yeltsin Nasrallah Daesh Hezbollah hizbollah Alexander
alexandr Iskander Saleh salih sale khan chan kan gazza ghaza Ezzor el ul al bin ibn abd
石正丽 病毒研究所 警告 石 武 武汉警告 武汉蝙蝠 丽正石 石石 สุข กระทรวง 福島 東京電 京電力福
दिल दाल दिल्ली दिलली मरीज ऑपरेशन 東電 한국 한국은 -القدس -石 -武汉 ½
chancellor adrift bride side hole ceremony dash iraq tanks virus jerusalem iranians"""
SPOKEN = (
    "أنصار الله", "محمد بن سلمان", "عبد الرحمن", "Abd-ur-Rahman", "abd al rahman", "abdel rahman",
    "hizb allah", "nasr allah", "ansar al allah", "al-Quds", "khan al", "al khan", "al wagner",
    "saif ul din", "abou bakr", "gaza עזה", "wagner ваг", "peace accord", "a strip of land",
    '"石正丽教授"', '"石正" 武汉', '"所长石"', '"武"', "-警告 石", '-"石正丽" 武', "石正丽 OR 福島",
    "NOT 石 AND 武汉", "正丽 教授", "電 力", "2016 石", "ครองเตียง สุข", "Nov 2016 OR Gaza",
)  # fmt: skip


def scripted_questions() -> list[str]:
    """Return words of many scripts, parts of them, and misspelt ones, alone and beside others."""
    chance = random.Random(7)  # noqa: S311 - no secret
    known = sorted({word for claim in CLAIMS for word in claim.split()})
    made = [*LONE.split(), *SPOKEN]
    for _ in range(150):
        word, other = chance.sample(known, 2)
        first, second = sorted(chance.choices(range(len(word) + 1), k=2))
        made += [word[first:second], word[:first] + word[second:], f"{word} {other}"]
        made += [f'"{word}" -{other}', f'"{word} {other}" OR {other[1:]}']
    return list(dict.fromkeys(made))


def all_questions() -> list[str]:
    """Return every question, once."""
    made = [*ODD, *lookups(), *shared_questions(), *typos(), *names(), *combined()]
    return list(dict.fromkeys(made))


def test_the_page_answers_as_the_command_line(ask_page: Asker, shipped: Path) -> None:
    """To thousands of questions, page and engine give the same cards, order, places and remarks."""
    questions = all_questions()
    assert len(questions) > 2000
    facts = Facts([SHIPPED], print)
    found = list(differences(questions, ask_page(shipped, questions), facts))
    facts.close()
    assert found == []


def test_the_page_answers_so_in_every_script(
    ask_page: Asker, cards: Callable[..., Path], page_of: Callable[..., Path]
) -> None:
    """Names of other scripts and spellings, runs without spaces and synonyms find the same."""
    questions = scripted_questions()
    page = ask_page(page_of(SCRIPTED, dataset=DATASET), questions)
    facts = Facts([cards(SCRIPTED, dataset=DATASET)], print)
    found = list(differences(questions, page, facts))
    facts.close()
    assert found == []
    by_question = dict(zip(questions, page, strict=True))
    assert by_question["virus"].ids == by_question["武汉警告"].ids == ["c5"]
