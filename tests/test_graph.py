"""relcli graph: who stands beside whom, how far, and as which tree."""

import json
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relcli.analysis import actor_graph as module
from relcli.view.terminal import actor_graph as drawing

if TYPE_CHECKING:
    from tests.conftest import Run

Runner = Callable[..., "Run"]
Writer = Callable[..., Path]

ACTORS = """
nora: {name: Nora, aliases: [The tug, Жук]}
ada: {name: Ada Berg}
bar: {name: The bar}
olaf: {name: Olaf}
gazette: {name: The Gazette}
hermit: {name: Hermit}
"""


def card(name: str, date: str, *actors: str) -> str:
    """Return a card that names these actors."""
    named = ", ".join(actors)
    told = f"claim: It was {name}., date: {date}, confidence: possible, source: S"
    return f"- {{id: {name}, {told}, actors: [{named}]}}\n"


CARDS = "".join(
    [
        card("sank", "2016", "nora", "bar"),
        card("rose", "2018", "nora", "bar", "ada"),
        card("sailed", "../2014", "nora", "olaf"),
        card("wrote", "2019", "ada", "gazette"),
        card("alone", "2020", "hermit"),
        card("none", "2020"),
    ]
)


@pytest.fixture
def facts(cards: Writer) -> Path:
    """A few actors."""
    return cards(CARDS, actors=ACTORS)


@pytest.fixture
def network(run: Runner, facts: Path) -> Callable[..., Any]:
    """Ask for the graph, and read the JSON."""

    def ask(*args: str) -> Any:  # noqa: ANN401
        return json.loads(run("--facts", facts, "graph", "--json", *args).out)

    return ask


Network = Callable[..., Any]


def ends(found: Any) -> list[tuple[str, str, int]]:  # noqa: ANN401
    """Return the links."""
    return [(link["source"], link["target"], link["cards"]) for link in found["links"]]


def test_one_actor(network: Network) -> None:
    """It and those beside it, those on most cards first; each link has its cards and years."""
    found = network("nora")

    assert (found["roots"], found["depth"], found["cards"]) == (["nora"], 1, 6)
    assert [(n["id"], n["cards"], n["neighbours"], n["distance"]) for n in found["nodes"]] == [
        *(("nora", 3, 3, 0), ("ada", 2, 3, 1), ("bar", 2, 2, 1), ("olaf", 1, 1, 1))
    ]
    assert found["links"] == [
        {"source": "bar", "target": "nora", "cards": 2, "first": 2016, "last": 2018,
         "ids": ["sank", "rose"]},
        {"source": "ada", "target": "nora", "cards": 1, "first": 2018, "last": 2018,
         "ids": ["rose"]},
        {"source": "nora", "target": "olaf", "cards": 1, "first": None, "last": None,
         "ids": ["sailed"]},
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["Nora", "the TUG", "Жук", "nora"])
def test_by_any_name(network: Network, name: str) -> None:
    """An actor is found as by --actor, without quotes too."""
    assert network(*name.split())["roots"] == ["nora"]


def test_an_undeclared_actor(run: Runner, cards: Writer) -> None:
    """What cards name without a declaration is found by that name."""
    facts = cards(card("sank", "2016", "The Nora", "Olaf B."))

    assert run("--facts", facts, "graph", "the", "nora").out.splitlines()[1:] == [
        "olaf-b\tthe-nora\t1\t2016\t2016\tsank"
    ]


def test_depth(network: Network) -> None:
    """Two links away come those beside those; what is beside them in turn is not there."""
    found = network("olaf", "--depth", "2")

    assert {node["id"]: node["distance"] for node in found["nodes"]} == {
        "olaf": 0,
        "nora": 1,
        "ada": 2,
        "bar": 2,
    }
    assert ends(found) == [("bar", "nora", 2), ("ada", "nora", 1), ("nora", "olaf", 1)]
    assert len(network("olaf", "--depth", "3")["nodes"]) == 5


def test_all_actors(network: Network) -> None:
    """Without an actor it is the whole graph, the best connected first."""
    found = network()

    assert found["roots"] == ["nora", "ada", "bar", "gazette", "olaf", "hermit"]
    assert len(found["links"]) == 5
    assert all(node["distance"] == 0 for node in found["nodes"])


def test_networkx_reads_it(network: Network) -> None:
    """The JSON is what networkx calls node-link data."""
    read = nx.node_link_graph(network(), edges="links", directed=False, multigraph=False)

    assert (read.number_of_nodes(), read.number_of_edges()) == (6, 5)
    assert read.edges["bar", "nora"]["cards"] == 2
    assert read.nodes["ada"]["name"] == "Ada Berg"


