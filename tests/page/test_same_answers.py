"""The page answers as the command line does: the same cards, in the same order, the same remarks.

A few thousand questions are put to the scripts of the page, in a browser, and to the engine.
"""

import csv
import json
import os
import random
import re
from collections.abc import Callable, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from playwright.sync_api import Browser

from relcli.analysis.states import states_outside
from relcli.errors import FilterError
from relcli.index.datasets import Datasets
from relcli.index.words import words
from relcli.model.date import read
from relcli.model.date_words import year_words
from relcli.model.days import day_number, month_length, year_of
from relcli.model.filter_values import read_bound
from relcli.model.query import Answer, Query, Sort
from relcli.model.scale import Confidence
from relcli.search.answer import answer
from relcli.view.page.make import SCRIPTS

TESTS = Path(__file__).parents[1]
SHIPPED = TESTS.parent / "facts" / "hezbollah-russia"
NAMES = TESTS.parent / "facts" / "hezbollah-russia" / "actors.yaml"

# The page answers while one types, so it is asked as its own form asks.
ASK = """
  const made = new Search(CARDS);
  return questions.map((asked) => {
    const { q, topic = [], confidence = [], ...others } = asked;
    const chosen = {
      topic: new Set(topic.map((id) => GROUPS.topic.values.indexOf(id))),
      confidence: new Set(confidence.map((word) => GROUPS.confidence.values.indexOf(word))),
    };
    const state = { ...nothingAsked(), q, ...chosen, ...others };
    const { cards, partial, possibly, outside, told, where } = choose(state, () => made);
    return {
      ids: cards.map((card) => card.id),
      partial: cards.filter((card) => partial.has(card)).map((card) => card.id),
      possibly: cards.filter((card) => possibly.has(card)).map((card) => card.id),
      outside: onStates(outside),
      places: cards.slice(0, 20).map(where.get),
      remarks: told,
    };
  });
"""


# What is told of a value that no card has, for which the command line ends in an error.
UNKNOWN = re.compile(
    r"No .* here\.|-.*: cannot be excluded\.|(?:since|until): “.*” is not read here"
)
# By default the page has all cards newest first, and the command line as they stand.
SORTS = {"oldest": Sort.DATE, "newest": Sort.NEWEST}


class Told(NamedTuple):
    """A whole answer: the ids of its cards, which have but some of the words, where, remarks.

    Also those that are only possibly in a range, and what is told of states outside it.
    """

    ids: list[str]
    partial: list[str]
    possibly: list[str]
    outside: str
    places: list[list[list[str]]]
    remarks: list[str]


# A text, and what is chosen beside it: `topic`, `confidence` (of several), `since`, `until`,
# `sort`, `states`.
Question = dict[str, Any]
Asker = Callable[[Path, Sequence[Question]], list[Told]]
Evaluator = Callable[[Path, str, Sequence[Any]], Any]


@pytest.fixture(scope="module")
def in_scripts(browser: Browser) -> Evaluator:
    """Evaluate JavaScript beside the scripts of a page, as they stand in the file.

    What draws is left out; what is given is called `questions`.
    """
    scripts = files("relcli.view.page") / "scripts"
    names = SCRIPTS[: SCRIPTS.index("filters") + 1]
    source = "\n".join((scripts / f"{name}.js").read_text(encoding="utf-8") for name in names)

    def evaluate(file: Path, script: str, questions: Sequence[Any]) -> Any:  # noqa: ANN401 - whatever it gives
        found = re.search(
            r'<script type="application/json" id="data">.*?</script>',
            file.read_text(encoding="utf-8"),
            re.DOTALL,
        )
        assert found
        page = browser.new_page()
        page.set_content(found[0])
        told = page.evaluate(f"questions => {{ {source}\n{script} }}", list(questions))
        page.close()
        return told

    return evaluate


@pytest.fixture
def ask_page(in_scripts: Evaluator) -> Asker:
    """Ask the scripts of a page."""

    def ask(file: Path, questions: Sequence[Question]) -> list[Told]:
        answers = in_scripts(file, ASK, questions)
        return [Told(*(each[name] for name in Told._fields)) for each in answers]

    return ask


