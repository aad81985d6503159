"""Signs that look like others and are not: what a key, or the space before it, was meant to be."""

import re

# Small letters of Cyrillic, of Greek and of phonetics that a reader takes for these Latin ones.
_LOOKS_LIKE = str.maketrans(
    "\u0430\u0432\u0435\u043a\u043c\u043d\u043e\u0440\u0441\u0442\u0443\u0445\u0433\u043f"
    "\u0455\u0456\u0458\u0501\u04bb\u04cf\u051b\u051d\u0475\u0461"
    "\u03b1\u03b5\u03b9\u03ba\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7\u03b3\u03c9"
    "\u0131\u0269\u0251\u0261",
    "abekmhopctyxrnsijdhlqwvwaeikvoptuxywiiag",
)
# White space that YAML takes for a letter, and signs without a width; what is like a colon; a dash.
WIDTHLESS = "\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
SPACES = f"\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000{WIDTHLESS}"
COLONS = "\uff1a\ufe55\ufe13\ua789\u02d0\u2236\u05c3\u0589"
DASHES = "\u2010-\u2015\u2212\ufe58\ufe63\uff0d"
# Where a line begins with one of these, or has one behind its key: in texts they are at home.
ODD = re.compile(
    rf"^[ -]*(?:[{SPACES}{COLONS}{DASHES}]|\w[\w.-]*[ {SPACES}]*(?:[{COLONS}]|: *[{SPACES}]))",
    re.MULTILINE,
)
_BESIDE = ("Mn", "Cf", "Zs", "Pi", "Pf")  # marks on letters, without width, spaces, quotes


def latin(text: str) -> str:
    """Return a text as its letters look: what looks like a Latin letter is one."""
    from unicodedata import category, normalize

    letters = normalize("NFKD", text.casefold())
    return "".join(sign for sign in letters if category(sign) not in _BESIDE).translate(_LOOKS_LIKE)


def named(sign: str) -> str:
    """Return a sign by its name and its number: "a no-break space (U+00A0)"."""
    from unicodedata import name

    said = name(sign, "sign").lower()
    for written, meant in (
        ("cyrillic", "Cyrillic"),
        ("greek", "Greek"),
        ("fullwidth", "full-width"),
    ):
        said = said.replace(written, meant)
    article = "an" if said[0] in "aeio" else "a"
    return f"{article} {said} (U+{ord(sign):04X})"
