"""A folder of files to a dataset: what is read, in what order, and what cannot be read."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from relcli.load import files as module
from relcli.load.dataset import load_dataset
from relcli.load.files import card_files
from relcli.model.card import Dataset

WriteCards = Callable[..., Path]


def card(claim: str, more: str = "") -> str:
    """Return a card in YAML."""
    return f"- {{claim: {claim}, date: 2016, source: CNN, confidence: possible{more}}}\n"


def claims(dataset: Dataset) -> list[str]:
    return [card.claim for card in dataset.cards]


def said(dataset: Dataset) -> list[str]:
    """Return the problems, with paths relative to the dataset."""
    return [str(problem).replace(f"{dataset.path}{os.sep}", "") for problem in dataset.problems]


def test_a_dataset_with_all_its_files(cards: WriteCards) -> None:
    """The three declaring files are taken in, whatever their order, before the cards."""
    folder = cards(
        card("A", ", topics: [war], actors: [H], id: a"),
        dataset="title: T\ndescription: D\nlicense: CC0\ntopics: {war: War}\ncheck: {ignore: x}\n",
        actors="h: {name: H}\n",
        sources="s: {title: S, origin: r}\nr: {title: R}\n",
    )
    dataset = load_dataset(folder)
    assert dataset.problems == ()
    assert (dataset.id, dataset.path) == ("dataset", str(folder))
    assert (dataset.title, dataset.description, dataset.license) == ("T", "D", "CC0")
    assert (dataset.topics, list(dataset.actors)) == ({"war": "War"}, ["h"])
    assert (list(dataset.sources), dataset.relays) == (["s", "r"], {"s": "r"})
    assert (dataset.selected, dataset.ignored) == ((), ("x",))
    (only,) = dataset.cards
    assert (only.dataset, only.place.path) == ("dataset", str(folder / "cards.yaml"))
    assert only.actors == (dataset.actors["h"],)


def test_the_least_dataset_is_one_file(tmp_path: Path) -> None:
    """A file of cards is a dataset, named after it; the files beside it are not read."""
    file = tmp_path / "facts.of.2016.yaml"
    file.write_text(card("A", ", topics: [x]"), encoding="utf-8")
    (tmp_path / "dataset.yaml").write_text("topics: {war: War}", encoding="utf-8")
    dataset = load_dataset(file)
    assert dataset.problems == ()
    assert (dataset.id, dataset.topics, claims(dataset)) == ("facts.of.2016", {}, ["A"])


@pytest.mark.parametrize(
    ("here", "path"), [("d", "."), ("d", "../d"), ("", "d"), ("", "d/."), ("d/e", "..")]
)
def test_a_folder_has_its_name_however_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, here: str, path: str
) -> None:
    """The id of a dataset is the name of its folder, also from inside; its path is as given."""
    (tmp_path / "d" / "e").mkdir(parents=True)
    (tmp_path / "d" / "a.yaml").write_text(card("A"), encoding="utf-8")
    monkeypatch.chdir(tmp_path / here)
    dataset = load_dataset(Path(path))
    assert dataset.id == "d"
    assert [(c.dataset, c.place.path) for c in dataset.cards] == [("d", str(Path(path, "a.yaml")))]


def test_which_files_hold_cards(tmp_path: Path) -> None:
    """All .yaml and .yml files below, by name; nothing hidden, no dataset of its own, no other."""
    for name in (
        "b.yaml", "a.yml", "sub/c.yaml", "sub/deep/d.yaml", "x.yaml/e.yaml", "sub/x.yaml",
        ".hidden.yaml", ".git/f.yaml", "own/dataset.yaml", "own/g.yaml", "dataset.yaml",
        "actors.yaml", "sources.yaml", "notes.md", "h.YAML", "i.yaml~",
    ):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = [str(path.relative_to(tmp_path)) for path in card_files(tmp_path)]
    assert found == [
        "a.yml", "b.yaml", "sub/c.yaml", "sub/deep/d.yaml", "sub/x.yaml", "x.yaml/e.yaml",
    ]  # fmt: skip


def test_a_folder_that_links_to_itself_is_read_once(tmp_path: Path) -> None:
    """A link to a folder is not followed, so no circle is walked."""
    (tmp_path / "a.yaml").write_text(card("A"), encoding="utf-8")
    (tmp_path / "again").symlink_to(tmp_path)
    assert claims(load_dataset(tmp_path)) == ["A"]


def test_one_bad_file_hides_nothing(cards: WriteCards) -> None:
    """Cards come file by file in the order of names; problems in that of their places."""
    folder = cards(
        card("C"),
        b="- claim: [\n" + card("B"),
        a=card("A1", ", nte: x") + card("A2") + "- text\n" + card("A3"),
        z="\x00",
    )
    dataset = load_dataset(folder)
    assert claims(dataset) == ["A2", "A3", "B", "C"]
    places = [str(problem).split(" ")[0] for problem in dataset.problems]
    assert [place.rsplit("/", 1)[1] for place in places] == [
        "a.yaml:1:62:", "a.yaml:3:3:", "b.yaml:1:10:", "z.yaml:1:1:", "z.yaml:1:1:",
    ]  # fmt: skip


def test_two_cards_with_one_id(cards: WriteCards) -> None:
    """The first card keeps its id, also across files; the other is a problem and left out."""
    folder = cards(card("B", ", id: x"), a=card("A", ", id: x"))
    dataset = load_dataset(folder)
    assert claims(dataset) == ["A"]
    (problem,) = dataset.problems
    assert problem.place.path == str(folder / "cards.yaml")
    assert f"{folder / 'a.yaml'}:1" in problem.message


@pytest.mark.parametrize("retired", ["first", "second"])
def test_the_id_of_a_retired_card_is_not_free(cards: WriteCards, retired: str) -> None:
    """Ids are never reused, so the message tells that the old one still answers."""
    first, second = (
        ", superseded_by: y" if which == retired else "" for which in ("first", "second")
    )
    dataset = load_dataset(cards(card("A", f", id: x{first}") + card("B", f", id: x{second}")))
    assert [problem.rule for problem in dataset.problems] == ["retired-id"]


@pytest.mark.parametrize("text", ["", "# a comment\n", "null", "---\n", "[]"])
def test_files_that_hold_nothing_yet(cards: WriteCards, text: str) -> None:
    """Empty files, comments and null are read as nothing, wherever they stand."""
    folder = cards(text, dataset=text.replace("[]", "{}"), actors="", sources="# none")
    dataset = load_dataset(folder)
    assert (dataset.problems, dataset.cards) == ((), ())


@pytest.mark.parametrize("name", ["x.yaml", "dataset.yaml", "actors.yaml", "sources.yaml"])
@pytest.mark.parametrize("kind", ["dangling", "circular", "folder", "fifo", "device"])
def test_what_is_no_file_is_a_problem(cards: WriteCards, name: str, kind: str) -> None:
    """Nothing hangs on a pipe, and nothing that stands for a file is passed over in silence."""
    folder = cards(card("A"))
    path = folder / name
    if kind == "dangling":
        path.symlink_to(folder / "nowhere")
    elif kind == "circular":
        path.symlink_to(path)
    elif kind == "fifo":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    else:
        path.mkdir()
    dataset = load_dataset(folder)
    assert claims(dataset) == ["A"]
    why = {
        "dangling": "No such file or directory; see that it is there and that you may read it",
        "circular": (
            "Too many levels of symbolic links; see that it is there and that you may read it"
        ),
        "device": "it is a link out of its folder; put the file itself in its place",
    }.get(kind, "it is no regular file; put a text file in its place")
    expected = [f"{name}:1:1: error[unreadable] the file cannot be read: {why}"]
    # A folder may be named x.yaml: it is one more folder of cards.
    assert said(dataset) == ([] if (kind, name) == ("folder", "x.yaml") else expected)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read(cards: WriteCards) -> None:
    """A file without read permission is a problem, and the others are read."""
    folder = cards(card("A"), b=card("B"))
    (folder / "b.yaml").chmod(0)
    dataset = load_dataset(folder)
    assert claims(dataset) == ["A"]
    assert said(dataset) == [
        (
            "b.yaml:1:1: error[unreadable] the file cannot be read: Permission denied; "
            "see that it is there and that you may read it"
        )
    ]


def test_a_file_over_the_limit(cards: WriteCards, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that no person wrote is not read; one that just fits is."""
    monkeypatch.setattr(module, "LARGEST_FILE", 2 << 20)
    fits, larger = (
        f"{card('A')}#{'x' * (size - len(card('A')) - 1)}" for size in (2 << 20, (2 << 20) + 1)
    )
    folder = cards(fits, b=larger)
    dataset = load_dataset(folder)
    assert claims(dataset) == ["A"]
    assert said(dataset) == [
        (
            "b.yaml:1:1: error[unreadable] the file cannot be read: it is larger than 2 MB; "
            "split it into several"
        )
    ]


def test_a_file_of_too_many_values(cards: WriteCards, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is one that would take a hundred times its size of memory; one that just fits is."""
    monkeypatch.setattr(module, "MOST_VALUES", 1000)
    fits = card("A") + "".join(f"# {n:04}\n" for n in range(900))
    crowds = {
        "b": "- a\n" * 1001,
        "c": f"- [{'a,' * 1001}]",
        "d": "[[[a]]]\n" * 300,
        "e": "{a: b}\n" * 600,
        "f": "- a\r" * 1001,
        "g": "- - - a\n" * 400,
    }
    dataset = load_dataset(cards(fits, **crowds))
    assert claims(dataset) == ["A"]
    assert said(dataset) == [
        f"{name}.yaml:1:1: error[unreadable] the file cannot be read: "
        "it holds more than 1,000 values; split it into several"
        for name in crowds
    ]


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    """A single file that is not there is a problem too, not an exception."""
    dataset = load_dataset(tmp_path / "gone.yaml")
    assert [problem.rule for problem in dataset.problems] == ["unreadable"]
