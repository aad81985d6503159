"""What stops a command, with the exit status it ends in.

The statuses are grep's: 0 found (or clean), 1 nothing found (or problems), 2 trouble.
"""

from collections.abc import Iterable

FOUND = 0
NOTHING_FOUND = 1
TROUBLE = 2
INTERRUPTED = 130  # 128 + SIGINT, as shells report it

MANY = 50  # names that difflib compares with one; of more, those that come nearest
SHOWN = 80  # characters of a text in a message
GUESSES = 100  # problems of a file, or a rule, that seek what was meant: a bound on time


class RelcliError(Exception):
    """Something that stops a command.

    `message` says in one line what is wrong and where; `cure` says what to do about it.
    """

    exit_status = TROUBLE

    def __init__(self, message: str, cure: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.cure = cure

    def __str__(self) -> str:
        return f"{self.message}; {self.cure}" if self.cure else self.message


class DatasetError(RelcliError):
    """A dataset that is not there or cannot be read."""


class FilterError(RelcliError):
    """A filter value that the dataset does not know."""


class EditError(RelcliError):
    """Something that keeps a file from being written; nothing was."""


class ExtraError(RelcliError):
    """A part of relcli that a plain install leaves out, and how to get it."""


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """Return the known word nearest to `word`, or None when none is near.

    Nearness is `difflib`'s ratio, at least 0.6, case ignored.
    """
    from difflib import get_close_matches

    by_folded = {k.casefold(): k for k in known}
    likely: Iterable[str] = by_folded
    if len(by_folded) > MANY:
        from rapidfuzz.distance.Indel import normalized_similarity
        from rapidfuzz.process import extract

        # Never less than difflib's ratio, and found thousands of times as fast.
        found = extract(
            word.casefold(), by_folded, scorer=normalized_similarity, score_cutoff=0.59, limit=MANY
        )
        likely = [name for name, _, _ in found]
    nearest = get_close_matches(word.casefold(), likely, n=1)
    return by_folded[nearest[0]] if nearest else None


def cure_for(word: str, known: Iterable[str], otherwise: str) -> str:
    """Return the cure of a word that is not known: the nearest one that is, or else what to do."""
    return suggestion(did_you_mean(word, known), otherwise)


def suggestion(nearest: str | None, otherwise: str) -> str:
    """Return a cure that asks whether `nearest` was meant, or, where nothing is near, another."""
    return f"did you mean {quoted(nearest)}?" if nearest else otherwise


def quoted(text: str) -> str:
    """Return a text from outside as messages show it: between backticks, short, on one line."""
    shown = text if text.isprintable() else repr(text)[1:-1]
    return f"`{shown}`" if len(shown) <= SHOWN else f"`{shown[:SHOWN]}…`"
