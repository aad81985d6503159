"""What is found, and what is not."""

import json
from datetime import date

import pytest

from relcli.index import selection
from relcli.index.documents import Document
from relcli.index.schema import LAST_DAY
from relcli.index.scope import Where
from relcli.index.sqlite_store import SqliteStore
from relcli.search import engine, reader
from relcli.search.engine import search, timeline
from tests.questions import parse

EVERYTHING = Where()
CARDS = """
wagner    | 2023-11-02 2023-11-21 | military   | Wagner Group, Hezbollah | Wagner planned to hand \
a Pantsir-S1 (SA-22) system to Hezbollah.
lavrov    | 2021-03-15 2021-03-15 | diplomatic | Sergey Lavrov | Lavrov received a Hezbollah \
delegation led by Mohammad Raad in Moscow.
oil       | 2018-11-20 2018-11-20 | economic   | Muhammad Qasir | The Treasury sanctioned a \
network that shipped Iranian oil to Syria through Russian companies.
fund      | 2019-01-01 2019-12-31 | economic   | Hassan Moukalled | Moukalled moved money for the \
party.
drones    | 2017-05-01 2017-05-01 | military   | Habib al-Shartouni | Al-Shartouni met officers at \
Sayyida Zaynab.
base      | 2015-09-30 open       | military   | Almaz-Antey | Russian aircraft operate from \
Hmeimim.
nasrallah | 2016-02-01 2016-02-01 | media      | Hassan Nasrallah | Nasrallah praised the Russian \
intervention in Ukraine and the fighters it sent.
habash    | 1980-01-01 1980-01-01 | diplomatic | George Habash | George Habash visited Moscow.
"""


def day(text: str) -> int:
    """The number of a day."""
    return LAST_DAY if text == "open" else date.fromisoformat(text).toordinal()


def index_of(*claims: str, first: int = 735_000) -> SqliteStore:
    """An index of claims, a day each, whose keys are their numbers."""
    index = SqliteStore()
    with index.changing() as writer:
        writer.fill(
            Document(str(n), "f", n, first + n, first + n, claim) for n, claim in enumerate(claims)
        )
    return index


def keys(index: SqliteStore, query: str, where: Where = EVERYTHING) -> list[str]:
    """The keys of the hits of a query, best first."""
    return [hit.key for hit in search(index, parse(query), where).hits]


def in_time(
    index: SqliteStore, where: Where, limit: int = 99, *, newest_first: bool = False
) -> list[str]:
    """The keys of the cards of a timeline, in its order."""
    found = timeline(index, where, limit, newest_first=newest_first)
    return [json.loads(payload)["key"] for payload in found]


@pytest.fixture(scope="module")
def index() -> SqliteStore:
    """An index of a few cards about Hezbollah and Russia."""
    documents = []
    for line, card in enumerate(CARDS.strip().splitlines()):
        key, days, topic, actors, claim = map(str.strip, card.split("|"))
        first, last = map(day, days.split())
        facets = (f"topic:{topic}",)
        document = Document(key, "f", line, first, last, claim, actors, facets=facets)
        payload = json.dumps({"key": key, "claim": claim})
        documents.append(document._replace(payload=payload))
    index = SqliteStore()
    with index.changing() as writer:
        writer.fill(documents)
    return index


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("wagner", "wagner"),
        ("wagnr", "wagner"),
        ("Вагнер", "wagner"),
        ("wag", "wagner"),
        ("pants", "wagner"),
        ("sa22", "wagner"),
        ("SA-22", "wagner"),
        ("sa 22", "wagner"),
        ("kassir", "oil"),
        ("qaseer", "oil"),
        ("iran oil", "oil"),
        ("moukaled", "fund"),
        ("mukallad", "fund"),
        ("shartuni", "drones"),
        ("zeinab", "drones"),
        ("meets officers", "drones"),
        ("almaz antey", "base"),
        ("almazantey", "base"),
        ("air craft", "base"),
        ("نصر الله", "nasrallah"),
        ("nasralah", "nasrallah"),
        ("sanctions", "oil"),
        ("mohammed raad", "lavrov"),
        ("did hezbollah send fighters to ukraine?", "nasrallah"),
    ],
)
def test_best_answer(index: SqliteStore, query: str, expected: str) -> None:
    """Names and words are found as people write them."""
    assert keys(index, query)[:1] == [expected]


