"""The words of a language: which are known, and where they are kept."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from relcli.index import lexicon
from relcli.index.lexicon import is_word, words_of


@pytest.fixture(autouse=True)
def forgetful() -> Iterator[None]:
    """What one test was told is not remembered in the next."""
    is_word.cache_clear()
    yield
    is_word.cache_clear()


def kept() -> list[Path]:
    """The files with words in the cache."""
    folder = Path(os.environ["XDG_CACHE_HOME"], "relcli")
    return sorted(folder.glob("words-*")) if folder.exists() else []


@pytest.mark.parametrize(
    ("language", "word", "known"),
    [
        ("en", "police", True),
        ("en", "plans", True),
        ("en", "nasrallah", False),
        ("en", "polic", False),
        ("en", "polizei", False),
        ("en", "a", True),
        ("en", "zzzz", False),
        ("en-GB", "police", True),
        ("EN", "police", True),
        ("de", "polizei", True),
        ("de", "sanctioned", False),
        ("tlh", "police", False),
        ("", "police", False),
        ("../en", "police", False),
        ("x-en", "police", False),
    ],
)
def test_is_word(language: str, word: str, *, known: bool) -> None:
    """A word is one of its own language, whatever the region; of no list there is none."""
    assert is_word(language, word) is known


def test_a_plural_is_one_where_the_singular_is() -> None:
    """Lists of words don't have all plurals."""
    missing = sorted(
        word + "s" for word in words_of("en") if len(word) > 5 and word + "s" not in words_of("en")
    )

    assert is_word("en", missing[0])
    assert not is_word("en", missing[0] + "s")
    assert is_word("en", "wines")
    assert not is_word("en", "winess")


def test_the_list_is_written_once_and_found_by_halves() -> None:
    """The first question writes it sorted to the cache; each of its words is found there."""
    assert is_word("en", "police")
    (path,) = kept()
    words = path.read_text(encoding="ascii").split("\n")
    written = path.stat().st_mtime_ns

    assert words[1:-1] == sorted(words_of("en"))
    assert (words[0], words[-1]) == ("", "")
    for word in (words[1], words[2], words[-3], words[-2], words[len(words) // 2]):
        assert is_word("en", word), word
    assert not is_word("en", "")
    assert path.stat().st_mtime_ns == written


def test_words_of() -> None:
    """They are in letters a-z, and there are none where there is no list."""
    assert {"police", "iron"} <= words_of("en")
    assert all(word.isascii() and word.isalpha() for word in words_of("de"))
    assert words_of("tlh") == frozenset()


def test_without_a_cache_folder_the_answer_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be written, the list is read."""
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)

    assert is_word("en", "police")
    assert is_word("en", "plans")
    assert not is_word("en", "nasrallah")


def test_a_cache_folder_of_another_user_is_not_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """What somebody else owns is neither read nor written, and the answer is the same."""
    monkeypatch.setattr(os, "getuid", lambda: -1)

    assert is_word("en", "police")
    assert not is_word("en", "nasrallah")
    assert kept() == []


def test_without_the_package_no_word_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then every odd word may be a slip."""
    monkeypatch.setattr(lexicon, "find_spec", lambda _: None)

    assert not is_word("en", "police")
    assert words_of("en") == frozenset()
