"""Cards whose ids were made without vowel signs before: they answer to these as well."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from relcli.history.cited import by_label, citations
from relcli.model.ids import derived_id, former_id

if TYPE_CHECKING:
    from tests.conftest import Run

Runner = Callable[..., "Run"]
Writer = Callable[..., Path]

CLAIM = "दिल और दाल की बात।"
NOW = derived_id(CLAIM)
BEFORE = former_id(NOW, CLAIM) or ""
CARDS = f"""
- {{claim: {CLAIM}, date: 2014, source: S, confidence: possible, contradicts: [sold]}}
- id: sold
  claim: The tug was sold.
  date: 2015
  source: S
  confidence: possible
  related: [{BEFORE}]
  contradicts: [{BEFORE}]
- id: later
  claim: The tug was scrapped.
  date: 2016
  source: S
  confidence: possible
  superseded_by: {BEFORE}
"""


@pytest.fixture
def folder(cards: Writer) -> Path:
    """A dataset with a card without an id, and two that link to it by the id of before."""
    return cards(CARDS)


def test_show_and_cite_take_the_id_of_before(run: Runner, folder: Path) -> None:
    """What others have in their notes still finds the card, which has a readable id now."""
    (card,) = json.loads(run("--facts", folder, "show", BEFORE, "--json").out)
    assert (card["id"], card["claim"]) == (NOW, CLAIM)
    assert run("--facts", folder, "cite", BEFORE).out == run("--facts", folder, "cite", NOW).out
    assert run("--facts", folder, "show", f"{BEFORE}x").status == 1


def test_an_id_of_its_own_comes_first(run: Runner, cards: Writer) -> None:
    """A card that is given the id which another had before has it."""
    own = f"- {{id: {BEFORE}, claim: Another., date: 2014, source: S, confidence: possible}}\n"
    folder = cards(CARDS + own)
    (card,) = json.loads(run("--facts", folder, "show", BEFORE, "--json").out)
    assert card["claim"] == "Another."
    assert run("--facts", folder, "set", BEFORE, "confidence=doubtful").status == 0
    (card,) = json.loads(run("--facts", folder, "show", BEFORE, "--json").out)
    assert (card["claim"], card["confidence"]) == ("Another.", "doubtful")


def test_links_by_the_id_of_before_lead_there(run: Runner, folder: Path) -> None:
    """They are no problem, are shown with the claim, and are links in what is exported."""
    assert run("--facts", folder, "check", "--select", "dangling-link,one-sided").status == 0
    shown = run("--facts", folder, "show", "sold", "--format", "table").out
    assert shown.count(CLAIM) == 2
    text = run("--facts", folder, "export", "graphml").out
    assert f'target="card:{NOW}"' in text
    assert text.count("<edge") == 4
    assert '"superseded":0' in run("--facts", folder, "export", "html").out.replace(" ", "")
    listed = json.loads(run("--facts", folder, "disputes", "--json").out)
    assert [(dispute["id"], dispute["other"]) for dispute in listed] == [(NOW, "sold")]


def test_a_link_to_nothing_stays_an_id(run: Runner, cards: Writer) -> None:
    """Whatever letters it has: nobody had that id, now or before."""
    rest = "date: 2014, source: S, confidence: possible"
    folder = cards(f"- {{id: a, claim: A., {rest}, related: [{BEFORE}, none]}}\n")
    assert BEFORE in run("--facts", folder, "show", "a", "--format", "table").out


def test_cards_are_changed_and_linked_by_the_id_of_before(run: Runner, folder: Path) -> None:
    """`set`, `edit` and `new` know the card by it, and what they refuse is another one."""
    assert run("--facts", folder, "set", BEFORE, "confidence=doubtful").status == 0
    assert run("--facts", folder, "set", "later", f"related={BEFORE}").status == 0
    added = ("--claim", "It sank.", "--date", "2017", "--source", "S", "--confidence", "possible")
    assert run("--facts", folder, "new", *added, "--related", BEFORE).status == 0
    assert run("--facts", folder, "set", "later", f"related={BEFORE}x").status == 2


def test_what_was_exported_is_imported_again(
    run: Runner, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Links by an id of before lead to the card that comes along, and stay as they are written."""
    text = run("--facts", folder, "export", "json").out
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    again = tmp_path / "again"
    again.mkdir()
    (again / "dataset.yaml").write_text("title: Again\n", encoding="utf-8")
    ended = run("--facts", again, "new", "-")
    assert ended.status == 0, ended.err
    assert run("--facts", again, "check", "--select", "dangling-link").status == 0


def test_edit_finds_an_unreadable_card_by_either_id(
    run: Runner, cards: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A card that cannot be read is opened by the id that it has, or had before."""
    folder = cards(
        f"- {{claim: {CLAIM}, date: 2014-99, source: S, confidence: possible}}\n- {{}}\n"
    )
    monkeypatch.setenv("EDITOR", "true")
    for card_id in (NOW, BEFORE):
        assert "no card" not in run("--facts", folder, "edit", card_id).err
    assert "no card" in run("--facts", folder, "edit", "nothing").err


def test_two_ids_that_differ_in_vowels_have_two_labels(run: Runner, cards: Writer) -> None:
    """A footnote or a reference of one is not that of the other, and readers find both."""
    rest = "date: 2014, source: S, confidence: possible"
    folder = cards(f"- {{id: दिल, claim: A., {rest}}}\n- {{id: दाल, claim: B., {rest}}}\n")
    notes = run("--facts", folder, "cite", "दिल", "दाल", "--style", "markdown").out
    assert [line.partition(": ")[0] for line in notes.splitlines()] == ["[^दिल]", "[^दाल]"]
    html = MarkdownIt().use(footnote_plugin).render(f"x[^दिल] y[^दाल]\n\n{notes}")
    assert html.count('class="footnote-item"') == 2
    wiki = run("--facts", folder, "cite", "दिल", "--style", "wikipedia").out
    assert wiki.startswith('<ref name="दिल">')


def test_a_label_of_before_is_a_citation_still() -> None:
    """Texts that were written while labels left vowel signs out are checked as the others are."""
    (found,) = citations("[^द-ल]: S. Possible.\n")
    assert by_label(["दिल", "b[c"])[found.id] == "दिल"
    assert by_label(["दिल", "b[c"]).keys() == {"द-ल", "दिल", "b-c"}
    assert [each.id for each in citations("[^दिल]: S.\n")] == ["दिल"]
