"""Questions on the terminal: each answer is checked, and what is known can be completed."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from relcli.errors import EditError, RelcliError
from relcli.view.safe import visible

Check = Callable[[str], object]


def can_ask() -> bool:
    """Whether somebody sits at a terminal to answer."""
    return bool(sys.stdin and sys.stdin.isatty() and sys.stdout and sys.stdout.isatty())


def ask(
    question: str,
    check: Check,
    known: Iterable[str] = (),
    *,
    hint: str = "",
    needed: bool = False,
) -> str:
    """Ask until the answer is good, and return it. Raises EditError where the input ends.

    `check` raises RelcliError for a bad answer; `known` are the words that Tab completes. A hint
    stands on a line of its own, for a long question leaves no room for the answer.
    """
    if hint:
        print(f"  {visible(hint)}")
    with _completing(sorted(known)):
        while True:
            answer = _input(f"{question}: ")
            if not answer and not needed:
                return ""
            try:
                check(answer)
            except RelcliError as error:
                print(f"  {visible(str(error))}")
            else:
                return answer


def agreed(question: str) -> bool:
    """Ask something to be answered by yes, which is also the empty answer, or no."""
    while True:
        answer = _input(f"{question} [Y/n] ").lower()
        if answer in ("", "y", "yes"):
            return True
        if answer in ("n", "no"):
            return False


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
