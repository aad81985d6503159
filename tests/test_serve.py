"""The answers of `relcli serve`: those of the command line, over HTTP."""

import json
import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from relcli import __version__
from relcli.model.scale import Confidence
from relcli.serve import answers, settings
from tests.conftest import Run
from tests.repository import Repository, card
from tests.serving import Served, serving

Runner = Callable[..., Run]
Writer = Callable[..., Path]

REPOSITORY = Path(__file__).parent.parent
FACTS = REPOSITORY / "facts"
DOCUMENTS = (REPOSITORY / "README.md", *(REPOSITORY / "relcli/view/manual").glob("*.md"))
# What is asked of a command, and at which address the same is asked.
PATHS = {
    "search": "/search",
    "list": "/cards",
    "timeline": "/timeline",
    "topics": "/topics",
    "actors": "/actors",
    "sources": "/sources",
    "stats": "/stats",
    "disputes": "/disputes",
}
# Options that tell how an answer looks, with the number of values that they take.
LOOKS = {"--json": 0, "--format": 1, "-f": 1, "--cards": 0, "-q": 0}
SHORT = {"-t": "topic", "-a": "actor", "-s": "source", "-c": "confidence", "-n": "limit"}
FLAGS = {"--exact", "--explain", "--states", "--disputed", "--undisputed"}

CARDS = """\
- {id: tug, claim: The tug sank., date: 2016-05-01, confidence: confirmed, source: S,
   actors: [Nora], topics: [sea]}
- {id: boat, claim: The boat sank., date: 2017, confidence: possible, source: T, actors: [Omar],
   topics: [sea], contradicts: [tug]}
- {id: rain, claim: It rained., date: as of 2018-03, confidence: unconfirmed,
   sources: [S, {title: U, stance: disputes, speaker: Ida Holm}], topics: [land]}
"""


@pytest.fixture(scope="module")
def queries() -> list[tuple[str, list[str]]]:
    """Return every question of the documents: the command, and its arguments."""
    found = []
    for document in DOCUMENTS:
        for line in re.findall(
            r"^\$ relcli (.*)$", document.read_text(encoding="utf-8"), re.MULTILINE
        ):
            command, *args = shlex.split(line.partition(" | ")[0].partition(" > ")[0])
            if (
                command in PATHS
                and "-o" not in args
                and "--density" not in args
                and "--by" not in line.split("stats")[0]
            ):
                found.append((command, args))
    return found


def asked_over_http(args: list[str]) -> dict[str, list[str]]:
    """Return the parameters that ask what a command line asks."""
    asked: dict[str, list[str]] = {}
    words = []
    left = iter(args)
    for arg in left:
        name, _, value = arg.partition("=")
        if name in LOOKS:
            [next(left) for _ in range(LOOKS[name])]
        elif name == "--undisputed":
            asked["disputed"] = ["false"]
        elif name in FLAGS:
            asked[name.removeprefix("--").replace("-", "_")] = ["true"]
        elif name.startswith("--") or name in SHORT:
            field = SHORT.get(name, name.removeprefix("--").replace("-", "_"))
            asked.setdefault(field, []).append(value or next(left))
        else:
            words.append(f'-"{arg[1:]}"' if arg.startswith("-") and " " in arg else arg)
    return asked | ({"q": [" ".join(words)]} if words else {})


def placed(card: dict[str, Any]) -> dict[str, Any]:
    """Return a card as the command line has it, its place as seen from its dataset."""
    path = Path(card["place"]["path"]).relative_to(FACTS / "hezbollah-russia")
    return {**card, "place": {**card["place"], "path": str(path)}}


def test_every_question_of_the_documents_has_the_same_answer(
    run: Runner, queries: list[tuple[str, list[str]]]
) -> None:
    """Rows, and what is told of them, are those of `--json` and stderr, for all of the manual."""
    compared = 0
    with serving(FACTS) as served:
        for command, args in queries:
            kept = [arg for arg in args if arg != "--cards"]
            told = run("--facts", FACTS, command, *kept, "--json")
            answer = served.answer(PATHS[command], **asked_over_http(args))
            document = json.loads(told.out)
            if command == "stats":
                assert {key: answer[key] for key in document} == document
            else:
                (kind,) = set(answer) - {"remarks", "total"}
                rows = list(map(placed, document)) if kind == "cards" else document
                assert (answer[kind], told.status) == (rows, 0 if rows else 1), args
                assert answer["total"] >= len(rows)
            remarks = [line.removeprefix("relcli: note: ") for line in told.err.splitlines()]
            assert answer["remarks"] == [in_words_of_http(remark) for remark in remarks], args
            compared += 1
    assert compared > 25


