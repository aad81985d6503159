"""Sentences and the cards that bear on them: right ones, none, and what differs."""

# ruff: noqa: RUF001 - letters of other scripts are meant

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import relcli
from relcli.index.scope import Where
from relcli.match import matcher
from relcli.match.differences import Said
from relcli.match.matcher import Matcher
from relcli.match.rank import Bearing, Rarity
from relcli.model.match import MatchedSentence, Matches
from relcli.model.query import Query

Writer = Callable[..., Path]
SHIPPED = Path(relcli.__file__).parents[1] / "facts" / "hezbollah-russia"
with (Path(__file__).parent / "match" / "draft.tsv").open(encoding="utf-8", newline="") as file:
    DRAFT = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))

TUGS = """\
- id: aground
  claim: The tug Nora ran aground off Skerra with 12 men on board on 3 May 2016.
  date: 2016-05-03
  confidence: probable
  topics: [ships]
  source: The Gazette
- id: sold
  claim: The owner planned to sell the tug Nora for 1.5 million dollars.
  date: as of 2017
  confidence: possible
  source: The Gazette
- id: lamp
  claim: The lighthouse of Skerra got an electric lamp.
  date: 1921
  confidence: confirmed
  source: The Gazette
"""
NAMES = "nora: {name: Nora, aliases: [Нора, نورا]}\nskerra: {name: Skerra}\n"


@pytest.fixture(scope="module")
def facts() -> Iterator[relcli.Facts]:
    """Open the facts that ship."""
    with relcli.open(SHIPPED) as opened:
        yield opened


@pytest.fixture
def tugs(cards: Writer) -> Iterator[relcli.Facts]:
    """Open three cards about a tug and a lighthouse."""
    with relcli.open(cards(TUGS, actors=NAMES)) as opened:
        yield opened


def ids(each: MatchedSentence) -> list[str]:
    """Return the ids of the cards of a sentence."""
    return [hit.card.id for hit in each.hits]


def differs(each: MatchedSentence) -> list[str]:
    """Return in what a sentence and its first card differ."""
    return [f"{d['kind']} {d['draft']}/{d['card']}" for d in each.hits[0].differs]


@pytest.fixture(scope="module")
def matched(facts: relcli.Facts) -> dict[str, MatchedSentence]:
    """Match the whole draft, as it stands."""
    found = facts.match("\n\n".join(row["sentence"] for row in DRAFT), markdown=False)
    return {each.sentence.text: each for each in found}


@pytest.mark.parametrize("row", DRAFT, ids=lambda row: row["sentence"][:40])
def test_a_sentence_has_its_card_or_none(
    matched: dict[str, MatchedSentence], row: dict[str, str]
) -> None:
    """A sentence in other words has its card first, one about nothing of the facts has none."""
    each = matched[row["sentence"]]
    right = row["cards"].split()
    assert bool(each.hits) == bool(right)
    assert not right or ids(each)[0] in right


@pytest.mark.parametrize(
    "row", [row for row in DRAFT if row["differs"]], ids=lambda row: row["sentence"][:40]
)
def test_what_was_changed_is_told(matched: dict[str, MatchedSentence], row: dict[str, str]) -> None:
    """A changed number or date, the opposite of a claim, a plan told as done: each is told."""
    kind, *words = row["differs"].split(" ")
    told = [d for d in matched[row["sentence"]].hits[0].differs if d["kind"] == kind]
    assert told
    if kind in {"number", "date"}:
        assert {str(told[0]["draft"]).lstrip("$"), str(told[0]["card"]).split(" ")[0]} <= {
            *words, " ".join(words).split(" / ")[0], "2.1 billion dollars", "1.2",
        }  # fmt: skip


def test_a_sentence_on_two_facts_has_two_cards(matched: dict[str, MatchedSentence]) -> None:
    """Both are shown beside it."""
    two = [row for row in DRAFT if row["sentence"].startswith(("In November 2016", "Metzger owns"))]
    assert [set(row["cards"].split()) <= {*ids(matched[row["sentence"]])} for row in two] == [
        True
    ] * 2


