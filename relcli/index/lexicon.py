"""The words of a language: what is one of them is right as it stands, and not taken for a slip.

They are those of pyspellchecker (MIT), in any language that it has. The first question that needs
them writes them to a file, sorted, in the cache folder; from then on one is looked up in that by
halves, in 0.2 ms, and no search reads them all, which takes 300.
"""

import mmap
import os
from collections.abc import Iterable
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from relcli.index.cache import shared_folder
from relcli.index.words import words

_LINE = b"\n"


@lru_cache(maxsize=1_000)
def is_word(language: str, word: str) -> bool:
    """Whether a word (a-z), or what it is the plural of, is one of a language (BCP 47).

    There may be no list of that.
    """
    source = _source(language)
    if source is None:
        return False
    forms = {word}
    if not word.endswith("ss"):  # winess is no plural of wines
        forms.add(word.removesuffix("s"))
    try:
        path = _sorted_file(source)
        return any(_is_line(path, form.encode()) for form in forms)
    except OSError:  # nowhere to write, or full
        return not forms.isdisjoint(_all_words(source))


def words_of(language: str) -> frozenset[str]:
    """Return all words (a-z) of a language; none where there is no list of it."""
    source = _source(language)
    return _all_words(source) if source else frozenset()


def _source(language: str) -> Path | None:
    """Return the file of the package that has a language, if there is one."""
    package = find_spec("spellchecker")  # to import it takes 20 ms, to find it less than one
    base = language.partition("-")[0].lower()
    if package is None or package.origin is None or not base.isalpha():
        return None
    path = Path(package.origin).parent / "resources" / f"{base}.json.gz"
    return path if path.exists() else None


@lru_cache(maxsize=4)
def _all_words(source: Path) -> frozenset[str]:
    from spellchecker import SpellChecker

    known = SpellChecker(language=source.name.partition(".")[0]).word_frequency.words()
    return frozenset(_folded(known))


def _folded(known: Iterable[str]) -> Iterable[str]:
    for word in known:
        folded = words(word)
        if len(folded) == 1 and folded[0].isalpha():
            yield folded[0]


def _sorted_file(source: Path) -> str:
    """Return the file with the words in the cache, made where it is missing. Raises OSError."""
    # Another version of the package has another list, nearly always of another size.
    name = f"words-{source.name.partition('.')[0]}-{source.stat().st_size}.txt"
    path = os.path.join(shared_folder(), name)  # noqa: PTH118 - on the way of a search
    if not os.path.exists(path):  # noqa: PTH110 - likewise
        text = _LINE.join([b"", *sorted(word.encode() for word in _all_words(source)), b""])
        making = Path(f"{path}.{os.getpid()}")
        making.write_bytes(text)
        making.replace(path)
    return path


def _is_line(path: str, line: bytes) -> bool:
    """Whether a line stands in a file of sorted lines, which begins and ends with a line end."""
    with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as text:  # noqa: PTH123 - likewise
        low, high = 0, len(text) - 1  # line ends before and after what is left
        while low < high:
            start = text.rfind(_LINE, low, (low + high) // 2 + 1)
            end = text.find(_LINE, start + 1)
            between = text[start + 1 : end]
            if between == line:
                return True
            if between < line:
                low = end
            else:
                high = start
    return False
