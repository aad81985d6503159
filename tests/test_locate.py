"""Which datasets a command answers from: --facts, RELCLI_FACTS, the nearest folder, the shipped."""

import os
from pathlib import Path

import pytest

from relcli.errors import TROUBLE, DatasetError
from relcli.load import locate
from relcli.load.locate import find_datasets, passed_by, shipped

REPOSITORY = Path(__file__).parent.parent
CARD = "- {claim: A, date: 2016, source: CNN, confidence: possible}\n"


def write(path: Path) -> Path:
    """Write a dataset: a folder with a dataset.yaml."""
    path.mkdir(parents=True)
    (path / "dataset.yaml").write_text("title: T", encoding="utf-8")
    return path


def test_the_order_of_precedence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """--facts goes before RELCLI_FACTS, that before the nearest folder, the shipped facts last."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    given, named = write(tmp_path / "given"), write(tmp_path / "named")
    assert find_datasets([]) == shipped()
    nearest = write(tmp_path / "facts")
    assert find_datasets([]) == [nearest]
    monkeypatch.setenv("RELCLI_FACTS", str(named))
    assert find_datasets([]) == [named]
    assert find_datasets([given]) == [given]


def test_facts_that_ship() -> None:
    """The shipped facts are those of the repository, or of the package where that has them."""
    assert [path.name for path in shipped()] == ["hezbollah-russia"]


def test_facts_inside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installed package has its facts inside; they go before any beside it."""
    monkeypatch.setattr(locate, "PACKAGE", tmp_path / "relcli")
    assert shipped() == []
    beside = write(tmp_path / "facts" / "b")
    assert shipped() == [beside]
    inside = write(tmp_path / "relcli" / "facts" / "a")
    assert shipped() == [inside]


def test_a_folder_given(tmp_path: Path) -> None:
    """A folder with a dataset.yaml is one dataset, also where it has no card yet."""
    folder = write(tmp_path / "d")
    assert find_datasets([folder]) == [folder]


def test_a_folder_without_dataset_yaml_given(tmp_path: Path) -> None:
    """A folder with a card file in it, or further down, is one dataset."""
    (tmp_path / "d" / "sub").mkdir(parents=True)
    (tmp_path / "d" / "sub" / "a.yml").write_text(CARD, encoding="utf-8")
    assert find_datasets([tmp_path / "d"]) == [tmp_path / "d"]


def test_a_file_given(tmp_path: Path) -> None:
    """A file is a dataset, whatever its name."""
    file = tmp_path / "facts.txt"
    file.write_text(CARD, encoding="utf-8")
    assert find_datasets([file]) == [file]


def test_a_folder_of_datasets_given(tmp_path: Path) -> None:
    """A folder whose folders are datasets stands for all of them, by name."""
    datasets = [write(tmp_path / name) for name in ("b", "a")]
    (tmp_path / "c").mkdir()
    (tmp_path / "README.md").touch()
    assert find_datasets([tmp_path]) == sorted(datasets)


def test_several_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """--facts may be repeated; order and spelling stay as they were given."""
    write(tmp_path / "a"), write(tmp_path / "b")
    monkeypatch.chdir(tmp_path / "a")
    assert find_datasets([Path("../b"), Path()]) == [Path("../b"), Path()]


@pytest.mark.parametrize(
    ("path", "message", "cure"),
    [
        ("gone", "no such file or folder: gone", "name a folder of cards"),
        ("dangling", "no such file or folder: dangling", "name a folder of cards"),
        ("empty", "no cards in empty", "name a folder with .yaml files in it"),
        ("hidden", "no cards in hidden", "name a folder with .yaml files in it"),
    ],
)
@pytest.mark.parametrize("by", ["--facts", "RELCLI_FACTS"])
def test_what_holds_no_cards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, message: str, cure: str, by: str
) -> None:
    """A path without cards stops the command and says who named it; nothing else answers."""
    (tmp_path / "empty" / "sub").mkdir(parents=True)
    (tmp_path / "hidden").mkdir()
    (tmp_path / "hidden" / ".a.yaml").write_text(CARD, encoding="utf-8")
    (tmp_path / "dangling").symlink_to("nowhere")
    good = write(tmp_path / "good")
    if by == "RELCLI_FACTS":
        monkeypatch.setenv("RELCLI_FACTS", f"{good}{os.pathsep}{path}")
    with pytest.raises(DatasetError) as caught:
        find_datasets([good, Path(path)] if by == "--facts" else [])
    assert (caught.value.message, caught.value.cure) == (f"{by}: {message}", cure)
    assert caught.value.exit_status == TROUBLE


