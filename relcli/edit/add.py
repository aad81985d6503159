"""New cards into a dataset: checked, put into their files, read back, and only then written."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from relcli.edit.append import append_cards
from relcli.edit.dataset import declared_by, file_for, read_card
from relcli.edit.fields import Plain, write_dates
from relcli.edit.files import File, read_file, replace_files
from relcli.edit.rows import card_of_row
from relcli.errors import EditError
from relcli.load.cards import read_cards
from relcli.load.yaml_tree import YamlTree
from relcli.model.card import Card, Dataset
from relcli.model.problem import Place

if TYPE_CHECKING:
    from pathlib import Path


class Adding:
    """Adds cards to one dataset."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.declared = declared_by(dataset)
        self.read_as: dict[str, str] = {}  # the dates that were given in words

    def card_of(self, row: Mapping[str, Any]) -> Plain:
        """Return a row as the card that is to be written. Raises EditError."""
        card = card_of_row(row, self.declared)
        self.read_as |= write_dates(card)
        return card

    def check(self, card: Mapping[str, Any]) -> Card:
        """Return what the loader will make of a card. Raises EditError with what is wrong."""
        loaded = read_card(card, self.declared, self.dataset.id)
        for other in self.dataset.cards:
            if other.id == loaded.id:
                there = f"{other.place.path}:{other.place.line}"
                cure = "give it an id of its own"
                raise EditError(f"`{loaded.id}` is the id of another card, {there}", cure)
        return loaded

    def add(self, cards: Sequence[Plain]) -> list[Card]:
        """Write checked cards, and return them as they are loaded. Raises EditError."""
        by_file: dict[Path, list[Plain]] = {}
        for card in cards:
            by_file.setdefault(file_for(self.dataset, card.get("topics", ())), []).append(card)
        changes: list[tuple[File, str]] = []
        added: list[Card] = []
        for path, cards_of_file in by_file.items():
            file = read_file(path)
            text, lines = append_cards(file.text, str(path), cards_of_file)
            expected = [
                replace(read_card(card, self.declared, self.dataset.id), place=Place(str(path), n))
                for card, n in zip(cards_of_file, lines, strict=True)
            ]
            self._read_back(text, str(path), expected)
            changes.append((file, text))
            added += expected
        replace_files(changes)
        return added

    def _read_back(self, text: str, path: str, expected: Sequence[Card]) -> None:
        """Raise EditError unless the loader finds these cards in a text."""
        cards, _ = read_cards(YamlTree(text, path), self.dataset.id, self.declared)
        loaded = {card.place.line: card for card in cards}
        for card in expected:
            read = loaded.get(card.place.line)
            if read is None or replace(read, place=card.place) != card:
                raise EditError(f"{path}: the card would not be read as it is meant", "report this")
