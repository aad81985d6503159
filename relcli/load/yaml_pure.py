"""PyYAML's own parser, with libyaml's interface, for machines where PyYAML came without libyaml."""

from typing import Any

from yaml.events import Event, ScalarEvent
from yaml.parser import Parser as _Parser
from yaml.reader import Reader
from yaml.scanner import Scanner, ScannerError


class Parser(Reader, Scanner, _Parser):
    """Text in, events out: what `yaml.Loader` is before it composes and constructs."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        _Parser.__init__(self)

    def get_event(self) -> Event | None:
        """Return the next event. Like libyaml, refuse an escape that stands for no character."""
        mark: Any = None  # PyYAML has two classes of marks, alike in use
        try:
            event: Event | None = super().get_event()  # type: ignore[no-untyped-call]
            if isinstance(event, ScalarEvent):
                mark = event.start_mark
                event.value.encode()  # no half of a surrogate pair
        except (ValueError, OverflowError) as error:
            mark = mark or self.get_mark()
            raise ScannerError(None, mark, "invalid escape code", mark) from error
        return event
