"""From text to words: the same analysis when cards are indexed and when a question is asked.

A word is a run of a-z or of 0-9, so that "SA22", "SA-22" and "sa 22" are the same two words, as are
"Almaz-Antey" and "Almaz Antey". Accented letters, Greek, Cyrillic and their like arrive here
transliterated. Words in Hebrew, Arabic and the scripts of India stay as they are written. Where a
script has no spaces between words, as Chinese, each two letters in a row are a word, and the last
letter of a run is one: any part of a run is so many words in a row.
"""

from collections.abc import Iterable, Sequence

from relcli.model.tuning import LONGEST_WORD

# Words that carry grammar, not content: they count a little, but no card has to contain them.
# English, plus the Arabic article and "bin" in names, plus what is left of "don't", "it's" and so
# on once apostrophes are gone.
STOP_WORDS = frozenset(
    """a about after again al all also am an and any are as at be because been before being between
    both but by can could did do does doing done down during each el few for from further get got
    had has have having he her here hers him his how i if in into is it its just like may me might
    many more most much must my no nor not now of off on once one only or other our ours out over
    own said same say says shall she should so some such than that the their theirs them then there
    these they this those through to too under until up upon us very was we were what when where
    which while who whom whose why will with would you your yours via amid among dont doesnt didnt
    isnt arent wasnt werent cant couldnt wont wouldnt im ive id youre youve hes shes theyre theyve
    weve lets thats whats theres s t true truly really ever whether""".split()  # noqa: SIM905 - a list would be a page long
)

# What makes a question of words, and asks for nothing by itself: "when was", "how many", "what
# happened".
ASKING_WORDS = frozenset(
    """am are can could did do does had happen happened happens has have how is many much should was
    were what when where which who whom whose why will would""".split()  # noqa: SIM905 - as above
)

# Words sort by what they are: ASCII, then words kept in their own script, then parts of runs.
KEPT, INDIAN, RUN = "\u0590", "\u0900", "\u0e01"

_LONG = 40  # letters of a chunk that hardly comes again, as a sentence without spaces does not
_REMEMBERED = 400_000  # chunks, about 100 MB: enough for a million cards, little in a build


def words(text: str, *, joined: bool = False) -> list[str]:
    """Give the words of a text in order, folded to lower-case ASCII.

    With `joined`, as cards are indexed, the words of a hashtag are followed by all of it as one.
    """
    all_words: list[str] = []
    for chunk in text.split():
        known = _chunks.get(chunk)
        if known is None:
            known = _remember(chunk)
        all_words += known
        if joined and len(known) > 1 and "#" in chunk:
            all_words.append("".join(known)[:LONGEST_WORD])
    return all_words


# Nearly every chunk of text has been seen before: to analyse each once takes less than half the
# time.
_chunks: dict[str, tuple[str, ...]] = {}


def whole(parts: Iterable[str]) -> list[str]:
    """Put the words of a text together again where they are parts of one run."""
    put: list[str] = []
    in_run = False
    for word in parts:
        if in_run and word[0] == put[-1][-1]:
            put[-1] += word[1:]
        else:
            put.append(word)
        in_run = word >= RUN and len(word) > 1
    return put


def row_of(run: str) -> tuple[str, ...]:
    """Give the words that stand in a row wherever a run of two letters or more is, or is a part."""
    return tuple(run[place : place + 2] for place in range(len(run) - 1))


def in_a_row(parts: Sequence[str]) -> tuple[str, ...]:
    """Give the words that a text has in a row if it has a phrase of these words anywhere.

    The last run of the phrase may go on in the text, so that its last letter is no word there.
    Where that run is one letter, it is the beginning of a word.
    """
    goes_on = len(parts) > 1 and parts[-1] >= RUN and parts[-2][1:] == parts[-1]
    return tuple(parts[:-1] if goes_on else parts)


def is_abjad(word: str) -> bool:
    """Tell whether a word is written in Hebrew or Arabic letters: without short vowels."""
    return KEPT <= word < INDIAN


def is_open(word: str) -> bool:
    """Tell whether a word is a lone letter of a run, which words may begin with."""
    return word >= RUN and len(word) == 1


def _remember(chunk: str) -> tuple[str, ...]:
    if len(chunk) > _LONG:
        return tuple(word[:LONGEST_WORD] for word in _analyse(chunk))
    if len(_chunks) >= _REMEMBERED:
        _chunks.clear()
    parts = _analyse(chunk)
    if not chunk.isascii():  # one sign may be spelt with many letters
        parts = tuple(word[:LONGEST_WORD] for word in parts)
    _chunks[chunk] = parts
    return parts


def _analyse(chunk: str) -> tuple[str, ...]:
    """Give the words of one chunk, that is, a piece of text without white space."""
    bare = chunk.strip('.,;:!?()"')
    if bare.isascii() and (bare.isalpha() or bare.isdigit()):
        return (bare.lower(),)
    from relcli.index.tokens import take_apart  # its patterns take 5 ms; few questions need them

    return take_apart(chunk)
