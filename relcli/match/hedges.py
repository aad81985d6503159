"""How surely a sentence says what it says: what it denies, ascribes to others or calls a plan."""

import re
from functools import cache

NEGATION, HEDGE = "negation", "hedge"

# The words of a kind; those of another language stand in its lines.
_NEGATIONS = r"""
no not never none nobody nothing neither nor without cannot \w+n[’']t
den(?:y|ies|ied|ying|ial|ials) refut\w+ reject\w+ dismiss\w* baseless unfounded groundless
disput\w+ rul(?:e|es|ed|ing)\sout refus\w+ declin(?:e|es|ed|ing)\sto fail(?:s|ed|ure)?\sto untrue
false falsely
fabricat\w+ debunk\w* disavow\w* unable
nicht kein\w* nie niemals ohne bestr[ie]t\w* bestreit\w* dementier\w* zurückgewiesen
pas aucune? jamais sans dément\w* nié nient nie niait niant
no nunca ningun\w* ningún sin negó niega desmint\w+
не ни нет без никогда опроверг\w* отриц\w*
لا لم لن ليس ليست نفى ينفي تنفي نفت دون
"""
# What looks like a negation, and is none.
_NO_NEGATIONS = r"""
not\s(?:only|just|merely|solely|simply) no\sfewer no\sless no\sdoubt not\sleast nothing\sbut
pas\sseulement nicht\snur не\sтолько
"""
_ASCRIBED = r"""
reportedly allegedly alleg\w+ purported\w* supposed\w* according\sto (?:is|are|was|were)\ssaid\sto
(?:is|are|was|were)\ssaid rumou?r\w* claims claimed claiming reports? reported reporting unconfirmed
accus\w+ suggests suggested suggest indicat\w+ says said say told tells wrote writes
cit(?:es|ed|ing) quot(?:es|ed|ing) by\sthe\saccount believed believes assess\w+ sources? unnamed
anonymous
notes noted stated emphasi[sz]\w+ stress\w+ reveal\w*
angeblich laut sagte mutmaßlich soll sollen berichte\w* zufolge
selon aurait auraient affirm\w+ prétend\w*
según presunt\w+ habría supuest\w+
якобы сообщ\w+ заявил\w* сказал\w* по\sсловам
قال قالت زعم زعمت بحسب وفق وفقا أفاد أفادت ذكر ذكرت
"""
# Of these, what tells more than whose words they are.
_HEARSAY = r"""
reportedly allegedly alleged purported\w* supposed\w* (?:is|are|was|were)\ssaid\sto rumou?r\w*
claimed unconfirmed angeblich mutmaßlich présumé\w* presunt\w+ якобы
"""
# What looks like a plan, and tells what something is for.
_NO_PLANS = r"""
(?:purpose|aim|goal|objective|role|task)s?(?:\s\w+){0,4}\s(?:is|are|was|were)\sto
"""
_PLANNED = r"""
may might could would possibl[ey] possibility perhaps likely plan plans planned planning intend\w*
intention\w* propos\w+ offered reportedly\sto
(?:were|was|is|are|be|been|being)\s(?:being\s)?consider(?:ed|ing)
contemplat\w+ mull\w* weigh(?:s|ed|ing)? prepar(?:e|es|ed|ing) seek\w* sought aim(?:s|ed|ing)?
set\sto
slated expected hop(?:e|es|ed|ing) threaten\w* promis\w+ pledg\w+ vow\w* agree(?:s|d)?\sto
tasked going\sto (?:was|were|is|are)\sto will shall ready\sto want\w* scheduled
könnte\w* dürfte\w* plante? planten planen geplant will wollen soll sollen würde\w*
pourrait pourraient prévoi\w+ envisag\w+ devrait devraient
podría\w* planea\w* prevé\w*
может могут мог планиру\w+ намерен\w* готов\w*
قد ربما يعتزم تعتزم يخطط تخطط سوف
"""


def negations_in(text: str) -> list[str]:
    """Return the words by which a sentence denies something, in its order."""
    plain = _any_of(_NO_NEGATIONS).sub(lambda match: "#" * len(match[0]), text)
    return _found(_NEGATIONS, plain)


def ascriptions_in(text: str) -> list[str]:
    """Return the words by which a sentence ascribes what it says to somebody, or to hearsay."""
    return _found(_ASCRIBED, text)


def hearsay_in(text: str) -> list[str]:
    """Return the words by which a sentence warns that it may be no more than talk."""
    return _found(_HEARSAY, text)


def plans_in(text: str) -> list[str]:
    """Return the words by which a sentence tells of what is planned or possible, and not done."""
    plain = _any_of(_NO_PLANS).sub(lambda match: "#" * len(match[0]), text)
    return [word for word in _found(_PLANNED, plain) if word not in _NAMES_OF_TIME]


_NAMES_OF_TIME = frozenset(("May", "Will"))  # in capitals: a month, a person


def _found(words: str, text: str) -> list[str]:
    return [match[0] for match in _any_of(words).finditer(text)]


@cache
def _any_of(words: str) -> re.Pattern[str]:
    each = sorted(words.split(), key=len, reverse=True)
    return re.compile(rf"(?<![\w#])(?:{'|'.join(each)})(?!\w)", re.IGNORECASE)
