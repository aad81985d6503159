"""Reading one mapping of a YAML tree: each key in its shape, everything wrong a problem."""

import re
from collections.abc import Collection, Iterator
from collections.abc import Set as AbstractSet
from enum import StrEnum
from functools import cache, lru_cache
from typing import TypeVar

from relcli.errors import quoted, suggestion
from relcli.load.nodes import At, Map, Node, Seq
from relcli.load.problems import Located, Problems
from relcli.model.date import Date, read
from relcli.model.edtf import DateError
from relcli.model.ids import LANGUAGE, is_id

Word = TypeVar("Word", bound=StrEnum)


parse_date = lru_cache(maxsize=16_384)(Date.parse)  # 45 years; sources of one day are many


class Fields:
    """The keys of one mapping, read one by one; `problems` collects what is wrong with them."""

    def __init__(self, node: Map, what: str, known: AbstractSet[str], problems: Problems) -> None:
        self.given = node.keys()
        self._node = node
        self._what = what
        self._problems = problems
        self._meant: set[str] = set()
        for key in () if self.given <= known else self.given - known:
            self._unknown(key, known)

    def _unknown(self, key: str, known: AbstractSet[str]) -> None:
        """Note a key that is none; one that only looks like a known one is not missing, too."""
        line, column = self._node.key_at(key)
        if not key.isascii():
            from relcli.load.lookalikes import COLONS, latin, named  # hardly a file needs it

            odd = next(sign for sign in key if not sign.isascii())
            at = line, column + key.index(odd)
            # In braces a key goes on to the comma, where what follows its colon is no space.
            meant, spaced, _ = key.partition(f":{odd}")
            if spaced and meant in known:
                self._meant.add(meant)
                message = f"{named(odd)} where YAML wants a space"
                self._problems.add(at, "no-break-space", message, "put a plain space in its place")
                return
            if odd in COLONS and (meant := key.partition(odd)[0].strip()) in known:
                self._meant.add(meant)
                message = f"{named(odd)} where YAML wants a colon"
                self._problems.add(at, "look-alike", message, f"write `{meant}: `")
                return
            if (meant := latin(key)) in known:
                self._meant.add(meant)
                message = f"a key looks like `{meant}` and has {named(odd)}"
                self._problems.add(at, "look-alike", message, f"write `{meant}` anew")
                return
        nearest = self._problems.guess(key, known)
        cure = suggestion(nearest, f"write one of {', '.join(sorted(known))}")
        message = f"{quoted(key)} is no key of {self._what}"
        self._problems.add((line, column), "unknown-key", message, cure)

    def means(self, *keys: str) -> bool:
        """Whether a key that is given looks like one of these."""
        return not self._meant.isdisjoint(keys)

    def at(self, key: str) -> At:
        """Where the value of `key` stands, or its mapping where there is none."""
        return self._node.value_at(key) if key in self._node else self._node.at

    def text(self, key: str) -> str | None:
        """The text of `key`, without white space around it; None where it is not given."""
        value = self._node.get(key)
        if value is None:
            return None
        if isinstance(value, str):
            return value.strip() or None
        self._wrong_shape(key, value, "one text")
        return None

    def text_if_one(self, key: str) -> str:
        """The text of `key`, "" where it is none: what it is instead, another reader tells."""
        value = self._node.get(key)
        return value.strip() if isinstance(value, str) else ""

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts of `key`; one text counts as a list of one."""
        value = self._node.get(key)
        if value is None:
            return ()
        if isinstance(value, Seq):
            texts = tuple(item.strip() for item in value if isinstance(item, str))
            return texts if len(texts) == len(value) and all(texts) else self._sound(key, value)
        if isinstance(value, Map):
            self._wrong_shape(key, value, "a list of texts")
            return ()
        return (value.strip(),) if value.strip() else ()

    def _sound(self, key: str, items: Seq) -> tuple[str, ...]:
        """The items that are texts, and a problem for each of the others."""
        sound = []
        for item, at in zip(items, items.items_at, strict=True):
            if isinstance(item, str) and item.strip():
                sound.append(item.strip())
            else:
                self._problems.add(at, "shape", f"an item of `{key}` is no text", "write a text")
        return tuple(sound)

    def located(self, key: str, texts: Collection[str]) -> Iterator[Located]:
        """Yield each place at which one of some texts of `key` stands."""
        value = self._node.get(key)
        items = (
            zip(value, value.items_at, strict=True)
            if isinstance(value, Seq)
            else [(value, self.at(key))]
        )
        for item, at in items if texts else ():
            if isinstance(item, str) and item.strip() in texts:
                yield item.strip(), at

    def require(self, key: str, example: str) -> None:
        """Note a problem where `key` is not given, or is empty."""
        value = self._node.get(key)
        empty = value is None or (isinstance(value, str) and not value.strip())
        if empty and key not in self._meant:
            self._problems.add(
                self.at(key),
                "missing-key",
                f"{self._what} without `{key}`",
                f"add `{key}: {example}`",
            )

    def word(self, key: str, scale: type[Word]) -> Word | None:
        """The word of a scale that `key` gives."""
        value = self.text(key)
        if value is None:
            return None
        word = _words(scale).get(value)
        if word is None:
            nearest = self._problems.guess(value, [*scale])
            cure = suggestion(nearest, f"write one of {', '.join(scale)}")
            self._problems.add(
                self.at(key), f"unknown-{key}", f"{quoted(value)} is no {key} word", cure
            )
        return word

    def date(self, key: str, *, may_be_state: bool = False) -> Date | None:
        """The date of `key`; only of what may be a state may it be `as of`."""
        value = self._node.get(key)
        if isinstance(value, Seq) and (text := _in_brackets(value)):
            self._problems.add(self.at(key), "date", f"`{key}` is a list", f"write {text}")
            return None
        value = self.text(key)
        if value is None:
            return None
        try:
            date = parse_date(value)
        except DateError as error:
            cure = re.sub(r"(\[\S+\])", r'"\1"', error.cure)  # bare brackets are a list in YAML
            self._problems.add(self.at(key), "date", f"`{key}`: {error}", cure)
            return None
        if date.as_of and not may_be_state:
            message = f"`{key}`: `as of` is for the date of a card"
            self._problems.add(self.at(key), "date", message, f"write {date.edtf}")
            return None
        return date

    def language(self, key: str) -> str | None:
        """The language tag of `key`."""
        value = self.text(key)
        if value is not None and not LANGUAGE.fullmatch(value):
            message = f"`{key}`: {quoted(value)} is no language tag"
            self._problems.add(self.at(key), "shape", message, "write one such as `en`, `pt-BR`")
            return None
        return value

    def id(self, key: str = "id") -> str | None:
        """The id that `key` gives."""
        value = self.text(key)
        if value is not None and not is_id(value):
            self._problems.add(
                self.at(key),
                "id",
                f"{quoted(value)} cannot be an id",
                "write one word, like `first-200`",
            )
        return value

    def _wrong_shape(self, key: str, value: Node, wanted: str) -> None:
        shape = "a mapping" if isinstance(value, Map) else "a list"
        self._problems.add(self.at(key), "shape", f"`{key}` is {shape}", f"write {wanted}")


def _in_brackets(items: Seq) -> str:
    """Return a date whose brackets made YAML read it as a list, as a file says it; else ""."""
    text = f"[{','.join(item for item in items if isinstance(item, str))}]"
    try:
        return str(parse_date(text))
    except DateError as error:
        cure = error.cure.removeprefix("write ")
        return cure if read(cure) else ""


@cache
def _words(scale: type[Word]) -> dict[str, Word]:
    """Return the words of a scale by how they are written: `scale(text)` takes six times longer."""
    return {word.value: word for word in scale}
