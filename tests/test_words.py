"""Text analysis: words, stems and the spelling classes of names."""

import pytest

from relcli.index import words as analysis
from relcli.index.names import skeleton, sound
from relcli.index.stems import stem
from relcli.index.words import words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SA22", "sa 22"),
        ("SA-22", "sa 22"),
        ("sa 22", "sa 22"),
        ("Almaz-Antey", "almaz antey"),
        ("the world's best", "the world best"),
        ("don\u2019t", "dont"),
        ("Café, naïve", "cafe naive"),
        ("$1,200,000", "1200000"),
        ("#AustralianFires", "australian fires"),
        ("the U.S. and U.K.", "the us and uk"),
        ("see https://t.co/x1 or pic.twitter.com/abc now", "see or now"),
        ("Вагнер", "vagner"),
        ("الحزب", "al hzb"),
        ("e\u0301te\u0301", "ete"),  # accents as signs of their own
        ("🥶 cold", "cold"),
        ("", ""),
    ],
)
def test_words(text: str, expected: str) -> None:
    """A text is folded to the same words however it is written."""
    assert words(text) == expected.split()


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A long run does not fill the memory with chunks of text."""
    monkeypatch.setattr(analysis, "_chunks", {})
    monkeypatch.setattr(analysis, "_REMEMBERED", 2)

    assert words("Oil, oil Sea oil.") == ["oil", "oil", "sea", "oil"]
    assert len(analysis._chunks) <= 2  # noqa: SLF001 - the bound is the promise


@pytest.mark.parametrize(
    "spellings",
    [
        "kassir qasir qaseer qassir",
        "moukaled moukalled mukallad",
        "shartuni shartouni chartouni",
        "zeinab zaynab zainab",
        "hezbollah hizballah hisbollah hizbullah",
        "wagner vagner",
        "gaddafi qadhafi kadhafi",
    ],
)
def test_spellings_of_a_name_share_a_skeleton(spellings: str) -> None:
    """All spellings of a transliterated name stand under one key."""
    assert len({skeleton(name) for name in spellings.split()}) == 1


def test_different_names_differ() -> None:
    """Bush and Habash are two names."""
    assert sound("bush") != sound("habash")
    assert skeleton("bush") != skeleton("habash")


def test_what_has_no_sound_has_no_skeleton() -> None:
    """No text, and a name of one sound, stand under no key."""
    assert [skeleton(""), skeleton("i")] == ["", ""]


@pytest.mark.parametrize(
    "forms", ["fighter fighters", "send sends sending sent", "man men", "meet met meeting"]
)
def test_forms_of_a_word_share_a_stem(forms: str) -> None:
    """Inflected forms have one stem, irregular ones included."""
    assert len({stem(form) for form in forms.split()}) == 1
