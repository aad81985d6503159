"""Spelling classes of transliterated names.

kassir and Qasir are one, and so are shartuni and al-Shartouni, or zeinab and Zaynab. Arabic,
Persian and Russian names have as many Latin spellings as there are newspapers. What differs is
nearly always the vowels, doubled letters, an h, and which of k, q, g, gh or kh stands for one
sound.
"""

# Order matters: digraphs before the letters that they contain. Plain replacements, for they are
# made for every word.
DIGRAPHS = (
    *(("tch", "x"), ("sch", "x"), ("sh", "x"), ("ch", "x"), ("ks", "x")),  # Chaar, Shaar, Schaar
    *(("dzh", "j"), ("zh", "j"), ("dj", "j"), ("ph", "f"), ("ts", "s")),
    *(("ce", "se"), ("ci", "si"), ("cy", "si")),
    *(("kh", "k"), ("gh", "k"), ("dh", "d"), ("th", "t"), ("bh", "b")),  # Jadhran, Jathran
    *(("ou", "u"), ("ei", "i"), ("ai", "i"), ("ay", "i")),  # Zaynab, Zeinab
    *(("ey", "i"), ("ie", "i"), ("ye", "i")),
)
CLASSES = str.maketrans("zcqgowey", "skkkuuii")  # Hezbollah, Hisbollah; Qaddafi, Gaddafi, Kadhafi
WEAK = str.maketrans("", "", "aiuh")
LEAST_KEY = 2


def sound(name: str) -> str:
    """Spell a name as its sound classes, vowels included: qaseer and kassir are both "kasir"."""
    start, rest = name[:1].replace("w", "v"), name[1:]  # Wagner, Vagner
    name = start + rest
    for letters, written in DIGRAPHS:
        name = name.replace(letters, written)
    name = name.translate(CLASSES)
    pairs = zip(name, " " + name, strict=False)
    name = "".join(letter for letter, before in pairs if letter != before)
    return name.removesuffix("h") or name


def skeleton(name: str) -> str:
    """Give the sound without its vowels, or "" for a short name.

    It is the key under which all spellings of a name stand.
    """
    heard = sound(name)
    if not heard:
        return ""
    first = "a" if heard[0] in "aiu" else heard[0]
    key = first + heard[1:].translate(WEAK)
    return key if len(key) >= LEAST_KEY else ""
