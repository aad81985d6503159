"""Text from cards and files is data: what a terminal or a spreadsheet would act on is defused."""

import re

# C0 and C1 controls (ECMA-48), line and paragraph separators, the bidirectional embeddings,
# overrides and isolates of UAX #9, lone surrogates, which nothing can print, and what takes no
# room and so hides a text or parts a word unseen: zero-width space, word joiner and the signs after
# it, byte order mark, annotations, tags. The joiners and marks of direction that Arabic, Persian
# and emoji are written with (U+200C to U+200F, U+061C) stay.
# None of them is printable, so nearly every text is let through before the pattern is compiled.
_ACTING = (
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff"
    "\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
# What makes a spreadsheet read a cell as a formula (OWASP, "CSV Injection").
_FORMULA = r"\s*[=+\-@\uff0b\uff0d\uff1d\uff20]"


def one_line(text: str) -> str:
    """Return `text` in one line, with what could act made visible: ESC as ␛, U+202E as ‹U+202E›."""
    return visible(" ".join(text.split())) if acts(text) else text


def acts(text: str) -> bool:
    """Whether any character in `text` is one that could act."""
    return not text.isprintable() and re.search(_ACTING, text) is not None


def visible(text: str) -> str:
    """Return `text` with every character that could act made visible; line ends stay."""
    return re.sub(_ACTING, _shown, text) if acts(text) else text


def in_json(text: str) -> str:
    """Return JSON text with every character that could act is escaped."""
    if not acts(text):
        return text
    from json import dumps  # few texts have such characters

    return re.sub(_ACTING, lambda sign: dumps(sign.group())[1:-1], text)


def cell(text: str) -> str:
    """Return `text` as a spreadsheet cell: one line, and never a formula."""
    line = one_line(text)
    return f"'{line}" if re.match(_FORMULA, line) else line


def is_web_url(url: str) -> bool:
    """Whether `url` may become a link: http or https, and nothing in it that acts."""
    return re.fullmatch(r"https?://\S+", url) is not None and not acts(url)


def _shown(sign: re.Match[str]) -> str:
    character = sign.group()
    code = ord(character)
    if character == "\n":
        return character
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"‹U+{code:04X}›"