def in_words_of_http(remark: str) -> str:
    """Return a remark as the server words it."""
    return remark.replace("--limit 0 shows all", answers.REST).replace("--states", answers.STATES)


@pytest.fixture
def dataset(cards: Writer) -> Path:
    """Return a small dataset."""
    declared = "topics: {sea: At sea, land: On land}\n"
    return cards(CARDS, dataset=declared)


@pytest.fixture
def served(dataset: Path) -> Iterator[Served]:
    """Serve the small dataset."""
    with serving(dataset) as it:
        yield it


def test_show_is_a_card_by_its_id(served: Served, dataset: Path) -> None:
    """An address has an id; what it gives is what a list has, its place within the dataset."""
    answer = served.answer("/cards/boat")
    assert (answer["total"], answer["remarks"]) == (1, [])
    assert answer["cards"] == [c for c in served.answer("/cards")["cards"] if c["id"] == "boat"]
    assert answer["cards"][0]["place"] == {"path": "cards.yaml", "line": 3}
    assert str(dataset) not in served.get("/cards/boat").text


def test_a_dataset_of_one_file_has_its_name_for_a_place(dataset: Path) -> None:
    """Where the facts are a file, that is their place; of two datasets, each has its own."""
    single = dataset.parent / "single.yaml"
    single.write_text("- {id: x, claim: It snowed., date: 2019, confidence: possible, source: S}\n")
    with serving(single, dataset) as served:
        places = {card["id"]: card["place"]["path"] for card in served.answer("/cards")["cards"]}
    assert places == dict.fromkeys(("tug", "boat", "rain"), "cards.yaml") | {"x": "single.yaml"}


def test_an_id_of_two_datasets_gives_both(dataset: Path) -> None:
    """Of an id that two datasets use both cards are given."""
    other = dataset.parent / "other.yaml"
    other.write_text(
        "- {id: tug, claim: It snowed., date: 2019, confidence: possible, source: S}\n"
    )
    with serving(dataset, other) as served:
        assert served.ids("/cards/tug") == ["tug", "tug"]


@pytest.mark.parametrize(
    ("path", "words", "ids"),
    [
        ("/cards", {}, ["tug", "boat", "rain"]),
        ("/cards", {"topic": ["land", "sea"], "at_least": "possible"}, ["tug", "boat"]),
        ("/cards", {"actor": "nora"}, ["tug"]),
        ("/cards", {"source": ["s", "t"], "disputed": "false"}, ["tug", "boat"]),
        ("/cards", {"disputed": "true"}, ["rain"]),
        ("/cards", {"speaker": "ida holm"}, ["rain"]),
        ("/cards", {"confidence": ["possible", "unconfirmed"]}, ["boat", "rain"]),
        ("/cards", {"since": "2017", "until": "December 2017"}, ["boat"]),
        ("/cards", {"since": "2017", "until": "2017", "states": "true"}, ["boat", "rain"]),
        ("/cards", {"sort": "newest", "limit": "2"}, ["rain", "boat"]),
        ("/cards", {"limit": "1", "offset": "1"}, ["boat"]),
        ("/cards", {"sort": "id"}, ["boat", "rain", "tug"]),
        ("/search", {"q": "sank", "sort": "date"}, ["tug", "boat"]),
        ("/search", {"q": "sink", "exact": "true"}, []),
        ("/search", {"q": "topic:land"}, ["rain"]),
        ("/timeline", {"q": "sank OR rained"}, ["tug", "boat", "rain"]),
    ],
    ids=str,
)
def test_filters_have_the_names_of_the_options(
    served: Served, path: str, words: dict[str, Any], ids: list[str]
) -> None:
    """Each filter narrows as its option does, and can be given more than once where that can."""
    assert served.ids(path, **words) == ids


def test_what_is_read_or_left_out_is_told(served: Served) -> None:
    """Dates in words, rows that are left out, and states of other times are told."""
    assert served.answer("/cards", since="March 2017", limit=1)["remarks"] == [
        "`March 2017` is read as 2017-03",
        f"the first 1 of 2; {answers.REST}",
        "only possibly in the range: boat",
    ]
    assert served.answer("/cards", offset=1, limit=1)["remarks"] == [f"2 to 2 of 3; {answers.REST}"]
    assert served.answer("/cards", offset=7)["remarks"] == [f"none of 3; {answers.REST}"]
    outside = "1 state attested at other times may hold then: rain; states=true shows it"
    assert outside in served.answer("/disputes", until="2016")["remarks"]
    assert served.answer("/search", q="nothing")["remarks"] == ["nothing found for nothing"]


