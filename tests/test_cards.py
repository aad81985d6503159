"""Cards in every form that they may have, and what keeps a card from being one."""

import textwrap

import pytest

from relcli.load.cards import read_cards
from relcli.load.declared import Declared
from relcli.load.yaml_tree import YamlTree
from relcli.model.card import Actor, Card, Source
from relcli.model.date import Date
from relcli.model.ids import derived_id
from relcli.model.problem import Place
from relcli.model.scale import Confidence, Reliability, Stance

ACTORS = """
wagner-group: {name: Wagner Group, aliases: [Vagner, PMC Wagner]}
hezbollah: {name: Hezbollah}
broken: {kind: body}
"""
SOURCES = """
wsj-2023-11-02: {publisher: Wall Street Journal, published: 2023-11-02, reliability: B}
cnn-2023-11-02: {publisher: CNN, origin: wsj-2023-11-02}
kremlin-2023-11-03: {publisher: Kremlin, stance: disputes, says: Baseless.}
broken: {reliability: B}
"""
FOUR = """
- claim: Hezbollah and Russian officers held a first official meeting in Aleppo.
  date: 2016-11
  source: Al-Akhbar, 24 November 2016
  confidence: possible
"""


def read(text: str, *, declare: bool = False) -> tuple[list[Card], list[str]]:
    """Return the cards of x.yaml, with ACTORS, SOURCES and a topic declared or not."""
    declared = Declared()
    if declare:
        declared.read_dataset(YamlTree("topics: {military: Military}", "dataset.yaml"))
        declared.read_actors(YamlTree(ACTORS, "actors.yaml"))
        declared.read_sources(YamlTree(SOURCES, "sources.yaml"))
    tree = YamlTree(textwrap.dedent(text), "x.yaml")
    cards, problems = read_cards(tree, "facts", declared)
    return cards, [str(problem) for problem in [*tree.problems, *problems]]


def card_with(lines: str, *, declare: bool = False) -> Card:
    """Return the card of FOUR, its source replaced by `lines`."""
    text = FOUR.replace("  source: Al-Akhbar, 24 November 2016\n", textwrap.indent(lines, "  "))
    (card,), problems = read(text, declare=declare)
    assert problems == []
    return card


def problems_with(lines: str) -> list[str]:
    """Return what is wrong with that card, in a dataset that declares; it stands in line 2."""
    text = FOUR.replace("  source: Al-Akhbar, 24 November 2016\n", textwrap.indent(lines, "  "))
    cards, problems = read(text, declare=True)
    assert cards == []
    return problems


def test_the_four_line_card() -> None:
    """Claim, date, source and confidence make a card; its id is derived."""
    cards, problems = read(FOUR)
    assert problems == []
    claim = "Hezbollah and Russian officers held a first official meeting in Aleppo."
    source = Source("al-akhbar-24-november-2016", title="Al-Akhbar, 24 November 2016")
    assert cards == [
        Card(
            id=derived_id(claim),
            dataset="facts",
            claim=claim,
            date=Date.parse("2016-11"),
            confidence=Confidence.POSSIBLE,
            sources=(source,),
            place=Place("x.yaml", 2, 3),
        )
    ]


