"""What the server tells of itself (OpenAPI), and whether it does what it tells: asked at random."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from tests.serving import Served, serving

Writer = Callable[..., Path]

FACTS = Path(__file__).parent.parent / "facts"
# What is asked of the shipped facts to have an answer of every kind.
ASKED = {
    "/search": ("/search?q=wagner", "/search?q=pantsr&explain=true&since=2016"),
    "/cards": ("/cards?limit=0",),
    "/cards/{card_id}": ("/cards/ukraine-800-fighters",),
    "/timeline": ("/timeline?q=wagner",),
    "/years": ("/years",),
    "/topics": ("/topics",),
    "/actors": ("/actors",),
    "/sources": ("/sources",),
    "/stats": ("/stats", "/stats?by=origin&q=wagner"),
    "/disputes": ("/disputes",),
    "/match": (),
    "/health": ("/health",),
}
CHECKS = (
    *("not_a_server_error", "status_code_conformance", "content_type_conformance"),
    *("response_schema_conformance", "unsupported_method", "negative_data_rejection"),
)
REFUSED = ("/search?q=topic:x", "/cards?at_least=x", "/cards/x", "/cards?" + "x" * 17_000, "/x")


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    """Serve the shipped facts."""
    with pytest.MonkeyPatch.context() as patch, serving(FACTS) as it:
        patch.delenv("RELCLI_FACTS", raising=False)
        yield it


@pytest.fixture(scope="module")
def document(served: Served) -> dict[str, Any]:
    """Return the description."""
    described: dict[str, Any] = json.loads(served.get("/openapi.json").text)
    return described


def test_the_description_is_one(document: dict[str, Any]) -> None:
    """It is OpenAPI, with an address for all that the manual names, each told in a sentence."""
    validate(document)
    assert document["openapi"].startswith("3.1")
    assert {*document["paths"]} == {*ASKED}
    for operations in document["paths"].values():
        for operation in operations.values():
            assert operation["summary"]
            assert operation["description"].endswith(".")


def test_each_answer_is_as_it_is_described(served: Served, document: dict[str, Any]) -> None:
    """What an address answers, and what it refuses, has the keys and kinds that are told."""
    schemas = {"components": document["components"]}
    for path, questions in ASKED.items():
        for operation in document["paths"][path].values():
            content = operation["responses"]["200"]["content"]
            validator = Draft202012Validator(content["application/json"]["schema"] | schemas)
            answers = map(served.get, questions) if questions else [matched(served)]
            for answer in answers:
                validator.validate(json.loads(answer.text))
    for question in REFUSED:
        schema = {"$ref": "#/components/schemas/problem"} | schemas
        Draft202012Validator(schema).validate(json.loads(served.get(question).text))


def matched(served: Served) -> httpx.Response:
    """Return the answer to a draft."""
    draft = "In 2012 Hezbollah sent 900 fighters to Ukraine. The Wagner Group had a Pantsir."
    return served.client.post("/match", content=draft, headers={"content-type": "text/plain"})


@pytest.mark.filterwarnings("default")
def test_no_question_at_random_is_answered_by_a_fault(served: Served, tmp_path: Path) -> None:
    """Schemathesis finds no 500, and no answer that is other than what is told.

    By hand it asks more: `schemathesis run --max-examples 900 http://127.0.0.1:8000/openapi.json`
    makes more than 10,000 requests.
    """
    before = len(served.told)
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "run", f"{served.url}openapi.json"),
        *("--max-examples", "8", "--seed", "24", "--phases", "fuzzing"),
        *("--checks", ",".join(CHECKS)),
        *("--no-color", "--suppress-health-check", "all"),
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-1000:]
    assert f"{len(ASKED)} passed" in done.stdout
    assert len(served.told) - before > 5 * len(ASKED)
