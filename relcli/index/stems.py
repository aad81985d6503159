"""Stems of English words: Snowball's (Porter 2), and the irregular forms, which no rule reaches.

Kept apart from `words`: a search needs it only for a word that the vocabulary does not know. The
page has Snowball's rules in scripts/stems.js, and the irregular forms from here.
"""

from Stemmer import Stemmer

# Verbs, each with its past forms, then nouns with their plurals. Left out are forms that are more
# often another word (found, saw, left, bore, lay, wound, felt) and verbs that are stop words.
_IRREGULAR = """
arise arose arisen | awake awoke awoken | beat beaten | become became | begin began begun | bend
bent | bind bound | bite bitten | bleed bled | blow blew blown | break broke broken | breed bred |
bring brought | build built | buy bought | catch caught | choose chose chosen | come came | creep
crept | deal dealt | dig dug | draw drawn | dream dreamt | drink drank drunk | drive drove
driven | eat ate eaten | fall fell fallen | feed fed | fight fought | flee fled | fly flew flown |
forbid forbade forbidden | forget forgot forgotten | forgive forgave forgiven | freeze froze frozen
| give gave given | go went gone | grow grew grown | hang hung | hear heard | hide hid hidden | hold
held | keep kept | know knew known | lead led | lend lent | lose lost | mean meant |
meet met | overcome overcame | overthrow overthrew overthrown | pay paid | ride rode ridden | ring
rang | rise risen | run ran | seek sought | sell sold | send sent | shake shook shaken | shoot
shot | show shown | shrink shrank | sing sang | sink sank sunk | sit sat | sleep slept | speak
spoke spoken | spend spent | stand stood | steal stole stolen | stick stuck | strike struck | swear
swore sworn | swim swam | take took taken | teach taught | tear torn | tell told | think thought |
throw threw thrown | understand understood | undertake undertook undertaken | wake woke woken | wear
wore worn | weep wept | win won | withdraw withdrew withdrawn | write wrote written
| man men | woman women | child children | foot feet | tooth teeth | goose geese | mouse mice | wife
wives | wolf wolves | thief thieves | knife knives | half halves | shelf shelves | die died dying
"""

_snowball = Stemmer("english").stemWord


def _base_forms() -> dict[str, str]:
    """Give every irregular form with the stem of its word."""
    groups = [group.split() for group in _IRREGULAR.split("|")]
    return {form: _snowball(base) for base, *forms in groups for form in forms}


IRREGULAR_STEMS = _base_forms()


def stem(word: str) -> str:
    """Cut an English word to its stem."""
    return IRREGULAR_STEMS.get(word) or str(_snowball(word))