@pytest.mark.parametrize("query", ["Хезболла", "حزب الله", "hizbullah", "hisbollah"])
def test_hezbollah_in_any_spelling(index: SqliteStore, query: str) -> None:
    """The cards about Hezbollah are found under any of its names."""
    assert set(keys(index, query)) >= {"wagner", "lavrov"}


@pytest.mark.parametrize(("query", "word"), [("tanks", "tank"), ("landes", "land")])
def test_a_form_of_a_known_word_is_hardly_a_misspelling(query: str, word: str) -> None:
    """Another word that is a letter away comes after it, however much a card is about that."""
    index = index_of(
        f"In the note of a long claim on another thing there was a {word} as well",
        "Talks, talks and talks",
        "Lances, lances and lances",
    )

    assert keys(index, query)[0] == "0"


def test_a_short_beginning_is_no_fuzzy_match(index: SqliteStore) -> None:
    """Three letters find what begins with them and nothing else."""
    assert keys(index, "lav") == ["lavrov"]


def test_another_name_is_another_name(index: SqliteStore) -> None:
    """George Bush is no George Habash: the card is a partial answer at most."""
    assert not search(index, parse("George Bush")).complete


def test_a_correction_is_told(index: SqliteStore) -> None:
    """The answer says what a misspelt word was taken for, and how each word was met."""
    answer = search(index, parse("wagnr hezbollah"))
    first = answer.hits[0]
    met = {word: [(m.word, m.kind) for m in matches] for word, matches in first.matched.items()}

    assert answer.complete
    assert answer.corrections == [("wagnr", "wagner")]
    assert met["wagnr"][0] == ("wagner", "fuzzy")
    assert met["hezbollah"][0] == ("hezbollah", "exact")


def test_only_an_unknown_word_is_corrected() -> None:
    """A word that the vocabulary has is not corrected, even where only another word is met."""
    answer = search(index_of("hezbollah", "hizbullah delegation"), parse("hezbollah delegation"))

    assert answer.hits[0].key == "1"
    assert not answer.corrections


def test_no_correction_where_a_hit_has_a_form_of_the_word() -> None:
    """`refining` is told as no slip when one card has `refined`."""
    answer = search(index_of("refined oil", "refusing oil"), parse("refuning"))
    clear = search(index_of("refined oil", "refuting oil"), parse("refining"))

    assert answer.corrections == [("refuning", "refusing")]
    assert not clear.corrections


@pytest.mark.parametrize(
    ("query", "claim", "other"),
    [
        ("fighting men", "fighting mentions", "men"),
        ("terror list", "terror by lister", "list"),
        ("oil lamp", "oil in limp", "lamp"),
    ],
)
def test_a_known_word_is_met_by_its_forms_only(query: str, claim: str, other: str) -> None:
    """Mere likeness to a word that stands in the vocabulary makes no card complete."""
    answer = search(index_of(claim, other), parse(query))

    assert not answer.complete
    assert answer.hits[0].key == "0"


@pytest.mark.parametrize(
    ("query", "claim", "other"),
    [
        ("iran oil", "iranian oil", "iran"),
        ("israeli strike", "strike on israel", "israeli"),
        ("qasir dead", "kasir is dead", "qasir"),
        ("sent fighters", "sending a fighter", "sent"),
    ],
)
def test_forms_of_a_known_word(query: str, claim: str, other: str) -> None:
    """Inflections, a people and its land, and a name that sounds the same count as the word."""
    answer = search(index_of(claim, other), parse(query))

    assert answer.complete
    assert [hit.key for hit in answer.hits] == ["0"]


