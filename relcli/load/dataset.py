"""A folder of YAML files to a Dataset."""

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from relcli.errors import quoted
from relcli.load.cards import read_cards
from relcli.load.declared import Declared
from relcli.load.files import DECLARING, NoFileError, card_files, read_bytes
from relcli.load.problems import Problems
from relcli.load.yaml_tree import YamlTree
from relcli.model.card import Card, Dataset
from relcli.model.names import utf8
from relcli.model.problem import Place, Problem


@contextmanager
def without_collecting() -> Iterator[None]:
    """Look for no garbage meanwhile: cards hold no circles, and looking for some takes time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@without_collecting()
def load_dataset(path: Path) -> Dataset:
    """Return the dataset that a folder, or a single file of cards, is.

    Never raises for anything a file can contain: what is wrong is in the dataset's problems, and
    everything else is read all the same.
    """
    folder, files = (path, list(card_files(path))) if path.is_dir() else (None, [path])
    declared, problems = read_declared(folder)
    cards: dict[str, Card] = {}
    for file in files:
        cards_of_file, problems_of_file = read_file(file, dataset_id(path), declared)
        problems += problems_of_file
        twice = Problems(str(file))
        for card in cards_of_file:
            first = cards.setdefault(card.id, card)
            if first is not card:
                _note_duplicate(card, first, twice)
        problems += twice
    return Dataset(
        id=dataset_id(path),
        path=str(path),
        title=declared.title,
        description=declared.description,
        license=declared.license,
        topics=declared.topics,
        actors=declared.actors,
        sources=declared.sources,
        relays=declared.relays,
        selected=declared.selected,
        ignored=declared.ignored,
        cards=tuple(cards.values()),
        problems=tuple(sorted(problems)),
    )


def dataset_id(path: Path) -> str:
    """Return the name of a dataset: that of its folder, or of its only file."""
    return utf8(path.resolve().name if path.is_dir() else path.stem)  # "." has no name of its own


def read_declared(folder: Path | None) -> tuple[Declared, list[Problem]]:
    """Return what the folder of a dataset declares, and what is wrong with it."""
    declared = Declared()
    problems: list[Problem] = []
    for path in [folder / name for name in DECLARING] if folder else []:
        if os.path.lexists(path):
            tree = read_tree(path)
            problems += [*tree.problems, *declared.read(path.name, tree)]
    return declared, problems


@without_collecting()
def read_file(path: Path, dataset: str, declared: Declared) -> tuple[list[Card], list[Problem]]:
    """Return the cards of one file, and what is wrong with it."""
    tree = read_tree(path)
    cards, problems = read_cards(tree, dataset, declared)
    return cards, [*tree.problems, *problems]


def read_tree(path: Path) -> YamlTree:
    """Read one file; that it cannot be read is a problem like any other."""
    try:
        return YamlTree.of_bytes(read_bytes(path), str(path))
    except NoFileError as error:
        return _unreadable(path, str(error.strerror), error.cure)
    except OSError as error:
        why = error.strerror or str(error)
        return _unreadable(path, why, "see that it is there and that you may read it")


def _unreadable(path: Path, why: str, cure: str) -> YamlTree:
    tree = YamlTree("", str(path))
    why = f"the file cannot be read: {why}"
    tree.problems.append(Problem(Place(str(path)), "unreadable", why, cure))
    return tree


def _note_duplicate(card: Card, first: Card, problems: Problems) -> None:
    there = f"{first.place.path}:{first.place.line}"
    if first.superseded_by or card.superseded_by:
        rule, message = "retired-id", f"{quoted(card.id)} is the id of a retired card, see {there}"
        cure = "give the new card a new id: the old one still answers"
    else:
        rule, message = "duplicate-id", f"{quoted(card.id)} is the id of another card, {there}"
        cure = "give it an id of its own"
    problems.add((card.place.line, card.place.column), rule, message, cure)
