"""What a dataset declares: topics, actors with their names, sources with their origins."""

import pytest

from relcli.load.declared import Declared
from relcli.load.yaml_tree import YamlTree
from relcli.model.card import Actor, Source
from relcli.model.date import Date
from relcli.model.names import fold
from relcli.model.scale import Reliability, Stance

ACTORS = """
hezbollah:
  name: Hezbollah
  kind: body
  aliases: [Hizballah, حزب الله, Party of God]
russia:
  name: Russia
  aliases: Россия
"""


def declared(dataset: str = "", actors: str = "", sources: str = "") -> tuple[Declared, list[str]]:
    """Read the three files; return what they declare, and what is wrong with them."""
    declares = Declared()
    problems = [
        *declares.read_dataset(YamlTree(dataset, "dataset.yaml")),
        *declares.read_actors(YamlTree(actors, "actors.yaml")),
        *declares.read_sources(YamlTree(sources, "sources.yaml")),
    ]
    return declares, [str(problem) for problem in problems]


def test_nothing_declared() -> None:
    """Empty files declare nothing, and nothing is wrong with them."""
    declares, problems = declared()
    assert problems == []
    assert declares == Declared()


def test_dataset() -> None:
    """dataset.yaml gives title, description, licence and topics with their labels."""
    declares, problems = declared(
        "title: Facts\ndescription: All\nlicense: CC0\n"
        "topics:\n  military: Military\n  economic:\n  no: '2016'\n"
    )
    assert problems == []
    assert (declares.title, declares.description, declares.license) == ("Facts", "All", "CC0")
    assert declares.topics == {"military": "Military", "economic": "economic", "no": "2016"}


def test_settings_of_check() -> None:
    """dataset.yaml can say which rules `check` goes by."""
    declares, problems = declared("check:\n  select: [date, id]\n  ignore: alias\n")
    assert problems == []
    assert (declares.selected, declares.ignored) == (("date", "id"), ("alias",))
    declares, problems = declared("check: date\n")
    assert problems == [
        "dataset.yaml:1:8: error[shape] `check` is no mapping; write `ignore: [rule]` below it"
    ]
    assert declared("check:\n")[1] == []


def test_a_label_that_is_no_text_does_not_undeclare_its_topic() -> None:
    """The topic is known by its id, and the label is a problem."""
    declares, problems = declared("topics:\n  military: [Military]\n")
    assert declares.topics == {"military": "military"}
    assert problems == ["dataset.yaml:2:13: error[shape] `military` is a list; write one text"]


@pytest.mark.parametrize("text", ["topics: military", "topics: [military]"])
def test_topics_of_another_shape(text: str) -> None:
    """Topics are a mapping; the rest of dataset.yaml is read all the same."""
    declares, problems = declared(f"{text}\ntitle: Facts")
    assert declares.title == "Facts"
    assert problems == ["dataset.yaml:1:9: error[shape] `topics` is no mapping; write `id: label`"]


@pytest.mark.parametrize(
    "name",
    [
        "hezbollah", "Hezbollah", "HEZBOLLAH", " hezbollah ", "Hizballah", "party  of god",
        "\u062d\u0632\u0628 \u0627\u0644\u0644\u0647", "\uff28ezbollah",
    ],
)  # fmt: skip
def test_an_actor_is_known_by_id_name_or_alias(name: str) -> None:
    """Case, width, spaces and Unicode form make no difference."""
    declares, problems = declared(actors=ACTORS)
    assert problems == []
    actor = declares.actor(name)
    aliases = ("Hizballah", "\u062d\u0632\u0628 \u0627\u0644\u0644\u0647", "Party of God")
    assert actor == Actor("hezbollah", "Hezbollah", "body", aliases)


def test_other_names_are_no_actor() -> None:
    """One alias may be written without a list; a name that nobody has is None."""
    declares, _ = declared(actors=ACTORS)
    assert declares.actor("россия") == Actor("russia", "Russia", None, ("Россия",))
    assert declares.actor("Hezb") is None


def test_two_actors_with_one_name() -> None:
    """An id is stronger than a name, and a name of two actors names neither."""
    declares, _ = declared(actors="a: {name: X, aliases: [b, y]}\nb: {name: Y}\nc: {name: x}\n")
    ids = {name: getattr(declares.actor(name), "id", None) for name in ("b", "x", "y", "c")}
    assert ids == {"b": "b", "x": None, "y": None, "c": "c"}
    assert declares.ambiguous == {"x": ("a", "c"), "y": ("a", "b")}


def test_language_and_synonyms() -> None:
    """A dataset says in which language its claims are, and which words find each other."""
    declares, problems = declared(
        dataset="language: pt-BR\nsynonyms: [[weapons, arms], [terror list, blacklist]]\n"
    )
    assert not problems
    assert declares.language == "pt-BR"
    assert declares.synonyms == (("weapons", "arms"), ("terror list", "blacklist"))


def test_what_is_no_language_and_no_synonym() -> None:
    """Each is told with its place, and the others are taken."""
    declares, problems = declared(
        dataset="language: a language\nsynonyms:\n- [one]\n- word\n- [a, [b]]\n"
        "- [a, b c d e]\n- [ship, boat]\n"
    )
    assert declares.language == "en"
    assert declares.synonyms == (("ship", "boat"),)
    assert [problem.partition("] ")[2] for problem in problems] == [
        "`language`: `a language` is no language tag; write one such as `en`, `pt-BR`",
        "an item of `synonyms` is no list of two words or more; write `[weapons, arms]`",
        "an item of `synonyms` is no list of two words or more; write `[weapons, arms]`",
        "an item of `synonyms` is no list of two words or more; write `[weapons, arms]`",
        "a synonym of more than 3 words: `b c d e`; write the words that tell it",
    ]
    _, problems = declared(dataset="synonyms: ships\n")
    assert problems == [
        "dataset.yaml:1:11: error[shape] `synonyms` is no list; write `- [weapons, arms]` below it"
    ]