@pytest.mark.parametrize(
    ("value", "names"),
    [("a", "a"), ("a:b", "ab"), ("b:a", "ba"), (":a::b:", "ab"), ("", None), (":", None)],
)
def test_relcli_facts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str, names: str | None
) -> None:
    """RELCLI_FACTS lists paths like PATH; empty entries mean nothing, and it, if all are empty."""
    here = tmp_path / "here"
    for name in "ab":
        write(here / name)
    monkeypatch.chdir(here)
    monkeypatch.setenv("RELCLI_FACTS", value.replace(":", os.pathsep))
    assert find_datasets([]) == ([Path(name) for name in names] if names else shipped())


@pytest.mark.parametrize(
    ("datasets", "here", "found"),
    [
        (["d"], "d", ["."]),
        (["facts/a", "facts/b"], "", ["facts/a", "facts/b"]),
        (["facts"], "", ["facts"]),
        # Upward, where a person cannot write it from here without dots, it is whole.
        (["d"], "d/x/y", ["/d"]),
        (["facts/b", "facts/a"], "x/y", ["/facts/a", "/facts/b"]),
        # From inside facts/ itself.
        (["facts/a", "facts/b"], "facts", ["a", "b"]),
        (["facts/a"], "facts/a/x", ["/facts/a"]),
        # The nearest wins; a dataset goes before the facts/ within it.
        (["d", "d/x"], "d/x/y", ["/d/x"]),
        (["d", "facts/a"], "d", ["."]),
        (["d", "d/facts/a"], "d", ["."]),
        (["facts/a", "x/facts/b"], "x/y", ["/x/facts/b"]),
    ],
)
def test_the_nearest_folder_upward(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    datasets: list[str],
    here: str,
    found: list[str],
) -> None:
    """A dataset is found from any folder in it and from beside its facts/; its path is short."""
    for dataset in sorted(datasets):
        (tmp_path / dataset).mkdir(parents=True, exist_ok=True)
        (tmp_path / dataset / "dataset.yaml").touch()
    (tmp_path / here).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(tmp_path / here)
    got = [str(path) for path in find_datasets([])]
    assert got == [
        path.replace("/", f"{tmp_path}/", 1) if path[0] == "/" else path for path in found
    ]


def test_a_folder_of_cards_without_dataset_yaml_is_not_nearest(tmp_path: Path) -> None:
    """Where no dataset.yaml says so, YAML files lying about are no dataset."""
    (tmp_path / "docker-compose.yaml").touch()
    (tmp_path / "facts").mkdir()
    (tmp_path / "facts" / "a.yaml").write_text(CARD, encoding="utf-8")
    assert find_datasets([]) == shipped()


def test_from_the_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a checkout, the paths of the shipped facts are short."""
    monkeypatch.chdir(REPOSITORY)
    assert find_datasets([]) == [Path("facts/hezbollah-russia")]


def test_in_a_folder_that_was_removed_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there is no here, no folder upward can be looked for."""
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    with pytest.raises(DatasetError, match="the folder you are in was removed; go to one"):
        find_datasets([])


def test_a_folder_that_cannot_be_read_is_passed_by_in_silence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That other facts answer is worth a remark, not an error: who may not look sees nothing."""
    resource = pytest.importorskip("resource")
    (tmp_path / "cards.yaml").write_text(CARD, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert passed_by() == "cards.yaml"
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, before[1]))
    try:
        assert passed_by() == ""
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
