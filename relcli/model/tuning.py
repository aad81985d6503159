"""The numbers of the search, each with its reason.

They stand in one place, from which the page of `export html` has them, too. All were measured on
the sets of tests/bench/quality.py, and are flat around what they are here.
"""

# How near a reading is to what was written, 1 for the word itself.
STEM, COMPOUND, PREFIX, SLIP, NAME, SYNONYM = 0.9, 0.85, 0.6, 0.8, 0.7, 0.8
PEOPLE = STEM * STEM  # Iran, Iranian: forms of each other with two stems
STEM_SLOPE = 0.06  # "opened" is nearer to "openned" than "opener" is
SLIP_SLOPE = 0.15

# A date in a question. A day of the card's date is worth as much as a word of the claim although
# its field weighs less; what only speaks of the month in words comes after it.
DATED, SPOKEN_DATE, ITS_MONTH, ITS_YEAR, ITS_MONTH_NAME = 1.25, 0.85, 0.6, 0.4, 0.2

PREFIXES, SOUNDS, SLIPS = 12, 12, 16  # readings of one kind that a word may have: bounds the work
RUNS = 1_000  # pairs of letters that a lone letter may begin, likewise
COMPARED = 60  # words within the edits that are weighed up, likewise
HEARD = 500  # words of one sound that may be a name spelt otherwise, likewise
LONG_PREFIX = 3  # letters a beginning needs
LEAST_SLIP, TWO_SLIPS = 4, 6  # letters from which one edit, and two, are looked at
LEAST_SHARED = 5  # letters of a beginning that an unknown word shares with others
SHARING = 4  # words from which no shorter beginning is looked at
LEAST_PART = 3  # letters of a part of a compound
LEAST_SKELETON = 3  # sounds from which a known word may be another spelling: Ahmad, Ahmed
LEAST_SOUNDS = 3  # sounds of a name that another country spells otherwise
ONE_VOWEL = 0.75  # what a vowel costs that is left out of such a name
SAME_NAME = 0.75  # cost of one vowel: what such spellings may differ by
SOUND_COST = 0.5  # what only sounds the same is so much less likely than what is spelt the same
SUGGESTED = 3  # words that are suggested for one that no card has
# Of the likeliest one's weight, for another to be named beside what a word was taken for.
ALSO = 0.55

# A slip answers where it costs at most about one odd letter in six; what costs more is nearer to
# chance, and suggested. Of the rules that were tried (with the square root of the length, with how
# common the word is, without the length) this one answers the fewest words that no card has for as
# many typos answered: with the list of words of the language, among 14,231 claims 10, 14 and 20 %
# of sanctioned names, US names and nonsense beside 94 and 89 % of common and learners' typos. At
# 1.0 it is 7, 8, 16 beside 90, 86; at 1.2 it is 16, 21, 28 beside 95, 89.
FORGIVEN, FORGIVEN_NAME = 1.1, 1.5

# A slip's likelihood is exp(-LIKELY * cost) * cards ** PRIOR: a common word is likelier to be
# meant. Beside the likeliest, others weigh as their share of its likelihood to the power of SHARP.
LIKELY, PRIOR, SHARP = 2.0, 0.2, 0.5
# "tanks" beside "tank" is a form of a known word: endings by which that is plain, and what is left
# of a slip's weight then.
REGULAR = ("s", "es", "d", "ed", "ing", "er", "ers", "ly")
FORM_SLIP = 0.5
STOP_WEIGHT = 0.25  # of a stop word beside a content word as rare
# Iran, Iranian; Israel, Israeli; Japan, Japanese: endings by which a word and one that goes on with
# it are forms of each other.
PEOPLES = ("n", "an", "ian", "i", "ese", "ish")
LEAST_PEOPLE = 4  # letters before such an ending

LONG_QUESTION = 8  # content words above which one is not second-guessed: the others decide
# A sentence of fewer is weighed as a long question, too: one with so many words of content, and so
# many of grammar, which a mere list of words to look for has not.
LONG_SENTENCE, SENTENCE = 4, 3
LONG_SLIP = 0.6  # weight of a misspelling in a long question: odd words there are mostly names
SECOND_GUESS = 0.5  # weight of a misspelling of a word that exists, among partial answers
GUESSED = 3  # words so taken, the rarest: what is misspelt into another word is hardly a common one
ENOUGH = 100  # cards with clear readings beside which vaguer ones are not looked for
# Words that are looked for first: hardly a card has four, and a list less to read is time saved.
FIRST = 4
WORDS = 64  # distinct words of a question that count: a bound on the time for a pasted page
PASTED = 16  # pieces from which a text was pasted
ALTERNATIVES = 16  # a bound on the time that a question with OR takes
# What a question may have at most. What is beyond is left out, and told.
LONGEST_QUESTION = 10_000  # letters: a page of a book has 3,000, and WORDS are fewer by far
# Of phrases and of what is left out together, in words: each is a condition on every card, and
# SQLite takes no expression that is too large.
CONDITIONS = 64
# Letters by which words are compared, in cards and in questions: no language writes longer ones,
# and to try how a word may be spelt takes time and memory with the square of its length.
LONGEST_WORD = 64
SYNONYMS = 64  # words that mean the same as one: bounds the work
LONGEST_SYNONYM = 3  # words that stand for one
LOOKED_AT = 50  # cards that tell whether a word is written small
AROUND = 40  # letters quoted before and after a word
FEW = 5  # answers with all the words, below which the best partial ones follow them

# The keys of a card in JSON whose texts are searched, and what a word in each is worth.
FIELDS = ("claim", "actors", "topics", "date", "sources", "note")
FIELD_WEIGHTS = (1.0, 0.9, 0.8, 0.8, 0.6, 0.6)
K1, B = 0.5, 0.3  # BM25: how much a repeated word adds, and how much a long claim loses
LONG_K1, LONG_B = 1.4, 0.65  # in a long question, some of whose words a long claim has by chance
NEAR = 0.25  # of a word's weight, for standing right after the word that it follows when asked
NEAR_PLACES = 6  # occurrences of a word looked at for that
BACKWARDS = 1.5  # a word before the one that it should follow counts as that much farther away
WINDOW = 8  # words: farther apart is not together
COVER = 0.2  # for the whole question; a part counts as its square, so that all of it stands out

# What a slip costs: see search/nearness.py.
SAME_SOUND = [  # in some English word
    *("ck", "cs", "sz", "kq", "gj", "fv", "xz", "xs"),
    *("uw", "vw", "iy", "cq", "td", "bp", "mn"),
]
KEY_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
VOWEL_COST = 0.6  # a vowel for a vowel, the commonest slip in writing by ear
SOUND_ALIKE_COST = 0.6
KEY_COST = 0.8  # a neighbouring key
SWAP_COST = 0.7
DOUBLE_COST = 0.5  # a letter doubled or not
SILENT_COST = 0.75  # a vowel or h left out or put in
SIX, SHORT = 6, 4  # letters of a word of usual length; shorter ones than four count as four
LENGTH_POWER = 0.5
FIRST_LETTER = 0.5  # more where the first letter differs: hardly anybody gets that wrong