def test_hits_with_some_of_the_words_are_told_from_any_of_them_on(served: Served) -> None:
    """Whoever begins at a card that has but some of the words is told so."""
    told = served.answer("/search", q="tug sank", offset=1)
    assert [card["all_words"] for card in told["cards"]] == [False]
    assert told["remarks"] == ["these have some of the words", f"2 to 2 of 2; {answers.REST}"]


def test_an_explained_hit_says_why(served: Served) -> None:
    """With explain, each card tells what its score is made of."""
    (card,) = served.answer("/search", q="tug", explain="true")["cards"]
    assert [word["word"] for word in card["why"]["words"]] == ["tug"]


def test_what_there_is_is_listed(served: Served) -> None:
    """Topics, actors and sources come with their numbers of cards, some at a time."""
    topics = [
        {"id": "sea", "label": "At sea", "cards": 2},
        {"id": "land", "label": "On land", "cards": 1},
    ]
    assert served.answer("/topics") == {"topics": topics, "remarks": [], "total": 2}
    assert served.answer("/actors", limit=1, offset=1) == {
        "actors": [{"id": "omar", "name": "Omar", "kind": None, "aliases": [], "cards": 1}],
        "remarks": [f"2 to 2 of 2; {answers.REST}"],
        "total": 2,
    }
    assert served.answer("/sources", offset=9)["remarks"] == [f"none of 3; {answers.REST}"]
    assert [source["id"] for source in served.answer("/sources")["sources"]] == ["s", "t", "u"]


def test_counts_are_those_of_the_command_line(served: Served) -> None:
    """Statistics by any kind, disputes, and cards by year, with and without words."""
    stats = served.answer("/stats", by="actor", limit=1)
    assert (stats["cards"], stats["total"], [row["id"] for row in stats["rows"]]) == (
        3,
        2,
        ["nora"],
    )
    assert served.answer("/stats", q="rained")["cards"] == 1
    disputes = served.answer("/disputes")["disputes"]
    assert [(dispute["id"], dispute["other"]) for dispute in disputes] == [
        ("rain", None),
        ("boat", "tug"),
    ]
    none = served.answer("/disputes", q="tug", exact="true")
    assert none["remarks"] == ["none of the cards is disputed or contradicts another one"]
    years = served.answer("/years", q="sank")
    assert [(year["year"], year["cards"]) for year in years["years"]] == [(2016, 1), (2017, 1)]


def test_health_tells_that_there_is_an_answer(served: Served) -> None:
    """Whoever watches a server asks how many cards it has."""
    told = {"status": "ok", "version": __version__, "total": 3, "remarks": []}
    assert served.answer("/health") == told


def test_what_cannot_be_read_is_told_within_the_dataset(served: Served, dataset: Path) -> None:
    """Cards with problems are left out, and the first is told with its place, not with a path."""
    (dataset / "bad.yaml").write_text("- {claim: No date., confidence: possible, source: S}\n" * 2)
    for path in ("/cards", "/topics", "/stats", "/disputes", "/health", "/cards/tug", "/years"):
        answer = served.answer(path)
        (remark, *_) = answer["remarks"]
        assert remark.startswith("some of the facts cannot be read: bad.yaml:1:"), path
        assert remark.endswith("(and 1 more)")
        assert str(dataset) not in json.dumps(answer)
    gone = served.get("/cards/no-date")
    assert (gone.status_code, gone.json()["remarks"]) == (404, [remark])
    (dataset / "bad.yaml").unlink()
    assert served.get("/cards/no-date").json()["remarks"] == []


