"""What the benchmarks of tests/bench rest on: how they run what they measure."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import relcli
from relcli.model.match import AT_LEAST
from relcli.view.manual.topics import topic_text
from tests.bench.match import article, draft
from tests.bench.measure import RELCLI, Command, Other, Taken, interleaved, run
from tests.server import Server

SHIPPED = Path(__file__).parents[1] / "facts" / "hezbollah-russia"
REPOSITORY = Path(__file__).parent.parent
PRINT = "import os, stat; print(stat.S_ISFIFO(os.fstat(1).st_mode), 'x' * 1_000_000)"

Writer = Callable[..., Path]


def script(path: Path, text: str, mode: int = 0o755) -> Path:
    """Write a program."""
    path.write_text(text)
    path.chmod(mode)
    return path


def test_all_that_a_command_prints_is_read() -> None:
    """It goes to a pipe, also what is more than a pipe holds, not to the null device."""
    printed = run(Command("", [sys.executable, "-c", PRINT]))
    assert printed.split() == [b"True", b"x" * 1_000_000]


def test_commands_take_turns(tmp_path: Path) -> None:
    """Each round has every command once, and the first round is not counted."""
    log = tmp_path / "log"
    log.touch()
    commands = [
        Command(name, [sys.executable, "-S", "-c", f"open({str(log)!r}, 'a').write({name!r})"])
        for name in "ab"
    ]
    taken = interleaved(commands, 2)
    assert log.read_text() == "ababab"
    assert [len(taken[name].rounds) for name in "ab"] == [2, 2]


def test_a_ratio_is_that_of_the_rounds() -> None:
    """A round in which the machine was slow for both commands does not change it."""
    assert Taken([50, 200, 20]).beside(Taken([10, 100, 20])) == 2


def test_another_relcli_has_a_cache_of_its_own(cards: Writer, tmp_path: Path) -> None:
    """It is asked the same, and its index lies where this one's does not."""
    dataset = cards("- {id: x, claim: A boat sank., date: 2016, confidence: possible, source: S}")
    own = {"XDG_CACHE_HOME": str(tmp_path / "own")}
    ours = Command("search", [RELCLI, "--facts", str(dataset), "search", "boat", "--json"], own)
    other = Other(RELCLI, tmp_path / "bench")
    assert b'"id": "x"' in run(other.command(ours)), other.version
    assert [path.name.partition("-")[0] for path in (tmp_path / "bench").iterdir()] == ["cache"]
    assert not (tmp_path / "own").exists()


def test_another_relcli_has_modules_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A PYTHONPATH does not give it those of another version."""
    (tmp_path / "relcli").mkdir()
    script(tmp_path / "relcli" / "__init__.py", "__version__ = '9.9'")
    monkeypatch.setenv("PYTHONPATH", os.fspath(tmp_path))
    assert Other(RELCLI, tmp_path).version != "relcli 9.9"


def test_postgres_beside_sqlite(server: Server) -> None:
    """It publishes, changes and asks, tells that both give the same answers, and draws curves."""
    assert server.port
    command = [sys.executable, "-m", "tests.bench.postgres", "--parts", "2", "30", "60"]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count(" True\n") == 2 * 8
    assert "publish, one edit" in done.stdout
    assert done.stdout.count(", by the number of cards") == 4


@pytest.mark.parametrize(
    ("text", "mode", "told"),
    [
        (None, 0, "{path} is no program that can be run"),
        ("#!/bin/sh\n", 0o644, "{path} is no program that can be run"),
        ("#!/no/such/python\n", 0o755, "{path} does not run: No such file or directory"),
        ("#!/bin/sh\nexit 1\n", 0o755, "{path} is no relcli that runs: --version does not tell so"),
        (
            "#!/bin/sh\necho tool 1.0\n",
            0o755,
            "{path} is no relcli that runs: --version does not tell so",
        ),
    ],
    ids=["missing", "no program", "no interpreter", "fails", "another tool"],
)
def test_against_what_is_no_relcli(tmp_path: Path, text: str | None, mode: int, told: str) -> None:
    """One line tells why it cannot be measured, and nothing is."""
    path = tmp_path / "relcli"
    if text is not None:
        script(path, text, mode)
    command = [sys.executable, "-m", "tests.bench.speed", "--against", str(path), "start"]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"--against: {told.format(path=path)}\n"


def measured(*args: str, **environment: str) -> str:
    """Return what the benchmark of `match` prints."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.match", *args],
        cwd=REPOSITORY, capture_output=True, text=True, check=True,
        env={**os.environ, **environment},
    )  # fmt: skip
    return done.stdout


def test_the_cut_off_of_match_is_what_the_manual_says(tmp_path: Path) -> None:
    """On the committed drafts the figures are those of the manual; the other sets may be absent."""
    nowhere = str(tmp_path / "nowhere")
    told = measured(RELCLI_SEED=nowhere, RELCLI_EVAL=nowhere)
    assert f"article: skipped, for {nowhere}" in told
    assert f"others, tweets: skipped, for {nowhere} is absent" in told
    figures = re.findall(r"^ +(0\.26) +([\d.]+) % +([\d.]+) % +([\d.]+) %$", told, re.MULTILINE)
    (row,) = re.findall(rf"^\| {AT_LEAST:.2f} \|.*$", topic_text("match"), re.MULTILINE)
    cells = row.strip("|").replace(" ", "").split("|")
    assert [cell for _, *cells in figures for cell in cells] == cells[3:9]


def test_the_right_cards_of_the_article_are_told_by_its_sentences() -> None:
    """Each sentence of the article has its row, and each row a card that there is."""
    with relcli.open(SHIPPED) as facts:
        for _, right in draft("draft") + draft("second"):
            assert all(card in facts for card in right)
        sentences = article()
        if not sentences:
            pytest.skip("the article is no part of this repository")
        assert len(sentences) == 77
        assert all(right and all(card in facts for card in right) for _, right in sentences)


def test_the_figures_of_history_are_made() -> None:
    """A repository is made, and each time and ratio is printed beside what is wanted."""
    command = [sys.executable, "-m", "tests.bench.history", "4", "1"]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("4 commits, 5 files of 200 cards\nlog, the first time ")
    assert done.stdout.count("(wanted: 2.0)") == 2


def test_how_fast_the_server_starts_is_measured() -> None:
    """Both are started, and what the server takes more than the SDK's import is told."""
    command = [sys.executable, "-m", "tests.bench.mcp", "1"]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    sdk, server, more = done.stdout.splitlines()
    assert re.fullmatch(r"import of the SDK +\d+ ms", sdk)
    assert re.fullmatch(r"first answer +\d+ ms", server)
    assert re.fullmatch(r"more +-?\d+ ms, of 200", more)


def test_the_server_is_measured() -> None:
    """With one worker and with two, each answers all that it is asked; what is missing is told."""
    command = [
        sys.executable,
        "-m",
        "tests.bench.serve",
        "0",
        "--requests",
        "24",
        "--datasette",
        "",
    ]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    _, one, two, datasette = done.stdout.splitlines()
    assert one.split()[:4] == ["0", "relcli,", "1", "worker"]
    assert two.split()[:4] == ["0", "relcli,", "2", "workers"]
    assert [line.split()[-1] for line in (one, two)] == ["0", "0"]
    assert datasette.endswith("skipped: it is not installed")
