"""What can be an id, what looks like one, and the ids that are made for what has none."""

import re

ID = re.compile(r"""[^\s,;"'<>\\-][^\s,;"'<>\\]*""")
LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")  # BCP 47, as far as its form goes
# How ids look and titles don't: so a misspelt id is not taken for a title.
LIKE_AN_ID = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
_LONGEST_SLUG = 60
# What joins letters or chooses their look, and is not seen: joiner, selectors of variants.
_UNSEEN = re.compile("[\u034f\u180b-\u180d\u180f\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_DOTTED = "i\u0307"  # the Turkish capital I in lower case


def is_id(text: str) -> bool:
    """Whether `text` can be an id: one printable word that no shell or format reads otherwise."""
    return ID.fullmatch(text) is not None and text.isprintable()


def slug(text: str) -> str:
    """Return `text` as a readable id: its words in lower case, joined by hyphens."""
    words = _words(text)
    whole = "-".join(words)
    if 0 < len(whole) <= _LONGEST_SLUG:
        return whole
    cut = _cut(whole)
    # One long word was left out of an id as long as signs cut words in two, and still is without.
    begun = cut.rpartition("-")[0] or (cut if words != _letters_alone(text) else "") or "x"
    return f"{begun}-{_digest(text)}"


def as_label(card_id: str, kept: str = ".-") -> str:
    """Return an id as a label in another language: its words, and which signs may stand there."""
    if card_id.isascii():
        return re.sub(rf"[^\w{re.escape(kept)}]", "-", card_id)
    return "".join(
        sign if _in_word(sign) or sign in kept or _is_sign(sign) else "-" for sign in card_id
    )


def derived_id(claim: str) -> str:
    """Return the id of a card that gives none: its first words and a digest of the whole claim."""
    return _derived(_words(claim))


def former_id(card_id: str, claim: str) -> str | None:
    """Return the id that a card had while vowel signs were left out of ids, None for any other.

    It answers to that one as well.
    """
    if claim.isascii() or card_id != derived_id(claim):
        return None
    before = _derived(_letters_alone(claim))
    return before if before != card_id else None


def answers_to(card_id: str, claim: str) -> tuple[str, ...]:
    """Return the ids by which a card is found and linked to: its own, and the one it had before."""
    former = former_id(card_id, claim)
    return (card_id, former) if former else (card_id,)


def _derived(words: list[str]) -> str:
    first = _cut("-".join(words[:5]))
    return "-".join([*filter(None, [first]), _digest(" ".join(words))])


def _words(text: str) -> list[str]:
    """Return the words of a text in lower case, each letter with its signs as one if it can be."""
    folded = text.casefold()
    if folded.isascii():
        return _letters_alone(folded)
    from unicodedata import normalize  # nearly all are ASCII, or have an id of their own

    composed = normalize("NFC", _UNSEEN.sub("", folded)).replace(_DOTTED, "i")
    signs = (sign if _in_word(sign) or _is_sign(sign) else " " for sign in composed)
    return [word for part in "".join(signs).split() if (word := _from_letter(part))]


def _letters_alone(text: str) -> list[str]:
    """Return the words of a text as the first ids had them: a vowel sign ended a word."""
    return re.findall(r"\w+", text.casefold())


def _from_letter(word: str) -> str:
    """Return a word from its first letter on: a sign stands behind one."""
    first = next((place for place, sign in enumerate(word) if _in_word(sign)), len(word))
    return word[first:]


def _in_word(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


def _is_sign(sign: str) -> bool:
    """Whether a sign belongs to the letter before it: a vowel, a tone, a dot."""
    from unicodedata import category

    return category(sign) in {"Mn", "Mc"}


def _cut(text: str) -> str:
    """Return the beginning of a text that an id has room for, no letter without its signs."""
    end = _LONGEST_SLUG
    while 0 < end < len(text) and not text[end].isascii() and _is_sign(text[end]):
        end -= 1
    return text[:end]


def _digest(text: str) -> str:
    from hashlib import blake2b  # most cards have an id

    return blake2b(text.encode(errors="surrogatepass"), digest_size=4).hexdigest()