def test_the_nearest_match_comes_first() -> None:
    """The word itself is named before its other form, though that stands in a better place."""
    index = SqliteStore()
    with index.changing() as writer:
        writer.fill([Document("a", "f", 1, 0, 0, "it was sanctioned", note="a sanction")])
    matched = search(index, parse("sanction")).hits[0].matched

    assert [match.word for match in matched["sanction"]] == ["sanction", "sanctioned"]


def test_another_vowel_is_another_name() -> None:
    """A known name is not taken for one whose vowels all differ."""
    matched = search(index_of("kosur met kasir"), parse("kasir")).hits[0].matched

    assert [match.word for match in matched["kasir"]] == ["kasir"]


def test_a_compound_is_met_in_two_words_and_told_so() -> None:
    """Both words of a compound are named, and they must stand in a row."""
    answer = search(index_of("almaz antey", "antey almaz"), parse("almazantey"))

    assert [hit.key for hit in answer.hits] == ["0"]
    assert answer.hits[0].matched["almazantey"][0].word == "almaz antey"


def test_a_word_that_goes_on_is_a_partial_answer() -> None:
    """`gazprombank` leads to `gazprom`, though no card has it."""
    answer = search(index_of("gas of Gazprom", "a bank"), parse("gazprombank"))

    assert not answer.complete
    assert [hit.key for hit in answer.hits] == ["0"]


@pytest.mark.parametrize(
    ("query", "known"),
    [
        ("sacrify", "sacrifices"),
        ("interior", "international"),
        ("sinai", "seen"),
        ("cable", "gobl"),
    ],
)
def test_a_hint_is_suggested_and_no_answer(query: str, known: str) -> None:
    """A word that only begins or sounds like another one finds no card by itself."""
    answer = search(index_of(f"three {known}", "an offer"), parse(query))

    assert answer.hits == []
    assert answer.suggestions == {query: [known]}


def test_a_hint_adds_to_an_answer() -> None:
    """Beside a word that a card has, it makes that card the better one, and is but suggested."""
    answer = search(index_of("an offer of peace", "an offer of sacrifices"), parse("offer sacrify"))

    assert [hit.key for hit in answer.hits] == ["1", "0"]
    assert not answer.complete
    assert answer.suggestions == {"sacrify": ["sacrifices"]}
    assert list(answer.hits[0].matched) == ["offer"]


def test_a_word_that_exists_is_no_misspelling_by_itself() -> None:
    """Where a filter leaves no card that has it, none with a word like it is shown."""
    index = SqliteStore()
    with index.changing() as writer:
        claims = [("tank", ()), ("talk", ("topic:economic",))]
        rows = [Document(text, "", 1, 0, 0, text, facets=facets) for text, facets in claims]
        writer.fill(rows)

    assert search(index, parse("tank"), Where((("topic:economic",),))).hits == []


@pytest.mark.parametrize(
    ("query", "name"),
    [("kassir", "qaseer"), ("moukaled", "mukallad"), ("zeinab", "zaynab"), ("yusif", "youcef")],
)
def test_another_spelling_of_a_name_finds_it(query: str, name: str) -> None:
    """In six letters and more they differ by a vowel at most, in a shorter word by none."""
    answer = search(index_of(f"a man called {name}", "an offer"), parse(query))

    assert [hit.key for hit in answer.hits] == ["0"]
    assert answer.corrections == [(query, name)]


def test_exact_before_stem_before_slip(index: SqliteStore) -> None:
    """Scores lie between 0 and 1 and fall with nearness."""
    queries = ("sanctioned", "sanctions", "santcioned")
    scores = [search(index, parse(query)).hits[0].score for query in queries]

    assert 1 >= scores[0] >= scores[1] >= scores[2] > 0


