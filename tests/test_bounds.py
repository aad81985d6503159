"""Every input has a bound: what is over it is told in a line, and takes no more than its share."""

import fcntl
import json
import os
import random
import re
import resource
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relcli.cli.app import main
from relcli.cli.session import LONGEST_LINE
from relcli.edit import files as edit_files
from relcli.errors import LONGEST_GUESSED, MANY, did_you_mean
from relcli.index import cache, refresh
from relcli.index.schema import key_number
from relcli.index.stamps import as_text, differing, kept_path, real_path
from relcli.index.tokens import _WORD, _without_address
from relcli.index.words import words
from relcli.load import files
from relcli.load.cards import LARGEST_CARD
from relcli.load.dataset import load_dataset
from relcli.load.declared import LARGEST_ENTRY, MOST_PAIRS
from relcli.load.problems import MOST_TOLD, Problems, owners_of
from relcli.model.card import Actor
from relcli.model.date import Date
from relcli.model.edtf import DateError
from relcli.model.mentions import LONGEST_NAME, MOST_OWNERS, Mentions
from relcli.model.problem import Severity
from relcli.model.tuning import CONDITIONS, LONGEST_QUESTION, LONGEST_WORD, SYNONYMS, WORDS
from relcli.search.question import read
from tests.questions import parse

if TYPE_CHECKING:
    from tests.conftest import Run

Runner = Callable[..., "Run"]
Writer = Callable[..., Path]

REPOSITORY = Path(__file__).parent.parent
GOOD = "- {id: good, claim: A claim of ours., date: 2016, source: CNN, confidence: possible}\n"
CARD = "- {id: c%, claim: Claim %., date: 2016, source: CNN, confidence: possible}\n"
MEMORY = 400 << 20  # bytes of addresses, of which Python and SQLite take a third
PATIENCE = 60  # seconds, by which it hangs
NOBODY = 65534


def limited(*args: str | Path, memory: int = MEMORY) -> subprocess.CompletedProcess[str]:
    """Run relcli as a process that may not have more memory, nor take long."""
    ended = subprocess.run(
        [sys.executable, "-m", "relcli", *map(str, args)],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (memory, memory)),
    )
    assert "Traceback" not in ended.stderr, ended.stderr[-2000:]
    assert ended.returncode in (0, 1, 2), ended
    assert all(len(line) < LONGEST_LINE + 100 for line in ended.stderr.splitlines())
    return ended


def numbered(line: str, count: int) -> str:
    """Return a text with a line so many times, a number in the place of each %."""
    return "".join(line.replace("%", str(n)) for n in range(count))


# What is asked, and what is told of it.
LETTERS = f"only the first {LONGEST_QUESTION:,} letters of the question were read"
COMPARED = f"words are compared by their first {LONGEST_WORD} letters"
COUNTED = f"only the first {WORDS} words of the question count"
LOOKED_AT = f"of what is quoted or left out, only the first {CONDITIONS} words were looked at"
LONG_QUESTIONS = {
    "a word": ("a" * 2_000, COMPARED),
    "a long word": ("abdelrahman" * 10_000, LETTERS),
    "a phrase": ('"' + "-".join(f"iran{n}" for n in range(1_000)) + '"', LOOKED_AT),
    "phrases": (" ".join(f'"iran-{n}"' for n in range(1_500)), COUNTED),
    "what is left out": ("iran -" + "-".join(f"x{n}" for n in range(1_000)), LOOKED_AT),
    "what is not": ("iran NOT " + "-".join(f"x{n}" for n in range(1_000)), LOOKED_AT),
    "exclusions": (" ".join(f"-w{n}" for n in range(3_000)), LETTERS),
    "ORs": (" OR ".join(f"iran{n}" for n in range(3_000)), LETTERS),
    "hyphens": ("a" + "-" * 20_000 + "b:c", LETTERS),
    "hyphens between letters": ("a-" * 20_000 + ":b", LETTERS),
    "fields": ("topic:military " * 3_000, LETTERS),
    "dates": ("2016-" * 10_000, LETTERS),
    "a run": ("\u77f3\u6b63\u4e3d\u75c5\u6bd2" * 4_000, LETTERS),
    "Arabic": ("\u0633\u0644\u0627\u0645" * 4_000, LETTERS),
    "words": (" ".join(f"w{n}x" for n in range(1_000)), COUNTED),
}


