"""Any repository: what it is, or what is missing in one line; and nothing of a stranger's runs."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from relcli.history.git import open_repository
from relcli.history.tree import MOST_NAMES
from tests.repository import Repository, card

if TYPE_CHECKING:
    from tests.conftest import Run

Runner = Callable[..., "Run"]

GIT = shutil.which("git") or ""


def log(run: Runner, facts: Path, *args: str) -> list[dict[str, Any]]:
    """Return what `log` lists of some facts."""
    done = run("--facts", facts, "log", *args, "--json")
    assert done.err == ""
    rows: list[dict[str, Any]] = json.loads(done.out)
    return rows


def told(run: Runner, facts: Path, *args: str) -> str:
    """Return the one line that says why there is no history."""
    done = run("--facts", facts, *(args or ("log",)))
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    return done.err.removeprefix("relcli: error: ").rstrip()


def program(path: Path, text: str) -> Path:
    """Write a program."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def two(repository: Repository) -> Repository:
    """A repository with two commits of one card."""
    repository.commit("First", cards=card("boat"))
    repository.commit("Second", cards=card("boat", confidence="doubtful"))
    return repository


# What a stranger may have set up


@pytest.mark.parametrize("value", ["", "true"], ids=["set", "in the environment"])
def test_nothing_that_a_repository_configures_runs(
    run: Runner, two: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    """No program of its configuration, its hooks, its attributes or of what it includes is run."""
    mark = tmp_path / "ran"
    evil = str(program(tmp_path / "evil", f'echo "$0 $@" >> {mark}; cat'))
    raw = two.git("cat-file", "commit", "HEAD").replace("\n\n", "\ngpgsig -----BEGIN\n \n\n", 1)
    (tmp_path / "signed").write_text(f"{raw}\n")
    signed = two.git("hash-object", "-t", "commit", "-w", str(tmp_path / "signed"))
    two.git("reset", "--quiet", "--soft", signed)
    settings = {
        "log.showSignature": "true",
        "gpg.program": evil,
        "filter.x.clean": evil,
        "filter.x.smudge": evil,
        "filter.x.process": evil,
        "diff.external": evil,
        "diff.x.textconv": evil,
        "diff.x.command": evil,
        "core.fsmonitor": evil,
        "core.pager": evil,
        "core.sshCommand": evil,
        "core.hooksPath": str(tmp_path / "hooks"),
        "core.editor": evil,
        "pager.log": evil,
        "pager.rev-list": evil,
        "credential.helper": f"!{evil}",
        "core.askPass": evil,
        "core.alternateRefsCommand": evil,
        "alias.rev-list": f"!{evil}",
        "alias.cat-file": f"!{evil}",
        "include.path": str(tmp_path / "included"),
    }
    (tmp_path / "included").write_text(f"[diff]\n\texternal = {evil}\n")
    for name, setting in settings.items():
        two.git("config", name, setting)
    for hook in ("post-index-change", "post-checkout", "pre-commit", "reference-transaction"):
        program(tmp_path / "hooks" / hook, f"echo {hook} >> {mark}")
        program(two.top / ".git" / "hooks" / hook, f"echo {hook} >> {mark}")
    (two.top / ".gitattributes").write_text("*.yaml filter=x diff=x\n")
    mark.unlink(missing_ok=True)
    if value:
        for name in ("GIT_EXTERNAL_DIFF", "GIT_PAGER", "GIT_SSH_COMMAND", "GIT_EDITOR"):
            monkeypatch.setenv(name, evil)
        monkeypatch.setenv("GIT_TRACE", "1")

    two.write(cards=card("boat", confidence="improbable"))
    facts = ("--facts", two.facts)
    assert [row["why"] for row in log(run, two.facts)] == [None, "Second", "First"]
    for args in (
        ("diff", "HEAD~1"),
        ("list", "--at", "HEAD~1"),
        ("show", "boat", "--history"),
        ("stats", "--over-time"),
        ("check", "--changed-since", "HEAD~1"),
        ("export", "html", "--history"),
        ("cite", "boat", "--stamp", "--at", "HEAD"),
    ):
        assert run(*facts, *args).status == 0, args
    assert run(*facts, "cite", "boat", "--stamp").status == 2
    assert not mark.exists(), mark.read_text()


def test_the_evil_program_of_that_test_would_run(two: Repository, tmp_path: Path) -> None:
    """The check sees a program where git runs one: `git log` and `git diff` do."""
    mark = tmp_path / "ran"
    evil = program(tmp_path / "evil", f"echo ran >> {mark}")
    two.git("config", "diff.external", str(evil))
    two.write(cards=card("boat", confidence="improbable"))
    two.git("diff")
    assert mark.exists()


def test_git_is_not_misled_by_what_a_hook_has_in_its_environment(
    run: Runner, two: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a hook of another repository relcli reads the one that the facts lie in."""
    other = Repository(tmp_path / "other")
    other.commit("Of the other", cards=card("other"))
    for name, value in {
        "GIT_DIR": other.top / ".git",
        "GIT_WORK_TREE": other.top,
        "GIT_INDEX_FILE": tmp_path / "index",
        "GIT_OBJECT_DIRECTORY": other.top / ".git" / "objects",
        "GIT_PREFIX": "x/",
        "GIT_CONFIG": tmp_path / "none",
    }.items():
        monkeypatch.setenv(name, str(value))
    assert [row["why"] for row in log(run, two.facts)] == ["Second", "First"]


def test_a_replaced_commit_is_not_believed(run: Runner, two: Repository) -> None:
    """What a stamp names is what git made its name of, not what a ref puts in its place."""
    two.git("replace", "--edit", "HEAD", GIT_EDITOR="sed -i s/Second/Forged/")
    assert "Forged" in two.git("log", "-1")
    assert log(run, two.facts)[0]["why"] == "Second"


def test_a_partial_clone_is_refused_and_fetches_nothing(
    run: Runner, two: Repository, tmp_path: Path
) -> None:
    """What it lacks git would fetch by the network; one line says so, and nothing is fetched."""
    two.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    two.git("clone", "--quiet", "--filter=blob:none", f"file://{two.top}", str(clone))
    objects = sorted((clone / ".git" / "objects").rglob("*"))
    for args in (("log",), ("list", "--at", "HEAD~1"), ("cite", "boat", "--stamp")):
        assert told(run, clone / "facts", *args) == (
            f"{clone / 'facts'}: a partial clone lacks what was before; "
            "clone it whole, without `--filter`"
        )
    assert sorted((clone / ".git" / "objects").rglob("*")) == objects


def test_a_repository_of_somebody_else_is_not_trusted(
    run: Runner, two: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Git's own question whom to trust stands: what it refuses is told, with where to allow it."""
    program(tmp_path / "bin" / "git", f'GIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec {GIT} "$@"')
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=os.pathsep)
    assert told(run, two.facts) == (
        f"{two.facts}: git does not trust this repository, which belongs to somebody else; "
        "if you do, add it to git's `safe.directory`"
    )
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "safe.directory")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "*")
    assert len(log(run, two.facts)) == 2


