"""More than anybody planned for: huge cards, every script, surroundings that lack everything."""

import json
import os
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

if TYPE_CHECKING:
    from tests.conftest import Run

Runner = Callable[..., "Run"]
Writer = Callable[..., Path]

MANY = 10_000
LARGE = 1_000_000
PATIENCE = 100  # seconds, by which it hangs: what grows with the square of MANY takes minutes

# One claim in each of a dozen scripts, with marks that combine, joiners and emoji, and an id.
SCRIPTS = {
    "Latin": ("Čeněk über Ålesund", "čeněk-å"),
    "Greek": ("Ένα πλοίο έφυγε", "πλοίο"),
    "Cyrillic": ("Вагнер передал систему", "вагнер-передал"),
    "Arabic": (
        "\u0642\u0627\u0644 \u062d\u0632\u0628 \u0627\u0644\u0644\u0647",
        "\u062d\u0632\u0628",
    ),
    "Persian": (
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \u06a9\u0634\u062a\u06cc",
        "\u06a9\u0634\u062a\u06cc",
    ),
    "Hebrew": (
        "\u05d4\u05e1\u05e4\u05d9\u05e0\u05d4 \u05d9\u05e6\u05d0\u05d4",
        "\u05d9\u05e6\u05d0",
    ),
    "Devanagari": (
        "\u0939\u093f\u0928\u094d\u0926\u0940 \u091c\u0939\u093e\u091c\u093c",
        "\u0939\u093f",
    ),
    "Thai": ("\u0e40\u0e23\u0e37\u0e2d\u0e2d\u0e2d\u0e01", "\u0e40\u0e23\u0e37\u0e2d"),
    "Georgian": (
        "\u10d2\u10d4\u10db\u10d8 \u10d2\u10d0\u10d5\u10d8\u10d3\u10d0",
        "\u10d2\u10d4\u10db\u10d8",
    ),
    "Armenian": (
        "\u0546\u0561\u057e\u0568 \u0574\u0565\u056f\u0576\u0565\u0581",
        "\u0576\u0561\u057e",
    ),
    "Han": ("\u4e00\u8258\u8239 \u79bb\u6e2f", "\u8239"),
    "Hangul": ("\ubc30\uac00 \ub5a0\ub0ac\ub2e4", "\ubc30"),
    "Kana": ("\u30d5\u30cd\u304c \u3067\u305f", "\u30d5\u30cd\u304c"),
    "emoji": (
        "Ship \U0001f6a2\U0001f468\u200d\U0001f469\u200d\U0001f467 \u2764\ufe0f left",
        "ship-\U0001f6a2",
    ),
}
PLAIN = "- {id: plain, claim: A plain claim, date: 2016, source: CNN, confidence: possible}\n"
EVERY_VIEW = (
    *(["list"], ["show"], ["timeline"], ["sources"], ["stats"], ["disputes"], ["graph"]),
    *(["check"], ["cite"], ["export", "csl"], ["export", "stix"], ["export", "biblatex"]),
    *(["export", "markdown"], ["export", "graphml"], ["export", "ics"], ["export", "json"]),
)


def card(card_id: str, claim: str, sources: str = "[CNN]") -> str:
    return (
        f'- {{id: "{card_id}", claim: "{claim}", date: 2016, confidence: possible,'
        f" actors: [Nora, Tove], sources: {sources}}}\n"
    )


@pytest.fixture(scope="module")
def huge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A card of 1 MB, one whose claim is one word of 1 MB, and one with 10,000 sources."""
    folder = tmp_path_factory.mktemp("huge")
    words = " ".join(f"word{n % MANY}" for n in range(LARGE // 8))
    sources = ", ".join(
        f"{{title: Title {n}, publisher: P{n}, url: 'https://e.example/{n}', stance: disputes}}"
        for n in range(MANY)
    )
    text = card("long", words) + card("word", "x" * LARGE) + card("many", "M", f"[{sources}]")
    (folder / "cards.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def indexed(huge: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, with an index that these tests share."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(huge.parent / "cache-of-huge"))
    return huge


@pytest.mark.parametrize("command", EVERY_VIEW, ids=" ".join)
def test_a_huge_card_is_shown_in_every_way(run: Runner, indexed: Path, command: list[str]) -> None:
    """All of it, in a time that grows with its size and not with the square of it."""
    ids = ["many"] if command[0] in ("show", "cite") else []
    before = time.process_time()
    ended = run("--facts", indexed, *command, *ids)
    assert ended.status == 0 or (command, ended.status) == (["check"], 1)
    assert time.process_time() - before < PATIENCE


def test_a_huge_card_is_found(run: Runner, indexed: Path) -> None:
    """By its last word, and by the last of its sources."""
    assert run("--facts", indexed, "search", "word9999", "--format", "ids").out == "long\n"
    assert run("--facts", indexed, "search", "P9999", "--format", "ids").out == "many\n"
    (found,) = json.loads(run("--facts", indexed, "show", "many", "--json").out)
    assert len(found["sources"]) == MANY


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("script", SCRIPTS)
def test_every_script_is_found_and_shown(
    run: Runner, cards: Writer, script: str, form: str
) -> None:
    """By any of its words, composed or decomposed, whichever the card has, and by its id."""
    claim, card_id = SCRIPTS[script]
    other = {"NFC": "NFD", "NFD": "NFC"}[form]
    facts = cards(card(card_id, unicodedata.normalize(form, claim)) + PLAIN)  # type: ignore[arg-type]
    for word in claim.split():
        if not any(character.isalnum() for character in word):
            continue
        asked = unicodedata.normalize(other, word)  # type: ignore[arg-type]
        assert run("--facts", facts, "search", asked, "--format", "ids").out == f"{card_id}\n"
    shown = run("--facts", facts, "show", card_id, "--format", "table").out
    assert card_id in shown
    (data,) = json.loads(run("--facts", facts, "show", card_id, "--json").out)
    assert data["claim"] == unicodedata.normalize(form, claim)  # type: ignore[arg-type]
    for command in (["check"], ["list"], ["timeline"], ["cite", card_id], ["export", "html"]):
        assert run("--facts", facts, *command).status == 0


def in_surroundings(
    facts: Path, *args: str, shell: str = "", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run relcli with just these variables set, by a shell that may close its streams."""
    command = f'exec "{sys.executable}" -m relcli --facts "$0" "$@" {shell}'
    kept = {name: value for name, value in os.environ.items() if name.startswith("COV")}
    return subprocess.run(
        ["sh", "-c", command, str(facts), *args],
        env={**kept, "PATH": os.defpath, **environment},
        capture_output=True,
        check=False,
    )