@pytest.mark.parametrize("question", LONG_QUESTIONS)
@pytest.mark.parametrize("command", ["search", "timeline"])
def test_a_question_of_any_length(command: str, question: str) -> None:
    """Is answered in bounded memory, and what of it was not looked at is told."""
    text, told = LONG_QUESTIONS[question]
    ended = limited("--facts", REPOSITORY / "facts" / "hezbollah-russia", command, "--", text)
    assert f"relcli: note: {told}\n" in ended.stderr


def test_a_short_question_is_read_whole(run: Runner, cards: Writer) -> None:
    """Nothing is told of bounds that are kept."""
    assert run("--facts", cards(GOOD), "search", "claim").err == ""
    text = " ".join([*(f'"a-b{n}"' for n in range(5)), "-c-d", "topic:e", "-topic:f"])
    asked = read(text, ["topic"])
    assert asked.unread == ()
    assert len(asked.alternatives[0].phrases) == 5


def test_the_first_of_what_is_quoted_or_left_out_are_kept() -> None:
    """What does not fit is looked for as words, or not left out; what fits beside it is."""
    long = "-".join(f"x{n}" for n in range(CONDITIONS))
    found = parse(f'"{long}" "a b" -{long} -c "d e"')
    assert found.phrases == (("a", "b"), ("d", "e"))
    assert found.excluded == (("c",),)
    assert {"x", "63", "a", "e"} <= {*found.words}
    assert "x" not in found.exact


def test_a_word_is_found_by_its_beginning(run: Runner, cards: Writer) -> None:
    """However long it is in the card and in the question, as a word, a phrase, a hashtag."""
    long = "ab" * LONGEST_WORD
    facts = cards(GOOD.replace("A claim of ours.", f"'{long} #Un{long} {chr(0xFDFA) * 40}'"))
    for asked in (long, f'"{long}"', f"{long}x", f"un{long}", chr(0xFDFA) * 40):
        assert run("--facts", facts, "search", asked, "--format", "ids").out == "good\n"
    assert run("--facts", facts, "search", long[:-1], "--format", "table").status == 0
    found = words(f"{long} {chr(0xFDFA) * 40} #Aa{long}", joined=True)
    assert max(map(len, found)) == LONGEST_WORD


ADDRESSES = st.lists(
    st.sampled_from(["a", "b", "-", ".", "/", "_", "(", "https://", "HTTP://", ":", "1", "#"]),
    max_size=14,
).map("".join)
_WITHOUT = re.compile(r"https?://\S*|\b[\w-]+(?:\.[\w-]+)+/\S*", re.IGNORECASE)


@given(ADDRESSES)
def test_an_address_is_what_a_plain_pattern_says(text: str) -> None:
    """The pattern is plain, but takes time with the square of a text; the code does not."""
    assert _WORD.findall(_without_address(text)) == _WORD.findall(_WITHOUT.sub(" ", text))


@pytest.mark.parametrize(
    "text", ["a-", "a.", "a.-", "/a.", "a_", ".a/", "#aB", "a's", "1,", "a:/", "\xe9-", "a..b/"]
)
def test_words_take_time_with_the_length_of_a_text(text: str) -> None:
    """Whatever a claim is made of."""
    before = time.process_time()
    words(text * 300_000 + "/x", joined=True)
    assert time.process_time() - before < PATIENCE / 3


@given(st.text("ab", min_size=LONGEST_GUESSED + 1), st.integers(0, 3))
def test_nothing_is_meant_by_a_long_name(name: str, more: int) -> None:
    """To compare such takes long, and no message shows them."""
    assert did_you_mean(name, [name + "a" * more]) is None