def test_what_is_denied_is_not_merged_with_the_denial(facts: relcli.Facts) -> None:
    """The statement has the denial beside it, told as such; so has the denial, without more."""
    sent, none = facts.match(
        "Hezbollah has sent fighters to Ukraine.\n\nHezbollah has sent no fighters to Ukraine."
    )
    assert "hezbollah-denies-fighters" in ids(sent)[:2]
    assert "negation None/denied" in differs(sent)
    assert "hezbollah-denies-fighters" in ids(none)[:2]
    assert not any(told.startswith("negation") for told in differs(none))


def test_a_sentence_leans_on_the_one_before(tugs: relcli.Facts) -> None:
    """The names of the sentence before count a little, where this one has none."""
    alone = tugs.match("She ran onto the rocks, aground.", at_least_score=0.01)
    _, leaning = tugs.match(
        "Nora left Skerra. She ran onto the rocks, aground.", at_least_score=0.01
    )
    assert ids(leaning) == ids(alone[0]) == ["aground"]
    assert (leaning.hits[0].score or 0) > (alone[0].hits[0].score or 0)


@pytest.mark.parametrize(
    ("sentence", "right"),
    [
        ("Die Nora lief am 3. Mai 2016 auf Grund, mit allen Leuten.", ["aground"]),
        ("Le Nora est le seul bateau des 12 hommes.", ["aground"]),
        ("«Нора» села на мель 3 мая 2016 года.", ["aground"]),
        ("جنحت نورا في 3 أيار 2016.", ["aground"]),
        ("Die Nora lief auf Grund, und das ist nicht gut.", []),
        ("Das Wetter war am 3. Mai 2016 nicht gut.", []),
    ],
)
def test_a_sentence_in_another_language(
    tugs: relcli.Facts, sentence: str, right: list[str]
) -> None:
    """A name with an equal number or date finds its card; the rest is told to be foreign."""
    (found,) = matches = tugs.match(sentence)
    assert ids(found) == right
    assert found.foreign
    assert matches.remarks == [
        (
            "the sentence of line 1 is in another language than the facts: only names with an equal"
            " number or date are found there"
        )
    ]


def test_a_name_in_a_script_that_no_alias_has(cards: Writer) -> None:
    """It is found as a search finds it."""
    with relcli.open(cards(TUGS, actors="nora: {name: Nora}\n")) as opened:
        (found,) = opened.match("جنحت نورا في 3 أيار 2016.")
        assert ids(found) == ["aground"]


def test_what_an_address_has_is_nothing_that_the_sentence_says(tugs: relcli.Facts) -> None:
    """Its words find no card, and its digits differ from none."""
    address = "https://x.example/2009/05/12/nine-tugs-not-aground"
    (plain,) = tugs.match("The tug Nora ran aground on the Skerra bar.")
    (linked,) = tugs.match(f"The tug Nora ran aground on the Skerra bar ({address}).")
    assert ids(plain)
    assert ids(linked) == ids(plain)
    assert [hit.score for hit in linked.hits] == [hit.score for hit in plain.hits]
    assert differs(linked) == differs(plain)


def test_a_range_of_dates_is_told_of_as_in_a_search(tugs: relcli.Facts) -> None:
    """A state attested at another time is named, and what is only possibly in the range."""
    text = "The owner planned to sell the tug Nora for a million.\n\nThe tug Nora ran aground."
    sold, aground = matches = tugs.match(text, since="2016-05", until="2016-05")
    assert (ids(sold), ids(aground)) == ([], ["aground"])
    assert matches.remarks == [
        "1 state attested at other times may hold then: sold; --states shows it"
    ]
    (row,) = matches.rows()[1]["cards"]
    assert row["in_range"] == "certainly"
    matches = tugs.match(f"{text}\n\n{text}", since="2016-05", until="2016-05", states=True)
    assert ids(matches[0]) == ["sold"]
    assert matches.remarks == ["only possibly in the range: sold"]
    assert matches.rows()[0]["cards"][0]["in_range"] == "possibly"
    (row,) = tugs.match(text).rows()[1]["cards"]
    assert "in_range" not in row
    assert tugs.match(text, since="2017", until="2017").remarks == []


