"""What the shell completes, through the protocol that shells use."""

import os
import string
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import relcli
from relcli.cli.app import COMMANDS, main
from relcli.cli.complete import MOST
from relcli.model.scale import Confidence
from relcli.view.manual.topics import TOPICS

if TYPE_CHECKING:
    from tests.conftest import Run

Runner = Callable[..., "Run"]
Writer = Callable[..., Path]

CARDS = """
- {id: aground, claim: The tug ran aground., date: 2016, confidence: possible, source: gazette}
- {id: afloat, claim: The tug came off., date: 2016, confidence: possible, source: gazette}
"""
FILES = {
    "dataset": "topics: {ships: Ships of Skerra, lights: Lights}\n",
    "actors": "nora: {name: The tug Nora}\nanna-berg: {name: Anna Berg}\n",
    "sources": "gazette: {publisher: The Gazette}\nletter: {title: A letter, publisher: P}\n"
    "page: {url: https://p.example}\n",
}


@pytest.fixture
def completed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], dict[str, str]]:
    """Complete a command line as fish does: word and hint, parted by a tab."""

    def complete(line: str) -> dict[str, str]:
        monkeypatch.setenv("_RELCLI_COMPLETE", "complete_fish")
        monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "get-args")
        monkeypatch.setenv("_TYPER_COMPLETE_ARGS", line)
        capsys.readouterr()
        with pytest.raises(SystemExit) as ending:
            main([])
        out, err = capsys.readouterr()
        assert not ending.value.code
        assert err == ""
        parted = (line.partition("\t") for line in out.splitlines() if line)
        return {word: hint for word, _, hint in parted}

    return complete