def test_of_many_long_names_the_nearest_is_meant() -> None:
    """In little time, although all of them are alike."""
    known = [f"{'ab' * 30}{n:06}" for n in range(1_000)]
    before = time.process_time()
    for n in range(0, 1_000, 10):
        assert did_you_mean(known[n].replace("ba", "bba", 1), known) == known[n]
    assert time.process_time() - before < PATIENCE / 2
    assert did_you_mean("x" * 30, known) is None
    alike = ["abcefghijdlknmopqrstuvwx", "abcfdnehijklmopgqrstuvwx"]  # as near by their letters
    assert did_you_mean("abcdefghijklmnopqrstuvwx", alike) == alike[0]
    assert did_you_mean("abcdefghijklmnopqrstuvw", ["abcdefghijklmnopqrstuv"]) is not None
    assert did_you_mean("zyxw", [f"{n}" for n in range(MANY + 1)]) is None


def test_problems_of_a_file_are_told_up_to_a_bound() -> None:
    """Of each rule so many; the last of them says that there are more."""
    problems = Problems("x.yaml")
    for n in range(MOST_TOLD):
        problems.add((n + 1, 1), "key", "wrong", "mend it")
        problems.add((n + 1, 1), "date", "wrong", "", Severity.WARNING)
    assert problems.tells("other")
    assert not problems.tells("key")
    assert all(problem.cure in ("", "mend it") for problem in problems)
    for n in range(MOST_TOLD):
        problems.add((n + 1, 1), "key", "wrong", "mend it")
        problems.add((n + 1, 1), "date", "wrong", "")
    assert len(problems) == 2 * MOST_TOLD
    assert problems.noted == 4 * MOST_TOLD
    more = "mend these first: more of them in this file are not told"
    assert [problem.cure for problem in problems[-2:]] == [f"mend it; {more}", more]
    assert problems[-1].severity is Severity.WARNING


WRONG = {
    "unknown keys": CARD.replace("}", ", key%: x}"),
    "syntax": "- a: b: c\n",
    "ids twice": CARD.replace("c%", "one"),
    "long topics": CARD.replace("}", f", topics: [{'ab' * 5_000}%]}}"),
}


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("command", [["list", "--format", "ids"], ["check"]], ids=str)
def test_a_file_with_thousands_of_problems(cards: Writer, command: list[str], wrong: str) -> None:
    """The good card answers, in bounded memory and time."""
    count = 1_500 if wrong == "long topics" else 15_000
    text = GOOD + numbered(WRONG[wrong], count)
    facts = cards(text, dataset=f"topics: {{{'ab' * 5_000}: T}}\n")
    ended = limited("--facts", facts, *command)
    if command[0] == "list":
        assert ended.stdout.startswith("good\n") or "\ngood\n" in ended.stdout
        assert "some of the facts cannot be read" in ended.stderr
    else:
        assert "more of them in this file are not told" in ended.stdout


def test_what_a_rule_finds_is_told_up_to_the_same_bound(run: Runner, cards: Writer) -> None:
    """Warnings, too; each file has its own bound."""
    facts = cards(numbered(CARD, MOST_TOLD + 1))
    (facts / "more.yaml").write_text(CARD.replace("%", "x"), encoding="utf-8")
    found = run("--facts", facts, "check", "--select", "bare-source", "--format", "json").out
    assert len(json.loads(found)) == MOST_TOLD + 1


NOT_UTF8 = os.fsdecode(b"\xff")
ODD_NAMES = (
    "line\nbreak",
    "vt\x0b",
    "sep\u2028",
    "tab\t",
    f"{NOT_UTF8}",
    f"a{NOT_UTF8}b",
    '"',
    "%0a",
)


@given(st.text(st.characters(exclude_characters="\0/")), st.lists(st.binary(max_size=3)))
def test_a_path_is_kept_and_found_again(name: str, raw: list[bytes]) -> None:
    """Every path has a text of its own that SQLite takes."""
    parts = [os.fsdecode(part.replace(b"/", b"").replace(b"\0", b"")) for part in raw]
    path = "/".join(part for part in [name, *parts] if part)
    kept = kept_path(path)
    assert real_path(kept) == path
    assert kept.encode() or not path


def test_stamps_tell_every_path_apart() -> None:
    """Whatever separates lines elsewhere."""
    stamps = [(kept_path(f"{name}.yaml"), "1 2 3 4") for name in ODD_NAMES]
    changed = [(path, "1 2 3 5" if n % 2 else told) for n, (path, told) in enumerate(stamps)]
    assert differing(stamps, as_text(stamps)) == set()
    assert differing(changed, as_text(stamps)) == {path for path, _ in stamps[1::2]}