# What is wrong with a question


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/cards?topic=see", 422, ("topic", "see", "sea")),
        ("/cards?actor=Norra", 422, ("actor", "Norra", "nora")),
        ("/cards?source=x", 422, ("source", "x", None)),
        ("/cards?speaker=Ida%20Hulm", 422, ("speaker", "Ida Hulm", "Ida Holm")),
        ("/cards?confidence=posible", 422, ("confidence", "posible", "possible")),
        ("/cards?at_least=unconfirmed", 422, ("at_least", "unconfirmed", None)),
        ("/cards?since=2015-02-30", 422, ("since", "2015-02-30", None)),
        ("/cards?until=as%20of%202015", 422, ("until", "as of 2015", None)),
        ("/cards?limit=-1", 422, ("limit", "-1", None)),
        ("/cards?offset=x", 422, ("offset", "x", None)),
        ("/cards?sort=newst", 422, ("sort", "newst", "newest")),
        ("/cards?disputed=yes", 422, ("disputed", "yes", None)),
        ("/cards?states=", 422, ("states", "", None)),
        ("/cards?topics=sea", 422, ("topics", "sea", "topic")),
        ("/cards?limit=1&limit=2", 422, ("limit", "2", None)),
        ("/health?x=1", 422, ("x", "1", None)),
        ("/search", 422, ("q", "", None)),
        ("/search?q=topic:see", 422, ("topic", "see", "sea")),
        ("/stats?by=topics", 422, ("by", "topics", "topic")),
        ("/cards/boot", 404, ("id", "boot", "boat")),
        ("/cards/%ff%00%0a", 404, ("id", "�\0\n", None)),
    ],
)
def test_a_bad_value_is_told_with_its_field(
    served: Served, path: str, status: int, told: tuple[str, str, str | None]
) -> None:
    """It is a problem of RFC 9457: which field, what was given, what may be meant."""
    response = served.get(path)
    problem = response.json()
    assert (response.status_code, response.headers["content-type"]) == (
        status,
        "application/problem+json",
    )
    assert (problem["field"], problem["value"], problem["suggestion"]) == told
    assert (problem["type"], problem["status"]) == ("about:blank", status)
    assert "--" not in problem["detail"]
    assert "relcli " not in problem["detail"]
    if told[2]:
        assert f"did you mean `{told[2]}`?" in problem["detail"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nowhere", 404), ("GET", "/cards/", 404), ("POST", "/cards", 405), ("PUT", "/", 405)],
)
def test_what_is_not_there_is_told_alike(
    served: Served, method: str, path: str, status: int
) -> None:
    """Another address, or another method, is a problem in the same form."""
    response = served.client.request(method, path)
    assert (response.status_code, response.json()["status"]) == (status, status)
    assert response.headers["content-type"] == "application/problem+json"
    assert ("allow" in response.headers) == (status == 405)


def test_too_much_at_once_is_refused(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever reads each card has a bound on how many; the newest are given without it."""
    monkeypatch.setattr(answers, "MOST_COUNTED", 1)
    for path in (
        "/stats",
        "/disputes",
        "/years",
        "/cards?sort=id",
        "/timeline?q=sank",
        "/page/counts",
    ):
        response = served.get(path)
        assert response.status_code == 422, path
        assert response.json()["detail"].startswith("more than 1 cards answer that; ")
    assert served.ids("/cards", limit=1) == ["tug"]
    assert served.answer("/stats", topic="land")["cards"] == 1


def test_an_answer_has_so_many_rows_at_most(cards: Writer) -> None:
    """Who asks for all gets as many as are given at once, and is told how the rest is got."""
    line = "- {{id: c{n}, claim: Event {n}., date: 2016, confidence: possible, source: S}}\n"
    many = settings.MOST_SHOWN + 5
    with serving(cards("".join(line.format(n=n) for n in range(many)))) as served:
        first = served.answer("/cards", limit=0)
        rest = served.answer("/cards", offset=settings.MOST_SHOWN)
        assert len(first["cards"]) == settings.MOST_SHOWN
        assert first["remarks"] == [f"the first {settings.MOST_SHOWN} of {many}; {answers.REST}"]
        every = [card["id"] for card in (*first["cards"], *rest["cards"])]
        assert every == [f"c{n}" for n in range(many)]


def test_grades_are_all_that_there_are(served: Served) -> None:
    """What the description of the server names as grades is what filters take."""
    document = json.loads(served.get("/openapi.json").text)
    (floor, grades) = (
        next(
            p["schema"] for p in document["paths"]["/cards"]["get"]["parameters"] if p["name"] == n
        )
        for n in ("at_least", "confidence")
    )
    assert grades["items"]["enum"] == list(Confidence)
    assert floor["enum"] == [grade for grade in Confidence if grade is not Confidence.UNCONFIRMED]


def test_the_page_is_the_exported_one(run: Runner, served: Served, dataset: Path) -> None:
    """At `/` stands what `export html` writes, with its policy and a rule that no head has."""
    response = served.get("/")
    assert response.text == run("--facts", dataset, "export", "html").out
    (policy,) = re.findall(r'Policy" content="(.*?)"', response.text)
    sent = response.headers["content-security-policy"].replace("'", "&#39;")
    assert sent == f"{policy}; frame-ancestors &#39;none&#39;"
    assert settings.PAGED > 3


def test_the_facts_of_another_time_are_served(repository: Repository) -> None:
    """With `at`, answers are from the facts as they were recorded then, whatever became of them."""
    repository.commit("First", cards=card("boat"))
    repository.git("tag", "v1")
    repository.commit("Second", cards=card("boat", confidence="doubtful"))
    with serving(repository.facts, at="v1") as served:
        for _ in range(2):
            (boat,) = served.answer("/cards")["cards"]
            assert (boat["confidence"], boat["place"]["path"]) == ("possible", "cards.yaml")
    with serving(repository.facts) as served:
        assert served.answer("/cards/boat")["cards"][0]["confidence"] == "doubtful"
