"""Random edits of files of cards: each card's history is one chain, and its sum is what it is."""

import random
import tempfile
from contextlib import closing
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from relcli.history.cited import net
from relcli.history.compare import compare
from relcli.history.git import open_repository
from relcli.history.pieces import NOTHING, read_version
from relcli.history.reading import bring_up_to_date
from relcli.history.state import State
from relcli.index.kept_history import HistoryStore
from relcli.load.dataset import load_dataset
from relcli.load.declared import Declared
from relcli.model.card_dict import plain_card
from tests.repository import Repository

WORDS = [
    "harbour",
    "pilot",
    "engine",
    "cargo",
    "ferry",
    "anchor",
    "signal",
    "lantern",
    "captain",
    "storm",
    "canal",
    "bridge",
    "customs",
    "winter",
    "ledger",
    "crane",
    "tugboat",
    "lighthouse",
    "convoy",
    "grain",
    "timber",
    "copper",
    "salvage",
    "inspector",
    "strike",
    "dredger",
    "quarantine",
    "freight",
    "compass",
    "mutiny",
    "schooner",
    "rescue",
    "beacon",
    "sextant",
    "rigging",
    "ballast",
]
GRADES = ("confirmed", "probable", "possible", "doubtful")


class Desk:
    """Somebody who edits cards in files, and knows which is which."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.cards: dict[int, dict[str, str]] = {}
        self.files: dict[str, list[int]] = {"a": [], "b": []}
        self.made = 0
        for _ in range(6):
            self.add()

    def add(self) -> None:
        """Write a new card somewhere."""
        claim = " ".join(self.dice.sample(WORDS, 9)).capitalize()
        self.made += 1
        grade = self.dice.choice(GRADES)
        source = f"{self.dice.choice(WORDS)} {self.made}"
        self.cards[self.made] = {"claim": f"{claim}.", "confidence": grade, "source": source}
        file = self.files[self.dice.choice(sorted(self.files))]
        file.insert(self.dice.randint(0, len(file)), self.made)

    def remove(self) -> None:
        """Remove a card."""
        number = self.dice.choice(sorted(self.cards))
        del self.cards[number]
        for file in self.files.values():
            file[:] = [other for other in file if other != number]

    def reword(self) -> None:
        """Put other words in place of two of nine: its id becomes another one."""
        card = self.cards[self.dice.choice(sorted(self.cards))]
        words = card["claim"].removesuffix(".").split()
        for place in self.dice.sample(range(1, len(words)), 2):
            words[place] = self.dice.choice(WORDS)
        card["claim"] = f"{' '.join(words)}."

    def regrade(self) -> None:
        """Change a grade."""
        self.cards[self.dice.choice(sorted(self.cards))]["confidence"] = self.dice.choice(GRADES)

    def move(self) -> None:
        """Move a card to another place, or another file."""
        number = self.dice.choice(sorted(self.cards))
        for file in self.files.values():
            file[:] = [other for other in file if other != number]
        file = self.files[self.dice.choice(sorted(self.files))]
        file.insert(self.dice.randint(0, len(file)), number)

    def split(self) -> None:
        """Put the second half of a file into one of its own."""
        name = max(self.files, key=lambda name: len(self.files[name]))
        file = self.files[name]
        half = len(file) // 2
        self.files[f"{name}{len(self.files)}"] = file[half:]
        del file[half:]

    def text(self, name: str) -> bytes:
        """Return what a file holds."""
        lines = []
        for number in self.files[name]:
            lines.append("- date: 2016")
            lines += [f"  {key}: {value}" for key, value in self.cards[number].items()]
        return "".join(f"{line}\n" for line in lines).encode()


EDITS = ("reword", "reword", "regrade", "move", "split", "add", "remove")


@given(seed=st.integers(0, 1 << 32), edits=st.lists(st.sampled_from(EDITS), max_size=12))
@settings(max_examples=150)
def test_each_card_is_one_chain(seed: int, edits: list[str]) -> None:
    """Whatever is done to cards without ids, and where they stand, each keeps its chain."""
    desk = Desk(random.Random(seed))  # noqa: S311 - no secret
    last: dict[str, int] = {}
    state = State(1, lambda name: (last[name], True) if name in last else None, {})
    chains: dict[str, int] = {}  # by the claim that each has now
    truth: dict[int, int] = {}
    for edit in ("start", *edits):
        if edit != "start" and (len(desk.cards) > 1 or edit == "add"):
            getattr(desk, edit)()
        versions = {
            name: read_version(desk.text(name), "d", Declared(), state.versions.get(name, NOTHING))
            for name in desk.files
        }
        for chain, told in state.change(versions):
            for claim in [claim for claim, known in chains.items() if known == chain]:
                del chains[claim]
            if told.events != ["removed"]:
                chains[told.claim] = chain
                last[told.id] = chain
        assert set(chains) == {card["claim"] for card in desk.cards.values()}
        for number, card in desk.cards.items():
            assert truth.setdefault(number, chains[card["claim"]]) == chains[card["claim"]]
    assert len(set(truth.values())) == len(truth)


FILES = st.lists(
    st.lists(
        st.tuples(
            st.sampled_from(["", "a", "b", "c"]),  # ids, of which two cards may have one
            st.sampled_from(
                ["A boat sank.", "Rain fell.", "The pier\n    was built.", '"Quoted: x."']
            ),
            st.sampled_from([*GRADES, "no-grade"]),
            st.sampled_from(
                ["Log", "{publisher: P, stance: disputes}", "[A, B]", "'x", "|\n    y"]
            ),
        ),
        max_size=4,
    ),
    min_size=1,
    max_size=4,
)
HEADS = st.sampled_from(["", "# A remark\n", "---\n", "# x\n---\n\n", "%YAML 1.2\n---\n", "\ufeff"])


@given(heads=HEADS, versions=FILES)
@settings(max_examples=150)
def test_a_file_in_pieces_is_what_the_loader_reads(
    heads: str, versions: list[list[tuple[str, str, str, str]]]
) -> None:
    """However a file is written, and whatever was read before, its cards are the loader's."""
    known = NOTHING
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "cards.yaml")
        for cards in versions:
            text = heads + "".join(
                f"- {f'id: {name}' if name else '# none'}\n  claim: {claim}\n  date: 2016\n"
                f"  confidence: {grade}\n  source: {source}\n"
                for name, claim, grade, source in cards
            )
            path.write_text(text, encoding="utf-8")
            known = read_version(text.encode(), "cards", Declared(), known)
            loaded = load_dataset(path)
            kept = {card.id: {**plain_card(card), "place": 0} for card in loaded.cards}
            assert {name: {**card, "place": 0} for name, card in known.cards.items()} == kept
            other = {"duplicate-id", "retired-id"}
            assert known.troubled == any(p.rule not in other for p in loaded.problems)


