"""The dataset that a command writes to: what it declares, and which file takes a card."""

import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relcli.edit.fields import as_list
from relcli.edit.key_order import CARD
from relcli.edit.render import entry_lines
from relcli.edit.values import card_entry
from relcli.errors import EditError, cure_for
from relcli.load.cards import read_cards
from relcli.load.dataset import load_dataset, read_declared, read_tree
from relcli.load.declared import Declared
from relcli.load.files import card_files, dataset_files
from relcli.load.locate import find_datasets, shipped
from relcli.load.nodes import Map, Seq
from relcli.load.problems import MOST_TOLD as MOST_OF_A_RULE
from relcli.load.yaml_tree import YamlTree
from relcli.model.card import Card, Dataset
from relcli.model.ids import answers_to, derived_id
from relcli.model.problem import Problem

if TYPE_CHECKING:
    from relcli.load.locate import Given

FIRST_FILE = "facts.yaml"
MOST_TOLD = 10  # problems of one card, in the one line that tells them


def paths_of_files(paths: "Given") -> list[Path]:
    """Return where datasets lie that are files. Raises EditError for others, and DatasetError."""
    found = find_datasets(paths)
    datasets = [dataset for dataset in found if isinstance(dataset, Path)]
    if len(datasets) < len(found):
        cure = "change their files, and `relcli publish` them"
        raise EditError("facts in a database are only read", cure)
    return datasets


def paths_to_edit(paths: "Given") -> list[Path]:
    """Return where the datasets are that a command may write to.

    Raises EditError where only the facts that ship are there, and DatasetError.
    """
    datasets = paths_of_files(paths)
    if not paths and not os.environ.get("RELCLI_FACTS") and datasets == shipped():
        cure = "go to one, name one with --facts, or start one with `relcli init`"
        raise EditError("no dataset here to write to", cure)
    return datasets


def datasets_to_edit(paths: "Given") -> list[Dataset]:
    """Return the datasets that a command may write to. Raises EditError, DatasetError."""
    return [load_dataset(path) for path in paths_to_edit(paths)]


def dataset_to_edit(paths: "Given") -> Dataset:
    """Return the one dataset that a new card goes to. Raises EditError where there are several."""
    datasets = datasets_to_edit(paths)
    if len(datasets) > 1:
        cure = f"name one with --facts, such as {datasets[0].path}"
        raise EditError(f"there are {len(datasets)} datasets here", cure)
    return datasets[0]


def find_card(datasets: Sequence[Dataset], card_id: str) -> tuple[Dataset, Card]:
    """Return the card with that id, and its dataset. Raises EditError."""
    with_id = [
        (dataset, c) for dataset in datasets for c in dataset.cards if card_id in c.answers_to
    ]
    if any(card.id == card_id for _, card in with_id):  # not one that had it before
        with_id = [(dataset, card) for dataset, card in with_id if card.id == card_id]
    if len(with_id) > 1:
        places = " and ".join(str(card.place.path) for _, card in with_id)
        raise EditError(f"two cards are called `{card_id}`, in {places}", "name one with --facts")
    if not with_id:
        known = (card.id for dataset in datasets for card in dataset.cards)
        cure = cure_for(card_id, known, "`relcli list` shows all")
        unread = [str(problem) for dataset in datasets for problem in dataset.problems]
        if unread:
            cure = f"perhaps it cannot be read: {unread[0]}"
        raise EditError(f"no card `{card_id}`; {cure}")
    return with_id[0]


def find_entry(datasets: Sequence[Dataset], card_id: str) -> tuple[Dataset, Path, int]:
    """Return where a card is written, be it well formed or not: dataset, file, line.

    Raises EditError.
    """
    if not any(card_id in card.answers_to for dataset in datasets for card in dataset.cards):
        for dataset in datasets:
            for path in sorted({problem.place.path for problem in dataset.problems}):
                if line := _line_of_entry(Path(path), card_id):
                    return dataset, Path(path), line
    dataset, card = find_card(datasets, card_id)
    return dataset, Path(card.place.path), card.place.line


def _line_of_entry(path: Path, card_id: str) -> int:
    """Return the line on which an entry with an id begins, whatever is wrong with it, or 0."""
    root = read_tree(path).root
    for entry, (line, _) in zip(root, root.items_at, strict=True) if isinstance(root, Seq) else ():
        if isinstance(entry, Map) and card_id in (entry.get("id"), *_own_ids(entry)):
            return line
    return 0


def _own_ids(entry: Map) -> tuple[str, ...]:
    """Return the ids that are made of a claim."""
    claim = entry.get("claim")
    if not isinstance(claim, str):
        return ()
    return answers_to(derived_id(claim.strip()), claim.strip())


def declared_by(dataset: Dataset) -> Declared:
    """Return what a dataset declares, as its cards are read."""
    path = Path(dataset.path)
    declared, _ = read_declared(path if path.is_dir() else None)
    return declared


def file_for(dataset: Dataset, topics: Sequence[str]) -> Path:
    """Return the file that takes a card: named after its first topic, else the first there is."""
    path = Path(dataset.path)
    if not path.is_dir():
        return path
    files = [file for file in card_files(path) if not file.is_dir()]  # one that cannot be read
    named = [file for file in files if topics and file.stem == topics[0]]
    return [*named, *files, path / FIRST_FILE][0]


def files_of(datasets: Sequence[Path]) -> list[Path]:
    """Return the files of some datasets, each of which is a folder or one file."""
    files = (file for path in datasets for file in dataset_files(path))
    return list(dict.fromkeys(files))


def problems_of_file(dataset: Dataset, path: Path) -> tuple[list[Problem], set[str]]:
    """Read a dataset anew; return what is wrong in a file of it, and the ids of all its cards."""
    now = load_dataset(Path(dataset.path))
    problems = [problem for problem in now.problems if problem.place.path == str(path)]
    return problems, {card.id for card in now.cards}


def read_card(card: Mapping[str, Any], declared: Declared, dataset_id: str) -> Card:
    """Return what the loader makes of a card as it would be written.

    Raises EditError with everything that keeps it from being one.
    """
    text = "\n".join(entry_lines(card_entry(card, CARD), 0, CARD))
    tree = YamlTree(text, "")
    cards, problems = read_cards(tree, dataset_id, declared)
    messages = [
        f"{p.message} ({p.cure})" if p.cure else p.message for p in [*tree.problems, *problems]
    ]
    if len(messages) > MOST_TOLD:
        least = "at least " if len(messages) >= MOST_OF_A_RULE else ""  # the loader tells no more
        messages[MOST_TOLD:] = [f"and {least}{len(messages) - MOST_TOLD:,} more"]
    if messages:
        raise EditError("; ".join(messages))
    return cards[0]


def known_ids(datasets: Iterable[Dataset]) -> list[str]:
    """Return the ids to which the cards of some datasets answer."""
    return [name for dataset in datasets for card in dataset.cards for name in card.answers_to]


def refuse_unknown_ids(card: Mapping[str, Any], known: Collection[str], own_id: str) -> None:
    """Raise EditError where a card names another one that is not there."""
    for key in ("related", "contradicts", "superseded_by"):
        for name in as_list(card.get(key)):
            if name == own_id or name not in known:
                others = (other for other in known if other != own_id)
                cure = cure_for(name, others, "`relcli list` shows all")
                raise EditError(f"{key}: no other card `{name}`", cure)