def test_near_and_in_order_before_apart() -> None:
    """Words that stand together as asked come before the same words turned round, or far apart."""
    far = "oil " + "x " * 12 + "deal"
    index = index_of("deal oil " + "x " * 12, far, "oil deal " + "x " * 12)

    assert keys(index, "oil deal") == ["2", "0", "1"]


def test_all_words_or_the_best_part(index: SqliteStore) -> None:
    """Cards with all words only; where there are none, partial ones with a flag."""
    partial = search(index, parse("hezbollah copenhagen"))

    assert keys(index, "hezbollah moscow") == ["lavrov"]
    assert not partial.complete
    assert {hit.key for hit in partial.hits} == {"wagner", "lavrov"}


def test_a_word_looked_for_later_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """A card with all words is found among many that have only those looked for first."""
    question = "delta bravo charlie alpha golf"
    others = ["alpha bravo charlie delta"] * 3
    index = index_of("golf alpha bravo charlie delta", *others, *["golf"] * 5)

    assert keys(index, question) == ["0"]
    monkeypatch.setattr(engine, "CANDIDATES", 2)
    assert [hit.key for hit in search(index, parse(question), limit=1).hits] == ["0"]
    assert search(index, parse(question), limit=1).complete


def test_a_card_with_more_words_than_are_looked_for_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where many newer cards have the rarest words only, all the words lead to an older one."""
    monkeypatch.setattr(engine, "CANDIDATES", 2)
    rarest = "alpha bravo charlie delta echo foxtrot"
    index = index_of(f"{rarest} golf", *[rarest] * 3, *["golf"] * 9)
    answer = search(index, parse(f"{rarest} golf"), limit=1)

    assert answer.complete
    assert [hit.key for hit in answer.hits] == ["0"]
    assert not search(index, parse(f"{rarest} gold"), limit=1).complete


@pytest.mark.parametrize(("read", "unread"), [(1, True), (9, False)])
def test_a_phrase_that_was_not_looked_for_everywhere(
    monkeypatch: pytest.MonkeyPatch, read: int, *, unread: bool
) -> None:
    """Whether there are more cards with the words of a phrase than were read is known."""
    monkeypatch.setattr(selection, "PHRASE_CARDS", read)
    index = index_of("foo bar", "bar foo", "bar and foo")

    assert search(index, parse('"foo the bar"')).unread is False  # no card has the words
    assert search(index_of("bar foo", "bar and foo"), parse('"foo bar"')).unread is unread


def test_a_phrase_among_many_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where few cards are read in search of a phrase, all words choose them."""
    monkeypatch.setattr(selection, "PHRASE_CARDS", 2)
    others = ["bar foo alpha bravo charlie delta"] * 3
    index = index_of("foo bar alpha bravo charlie delta golf", *["golf"] * 4, *others)

    assert keys(index, '"foo bar" alpha bravo charlie delta golf') == ["0"]
    assert keys(index, 'alpha bravo charlie delta golf -"bar foo"') == ["0"]


def test_grammar_alone_is_no_answer() -> None:
    """The s of a genitive is no part of a name that nobody has."""
    answer = search(index_of("a Pantsir-S1 and Russia's oil"), parse("S-300"))

    assert (answer.hits, answer.total) == ([], 0)


def test_another_spelling_is_found_beside_the_one_that_is_written() -> None:
    """A name that sounds the same counts as the name, also where another card has it as asked."""
    index = index_of("kassir sold oil", "qasir sold oil", "kassir bought oil")

    assert keys(index, "kassir sold oil") == ["0", "1"]


def test_a_real_word_may_be_a_slip() -> None:
    """Where no card has all words, a word that exists is also taken for a misspelling."""
    answer = search(index_of("a mike for the singer", "the price of mice"), parse("mice singer"))

    assert [hit.key for hit in answer.hits] == ["0", "1"]


