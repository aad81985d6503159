"""New entries into actors.yaml and sources.yaml: checked with all cards, and only then written."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from relcli.edit.append import append_entries
from relcli.edit.fields import Plain
from relcli.edit.files import read_file, replace_file
from relcli.edit.no_loss import meaning
from relcli.errors import EditError
from relcli.load.cards import read_cards
from relcli.load.dataset import dataset_id, read_declared, read_tree
from relcli.load.declared import Declared
from relcli.load.files import LARGEST_FILE, card_files
from relcli.load.yaml_tree import YamlTree
from relcli.model.card import Dataset
from relcli.model.problem import Problem

ACTORS, SOURCES = "actors.yaml", "sources.yaml"
_SHOWN = 3  # problems in a message


def declare(dataset: Dataset, file: str, entries: Mapping[str, Plain]) -> Path:
    """Write entries at the end of a declaring file of a dataset, and return its path.

    Raises EditError, and leaves the file alone, where one of them would not be read as it is meant,
    or a card could not be read any more that can be read now.
    """
    folder = Path(dataset.path)
    path = folder / file
    if not folder.is_dir():
        message = f"{folder} is one file of cards, and has no {file}"
        raise EditError(message, "put it into a folder, and name that with --facts")
    before = read_file(path)
    text = append_entries(before.text, str(path), entries)
    if len(text.encode()) > LARGEST_FILE:
        message = f"{path}: nothing was added: it would be larger than {LARGEST_FILE >> 20} MB"
        raise EditError(message, "add fewer")
    old, _ = read_declared(folder)
    new, _ = read_declared(folder)
    _, known = _read_anew(old, file, before.text, str(path))
    root, problems = _read_anew(new, file, text, str(path))
    if worse := [problem for problem in problems if problem not in {*known}]:
        raise EditError(f"{path}: nothing was added: {_told(worse)}")
    if meaning({name: root[name] for name in entries}) != meaning(entries):
        raise EditError(f"{path}: what is added would not be read as it is meant", "report this")
    if broken := _broken_cards(folder, old, new):
        cure = "declare what they name as well, or mend them first"
        raise EditError(
            f"nothing was added, for cards would be read no more: {_told(broken)}", cure
        )
    replace_file(before, text)
    return path


def _read_anew(
    declared: Declared, file: str, text: str, path: str
) -> tuple[dict[str, Any], list[Problem]]:
    """Let what is declared be what a text says, and return that, and what is wrong with it."""
    tree = YamlTree(text, path)
    problems = [*tree.problems, *declared.read(file, tree)]
    return tree.root if isinstance(tree.root, dict) else {}, problems


def _broken_cards(folder: Path, old: Declared, new: Declared) -> list[Problem]:
    """Return the problems of cards that there are with what is new, and were not before."""
    broken: list[Problem] = []
    for path in card_files(folder):
        tree = read_tree(path)
        _, before = read_cards(tree, dataset_id(folder), old)
        _, after = read_cards(tree, dataset_id(folder), new)
        broken += [problem for problem in after if problem not in {*before}]
    return broken


def _told(problems: list[Problem]) -> str:
    told = "; ".join(f"{p.place}: {p.message}" for p in problems[:_SHOWN])
    more = f"; and {len(problems) - _SHOWN:,} more" if len(problems) > _SHOWN else ""
    return f"{told}{more}"