def test_filters_and_limit(network: Network) -> None:
    """Filters choose the cards that count, --limit how many stand beside each."""
    assert ends(network("nora", "--since", "2017")) == [("ada", "nora", 1), ("bar", "nora", 1)]
    assert ends(network("nora", "--actor", "Olaf")) == [("nora", "olaf", 1)]
    assert ends(network("nora", "--limit", "1")) == [("bar", "nora", 2)]
    assert network("--limit", "2")["roots"] == ["nora", "ada"]


def test_for_scripts(run: Runner, facts: Path) -> None:
    """A line is a link; ids are those of the actors."""
    assert run("--facts", facts, "graph", "olaf").out == (
        "source\ttarget\tcards\tfirst\tlast\tids\nnora\tolaf\t1\t\t\tsailed\n"
    )
    assert run("--facts", facts, "graph", "olaf", "--format", "ids").out == "olaf\nnora\n"


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["hermit"], "nobody is named beside hermit on these cards"),
        (["nora", "--since", "2019"], "nobody is named beside nora on these cards"),
        (["--since", "2020"], "no card names two actors on these cards"),
        (["--confidence", "confirmed"], "no card passes the filters"),
    ],
    ids=str,
)
def test_nothing_found(run: Runner, facts: Path, args: list[str], told: str) -> None:
    """Who stands beside nobody is nothing found."""
    ended = run("--facts", facts, "graph", *args)

    assert (ended.status, ended.err) == (1, f"relcli: note: {told}\n")


def test_trouble(run: Runner, facts: Path) -> None:
    """An actor that nobody knows is trouble, with the nearest; so is a depth without an end."""
    unknown = run("--facts", facts, "graph", "Ada", "Burg")

    assert (unknown.status, unknown.err) == (
        2,
        "relcli: error: no actor `Ada Burg` in these facts; did you mean `ada berg`?\n",
    )
    for depth in ("0", "9", "x", "01"):
        refused = run("--facts", facts, "graph", "--depth", depth)
        told = f"relcli: error: --depth: `{depth}` is no number of links; write 1 to 4\n"
        assert (refused.status, refused.err) == (2, told)
    assert run("--facts", facts, "graph", "--sort", "id").status == 2


def drawn(run: Runner, facts: Path, *args: str) -> list[str]:
    """Return what is drawn, without spaces at the ends of lines."""
    out = run("--facts", facts, "graph", "--format", "table", *args).out
    return [line.rstrip() for line in out.splitlines()]


def test_the_tree_of_one(run: Runner, facts: Path) -> None:
    """Each beside it has a bar, the number of cards, the years, and the cards."""
    assert drawn(run, facts, "nora") == [
        "Nora  3 cards, with 3 others",
        "├── ━━━━━━━━━━ 2  The bar  2016–2018",
        "│                 sank, rose",
        "├── ━━━━━      1  Ada Berg  2018",
        "│                 rose",
        "└── ━━━━━      1  Olaf",
        "                  sailed",
    ]


def test_the_tree_two_deep(run: Runner, facts: Path) -> None:
    """Nobody stands below himself, and who is left out is counted."""
    assert drawn(run, facts, "olaf", "--depth", "2", "-n", "1") == [
        "Olaf  1 card, with 1 other",
        "└── ━━━━━      1  Nora",
        "                  sailed",
        "    ├── ━━━━━━━━━━ 2  The bar  2016–2018",
        "    └── and 1 more",
    ]


def test_the_trees_of_many(run: Runner, facts: Path) -> None:
    """Without an actor the best connected have a tree each; how many are left is told."""
    lines = drawn(run, facts)

    assert lines[:3] == [
        "Nora  3 cards, with 3 others",
        "├── ━━━━━━━━━━ 2  The bar  2016–2018",
        "├── ━━━━━      1  Ada Berg  2018",
    ]
    assert lines[-1] == "and 1 more actor; --limit 0 shows all"
    assert lines[-2].endswith("Nora")
    assert "Hermit  1 card, with 0 others" in drawn(run, facts, "--limit", "0")


