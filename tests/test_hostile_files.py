"""Files that nobody meant well: bombs, what is no file, what leads elsewhere, what changes."""

import errno
import os
import socket
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from relcli.check.run import check
from relcli.check.settings import Choice
from relcli.edit.files import read_file
from relcli.errors import EditError
from relcli.load import files as module
from relcli.load.dataset import load_dataset
from relcli.load.files import DECLARING
from relcli.view.findings import as_text

if TYPE_CHECKING:
    from tests.conftest import Run

Runner = Callable[..., "Run"]
Writer = Callable[..., Path]

GOOD = "- {id: good, claim: A claim, date: 2016, source: CNN, confidence: possible}\n"
HIDDEN = "- {id: secret, claim: A secret, date: 2016, source: CNN, confidence: possible}\n"
CARD = "- {id: card-%, claim: Claim %, date: 2016, source: CNN, confidence: possible}\n"
OUTSIDE = (
    "the file cannot be read: it is a link out of its folder; put the file itself in its place"
)
NAMES = ("x.yaml", *DECLARING)
MANY = 2_000
PATIENCE = 40  # seconds, by which it hangs: what grows with the square of MANY takes a minute
LONGEST_LINE = 1_000
DEEP = 10_000
LAUGHS = "- &a0 [lol]\n" + "".join(f"- &a{n} [{f'*a{n - 1},' * 9}]\n" for n in range(1, 12))
BOMBS = {
    "aliases": LAUGHS,
    "aliases in a mapping": "a: &a [lol]\n" + "".join(f"b{n}: [*a, *a]\n" for n in range(99)),
    "merge keys": "a: &a {k: v}\n" + "".join(f"b{n}: {{<<: *a}}\n" for n in range(99)),
    "an alias in itself": "&a\n- *a\n- &b [*b]\n",
    "flow sequences": "[" * DEEP,
    "flow sequences that end": "[" * DEEP + "]" * DEEP,
    "flow mappings": "- " + "{a: " * DEEP,
    "flow on many lines": "- [\n" * 2_000,
    "block sequences": "- " * DEEP + "a",
    "block on many lines": "".join(f"{' ' * n}-\n" for n in range(2_000)),
    "block mappings": "".join(f"{' ' * n}k:\n" for n in range(2_000)),
    "keys that are mappings": "? " * DEEP,
    "one key": "k" * 1_000_000 + ": a",
    "one scalar": "- claim: " + "a" * 5_000_000,
    "one quoted scalar": "- claim: '" + "a\n  " * 100_000,
    "an anchor": "- &" + "a" * 1_000_000 + " b",
    "a tag": "- !" + "a" * 1_000_000 + " b",
    "directives": "%TAG !a! b\n" * 10_000 + "--- a",
    "documents": "---\n" * 100_000,
    "keys of one name": "a: b\n" * 5_000,
    "unknown keys": "- {" + ",".join(f"claimm{n}: x" for n in range(1_000)) + "}",
    "unknown actors": "- {" + f"actors: [{','.join(f'actor-{n}' for n in range(5_000))}]" + "}",
    "errors": "- a: b: c\n" * 1_000,
    "quotation marks": "- '" * 5_000,
    "blanks": " " * 1_000_000,
    "tabs": "\t" * 1_000_000,
    "comments": "#\n" * 500_000,
    "carriage returns": "\r" * 1_000_000,
    "no UTF-8": "\udcff\n" * 5_000,
    "controls": "\x1b" * 100_000,
}


@pytest.fixture
def dataset(cards: Writer) -> Path:
    """A dataset of one good card."""
    return cards(GOOD)


def said(folder: Path) -> list[str]:
    """Return the problems of a dataset, and see that its good card is there."""
    found = load_dataset(folder)
    assert "good" in {card.id for card in found.cards}
    assert "secret" not in {card.id for card in found.cards}
    return [f"{p.message}; {p.cure}" for p in found.problems]


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_a_problem_and_takes_no_time(dataset: Path, bomb: str) -> None:
    """Whatever is nested, repeated or endless in files, it is told at once; the rest is read."""
    for name in NAMES:
        (dataset / name).write_bytes(BOMBS[bomb].encode(errors="surrogateescape"))
    before = time.process_time()
    said(dataset)
    report = check({dataset: set()}, Choice())
    assert all(len(line) < LONGEST_LINE for line in "".join(as_text(report)).splitlines())
    assert time.process_time() - before < PATIENCE


def numbered(line: str, more: str = "") -> str:
    """Return a file of so many lines that what grows with their square is noticed."""
    return "".join(line.replace("%", str(n)) for n in range(MANY)) + more


