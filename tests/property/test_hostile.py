"""Whatever is typed: an answer, nothing or trouble told in a line, and nothing acts.

tests/fuzz does the same for millions of inputs; here are as many as there is time for.
"""

import io
import re
from contextlib import redirect_stderr, redirect_stdout
from difflib import SequenceMatcher, get_close_matches
from pathlib import Path
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relcli.cli.app import main
from relcli.errors import MANY, did_you_mean

ACTS = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\u200b\ufeff\ud800-\udfff]"
)
COMMANDS = (
    *("list --topic {}", "list --actor {}", "list --source {}", "list --confidence {}"),
    *("list --at-least {}", "list --since {}", "list --until {}", "list --limit {}"),
    *("list --sort {}", "list --format {}", "search {}", "search -- {}", "show {}", "cite {}"),
    *("cite c --style {}", "timeline {}", "timeline --by {}", "stats {}", "stats --by {}"),
    *("graph {}", "graph --depth {}", "disputes {}", "export {}", "export csv {}", "schema {}"),
    *("check --select {}", "check --explain {}", "check --format {}", "check {}", "{}", "--{}"),
    *("set {} note=x", "set c {}", "new --no-input --claim {}", "new --no-input --date {}"),
)
CARD = "- {id: c, claim: Wagner left, date: 2016, source: CNN, confidence: possible, actors: [A]}\n"
# What a shell can pass: no NUL; a byte that is no UTF-8 comes as a lone surrogate. No path leads
# out of the folder.
TYPED = st.text(
    st.one_of(
        st.sampled_from(
            "\x1b\x9b\u202e\u200b\udcff\"'-:*()^%{}=+~,.;? \n\tX\u0301\u0645\U0001f600"
        ),
        st.characters(exclude_characters="\0/", exclude_categories=["Cs"]),
    ),
    max_size=30,
)
WORDS = st.sampled_from(
    [
        *("wagner", "actor:", "since:2016", "-", '"', "possible", "2016-11", "json", "newest", "c"),
        *("confidence:", "at-least:possible", "disputed:yes", "-topic:", "NEAR(", "note=", "+="),
    ]
)
VALUES = st.lists(st.one_of(WORDS, TYPED), max_size=4).map("".join)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder, and beside it a dataset of a card."""
    place = tmp_path_factory.mktemp("typed")
    (place / "here").mkdir()
    return place


def ran(args: list[str]) -> tuple[object, str]:
    """Run relcli; return its status and all that it wrote."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        status = main(args)
    for stream in (out, err):
        stream.seek(0)
    return status, out.read() + err.read()


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(COMMANDS), VALUES)
def test_any_value_of_any_option(
    folder: Path, monkeypatch: pytest.MonkeyPatch, command: str, value: str
) -> None:
    """Every run ends in a status of grep's within a second, and writes nothing that acts."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
    monkeypatch.chdir(folder / "here")
    facts = folder / "facts.yaml"
    facts.write_text(CARD, encoding="utf-8")
    before = process_time()
    words = [word.replace("{}", value) for word in command.split()]
    status, written = ran(["--facts", str(facts), *words])
    assert process_time() - before < 10  # seconds, by which it hangs
    assert status in (0, 1, 2)
    assert not ACTS.search(written.replace("\r\n", "\n").replace("\t", " "))
    assert "Traceback" not in written


@given(st.text("abcde-", max_size=9), st.sets(st.text("abcde-", max_size=9), min_size=MANY + 1))
def test_of_many_names_the_nearest_is_meant(word: str, names: set[str]) -> None:
    """Choosing the likely ones quickly first loses none that difflib finds as near."""
    nearest = did_you_mean(word, sorted(names))
    by_difflib = get_close_matches(word, sorted(names), n=1)

    def ratio(name: str) -> float:
        return SequenceMatcher(None, name, word).ratio()

    assert (nearest is None) == (by_difflib == [])
    assert nearest is None or ratio(nearest) >= ratio(by_difflib[0]) - 0.1