WHOLE = GOOD.replace(
    "source: CNN", "topics: [t], actors: [A, B], sources: [CNN, {title: T, stance: disputes}]"
)
READERS: tuple[list[str], ...] = (
    *(["list"], ["search", "claim"], ["show", "good"], ["timeline"], ["stats"], ["disputes"]),
    *(["graph"], ["topics"], ["actors"], ["sources"], ["check"], ["cite", "good"], ["doctor"]),
    *(["list", "--format", form] for form in ("table", "json", "csv", "markdown", "jsonl")),
    *(["export", form] for form in ("csv", "yaml", "html", "stix", "jsonld", "graphml")),
    *(["set", "good", "note=Seen."], ["fmt"]),
)


@pytest.mark.parametrize("name", ODD_NAMES, ids=ascii)
def test_a_file_and_a_folder_of_any_name(run: Runner, tmp_path: Path, name: str) -> None:
    """Every command reads them, and sees what is edited in them."""
    folder = tmp_path / f"facts{name}"
    file = folder / f"below{name}" / f"{name}.yaml"
    file.parent.mkdir(parents=True)
    for number in range(refresh.MANY):
        (folder / f"other{number}.yaml").write_text("# nothing\n", encoding="utf-8")
    file.write_text(WHOLE, encoding="utf-8")
    for command in READERS:
        ended = run("--facts", folder, *command)
        assert ended.status == 0, (command, ended)
    for claim in ("first", "second"):
        file.write_text(GOOD.replace("ours", claim), encoding="utf-8")
        assert run("--facts", folder, "search", claim, "--format", "ids").out == "good\n"
        (found,) = json.loads(run("--facts", folder, "show", "good", "--json").out)
        assert found["place"]["path"] == str(file)


@pytest.fixture
def deep(tmp_path: Path) -> Iterator[Path]:
    """A dataset with 1,200 folders in each other."""
    folder = tmp_path / "deep"
    folder.mkdir()
    (folder / "top.yaml").write_text(GOOD, encoding="utf-8")
    here = os.open(folder, os.O_RDONLY)
    for _ in range(1_200):  # one by one, for the whole path may be too long
        os.mkdir("d", dir_fd=here)
        below = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(os.open("low.yaml", os.O_CREAT, dir_fd=here))
    os.close(here)
    yield folder
    subprocess.run(["rm", "-rf", folder], check=True)


def test_folders_in_each_other(run: Runner, deep: Path) -> None:
    """What lies too deep is told, and the rest answers and can be edited."""
    told = f"folders in each other are looked into {files.DEEPEST_FOLDER} deep"
    ended = run("--facts", deep, "list", "--format", "ids")
    assert (ended.status, ended.out) == (0, "good\n")
    assert told in ended.err
    ended = run("--facts", deep, "check")
    assert (ended.status, told in ended.out) == (1, True)
    assert run("--facts", deep, "set", "good", "note=Seen.").status == 0
    new = ["new", "--no-input", "--claim", "X.", "--date", "2016", "-s", "S", "-c", "possible"]
    assert run("--facts", deep, *new).status == 0
    at_the_bound = deep / "/".join("d" * files.DEEPEST_FOLDER) / "x.yaml"
    at_the_bound.write_text(GOOD.replace("good", "low"), encoding="utf-8")
    assert "low\n" in run("--facts", deep, "list", "--format", "ids").out


