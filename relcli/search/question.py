"""What was asked: words, "a phrase", -word, field:value. No text is a syntax error."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from relcli.index.words import words

if TYPE_CHECKING:
    from collections.abc import Container

# Compiled when first used: most questions are plain words.
_PART = (
    r"""(?<!\S)(?P<minus>-?)(?:(?P<field>[a-z-]+):)?"""
    r"""(?:"(?P<phrase>[^"]*)"|"?(?P<plain>[^\s"]+))|\S"""
)


class Question(NamedTuple):
    """A parsed question; the words of phrases are among the words."""

    words: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...] = ()
    excluded: tuple[tuple[str, ...], ...] = ()  # each a word or a phrase that no answer may have
    fields: tuple[tuple[str, str], ...] = ()  # ("topic", "military")


def parse(text: str, fields: Container[str] = ()) -> Question:
    """Read a question; only the field names given are fields, any other colon is punctuation."""
    if not any(sign in text for sign in '"-:'):
        return Question(tuple(words(text)))
    asked: list[str] = []
    phrases: list[tuple[str, ...]] = []
    excluded: list[tuple[str, ...]] = []
    chosen: list[tuple[str, str]] = []
    for part in re.finditer(_PART, text):
        field, phrase = part["field"], part["phrase"]
        value = phrase if phrase is not None else part["plain"] or part[0]
        if field in fields and not part["minus"]:
            chosen.append((field, value))
            continue
        found = tuple(words(f"{field}:{value}" if field else value))
        if part["minus"] and found:
            excluded.append(found)
            continue
        asked += found
        if phrase is not None and len(found) > 1:
            phrases.append(found)
    return Question(tuple(asked), tuple(phrases), tuple(excluded), tuple(chosen))
