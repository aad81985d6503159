"""The address of facts in a database, which other machines read, too: `postgresql://…`.

It is what libpq takes, with a part of relcli's own: `dataset=NAME` among what follows the `?`. It
may hold a password, so whatever tells it tells no more than host, port, database, user, dataset.
"""

import re
from urllib.parse import unquote

_ADDRESS = re.compile(r"postgres(?:ql)?://\S*", re.IGNORECASE)
# An address of something else, typed where one of facts should stand, may have a password, too.
_OTHER = re.compile(r"(\b[a-z][a-z0-9+.-]*://[^\s/@:]*):[^\s/@]*@", re.IGNORECASE)
_DATASET = "dataset"
_TOLD = ("host", "port", "dbname", "user", _DATASET)


class Address:
    """Where facts were published; `dataset` is "" where those are meant that are there."""

    __slots__ = ("dataset", "uri")

    def __init__(self, text: str) -> None:
        """Take an address as it was typed."""
        scheme, _, rest = text.partition("://")
        before, _, query = f"{scheme.lower()}://{rest}".partition("?")  # libpq knows it so alone
        pairs = [pair.partition("=") for pair in query.split("&") if pair]
        named = [unquote(value) for name, _, value in pairs if name == _DATASET]
        left = "&".join("".join(pair) for pair in pairs if pair[0] != _DATASET)
        self.dataset = named[-1] if named else ""
        self.uri = f"{before}?{left}" if left else before

    def of(self, dataset: str) -> "Address":
        """Return the address of one of the datasets that are there."""
        one = Address(self.uri)
        one.dataset = dataset
        return one

    def __str__(self) -> str:
        scheme, _, rest = self.uri.partition("://")
        # An @ in a password is an error, and yet no reason to tell what stands before it.
        user, at, rest = rest.rpartition("@")
        where, _, query = rest.partition("?")
        told = [pair for pair in query.split("&") if pair.partition("=")[0] in _TOLD]
        told += [f"{_DATASET}={self.dataset}"] if self.dataset else []
        return (
            f"{scheme}://{user.partition(':')[0]}{at}{where}{'?' if told else ''}{'&'.join(told)}"
        )

    __repr__ = __str__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Address) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[str, str]:
        return self.uri, self.dataset


def is_database(text: str) -> bool:
    """Whether a text means facts in a database, and no path."""
    return _ADDRESS.match(text) is not None


def without_passwords(text: str) -> str:
    """Return a text with every address in it as it may be told."""
    told = _ADDRESS.sub(lambda address: str(Address(address[0])), text)
    return _OTHER.sub(r"\1@", told)
