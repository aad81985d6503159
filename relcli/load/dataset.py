"""A folder of YAML files to a Dataset."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from relcli.load.cards import read_cards
from relcli.load.declared import Declared
from relcli.load.yaml_tree import YamlTree
from relcli.model.card import Card, Dataset
from relcli.model.problem import Place, Problem

DATASET_FILE = "dataset.yaml"
LARGEST_FILE = 64 * 1024 * 1024  # bytes; a card is about a kilobyte
_DECLARING = (DATASET_FILE, "actors.yaml", "sources.yaml")


def load_dataset(path: Path) -> Dataset:
    """Return the dataset that a folder, or a single file of cards, is.

    Never raises for anything a file can contain: what is wrong is in the dataset's problems, and
    everything else is read all the same.
    """
    folder, files = (path, list(card_files(path))) if path.is_dir() else (None, [path])
    dataset_id = path.name if folder else path.stem
    declared = Declared()
    problems: list[Problem] = []
    if folder:
        takers = (declared.read_dataset, declared.read_actors, declared.read_sources)
        for name, take_in in zip(_DECLARING, takers, strict=True):
            if (folder / name).exists():
                tree = _tree(folder / name)
                problems += [*tree.problems, *take_in(tree)]
    cards: dict[str, Card] = {}
    for file in files:
        tree = _tree(file)
        found, problems_of_cards = read_cards(tree, dataset_id, declared)
        problems += [*tree.problems, *problems_of_cards]
        for card in found:
            first = cards.setdefault(card.id, card)
            if first is not card:
                problems.append(_duplicate(card, first))
    return Dataset(
        id=dataset_id,
        path=str(path),
        title=declared.title,
        description=declared.description,
        license=declared.license,
        topics=declared.topics,
        actors=declared.actors,
        sources=declared.sources,
        cards=tuple(cards.values()),
        problems=tuple(sorted(problems)),
    )


def card_files(folder: Path) -> Iterator[Path]:
    """Yield the card files below `folder`, by name, without datasets of their own."""
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        if entry.name.startswith("."):
            continue
        path = folder / entry.name
        if entry.is_dir(follow_symlinks=False):
            if not (path / DATASET_FILE).exists():
                yield from card_files(path)
        elif path.suffix in {".yaml", ".yml"} and entry.name not in _DECLARING:
            yield path


def _tree(path: Path) -> YamlTree:
    """Read one file; that it cannot be read is a problem like any other."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return _unreadable(path, "it is no regular file")
        if status.st_size > LARGEST_FILE:
            return _unreadable(path, f"it is larger than {LARGEST_FILE >> 20} MB")
        return YamlTree.of_bytes(path.read_bytes(), str(path))
    except OSError as error:
        return _unreadable(path, error.strerror or str(error))


def _unreadable(path: Path, why: str) -> YamlTree:
    tree = YamlTree("", str(path))
    tree.problems.append(Problem(Place(str(path)), "unreadable", f"cannot be read: {why}"))
    return tree


def _duplicate(card: Card, first: Card) -> Problem:
    return Problem(
        card.place,
        "duplicate-id",
        f"`{card.id}` is the id of another card, {first.place.path}:{first.place.line}",
        "give it an id of its own",
    )
