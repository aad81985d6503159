"""A dataset as the rules look at it: what several of them need is worked out once."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from relcli.check.comments import cut_texts
from relcli.check.finding import Spot, Step
from relcli.check.places import file_text
from relcli.load.files import DATASET_FILE, dataset_files
from relcli.model.card import Card, Dataset, Source
from relcli.model.mentions import words_of

_ORIGIN = re.compile(r"\borigin:\s*['\"]?([^\s'\"#,}]+)")
_ID_LINE = re.compile(r"^[ \t-]*id:\s*['\"]?([^\s'\"#]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class WrittenSource:
    """A source where it is written: once in sources.yaml, or on a card with what differs there.

    `declared` is what sources.yaml has of a source that is written on a card.
    """

    source: Source
    path: str
    steps: tuple[Step, ...]
    entry: tuple[int, int] | None = None
    declared: Source | None = None

    def spot(self, *steps: Step) -> Spot:
        """Return the spot of the source, or of something in it."""
        return Spot(self.path, (*self.steps, *steps), self.entry)

    def gives(self, key: str) -> bool:
        """Whether `key` is given here, and not just where the source is declared."""
        value = getattr(self.source, key)
        return value is not None and (self.declared is None or value != getattr(self.declared, key))


class Survey:
    """A dataset and what several rules want to know of it.

    `today` is the latest day that any place on Earth has now ("2026-11-22").
    """

    def __init__(self, dataset: Dataset, today: str) -> None:
        self.dataset = dataset
        self.today = today

    def spot(self, file: str, *steps: Step) -> Spot:
        """Return a spot in a declaring file of the dataset."""
        return Spot(str(Path(self.dataset.path) / file), steps)

    def dataset_spot(self, *steps: Step) -> Spot:
        """Return a spot in dataset.yaml, or the dataset itself where it has none."""
        path = Path(self.dataset.path)
        if path.is_dir() and not (path / DATASET_FILE).exists():
            return Spot(self.dataset.cards[0].place.path)
        return Spot(str(path / DATASET_FILE), steps) if path.is_dir() else Spot(str(path))

    @cached_property
    def cards(self) -> dict[str, Card]:
        """The cards by id."""
        return {card.id: card for card in self.dataset.cards}

    @cached_property
    def answering(self) -> dict[str, Card]:
        """The cards by all ids to which they answer, that of before among them."""
        before = {name: card for card in self.dataset.cards for name in card.answers_to}
        return {**before, **self.cards}

    @cached_property
    def sources(self) -> list[WrittenSource]:
        """Every source, as often as it is written. A bare id on a card writes nothing."""
        declared = self.dataset.sources
        file = str(Path(self.dataset.path) / "sources.yaml")
        written = [WrittenSource(source, file, (name,)) for name, source in declared.items()]
        for card in self.dataset.cards:
            for number, source in enumerate(card.sources):
                known = declared.get(source.id)
                if source is not known:
                    at = card.place.line, card.place.column
                    steps = ("sources", number)
                    written.append(WrittenSource(source, card.place.path, steps, at, known))
        return written

    @cached_property
    def words(self) -> list[list[str]]:
        """The words of each card's claim, in its order and as it writes them."""
        return [words_of(card.claim) for card in self.dataset.cards]

    @cached_property
    def cut_texts(self) -> list[tuple[Spot, str]]:
        """The texts that a comment seems to cut, with the comment."""
        files = dataset_files(Path(self.dataset.path))
        return [cut for file in files for cut in cut_texts(str(file))]

    @cached_property
    def unread_ids(self) -> set[str]:
        """Ids in the files that have problems: a card that cannot be read is there all the same."""
        paths = {problem.place.path for problem in self.dataset.problems}
        return {card_id for path in paths for card_id in _ID_LINE.findall(file_text(path))}

    @cached_property
    def origins_on_cards(self) -> set[str]:
        """The origins that cards give, as written: their sources have them followed to the end."""
        paths = {card.place.path for card in self.dataset.cards}
        return {origin for path in paths for origin in _ORIGIN.findall(file_text(path))}