def test_more_files_than_a_dataset_has(
    run: Runner, cards: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that was named for a dataset is not walked through; how to mend it is told."""
    facts = cards(GOOD)
    (facts / "a").mkdir()
    (facts / "a" / ".hidden").touch()
    monkeypatch.setattr(files, "MOST_ENTRIES", 3)
    assert run("--facts", facts, "list").status == 0
    monkeypatch.setattr(files, "MOST_ENTRIES", 2)
    for command in (["list"], ["check"], ["fmt"]):
        ended = run("--facts", facts, *command)
        assert ended.status == 2
        assert ended.err == (
            f"relcli: error: {facts}: more than 2 files and folders are in it; "
            "name a folder of cards\n"
        )


def test_a_folder_that_is_removed_meanwhile(cards: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is no problem: it is gone."""
    facts = cards(GOOD)
    (facts / "a").mkdir()
    scandir = os.scandir

    def vanishing(path: str) -> object:
        if str(path).endswith("a"):
            raise FileNotFoundError(2, "gone", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", vanishing)
    assert load_dataset(facts).problems == ()


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may look into."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def as_nobody(args: Sequence[str | Path], folder: Path, home: Path) -> tuple[int, str, str]:
    """Run relcli in a process that belongs to an ordinary user; return how it ended.

    What it imports is imported before, for that user may not read it here.
    """
    out, err = folder / "out", folder / "err"
    pid = os.fork()
    if not pid:
        status = 3
        try:
            for stream, path in ((1, out), (2, err)):
                os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644), stream)
            sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w")
            if os.getuid() == 0:
                os.setgroups([])
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            os.environ["XDG_CACHE_HOME"] = str(home)
            os.chdir("/")
            status = main([str(arg) for arg in args])
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(status)
    _, ended = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(ended), out.read_text(), err.read_text()


def owned(path: Path) -> Path:
    """Give a folder to the ordinary user."""
    path.mkdir()
    if os.getuid() == 0:
        os.chown(path, NOBODY, NOBODY)
    return path


def test_a_folder_that_one_may_not_read(run: Runner, open_folder: Path) -> None:
    """One of many ends no command: it is told with its cure, and the rest answers."""
    facts = open_folder / "facts"
    (facts / "closed").mkdir(parents=True)
    (facts / "good.yaml").write_text(GOOD, encoding="utf-8")
    (facts / "closed" / "x.yaml").write_text(GOOD.replace("good", "x"), encoding="utf-8")
    home = owned(open_folder / "home")
    told = "it is a folder: Permission denied"
    for closed, expected in ((0o000, ["good"]), (0o444, ["good"]), (0o755, ["good", "x"])):
        (facts / "closed").chmod(closed)
        for command in (["list", "--format", "ids"], ["check"]):
            run("--facts", facts, *command)
            status, out, err = as_nobody(["--facts", facts, *command], open_folder, home)
            assert status == (int(closed != 0o755) if command == ["check"] else 0), err
            assert ("Permission denied" in out + err) is (closed != 0o755)
            assert (told in out + err) is (closed == 0o000)
            assert command == ["check"] or out.split() == expected[::-1] or out.split() == expected
    (facts / "closed").chmod(0o000)
    (facts / "good.yaml").unlink()
    (facts / "dataset.yaml").touch()
    status, _, err = as_nobody(["--facts", open_folder, "list"], open_folder, home)
    assert (status, "Permission denied" in err) == (1, True)
    (facts / "closed").chmod(0o755)


@pytest.mark.skipif(os.getuid() != 0, reason="only root may act as another user")
def test_a_cache_that_is_read_only_or_somebody_elses(run: Runner, open_folder: Path) -> None:
    """An ordinary user gets the answer, and a remark where no index can be kept."""
    facts = open_folder / "facts"
    facts.mkdir()
    (facts / "good.yaml").write_text(GOOD, encoding="utf-8")
    command: list[str | Path] = ["--facts", facts, "search", "claim", "--format", "ids"]
    run(*command)
    os.utime(facts / "good.yaml", ns=(10**18, 10**18))
    home = owned(open_folder / "home")
    assert as_nobody(command, open_folder, home) == (0, "good\n", "")
    (folder,) = (home / "relcli").iterdir()
    folder.chmod(0o500)
    assert as_nobody(command, open_folder, home) == (0, "good\n", "")
    (facts / "good.yaml").write_text(GOOD.replace("claim of", "rumour of"), encoding="utf-8")
    status, out, err = as_nobody([*command[:3], "rumour", *command[4:]], open_folder, home)
    assert (status, out) == (0, "good\n")
    assert err.startswith("relcli: note: searching without an index: ")
    folder.chmod(0o700)
    os.chown(folder, 12345, 12345)
    folder.chmod(0o755)
    status, out, err = as_nobody([*command[:3], "rumour", *command[4:]], open_folder, home)
    assert (status, out) == (0, "good\n")
    assert "belongs to somebody else" in err
    assert stat.S_IMODE(folder.stat().st_mode) == 0o755


