"""What was asked: words, "a phrase", -word, field:value, AND, OR, NOT, dates. No text is an error.

NOT binds first, then AND and words beside each other, then OR. In a text all in capitals, and in a
long one, which was pasted rather than typed, AND, OR, NOT and -word are words like others.
"""

import re
from collections.abc import Container, Iterable, Iterator

from relcli.index.dates import MONTHS
from relcli.index.words import ASKING_WORDS, STOP_WORDS, in_a_row, whole, words
from relcli.model.tuning import ALTERNATIVES, CONDITIONS, LONGEST_QUESTION, PASTED

# Compiled when first used: most questions are plain words.
_PART = (
    r"""(?<!\S)(?P<minus>-?)(?:(?P<field>[a-z-]+):)?"""
    r"""(?:"(?P<phrase>[^"]*)"|"?(?P<plain>[^\s"]+))|\S"""
)
_SIGNS = '"-:'
_OPERATORS = ("AND", "OR", "NOT")
_TOO_LONG = f"only the first {LONGEST_QUESTION:,} letters of the question were read"
_TOO_MANY = f"of what is quoted or left out, only the first {CONDITIONS} words were looked at"


class Question:
    """A parsed question, or one of its alternatives; the words of phrases are among the words.

    A word is one of `index.words`, or a month or day such as "2016-11". `excluded` are words and
    phrases that no answer may have; `exact` the words that stand for themselves alone; `fields` are
    such as ("topic", "military"). `text` is how it was written, without what is excluded.
    """

    # A plain class, as elsewhere on the way of each search: a named tuple takes ten times as long
    # to define, 45 us rather than 4, and a dataclass 160.
    __slots__ = ("exact", "excluded", "fields", "left_out", "phrases", "text", "words")

    def __init__(
        self,
        words: tuple[str, ...],
        phrases: tuple[tuple[str, ...], ...] = (),
        excluded: tuple[tuple[str, ...], ...] = (),
        fields: tuple[tuple[str, str], ...] = (),
        *,
        exact: frozenset[str] = frozenset(),
        text: str = "",
        left_out: tuple[str, ...] = (),
    ) -> None:
        self.words = words
        self.phrases = phrases
        self.excluded = excluded
        self.fields = fields
        self.exact = exact
        self.text = text
        self.left_out = left_out

    def __eq__(self, other: object) -> bool:
        names = self.__slots__
        return isinstance(other, Question) and all(
            getattr(self, name) == getattr(other, name) for name in names
        )

    __hash__ = None  # type: ignore[assignment]  # compared in tests, never a key

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__slots__)
        return f"Question({fields})"

    @property
    def asks(self) -> bool:
        """Whether there is anything in it to look for."""
        return bool(self.words or self.excluded or self.fields)


class Asking:
    """A whole question: its alternatives, of which an answer meets one.

    `operators` tells whether AND, OR or NOT was one. `ignored` are the signs of exclusion, and
    operators, that were taken for text. `written` is how dates were written. `unread` tells what
    of it is too much to be read.
    """

    __slots__ = ("alternatives", "ignored", "operators", "unread", "written")

    def __init__(
        self,
        alternatives: tuple[Question, ...],
        *,
        operators: bool = False,
        ignored: tuple[str, ...] = (),
        written: dict[str, str] | None = None,
        unread: tuple[str, ...] = (),
    ) -> None:
        self.alternatives = alternatives
        self.operators = operators
        self.ignored = ignored
        self.written = written or {}
        self.unread = unread


def read(text: str, fields: Container[str] = (), *, exact: bool = False) -> Asking:
    """Read a question; only the names given are fields, any other colon is punctuation."""
    unread: tuple[str, ...] = ()
    if len(text) > LONGEST_QUESTION:
        text = text[:LONGEST_QUESTION]
        text = text.rpartition(" ")[0] or text  # half a word is another one
        unread = (_TOO_LONG,)
    pieces = text.split()
    pasted = len(pieces) >= PASTED
    written: dict[str, str] = {}
    if not pasted and any(map(str.isdigit, text)) and _names_month(text):
        from relcli.search.spoken import with_dates  # few questions have a date

        text, written = with_dates(text)
        pieces = text.split()
    if not (any(sign in text for sign in _SIGNS) or any(o in pieces for o in _OPERATORS)):
        phrase = tuple(whole(words(text)))
        question = _question(text, phrase, exact=frozenset(phrase) if exact else frozenset())
        return Asking((question,), unread=unread)
    parts = list(_parts(text, fields, plain=pasted or _shouted(pieces), pasted=pasted))
    ignored = tuple(dict.fromkeys(p.text for p in parts if p.ignored)) if pasted else ()
    settled = list(_without_loose_operators(parts))
    if not _within_conditions(settled):
        unread = (*unread, _TOO_MANY)
    alternatives: list[list[_Part]] = [[]]
    for part in settled:
        if part.operator == "OR" and len(alternatives) < ALTERNATIVES:
            alternatives.append([])
        elif not part.operator:
            alternatives[-1].append(part)
    return Asking(
        tuple(_alternative(some, exact=exact) for some in alternatives),
        operators=any(part.operator for part in parts),
        ignored=ignored,
        written=written,
        unread=unread,
    )


