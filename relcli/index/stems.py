"""Stems of English words: Snowball's (Porter 2), and what no rule of its reaches, or one spoils.

Kept apart from `words`: a search needs it only for a word that the vocabulary does not know. The
page has Snowball's rules in scripts/stems.js, and the other forms from here.
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

# Words, each with its forms, that Snowball's rules take for another one's: who asks what is
# important means no imports. The first is the stem of all of them.
_APART = """
important importance importantly | several | severe severely severest | experiment experiments
experimental experimented experimenting | positive positively positives | opposite opposites |
authority authorities authorize authorizes authorized authorizing authorization authorise authorises
authorised authorising authorisation | succession successions successive successively | customs |
accession accessions | attache | informal informally
"""

_snowball = Stemmer("english").stemWord


def _own_stems() -> dict[str, str]:
    """Give every form that has not the stem which the rules would give it, with its stem."""
    irregular, apart = ([g.split() for g in text.split("|")] for text in (_IRREGULAR, _APART))
    return {
        **{form: _snowball(base) for base, *forms in irregular for form in forms},
        **{form: forms[0] for forms in apart for form in forms},
    }


OWN_STEMS = _own_stems()


def stem(word: str) -> str:
    """Cut an English word to its stem."""
    return OWN_STEMS.get(word) or str(_snowball(word))