Completed = Callable[[str], dict[str, str]]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("relcli list --topic ", {"ships": "Ships of Skerra", "lights": "Lights"}),
        ("relcli list --topic s", {"ships": "Ships of Skerra"}),
        ("relcli list -t x", {}),
        ("relcli list --actor ", {"nora": "The tug Nora", "anna-berg": "Anna Berg"}),
        ("relcli timeline --topic ships --actor a", {"anna-berg": "Anna Berg"}),
        ("relcli search tug -s ", {"gazette": "The Gazette", "letter": "A letter", "page": ""}),
        ("relcli show ", {"aground": "The tug ran aground.", "afloat": "The tug came off."}),
        ("relcli show aground af", {"afloat": "The tug came off."}),
        ("relcli list --confidence ", dict.fromkeys(Confidence, "")),
        ("relcli list -c p", {"probable": "", "possible": ""}),
        ("relcli list --at-least conf", {"confirmed": ""}),
        ("relcli topics --format j", {"json": "", "jsonl": ""}),
        ("relcli list --sort ne", {"newest": ""}),
        ("relcli stats --by p", {"publisher": ""}),
        (
            "relcli help s",
            {name: told[:60] for name, told in {**COMMANDS, **TOPICS}.items() if name[0] == "s"},
        ),
        ("relcli list --topic Ships", {"Ships of Skerra": "ships"}),
        ("relcli list --topic SH", {"ships": "Ships of Skerra"}),
        ("relcli new --topic SHIPS", {"ships": "Ships of Skerra"}),
        ("relcli new --topic Ships", {"ships": "Ships of Skerra"}),
        ("relcli new --source Let", {"letter": "A letter"}),
        ("relcli list --actor anna", {"anna-berg": "Anna Berg"}),
        ("relcli list --actor Anna", {"Anna Berg": "anna-berg"}),
        ("relcli list --actor 'anna ", {"Anna Berg": "anna-berg"}),
        ("relcli list --source 'The G", {"The Gazette": "gazette"}),
        ("relcli list --source a", {"A letter": "letter"}),
        ("relcli graph ", {"nora": "The tug Nora", "anna-berg": "Anna Berg"}),
    ],
)  # fmt: skip
def test_words(
    cards: Writer, completed: Completed, line: str, words: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Ids, topics, actors, sources and fixed words are completed, each with what it means."""
    monkeypatch.setenv("RELCLI_FACTS", str(cards(CARDS, **FILES)))

    assert completed(line) == words


def test_commands(completed: Completed) -> None:
    """The commands are completed."""
    assert set(completed("relcli ")) == set(COMMANDS)
    assert {"timeline", "topics"} <= set(completed("relcli t")) < set(COMMANDS)


@pytest.mark.parametrize("line", ["relcli zzz ", "relcli zzz --topic ", "relcli list --zzz "])
def test_after_what_does_not_exist(completed: Completed, line: str) -> None:
    """After an unknown command or option nothing fails; at most the commands are completed."""
    assert set(completed(line)) <= set(COMMANDS)


def test_who_speaks_in_a_source(cards: Writer, completed: Completed) -> None:
    """By any part of a name that begins so."""
    spoken = CARDS.replace("source: gazette", "sources: [{publisher: P, speaker: Per Olsen}]", 1)
    facts = cards(spoken)

    assert set(completed(f"relcli --facts {facts} list --speaker Pe")) == {"Per Olsen"}


def test_facts_of_the_command_line(cards: Writer, completed: Completed) -> None:
    """What is completed comes from the facts that the command line names."""
    facts = cards(CARDS, **FILES)

    assert set(completed(f"relcli --facts {facts} show a")) == {"aground", "afloat"}
    assert set(completed(f"relcli show --facts {facts} a")) == {"aground", "afloat"}


@pytest.mark.parametrize("option", ["--topic", "--actor", "--source"])
@pytest.mark.parametrize(
    "content", ["- [", "\x00\x01", "just text", "- {claim: x}", "a: *b"], ids=repr
)
def test_broken_facts_complete_nothing(
    cards: Writer, completed: Completed, option: str, content: str
) -> None:
    """Where the facts are broken, completion is silent and ends well."""
    facts = cards(content, dataset=content, actors=content, sources=content)

    assert completed(f"relcli --facts {facts} list {option} ") == {}
    assert completed(f"relcli --facts {facts} show ") == {}


@pytest.mark.parametrize("facts", ["nowhere", "x" * 300])
@pytest.mark.parametrize("words", ["show", "list --topic", "list --actor", "list --source"])
def test_missing_facts_complete_nothing(completed: Completed, facts: str, words: str) -> None:
    """Where the facts are missing, completion is silent and ends well."""
    assert completed(f"relcli --facts {facts} {words} ") == {}


@pytest.mark.parametrize("option", ["topic", "actor", "source", "speaker"])
def test_every_name_that_is_completed_is_taken(completed: Completed, option: str) -> None:
    """Of the facts that ship, whatever a name is completed to, its option finds by it."""
    shipped = Path(__file__).parent.parent / "facts"
    words = {
        word
        for start in string.ascii_uppercase
        for word in completed(f"relcli --facts {shipped} list --{option} {start}")
    }
    with relcli.open(shipped) as facts:
        for word in words:
            facts.search("", **{option: word}, limit=1)  # type: ignore[arg-type] # or raises

    assert words


@pytest.mark.parametrize("start", ["Line", "Esc", "Back"])
def test_names_that_a_line_cannot_hold_are_left_out(
    cards: Writer, completed: Completed, start: str
) -> None:
    """What ends the line, or acts on a terminal, is no completion, nor keeps others from it."""
    hostile = r'x: {name: "Line\n$(touch a)", aliases: ["Esc\e[31m", "Back\\slash"]}' + "\n"
    facts = cards(CARDS, **FILES | {"actors": hostile + FILES["actors"]})

    assert completed(f"relcli --facts {facts} list --actor {start}") == {}
    assert set(completed(f"relcli --facts {facts} list --actor x")) == {"x"}
    assert "nora" in completed(f"relcli --facts {facts} list --actor ")


def test_not_more_than_anybody_reads(cards: Writer, completed: Completed) -> None:
    """Of many names a bounded number is completed, each once."""
    actors = "".join(f"a{n}: {{name: Same {n % 300}, aliases: [Same 1]}}\n" for n in range(900))
    facts = cards(CARDS, **FILES | {"actors": actors})

    assert len(completed(f"relcli --facts {facts} list --actor 'Same ")) == MOST


EVIL = """
- {id: evil, claim: "[/bold] [red]x[/red] \\\\$(touch owned) `touch owned` \\e[31m \\n \\u202e",
   date: 2016, confidence: possible, source: S}
"""


def test_hints_do_not_act(cards: Writer, completed: Completed) -> None:
    """A hint is short, in one line, and holds nothing that a shell or rich acts on."""
    (hint,) = completed(f"relcli --facts {cards(EVIL)} show ").values()

    assert hint.startswith("(/bold) (red)x(/red) /$(touch owned) `touch owned` ␛(31m")
    assert len(hint) <= 60


def test_words_no_shell_could_take_are_left_out(cards: Writer, completed: Completed) -> None:
    """A topic that a shell would evaluate, or that ends the line, is not completed."""
    facts = cards(CARDS, **FILES | {"dataset": 'topics: {"a\\\\$(x)": A, "b\\nc": B, ok: O}'})
    facts.joinpath("dataset.yaml").write_text('topics: {"a\\\\$(x)": A, "b\\nc": B, ok: O}')

    assert set(completed(f"relcli --facts {facts} list --topic ")) == {"ok"}


@pytest.mark.parametrize(
    ("shell", "environment", "out"),
    [
        ("zsh", {"_TYPER_COMPLETE_ARGS": "relcli list --topic "},
         '_arguments \'*: :(("ships":"Ships of Skerra"\n"lights":"Lights"))\'\n'),
        ("bash", {"COMP_WORDS": "relcli list --topic s", "COMP_CWORD": "3"}, "ships\n"),
        ("fish", {"_TYPER_COMPLETE_ARGS": "relcli list --topic s",
                  "_TYPER_COMPLETE_FISH_ACTION": "get-args"}, "ships\tShips of Skerra\n"),
    ],
)  # fmt: skip
def test_each_shell(cards: Writer, shell: str, environment: dict[str, str], out: str) -> None:
    """The installed command speaks the protocol of each shell."""
    environment = dict(os.environ) | environment | {
        "_RELCLI_COMPLETE": f"complete_{shell}",
        "RELCLI_FACTS": str(cards(CARDS, **FILES)),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "relcli"],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.stdout, done.stderr, done.returncode) == (out, "", 0)


@pytest.mark.parametrize("content", ["- [", None])
def test_a_shell_sees_no_error(cards: Writer, tmp_path: Path, content: str | None) -> None:
    """In a process of its own too, broken or missing facts end in silence and status 0."""
    facts = cards(content) if content else tmp_path / "nowhere"
    environment = dict(os.environ) | {
        "_RELCLI_COMPLETE": "complete_zsh",
        "_TYPER_COMPLETE_ARGS": "relcli show ",
        "RELCLI_FACTS": str(facts),
    }
    done = subprocess.run(
        [sys.executable, "-m", "relcli"],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.stdout, done.stderr, done.returncode) == ("_files\n", "", 0)