def test_the_fullest_card() -> None:
    """Every key of a card and of its sources is read."""
    cards, problems = read(
        """
        - id: pantsir-transfer
          claim: Wagner planned to hand a Pantsir-S1 air-defence system to Hezbollah.
          date: 2023-11-02/2023-11-21
          confidence: possible
          topics: [military]
          actors: [wagner-group, hezbollah]
          sources:
            - wsj-2023-11-02
            - id: kremlin-2023-11-03
              stance: disputes
              says: The Kremlin spokesman called the report baseless.
            - publisher: CNN
              published: 2023-11-02
              reliability: B
              origin: wsj-2023-11-02
          note: No source confirms that the system was delivered.
          related: [wagner-collaboration]
          contradicts: [pantsir-delivered]
          superseded_by: null
        """,
        declare=True,
    )
    assert problems == []
    day = Date.parse("2023-11-02")
    assert cards == [
        Card(
            id="pantsir-transfer",
            dataset="facts",
            claim="Wagner planned to hand a Pantsir-S1 air-defence system to Hezbollah.",
            date=Date.parse("2023-11-02/2023-11-21"),
            confidence=Confidence.POSSIBLE,
            sources=(
                Source(
                    "wsj-2023-11-02",
                    publisher="Wall Street Journal",
                    published=day,
                    reliability=Reliability.B,
                ),
                Source(
                    "kremlin-2023-11-03",
                    publisher="Kremlin",
                    stance=Stance.DISPUTES,
                    says="The Kremlin spokesman called the report baseless.",
                ),
                Source(
                    "cnn-2023-11-02",
                    publisher="CNN",
                    published=day,
                    reliability=Reliability.B,
                    origin="wsj-2023-11-02",
                ),
            ),
            place=Place("x.yaml", 2, 3),
            topics=("military",),
            actors=(
                Actor("wagner-group", "Wagner Group", None, ("Vagner", "PMC Wagner")),
                Actor("hezbollah", "Hezbollah"),
            ),
            note="No source confirms that the system was delivered.",
            related=("wagner-collaboration",),
            contradicts=("pantsir-delivered",),
            superseded_by=None,
        )
    ]


@pytest.mark.parametrize(
    ("lines", "sources"),
    [
        ("source: CNN\n", [("cnn", "CNN", None)]),
        ("sources: CNN\n", [("cnn", "CNN", None)]),
        ("source: ' CNN '\n", [("cnn", "CNN", None)]),
        ("source: [CNN, AFP]\n", [("cnn", "CNN", None), ("afp", "AFP", None)]),
        ("sources:\n  - CNN\n  - title: AFP\n", [("cnn", "CNN", None), ("afp", "AFP", None)]),
        ("source: {title: A report}\n", [("a-report", "A report", None)]),
        ("source: {publisher: CNN, title: A}\n", [("cnn", "A", "CNN")]),
        ("source: {publisher: CNN, published: 2023}\n", [("cnn-2023", None, "CNN")]),
        ("source: {url: 'https://a.org/b'}\n", [("https-a-org-b", None, None)]),
        ("source: {id: cnn-1, title: A}\n", [("cnn-1", "A", None)]),
        ("source: wsj-2023-11-02\n", [("wsj-2023-11-02", "wsj-2023-11-02", None)]),
        ("source: CNN, after wsj\n", [("cnn-after-wsj", "CNN, after wsj", None)]),
        ("source: {title: A, origin: b}\n", [("a", "A", None)]),
    ],
)
def test_forms_of_a_source(lines: str, sources: list[tuple[str, str | None, str | None]]) -> None:
    """A source is a text, a mapping or a list of both, under `source` or `sources`."""
    card = card_with(lines)
    assert [(source.id, source.title, source.publisher) for source in card.sources] == sources


