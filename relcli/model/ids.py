"""What can be an id, what looks like one, and the ids that are made for what has none."""

import re

ID = re.compile(r"""[^\s,;"'<>\\-][^\s,;"'<>\\]*""")
LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")  # BCP 47, as far as its form goes
# How ids look and titles don't: so a misspelt id is not taken for a title.
LIKE_AN_ID = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
_LONGEST_SLUG = 60


def is_id(text: str) -> bool:
    """Whether `text` can be an id: one printable word that no shell or format reads otherwise."""
    return ID.fullmatch(text) is not None and text.isprintable()


def slug(text: str) -> str:
    """Return `text` as a readable id: its words in lower case, joined by hyphens."""
    whole = "-".join(re.findall(r"\w+", text.casefold()))
    if 0 < len(whole) <= _LONGEST_SLUG:
        return whole
    return f"{whole[:_LONGEST_SLUG].rpartition('-')[0] or 'x'}-{_digest(text)}"


def derived_id(claim: str) -> str:
    """Return the id of a card that gives none: its first words and a digest of the whole claim."""
    words = re.findall(r"\w+", claim.casefold())
    first = "-".join(words[:5])[:_LONGEST_SLUG]
    return "-".join([*filter(None, [first]), _digest(" ".join(words))])


def _digest(text: str) -> str:
    from hashlib import blake2b  # most cards have an id

    return blake2b(text.encode(errors="surrogatepass"), digest_size=4).hexdigest()