def test_a_tree_made_by_hand_leads_nowhere_else(run: Runner, repository: Repository) -> None:
    """A path that leads out of the dataset is never written, whatever stands in a tree."""
    repository.commit(cards=card("boat"))
    outside = repository.top.parent / "outside.yaml"
    blob = repository.git("rev-parse", "HEAD:facts/cards.yaml")
    entry = b"100644 %b\0" + bytes.fromhex(blob)
    up, absolute, inner = (
        entry % name for name in (b"outside.yaml", str(outside).encode(), b"a.yaml")
    )
    inside = b"40000 ..\0" + bytes.fromhex(tree_of(repository, up)) + absolute + inner
    facts = tree_of(repository, inside)
    top = tree_of(repository, b"40000 facts\0" + bytes.fromhex(facts))
    commit = repository.git("commit-tree", top, "-m", "By hand")
    done = run("--facts", repository.facts, "list", "--at", commit, "--format", "ids")
    assert (done.status, done.out) == (0, "boat\n"), done.err
    assert not outside.exists()


def tree_of(repository: Repository, data: bytes) -> str:
    """Write a tree that git itself would not make."""
    path = repository.top.parent / "tree"
    path.write_bytes(data)
    return repository.git("hash-object", "-t", "tree", "--literally", "-w", str(path))