@pytest.mark.parametrize(
    ("lines", "source"),
    [
        ("source: CNN of that day\n", Source("cnn-of-that-day", title="CNN of that day")),
        ("source: CNN\n", Source("cnn", title="CNN")),
        (
            "source: https://Example.org/a?b=1#c\n",
            Source("https-example-org-a-b-1-c", url="https://Example.org/a?b=1#c"),
        ),
        ("source: HTTP://x.y\n", Source("http-x-y", url="HTTP://x.y")),
        ("source: http://x.y and more\n", Source("http-x-y-and-more", title="http://x.y and more")),
        (
            "source: {id: kremlin-2023-11-03, says: False.}\n",
            Source(
                "kremlin-2023-11-03", publisher="Kremlin", stance=Stance.DISPUTES, says="False."
            ),
        ),
        (
            "source: {id: kremlin-2023-11-03, stance: supports, publisher: TASS}\n",
            Source("kremlin-2023-11-03", publisher="TASS", says="Baseless."),
        ),
        # The origin is followed through sources.yaml.
        (
            "source: {publisher: BBC, origin: cnn-2023-11-02}\n",
            Source("bbc", publisher="BBC", origin="wsj-2023-11-02"),
        ),
        (
            "source: cnn-2023-11-02\n",
            Source("cnn-2023-11-02", publisher="CNN", origin="wsj-2023-11-02"),
        ),
        # What is wrong with a source is said once, in sources.yaml.
        ("source: broken\n", Source("broken", title="broken")),
        ("source: {id: broken, says: X.}\n", Source("broken", title="broken", says="X.")),
        (
            "source: {publisher: BBC, origin: broken}\n",
            Source("bbc", publisher="BBC", origin="broken"),
        ),
    ],
)  # fmt: skip
def test_sources_of_a_dataset_that_declares(lines: str, source: Source) -> None:
    """An id stands for what sources.yaml says, with what differs here; other texts are titles."""
    assert card_with(lines, declare=True).sources == (source,)


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ("source: wsj-2023-11-03\n", ("4:11: error[unknown-source] the dataset has no source "
         "`wsj-2023-11-03`; did you mean `wsj-2023-11-02`?")),
        ("source: reuters\n", ("4:11: error[unknown-source] the dataset has no source `reuters`; "
         "declare it in sources.yaml")),
        ("source:\n  - title: A\n    id: wsj\n", ("6:11: error[unknown-source] the dataset has no "
         "source `wsj`; declare it in sources.yaml")),
        ("source: {title: A, origin: wsj}\n", ("4:30: error[unknown-source] the dataset has no "
         "source `wsj`; declare it in sources.yaml")),
        ("source: {stance: disputes}\n", ("4:11: error[missing-key] a source without title, "
         "publisher or url; add one: a reader must be able to find it")),
        ("source: {id: wsj-2023-11-02, stance: denies}\n", ("4:40: error[unknown-stance] `denies` "
         "is no stance word; write one of supports, qualifies, disputes")),
        ("source: {title: A, speaker: [x]}\n",
         "4:31: error[shape] `speaker` is a list; write one text"),
        ("source: ''\n", "4:11: error[shape] a source that is no text; write its id or title"),
        ("source: [[a]]\n", "4:12: error[shape] a source that is no text; write its id or title"),
        ("source: []\n", ("2:3: error[missing-key] a card without a source; "
         "add `source: who says so, and when`")),
        ("note: x\n", ("2:3: error[missing-key] a card without a source; "
         "add `source: who says so, and when`")),
        ("source: A\nsources: A\n", ("4:3: error[duplicate-key] `source` and `sources` are one "
         "field; keep `sources`")),
    ],
)  # fmt: skip
def test_sources_that_are_none(lines: str, problem: str) -> None:
    """A source that nobody can look up keeps its card from being one, and says where and why."""
    assert problems_with(lines) == [f"x.yaml:{problem}"]


@pytest.mark.parametrize(
    ("lines", "declare", "actors"),
    [
        ("actors: [hezbollah]\n", True, [("hezbollah", "Hezbollah")]),
        ("actors: hezbollah\n", True, [("hezbollah", "Hezbollah")]),
        ("actors: [Vagner, PMC  WAGNER, wagner-group]\n", True, [("wagner-group", "Wagner Group")]),
        ("actors: [broken]\n", True, [("broken", "broken")]),
        ("actors: [Hezbollah, PMC Wagner]\n", False,
         [("hezbollah", "Hezbollah"), ("pmc-wagner", "PMC Wagner")]),
        ("actors: []\n", False, []),
    ],
)  # fmt: skip
def test_actors(lines: str, declare: bool, actors: list[tuple[str, str]]) -> None:  # noqa: FBT001
    """An actor is named by id, name or alias, and stands once; undeclared, by any name."""
    card = card_with("source: CNN\n" + lines, declare=declare)
    assert [(actor.id, actor.name) for actor in card.actors] == actors


