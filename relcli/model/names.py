"""Names as they are compared: whatever does not change who is meant is folded away."""


def fold(name: str) -> str:
    """Return `name` in compatibility form (NFKC), lower case, with single spaces."""
    if not name.isascii():
        from unicodedata import normalize  # most searches need none

        name = normalize("NFKC", utf8(name))
    return " ".join(name.casefold().split())


def utf8(text: str) -> str:
    """Return `text` with a question mark for what came from the shell and is no UTF-8.

    Where the locale is not UTF-8, Python hides each byte of what is in a surrogate (PEP 383).
    """
    if text.isascii():
        return text
    try:
        return text.encode("utf-8", errors="surrogateescape").decode()
    except UnicodeError:
        return text.encode("utf-8", errors="replace").decode()