def told_by_engine(question: Question, facts: Datasets) -> Told | None:
    """Return the answer of `relcli search`, without its limit; None for an unknown value."""
    try:
        query = query_of(question)
        found = answer(query, facts)
        outside = states_outside(query, facts).remark("--states")
    except FilterError:
        return None
    return Told(
        ids=[hit.plain["id"] for hit in found.hits],
        partial=[hit.plain["id"] for hit in found.hits if not hit.all_words],
        possibly=[hit.plain["id"] for hit in found.hits if hit.certain is False],
        outside=outside.partition("; --states")[0],
        places=[[[place.name, place.text] for place in hit.places] for hit in found.hits[:20]],
        remarks=remarks(found),
    )


def query_of(question: Question) -> Query:
    """Return what is asked as the command line understands it."""
    bounds = {
        name: read_bound(value, name)
        for name, value in question.items()
        if name in ("since", "until")
    }
    return Query(
        text=question["q"],
        topics=tuple(question.get("topic", ())),
        confidences=tuple(map(Confidence, question.get("confidence", ()))),
        since=bounds["since"].date if "since" in bounds else None,
        until=bounds["until"].date if "until" in bounds else None,
        spoken=tuple(pair for bound in bounds.values() for pair in bound.read_as),
        sort=SORTS.get(question.get("sort", ""), Sort.RELEVANCE),
        states=bool(question.get("states")),
        partial=True,
    )


def remarks(found: Answer) -> list[str]:
    """Return what is told of an answer, the end of a sentence as a sentence."""
    nothing = found.meant.removeprefix("; ") if not found.hits else ""
    return [*found.on_words, *([f"D{nothing[1:]}"] if nothing else [])]


def differences(ask: Asker, questions: Sequence[Question], page: Path, facts: Path) -> list[str]:
    """Return where a page and the engine differ."""
    opened = Datasets([facts], print)
    found = []
    for question, told in zip(questions, ask(page, questions), strict=True):
        expected = told_by_engine(question, opened)
        if expected is None:
            if not UNKNOWN.match(" ".join(told.remarks)):
                found.append(f"{question}: the page takes what nobody knows: {told.remarks}")
        else:
            found += [
                f"{question}: {name}: page {here}, engine {there}"
                for name, here, there in zip(Told._fields, told, expected, strict=True)
                if here != there
            ]
    opened.close()
    return found


def lookups() -> list[str]:
    """Return look-ups in readers' own words."""
    with (TESTS / "lookups.tsv").open(encoding="utf-8", newline="") as file:
        return [text for text, _ in csv.reader(file, delimiter="\t")]


def shared_questions(folder: Path) -> list[str]:
    """Return the look-ups, and the words that no card has, of a folder of evaluation sets."""
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
    for _ in range(350):
        word = misspelt(chance.choice(known), chance)
        made.append(misspelt(word, chance) if chance.random() < 0.4 else word)
    pairs = [f"{chance.choice(made)} {chance.choice(known)}" for _ in range(120)]
    known = facts_words()
    rows = [" ".join(chance.sample(known, chance.choice((2, 3, 6, 10)))) for _ in range(120)]
    beginnings = [word[: chance.randint(1, len(word))] for word in chance.sample(known, 120)]
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
        for _ in range(8):
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
    "a" * 2_000, f"hezbollah {'ab' * 40}", f'"{"iran-" * 70}" "wagner group" russia',
    "iran -" + "-".join(f"x{n}" for n in range(70)), "wagner NOT " + "a-" * 70 + "b",
    " ".join(f"w{n}x" for n in range(90)), "hezbollah iran " * 1_000, "a-b.c/" * 2_000,
    "x..a-b.c-d/e (-.a.b/wagner iran.", "wagner " + "HTTPS://a/b", "\U0001f600" * 10_001,
    "\u77f3\u6b63" * 6_000, "iran" * 3_000, "topic:military " * 700,
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


