"""What is given to relcli has an end: each input over its bound is one line, within so much memory.

The bounds of what a server answers are tested in test_check_links.py, those of files of a dataset
in test_hostile_files.py.
"""

import json
import os
import resource
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relcli.edit import json_text
from relcli.edit.json_text import read_json
from relcli.edit.many import MOST_TOLD
from relcli.errors import EditError
from relcli.load import files

if TYPE_CHECKING:
    from tests.conftest import Run, Terminal

Relcli = Callable[..., "Run"]
Cards = Callable[..., Path]
Limited = Callable[..., subprocess.CompletedProcess[str]]

GIGABYTE = 1 << 30
CARD = "- id: {}\n  claim: {} happened.\n  date: 2016\n  source: X, 2016\n  confidence: possible\n"
FACTS = CARD.format("one", "One") + "\n" + CARD.format("two", "Two")


@pytest.fixture
def limited() -> Limited:
    """Run relcli in a process of its own, which gets so much memory and may write such files."""

    def run(
        *args: str | Path, stdin: str = "", memory: int = GIGABYTE, largest: int | None = None
    ) -> subprocess.CompletedProcess[str]:
        def limit() -> None:  # pragma: no cover - in the child
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
            if largest is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))

        # Where files cannot be written, nor can what coverage measures.
        left_out = ("COVERAGE_",) if largest is not None else ()
        environment = {k: v for k, v in os.environ.items() if not k.startswith(left_out)}
        return subprocess.run(
            [sys.executable, "-m", "relcli", *map(str, args)],
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            preexec_fn=limit,
            env=environment,
        )

    return run


def refused(ended: subprocess.CompletedProcess[str]) -> str:
    """Return the one line that told what was wrong, without what begins all of them."""
    assert ended.returncode == 2, ended
    assert ended.stdout == ""
    lines = ended.stderr.splitlines()
    assert len(lines) == 1, ended.stderr[:2_000]
    assert len(lines[0]) < 500
    return lines[0].removeprefix("relcli: error: ")


MANY = 100_000
DEEP = "nested deeper than 16 levels; write cards, which need no more than four levels"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[" * MANY, "stdin"),
        ("[" * MANY + "]" * MANY, "stdin"),
        ('{"a":' * MANY, "stdin"),
        ("[" * 17 + "1" + "]" * 17, "stdin"),
        ('{"claim": "x"}\n' + "[" * MANY, "row 2"),
        (f"claim,card_json\nx,{'[' * MANY}\n", "row 2: card_json"),
        ('claim\tcard_json\nx\t{"note": ' + "[" * 99 + "]" * 99 + "}\n", "row 2: card_json"),
    ],
    ids=lambda text: text[:24],
)
def test_json_has_a_depth(limited: Limited, cards: Cards, text: str, place: str) -> None:
    """However deep it goes, and wherever it stands, it is refused with its place."""
    folder = cards(FACTS)
    assert refused(limited("--facts", folder, "new", "-", stdin=text)) == f"{place}: {DEEP}"
    assert (folder / "cards.yaml").read_text(encoding="utf-8") == FACTS


@pytest.mark.parametrize(
    "deep", ["[" * 40_000, '{"a":' * 20_000, '{"title": ' + "[" * 99 + "]" * 99 + "}"]
)
def test_json_of_a_source_has_a_depth(run: Relcli, cards: Cards, deep: str) -> None:
    """As an option, and as a value that is set."""
    source = deep if deep[0] == "{" else f'{{"title": {deep}'
    folder = cards(FACTS)
    for command in (["new", "--source", source], ["set", "one", f"sources+={source}"]):
        ended = run("--facts", folder, *command)
        assert (ended.status, ended.err) == (2, f"relcli: error: source: {DEEP}\n")


def depth_of(value: Any) -> int:  # noqa: ANN401
    """Return how many collections with something in them are within each other."""
    if isinstance(value, dict):
        value = list(value.values())
    return 1 + max(map(depth_of, value)) if isinstance(value, list) and value else 0


nested = st.recursive(
    st.text(max_size=3) | st.integers() | st.none() | st.booleans(),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=2), inner, max_size=2)
    ),
    max_leaves=60,
)


@given(nested, st.integers(0, 20))
@settings(max_examples=60)
def test_what_is_not_too_deep_is_read(value: Any, around: int) -> None:  # noqa: ANN401
    """The bound is exact; numbers are the texts that stand there."""
    for _ in range(around):
        value = [value]
    text = json.dumps(value)
    if depth_of(value) > json_text.DEEPEST:
        with pytest.raises(EditError, match="x: nested deeper"):
            read_json(text, "x")
    else:
        assert read_json(text, "x") == json.loads(text, parse_int=str)