CROWDS: dict[str, dict[str, str]] = {
    "actors that nobody declared": {
        "actors": numbered("actor-%: {name: Actor %}\n"),
        "x": numbered(CARD, "").replace("}", ", actors: [aktor-7]}"),
    },
    "sources that nobody declared": {
        "sources": numbered("source-%: {title: Title %}\n"),
        "x": numbered(CARD.replace("CNN", "sourse-%")),
    },
    "topics that nobody declared": {
        "dataset": "topics:\n" + numbered("  topic-%: Topic %\n"),
        "x": numbered(CARD.replace("}", ", topics: [topik-%]}")),
    },
    "cards that are not there": {"x": numbered(CARD.replace("}", ", related: [card-%-]}"))},
    "one source relays the next": {
        "sources": "".join(
            f"source-{n}: {{title: T, origin: source-{n + 1}}}\n" for n in range(MANY)
        )
    },
    "one card supersedes the next": {
        "x": "".join(
            CARD.replace("}", f", superseded_by: card-{n + 1}}}").replace("%", str(n))
            for n in range(MANY)
        )
    },
    "cards in one circle": {
        "x": "".join(
            CARD.replace("}", f", superseded_by: card-{(n + 1) % MANY}}}").replace("%", str(n))
            for n in range(MANY)
        )
    },
    "cards with one id": {"x": numbered(CARD.replace("card-%", "one"))},
    "cards with one claim": {"x": numbered(CARD.replace("Claim %", "One claim of five words"))},
    "a card with as many sources": {
        "x": "- {id: x, claim: C, date: 2016, confidence: possible, sources: ["
        + numbered("Source %, ")
        + "]}\n"
    },
    "a card with as many actors": {
        "x": CARD.replace("}", f", actors: [{numbered('Actor %, ')}]}}")
    },
}


@pytest.mark.parametrize("crowd", CROWDS)
def test_a_crowd_takes_no_more_time_than_its_size(dataset: Path, crowd: str) -> None:
    """Nothing that a dataset can have many of is compared each with each."""
    for name, text in CROWDS[crowd].items():
        (dataset / f"{name}.yaml").write_text(text, encoding="utf-8")
    before = time.process_time()
    said(dataset)
    report = check({dataset: set()}, Choice())
    assert all(len(problem.message) < LONGEST_LINE for problem in report.problems)
    assert time.process_time() - before < PATIENCE