class _Part:
    """A piece of a question: what it is, and whether it is excluded."""

    __slots__ = ("field", "ignored", "minus", "operator", "phrase", "text", "value", "words")

    def __init__(self, text: str, *, operator: str = "") -> None:
        self.text = text
        self.operator = operator
        self.minus = self.ignored = self.phrase = False
        self.field = ""
        self.value = text
        self.words: tuple[str, ...] = ()


def _parts(text: str, fields: Container[str], *, plain: bool, pasted: bool) -> Iterator[_Part]:
    """Yield the pieces of a text; in a `plain` one nothing is an operator or excluded."""
    for match in re.finditer(_PART, text):
        part = _Part(match[0])
        field, phrase = match["field"] or "", match["phrase"]
        value = phrase if phrase is not None else match["plain"] or match[0]
        if match[0] in _OPERATORS:
            part.ignored = plain
            part.operator = "" if plain else match[0]
        part.phrase = phrase is not None and not pasted
        part.minus = bool(match["minus"])
        if field in fields:
            part.field, part.value = field, value
        else:
            value = f"{field}:{value}" if field else value
            part.words = tuple(words(value)) if pasted else _words(value)
            if plain and part.minus and part.words:
                part.minus, part.ignored = False, True
        yield part


def _within_conditions(parts: list[_Part]) -> bool:
    """Take from phrases and exclusions what is too much; return whether all of it was taken.

    The words of a phrase that is none any more are looked for all the same.
    """
    left, all_taken = CONDITIONS, True
    for part in parts:
        if not (part.phrase or part.minus) or part.field:
            continue
        if len(part.words) <= left:
            left -= len(part.words)
        else:
            part.phrase, all_taken = False, False
            part.words = () if part.minus else part.words
    return all_taken


def _without_loose_operators(parts: list[_Part]) -> Iterator[_Part]:
    """Yield the pieces, NOT done; an operator without something to stand for is a word."""
    last = len(parts) - 1
    for number, part in enumerate(parts):
        follows = number < last and (
            not parts[number + 1].operator or parts[number + 1].operator == "NOT"
        )
        precedes = number > 0 and not parts[number - 1].operator
        if part.operator and not (follows and (precedes or part.operator == "NOT")):
            part.operator, part.words = "", _words(part.text)
        elif part.operator == "NOT":
            following = parts[number + 1]
            if following.operator:  # NOT NOT
                part.operator, part.words = "", _words(part.text)
            else:
                following.minus = not following.minus
        yield part


def _alternative(parts: list[_Part], *, exact: bool) -> Question:
    asked: list[str] = []
    phrases: list[tuple[str, ...]] = []
    excluded: list[tuple[str, ...]] = []
    chosen: list[tuple[str, str]] = []
    alone: set[str] = set()
    for part in parts:
        if part.field:
            chosen.append(("-" * part.minus + part.field, part.value))
        elif part.minus and part.words:
            excluded.append(in_a_row(part.words))
        else:
            phrase = whole(part.words)
            asked += phrase
            if part.phrase:
                alone.update(phrase)
                if len(in_a_row(part.words)) > 1:
                    phrases.append(in_a_row(part.words))
    return _question(
        " ".join(part.text for part in parts if not part.minus),
        asked,
        tuple(phrases),
        tuple(excluded),
        tuple(chosen),
        exact=frozenset(asked if exact else alone),
        left_out=tuple(
            part.text.removeprefix("-")
            for part in parts
            if part.minus and (part.words or part.field)
        ),
    )


def _question(
    text: str,
    asked: Iterable[str],
    phrases: tuple[tuple[str, ...], ...] = (),
    excluded: tuple[tuple[str, ...], ...] = (),
    fields: tuple[tuple[str, str], ...] = (),
    *,
    exact: frozenset[str] = frozenset(),
    left_out: tuple[str, ...] = (),
) -> Question:
    """Return a question; what only makes it one is left out where there is something else in it."""
    asked = tuple(asked)
    if any(word not in STOP_WORDS and word not in ASKING_WORDS for word in asked):
        spoken = {word for phrase in phrases for word in phrase}
        asked = tuple(w for w in asked if w not in ASKING_WORDS or w in spoken or w in exact)
    return Question(asked, phrases, excluded, fields, exact=exact, text=text, left_out=left_out)


def _words(text: str) -> tuple[str, ...]:
    """Return the words of a text, its dates among them."""
    if "-" not in text or not any(map(str.isdigit, text)):
        return tuple(words(text))
    from relcli.search.spoken import is_date

    texts: list[str] = []
    for piece in text.split():
        bare = piece.strip(".,;:!?()")
        texts += [bare] if is_date(bare) else words(piece)
    return tuple(texts)


def _names_month(text: str) -> bool:
    lower = text.lower()
    return any(month[:3] in lower for month in MONTHS)


def _shouted(pieces: list[str]) -> bool:
    """Whether a text is all in capitals, so that they tell nothing."""
    rest = "".join(piece for piece in pieces if piece not in _OPERATORS)
    return rest.isupper()