def test_several_foreign_sentences_are_told_in_one_remark(tugs: relcli.Facts) -> None:
    """One line says how many they are."""
    matches = tugs.match("Das ist nicht gut. Das ist nicht so. The tug came.")
    assert matches.remarks[0].startswith("2 of 3 sentences are in another language")


def test_american_words_find_british_ones(cards: Writer) -> None:
    """A word that no card has is looked for as the other side of the Atlantic spells it."""
    british = "- {id: x, claim: The organisation has its centre in Skerra., date: 2016, \
confidence: possible, source: S}"
    with relcli.open(cards(british)) as opened:
        assert ids(opened.match("That organization has a center.")[0]) == ["x"]


def test_numbers_and_names_as_they_are_written(tugs: relcli.Facts) -> None:
    """A number in words is one in digits, and American words are British ones."""
    twelve, sold = tugs.match(
        "Twelve men were on the tug Nora when it ran aground. The tug was sold for $1,600,000."
    )
    assert (ids(twelve), differs(twelve)) == (["aground"], [])
    assert ids(sold) == ["sold"]
    assert differs(sold) == ["number $1,600,000/1.5 million dollars", "hedge None/planned"]


def test_filters(facts: relcli.Facts) -> None:
    """Only cards that pass the filters are beside a sentence."""
    text = "Wagner handed over a Pantsir system to Hezbollah in 2023."
    every = {*ids(facts.match(text)[0])}
    assert "pantsir-transferred" in every
    assert ids(facts.match(text, topic="economic")[0]) == []
    assert set(ids(facts.match(text, confidence="doubtful", at_least_score=0.01)[0])) < every
    assert set(ids(facts.match(text, since="2023-11-21", until="2023-11-21")[0])) < every
    later = facts.match(text, since="2030", states=True, at_least_score=0.2)[0]
    assert all(hit.card.date.as_of for hit in later.hits)
    with pytest.raises(relcli.FilterError, match="topic: no topic `sea`"):
        facts.match(text, topic="sea")


def test_far_days(cards: Writer) -> None:
    """Of days that no index holds, the card itself tells whether it lies in a range."""
    old = TUGS.replace("2016-05-03", "Y-3000000").replace("1921", "Y-4000000")
    with relcli.open(cards(old)) as opened:
        found = opened.match("The lighthouse of Skerra got a lamp.", since="Y-3500000")
        assert found.unmatched == (found[0],)
        assert ids(opened.match("The lighthouse of Skerra got a lamp.")[0]) == ["lamp"]


def test_a_score(tugs: relcli.Facts) -> None:
    """It is from 0 to 1, grows with what both have in common, and a cut-off can be moved."""
    exact, vague = tugs.match(
        "The lighthouse of Skerra got an electric lamp.\n\n"
        "Skerra's lighthouse got a lamp of gold and a keeper."
    )
    scores = [exact.hits[0].score or 0, vague.hits[0].score or 0]
    assert 0 < scores[1] < scores[0] <= 1
    assert tugs.match("A lamp was on the table.", at_least_score=0)[0].hits
    assert not tugs.match("A lamp was on the table.")[0].hits


def test_what_a_score_is_made_of() -> None:
    """Shares of the sentence and of the claim, and how much both have in common."""
    all_of_it = Bearing(1, 1, 5, 5, 0, words=5, names=0, figures=0)
    assert all_of_it.score() > 0.9
    assert all_of_it._replace(claim=0.25).score() < all_of_it._replace(sentence=0.5).score()
    assert all_of_it._replace(common=0.5).score() < 0.5
    assert not all_of_it._replace(words=0).tells
    assert not all_of_it._replace(subject=0.1).tells
    assert all_of_it._replace(words=0, names=2, named=1.5).tells
    assert not all_of_it._replace(words=0, names=1, named=1.5).tells


