"""What was asked: words, "a phrase", -word, field:value. No text is a syntax error."""

from collections.abc import Container

from relcli.index.words import in_a_row, whole, words

# Compiled when first used: most questions are plain words.
_PART = (
    r"""(?<!\S)(?P<minus>-?)(?:(?P<field>[a-z-]+):)?"""
    r"""(?:"(?P<phrase>[^"]*)"|"?(?P<plain>[^\s"]+))|\S"""
)


class Question:
    """A parsed question; the words of phrases are among the words.

    `excluded` are words and phrases that no answer may have; `fields` are such as
    ("topic", "military").
    """

    # A plain class, as elsewhere on the way of each search: a named tuple takes ten times as long
    # to define.
    __slots__ = ("excluded", "fields", "phrases", "words")

    def __init__(
        self,
        words: tuple[str, ...],
        phrases: tuple[tuple[str, ...], ...] = (),
        excluded: tuple[tuple[str, ...], ...] = (),
        fields: tuple[tuple[str, str], ...] = (),
    ) -> None:
        self.words = words
        self.phrases = phrases
        self.excluded = excluded
        self.fields = fields

    def __eq__(self, other: object) -> bool:
        names = self.__slots__
        return isinstance(other, Question) and all(
            getattr(self, name) == getattr(other, name) for name in names
        )

    __hash__ = None  # type: ignore[assignment]  # compared in tests, never a key

    def __repr__(self) -> str:
        return f"Question({self.words}, {self.phrases}, {self.excluded}, {self.fields})"


def parse(text: str, fields: Container[str] = ()) -> Question:
    """Read a question; only the names given are fields, any other colon is punctuation."""
    if not any(sign in text for sign in '"-:'):
        return Question(tuple(whole(words(text))))
    import re

    asked: list[str] = []
    phrases: list[tuple[str, ...]] = []
    excluded: list[tuple[str, ...]] = []
    chosen: list[tuple[str, str]] = []
    for part in re.finditer(_PART, text):
        field, phrase = part["field"], part["phrase"]
        value = phrase if phrase is not None else part["plain"] or part[0]
        if field in fields:
            chosen.append((part["minus"] + field, value))
            continue
        found = words(f"{field}:{value}" if field else value)
        if part["minus"] and found:
            excluded.append(in_a_row(found))
            continue
        asked += whole(found)
        if phrase is not None and len(in_a_row(found)) > 1:
            phrases.append(in_a_row(found))
    return Question(tuple(asked), tuple(phrases), tuple(excluded), tuple(chosen))
