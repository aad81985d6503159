"""Questions on the terminal: each answer is checked, and what is known can be completed."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from shutil import get_terminal_size
from textwrap import wrap

from relcli.errors import EditError, RelcliError
from relcli.view.safe import visible

Check = Callable[[str], object]
BACK, HELP, NONE = "<", "?", "-"  # answers that are none
OPTIONAL = " (optional)"
_SHOWN = 20  # words that `?` names
_WIDEST = 100  # columns of what it tells


class Back(Exception):  # noqa: N818 - no error: somebody wants to answer the question before
    """The answer is to go back to the question before."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. `known` are the words that Tab completes, `about` is what `?` tells.

    A hint stands on a line of its own, for a long question leaves no room for the answer.
    """

    text: str
    about: str
    known: tuple[str, ...] = ()
    hint: str = ""
    needed: bool = False


def can_ask() -> bool:
    """Whether somebody sits at a terminal to answer."""
    return bool(sys.stdin and sys.stdin.isatty() and sys.stdout and sys.stdout.isatty())


def ask(question: Question, check: Check, before: str = "") -> str:
    """Ask until the answer is good, and return it. Raises Back, and EditError at the end of input.

    `check` raises RelcliError for a bad answer. What was answered `before` stays where nothing is
    typed, and goes where a hyphen is.
    """
    if question.hint:
        print(f"  {visible(question.hint)}")
    if before:
        print(f"  so far: {visible(before)}")
    prompt = f"{question.text}{'' if question.needed else OPTIONAL}: "
    with _completing(sorted(question.known)):
        while True:
            answer = _input(prompt)
            if answer == BACK:
                raise Back
            if answer == HELP:
                _help(question, before)
            elif (kept := _kept(question, answer, before)) is not None:
                return kept
            elif _is_good(answer, check):
                return answer


def _kept(question: Question, answer: str, before: str) -> str | None:
    """Return what holds where nothing is typed, or a hyphen; None where something is answered."""
    if not answer and before:
        return before
    return "" if not question.needed and answer == (NONE if before else "") else None


def _is_good(answer: str, check: Check) -> bool:
    """Whether an answer is one; what is wrong with it is told."""
    if not answer:
        print(f"  This one is needed; `{HELP}` tells more.")
        return False
    try:
        check(answer)
    except RelcliError as error:
        print(f"  {visible(str(error))}")
        return False
    return True


def _help(question: Question, before: str) -> None:
    """Tell what is asked, and what may be answered besides."""
    for line in question.about.splitlines():
        _print_wrapped(line)
    if question.known:
        some = ", ".join(sorted(question.known)[:_SHOWN])
        more = f" and {len(question.known) - _SHOWN:,} more" if len(question.known) > _SHOWN else ""
        _print_wrapped(f"There are, with Tab: {some}{more}")
    kept = "Nothing keeps what is there; " if before else ""
    emptied = f"`{NONE}` empties it; " if before and not question.needed else ""
    print(f"  {kept}{emptied}`{BACK}` goes back; Ctrl-D ends, and writes nothing.")


def _print_wrapped(text: str) -> None:
    """Write a text that may be longer than a line, broken between its words."""
    width = min(get_terminal_size().columns, _WIDEST)
    lines = wrap(visible(text), width - 2, break_on_hyphens=False, break_long_words=False)
    print("".join(f"  {line}\n" for line in lines), end="")


def agreed(question: str, *, back: bool = False) -> bool:
    """Ask something to be answered by yes, which is also the empty answer, or no.

    Raises Back where that is an answer, too.
    """
    while True:
        answer = _input(f"{question} [Y/n] ").lower()
        if answer in ("", "y", "yes"):
            return True
        if answer in ("n", "no"):
            return False
        if back and answer == BACK:
            raise Back
        print(f"  Answer `y` for yes or `n` for no{f', or `{BACK}` to go back' if back else ''}.")


def _input(prompt: str) -> str:
    try:
        return input(prompt).strip()
    except EOFError:
        print()
        raise EditError("the input ended", "nothing more was written") from None


@contextmanager
def _completing(known: list[str]) -> Iterator[None]:
    """Let Tab complete these words, also after a comma, where the terminal has readline."""
    try:
        import readline
    except ImportError:  # pragma: no cover - Windows
        yield
        return

    def complete(begun: str, state: int) -> str | None:
        words = [word for word in known if word.startswith(begun.lstrip())]
        return words[state] if state < len(words) else None

    readline.set_completer(complete)
    readline.set_completer_delims(",")
    libedit = "libedit" in (readline.__doc__ or "")
    readline.parse_and_bind("bind ^I rl_complete" if libedit else "tab: complete")
    try:
        yield
    finally:
        readline.set_completer(None)
