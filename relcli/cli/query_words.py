"""The words of a query as they come from the shell."""

import re
from collections.abc import Iterable

from relcli.model.names import utf8

_MINUS_WORD = re.compile(r"-(?![A-Za-z]\Z)[^-].*", re.DOTALL)  # not an option of one letter
_HIDDEN = "\0"  # no shell can pass one


def hide_minus(arg: str) -> str:
    """Return `-word` so that no parser takes it for options; other arguments as they are."""
    return f"{_HIDDEN}{arg}" if _MINUS_WORD.fullmatch(arg) else arg


def as_typed(words: Iterable[str]) -> str:
    """Return words as they are written in a shell."""
    import shlex  # only a cure asks

    return shlex.join(_shown(word) for word in words)


def query_text(words: Iterable[str]) -> str:
    """Return the text of a query; what the shell passed as one `-several words` stays one."""
    return utf8(" ".join(_shown(word) for word in words))


def _shown(word: str) -> str:
    shown = word.removeprefix(_HIDDEN)
    if shown != word and " " in shown and '"' not in shown:
        return f'-"{shown[1:]}"'
    return shown