@given(seed=st.integers(0, 1 << 32), edits=st.lists(st.sampled_from(EDITS), min_size=1, max_size=6))
@settings(max_examples=12)
def test_reading_on_is_the_same_as_reading_all(seed: int, edits: list[str]) -> None:
    """A history that is read commit by commit is the one that is read at once."""
    desk = Desk(random.Random(seed))  # noqa: S311 - no secret
    with tempfile.TemporaryDirectory() as folder, closing(HistoryStore()) as bit_by_bit:
        repository = Repository(Path(folder))
        for edit in ("regrade", *edits):
            if len(desk.cards) > 1 or edit == "add":
                getattr(desk, edit)()
            repository.commit(edit, **{name: desk.text(name).decode() for name in desk.files})
            found = open_repository(repository.facts)
            bring_up_to_date(bit_by_bit, found, "facts", print)
        with closing(HistoryStore()) as at_once:
            bring_up_to_date(at_once, found, "facts", print)
            every = list(at_once.changes_between(0, 1 << 60))
            assert list(bit_by_bit.changes_between(0, 1 << 60)) == every
    for chain in {change.chain for change in every}:
        fields = net(change.changes for change in every if change.chain == chain)
        for field, (_, now) in fields.items():
            if now is not None and field in ("claim", "confidence"):
                assert now in {card[field] for card in desk.cards.values()}


def test_nothing_compared_with_nothing_is_nothing() -> None:
    """Where there was no card and is none, nothing changed."""
    assert compare(None, None) is None
