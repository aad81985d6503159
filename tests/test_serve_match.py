"""`POST /match`: a draft over HTTP, with the cards of `relcli match` beside its sentences."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from relcli.serve import answers, settings
from tests.conftest import Run
from tests.serving import Served, serving

Runner = Callable[..., Run]
Writer = Callable[..., Path]

CARDS = """\
- {id: fighters, claim: Some 800 fighters left the harbour of Skerra for the war., date: 2016-05,
   confidence: possible, source: S, topics: [sea]}
- {id: rain, claim: It rained on the wharf for forty days., date: 2017, confidence: possible,
   source: S, topics: [land]}
"""
DRAFT = (
    "# News\n\nIn May 2016 900 fighters left the harbour of **Skerra** for the war. All is well.\n"
)
PLAIN = {"content-type": "text/plain; charset=utf-8"}
MARKDOWN = {"content-type": "text/markdown"}


@pytest.fixture
def dataset(cards: Writer) -> Path:
    """Return a small dataset."""
    return cards(CARDS)


@pytest.fixture
def served(dataset: Path) -> Iterator[Served]:
    """Serve it."""
    with serving(dataset) as it:
        yield it


@pytest.mark.parametrize(("headers", "ending"), [(PLAIN, "txt"), (MARKDOWN, "md")])
def test_a_draft_has_the_cards_of_the_command_line(
    run: Runner, served: Served, dataset: Path, headers: dict[str, str], ending: str
) -> None:
    """Sentences, cards, in what they differ and what is told are those of `match --json`."""
    draft = dataset.parent / f"draft.{ending}"
    draft.write_text(DRAFT)
    told = run("--facts", dataset, "match", draft, "--json")
    answer = served.client.post("/match", content=DRAFT.encode(), headers=headers).json()
    rows = json.loads(told.out)
    for row in rows:
        del row["sentence"]["path"]  # a draft that is sent has none
        for card in row["cards"]:
            card["place"]["path"] = Path(card["place"]["path"]).name
    assert answer["sentences"] == rows
    assert answer["total"] == len(rows) > 1
    (card,) = next(row["cards"] for row in rows if row["cards"])
    assert {"kind": "number", "draft": "900", "card": "800"} in card["differs"]
    assert answer["remarks"] == []


def test_filters_and_the_cut_off_are_those_of_the_command(served: Served) -> None:
    """A draft is laid beside the cards that pass, from a score on."""

    def ids(question: str) -> list[str]:
        answer = served.client.post(f"/match{question}", content=DRAFT, headers=PLAIN).json()
        return [card["id"] for row in answer["sentences"] for card in row["cards"]]

    assert ids("") == ids("?topic=sea") == ["fighters"]
    assert ids("?topic=land") == ids("?at_least_score=1") == []
    wrong = served.client.post("/match?at_least_score=2", content=DRAFT, headers=PLAIN)
    assert (wrong.status_code, wrong.json()["field"]) == (422, "at_least_score")


@pytest.mark.parametrize(
    ("body", "headers", "status", "told"),
    [
        (b"x" * (settings.LARGEST_BODY + 1), PLAIN, 413, "a body has at most 200,000 bytes"),
        (b"{}", {"content-type": "application/json"}, 415, "no draft is `application/json`"),
        (b"caf\xe9", PLAIN, 422, "the draft is no UTF-8"),
    ],
    ids=["large", "json", "latin-1"],
)
def test_what_is_no_draft_is_told(
    served: Served, body: bytes, headers: dict[str, str], status: int, told: str
) -> None:
    """What is too long, of another kind, or no text is a problem like any other."""
    response = served.client.post("/match", content=body, headers=headers)
    assert (response.status_code, response.json()["status"]) == (status, status)
    assert response.json()["detail"].startswith(told)


def test_a_body_that_does_not_say_how_long_it_is_has_the_same_bound(served: Served) -> None:
    """What goes on beyond the bound is cut, whatever was said of its length."""

    def pieces() -> Iterator[bytes]:
        for _ in range(settings.LARGEST_BODY // 10_000 + 2):
            yield b"x" * 10_000

    response = served.client.post("/match", content=pieces(), headers=PLAIN)
    assert response.status_code == 413


def test_a_draft_that_takes_too_long_is_told_how_far_it_came(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ends after its time, and tells what to do."""
    monkeypatch.setattr(answers, "SECONDS", 0.0)
    late = served.client.post("/match", content=DRAFT, headers=PLAIN)
    assert late.status_code == 503
    assert late.json()["detail"].endswith(" sentences were matched in time; match it in parts")


def test_nobody_keeps_what_was_made_of_a_draft(served: Served) -> None:
    """It is the draft of one person: no cache has it, and it has no tag."""
    response = served.client.post("/match", content=DRAFT, headers=PLAIN)
    assert response.headers["cache-control"] == "no-store"
    assert "etag" not in response.headers