def test_topics() -> None:
    """A topic stands once; where none is declared, any word is one."""
    card = card_with("source: CNN\ntopics: [military, military]\n", declare=True)
    assert card.topics == ("military",)
    assert card_with("source: CNN\ntopics: zoology\n").topics == ("zoology",)


def test_names_that_the_dataset_does_not_declare() -> None:
    """An undeclared topic or actor is a problem wherever its name stands."""
    lines = "source: CNN\ntopics: [militry]\nactors: [hezbollah, hezbolah, hezbolah]\n"
    assert problems_with(lines) == [
        (
            "x.yaml:5:12: error[unknown-topic] the dataset has no topic `militry`; "
            "did you mean `military`?"
        ),
        (
            "x.yaml:6:23: error[unknown-actor] the dataset has no actor `hezbolah`; "
            "did you mean `hezbollah`?"
        ),
        (
            "x.yaml:6:33: error[unknown-actor] the dataset has no actor `hezbolah`; "
            "did you mean `hezbollah`?"
        ),
    ]


def test_a_broken_source_does_not_forbid_undeclared_actors() -> None:
    """Where no actor is declared, any is one, whatever is wrong with sources.yaml."""
    declared = Declared()
    declared.read_sources(YamlTree(SOURCES, "sources.yaml"))
    tree = YamlTree(FOUR.replace("source: Al-Akhbar, 24", "actors: [X]\n  source: 24"), "x.yaml")
    (card,), problems = read_cards(tree, "facts", declared)
    assert problems == []
    assert card.actors == (Actor("x", "X"),)


def test_everything_wrong_with_a_card_is_said_at_once() -> None:
    """Whoever mends a card need not run relcli once for each of its problems."""
    lines = (
        "id: a b\nnote: [x]\ncolour: red\nsource: {title: A, published: x}\nsuperseded_by: '-'\n"
    )
    rules = [problem.split("[")[1].split("]")[0] for problem in problems_with(lines)]
    assert sorted(rules) == ["date", "id", "id", "shape", "unknown-key"]


@pytest.mark.parametrize("item", ["text", "[a]", "null", ""])
def test_an_item_that_is_no_card(item: str) -> None:
    """An item of another shape is a problem; the cards around it are read."""
    cards, problems = read(f"{FOUR}- {item}\n{FOUR.replace('first', 'second')}")
    assert len(cards) == 2
    assert problems == [
        (
            f"x.yaml:6:{3 if item else 2}: error[shape] a card that is no mapping; "
            "start it `- claim: …`"
        )
    ]


@pytest.mark.parametrize(
    ("text", "place"), [("a: b", "1:1"), ("text", "1:1"), ("# c\na: b", "2:1")]
)
def test_a_file_that_is_no_list(text: str, place: str) -> None:
    """A file of cards is a list."""
    assert read(text) == (
        [],
        [
            (
                f"x.yaml:{place}: error[shape] the file is no list of cards; "
                "start each card with `- claim: …`"
            )
        ],
    )


@pytest.mark.parametrize("text", ["", "# nothing yet", "null", "[]"])
def test_a_file_without_cards(text: str) -> None:
    """A file that holds nothing yet is no problem."""
    assert read(text) == ([], [])


def test_texts_that_other_tools_would_type() -> None:
    """A claim of `no`, a note of 2016 and an id of 1e3 are what they say."""
    card = card_with("id: 1e3\nsource: 2016\nnote: 0x10\ntopics: [yes, no]\n")
    assert (card.id, card.sources[0].title, card.note) == ("1e3", "2016", "0x10")
    assert card.topics == ("yes", "no")
