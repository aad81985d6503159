"""Both bodies of a Store give the same answers: scores, order, remarks, and every command's output.

Some facts are asked as files, from SQLite, and as they were published, from PostgreSQL.
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from relcli.api import Facts, open_datasets, publish
from relcli.api import open as open_facts
from relcli.errors import RelcliError
from relcli.index.postgres_store import PostgresStore
from relcli.load.address import Address
from relcli.model.query import Query, Sort
from relcli.model.scale import Confidence
from relcli.model.years import By
from tests.bench.generate import generate
from tests.conftest import Run
from tests.server import Server

TESTS = Path(__file__).parent
SHIPPED = TESTS.parent / "facts" / "hezbollah-russia"
CARDS = 1_200  # of the generated dataset
SEED = 25
A_KIND = 20  # questions

_PLAIN = "confidence: possible, source: S}"
SCRIPTS = f"""\
- {{id: arabic, claim: زار وفد من حزب الله موسكو في تشرين الثاني., date: 2021-03, {_PLAIN}
- {{id: hebrew, claim: חיזבאללה פרסם הודעה על הים., date: 2019, actors: [hezbollah], {_PLAIN}
- {{id: russian, claim: Вагнер передал «Панцирь» Хезболле., date: by 2023, {_PLAIN}
- {{id: chinese, claim: 真主党代表团访问莫斯科。, date: 2021-03-15, {_PLAIN}
- {{id: thai, claim: กลุ่มฮิซบอลลอฮ์เดินทางไปมอสโก, date: 2021, {_PLAIN}
- {{id: old, claim: Caesar was killed in Rome., date: -0043-03-15, {_PLAIN}
- {{id: Y, claim: The Nile rose., date: Y-30000, confidence: unconfirmed, source: S}}
- {{id: state, claim: The base held 400 men., date: as of 2020, {_PLAIN}
- {{id: span, claim: The war in Syria went on., date: 2011/.., note: 'It''s "S"\\', {_PLAIN}
- {{id: nul, claim: "A bell \\0 rang.", note: "N\\0", date: ../2012, {_PLAIN}
- {{id: signs, claim: "A boat: 5 %s, 7 ?", source: "S\\0T", date: 2012, confidence: doubtful}}
- {{id: twice, claim: Twice told., date: 2015, {_PLAIN}
- {{id: twice, claim: Told twice., date: 2015, {_PLAIN}
- {{id: wrong, claim: Wrong., date: 2015-02-30, {_PLAIN}
"""
ACTORS = """\
hezbollah: {name: Hezbollah, aliases: [Hizballah, حزب الله, "N\\0L"]}
"""


class Both(NamedTuple):
    """The same facts, as files and as they were published, and what names either."""

    files: Facts
    published: Facts
    folders: Sequence[Path]
    address: str


@pytest.fixture(scope="module")
def both(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    """Open facts of many kinds from both bodies."""
    folder = tmp_path_factory.mktemp("facts")
    patch = pytest.MonkeyPatch()
    patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
    generate(CARDS, folder / "generated", 100)
    (folder / "scripts").mkdir()
    (folder / "scripts" / "cards.yaml").write_text(SCRIPTS, encoding="utf-8")
    (folder / "scripts" / "actors.yaml").write_text(ACTORS, encoding="utf-8")
    folders = (folder / "generated", SHIPPED, folder / "scripts")
    server.execute("CREATE DATABASE contract")
    address = server.address("contract")
    parts = (1, 1, 3)
    for dataset, number in zip(folders, parts, strict=True):
        list(publish([dataset], Address(address), lambda _: None, parts=number))
    with (
        open_datasets(folders, lambda _: None) as files,
        open_facts(address) as published,
    ):
        yield Both(files, published, folders, address)
    patch.undo()


# The questions


def _texts() -> tuple[list[str], list[str]]:
    """Return claims, and words of them."""
    dice = random.Random(SEED)  # noqa: S311 - the same questions each time, no secret
    with open_facts(SHIPPED) as facts:
        claims = [card.claim for card in facts]
    words = sorted({word for claim in claims for word in re.findall(r"[^\W\d_]{3,}", claim)})
    dice.shuffle(words)
    return claims, words


CLAIMS, WORDS = _texts()
LOOKUPS = [line.split("\t")[0] for line in (TESTS / "lookups.tsv").read_text().splitlines()]


def _typo(word: str, dice: random.Random, edits: int) -> str:
    for _ in range(edits):
        place = dice.randrange(len(word))
        how = dice.randrange(3)
        left, right = word[:place], word[place:]
        word = (left + right[1:], left + "e" + right, left + "a" + right[1:])[how] or word
    return word


def questions() -> dict[str, list[Query]]:
    """Return questions of every kind."""
    dice = random.Random(SEED)  # noqa: S311 - likewise

    def some(*count: int) -> str:
        return " ".join(dice.sample(WORDS, dice.randint(*count)))

    def query(text: str, **more: Any) -> Query:  # noqa: ANN401 - as Query takes them
        return Query(text=text, limit=20, partial=True, **more)

    long = [word for word in WORDS if len(word) > 5]
    topics = ("military", "economic", "political")
    years = [str(dice.randint(2005, 2024)) for _ in range(A_KIND)]
    dated = ("wagner", "russia", "the", "oil syria", "")
    return {
        "lookups": [query(text) for text in LOOKUPS[::6]],
        "one word": [query(word) for word in WORDS[:A_KIND]],
        "words": [query(some(2, 6)) for _ in range(A_KIND)],
        "one slip": [query(_typo(word, dice, 1)) for word in long[:A_KIND]],
        "two slips": [query(_typo(word, dice, 2)) for word in long[:A_KIND]],
        "beginnings": [query(word[: len(word) // 2 + 1]) for word in long[:A_KIND]],
        "claims": [query(claim) for claim in CLAIMS[:A_KIND]],
        "exact": [query(some(1, 3), exact=True) for _ in range(A_KIND)],
        "phrases": [
            query(f'"{" ".join(claim.split()[n : n + 3])}" {some(0, 2)}')
            for n, claim in enumerate(CLAIMS[:A_KIND], 1)
        ],
        "left out": [query(f"{some(1, 2)} -{some(1, 1)}") for _ in range(A_KIND)],
        "operators": [query(f"{some(1, 1)} OR {some(1, 2)} NOT russia") for _ in range(A_KIND)],
        "fields": [
            query(f"{some(0, 2)} topic:{topic} confidence:{grade} -disputed:yes")
            for topic in topics
            for grade in Confidence
        ],
        "years": [query(f"{text} {year}") for text in dated for year in years[:10]],
        "ranges": [
            query(f"{text} since:{year} until:{int(year) + n}", states=bool(n % 2), sort=sort)
            for n, (year, sort) in enumerate(zip(years, [*Sort] * 10, strict=False))
            for text in dated[: 1 + n % len(dated)]
        ],
        "filters alone": [
            query("", topics=(topic,), at_least=grade, disputed=disputed)
            for topic in ("military", "background")
            for grade in (Confidence.PROBABLE, Confidence.POSSIBLE)
            for disputed in (None, True, False)
        ],
        "scripts": [
            query(text)
            for text in (
                *("حزب الله", "حزب", "حیزبالله", "חיזבאללה", "Хезболла", "Панцир", "вагнр"),
                *("真主党", "莫斯科", "真", "มอสโก", "Hizbullah مسكو", "تشرين", "\0", "bell"),
                *("'", '"', "\\", "%", "a & b", "!x", "(", ":*", "s'%s", "?", "NUL", "n\0l"),
            )
        ],
        "odd dates": [query(text) for text in ("44 BC", "before Christ", "30000 BC", "2011-2015")],
    }


QUESTIONS = questions()


def told(facts: Facts, query: Query, folders: Sequence[Path]) -> object:
    """Return all of an answer, places as they are in the datasets; of an error what it tells."""
    try:
        answer = facts.answer(query, scored=True, explain=True)
    except RelcliError as error:
        return str(error)
    hits = [
        (_placed(hit.plain, folders), hit.score, hit.matched, hit.certain, hit.all_words, hit.why)
        for hit in answer
    ]
    places = [(place.name, place.text) for hit in answer.hits[:3] for place in hit.places]
    return hits, places, answer.total, answer.more, answer.remarks


def _placed(card: Any, folders: Sequence[Path]) -> Any:  # noqa: ANN401 - a PlainCard
    path = card["place"]["path"]
    for folder in folders:
        path = path.removeprefix(f"{folder}/")
    return {**card, "place": {**card["place"], "path": path}}


def test_there_are_enough_questions() -> None:
    """The contract is put to both bodies by hundreds of questions, no kind of them empty."""
    assert all(QUESTIONS.values())
    assert sum(map(len, QUESTIONS.values())) >= 400


@pytest.mark.parametrize("kind", QUESTIONS)
def test_the_answers_are_equal(both: Both, kind: str) -> None:
    """Cards, order, scores and what they are made of, what was found where, remarks: all equal."""
    found = 0
    for query in QUESTIONS[kind]:
        files = told(both.files, query, both.folders)
        assert told(both.published, query, both.folders) == files, query
        found += isinstance(files, tuple) and bool(files[0])
    assert found > len(QUESTIONS[kind]) // 4


@pytest.mark.parametrize("walked", [True, False])
def test_either_way_to_the_cards_gives_the_same(
    both: Both, monkeypatch: pytest.MonkeyPatch, *, walked: bool
) -> None:
    """By the index of terms or one by one: it is a matter of time alone."""
    monkeypatch.setattr(PostgresStore, "_is_walked", lambda *_: walked)
    for kind in ("lookups", "phrases", "left out", "fields", "ranges", "filters alone"):
        for query in QUESTIONS[kind][:8]:
            files = told(both.files, query, both.folders)
            assert told(both.published, query, both.folders) == files, query


def test_counts_are_equal(both: Both) -> None:
    """Facets, years, lists, names and cards are counted alike."""

    def counts(facts: Facts) -> Iterator[object]:
        for kind in ("topics", "actors", "sources"):
            yield facts.listing(kind)
        for query in (Query(), Query(text="russia"), Query(text="the", since=None)):
            yield facts.facets(query)
            for by in (None, *By):
                yield facts.years(query, by)
        for by in ("topic", "actor", "source", "publisher", "origin"):
            yield facts.stats(facts.matching(Query()), by)
        yield facts.disputes(facts.matching(Query()), None)
        yield facts.speakers()
        yield facts.ids("card-1", 50)
        yield facts.near_id("wagner-hezbolla")
        yield len(facts)
        yield [(problem.rule, problem.place.line) for problem in facts.problems]

    for files, published in zip(counts(both.files), counts(both.published), strict=True):
        assert published == files


@pytest.mark.parametrize(
    "command",
    [
        ["search", "pantsr", "wagner"],
        ["search", "pantsir", "--json", "--explain"],
        ["search", "zzzzqq"],
        ["search", "russia", "--since", "2020", "--format", "markdown"],
        ["search", "wagner", "--topic", "nope"],
        ["show", "wagner-hezbollah", "twice", "nul", "--format", "table"],
        ["show", "pantsir-plan-wsj", "--json"],
        ["show", "pantsir-plan"],
        ["list", "--format", "table"],
        ["list", "--actor", "حزب الله", "--json"],
        ["timeline", "wagner"],
        ["timeline", "--topic", "military", "--format", "table"],
        ["timeline", "--by", "confidence"],
        ["stats"],
        ["stats", "--by", "actor", "--json"],
        ["disputes"],
        ["graph", "--format", "table", "Hizballah"],
        ["topics"],
        ["actors"],
        ["sources", "--json"],
        ["cite", "pantsir-plan-wsj", "--style", "apa"],
        ["cite", "pantsir-plan-wsj", "span"],
        *(["export", form] for form in ("csv", "jsonl", "html", "stix", "timelinejs", "ics")),
        ["match", str(TESTS / "lookups.tsv"), "--topic", "military"],
        ["check"],
        ["check", "--format", "json"],
    ],
    ids=lambda command: " ".join(command).replace(str(TESTS), ""),
)
def test_a_command_gives_the_same(both: Both, run: Callable[..., Run], command: list[str]) -> None:
    """Each command that reads prints the same, and ends alike; paths are those in the datasets."""
    named = [word for folder in both.folders for word in ("--facts", folder)]
    files, published = run(*named, *command), run("--facts", both.address, *command)

    def bare(text: str) -> str:
        for folder in both.folders:
            text = text.replace(f"{folder}/", "")
        return text

    assert (published.status, published.err) == (files.status, bare(files.err))
    if "table" not in command:  # whose lines are as long as the paths let them be
        assert published.out == bare(files.out)
    else:
        # Where a line ends, in a path as well, depends on how long the path of the folder is.
        letters, own = (re.sub(r"[\s│─]+", "", done.out) for done in (published, files))
        assert letters == bare(own)
