"""relcli schema: what it lets pass and what not, and that it says what the loader says."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from check_jsonschema import main as check_jsonschema_main
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from relcli.load.dataset import load_dataset
from relcli.load.yaml_tree import YamlTree
from relcli.model.date import read
from relcli.view.schema import SCHEMAS, output_schema
from tests.example_dates import CARD_DATES, DATES, STATES, dated_card
from tests.repository import Repository, card

if TYPE_CHECKING:
    from tests.conftest import Run

Relcli = Callable[..., "Run"]
Cards = Callable[..., Path]

REPOSITORY = Path(__file__).parent.parent
FILES = {"dataset.yaml": "dataset", "actors.yaml": "actors", "sources.yaml": "sources"}

# What the loader refuses and no schema can see: it takes more than one value, or the text itself.
UNSEEN = {
    *(
        "alias",
        "anchor",
        "duplicate-id",
        "duplicate-key",
        "encoding",
        "key",
        "retired-id",
        "second-document",
    ),
    *("merge-conflict", "no-break-space"),
    *(
        "ambiguous-actor",
        "syntax",
        "tag",
        "unreadable",
        "unknown-actor",
        "unknown-source",
        "unknown-topic",
    ),
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_is_a_schema(run: Relcli, name: str) -> None:
    """Of draft-07, with a description at every key."""
    ended = run("schema", name)
    assert ended.status == 0
    schema = json.loads(ended.out)
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    Draft7Validator.check_schema(schema)
    if name != "output":
        assert all(_described(schema))


def _described(schema: Any) -> list[bool]:  # noqa: ANN401
    if isinstance(schema, list):
        return [told for item in schema for told in _described(item)]
    if not isinstance(schema, dict):
        return []
    here = ["description" in kind for kind in schema.get("properties", {}).values()]
    return here + [told for item in schema.values() for told in _described(item)]


def test_without_a_name_it_is_that_of_cards(run: Relcli) -> None:
    """A name that it does not know is trouble, with the nearest."""
    assert run("schema").out == run("schema", "cards").out
    assert "no schema `card`; did you mean `cards`?" in run("schema", "card").err
    assert "no schema `zzzz`; known: cards, dataset" in run("schema", "zzzz").err


def check_jsonschema(tmp_path: Path, name: str, *paths: Path) -> Result:
    """Check files as an editor would: read as YAML, with types, against a schema."""
    schema = tmp_path / f"{name}.json"
    schema.write_text(json.dumps(SCHEMAS[name]()), encoding="utf-8")
    return CliRunner().invoke(check_jsonschema_main, ["--schemafile", *map(str, [schema, *paths])])


@pytest.mark.parametrize("name", ["cards", *FILES.values()])
def test_the_shipped_facts_are_valid(tmp_path: Path, name: str) -> None:
    """Every file, against the schema of its kind."""
    found = (REPOSITORY / "facts").rglob("*.yaml")
    paths = [path for path in found if FILES.get(path.name, "cards") == name]
    checked = check_jsonschema(tmp_path, name, *paths)
    assert paths
    assert checked.exit_code == 0, checked.output


def test_what_the_loader_reads_is_valid(tmp_path: Path) -> None:
    """Numbers and truth values are texts to it; one text stands for a list of one."""
    path = tmp_path / "cards.yaml"
    path.write_text(
        "- {claim: 2016, date: 2016, confidence: possible, source: no, note: 1.5, topics: yes}\n"
        "- {claim: x, date: 201X, confidence: possible, source: {title: 1984}, id: null}\n"
        "- {claim: x, date: 2015-09/.., confidence: possible, sources: [a, {id: b}], note: }\n"
        "- {claim: x, date: 2016-11-24, confidence: possible, source: {url: u, published: 2016}}\n"
        "- {claim: x, date: -0043, confidence: possible, source: {title: t, published: -0043-03}}\n"
        "- {claim: x, date: as of 2016, confidence: possible, source: {title: t, language: pt}}\n"
        "- {claim: x, date: by 2016, confidence: possible, source: {title: t, speaker: A B}}\n"
        "- {claim: x, date: '[2016..]', confidence: possible, source: x}\n"
        "- {claim: x, date: 2016-11-24T10:15:30Z, confidence: possible, source: x}\n",
        encoding="utf-8",
    )
    checked = check_jsonschema(tmp_path, "cards", path)
    assert checked.exit_code == 0, checked.output


CARD = {"claim": "x", "date": "2016", "confidence": "possible", "source": "y"}


@pytest.mark.parametrize(
    "wrong",
    [
        *({"claim": None}, {"claim": ["x"]}, {"clam": "x"}, {"note": ["x"]}, {"id": "a b"}),
        *({"date": "2016-13"}, {"date": "soon"}, {"date": None}, {"confidence": "sure"}),
        *({"sources": ["z"]}, {"source": []}, {"source": {"says": "x"}}, {"topics": {}}),
        *({"source": {"title": "x", key: "x"}} for key in ("stance", "reliability", "titel")),
        {"superseded_by": "a,b"},
        *({"source": {"title": "x", "published": date}} for date in ("201", "as of 2016")),
        *({"date": date} for date in ("by 2016-21", "between 2016~ and 2017", "[..]", "by 201X")),
        *({"date": date} for date in ("as of by 2016", "as of 2015/2016", "2016T10:15:30")),
        {"source": {"title": "x", "language": "pt_BR"}},
        {"related": [["x"]]},
    ],
    ids=str,
)
def test_what_the_loader_refuses_is_not_valid(wrong: dict[str, Any]) -> None:
    """Whatever a schema can see of it; the card without that is valid."""
    validator = Draft7Validator(SCHEMAS["cards"]())
    assert validator.is_valid([CARD])
    assert not validator.is_valid([CARD | wrong])


def bad_cases() -> list[Path]:
    """Return the cases of tests/bad that break a rule of the loader which a schema can see."""
    cases = []
    for case in sorted((REPOSITORY / "tests" / "bad").iterdir()):
        rule = case.name.partition(".")[0]
        if rule in UNSEEN or not (case.is_dir() or case.suffix == ".yaml"):
            continue
        # The warnings of `check` are no problems of the loader, nor of a schema.
        if rule in {problem.rule for problem in load_dataset(case).problems}:
            cases.append(case)
    return cases


@pytest.mark.parametrize("case", bad_cases(), ids=lambda case: str(case.name))
def test_bad_cases_are_not_valid(case: Path) -> None:
    """In one file of each at least, the schema sees what is wrong."""
    errors = []
    for path in sorted(case.glob("*.yaml")) if case.is_dir() else [case]:
        schema = SCHEMAS[FILES.get(path.name, "cards")]()
        tree = YamlTree.of_bytes(path.read_bytes(), str(path))
        errors += list(Draft7Validator(schema).iter_errors(_data(tree.root)))
    assert errors


def test_there_are_bad_cases() -> None:
    """The rules that a schema can see are among them."""
    rules = {case.name.partition(".")[0] for case in bad_cases()}
    assert rules >= {"date", "id", "missing-key", "shape", "unknown-confidence", "unknown-key"}


def _data(node: Any) -> Any:  # noqa: ANN401
    """Return a tree as plain data, null included."""
    if isinstance(node, dict):
        return {key: _data(value) for key, value in node.items()}
    return [_data(item) for item in node] if isinstance(node, list) else node


LIKE_A_DATE = r"[0-9]{4}(-[0-9]{2}){0,2}[?~%]?(/[0-9]{4}(-[0-9]{2})?)?"


@given(
    st.text("0123456789X-/.?~%", max_size=14)
    | st.from_regex(LIKE_A_DATE, fullmatch=True)
    | CARD_DATES
    | st.builds("{}{} and {}".format, st.sampled_from(["between ", ""]), CARD_DATES, CARD_DATES)
)
def test_the_pattern_of_dates_is_their_grammar(text: str) -> None:
    """It takes every date; what else it takes is a day that its month lacks, or runs backwards."""
    validator = Draft7Validator(SCHEMAS["cards"]())
    valid = validator.is_valid([CARD | {"date": text}])
    if read(text):
        assert valid
    elif valid:
        two = any(between in text.strip("/[].") for between in ("/", "..", " and "))
        assert two or re.search("-(?:29|3[01])", text)


def test_every_form_of_date_is_valid() -> None:
    """In a file, and as the JSON of a card, whose speaker need not be an actor."""
    cards, output = Draft7Validator(SCHEMAS["cards"]()), Draft7Validator(output_schema())
    for number, text in enumerate([*DATES, *STATES]):
        assert cards.is_valid([CARD | {"date": text}]), text
        card = dated_card(number, text, DATES[number % len(DATES)])
        output.validate([card])
        card["sources"][0]["speaker"] = {"id": None, "name": "A neighbour"}
        output.validate([card])
        card["sources"][0]["speaker"] = {"id": None}  # type: ignore[typeddict-item]
        assert not output.is_valid([card])


@pytest.mark.parametrize(
    ("args", "kind"),
    [
        (["list", "--json"], "card"),
        (["list", "--since", "2016", "--json"], "card"),
        (["search", "hezbolla", "--json"], "card"),
        (["search", "did nasralah meet putin", "--explain", "--json"], "card"),
        (["show", "pantsir-plan-wsj", "--json"], "card"),
        (["timeline", "wagner", "--until", "2024", "--json"], "card"),
        (["topics", "--json"], "topic"),
        (["actors", "--json"], "actor"),
        (["sources", "--json"], "source"),
        (["export", "json"], "card"),
        (["check", "--format", "json", "--select", "not-archived"], "problem"),
        (["disputes", "--json"], "dispute"),
    ],
)
def test_the_output_is_as_its_schema_says(run: Relcli, args: list[str], kind: str) -> None:
    """Every command's JSON, and each row is of the kind that it should be."""
    rows = json.loads(run("--facts", REPOSITORY / "facts", *args).out)
    assert rows
    schema = output_schema()
    Draft7Validator(schema).validate(rows)
    one = {**schema["definitions"][kind], "definitions": schema["definitions"]}
    for row in rows:
        Draft7Validator(one).validate(row)