def test_a_lock_that_another_program_holds(
    run: Runner, cards: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits for ever or without a word, and nothing is written; then it is."""
    monkeypatch.setattr(edit_files, "PATIENCE", 0.1)
    facts = cards(GOOD)
    holder = os.open(facts, os.O_RDONLY)
    fcntl.flock(holder, fcntl.LOCK_EX)
    ended = run("--facts", facts, "set", "good", "note=Seen.")
    assert ended.status == 2
    assert ended.err == (
        f"relcli: error: {facts}: nothing was written: another program has locked this folder; "
        "run this again, or end that program\n"
    )
    assert (facts / "cards.yaml").read_text(encoding="utf-8") == GOOD
    assert [path.name for path in facts.iterdir()] == ["cards.yaml"]
    os.close(holder)
    assert run("--facts", facts, "set", "good", "note=Seen.").status == 0


def test_a_cache_that_is_removed_during_a_build(
    cards: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Is made again; where it is removed each time, the answer comes from memory."""
    facts = cards(GOOD)
    build_in = refresh._build_in  # noqa: SLF001 - the moment before a build
    removals = iter([True])

    def removing(folder: str, *args: object, **options: object) -> None:
        if next(removals, False):
            shutil.rmtree(folder)
        build_in(folder, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(refresh, "_build_in", removing)
    with closing(refresh.open_index(facts, pytest.fail)) as index:
        assert index.about().cards == 1
    shutil.rmtree(cache.cache_folder(facts))
    removals = iter([True] * len(refresh.PAUSES))
    told: list[str] = []
    with closing(refresh.open_index(facts, told.append)) as index:
        assert index.about().cards == 1
    assert told == ["searching without an index: other processes keep removing it"]


def test_a_cache_that_is_removed_once_a_build_has_begun(
    cards: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite cannot open its file then; the next attempt has a folder again."""
    unfinished = cache.unfinished_index
    removals = iter([True])

    def removing(folder: str) -> Path:
        path = unfinished(folder)
        if next(removals, False):
            shutil.rmtree(folder)
        return path

    monkeypatch.setattr(refresh, "unfinished_index", removing)
    with closing(refresh.open_index(cards(GOOD), pytest.fail)) as index:
        assert index.about().cards == 1
    assert not [*removals]


def test_what_another_process_has_just_built_is_taken(
    cards: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who waited for it does not build once more."""
    facts = cards(GOOD)
    newest, seen = cache.newest_index, iter([None])
    refresh.open_index(facts, pytest.fail).close()
    monkeypatch.setattr(refresh, "newest_index", lambda folder: next(seen, newest(folder)))
    monkeypatch.setattr(refresh, "_build_in", pytest.fail)
    refresh.open_index(facts, pytest.fail).close()


def test_a_build_that_fails_is_told(cards: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the folder is there, SQLite's own words are."""

    def failing(*_args: object, **_options: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(refresh, "_build_in", failing)
    told: list[str] = []
    refresh.open_index(cards(GOOD), told.append).close()
    assert told == ["searching without an index: disk I/O error"]


def test_a_dataset_with_a_long_name_has_an_index(run: Runner, tmp_path: Path) -> None:
    """The folder of its index has a name that a disk takes."""
    folder = tmp_path / ("\u1e9e" * 80)
    folder.mkdir()
    (folder / "cards.yaml").write_text(GOOD, encoding="utf-8")
    assert run("--facts", folder, "list").err == ""


LONG_DATES = (
    *("1" * 100_000, "Y" + "1" * 100_000, "Y1E" + "9" * 100_000, "-" * 100_000, "?" * 100_000),
    *(
        "between " * 20_000,
        "2016/" * 20_000,
        "[" * 100_000,
        "2016-" * 20_000,
        "2016" + " " * 99_999,
    ),
    *("as of " * 20_000, "by " * 20_000, "may " * 20_000, "X" * 100_000, "2016 or " * 20_000),
    *("1 " * 50_000 + "may", "{" + "2016," * 20_000 + "}", "2016-01-01T" + "00:" * 20_000),
)


@pytest.mark.parametrize("text", LONG_DATES, ids=lambda text: text[:12])
def test_a_long_date(run: Runner, cards: Writer, text: str) -> None:
    """Is refused in a short line and in no time, wherever a date may stand."""
    facts = cards(GOOD)
    before = time.process_time()
    if text.strip() != "2016":
        with pytest.raises(DateError) as refused:
            Date.parse(text)
        assert len(str(refused.value)) < LONGEST_LINE
        for command in (["list", "--since"], ["set", "good"], ["new", "--no-input", "--date"]):
            last = f"date={text}" if command[0] == "set" else text
            ended = run("--facts", facts, *command, *([last] if last[0] != "-" else ["--", last]))
            assert ended.status == 2
    assert run("--facts", facts, "search", f"claim {text}").status in (0, 1)
    card = GOOD.replace("2016", json.dumps(text))
    load_dataset(cards(card))
    assert time.process_time() - before < PATIENCE


def actor(name: str, *aliases: str, key: str = "") -> Actor:
    return Actor(key or name, name, None, aliases)


def test_names_that_tell_nobody_are_not_sought() -> None:
    """A name of very many actors, or of very many words, is nobody's in a text."""
    few = [actor(f"A{n}", "Shared", key=f"a{n}") for n in range(MOST_OWNERS)]
    assert len(Mentions(few).within("A Shared boat")) == MOST_OWNERS
    assert Mentions([*few, actor("B", "Shared")]).within("A Shared boat") == ()
    long = " ".join(f"Word{n}" for n in range(LONGEST_NAME))
    assert len(Mentions([actor(long)]).within(f"The {long} met")) == 1
    assert Mentions([actor(f"{long} More")]).within(f"The {long} More met") == ()


@given(
    st.lists(st.lists(st.sampled_from(["A", "a", "Bb", "C"]), min_size=1, max_size=3), max_size=6),
    st.lists(st.sampled_from(["A", "a", "Bb", "bb", "C", "x"]), max_size=8),
)
def test_the_longest_name_is_met(names: list[list[str]], text: list[str]) -> None:
    """As by trying every name at every word."""
    mentions = Mentions(actor(" ".join(name), key=f"{n}") for n, name in enumerate(names))
    expected: list[str] = []
    place = 0
    while place < len(text):
        met: dict[int, list[str]] = {}
        for n, name in enumerate(names):
            part = text[place : place + len(name)]
            if [w.casefold() for w in part] == [w.casefold() for w in name] and (
                part[0] == name[0]
                if name[0].isupper()
                else name[0].islower() or part[0].isupper()
                if len(name[0]) == 1
                else part[0][0].isupper()
            ):
                met.setdefault(len(name), []).append(f"{n}")
        expected += met[max(met)] if met else []
        place += max(met, default=1)
    assert [name.actor.id for name in mentions.among(text)] == expected


def test_very_many_actors(cards: Writer) -> None:
    """With one first word and one alias for all: an answer in bounded memory."""
    actors = numbered("actor-%: {name: Abu Name%, aliases: [Abu Alias%, Shared]}\n", 20_000)
    text = numbered(CARD.replace("Claim %", "Abu abu Name% met Shared and Abu Alias%"), 500)
    facts = cards(text + CARD.replace("%", "x").replace("}", ", actors: [Shared]}"), actors=actors)
    ended = limited("--facts", facts, "search", "alias77", "--format", "ids")
    assert "c77" in ended.stdout
    told = "`Shared` is a name of `actor-0` and `actor-1` and `actor-2` and `actor-3` and `actor-4`"
    assert f"{told} and 19995 more" in ended.stderr
    assert owners_of(["a", "b"]) == "`a` and `b`"


def test_an_entry_that_is_no_entry_any_more(run: Runner, cards: Writer) -> None:
    """What every card that names an actor would be found by has a bound; the cards are read."""
    facts = cards(
        GOOD.replace("}", ", actors: [long], sources: [s]}").replace("source: CNN, ", ""),
        actors=f"long: {{name: L, aliases: [{'a' * 5_000}, {'b' * LARGEST_ENTRY}]}}\n",
        sources=f"s: {{title: {'t' * LARGEST_ENTRY}, publisher: P}}\n",
    )
    ended = run("--facts", facts, "check")
    for name in ("long", "s"):
        assert f"`{name}` has more than {LARGEST_ENTRY:,} letters" in ended.out
    assert run("--facts", facts, "search", "claim", "--format", "ids").out == "good\n"


def test_a_card_that_is_a_book(run: Runner, cards: Writer) -> None:
    """It is told and left out, be it long itself or by what it names; the others answer."""
    big = "x " * (LARGEST_CARD // 4)
    card = f"- {{id: big, claim: C., note: '{big}', date: 2016, confidence: possible, source: "
    facts = cards(
        f"{GOOD}{card}{{title: T, says: '{big}'}}}}\n{card}CNN}}\n".replace("big", "b2", 0)
    )
    ended = run("--facts", facts, "list", "--format", "ids")
    assert ended.out.splitlines() == ["good", "big"]
    assert f"a card of more than {LARGEST_CARD:,} letters, with all that it names" in ended.err


def test_more_synonyms_than_anybody_has(run: Runner, cards: Writer) -> None:
    """Too many for one word, and too many in all, are told and left out; the others find."""
    few = "".join(f"  - [w{n}, v{n}]\n" for n in range(3))
    many = f"  - [{', '.join(f'm{n}' for n in range(SYNONYMS + 2))}]\n"
    one = "".join(f"  - [one, o{n}]\n" for n in range(SYNONYMS + 1))
    facts = cards(
        GOOD.replace("claim of", "claim w1 o3 of"), dataset=f"synonyms:\n{many}{one}{few}"
    )
    ended = run("--facts", facts, "check")
    assert ended.out.count("`m0` has more than") == 1
    assert ended.out.count("`one` has more than") == 1
    for word in ("v1", "one"):
        assert run("--facts", facts, "search", word, "--format", "ids").out == "good\n"
    row = f"  - [{', '.join('x%-' + str(n) for n in range(50))}]\n"
    facts = cards(GOOD, dataset="synonyms:\n" + numbered(row, MOST_PAIRS // 2_450 + 1) + few)
    ended = run("--facts", facts, "check")
    assert ended.out.count(f"there are more than {MOST_PAIRS:,} pairs of synonyms") == 1


def test_synonyms_with_one_stem_have_a_bound_together() -> None:
    """However they are spelt in the dataset."""
    from relcli.index.declarations import synonym_rows

    rows = synonym_rows([[f"boat{'s' * (n % 2)}", f"x{n}y"] for n in range(3 * SYNONYMS)])
    assert sum(key == "boat" for key, _, _ in rows) == SYNONYMS


def test_keys_that_share_a_checksum_have_numbers_of_their_own() -> None:
    """The number of a card is none that somebody can make many others have."""
    chance = random.Random(1)  # noqa: S311 - no secret
    alike: dict[int, list[str]] = {}
    for _ in range(200_000):
        key = f"{chance.getrandbits(64):x}"
        alike.setdefault(crc32(key.encode()), []).append(key)
    several = [keys for keys in alike.values() if len(keys) > 1]
    assert several
    assert all(len(set(map(key_number, keys))) == len(keys) for keys in several)


def test_cards_with_one_number_stand_side_by_side(
    cards: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Should two have the same all the same."""
    monkeypatch.setattr("relcli.index.writer.key_number", lambda _: 7)
    with closing(refresh.open_index(cards(numbered(CARD, 5)), pytest.fail)) as index:
        assert index.about().cards == 5


def test_what_is_told_is_never_longer_than_a_screen(run: Runner, cards: Writer) -> None:
    """Of a long message the middle is left out: its cure stands at the end."""
    ended = run("--facts", cards(GOOD), "list", "--topic", "x" * 50_000)
    assert ended.status == 2
    assert len(ended.err) < LONGEST_LINE + 50
    assert ended.err.endswith("`relcli topics` lists them\n")