ODD_CARDS = """\
- id: rally
  claim: "#SyrianArmy and #hezbollah men rallied in Aleppo\u200b city, Nasr Allah said."
  date: 2016-11-24/2016-12
  confidence: possible
  topics: [sea]
  actors: [nora]
  sources:
    - {publisher: Denier, title: Denier, stance: disputes, says: It never happened in Homs.}
    - {publisher: Akhbar, title: A meeting of friends, published: 2016-11-24, reliability: B,
       url: "https://example.org/na-im", origin: agency}
    - {url: "https://ships.example.net/x"}
  note: >-
    Nobody else was there but Mr Na\u2019im Qasim of the U.S. embassy, as ships sailed and
    sailed on, day after day, and then some more until the very long note had come to an end.
  related: [later]
- {id: later, claim: They met in Aleppo again., date: 2017~/.., confidence: unconfirmed,
   sources: [agency], superseded_by: rally}
- {id: b-tie, claim: Ships met in Tartus., date: 2015-09-30, confidence: possible, source: Almanac}
- {id: a-tie, claim: Ships met in Tartus., date: 2015-09-30, confidence: possible, source: Almanac}
- {id: c-tie, claim: Ships met in Tartus., date: 2015-09-30, confidence: confirmed,
   source: {title: Almanac, publisher: Almanac House}}
- {id: d-tie, claim: Ships met in Tartus., date: 2018, confidence: possible, source: Almanac}
- {id: e-tie, claim: Ships met in Tartus., date: 2018, confidence: possible,
   sources: [Almanac, {title: T, stance: disputes}]}
- {id: whenever, claim: It rained in \u062d\u0644\u0628 and Erdo\u011fan spoke., date: 201X,
   confidence: confirmed, source: Almanac}
- {id: until, claim: The ship's "captain" don't e-mail; 1\u00bd tons., date: ../2014-03-05,
   confidence: improbable, source: Akhbar}
"""
ODD_ACTORS = """\
nora: {name: Nora, kind: person, aliases: [\u0646\u0648\u0631\u0627, Noura]}
nasr: {name: Hassan Nasrallah, aliases: [Nasr Allah, \u062d\u0633\u0646 \u0646\u0635\u0631]}
army: {name: Syrian Army, aliases: [SAA, \u0410\u0440\u043c\u0438\u044f]}
aleppo: {name: Aleppo, aliases: [Halab, \u062d\u0644\u0628]}
homs: {name: Homs, aliases: [\u062d\u0645\u0635, Halab al-Sughra]}
"""
ODD_SOURCES = "agency: {publisher: The Agency, title: Wire of the Agency}\n"
ODD_DATASET = "topics: {sea: At sea, land: On land}\n"
ODD_QUESTIONS = """\
"met in" tartus
"met in" -tartus
tartus ships
syrianarmy
-ships -aleppo
ships -actor:nora
ships -source:almanac
source:agency
source:"the agency"
source:"wire of the agency"
source:"a meeting of friends"
source:almanac-house
topic:"at sea"
topic:land
actor:noura
actor:halab
actor:aleppo
disputed:yes
since:2016-11 until:2016-11-30
until:2014
30 september 2015
sept 2015
24 November 2016
2016-12
at-least:possible ships
at-least:probable OR disputed:yes
rain OR ships -tartus
Erdo\u011fan
erdogn
"sailed on"
"day after day"
city nasr
citynasr
200b
\u00bd tons
"U.S."
#SyrianArmy
Na\u2019im
Halab al-Sughra"""


def all_questions() -> list[str]:
    """Return every question, once."""
    made = [*ODD, *lookups(), *typos(), *names(), *combined()]
    return list(dict.fromkeys(made))


def test_the_page_answers_as_the_command_line(ask_page: Asker, shipped: Path) -> None:
    """To thousands of questions, page and engine give the same cards, order, places and remarks."""
    questions = [{"q": text} for text in all_questions()]
    assert len(questions) > 1500
    assert differences(ask_page, questions, shipped, SHIPPED) == []


def test_the_page_answers_evaluation_sets_alike(ask_page: Asker, shipped: Path) -> None:
    """What people ask for, and words that no card has, are answered alike, too."""
    folder = Path(os.environ.get("RELCLI_EVAL", TESTS.parents[1] / "shared" / "eval"))
    if not folder.exists():
        pytest.skip(f"no evaluation sets in {folder}: set RELCLI_EVAL")
    questions = [{"q": text} for text in shared_questions(folder)]
    assert differences(ask_page, questions, shipped, SHIPPED) == []


