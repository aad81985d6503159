"""The page of the facts as they are now, made once."""

from collections.abc import Callable
from threading import Lock

Made = tuple[str, str]  # the page, and the policy that goes with it


class Pages:
    """The last page that was made, and of which state of the files."""

    def __init__(self) -> None:
        self._lock = Lock()  # who asks meanwhile waits, for it takes longer than most
        self._state = ""
        self._made: Made = ("", "")

    def of(self, state: str, make: Callable[[], Made]) -> Made:
        """Return the page of a state of the files."""
        with self._lock:
            if state != self._state:
                self._made = make()
                self._state = state
            return self._made
