"""The key of sounds under which a word stands in the vocabulary, in whatever letters it is."""

from relcli.index.phonetics import skeleton
from relcli.index.words import is_abjad


def sound_key(word: str) -> str:
    """Give the key of a word; "" where it is too short, or in letters that have none."""
    if not is_abjad(word):
        return skeleton(word)
    from relcli.index.abjad import key  # for few words

    return key(word)