# What a repository may be


def test_without_git(run: Runner, two: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no git, one line says what to install; all else works."""
    monkeypatch.setenv("PATH", "/nowhere")
    assert told(run, two.facts) == "git, by which history is read, was not found; install it"
    assert run("--facts", two.facts, "list").status == 0


def test_a_git_that_cannot_be_started(
    run: Runner, two: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program that is none is told as such."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "git").write_text("#!/no/such/shell\n")
    (tmp_path / "bin" / "git").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert told(run, two.facts).startswith("git cannot be started: ")


def test_outside_of_any_repository(run: Runner, tmp_path: Path) -> None:
    """Facts that nobody keeps in git have no history; what to do is told."""
    (tmp_path / "facts").mkdir()
    (tmp_path / "facts" / "cards.yaml").write_text(card("boat"))
    assert told(run, tmp_path / "facts") == (
        f"{tmp_path / 'facts'}: it is in no git repository, so it has no history; "
        "name facts that are in one, or start one with `git init`"
    )


def test_facts_that_were_never_committed(run: Runner, repository: Repository) -> None:
    """In a repository without a commit, and in one that has only others, that is told."""
    repository.write(cards=card("boat"))
    assert told(run, repository.facts) == (
        f"{repository.facts}: nothing was committed yet; `git commit` records facts"
    )
    (repository.top / ".gitignore").write_text("facts/\n")
    repository.commit()
    message = f"{repository.facts}: these facts were never committed; `git add` them, and commit"
    assert told(run, repository.facts) == message
    at = told(run, repository.facts, "list", "--at", "HEAD")
    assert at.startswith(f"`HEAD`: the facts of {repository.facts} were not yet ")


def test_a_bare_repository_and_what_git_keeps_for_itself(
    run: Runner, two: Repository, tmp_path: Path
) -> None:
    """Neither has facts in a work tree; each is told what to name instead."""
    two.git("clone", "--quiet", "--bare", ".", str(tmp_path / "bare"))
    for folder, message in (
        (tmp_path / "bare", "a bare repository has no files of facts; `git clone` it, and name"),
        (two.top / ".git", "it lies in what git keeps for itself; name facts that lie in a work"),
    ):
        (folder / "cards.yaml").write_text(card("boat"))
        assert f"{folder}: {message}" in told(run, folder)


def test_a_shallow_clone(run: Runner, two: Repository, tmp_path: Path) -> None:
    """Half a history is none: how to get the rest is told."""
    clone = tmp_path / "clone"
    two.git("clone", "--quiet", "--depth=1", f"file://{two.top}", str(clone))
    assert told(run, clone / "facts") == (
        f"{clone / 'facts'}: this clone is shallow, so its history is cut off; "
        "`git fetch --unshallow` brings the rest"
    )


def test_a_worktree_has_the_history_of_its_branch(
    run: Runner, two: Repository, tmp_path: Path
) -> None:
    """What is checked out beside the repository is read as it stands there."""
    two.git("worktree", "add", "--quiet", str(tmp_path / "beside"), "HEAD~1")
    assert [row["why"] for row in log(run, tmp_path / "beside" / "facts")] == ["First"]


def test_a_submodule_has_a_history_of_its_own(run: Runner, two: Repository, tmp_path: Path) -> None:
    """Facts in one are read there; facts that have one below them are told that it is left out."""
    outer = Repository(tmp_path / "outer")
    outer.write(cards=card("pier", "The pier was built."))
    outer.git(
        *("-c", "protocol.file.allow=always", "submodule", "--quiet", "add"),
        *(str(two.top), "facts/inner"),
    )
    outer.commit("With a submodule")
    inner = outer.facts / "inner" / "facts"
    assert [row["why"] for row in log(run, inner)] == ["Second", "First"]
    done = run("--facts", outer.facts, "log", "pier", "--format", "ids")
    assert (done.status, done.out) == (0, "pier\n")


def test_links_are_not_followed_into_the_past(run: Runner, repository: Repository) -> None:
    """That a link in the facts is left out of their history is told once."""
    repository.commit(cards=card("boat"))
    (repository.facts / "none.txt").write_text("")
    (repository.facts / "link.yaml").symlink_to("none.txt")
    repository.commit("A link")
    done = run("--facts", repository.facts, "log", "--format", "ids")
    assert (done.status, done.out) == (0, "boat\n")
    assert done.err == (
        "relcli: note: links and submodules are not followed into the past: link.yaml\n"
    )
    assert run("--facts", repository.facts, "log").err == ""


def test_a_dataset_at_the_top(run: Runner, tmp_path: Path) -> None:
    """A repository that is nothing but a dataset is one, too."""
    repository = Repository(tmp_path / "top")
    (repository.top / "dataset.yaml").write_text("title: T\n")
    (repository.top / "cards.yaml").write_text(card("boat"))
    repository.commit("First")
    (repository.top / "README.md").write_text("Nothing of the facts.\n")
    repository.commit("A page")
    assert [row["why"] for row in log(run, repository.top)] == ["First"]
    assert run("--facts", repository.top, "list", "--at", "HEAD~1").status == 0


def test_several_datasets_in_one_repository(run: Runner, repository: Repository) -> None:
    """Each has a history of its own, also one within another one."""
    repository.commit("Both", cards=card("boat"), dataset="title: T\n")
    inner = repository.facts / "inner"
    inner.mkdir()
    (inner / "cards.yaml").write_text(card("pier", "The pier was built."))
    repository.commit("Below")
    (inner / "dataset.yaml").write_text("title: Inner\n")
    repository.commit("A dataset of its own")
    rows = [(row["id"], row["why"], row["events"]) for row in log(run, repository.facts)]
    assert rows == [
        ("pier", "A dataset of its own", ["removed"]),
        ("pier", "Below", ["added"]),
        ("boat", "Both", ["added"]),
    ]
    assert [row["why"] for row in log(run, inner)] == ["Below"]


def test_one_file_of_facts(run: Runner, repository: Repository) -> None:
    """A file that is named alone has its own history, also under an earlier name."""
    repository.commit("First", cards=card("boat"), other=card("pier"))
    (repository.facts / "cards.yaml").rename(repository.facts / "ships.yaml")
    repository.commit("Renamed")
    repository.commit("Changed", ships=card("boat", confidence="doubtful"))
    file = repository.facts / "ships.yaml"
    assert [row["why"] for row in log(run, file)] == ["Changed", "First"]
    done = run("--facts", file, "list", "--at", "HEAD~2")
    assert (done.status, done.out.splitlines()[1].split("\t")[6]) == (0, "possible")


def test_a_folder_that_was_renamed(run: Runner, repository: Repository) -> None:
    """Cards keep their history where the folder of the dataset gets another name, or several."""
    repository.commit("First", cards=card("boat"), dataset="title: T\n")
    shutil.move(repository.facts, repository.top / "data")
    repository.commit("To data")
    (repository.top / "data" / "cards.yaml").write_text(card("boat", confidence="doubtful"))
    repository.commit("Regraded there")
    (repository.top / "deep").mkdir()
    shutil.move(repository.top / "data", repository.top / "deep" / "facts")
    repository.commit("Deeper")
    facts = repository.top / "deep" / "facts"
    assert [row["why"] for row in log(run, facts)] == ["Regraded there", "First"]
    done = run("--facts", facts, "list", "--at", "HEAD~3", "--format", "jsonl")
    assert json.loads(done.out)["confidence"] == "possible"
    assert json.loads(done.out)["place"]["path"] == str(facts / "cards.yaml")


def test_what_came_from_the_top_into_a_folder(run: Runner, tmp_path: Path) -> None:
    """A dataset that lay at the top of the repository is followed there."""
    repository = Repository(tmp_path / "top")
    (repository.top / "cards.yaml").write_text(card("boat"))
    repository.commit("At the top")
    (repository.top / "cards.yaml").rename(repository.facts / "cards.yaml")
    repository.commit("Into a folder")
    assert [row["why"] for row in log(run, repository.facts)] == ["At the top"]


def test_a_dataset_is_followed_for_so_many_names(run: Runner, repository: Repository) -> None:
    """A folder that is renamed again and again is followed up to a bound, and not for ever."""
    repository.commit("First", cards=card("boat"))
    folder = repository.facts
    for number in range(MOST_NAMES):
        folder = folder.rename(repository.top / f"facts-{number}")
        repository.commit(f"Name {number}")
    (row,) = log(run, folder)
    assert (row["why"], row["events"]) == ("Name 0", ["added"])


def test_a_merge_is_one_commit(run: Runner, two: Repository) -> None:
    """What a branch brought was recorded when it was merged, not when it was written there."""
    two.git("checkout", "--quiet", "-b", "side", "HEAD~1")
    two.commit("On the side", "2024-02-01T00:00:00Z", new=card("pier", "The pier was built."))
    two.git("checkout", "--quiet", "main")
    environment = {"GIT_COMMITTER_DATE": "2024-03-01T00:00:00Z"}
    two.git("merge", "--quiet", "--no-ff", "-m", "Merged", "side", **environment)
    rows = log(run, two.facts)
    assert [(row["id"], row["why"]) for row in rows] == [
        ("pier", "Merged"),
        ("boat", "Second"),
        ("boat", "First"),
    ]
    assert rows[0]["recorded"] == "2024-03-01T00:00:00Z"


def test_a_first_commit_that_is_a_merge(run: Runner, tmp_path: Path) -> None:
    """Facts that came in with a merge were added by it."""
    repository = Repository(tmp_path / "top")
    (repository.top / "README.md").write_text("Nothing yet.\n")
    repository.commit("A page")
    repository.git("checkout", "--quiet", "-b", "side")
    repository.commit("Facts", cards=card("boat"))
    repository.git("checkout", "--quiet", "main")
    repository.git("merge", "--quiet", "--no-ff", "-m", "Merged", "side")
    assert [(r["why"], r["events"]) for r in log(run, repository.facts)] == [("Merged", ["added"])]


def test_commits_out_of_time_order(run: Runner, repository: Repository) -> None:
    """The order is that in which commits stand on each other; each tells the time it says."""
    repository.commit("First", "2024-03-01T00:00:00Z", cards=card("boat"))
    second = card("boat", confidence="doubtful")
    repository.commit("Second", "2024-01-01T00:00:00Z", cards=second)
    repository.commit("Third", "2024-02-01T00:00:00Z", cards=card("boat", confidence="improbable"))
    rows = log(run, repository.facts)
    assert [row["why"] for row in rows] == ["Third", "Second", "First"]
    done = run("--facts", repository.facts, "list", "--at", "2024-01-15", "--json")
    assert json.loads(done.out)[0]["confidence"] == "doubtful"


@pytest.mark.parametrize("when", ["1900-01-01T00:00:00Z", "99999999999999999999999 +0000"])
def test_a_time_that_no_calendar_has(run: Runner, repository: Repository, when: str) -> None:
    """A commit of a wrong clock is shown at the nearest time there is."""
    first = repository.commit("First", cards=card("boat"))
    raw = repository.git("cat-file", "commit", first)
    stamp = "-2208988800 +0000" if when.startswith("19") else when
    head, _, message = raw.partition("\n\n")
    lines = [
        f"committer I <i@x> {stamp}" if x.startswith("committer") else x for x in head.split("\n")
    ]
    path = repository.top.parent / "commit"
    path.write_text("\n".join(lines) + f"\n\n{message}\n")
    made = repository.git("hash-object", "-t", "commit", "--literally", "-w", str(path))
    repository.git("reset", "--quiet", "--soft", made)
    (row,) = log(run, repository.facts)
    assert row["recorded"] == "1970-01-01T00:00:00Z"


def test_sha_256(run: Runner, tmp_path: Path) -> None:
    """A repository whose names are longer is read as any other, uncommitted changes among it."""
    repository = Repository(tmp_path / "long", "--object-format=sha256")
    commit = repository.commit("First", cards=card("boat"))
    assert len(commit) == 64
    (row,) = log(run, repository.facts)
    assert row["commit"] == commit
    repository.write(cards=card("boat", confidence="doubtful"))
    assert [row["events"] for row in log(run, repository.facts)] == [["regraded"], ["added"]]
    assert run("--facts", repository.facts, "list", "--at", commit[:12]).status == 0


def test_what_git_complains_of_is_told(run: Runner, two: Repository) -> None:
    """A setting that this git does not know, and an object that is missing: git's own words."""
    blob = two.git("rev-parse", "HEAD~1:facts/cards.yaml")
    path = two.top / ".git" / "objects" / blob[:2] / blob[2:]
    content = path.read_bytes()
    path.unlink()
    assert told(run, two.facts) == (
        f"{two.facts}: an object is missing: {blob} missing; `git fsck` there tells more"
    )
    path.write_bytes(content)
    two.git("config", "core.repositoryFormatVersion", "9")
    assert told(run, two.facts).startswith(f"{two.facts}: git failed: `Expected git repo version")


def test_a_git_that_ends_too_early(
    run: Runner, two: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of an object is no content: that git ended is told."""
    program(
        tmp_path / "bin" / "git",
        f'case "$*" in *--batch) {GIT} "$@" | head -c 100;; *) exec {GIT} "$@";; esac',
    )
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=os.pathsep)
    assert told(run, two.facts) == (
        f"{two.facts}: git ended before all was read; `git fsck` there tells more"
    )


# Paths and messages are data


def test_names_and_messages_that_are_no_utf_8(run: Runner, repository: Repository) -> None:
    """A message in another encoding is read by what it says of itself, and else with a sign."""
    repository.commit("First", cards=card("boat"))
    repository.git("config", "i18n.commitEncoding", "ISO-8859-1")
    repository.git("config", "i18n.logOutputEncoding", "UTF-16")
    path = repository.top.parent / "message"
    path.write_bytes("Größe".encode("latin-1"))
    for encoding in ("ISO-8859-1", "no-such-encoding"):
        repository.write(cards=card("boat", f"A boat sank, {encoding[:2]}."))
        repository.git("add", "--all")
        repository.git(
            *("-c", f"i18n.commitEncoding={encoding}", "commit", "--quiet", "-F", str(path))
        )
    whys = [row["why"] for row in log(run, repository.facts)]
    assert whys == ["Gr��e", "Größe", "First"]


def test_a_path_may_have_any_signs(run: Runner, repository: Repository) -> None:
    """A line end, a quotation mark, bytes that are no UTF-8, and what git takes for patterns."""
    repository.git("config", "core.quotePath", "true")
    facts = repository.top / 'a "b" *\n[c]'
    facts.mkdir()
    (facts / "x\ny.yaml").write_text(card("boat"))
    (facts / ":(top)z.yaml").write_text(card("pier", "The pier was built."))
    Path(os.fsdecode(os.fsencode(facts) + b"/\xff.yaml")).write_text(card("light", "It burned."))
    repository.commit("First")
    rows = log(run, facts)
    assert [row["id"] for row in rows] == ["boat", "light", "pier"] or len(rows) == 3
    (facts / "x\ny.yaml").rename(facts / "z\n.yaml")
    repository.commit("Moved")
    (row,) = log(run, facts, "--limit", "1")
    assert row["changes"] == {"path": ["x\ny.yaml", "z\n.yaml"]}
    done = run("--facts", facts, "list", "--at", "HEAD~1", "--format", "ids")
    assert sorted(done.out.split()) == ["boat", "light", "pier"]
    assert run("--facts", facts / "z\n.yaml", "list", "--at", "HEAD").status == 0


def test_a_message_of_any_length(run: Runner, repository: Repository) -> None:
    """What is longer than anybody writes is cut off, and takes no memory."""
    path = repository.top.parent / "message"
    path.write_text("Long " + "x" * 30_000_000)
    repository.commit("First", cards=card("boat"))
    repository.write(cards=card("boat", confidence="doubtful"))
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "-F", str(path))
    newest, _ = log(run, repository.facts)
    assert newest["why"].startswith("Long xxx")
    assert len(newest["why"]) < 110_000


def test_a_file_that_is_too_large_is_no_history(run: Runner, repository: Repository) -> None:
    """A version that the loader would refuse is not read; its cards are as they were before it."""
    repository.commit("First", cards=card("boat"))
    with (repository.facts / "cards.yaml").open("ab") as file:
        file.truncate(65 << 20)
    repository.commit("Too large")
    repository.commit("Again", cards=card("boat", confidence="doubtful"))
    rows = [(row["why"], row["events"]) for row in log(run, repository.facts)]
    assert rows == [("Again", ["regraded"]), ("First", ["added"])]
    done = run("--facts", repository.facts, "list", "--at", "HEAD~1")
    assert (done.status, done.out.count("\n")) == (1, 1)
    assert "it is larger than 64 MB" in done.err


def test_a_list_of_any_length_has_a_bound(
    run: Runner, two: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More commits, or more to list, than anybody has facts for is refused in a line."""
    monkeypatch.setattr("relcli.history.tree.MOST_COMMITS", 1)
    assert "more than 1 commits touch these facts" in told(run, two.facts)
    monkeypatch.setattr("relcli.history.git.LARGEST_LIST", 10)
    assert "git lists more than 0 MB of its history" in told(run, two.facts)


# How it ends


def test_ctrl_c_ends_git_as_well(two: Repository, tmp_path: Path) -> None:
    """Whoever interrupts relcli leaves no git behind, and gets the status of an interrupt."""
    seen = tmp_path / "pid"
    program(
        tmp_path / "bin" / "git",
        f'case "$*" in *--batch) echo $$ > {seen}; exec sleep 60;; *) exec {GIT} "$@";; esac',
    )
    path = os.pathsep.join([str(tmp_path / "bin"), os.environ["PATH"]])
    process = subprocess.Popen(
        [sys.executable, "-m", "relcli", "--facts", str(two.facts), "log"],
        env={**os.environ, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    deadline = time.monotonic() + 30
    while not (seen.exists() and seen.read_text().strip()):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (130, b"")
    with pytest.raises(ProcessLookupError):
        os.kill(int(seen.read_text()), 0)


def test_a_name_that_cannot_be_one(two: Repository) -> None:
    """What has a line end or a NUL in it is no revision, and reaches git in no way."""
    repository = open_repository(two.facts)
    assert repository.name_of("HEAD\nHEAD") is None
    assert repository.name_of("HEAD\0") is None
    assert repository.name_of("--all") is None
    assert repository.name_of("HEAD") == repository.head