def test_numbers_are_texts_as_they_stand(
    run: Relcli, cards: Cards, stdin: Callable[[str], None]
) -> None:
    """No nought is lost, and none of 5,000 digits is too long."""
    stdin(
        '{"claim": 2016.10, "date": 2016, "confidence": "possible", "source": {"title": %s}}'
        % ("7" * 5_000)
    )
    path = cards(FACTS) / "cards.yaml"
    assert run("--facts", path, "new", "-").status == 0
    assert "claim: 2016.10\n  date: 2016\n" in path.read_text(encoding="utf-8")
    assert "7" * 5_000 in path.read_text(encoding="utf-8")


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Have relcli find a text on stdin."""
    import io

    return lambda text: monkeypatch.setattr(
        sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode()))
    )


GOOD = {"claim": "C.", "date": "2016", "confidence": "possible", "source": "S"}
NO_TEXTS = {
    "an object": {"a": [1]},
    "a list": ["a"],
    "true or false": True,
    "null": None,
}


IN_LISTS = ("topics", "actors", "related", "sources")
FIELDS = ("claim", "note", "superseded_by", "as_of", *IN_LISTS, "title", "speaker", "name")
# What is null is not given, but in a list; an object may be an actor, a speaker or a source.
REFUSED = [
    (kind, where)
    for kind, value in NO_TEXTS.items()
    for where in FIELDS
    if (value is not None or where in IN_LISTS)
    and not (kind == "an object" and where in ("actors", "speaker", "sources"))
    and not (kind == "true or false" and where == "as_of")
]


@pytest.mark.parametrize(("kind", "where"), REFUSED)
def test_what_is_no_text_is_refused(
    run: Relcli, cards: Cards, stdin: Callable[[str], None], kind: str, where: str
) -> None:
    """In each field of a card and of a source, with its place; nothing is as Python has it."""
    value = NO_TEXTS[kind]
    rows: dict[str, tuple[dict[str, Any], str]] = {
        "topics": ({"topics": ["x", value]}, "an item of `topics`"),
        "actors": ({"actors": [value]}, "an item of `actors`"),
        "related": ({"related": ["x", value]}, "an item of `related`"),
        "sources": ({"source": None, "sources": ["x", value]}, "source 2"),
        "title": ({"source": {"title": value}}, "source 1: `title`"),
        "speaker": ({"source": {"title": "T", "speaker": value}}, "source 1: `speaker`"),
        "name": ({"actors": [{"id": "x", "name": value}]}, "an item of `actors`: `name`"),
    }
    changed, place = rows.get(where, ({where: value}, f"`{where}`"))
    folder = cards(FACTS)
    stdin(json.dumps(GOOD | changed))
    ended = run("--facts", folder, "new", "-")
    cure = 'write one text in quotes: "…"'
    assert ended.err == f"relcli: error: row 1: {place}: {kind} is no text; {cure}\n"
    assert (ended.status, ended.out) == (2, "")
    assert (folder / "cards.yaml").read_text(encoding="utf-8") == FACTS


@pytest.mark.parametrize("row", ["{}", '{"claim": ""}', '{"source": {}}', '{"sources": [{}]}'])
def test_an_empty_row_is_no_card(
    run: Relcli, cards: Cards, stdin: Callable[[str], None], row: str
) -> None:
    """It is told what it lacks."""
    stdin(row)
    ended = run("--facts", cards(FACTS), "new", "-")
    assert (ended.status, ended.err.count("\n")) == (2, 1)
    assert "row 1: " in ended.err


@pytest.mark.parametrize("text", ["y\n", "[", "\0", ",", "x\t"])
def test_stdin_has_an_end(limited: Limited, cards: Cards, text: str) -> None:
    """Of what never ends, no more than the largest file is read."""
    much = text * ((files.LARGEST_FILE >> 0) // len(text) + 1)
    told = refused(limited("--facts", cards(FACTS), "new", "-", stdin=much, memory=2 * GIGABYTE))
    assert told == "stdin: it is larger than 64 MB; split it into several"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (";" * 7_000_000, "stdin: it holds more than 6,000,000 values; split it into several"),
        ("\t" * 7_000_000, "stdin: it holds more than 6,000,000 values; split it into several"),
        ("claim\n" + "x" * 200_000, "row 2: a card without `date`"),
        (",".join(f"a{n}" for n in range(99_999)), "row 1 names no column that is known"),
        (
            ",".join(["claim", *(f"a{n}" for n in range(99_999))]) + "\n" + "x," * 99_998,
            "the column `a0` is none of a card",
        ),
        ("claim," + "a" * 100_000 + "\nx,y", f"the column `{'a' * 80}…` is none of a card"),
        (f'{{"{"a" * 9_999_999}": "x"}}', f"row 1: a card has no `{'a' * 80}…`"),
        (
            json.dumps(GOOD | {"source": {"a" * 99_999: "x"}}),
            f"row 1: a source has no `{'a' * 80}…`",
        ),
        (json.dumps(GOOD | {"topics": [f"t{n}" for n in range(20_000)]}), "and at least 99"),
    ],
    ids=lambda text: text[:12],
)
def test_a_wide_or_long_row_is_one_line(
    limited: Limited, cards: Cards, text: str, why: str
) -> None:
    """Many columns, long cells, long names: what is wrong is told in short."""
    folder = cards(FACTS, dataset="topics: {military: Military}\n")
    ended = limited("--facts", folder, "new", "-", stdin=text)
    assert why in ended.stderr
    assert (ended.returncode, ended.stderr.count("\n"), ended.stdout) == (2, 1, "")
    assert len(ended.stderr) < 2_000


def test_of_many_wrong_rows_some_are_told(limited: Limited, cards: Cards) -> None:
    """A million lines help nobody, nor does it wait for the rest of the rows."""
    rows = "[" + ",".join(["{}"] * 2_000_000) + "]"
    ended = limited("--facts", cards(FACTS), "new", "-", stdin=rows, memory=2 * GIGABYTE)
    lines = ended.stderr.splitlines()
    assert (ended.returncode, len(lines)) == (2, MOST_TOLD + 1)
    assert lines[-1] == "relcli: error: there may be more problems; mend these first"


def test_a_closed_stdin_is_told(cards: Cards) -> None:
    """In a word, not by a traceback."""
    command = shlex.join([sys.executable, "-m", "relcli", "--facts", str(cards(FACTS)), "new", "-"])
    ended = subprocess.run(
        ["sh", "-c", f"{command} <&-"], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (
        2,
        "relcli: error: stdin is closed; send cards there\n",
    )


@pytest.mark.parametrize(
    "value", ["x" * 120_000, "x " * 60_000, "'" * 120_000, ": #" * 40_000, "\n" * 120_000 + "x"]
)
def test_an_enormous_value_is_set(limited: Limited, cards: Cards, value: str) -> None:
    """As long as a command line can be."""
    path = cards(FACTS) / "cards.yaml"
    assert limited("--facts", path, "set", "one", f"note={value}").returncode == 0
    shown = json.loads(limited("--facts", path, "show", "one", "--json").stdout)
    assert shown[0]["note"] == value.strip()


@pytest.mark.parametrize(
    "change", [" " * 120_000, "x" * 120_000, "x" * 120_000 + "=y", "topics+" + " " * 99_999]
)
def test_what_is_no_change_is_told_in_short(limited: Limited, cards: Cards, change: str) -> None:
    """And at once, whatever it is made of."""
    refused(limited("--facts", cards(FACTS), "set", "one", change))


@pytest.mark.parametrize("format_", ["tsv", "json", "table"])
def test_a_crowd_of_actors_takes_no_more_memory(
    limited: Limited, cards: Cards, format_: str
) -> None:
    """3,000 actors on one card took 3.5 GB, as each was held with each; the others are drawn."""
    crowd = (
        CARD.format("crowd", "A crowd")
        + f"  actors: [{', '.join(f'A {n}' for n in range(3_000))}]\n"
    )
    pair = CARD.format("pair", "A pair") + "  actors: [Nora, Olaf]\n"
    ended = limited("--facts", cards(crowd + pair), "graph", "-f", format_, memory=GIGABYTE // 2)
    assert (ended.returncode, ended.stderr.count("\n")) == (0, 1), ended.stderr
    assert "a card names more than 200 actors, and links none of them: crowd" in ended.stderr
    assert "olaf" in ended.stdout.casefold()


def test_many_cards_of_many_actors_are_one_line(limited: Limited, cards: Cards) -> None:
    """Cards that each keep within the bound may together have more links than memory."""
    written = "".join(
        CARD.format(f"card-{number}", f"Meeting {number}")
        + f"  actors: [{', '.join(f'A {number * 190 + n}' for n in range(190))}]\n"
        for number in range(40)
    )
    told = refused(limited("--facts", cards(written), "graph", "--json"))
    assert told.startswith("the first 500,001 links between actors are more than can be held; name")


WRITERS = {
    "set": ["set", "one", "note=n"],
    "fmt": ["fmt"],
    "fix": ["check", "--fix"],
    "new": ["new", "--claim", "C.", "--date", "2016", "-s", "S", "-c", "possible"],
    "export": ["export", "sqlite", "-o", "{folder}/out.db"],
    "init": ["init", "{folder}/begun"],
}


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("largest", [0, 100])
def test_a_full_disk_leaves_the_old_files(
    limited: Limited, cards: Cards, writer: str, largest: int
) -> None:
    """Where nothing can be written, or only a beginning, what there was is there, whole."""
    folder = cards(FACTS.replace("\n\n", "\n\n\n"))  # something to tidy
    (folder / "out.db").write_text("old", encoding="utf-8")
    before = {path: path.read_bytes() for path in folder.iterdir()}
    args = [part.format(folder=folder) for part in WRITERS[writer]]
    ended = limited("--facts", folder, "--quiet", *args, largest=largest)
    assert "Traceback" not in ended.stderr
    if writer == "fix":  # which goes on to check
        assert (ended.returncode, ended.stderr) == (0, "")
    else:
        assert "cannot be written: File too large" in refused(ended)
    assert {path: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before
    assert not list((folder / "begun").rglob("*.yaml"))


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("", "no regular file"),
        (".", "no regular file"),
        ("/dev/null", "no regular file"),
        ("none/out.csv", "No such file or directory"),
        ("cards.yaml/out.csv", "Not a directory"),
        ("x" * 300, "File name too long"),
        ("\udcff.csv", ""),
        ("a\nb\x1b[31m.csv", ""),
        ("-x.csv", ""),
        ("é ü.csv", ""),
    ],
    ids=ascii,
)
def test_an_export_goes_to_odd_paths_or_says_why_not(
    run: Relcli, cards: Cards, monkeypatch: pytest.MonkeyPatch, path: str, why: str
) -> None:
    """One line, and nothing of a path acts on the terminal."""
    monkeypatch.chdir(cards(FACTS))
    ended = run("--facts", ".", "--quiet", "export", "csv", f"--output={path}")
    assert (ended.status, ended.err.count("\n")) == ((2, 1) if why else (0, 0))
    assert why in ended.err
    assert why or Path(path).read_text(encoding="utf-8").startswith("id,")
    assert Path("cards.yaml").read_text(encoding="utf-8") == FACTS


@pytest.mark.parametrize(
    "command", [["list"], ["check"], ["fmt"], ["set", "one", "note=n"], ["init", "new"]]
)
def test_nothing_that_a_dataset_brings_along_is_run(
    run: Relcli, cards: Cards, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    """Neither its hooks nor what its git is configured to run."""
    folder = cards(FACTS)
    monkeypatch.chdir(folder)
    git = ["git", "-c", "init.defaultBranch=main"]
    subprocess.run([*git, "init", "-q"], check=True)
    trap = folder / ".git" / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {folder}/sprung\n", encoding="utf-8")
    trap.chmod(0o755)
    for hook in ("pre-commit", "post-checkout", "post-index-change", "fsmonitor-watchman"):
        (folder / ".git" / "hooks" / hook).write_bytes(trap.read_bytes())
        (folder / ".git" / "hooks" / hook).chmod(0o755)
    for key in ("core.fsmonitor", "core.pager", "core.editor", "diff.external", "gpg.program"):
        subprocess.run([*git, "config", key, str(trap)], check=True)
    assert run("--facts", ".", *command).status == 0
    assert not (folder / "sprung").exists()


@pytest.mark.parametrize(
    ("pager", "shown"),
    [
        ("'{folder}/my pager' -a 'b c'", "-a|b c|"),
        ('"{folder}/my pager" "it\'s"', "it's|"),
        ("{folder}/my\\ pager", ""),
        ("   ", None),
        ("'unclosed", None),
        ("no-such-pager", None),
        ("{folder}", None),
    ],
)
def test_a_pager_may_have_spaces_and_quotes(
    cards: Cards, terminal: type["Terminal"], pager: str, shown: str | None
) -> None:
    """As a shell would read it; without one that starts, all is shown."""
    folder = cards("".join(CARD.format(f"card-{n}", f"Thing {n}") for n in range(60)))
    script = folder / "my pager"
    script.write_text("#!/bin/sh\nprintf 'paged:'; printf '%s|' \"$@\"; cat\n", encoding="utf-8")
    script.chmod(0o755)
    session = terminal("--facts", folder, "list", TERM="vt100", PAGER=pager.format(folder=folder))
    assert session.end() == 0, session.shown
    assert "Traceback" not in session.shown
    assert "Thing 59" in session.shown
    assert (
        (f"paged:{shown}" in session.shown)
        if shown
        else ("paged:" in session.shown) is (shown == "")
    )
