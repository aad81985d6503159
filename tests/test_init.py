"""relcli init: a dataset to begin with."""

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
    entries = [hook["entry"].split()[1:] for hook in [*config["repos"][0]["hooks"], *hooks]]
    assert len(entries) == 4
    for entry in entries:
        assert (
            run("--facts", tmp_path / "a", *entry[2:] if entry[0] == "--facts" else entry).status
            == 0
        )