@pytest.mark.parametrize("name", NAMES)
def test_a_file_of_100_mb_is_refused_unread(dataset: Path, name: str) -> None:
    """Nobody waits for what no person wrote."""
    with (dataset / name).open("wb") as file:
        file.write(b"- claim: ")
        file.truncate(100 << 20)  # zeros, which take no room on the disk
    before = time.process_time()
    (told,) = said(dataset)
    assert told.endswith("larger than 64 MB; split it into several")
    assert time.process_time() - before < PATIENCE


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", ["socket", "folder", "fifo", "circle", "link to a device"])
def test_what_is_no_file_stops_no_command(
    run: Runner, dataset: Path, name: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every command tells it and answers from the rest; none waits, and none writes to it."""
    monkeypatch.chdir(dataset)  # the name of a socket must be short
    path = Path(name)
    if kind == "socket":
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(name)
    elif kind == "folder":
        path.mkdir()
    elif kind == "fifo":
        os.mkfifo(path)
    elif kind == "circle":
        Path("other").symlink_to(path)
        path.symlink_to("other")
    else:
        path.symlink_to("/dev/zero")
    no_problem = (kind, name) == ("folder", "x.yaml")  # one more folder of cards
    for command in (["list"], ["search", "claim"], ["show", "good"], ["timeline"], ["sources"]):
        ended = run("--facts", ".", *command)
        assert ended.status == 0
        assert ("cannot be read" in ended.err) is not no_problem
    assert run("--facts", ".", "check").status == (0 if no_problem else 1)
    assert run("--facts", ".", "fmt").status == (0 if no_problem else 2)
    assert run("--facts", ".", "export", "html").status == 0


def links_out(dataset: Path, name: str) -> Path:
    """Make a file of a dataset a link to a secret beside the dataset; return the secret."""
    secret = dataset.parent / "secret.yaml"
    secret.write_text(HIDDEN if name == "x.yaml" else "title: secret\n", encoding="utf-8")
    (dataset / name).unlink(missing_ok=True)
    (dataset / name).symlink_to(Path("..") / secret.name)
    return secret


@pytest.mark.parametrize("name", NAMES)
def test_a_link_out_of_the_dataset_is_not_read(run: Runner, dataset: Path, name: str) -> None:
    """What it leads to is in no answer and no message; the cure is told."""
    links_out(dataset, name)
    assert said(dataset) == [OUTSIDE]
    for command in (["list", "--json"], ["check"], ["check", "--strict"], ["export", "json"]):
        ended = run("--facts", dataset, *command)
        assert "secret" not in (ended.out + ended.err).replace("secret.yaml", "")
        assert "it is a link out of its folder" in ended.out + ended.err


@pytest.mark.parametrize("name", NAMES)
def test_a_link_out_of_the_dataset_is_not_written(run: Runner, dataset: Path, name: str) -> None:
    """Nor is what it leads to changed or made by `fmt`, `check --fix`, `set` or `new`."""
    secret = links_out(dataset, name)
    before = secret.read_bytes()
    (dataset / "a.yaml").symlink_to("../made.yaml")  # the file that `new` would take
    new = ["new", "--no-input", "--claim", "X", "--date", "2016", "-s", "S", "-c", "possible"]
    for command in (["fmt"], ["check", "--fix"], ["set", "secret", "note=x"], new):
        run("--facts", dataset, *command)
    assert secret.read_bytes() == before
    assert not (dataset.parent / "made.yaml").exists()
    with pytest.raises(EditError, match="a link out of its folder; put the file itself"):
        read_file(dataset / "a.yaml")


def test_a_link_that_the_user_names_is_followed(run: Runner, dataset: Path) -> None:
    """The dataset itself may be a link, to a folder or to one file."""
    folder, file = dataset.parent / "folder", dataset.parent / "below" / "file.yaml"
    folder.symlink_to(dataset)
    file.parent.mkdir()
    file.symlink_to(dataset / "cards.yaml")
    for path in (folder, file):
        ended = run("--facts", path, "list", "--format", "ids")
        assert (ended.status, ended.out, ended.err) == (0, "good\n", "")
    assert run("check", file).status == 0


def test_a_link_inside_the_dataset_is_followed(dataset: Path) -> None:
    """What lies beside it or below is the dataset's own."""
    hidden = dataset / ".data"
    hidden.mkdir()
    (hidden / "1.yaml").write_text(GOOD.replace("good", "linked"), encoding="utf-8")
    (dataset / "x.yaml").symlink_to(".data/1.yaml")
    assert {card.id for card in load_dataset(dataset).cards} == {"good", "linked"}


def change_when_opened(monkeypatch: pytest.MonkeyPatch, change: Callable[[], object]) -> None:
    """Change something after a file was looked at, just before it is opened."""
    opened = module._without_waiting  # noqa: SLF001 - the moment between looking and reading

    def opening(path: str, flags: int) -> int:
        monkeypatch.setattr(module, "_without_waiting", opened)
        change()
        return opened(path, flags)

    monkeypatch.setattr(module, "_without_waiting", opening)


def swaps(path: Path) -> Iterator[tuple[str, Callable[[], object], str]]:
    """Yield what may happen to a file: its name, how, and what is told of it."""
    grown = "the file cannot be read: it was written to meanwhile; run this again"
    gone = "No such file or directory; see that it is there and that you may read it"
    yield "grows", lambda: path.write_text(GOOD * 2, encoding="utf-8"), grown
    yield "vanishes", path.unlink, f"the file cannot be read: {gone}"
    yield "shrinks", lambda: path.write_text("", encoding="utf-8"), ""
    yield "becomes a pipe", partial(_into_a_pipe, path), ""


def _into_a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


@pytest.mark.parametrize("change", ["grows", "vanishes", "shrinks", "becomes a pipe"])
def test_a_file_that_changes_while_it_is_read(
    dataset: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    """It is a problem or empty, never half a file and never waited for."""
    (dataset / "a.yaml").write_text("# nothing\n", encoding="utf-8")
    act, told = next((act, told) for name, act, told in swaps(dataset / "a.yaml") if name == change)
    change_when_opened(monkeypatch, act)
    assert said(dataset) == ([told] if told else [])


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_nobody_may_read(
    run: Runner, dataset: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told, and the rest answers; root, who may read all, is refused here all the same."""
    (dataset / name).write_text("", encoding="utf-8")
    opened = module._without_waiting  # noqa: SLF001 - where the system would refuse

    def refusing(path: str, flags: int) -> int:
        if Path(path).name == name:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        return opened(path, flags)

    monkeypatch.setattr(module, "_without_waiting", refusing)
    ended = run("--facts", dataset, "list", "--format", "ids")
    assert (ended.status, ended.out) == (0, "good\n")
    assert "Permission denied" in ended.err


def test_a_link_to_nowhere_keeps_no_other_file_from_being_checked(
    run: Runner, dataset: Path
) -> None:
    """`check FILE` looks for the file among those of its dataset; one of them may be gone."""
    (dataset / "dataset.yaml").write_text("title: T\n", encoding="utf-8")
    (dataset / "a.yaml").symlink_to("nowhere")
    ended = run("check", dataset / "cards.yaml")
    assert (ended.status, ended.err) == (0, "")


def test_a_folder_that_nobody_may_look_into(
    run: Runner, dataset: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told, and the rest answers; one that is gone by then is nobody's loss."""
    (dataset / "closed").mkdir()
    (dataset / "gone").mkdir()
    scandir = os.scandir

    def refusing(path: str) -> Iterator[os.DirEntry[str]]:
        if str(path).endswith("closed"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        if str(path).endswith("gone"):
            (dataset / "gone").rmdir()
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    ended = run("--facts", dataset, "list", "--format", "ids")
    assert (ended.status, ended.out) == (0, "good\n")
    assert "it is a folder: Permission denied; see that you may read it" in ended.err
