"""What ends a sentence, in each script."""

import re

_STOPS = ".!?…"
# What ends a sentence in the scripts of China and Japan, where no space follows, …
WITHOUT_SPACE = "\u3002\uff01\uff1f\uff0e\uff61"
# … and elsewhere: Unicode's Sentence_Terminal. Those of one script stand on a line.
_OTHER_STOPS = (
    "\u037e\u0589\u061d-\u061f\u06d4\u0700-\u0702"  # Greek, Armenian, Arabic, Urdu, Syriac
    "\u07f9\u0837\u0964\u0965\u0df4\u0f0d\u0f0e"  # N'Ko, Samaritan, India, Sinhala, Tibet
    "\u104a\u104b\u1362\u1367\u1368\u166e\u17d4\u17d5"  # Burmese, Ethiopic, Cree, Khmer
    "\u1803\u1809\u1944\u1945\u1b5a\u1b5b\u1b5e\u1b5f"  # Mongolian, Limbu, Balinese
    "\u1c3b\u1c3c\u1c7e\u1c7f\u203c\u203d\u2047-\u2049"  # Lepcha, Santali, ‼ and the like
    "\ua4ff\ua60e\ua60f\ua6f3\ua6f7\ua876\ua877\ua8ce\ua8cf"  # Lisu, Vai, Bamum, Phags-pa
    "\ua92f\ua9c8\ua9c9\uaaf0\uaaf1\uabeb"  # Kayah, Javanese, Manipuri
)
ENDS = f"{re.escape(_STOPS + WITHOUT_SPACE)}{_OTHER_STOPS}"
OPENING = "\"'([“«\u2018「『\uff08《"
CLOSING = "\"')]”“»\u2019」』\uff09》】"
# A question in Greek ends in what is a semicolon to others.
_END = re.compile(f"(?:[{ENDS}]|(?<=[\u0370-\u03ff\u1f00-\u1fff]);)[{re.escape(CLOSING)}]*$")
# Where sentences end in a space, or in nothing: Thai and Lao, and their sisters.
_NO_STOPS = re.compile("[\u0e00-\u0eff\u1950-\u19df\u1a20-\u1aaf\uaa80-\uaadf]")


def has_end(sentence: str) -> bool:
    """Whether a sentence ends as one does in its script."""
    if _END.search(sentence):
        return True
    letters = [sign for sign in sentence if sign.isalpha()]
    return any(_NO_STOPS.match(letter) for letter in (*letters[:1], *letters[-1:]))
