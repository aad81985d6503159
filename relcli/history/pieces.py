"""A file of cards, version after version: only the cards whose text changed are read anew.

A card in a block list begins with a hyphen at the beginning of a line, and nothing of another card
matters to it. So a file is parted there, and a part that was read before is known by its bytes. A
file that cannot be parted so, or has an error in a part, is read as a whole by the loader.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from relcli.load.cards import CardReader, read_cards
from relcli.load.files import NoFileError, read_stream
from relcli.load.nodes import Seq
from relcli.load.problems import Problems
from relcli.load.yaml_tree import YamlTree
from relcli.model.card_dict import plain_card
from relcli.model.names import fold

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Set as AbstractSet

    from relcli.load.declared import Declared
    from relcli.model.card_dict import PlainCard

_ITEM = b"- "
_HEAD = b"\0"  # what stands before the first card is marked by it
_NEXT_ITEM = b"\n- "
_ELSEWHERE = (b"\n---", b"\n...", _HEAD)  # what ends a document, or would be taken for the mark
MOST_KNOWN = 2_000  # parts of older versions that are kept in mind: a bound on memory
_MANY_NAMES = 20  # declared anew; of more it is quicker to read all than to look for them


class Piece(NamedTuple):
    """What a part of a file holds; `troubled` where something in it could not be read."""

    cards: "tuple[PlainCard, ...]"
    troubled: bool


class Version:
    """One version of a file of cards: its cards by id, of those with one id the first.

    `texts` are its parts in order. `pieces` has what each of them holds, and what parts of versions
    before it held that were read with the same declarations.
    """

    __slots__ = ("cards", "parted", "parts", "pieces", "single", "texts", "troubled", "troubles")

    def __init__(
        self,
        texts: Sequence[bytes] = (),
        pieces: "dict[bytes, Piece] | None" = None,
        *,
        parted: bool = False,
        troubled: bool = False,
        old: "Version | None" = None,
    ) -> None:
        self.texts = texts
        self.pieces = {} if pieces is None else pieces
        self.parted = parted
        self.parts = frozenset(texts)
        if old is None or old.pieces is not self.pieces or not (old.single and self._follow(old)):
            self._begin()
        self.troubled = troubled or bool(self.troubles)

    def _begin(self) -> None:
        """Take the cards of all parts."""
        self.troubles = {text for text in self.parts if self.pieces[text].troubled}
        self.cards: dict[str, PlainCard] = {}
        every = [card for text in self.texts for card in self.pieces[text].cards]
        for card in every:
            self.cards.setdefault(card["id"], card)
        self.single = len(every) == len(self.cards)

    def _follow(self, old: "Version") -> bool:
        """Take the cards of the version before, but for the parts that differ, and return True.

        False where it matters in which order cards stand, for two have one id.
        """
        gone, come = old.parts - self.parts, self.parts - old.parts
        cards = old.cards.copy()
        number = len(cards)
        for text in gone:
            for card in self.pieces[text].cards:
                number -= 1
                cards.pop(card["id"], None)
        for text in come:
            for card in self.pieces[text].cards:
                number += 1
                cards[card["id"]] = card
        self.cards = cards
        self.troubles = old.troubles - gone
        self.troubles |= {text for text in come if self.pieces[text].troubled}
        self.single = number == len(cards) and len(self.parts) == len(self.texts)
        return self.single

    def differing(self, old: "Version") -> set[str]:
        """Return the ids of which this version says something else than the one before."""
        if self.pieces is old.pieces:
            texts = self.parts ^ old.parts
            return {card["id"] for text in texts for card in self.pieces[text].cards}
        ids = {*self.cards, *old.cards}
        return {name for name in ids if self.cards.get(name) is not old.cards.get(name)}

    def order(self) -> list[str]:
        """Return the ids of its cards as they stand."""
        every = (card["id"] for text in self.texts for card in self.pieces[text].cards)
        return list(dict.fromkeys(every))


NOTHING = Version()  # of a file that is not there
UNREAD = Version(troubled=True)  # of one that is there and is not read


class _UnpartedError(Exception):
    """A file whose parts have an error is read as a whole."""


def read_version(
    data: bytes | None, dataset: str, declared: "Declared", old: Version = NOTHING
) -> Version:
    """Return what a version of a file holds, None for one that is too large.

    `old` is the version before it, read with the same declarations.
    """
    try:
        data = read_stream(BytesIO(data)) if data is not None else None
    except NoFileError:
        data = None
    if data is None:
        return UNREAD
    try:
        return _in_pieces(data, dataset, declared, old)
    except _UnpartedError:
        return Version([data], {data: _whole(data, dataset, declared)})


def renew(
    version: Version, dataset: str, declared: "Declared", names: "AbstractSet[str] | None"
) -> Version:
    """Return a version as other declarations have it; None of `names` means that all may differ."""
    concerned = _concerned(names)
    known = {text: version.pieces[text] for text in version.texts if not concerned(text)}
    if len(known) == len({*version.texts}):
        return version
    read = _read_piece if version.parted else _whole
    pieces = {t: known.get(t) or read(t, dataset, declared) for t in version.texts}
    return Version(version.texts, pieces, parted=version.parted)


def _concerned(names: "AbstractSet[str] | None") -> "Callable[[bytes], bool]":
    """Return what tells whether a text may say any of some names."""
    if names is None or len(names) > _MANY_NAMES:
        return lambda _text: True
    folded = [fold(name) for name in names]

    def concerned(text: bytes) -> bool:
        if b"\\" in text:  # which may hide a name
            return True
        told = fold(text.decode(errors="replace"))
        return any(name in told for name in folded)

    return concerned


def _in_pieces(data: bytes, dataset: str, declared: "Declared", old: Version) -> Version:
    """Part a file, and read what is not known. Raises _UnpartedError."""
    texts = data.split(_NEXT_ITEM)
    first = texts[0]
    texts[0] = first[len(_ITEM) :] if first.startswith(_ITEM) else _HEAD + first
    pieces = old.pieces if old.parted else {}
    if len(pieces) > MOST_KNOWN + len(texts) * 2:
        pieces = {text: pieces[text] for text in old.texts}
    unknown = {*texts}.difference(pieces)
    read = {text: _read_piece(text, dataset, declared) for text in unknown}
    pieces.update(read)
    return Version(texts, pieces, parted=True, old=old)


def _read_piece(text: bytes, dataset: str, declared: "Declared") -> Piece:
    """Read a part of a file. Raises _UnpartedError where it has an error in its form."""
    if not text.startswith(_HEAD) and any(sign in text for sign in _ELSEWHERE):
        raise _UnpartedError
    tree = YamlTree.of_bytes(text[1:] if text.startswith(_HEAD) else _ITEM + text, "")
    if tree.problems or not (tree.root is None or isinstance(tree.root, Seq)):
        raise _UnpartedError
    problems = Problems("")
    reader = CardReader(dataset, declared, problems)
    root = tree.root or Seq((1, 1))
    read = [reader.card(node, at) for node, at in zip(root, root.items_at, strict=True)]
    return Piece(tuple(plain_card(card) for card in read if card), bool(problems.noted))


def _whole(data: bytes, dataset: str, declared: "Declared") -> Piece:
    """Read a file as the loader does."""
    tree = YamlTree.of_bytes(data, "")
    cards, problems = read_cards(tree, dataset, declared)
    troubled = bool(tree.problems or problems.noted)
    return Piece(tuple(map(plain_card, cards)), troubled)
