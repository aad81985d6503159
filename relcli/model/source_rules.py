"""What a source is called, which side it is on and what it counts as: each rule once.

`Source` of `model.card` answers the same of itself, where cards are read and checked.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from relcli.model.scale import Stance

if TYPE_CHECKING:
    from relcli.model.card_dict import PlainSource


Stated = TypeVar("Stated", bound=Mapping[str, Any])  # a source with its stance


def source_name(source: "PlainSource") -> str:
    """Return whom a source is known by: its publisher, else its title, else where it is."""
    return name_of(source["publisher"], source["title"], source["url"]) or source["id"]


def name_of(publisher: str | None, title: str | None, url: str | None) -> str | None:
    """Return the publisher of a source, else its title, else the host of its URL, else None."""
    return publisher or title or (_host(url) if url else None)


def is_address(text: str) -> bool:
    """Whether a source that is one text is told by its web address, and not by its title."""
    begun = text[:8].lower().startswith(("https://", "http://"))
    return begun and not any(map(str.isspace, text))


def page_of(address: str) -> str:
    """Return what two addresses of one page have in common."""
    page = address.partition("#")[0].partition("://")[2].rstrip("/")
    host, slash, rest = page.partition("/")
    return host.lower().removeprefix("www.") + slash + rest


def name_in_id(
    publisher: str | None, title: str | None, url: str | None, published: str | None
) -> str:
    """Return what the id of a source that gives none is made of."""
    return f"{publisher or title or url or ''} {published or ''}"


def in_a_cell(source: Mapping[str, object]) -> str:
    """Return what a source is in one cell of a sheet: "TASS, On arms, 2016, https://…"."""
    keys = ("publisher", "title", "published", "url")
    return ", ".join(str(source[key]) for key in keys if source.get(key))


def parts_of(source: "PlainSource", keys: Iterable[str]) -> tuple[object, ...]:
    """Return what a source has under some of its keys."""
    plain: Mapping[str, object] = source
    return tuple(plain[key] for key in keys)


def of_stance(sources: Iterable[Stated], stance: Stance) -> list[Stated]:
    """Return the sources with a stance."""
    return [source for source in sources if source["stance"] == stance]


def disputing(sources: Iterable[Stated]) -> list[Stated]:
    """Return the sources that dispute the claim."""
    return of_stance(sources, Stance.DISPUTES)


def backing(sources: Iterable[Stated]) -> list[Stated]:
    """Return the sources that back the claim, be it in part: all that do not dispute it."""
    return [source for source in sources if source["stance"] != Stance.DISPUTES]


def origin_of(source: "PlainSource") -> str:
    """Return the id of what a source counts as: the one that it relays, else itself."""
    return source["origin"] or source["id"]


def count_origins(sources: Iterable["PlainSource"]) -> int:
    """Return how many sources are left when those with one origin count once."""
    return len(set(map(origin_of, sources)))


def relayed(source: "PlainSource") -> str | None:
    """Return the id of the other source that a source relays; None where it speaks for itself."""
    origin = origin_of(source)
    return None if origin == source["id"] else origin


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:  # brackets that hold no address
        return None
