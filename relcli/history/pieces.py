"""A file of cards, version after version: only the cards whose text changed are read anew.

A card in a block list begins with a hyphen at the beginning of a line, and nothing of another card
matters to it. So a file is parted there, and a part that was read before is known by its bytes. A
file that cannot be parted so, or has an error in a part, is read as a whole by the loader.
"""

from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from relcli.load.cards import CardReader, read_cards
from relcli.load.dataset import without_collecting
from relcli.load.files import NoFileError, read_stream
from relcli.load.nodes import Seq
from relcli.load.problems import Problems
from relcli.load.yaml_tree import YamlTree
from relcli.model.card_dict import plain_card
from relcli.model.names import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from collections.abc import Set as AbstractSet

    from relcli.load.declared import Declared
    from relcli.model.card_dict import PlainCard

_ITEM = b"- "
_HEAD = b"\0"  # what stands before the first card is marked by it
_NEXT_ITEM = b"\n- "
_ELSEWHERE = (b"\n---", b"\n...", _HEAD)  # what ends a document, or would be taken for the mark
_MANY_NAMES = (
    20  # of what was declared anew; of more it is quicker to read all than to look for them
)


class Piece(NamedTuple):
    """What a part of a file holds; `troubled` where something in it could not be read."""

    cards: "tuple[PlainCard, ...]"
    troubled: bool


class Version:
    """One version of a file of cards: its cards by id, in order; the first of those with one id."""

    __slots__ = ("cards", "parted", "pieces", "troubled")

    def __init__(
        self, pieces: "dict[bytes, Piece]", *, parted: bool = False, troubled: bool = False
    ) -> None:
        self.pieces = pieces
        self.parted = parted
        self.troubled = troubled or any(piece.troubled for piece in pieces.values())
        every = [card for piece in pieces.values() for card in piece.cards]
        self.cards = {card["id"]: card for card in every}
        if len(self.cards) < len(every):
            first = {card["id"]: card for card in reversed(every)}
            self.cards = {name: first[name] for name in self.cards}


NOTHING = Version({})  # of a file that is not there
UNREAD = Version({}, troubled=True)  # of one that is there and is not read


class _UnpartedError(Exception):
    """A file whose parts have an error is read as a whole."""


@without_collecting()
def read_version(
    data: bytes | None, dataset: str, declared: "Declared", known: "Mapping[bytes, Piece]"
) -> Version:
    """Return what a version of a file holds, None for one that is too large.

    `known` are pieces that were read with the same declarations.
    """
    try:
        data = read_stream(BytesIO(data)) if data is not None else None
    except NoFileError:
        data = None
    if data is None:
        return UNREAD
    try:
        return _in_pieces(data, dataset, declared, known)
    except _UnpartedError:
        return Version({data: _whole(data, dataset, declared)})


def renew(
    version: Version, dataset: str, declared: "Declared", names: "AbstractSet[str] | None"
) -> Version:
    """Return a version as other declarations have it; None of `names` means that all may differ."""
    concerned = _concerned(names)
    known = {text: piece for text, piece in version.pieces.items() if not concerned(text)}
    if len(known) == len(version.pieces):
        return version
    if not version.parted:
        return Version({text: _whole(text, dataset, declared) for text in version.pieces})
    texts = version.pieces
    pieces = {t: known.get(t) or _read_piece(t, dataset, declared) for t in texts}
    return Version(pieces, parted=True)


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


def _in_pieces(
    data: bytes, dataset: str, declared: "Declared", known: "Mapping[bytes, Piece]"
) -> Version:
    """Part a file, and read what is not known. Raises _UnpartedError."""
    texts = data.split(_NEXT_ITEM)
    first = texts[0]
    texts[0] = first[len(_ITEM) :] if first.startswith(_ITEM) else _HEAD + first
    pieces: dict[bytes, Piece] = {}
    for text in texts:
        pieces[text] = known.get(text) or _read_piece(text, dataset, declared)
    return Version(pieces, parted=True)


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