def test_what_is_chosen_on_the_page_filters_as_the_options_do(
    ask_page: Asker, shipped: Path
) -> None:
    """Facets and dates leave the same cards, and decide likewise whether some have all words."""
    chance = random.Random(7)  # noqa: S311 - no secret
    questions: list[Question] = []
    for text in [*chance.sample(lookups(), 60), *chance.sample(combined(), 60), "topic:economic"]:
        questions += [
            {"q": text, "topic": ["military"]},
            {"q": text, "confidence": ["confirmed", "probable"], "since": "2016"},
            {"q": text, "topic": ["military", "economic"], "until": "2015-06"},
            {"q": text, "since": "2018", "until": "2016"},
        ]
    assert differences(ask_page, questions, shipped, SHIPPED) == []


def test_odd_cards_are_found_alike(
    ask_page: Asker, run: Callable[..., Any], cards: Callable[..., Path], tmp_path: Path
) -> None:
    """Hashtags, ties, unseen signs, sources without a name and actors on no card change nothing."""
    folder = cards(ODD_CARDS, actors=ODD_ACTORS, sources=ODD_SOURCES, dataset=ODD_DATASET)
    page = tmp_path / "page.html"
    assert run("--facts", folder, "export", "html", "-o", page).status == 0
    read = [*words(ODD_CARDS, joined=True), *words(ODD_ACTORS), *ODD_QUESTIONS.split("\n")]
    questions = [{"q": text} for text in dict.fromkeys(read)]
    assert differences(ask_page, questions, page, folder) == []


DATED = {
    "day": "2016-05-01", "month": "2016-07", "year": "2017", "season": "2016-22",
    "winter": "2015-24", "about": "2017~", "perhaps": "2016?", "both": "2015-09%",
    "day-unknown": "2016-05-XX", "month-unknown": "2016-XX", "decade": "201X", "century": "19XX",
    "time": "2016-05-01T10:00:00Z", "earlier-that-day": "2016-05-01T09:00:00+02:00",
    "since": "2016/..", "until": "../2018", "from-unknown": "/2016-07", "end-unknown": "2016-05/",
    "span": "2016-05-01/2016-07", "about-span": "2016~/2017", "between": "between 2015 and 2017",
    "between-days": "between 2016-05-01 and 2016-05-21", "by": "by 2016-05-25",
    "by-year": "by 2017", "or-later": "[2016-05..]", "state": "as of 2016-05-15",
    "state-later": "as of 2018",
    "state-earlier": "as of 2014-03", "state-about": "as of 2016~", "state-old": "as of -0043",
    "before-christ": "-0043-03-15", "before-christ-span": "-0099/-0043", "year-0": "0000",
    "by-then": "by -0100", "long-ago": "Y-170000002", "far": "Y170000", "beyond": "Y99999999",
    "very-long-ago": "Y-4500000000/Y-170000002", "endless": f"Y{'9' * 400}", "early": "0602",
}  # fmt: skip
SPEAKING = """\
- {id: said, claim: Ships carried arms., date: 2016, confidence: possible, sources: [
    {publisher: The Wire, speaker: nora, says: None of ours.},
    {publisher: Denier, stance: disputes, speaker: Omar the Sailor}]}
- {id: told, claim: Ships carried none., date: 2017, confidence: probable, sources: [
    {publisher: The Wire, speaker: Nora Khan}, {title: Nora Khan, speaker: omar the sailor}]}
- {id: silent, claim: Omar the Sailor spoke of ships., date: 2018, confidence: possible,
   actors: [mute], source: The Wire}
- {id: arab, claim: A ship., date: 2018, confidence: possible, sources: [
    {publisher: The Wire, speaker: \u0646\u0648\u0631\u0627, says: Unheard of.}]}
"""
SPEAKERS = """\
nora: {name: Nora Khan, aliases: [\u0646\u0648\u0631\u0627, Lady of the ships]}
mute: {name: Mute Man}
"""
SPEAKING_QUESTIONS = """\
speaker:nora
speaker:"nora khan"
speaker:"Lady of the ships"
speaker:\u0646\u0648\u0631\u0627
speaker:"omar the sailor"
speaker:omar
speaker:mute
speaker:nobody
-speaker:nora ships
ships -speaker:"Omar the Sailor"
speaker:nora OR disputed:yes
omar the sailor
"omar the sailor"
sailor -ships
nora ships
khan
lady
\u0646\u0648\u0631\u0627
saylor"""
# Bounds in EDTF and in words; the last ones are no dates at all, or may be several.
BOUNDS = """\
2016|2016-05|2016-05-01|2016-05-02|2017|2015|2018|2016-22|2015-24|201X|19XX|2016~|2016?
2016-05-XX|2016-XX|2016-05-01T12:00:00Z|../2016|2016/..|2016-05/2016-07|/2016|2016/
[2015..2016]|by 2016|[2016..]|between 2015 and 2016|-0043|-0044|0000|0001|-0043-03-15
Y170000|Y-170000002|Y99999999|Y-99999999|0602|May 2016|may 2016|1 May 2016|1st of May 2016
May 1, 2016|Sept. 2016|the 1 May 2016|summer 2016|winter 2015|Fall 2016|about 2016|c. 2016
possibly May 2016|44 BC|15 March 44 BC|602|AD 602|602 AD|17,000 BC|March 602|2016-5|2016-5-1
2016.05.01|20160501|25.05.2016|05.25.2016|2010s|1 may 2016 ?|2016-05-32|2016-02-30|2016-13
soon|03.09.2016|as of 2016|2016/2015|../..|[..]|31 June 2016|1900s|between 2017 and 2016
2016-05-01T25:00:00|0 BC|25 spring 2016|X|Maybe|in May|by|Y999|-0000|[2016]"""
# What the command line reads and the page does not; it says so.
UNREAD = """\
since 2016|from 2015 to 2016|2016 - 2017|19th century|2016 or later
by the end of 2016|2016-Q1|\u0662\u0660\u0661\u0666|2016\u201305|1 May 2016, 10:00:00"""