def test_broken_actors() -> None:
    """What is wrong with one actor leaves the others, and its id is remembered."""
    declares, problems = declared(
        actors="a: {kind: body}\nb: B\nc: {name: C, aliases: [[x]]}\nd d: {name: D}\n"
        "e: {name: E, nam: F}\nf: {name: F, name: F}\ng:\n"
    )
    assert list(declares.actors) == ["e"]
    assert declares.broken == {"a", "b", "c", "d d", "f", "g"}
    assert problems == [
        (
            "actors.yaml:1:4: error[missing-key] an actor without `name`; "
            "add `name: the commonest spelling`"
        ),
        "actors.yaml:2:4: error[shape] `b` is no mapping; write `name: …` below it",
        "actors.yaml:3:24: error[shape] an item of `aliases` is no text; write a text",
        "actors.yaml:4:1: error[id] `d d` cannot be an id; write one word, like `wagner-group`",
        "actors.yaml:5:14: error[unknown-key] `nam` is no key of an actor; did you mean `name`?",
        "actors.yaml:7:3: error[shape] `g` is no mapping; write `name: …` below it",
    ]


@pytest.mark.parametrize(
    ("text", "place"), [("- a: b", "1:1"), ("text", "1:1"), ("\n  - a", "2:3")]
)
def test_a_file_that_is_no_mapping(text: str, place: str) -> None:
    """A list where ids should stand is one problem for each file."""
    _, problems = declared(text, text, text)
    assert problems == [
        f"{file}.yaml:{place}: error[shape] the file is no mapping; write `{example}` lines"
        for file, example in {"dataset": "title: …", "actors": "id:", "sources": "id:"}.items()
    ]


def test_a_whole_source() -> None:
    """Every key of a source is read into its type."""
    declares, problems = declared(
        sources="""
wsj:
  title: Wagner Group may supply
  publisher: Wall Street Journal
  url: https://example.org/a
  archived_url: https://example.org/b
  published: 2023-11-02
  accessed: 2026-11-22
  reliability: B
  origin: wh
  stance: disputes
  says: What it says.
wh: {publisher: White House}
"""
    )
    assert problems == []
    assert declares.sources["wsj"] == Source(
        id="wsj",
        title="Wagner Group may supply",
        publisher="Wall Street Journal",
        url="https://example.org/a",
        archived_url="https://example.org/b",
        published=Date.parse("2023-11-02"),
        accessed=Date.parse("2026-11-22"),
        reliability=Reliability.B,
        origin="wh",
        stance=Stance.DISPUTES,
        says="What it says.",
    )
    assert declares.sources["wh"] == Source("wh", publisher="White House")
    assert declares.relays == {"wsj": "wh"}


@pytest.mark.parametrize(
    ("relays", "ends"),
    [
        ("ab bc", {"a": "c", "b": "c", "c": None}),
        ("ab bc ca", {"a": "a", "b": "a", "c": "a"}),
        ("da ab bc cb", {"d": "b", "a": "b", "b": "b", "c": "b"}),
        ("aa ba", {"a": "a", "b": "a"}),
    ],
)
def test_an_origin_is_followed_to_its_end(relays: str, ends: dict[str, str | None]) -> None:
    """Who relays a relay has the origin of that; a circle ends in the first of its ids."""
    pairs = {relay[0]: relay[1] for relay in relays.split()}
    ids = sorted(set(relays) - {" "})
    lines = [f"{i}: {{title: T{', origin: ' + pairs[i] if i in pairs else ''}}}" for i in ids]
    declares, problems = declared(sources="\n".join(lines))
    assert problems == []
    assert {i: source.origin for i, source in declares.sources.items()} == ends


def test_a_long_chain_of_relays_is_quick() -> None:
    """A thousand sources that relay each other, in a circle or not, take no time to speak of."""
    for last in ("", ", origin: s0"):
        lines = [f"s{n}: {{title: T, origin: s{n + 1}}}" for n in range(1000)]
        declares, _ = declared(sources="\n".join([*lines, f"s1000: {{title: T{last}}}"]))
        assert declares.sources["s0"].origin == ("s0" if last else "s1000")


def test_an_origin_that_is_nowhere() -> None:
    """An unknown origin is a problem at its place; one that is broken was reported already."""
    declares, problems = declared(
        sources="a: {title: A, origin: bb}\nbbb: {title: B}\n"
        "c: {title: C, origin: d}\nd: {url: ''}\n"
    )
    assert list(declares.sources) == ["a", "bbb", "c"]
    assert problems == [
        (
            "sources.yaml:4:4: error[missing-key] a source without title, publisher or url; "
            "add one: a reader must be able to find it"
        ),
        (
            "sources.yaml:1:23: error[unknown-source] the dataset has no source `bb`; "
            "did you mean `bbb`?"
        ),
    ]


def test_fold() -> None:
    """Names are compared without case, width, accent form and spacing."""
    assert fold(" Straße\n \uff2eo  e\u0301") == fold("STRASSE no \u00e9")
    assert fold("Wagner") != fold("Wagnér")
