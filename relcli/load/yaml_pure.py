"""PyYAML's own parser, with libyaml's interface, for machines where PyYAML came without libyaml."""

from yaml.parser import Parser as _Parser
from yaml.reader import Reader
from yaml.scanner import Scanner


class Parser(Reader, Scanner, _Parser):
    """Text in, events out: what `yaml.Loader` is before it composes and constructs."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        _Parser.__init__(self)