def dated_cards() -> str:
    """Return a card for each form of a date."""
    others = "confidence: possible, source: S"
    return "".join(
        f'- {{id: {name}, claim: Ships {name} sailed., date: "{date}", {others}}}\n'
        for name, date in DATED.items()
    )


def test_every_form_of_date_answers_alike(
    ask_page: Asker, cards: Callable[..., Path], page_of: Callable[..., Path]
) -> None:
    """Ranges in EDTF and in words, orders, states outside a range and dates in a text agree."""
    bounds = [*BOUNDS.replace("\n", "|").split("|"), DATED["endless"], f"Y-{'9' * 400}"]
    questions: list[Question] = []
    for number, bound in enumerate(bounds):
        other = bounds[number * 7 % len(bounds)]
        questions += [
            {"q": f'since:"{bound}"'},
            {"q": f'ships until:"{bound}"', "states": "yes"},
            {"q": f'since:"{bound}" until:"{other}" sailed'},
            {"q": f'until:"{bound}" since:"{other}" OR day', "states": "yes"},
            {"q": bound},
            {"q": f"ships {bound}"},
        ]
    for sort in SORTS:
        questions += [
            {"q": q, "sort": sort, "since": since, "until": until, "states": states}
            for q in ("ships", "sailed -day", "ships OR decade", "")
            for since, until in (("2016", "2016"), ("about 2016", "Y170000"), ("-0043", "44 BC"))
            for states in ("", "yes")
        ]
        questions += [{"q": q, "sort": sort} for q in ("ships", "state", "")]
    text = dated_cards()
    assert differences(ask_page, questions, page_of(text), cards(text)) == []


def test_what_the_page_does_not_read_it_says(ask_page: Asker, page_of: Callable[..., Path]) -> None:
    """Words for a date that only the command line reads are told, with what to write instead."""
    texts = UNREAD.replace("\n", "|").split("|")
    for text in texts:
        assert read_bound(text, "since")
    told = ask_page(page_of(dated_cards()), [{"q": f'since:"{text}"'} for text in texts])
    expected = "is not read here; write 2015, 2015-09, 30 September 2015 or 44 BC"
    assert [each.remarks for each in told] == [[f"since: “{text}” {expected}"] for text in texts]


FARTHEST = 10**15  # days, to which the page counts
SOME_CARD = "- {claim: It rained., date: 2016, source: S, confidence: possible}\n"


