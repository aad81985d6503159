"""Names as they are compared: whatever does not change who is meant is folded away."""

import unicodedata


def fold(name: str) -> str:
    """Return `name` in compatibility form (NFKC), lower case, with single spaces."""
    return " ".join(unicodedata.normalize("NFKC", utf8(name)).casefold().split())


def utf8(text: str) -> str:
    """Return `text` with a question mark for what came from the shell and is no UTF-8."""
    return text.encode("utf-8", errors="replace").decode()
