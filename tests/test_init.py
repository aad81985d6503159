"""relcli init: a dataset to begin with."""

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

if TYPE_CHECKING:
    from tests.conftest import Run

Relcli = Callable[..., "Run"]

FILES = [
    "dataset.yaml", "actors.yaml", "sources.yaml", "facts.yaml", ".pre-commit-config.yaml",
    ".schema/cards.json", ".schema/dataset.json", ".schema/actors.json", ".schema/sources.json",
]  # fmt: skip


def parts(run: "Run") -> tuple[int, str, str]:
    """Return status, stdout and stderr."""
    return run.status, run.out, run.err


def test_a_new_dataset_is_clean(run: Relcli, tmp_path: Path) -> None:
    """It passes check and fmt, and its paths are told."""
    folder = tmp_path / "a" / "gulf: relations"
    ended = run("init", folder)
    assert ended.status == 0
    assert ended.out.splitlines() == [f"{folder}/{name}" for name in FILES]
    assert run("check", "--strict", folder).status == 0
    assert parts(run("fmt", "--check", folder)) == (0, "", "")
    assert 'title: "Gulf: relations"' in (folder / "dataset.yaml").read_text(encoding="utf-8")


def test_the_example_becomes_a_card_without_its_signs(run: Relcli, tmp_path: Path) -> None:
    """What is shown as an example is read as it stands, in each of the files."""
    run("init", tmp_path / "a")
    for path in (tmp_path / "a").glob("*.yaml"):
        head, _, example = path.read_text(encoding="utf-8").partition("\n#\n")
        lines = (example or head).splitlines()
        path.write_text(
            "\n".join(line.removeprefix("# ") for line in lines if line != "#") + "\n",
            encoding="utf-8",
        ) if path.name != "dataset.yaml" else None
    (tmp_path / "a" / "dataset.yaml").write_text("title: T\n", encoding="utf-8")
    ended = run("--facts", tmp_path / "a", "list", "--json")
    assert ended.err == ""
    assert '"id": "pantsir-plan"' in ended.out
    assert '"actors": [{"id": "wagner-group", "name": "Wagner Group"}]' in ended.out


def test_every_file_names_the_schema_it_is_checked_by(run: Relcli, tmp_path: Path) -> None:
    """The modeline of the YAML language server stands first, and leads to a file."""
    run("init", tmp_path / "a")
    for name in FILES[:4]:
        first = (tmp_path / "a" / name).read_text(encoding="utf-8").splitlines()[0]
        before, path = first.split("=")
        assert before == "# yaml-language-server: $schema"
        assert (tmp_path / "a" / path).is_file()


@pytest.mark.parametrize("name", ["facts.yaml", ".schema/cards.json"])
def test_nothing_is_overwritten(run: Relcli, tmp_path: Path, name: str) -> None:
    """Where one of the files is there, none is written."""
    path = tmp_path / "a" / name
    path.parent.mkdir(parents=True)
    path.write_text("mine", encoding="utf-8")
    ended = run("init", tmp_path / "a")
    assert ended.err == f"relcli: error: {path} is there already; start a dataset in a new folder\n"
    assert ended.status == 2
    assert [p for p in (tmp_path / "a").rglob("*") if p.is_file()] == [path]


@pytest.mark.parametrize(
    "name", ["n\nl\x1b[31m", "\udcff\udcfe", "'q", "{}", "%s{0}", "x: y", "-a"]
)
def test_a_folder_may_have_any_name(run: Relcli, tmp_path: Path, name: str) -> None:
    """What cannot be its title is put otherwise, and nothing acts."""
    ended = run("init", tmp_path / name)
    assert (ended.status, ended.err.count("\n"), "\x1b" in ended.err) == (0, 1, False)
    assert run("check", "--strict", tmp_path / name).status == 0


KILLED = """
import os, sys
left = int(sys.argv[1])
def watch(event, args):
    global left
    if event == "os.rename":
        left -= 1
        if left < 0:
            os.kill(os.getpid(), 9)
sys.addaudithook(watch)
from relcli.cli.app import main
sys.exit(main(["init", sys.argv[2]]))
"""


@pytest.mark.parametrize("files", range(len(FILES)))
def test_what_was_killed_half_way_is_gone_on_with(run: Relcli, tmp_path: Path, files: int) -> None:
    """However many files were there by then; without all of them it is no dataset."""
    folder = tmp_path / "a"
    command = [sys.executable, "-c", KILLED, str(files), str(folder)]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    assert sum((folder / name).exists() for name in FILES) == files
    assert not (folder / "dataset.yaml").exists()
    ended = run("init", folder)
    assert (ended.status, ended.out.count("\n")) == (0, len(FILES))
    assert sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()) == sorted(
        FILES
    )
    again = run("init", folder)
    assert (again.status, again.err.count("is there already")) == (2, 1)


@pytest.mark.parametrize("kind", ["another text", "a link", "a folder"])
def test_what_a_killed_run_did_not_write_is_in_the_way(
    run: Relcli, tmp_path: Path, kind: str
) -> None:
    """Half a dataset is gone on with only where all of it is as it would be written."""
    run("init", tmp_path / "a")
    (tmp_path / "a" / "dataset.yaml").unlink()
    path = tmp_path / "a" / "facts.yaml"
    if kind == "another text":
        path.write_text(path.read_text(encoding="utf-8").replace("facts", "cards"), "utf-8")
    else:
        path.rename(tmp_path / "b")
        if kind == "a link":
            path.symlink_to(tmp_path / "b")
        else:
            path.mkdir()
    ended = run("init", tmp_path / "a")
    assert ended.err == f"relcli: error: {path} is there already; start a dataset in a new folder\n"
    assert not (tmp_path / "a" / "dataset.yaml").exists()


def test_a_folder_that_cannot_be_made_is_said(run: Relcli, tmp_path: Path) -> None:
    """A file is in the way."""
    (tmp_path / "a").write_text("", encoding="utf-8")
    ended = run("init", tmp_path / "a" / "b")
    assert (ended.status, ended.out) == (2, "")
    assert f"{tmp_path}/a/b: cannot be made: Not a directory" in ended.err


def test_the_hooks_run_commands_that_are_there(run: Relcli, tmp_path: Path) -> None:
    """Those of a new dataset, and those that this repository offers to others."""
    run("init", tmp_path / "a")
    config = yaml.safe_load(
        (tmp_path / "a" / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    )
    hooks = yaml.safe_load(
        (Path(__file__).parent.parent / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    )
    article = tmp_path / "article.md"
    article.write_text("A boat left Tripoli for Tartus.", encoding="utf-8")
    card = [
        "--claim",
        "A boat left Tripoli for Tartus.",
        "--date",
        "2015",
        "--confidence",
        "possible",
    ]
    new = ["new", "--no-input", *card, "--source", "Al-Akhbar, 2 January 2017"]
    assert run("--facts", tmp_path / "a", *new).status == 0
    entries = [
        [*hook["entry"].split()[1:], *([] if hook["pass_filenames"] is False else [article])]
        for hook in ({"pass_filenames": True} | h for h in [*config["repos"][0]["hooks"], *hooks])
    ]
    assert len(entries) == 5
    for entry in entries:
        own = entry[2:] if entry[0] == "--facts" else entry
        assert run("--facts", tmp_path / "a", *own).status == 0
