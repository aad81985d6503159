"""Words that a news text writes for one another, in English, where no dataset has to say so.

A sentence in other words than the claim is the rule in a draft: who "dispatched men" has "sent
fighters". Such a word counts for less than the word itself (`SAME_SENSE` of match/rank.py).
"""

from collections.abc import Iterator
from functools import cache

# Groups of one sense. A word may stand in several; what has too many senses stands in none.
_GROUPS = """
send dispatch deploy | give hand provide supply deliver transfer furnish equip grant
meet talk negotiation discussion sit | visit trip travel stay | host receive welcome
buy purchase procure acquire obtain | sell sale | pay wage salary money payment compensation
found establish form create open set launch | close shut
regard consider recognise classify view see deem treat label call designate list
designate sanction blacklist list | terrorist terrorism terror
deny denial reject dismiss refute baseless unfounded contradict | confirm acknowledge admit
condemn criticise denounce blame accuse | praise laud admire admiration commend
weapon arm weaponry munition | rifle gun firearm | missile rocket | drone uav unmanned
fighter man soldier militant combatant troop operative recruit | recruit enlist volunteer join
kill death die assassinate assassination slay | wound injure | kidnap abduct hostage seize
strike hit attack bomb raid | explosion blast explode | war conflict fight battle combat
agree agreement deal pact accord arrangement | plan intend propose prepare consider contemplate
offer propose proposal bid tender | lead head chief command | leader commander chief head
member representative deputy lawmaker | delegation envoy representative | ambassador diplomat envoy
aim goal objective purpose target | eradicate eradication destroy destruction annihilate eliminate
help aid assist support back bolster | supporter sponsor backer patron | train instruct coach
tie relation relationship link connection contact | alliance ally partnership partner
cooperate cooperation collaborate collaboration coordinate | close intimate
strengthen deepen expand increase grow boost amplify intensify close |
presence present | senior high top | weaken loosen shrink decline | reduce curb limit restrict
influence sway leverage power | important crucial vital essential significant
repair rehabilitate restore rebuild renovate | build construct erect construction
company firm business enterprise contractor | own owner possess |
direct director manage manager head run
smuggle ship transport convoy traffic | fund finance money cash support | oil petroleum crude fuel
evade circumvent bypass dodge | network ring scheme operation
invade invasion intervention incursion attack | withdraw leave pull retreat | cover support
city town capital | base camp | office bureau | government regime state authority
prime premier | minister secretary | army military force | special elite
newspaper daily paper outlet | video footage clip | interview | document cable
capable able competent skilled | skill experience expertise | excellent good great
image reputation | legitimacy legitimate recognition | political politics
anti-tank antitank | air aerial | ground land | ship naval vessel
know call name | former previous before earlier | additional further more another other
hundred | first initial | last final | whole entire
contingent group unit batch | volunteer fighter | mission operation | region area zone province
wish want seek hope desire | ask request invite invitation | delay hold obstruct block
channel line communication touch contact | keep maintain continue ongoing remain
guerrilla insurgent militia paramilitary mercenary | group organisation movement party
Shiite Shia | Israeli | Washington American US | embassy consulate
prove evidence proof show | fear worry concern | stop prevent halt
steal loot | arrest detain imprison jail | elect election vote | protest demonstration rally
increase rise climb | fall drop decline | price cost value worth
injure casualty | refugee migrant displaced | vaccine vaccination inoculation | virus disease
"""
_BRITISH = (("is", "iz"), ("ys", "yz"), ("our", "or"), ("ence", "ense"), ("re", "er"), ("ll", "l"))


@cache
def _senses() -> dict[str, frozenset[str]]:
    """Give, for the stem of each word, the stems of the words of its groups."""
    from relcli.index.stems import stem

    senses: dict[str, frozenset[str]] = {}
    for group in _GROUPS.split("|"):
        stems = frozenset(stem(word.casefold()) for word in group.split())
        for each in stems:
            senses[each] = senses.get(each, frozenset()) | (stems - {each})
    return senses


def alike(root: str) -> frozenset[str]:
    """Return the stems of the words that may stand for one with a stem."""
    return _senses().get(root, frozenset())


def other_spellings(word: str) -> Iterator[str]:
    """Yield a word as it is written across the Atlantic, be there such a word or not."""
    for british, american in _BRITISH:
        for one, other in ((british, american), (american, british)):
            if one in word[1:]:
                yield word[0] + word[1:].replace(one, other)