@pytest.mark.parametrize(
    ("args", "document", "line"),
    [
        (["stats"], "stats", "cell"),
        (["stats", "--by", "origin", "--topic", "military"], "stats", "cell"),
        (["graph"], "graph", "link"),
        (["graph", "wagner", "--depth", "2"], "graph", "link"),
    ],
    ids=str,
)
def test_documents_are_as_their_schema_says(
    run: Relcli, args: list[str], document: str, line: str
) -> None:
    """The JSON of what is counted is one document; its lines are rows of one kind."""
    facts = ["--facts", REPOSITORY / "facts"]
    schema = output_schema()
    whole = json.loads(run(*facts, *args, "--json").out)
    lines = [json.loads(row) for row in run(*facts, *args, "--format", "jsonl").out.splitlines()]
    assert lines
    for value, kind in ((whole, document), *((row, line) for row in lines)):
        Draft7Validator(schema["definitions"][kind]).validate(value)
    Draft7Validator(schema).validate(whole)
    Draft7Validator(schema).validate(lines)


def test_history_is_as_its_schema_says(run: Relcli, repository: Repository) -> None:
    """What `log`, `diff`, `show --history`, `stats --over-time` and `cite --check` list."""
    repository.commit(cards=card("boat"))
    stamp = run("--facts", repository.facts, "cite", "boat", "--stamp").out
    disputed = card("boat").replace(
        "source: Harbour log", "sources: [{title: S, stance: disputes}]"
    )
    repository.commit(cards=disputed + card("pier", "The pier was built."))
    repository.write(cards=disputed)
    text = repository.top / "draft.txt"
    text.write_text(stamp)
    schema = output_schema()
    for args, kind in (
        (["log"], "change"),
        (["diff", "HEAD~1"], "change"),
        (["cite", "--check", str(text)], "change"),
        (["show", "boat", "--history"], "card"),
        (["stats", "--over-time"], "month"),
    ):
        rows = json.loads(run("--facts", repository.facts, *args, "--json").out)
        assert rows
        Draft7Validator(schema).validate(rows)
        one = {**schema["definitions"][kind], "definitions": schema["definitions"]}
        for row in rows:
            Draft7Validator(one).validate(row)