def test_rarity() -> None:
    """What few cards have weighs 1, what all have nothing; in a small dataset, too."""
    assert [round(Rarity(10)(held), 1) for held in (1, 10)] == [1.0, 0.8]
    assert [round(Rarity(1_000)(held), 2) for held in (1, 1_000, 2_000)] == [1.0, 0.0, 0.0]


def test_rows(tugs: relcli.Facts) -> None:
    """Each sentence is a plain dict with the keys of `--json`, its cards those of a search."""
    (row,) = tugs.match("The tug Nora ran aground with 13 men.").rows()
    assert row["sentence"] == {
        "text": "The tug Nora ran aground with 13 men.", "line": 1, "column": 1,
    }  # fmt: skip
    (card,) = row["cards"]
    assert (card["id"], card["confidence"]) == ("aground", "probable")
    assert 0 < card["score"] <= 1
    assert {"word": "aground", "found": "aground", "how": "exact", "field": "claim"} in card[
        "matched"
    ]
    assert card["differs"] == [{"kind": "number", "draft": "13", "card": "12"}]


def test_matches_are_a_sequence(tugs: relcli.Facts) -> None:
    """They have a length, an order and a table for a notebook, and tell what has no card."""
    matches = tugs.match("The tug Nora ran aground. It rained.")
    assert len(matches) == 2
    assert [each.sentence.text for each in matches.unmatched] == ["It rained."]
    assert matches.matched == (matches[0],)
    assert "aground" in (matches._repr_html_() or "")
    assert Matches()._repr_html_() is None


def test_nothing_to_match(cards: Writer) -> None:
    """A draft without a sentence, and facts without a card, are told."""
    with relcli.open(cards("[]")) as none:
        assert none.match("It rained.").remarks == ["these facts hold no cards yet"]
        assert none.match("").remarks == ["these facts hold no cards yet"]
    with relcli.open(SHIPPED) as some:
        assert some.match("# Heading").remarks == ["there is no sentence in the draft"]
        assert some.match("").rows() == []


def test_two_datasets(cards: Writer, tmp_path: Path) -> None:
    """The best cards of both are shown, and the language is that of most."""
    one = cards(TUGS)
    other = tmp_path / "other.yaml"
    other.write_text(TUGS.replace("id: aground", "id: aground-too"), encoding="utf-8")
    with relcli.open(one, other) as both:
        (found,) = both.match("The tug Nora ran aground off Skerra.")
        assert {*ids(found)} == {"aground", "aground-too"}


def test_what_is_remembered_of_claims_has_a_bound(
    cards: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Weights of words are forgotten where there are too many, and learnt anew."""
    monkeypatch.setattr(matcher, "REMEMBERED", 2)
    with relcli.open(cards(TUGS)) as opened:
        text = "The tug Nora ran aground. " * 3
        assert [ids(each) for each in opened.match(text)] == [["aground"]] * 3


def test_without_actors(cards: Writer) -> None:
    """A dataset that declares none finds its cards by their words all the same."""
    with relcli.open(cards(TUGS)) as opened:
        store = opened._datasets.store(opened._datasets.paths[0])  # noqa: SLF001
        found = Matcher(store, Where()).cards(
            Said("The tug ran aground."), "", foreign=False, at_least=0.1, most=1
        )
        assert [each.ranked.key for each in found] == ["aground"]


def test_progress(facts: relcli.Facts) -> None:
    """Who waits is told how many sentences are done, of how many."""
    told: list[tuple[int, int]] = []
    facts.matches(
        Query(), [("", "One. Two.", False)], told=lambda done, of: told.append((done, of))
    )
    assert told == [(1, 2), (2, 2)]