def test_days_are_counted_alike(in_scripts: Evaluator, page_of: Callable[..., Path]) -> None:
    """Day, month and year of a number, and the number of a day, in years near and far."""
    chance = random.Random(46)  # noqa: S311 - no secret
    years = [*range(-804, 805), 1900, 2000, 2024, 9999, 10_000, 275_761, -275_761, 2 * 10**12]
    years += [chance.randint(-(10**9), 10**9) for _ in range(200)]
    days = [
        (year, month, day) for year in years for month, day in ((1, 1), (2, 28), (3, 1), (12, 31))
    ]
    days += [(year, 2, month_length(year, 2)) for year in years]
    script = """return questions.map(([year, month, day]) => {
      const number = dayNumber(year, month, day);
      const date = dateOf(number);
      return [number, date.year, date.month, date.day, yearWords(date.year)];
    });"""
    told = in_scripts(page_of(SOME_CARD), script, days)
    assert told == [[day_number(*day), *day, year_words(day[0])] for day in days]
    numbers = {day_number(*day) for day in days}
    assert all(day_number(year_of(day), 1, 1) <= day for day in numbers)
    assert all(day < day_number(year_of(day) + 1, 1, 1) for day in numbers)


def made_bounds() -> list[str]:
    """Return dates in many forms, most of them with a slip or a sign too many."""
    chance = random.Random(7)  # noqa: S311 - no secret
    parts = (
        *(
            "2016",
            "May",
            "5",
            "05",
            "-",
            "/",
            "..",
            "[",
            "]",
            "between ",
            " and ",
            "by ",
            "X",
            "XX",
        ),
        *("~", "?", "%", " ", "BC", "AD", "Y", "0043", "12000", "44", "summer", ",", ".", "the "),
        *("about ", "since ", "to ", "as of ", "T", "10:00:00", "Z", "1990s", "21", "1st", " of "),
    )
    made = ["".join(chance.choices(parts, k=chance.randint(1, 6))) for _ in range(6000)]
    long = (f"Y-{'9' * 400}", "9" * 20, f"{'9' * 20} BC", f"about {'9' * 90}", "May " + " " * 90)
    dates = [*DATED.values(), *long, *BOUNDS.replace("\n", "|").split("|")]
    for _ in range(4000):
        date = chance.choice(dates)
        place = chance.randrange(len(date) + 1)
        made.append(date[:place] + chance.choice(parts) + date[place + chance.randint(0, 2) :])
    return list(dict.fromkeys([*dates, *made]))


def test_no_date_is_read_otherwise(in_scripts: Evaluator, page_of: Callable[..., Path]) -> None:
    """What the page reads the command line reads, to the same days, and all that is in EDTF."""
    texts = made_bounds()
    script = """return questions.map((text) => {
      const bound = readBound(text);
      return bound && [bound.first, bound.last, bound.text];
    });"""
    told = in_scripts(page_of(SOME_CARD), script, texts)
    wrong = []
    for text, here in zip(texts, told, strict=True):
        try:
            date = read_bound(text, "since").date
        except FilterError:
            date = None
        days = (date.first, date.last) if date else ()
        there = [*days, str(date)] if date else None
        is_far = any(day and abs(day) > FARTHEST for day in days)
        if here != there and not is_far and (here or (date and read(text.strip()))):
            wrong.append((text, here, there))
    assert wrong == []
    assert sum(here is not None for here in told) > 350


def test_speakers_are_found_alike(
    ask_page: Asker, cards: Callable[..., Path], page_of: Callable[..., Path]
) -> None:
    """By id, name, alias or the name alone, in any script, as a filter and among the words."""
    folder = cards(SPEAKING, actors=SPEAKERS)
    questions = [{"q": text} for text in SPEAKING_QUESTIONS.split("\n")]
    page = page_of(SPEAKING, actors=SPEAKERS)
    assert differences(ask_page, questions, page, folder) == []


def test_the_page_answers_so_in_every_script(
    ask_page: Asker, cards: Callable[..., Path], page_of: Callable[..., Path]
) -> None:
    """Names of other scripts and spellings, runs without spaces and synonyms find the same."""
    questions = [{"q": text} for text in scripted_questions()]
    page = page_of(SCRIPTED, dataset=DATASET)
    assert differences(ask_page, questions, page, cards(SCRIPTED, dataset=DATASET)) == []