def test_a_long_question_is_not_second_guessed() -> None:
    """In a question of many words the others decide."""
    index = index_of("alpha bravo charlie delta echo foxtrot golf hotels india", "motel")
    answer = search(index, parse("alpha bravo charlie delta echo foxtrot golf india motel"))

    assert "motel" not in answer.hits[0].matched


def test_much_that_is_asked_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few postings are read, few words compared and clear answers suffice, still best first."""
    monkeypatch.setattr(engine, "POSTINGS", 1)
    monkeypatch.setattr(engine, "ENOUGH", 1)
    monkeypatch.setattr(reader, "COMPARED", 1)
    index = index_of("oil wagner", "wagnes", "oil wagnet", "oil")

    assert keys(index, "oil copenhagen") == ["3"]
    asked = keys(index, "oil wagner copenhagen")  # for oil nothing is left
    assert asked[0] == "0"
    assert "3" not in asked
    assert keys(index, "oil wagnex")[0] in {"0", "2"}
    assert keys(index, "wagner") == ["0"]


def test_phrase(index: SqliteStore) -> None:
    """A phrase is met word for word; where nobody has it, its words are a partial answer."""
    assert keys(index, '"hezbollah delegation"') == ["lavrov"]
    assert keys(index, '"hezbollah delegation" moscow') == ["lavrov"]
    assert not search(index, parse('"delegation hezbollah"')).complete


def test_exclusion(index: SqliteStore) -> None:
    """An excluded word, phrase or nothing but exclusions."""
    others = {"wagner", "oil", "fund", "drones", "base", "nasrallah"}

    assert keys(index, "hezbollah -wagner") == ["lavrov"]
    assert keys(index, 'hezbollah -"pantsir s"') == ["lavrov"]
    assert keys(index, 'hezbollah copenhagen -"pantsir s"') == ["lavrov"]
    assert set(keys(index, "-moscow")) == others


def test_filters(index: SqliteStore) -> None:
    """Facets and days are conditions of the search and of the timeline."""
    either = Where(facets=(("topic:military", "topic:economic"),))
    economic = Where(facets=(("topic:economic",),))
    neither = Where(without=("topic:military", "topic:economic"))

    assert in_time(index, economic) == ["oil", "fund"]
    assert in_time(index, economic, newest_first=True) == ["fund", "oil"]
    assert keys(index, "hezbollah", either) == ["wagner"]
    assert in_time(index, neither) == ["habash", "nasrallah", "lavrov"]


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("2021-01-01", "2022-01-01", "base lavrov"),
        (None, "1999-01-01", "habash"),
        ("2019-06-01", "2019-07-01", "base fund"),
        ("2016-01-01", "2015-01-01", ""),
    ],
)
def test_a_range_of_days(index: SqliteStore, since: str | None, until: str, expected: str) -> None:
    """What lies at least in part between two days passes, however long ago it began."""
    where = Where(since=day(since) if since else None, until=day(until))

    assert in_time(index, where) == expected.split()
    assert in_time(index, where, newest_first=True) == expected.split()[::-1]


def test_a_limit_of_a_range(index: SqliteStore) -> None:
    """The first, or the last, cards of a range are those that a limit leaves."""
    where = Where(since=day("2019-06-01"))

    assert in_time(index, where, 1) == ["base"]
    assert in_time(index, where, 1, newest_first=True) == ["wagner"]
    assert in_time(index, where, 3, newest_first=True) == ["wagner", "lavrov", "fund"]


def test_a_phrase_is_sought_on_a_bounded_number_of_cards(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the bound the newest cards with its words have the say."""
    monkeypatch.setattr(selection, "PHRASE_CARDS", 1)

    assert not search(index_of("oil deal", "deal oil"), parse('"oil deal"')).complete


def test_no_word_of_grammar_is_made_of_two_slips() -> None:
    """One letter wrong in "which" is forgiven; "unifil" is a word not known here, not "until"."""
    index = index_of("They waited until dawn.", "The ship which sank.")
    assert keys(index, "unifil") == []
    assert keys(index, "wich ship") == ["1"]
