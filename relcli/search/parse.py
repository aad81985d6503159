"""The text of a query to what it asks for. Every text means something: none is a syntax error."""

import re
from dataclasses import dataclass

FIELDS = ("topic", "actor", "source", "confidence", "at-least", "disputed", "since", "until")

_TOKEN = re.compile(
    rf"""(?P<minus>-)?
         (?: (?P<field>{"|".join(FIELDS)}):(?: "(?P<quoted>[^"]*)"? | (?P<value>[^\s"]+) )
           | "(?P<phrase>[^"]*)"?
           | (?P<word>[^\s"]+)
         )""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a query text asks for: words, texts in one piece, what must not be there, filters."""

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()


def parse(text: str) -> Wanted:
    """Return what `text` asks for: words, "a phrase", -word, -"a phrase", field:value.

    A colon after another word than a filter's, a quotation mark that is never closed and a lone
    hyphen are text like any other.
    """
    words, phrases, excluded, fields = [], [], [], []
    for token in _TOKEN.finditer(text):
        part = token.groupdict()
        text_of_token = part["phrase"] if part["phrase"] is not None else part["word"]
        if part["field"] and part["minus"]:
            excluded.append(part["quoted"] or part["value"] or "")
        elif part["field"]:
            fields.append((part["field"], part["quoted"] or part["value"] or ""))
        elif part["minus"]:
            excluded.append(text_of_token)
        elif part["phrase"] is not None:
            phrases.append(text_of_token)
        else:
            words.append(text_of_token)
    return Wanted(tuple(words), tuple(phrases), tuple(excluded), tuple(fields))