@pytest.mark.parametrize(
    ("columns", "told"), [(80, ["sank, risen"]), (34, ["sank and 1 more"]), (30, [])]
)
def test_ids_that_do_not_fit(
    run: Runner,
    cards: Writer,
    columns: int,
    told: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As many cards as one line has room for are named, the others counted."""
    monkeypatch.setenv("COLUMNS", str(columns))
    risen = card("sank", "2016", "A", "B") + card("risen-from-the-bar", "2018", "A", "B")
    lines = drawn(run, cards(risen), "A")

    assert [line.strip().replace("risen-from-the-bar", "risen") for line in lines[2:]] == told


def test_nothing_acts(run: Runner, cards: Writer) -> None:
    """Control characters in a name are shown, not acted on."""
    text = card("sank", "2016", '"\\e[31mA"', "B")

    assert "└── ━━━━━━━━━━ 1  ␛[31mA  2016" in drawn(run, cards(text), "B")


def test_years_before_1(run: Runner, cards: Writer) -> None:
    """When two are named together is told as people write years."""
    facts = cards(
        "- {id: a, claim: A., date: -0043, confidence: possible, source: S, actors: [Ada, Bo]}\n"
        "- {id: b, claim: B., date: 0602, confidence: possible, source: S, actors: [Ada, Bo]}\n"
        "- {id: c, claim: C., date: -0043, confidence: possible, source: S, actors: [Ada, Cy]}\n"
    )
    out = run("--facts", facts, "graph", "Ada", "--format", "table").out

    assert "2  Bo  44 BC–602" in out
    assert "1  Cy  44 BC" in out


def crowd(many: int, name: str = "crowd") -> str:
    """Return a card that names so many actors."""
    return card(name, "2016", *(f"actor-{n}" for n in range(many)))


def test_a_crowd_is_told_and_links_nobody(
    run: Runner, cards: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list of names is no meeting: the other cards are drawn as without it."""
    monkeypatch.setattr(module, "MOST_ON_A_CARD", 2)
    facts = cards(card("sank", "2016", "nora", "bar") + crowd(3) + crowd(2, "pair"))
    ended = run("--facts", facts, "graph")
    assert ended.err == (
        "relcli: note: a card names more than 2 actors, and links none of them: crowd\n"
    )
    assert [line.split("\t")[:2] for line in ended.out.splitlines()[1:]] == [
        ["actor-0", "actor-1"],
        ["bar", "nora"],
    ]
    more = cards("".join(crowd(3, f"crowd-{n}") for n in range(5)))
    ended = run("--facts", more, "graph", "actor-0")
    assert (ended.status, ended.out.count("\n")) == (1, 1)
    told = "5 cards name more than 2 actors, and link none of them: crowd-0, crowd-1, crowd-2…"
    assert told in ended.err


@pytest.mark.parametrize("bound", ["MOST_LINKS", "MOST_SHARED"])
def test_more_links_than_can_be_held_are_refused(
    run: Runner, cards: Writer, monkeypatch: pytest.MonkeyPatch, bound: str
) -> None:
    """In one line, which says how to ask for fewer."""
    monkeypatch.setattr(module, bound, 9)
    facts = cards(crowd(5))
    ended = run("--facts", facts, "graph", "--json")
    assert (ended.status, ended.out) == (2, "")
    assert ended.err == (
        "relcli: error: the first 10 links between actors are more than can be held; "
        "name an actor, give a --limit, or choose fewer cards with filters\n"
    )
    assert run("--facts", facts, "graph", "actor-1").status == 0
    assert run("--facts", facts, "graph", "--limit", "2").status == 0


def test_a_tree_has_an_end(run: Runner, cards: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four levels of people who all met have millions of branches; who is left out is counted."""
    monkeypatch.setattr(drawing, "MOST_DRAWN", 8)
    lines = drawn(run, cards(crowd(5)), "actor-0", "--depth", "4", "--limit", "0")
    assert sum("━" in line for line in lines) == 8
    assert sum(line.endswith("more") for line in lines) == 7


@given(st.lists(st.lists(st.sampled_from("abcdefg"), max_size=5), max_size=8))
def test_links_are_those_that_cards_tell(named: list[list[str]]) -> None:
    """As counted pair by pair, in the order of the cards."""
    plain: list[Any] = [
        {
            "id": str(number),
            "actors": [{"id": name, "name": name.upper()} for name in names],
            "date": "2016",
            "as_of": False,
        }
        for number, names in enumerate(named)
    ]
    network = module.Network(plain)
    found = network.around(network.best_connected(), 1, 0)
    expected: dict[tuple[str, str], list[str]] = {}
    for number, names in enumerate(named):
        for pair in combinations(sorted(set(names)), 2):
            expected.setdefault(pair, []).append(str(number))
    assert {(link["source"], link["target"]): link["ids"] for link in found["links"]} == expected
    beside = {
        name: {other for pair in expected if name in pair for other in pair} for name in "abcdefg"
    }
    assert all(node["neighbours"] == max(len(beside[node["id"]]) - 1, 0) for node in found["nodes"])
