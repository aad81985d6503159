"""Questions that were once answered wrongly: the smallest input of each kind, and its answer."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import REPOSITORY

if TYPE_CHECKING:
    from tests.conftest import Run

Runner = Callable[..., "Run"]
Writer = Callable[..., Path]

SHIPPED = REPOSITORY / "facts" / "hezbollah-russia"


def card(claim: str, card_id: str, **fields: str) -> str:
    """A card in one line."""
    told = "".join(f", {name}: {text}" for name, text in fields.items())
    given = f'- {{id: {card_id}, claim: "{claim}", confidence: possible, source: S'
    return f"{given}{told if 'date' in fields else told + ', date: 2016'}}}\n"


def of(run: Runner, facts: Path, query: str) -> list[dict[str, Any]]:
    """The cards of an answer, best first."""
    found: list[dict[str, Any]] = json.loads(run("--facts", facts, "search", query, "--json").out)
    return found


def ids(run: Runner, facts: Path, query: str) -> list[str]:
    """Their ids."""
    return [found["id"] for found in of(run, facts, query)]


ABSENT = (
    *("iraq", "kurds", "qaida", "funding", "police", "troops", "crimea", "geneva", "nasser"),
    *('"iraq"', '"kurds"', '"qaida"', '"funding"', '"police"', '"nasser"'),
)


@pytest.mark.parametrize("word", ABSENT)
def test_a_word_that_no_card_has_is_not_answered(run: Runner, word: str) -> None:
    """What is but like it is suggested, up to three words; the status tells that nothing is."""
    done = run("--facts", SHIPPED, "search", word, "--json")

    assert (done.status, json.loads(done.out)) == (1, [])
    assert "; did you mean `" in done.err
    assert 1 <= done.err.count("`") // 2 <= 3


def test_a_country_is_not_its_neighbour(run: Runner, cards: Writer) -> None:
    """Iraq is a word as it stands, and one letter from Iran."""
    facts = cards(card("Hezbollah fighters were seen in Iran.", "iran"))
    done = run("--facts", facts, "search", "iraq", "--format", "ids")

    assert (done.status, done.out) == (1, "")
    assert done.err == "relcli: note: nothing found for iraq; did you mean `iran`?\n"
    assert ids(run, facts, "irann") == ["iran"]


@pytest.mark.parametrize(
    "query", ["hashim", "hasim", "qasem", "kassir", "pantsr wagnr", "nasralla"]
)
def test_every_shown_card_that_rests_on_a_slip_is_told(run: Runner, query: str) -> None:
    """A word and what it was taken for stand in a remark, for each word of each card."""
    done = run("--facts", SHIPPED, "search", query, "--json")
    slips = {
        (match["word"], match["found"])
        for found in json.loads(done.out)
        for match in found["matched"]
        if match["how"] == "fuzzy"
    }

    assert all(f"{word} → " in done.err and taken in done.err for word, taken in slips)
    assert done.status == (1 if "did you mean" in done.err and not slips else 0)


def test_operators(run: Runner) -> None:
    """They are understood, and how is told."""
    found = of(run, SHIPPED, "wagner NOT pantsir")
    either = run("--facts", SHIPPED, "list", "--topic", "economic", "--topic", "military", "--json")
    asked = run(
        *("--facts", SHIPPED, "search", "topic:economic OR topic:military"),
        *("--limit", "0", "--json"),
    )

    assert found
    assert not any("Pantsir" in card["claim"] for card in found)
    assert asked.err == "relcli: note: read as `topic:economic` or `topic:military`\n"
    assert sorted(card["id"] for card in json.loads(asked.out)) == sorted(
        card["id"] for card in json.loads(either.out)
    )


def test_where_a_word_was_found(run: Runner) -> None:
    """Putin stands in the title of a source alone, which the card shows."""
    out = run("--facts", SHIPPED, "search", "did nasrallah meet putin", "--format", "table").out

    assert "source: … Faro sul Mondo, Sayyed Nasrallah Receives Putin's Delegation" in " ".join(
        out.split()
    )


@pytest.mark.parametrize("query", ["2016-11", "november 2016"])
def test_cards_of_a_month_come_first(run: Runner, query: str) -> None:
    """No card of another month stands before them."""
    dates = [found["date"] for found in of(run, SHIPPED, query)]
    of_month = [date for date in dates if date.startswith("2016-11")]

    assert len(of_month) > 2
    assert dates[: len(of_month)] == of_month


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("when was hezbollah founded", "hezbollah-founded-1982"),
        ("how many offices", "three-more-offices"),
    ],
)
def test_asking_words_don_t_count(run: Runner, query: str, first: str) -> None:
    """Only what is asked for is looked for."""
    assert ids(run, SHIPPED, query)[0] == first


def test_what_happened_asks_for_a_time(run: Runner, cards: Writer) -> None:
    """The word is looked for only where there is nothing else in the question."""
    facts = cards(
        card("The tug sank.", "tug", date="2013-04-27") + card("It happened once.", "once")
    )
    asked = run("--facts", facts, "search", "what happened in april 2013", "--json")

    assert (asked.err, [found["id"] for found in json.loads(asked.out)]) == ("", ["tug"])
    assert ids(run, facts, "what happened") == ["once"]
    assert ids(run, facts, '"happened" once') == ["once"]


def test_a_better_card_is_not_hidden_by_one_with_all_the_words(run: Runner) -> None:
    """The best partial answers follow."""
    found = of(run, SHIPPED, "is hezbollah on russia's terror list")

    assert "russia-no-terror-listing" in [card["id"] for card in found]
    assert [card["all_words"] for card in found] == sorted(
        (card["all_words"] for card in found), reverse=True
    )


MINORITY = (
    card("Youth unemployment in minority communities is about 40 percent.", "a")
    + card("Minority voters were turned away.", "b")
    + card("African-American youth unemployment is 51 percent.", "c")
    + card("Say her name: #DraftOurDaughters trended in October.", "d")
)


def test_partial_answers_are_told_apart(run: Runner, cards: Writer) -> None:
    """On the screen a line parts them, in JSON a key."""
    facts = cards(MINORITY)
    found = of(run, facts, "Minority youth unemployment")
    done = run("--facts", facts, "search", "Minority youth unemployment", "--format", "table")

    assert [(card["id"], card["all_words"]) for card in found] == [
        *(("a", True), ("c", False), ("b", False))
    ]
    before, _, after = " ".join(done.out.split()).partition("These have some of the words:")
    assert "40 percent" in before
    assert "51 percent" in after
    assert done.err == (
        "relcli: note: only the first has all the words, those below some of them\n"
    )


@pytest.mark.parametrize("query", ["draftourdaughters", "#DraftOurDaughters", "draft daughters"])
def test_a_hashtag(run: Runner, cards: Writer, query: str) -> None:
    """It is found by its words, and as one."""
    assert ids(run, cards(MINORITY), query) == ["d"]


def test_what_is_left_out_is_told(run: Runner) -> None:
    """A dash before a signature leaves cards out, which nobody may have meant."""
    done = run("--facts", SHIPPED, "search", "I feared for my life. -Nasrallah", "--json")

    assert done.err.startswith("relcli: note: left out: cards with `Nasrallah`\n")


@pytest.mark.parametrize(
    ("query", "found"),
    [("internationalisms", {"a": True, "b": True}), ("internationalistic", {"b": False})],
)
def test_long_words(run: Runner, cards: Writer, query: str, found: dict[str, bool]) -> None:
    """What has the same stem is an answer; a mere beginning is a part of one."""
    facts = cards(
        card("Internationalism was debated in Aleppo.", "a")
        + card("International observers left Aleppo.", "b")
        + card("A boat was sold.", "c")
    )

    assert {card["id"]: card["all_words"] for card in of(run, facts, query)} == found


def test_an_ayin_does_not_cut_a_word(run: Runner, cards: Writer) -> None:
    """Daesh is no D. and SH."""
    facts = cards(
        card("The clerk D. Smith filed form SH in 2020.", "clerk")
        + card("Daesh fighters left the town.", "daesh")
    )

    assert ids(run, facts, "داعش") == ["daesh"]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("Abdelrahman", "Abd al-Rahman Khan"),
        ("Saifuddin", "Saif al-Din Jabbar"),
        ("Abubakar", "Abu Bakr Omar"),
        ("Ansarullah", "Ansar Allah"),
        ("Schtschukin", "Shchukin"),
        ("Chruschtschow", "Khrushchev"),
        ("صالح", "Saleh Jabbar"),
        ("فاغنر", "Wagner Group"),
        ("حماس", "Hamas"),
        ("إيران", "Iran"),
        ("أنصار الله", "Ansar Allah"),
        ("محمد بن سلمان", "Muhammad bin Salman"),
        ("غزة", "Gaza"),
        ("داعش", "Daesh"),
    ],
)
def test_names(run: Runner, cards: Writer, query: str, name: str) -> None:
    """A name is found as another script or country writes it, and no other one is."""
    names = (
        *("Abd al-Rahman Khan", "Hassan Nasrallah", "Saif al-Din Jabbar", "Abu Bakr Omar"),
        *("Ansar Allah", "Shchukin", "Zhukov", "Khrushchev", "Saleh Jabbar", "Wagner Group"),
        *("Hamas", "Iran", "Muhammad bin Salman", "Gaza", "Daesh", "Kuwait", "Mosul"),
    )
    facts = cards("".join(card(f"A report names {n}.", f"n{i}") for i, n in enumerate(names)))

    assert [found["claim"] for found in of(run, facts, query) if found["all_words"]] == [
        f"A report names {name}."
    ]


@pytest.mark.parametrize(("query", "found"), [("אסד", "assad"), ("פוטין", "putin"), ("תג", None)])
def test_letters_without_vowels_are_a_name_and_no_common_word(
    run: Runner, cards: Writer, query: str, found: str | None
) -> None:
    """Cards have "used" and "tug" in small letters; the id of an actor is no word in small ones."""
    actors = "assad: {name: Bashar al-Assad}\nvladimir-putin: {name: Vladimir Putin}\n"
    facts = cards(
        card("Assad came.", "assad", actors="[assad]")
        + card("Putin left.", "putin", actors="[vladimir-putin]")
        + card("The tug was used.", "tug"),
        actors=actors,
    )

    assert ids(run, facts, query) == ([found] if found else [])


@pytest.mark.parametrize(("query", "found"), [("sell", []), ("сил", ["army"])])
def test_a_right_word_is_no_word_in_other_letters(
    run: Runner, cards: Writer, query: str, found: list[str]
) -> None:
    """It sounds as the spelling that the index has of one, and no card has a name that is so."""
    actors = "forces: {name: Armed Forces, aliases: [Збройних сил України]}"
    facts = cards(card("They left.", "army", actors="[forces]"), actors=actors)

    assert ids(run, facts, query) == found


@pytest.mark.parametrize(
    "query", ["石正丽", "病毒研究所", "警告", "武汉 石正丽", '"武汉 石正丽"', "武"]
)
def test_chinese(run: Runner, cards: Writer, query: str) -> None:
    """Any part of a sentence without spaces is found, and words of it apart from each other."""
    facts = cards(card("武汉病毒研究所的所长石正丽教授今天凌晨向全国人民发出警告。", "c"))

    assert ids(run, facts, query) == ["c"]


@pytest.mark.parametrize("query", ["สาธารณสุข", "กรุงเทพมหานคร", "ผู้ติดเชื้อ"])
def test_thai(run: Runner, cards: Writer, query: str) -> None:
    """Likewise, vowel signs included."""
    claim = "กระทรวงสาธารณสุขเผยอัตราครองเตียงผู้ติดเชื้อพื้นที่กรุงเทพมหานคร"

    assert ids(run, cards(card(claim, "t")), query) == ["t"]


def test_vowel_signs_of_hindi_count(run: Runner, cards: Writer) -> None:
    """The heart is no lentils, and Delhi only begins with it."""
    facts = cards(
        card("पुलिस दल ने दिल्ली में छापा मारा।", "delhi")
        + card("मरीज़ के दिल का आपरेशन हुआ।", "heart")
        + card("दाल के दाम बढ़ गए।", "lentils")
    )

    assert [card["id"] for card in of(run, facts, "दिल") if card["all_words"]] == ["heart"]
    assert "lentils" not in ids(run, facts, "दिल")


@pytest.mark.parametrize("query", ["福島", "事故", "原子力", "東電"])
def test_japanese(run: Runner, cards: Writer, query: str) -> None:
    """Likewise; an abbreviation is found where it is an alias."""
    claim = "東京電力は2011年に福島第一原子力発電所の事故を起こした。"
    facts = cards(
        card(claim, "a4", actors="[tokyo]"),
        actors="tokyo: {name: 東京電力, aliases: [TEPCO, 東電]}\n",
    )

    assert ids(run, facts, query) == ["a4"]


def test_a_remark_has_no_inner_spelling(run: Runner, cards: Writer) -> None:
    """A word in another script is told as the user wrote it, and as the card does."""
    facts = cards(card("Жук купил лодку.", "zhuk"))

    assert run("--facts", facts, "search", "лодк жукк", "--json").err == (
        "relcli: note: лодк → лодку, жукк → Жук\n"
    )
