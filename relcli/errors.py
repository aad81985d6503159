"""What stops a command, with the exit status it ends in.

The statuses are grep's: 0 found (or clean), 1 nothing found (or problems), 2 trouble.
"""

from collections.abc import Iterable

FOUND = 0
NOTHING_FOUND = 1
TROUBLE = 2
INTERRUPTED = 130  # 128 + SIGINT, as shells report it

MANY = 50  # names that difflib compares with one; of more, those that come nearest
SHORT = 20  # letters of a word up to which that takes no time
NEAR = 0.6  # how near a name must be to be meant
SHOWN = 80  # characters of a text in a message
GUESSES = 100  # problems of a file, or a rule, that seek what was meant: a bound on time
LONGEST_GUESSED = 80  # letters: a message shows no more, and to compare takes their square


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

    def in_words_of_python(self) -> "RelcliError":
        """Return the error without what only the command line has: its commands, its --facts."""
        self.message = self.message.removeprefix("--facts: ")
        if "relcli " in self.cure or "--facts" in self.cure:
            self.cure = ""
        self.args = (self.message,)
        return self


class DatasetError(RelcliError):
    """A dataset that is not there or cannot be read."""


class FilterError(RelcliError):
    """A filter value that is none, or that the dataset does not know.

    `field` is the filter, such as topic, `value` what was given for it, `suggestion` what may be
    meant. The message is in the words of the command line; `in_words_of_python` has others.
    """

    def __init__(
        self,
        message: str,
        cure: str = "",
        *,
        field: str = "",
        value: str = "",
        suggestion: str | None = None,
    ) -> None:
        super().__init__(message, cure)
        self.field = field
        self.value = value
        self.suggestion = suggestion

    def in_words_of_python(self) -> "FilterError":
        """Return the error with the name of the filter for its option, and without commands."""
        option, colon, problem = self.message.partition(": ")
        name = self.field or option.lstrip("-").replace("-", "_")
        message = f"{name}: {problem}" if colon else self.message
        foreign = "--" in self.cure or "relcli " in self.cure
        cure = suggestion(self.suggestion, "" if foreign else self.cure)
        error = FilterError(message, cure, field=name, value=self.value)
        error.suggestion = self.suggestion
        return error


class TooLongError(RelcliError):
    """An answer that takes longer than whoever asks gives it."""


class EditError(RelcliError):
    """Something that keeps a file from being written; nothing was."""


class HistoryError(RelcliError):
    """What keeps the history of a dataset from being read, or a time in it from being found."""


class ExtraError(RelcliError):
    """A part of relcli that a plain install leaves out, and how to get it."""


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """Return the known word nearest to `word`, or None when none is near.

    Nearness is `difflib`'s ratio, at least 0.6, case ignored. To a long word, none is.
    """
    if len(word) > LONGEST_GUESSED:
        return None
    from difflib import get_close_matches

    by_folded = {k.casefold(): k for k in known}
    folded = word.casefold()
    if len(by_folded) > MANY or len(folded) > SHORT:
        nearest = _nearest_of_many(folded, by_folded)
    else:
        nearest = next(iter(get_close_matches(folded, by_folded, n=1)), None)
    return None if nearest is None else by_folded[nearest]


def _nearest_of_many(word: str, names: Iterable[str]) -> str | None:
    """Return the name that difflib finds nearest, of those that an upper bound lets come first."""
    from difflib import SequenceMatcher

    from rapidfuzz.distance.Indel import normalized_similarity
    from rapidfuzz.process import extract

    nearest, best = None, NEAR
    matcher = SequenceMatcher(None, "", word)
    # Never less than difflib's ratio, and found thousands of times as fast.
    candidates = extract(
        word, names, scorer=normalized_similarity, score_cutoff=NEAR - 0.01, limit=MANY
    )
    for name, at_most, _ in candidates:
        if at_most < best:
            break
        matcher.set_seq1(name)
        if (ratio := matcher.ratio()) >= best and (nearest is None or ratio > best):
            nearest, best = name, ratio
    return nearest


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