@pytest.fixture
def babel(cards: Writer) -> Path:
    """A card in each script."""
    return cards("".join(card(card_id, claim) for claim, card_id in SCRIPTS.values()))


@pytest.mark.parametrize(
    "environment",
    [
        {"LANG": "C"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"},
        {"LANG": "no_SUCH.locale", "PYTHONUTF8": "0", "TERM": "dumb", "COLUMNS": "20"},
    ],
    ids=str,
)
@pytest.mark.parametrize(
    "args",
    [
        *(["list", "--json"], ["list", "--format", "table"], ["search", "вагнер", "--json"]),
        *(["show", "вагнер-передал", "--format", "table"], ["timeline"], ["check", "--strict"]),
        *(["show", "nichts-ü"], ["export", "html"], ["cite", "船"], ["list", "--topic", "ü"]),
    ],
    ids=ascii,
)
def test_without_a_locale(babel: Path, args: list[str], environment: dict[str, str]) -> None:
    """What scripts read is UTF-8 all the same; what a screen cannot show is replaced."""
    ended = in_surroundings(babel, *args, **environment)
    expected = {"nichts-ü": 1, "ü": 2, "--strict": 1}.get(args[-1], 0)
    assert ended.returncode == expected, ended.stderr
    assert b"Traceback" not in ended.stderr
    if expected == 0 and "--json" in args:
        claims = [found["claim"] for found in json.loads(ended.stdout.decode())]
        assert SCRIPTS["Cyrillic"][0] in claims


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- 2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("args", [["list"], ["search", "vagner"], ["check"], ["show", "none"]])
def test_streams_that_are_closed(babel: Path, args: list[str], closed: str) -> None:
    """Without stdin or stderr the answer is the same; without stdout that is the trouble."""
    usual = in_surroundings(babel, *args)
    ended = in_surroundings(babel, *args, shell=closed)
    trouble = ">&-" in closed.replace("2>&-", "") and (usual.stdout or args[0] == "check")
    assert ended.returncode == (2 if trouble else usual.returncode)
    assert ended.stdout == (b"" if ">&-" in closed.replace("2>&-", "") else usual.stdout)
    assert b"Traceback" not in ended.stderr


@pytest.mark.parametrize(
    "environment", [{}, {"HOME": ""}, {"HOME": "/nowhere"}, {"HOME": "/dev/null"}], ids=str
)
def test_without_a_home(babel: Path, environment: dict[str, str]) -> None:
    """Where there is no place for an index, one in memory answers."""
    ended = in_surroundings(babel, "search", "vagner", "--format", "ids", **environment)
    assert (ended.returncode, ended.stdout.decode()) == (0, "вагнер-передал\n")


@pytest.mark.parametrize("columns", ["20", "1"])
@pytest.mark.parametrize("command", EVERY_VIEW[:9], ids=" ".join)
def test_a_terminal_of_no_width(
    run: Runner, babel: Path, command: list[str], columns: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the script, on 20 columns the lines of a table fit; on one, there is no trouble."""
    monkeypatch.setenv("COLUMNS", columns)
    ids = [card_id for _, card_id in SCRIPTS.values()] if command[0] in ("show", "cite") else []
    form = [] if command[0] in ("check", "cite") else ["--format", "table"]
    ended = run("--facts", babel, *command, *ids, *form)
    assert ended.status in (0, 1)
    if form and columns == "20":
        assert max(map(cell_len, ended.out.splitlines()), default=0) <= 20
