"""The files that a dataset is read from, found without reading them."""

import os
from collections.abc import Iterator
from pathlib import Path

DATASET_FILE = "dataset.yaml"
DECLARING = (DATASET_FILE, "actors.yaml", "sources.yaml")
_SUFFIXES = (".yaml", ".yml")


def dataset_files(path: Path) -> list[Path]:
    """Return all files that a dataset (a folder, or one file) is read from."""
    if not path.is_dir():
        return [path]
    declaring = (path / name for name in DECLARING)
    return [*(file for file in declaring if file.exists()), *card_files(path)]


def card_files(folder: Path) -> Iterator[Path]:
    """Yield the card files below `folder`, by name, without datasets of their own."""
    return (Path(entry.path) for entry in card_entries(folder))


def card_entries(folder: Path) -> Iterator["os.DirEntry[str]"]:
    """Yield what the folder says of each card file, by name: this asks nothing of the file."""
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            if not os.path.exists(os.path.join(entry.path, DATASET_FILE)):  # noqa: PTH110, PTH118
                yield from card_entries(Path(entry.path))
        elif entry.name.endswith(_SUFFIXES) and entry.name not in DECLARING:
            yield entry
