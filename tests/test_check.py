"""`relcli check`: what it looks at, which rules it asks, how it ends."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from relcli.check.rules import RULES
from relcli.check.run import check, wanted_at
from relcli.check.settings import Choice
from relcli.errors import DatasetError

if TYPE_CHECKING:
    from tests.conftest import Run

Runner = Callable[..., "Run"]
Writer = Callable[..., Path]

GOOD = """
- id: meeting
  claim: Officers met in Aleppo.
  date: 2016-11
  confidence: possible
  source: {publisher: Al-Akhbar}
"""
NO_STOP = GOOD.replace("Aleppo.", "Aleppo")
DANGLING = f"{GOOD}  related: [nowhere]\n"


def found(run: "Run") -> list[tuple[str, str]]:
    """Return file name and rule of each problem in a run's JSON."""
    problems: list[dict[str, Any]] = json.loads(run.out)
    return [(Path(problem["place"]["path"]).name, problem["rule"]) for problem in problems]


def test_clean(run: Runner, cards: Writer) -> None:
    """A dataset without problems is called clean, and the status is 0."""
    got = run("check", cards(GOOD))
    assert (got.status, got.out, got.err) == (0, "clean: 1 file, 1 card\n", "")


def test_errors_fail(run: Runner, cards: Writer) -> None:
    """An error makes the status 1."""
    got = run("check", cards(DANGLING))
    assert got.status == 1
    assert got.out.endswith("\n\n1 error in 1 file, 1 card\n")


def test_warnings_fail_when_strict(run: Runner, cards: Writer) -> None:
    """A warning leaves the status 0, with --strict it makes it 1; both show it."""
    folder = cards(NO_STOP)
    lenient, strict = run("check", folder), run("check", "--strict", folder)
    assert (lenient.status, strict.status) == (0, 1)
    assert lenient.out == strict.out
    assert "warning[final-stop]" in strict.out


def test_counts(run: Runner, cards: Writer) -> None:
    """The summary counts errors before warnings, all files of the dataset, and the cards read."""
    folder = cards(DANGLING.replace("Aleppo.", "Aleppo"), more=NO_STOP.replace("meeting", "visit"))
    (folder / "dataset.yaml").write_text("title: Two files\n", encoding="utf-8")
    assert "1 error, 3 warnings in 3 files, 2 cards\n" in run("check", folder).out


def test_without_path(run: Runner, cards: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a path it checks what the other commands answer from."""
    folder = cards(NO_STOP, dataset="title: Here\n")
    assert found(run("--facts", folder, "check", "--format", "json")) == [
        ("cards.yaml", "final-stop")
    ]
    monkeypatch.chdir(folder)
    got = run("check")
    assert got.out.startswith("cards.yaml:3:10: warning[final-stop] ")


def test_missing_path(run: Runner, tmp_path: Path) -> None:
    """A path that is not there cannot be checked."""
    got = run("check", tmp_path / "nowhere")
    assert (got.status, got.out) == (2, "")
    assert "check: no such file or folder" in got.err
    with pytest.raises(DatasetError):
        wanted_at([tmp_path])


def test_file_of_a_dataset(run: Runner, cards: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is understood by its dataset, and its problems alone are told."""
    folder = cards(
        DANGLING.replace("nowhere", "visit"),
        more=NO_STOP.replace("meeting", "visit"),
        dataset="title: Two files\n",
    )
    assert found(run("check", folder / "cards.yaml", "--format", "json")) == []
    only = run("check", folder / "more.yaml")
    assert "warning[final-stop]" in only.out
    assert only.out.endswith("1 warning in 1 file, 2 cards\n")
    monkeypatch.chdir(folder)
    assert run("check", "cards.yaml").out == "clean: 1 file, 2 cards\n"


def test_file_in_a_folder_below(cards: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The dataset of a file may be some folders above it, and above where the user is."""
    folder = cards(GOOD, dataset="title: Here\n")
    (folder / "years" / "2016").mkdir(parents=True)
    below = folder / "years" / "2016" / "more.yaml"
    below.write_text(NO_STOP.replace("meeting", "visit"), encoding="utf-8")
    monkeypatch.chdir(below.parent)
    assert wanted_at([Path("more.yaml")]) == {folder: {below}}


def test_several_paths(cards: Writer, tmp_path: Path) -> None:
    """Files of one dataset are checked together; the folder itself means all of them."""
    folder = cards(GOOD, more=NO_STOP, dataset="title: Here\n")
    first, second = folder / "cards.yaml", folder / "more.yaml"
    here = folder.relative_to(tmp_path)
    both = {here / "cards.yaml", here / "more.yaml"}
    assert wanted_at([first, second]) == {here: both}
    assert wanted_at([first, here]) == {here: set()}
    assert wanted_at([here, first]) == {here: set()}


def test_file_by_itself(cards: Writer, tmp_path: Path) -> None:
    """A file that no dataset reads stands for itself."""
    alone = tmp_path / "alone.yaml"
    alone.write_text(GOOD, encoding="utf-8")
    folder = cards(GOOD, dataset="title: Here\n")
    beside = folder / "notes.txt"
    beside.write_text(GOOD, encoding="utf-8")
    assert wanted_at([alone, beside]) == {alone: set(), beside: set()}


def test_unread_cards_are_not_missed(run: Runner, cards: Writer) -> None:
    """A link to a card that cannot be read does not dangle, and what it may use is not unused."""
    folder = cards(
        f"{DANGLING}- id: nowhere\n  claim: A visit.\n",
        dataset="title: T\ntopics: {military: M}\n",
        actors="hezbollah: {name: Hezbollah}\n",
        sources="tass: {publisher: TASS}\n",
    )
    got = run("check", folder, "--format", "json")
    assert set(found(got)) == {("cards.yaml", "missing-key")}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are POSIX")
def test_file_that_cannot_be_read(run: Runner, cards: Writer) -> None:
    """Of a file that is none, no line is shown, and nothing waits for it."""
    folder = cards(DANGLING)
    os.mkfifo(folder / "pipe.yaml")
    got = run("check", folder)
    assert "pipe.yaml:1:1: error[unreadable] the file cannot be read: " in got.out
    assert "1 | " not in got.out
    assert "error[dangling-link]" in got.out


def test_select_and_ignore(run: Runner, cards: Writer) -> None:
    """--select asks these rules alone, --ignore all but these; commas part them."""
    folder = cards(DANGLING.replace("Aleppo.", "Aleppo").replace("publisher", "title"))

    def rules(*options: str) -> set[str]:
        got = run("check", folder, "--format", "json", *options)
        return {rule for _, rule in found(got)}

    assert rules() == {"bare-source", "dangling-link", "final-stop"}
    assert rules("--select", "final-stop") == {"final-stop"}
    assert rules("--select", "final-stop, url", "--select", "bare-source") == {
        "bare-source",
        "final-stop",
    }
    assert rules("--ignore", "final-stop,dangling-link") == {"bare-source"}
    assert rules("--select", "final-stop", "--ignore", "final-stop") == set()


def test_loading_can_be_ignored(run: Runner, cards: Writer) -> None:
    """The loader's problems are rules like any other."""
    folder = cards(f"{GOOD}  clam: x\n")
    assert found(run("check", folder, "--format", "json")) == [("cards.yaml", "unknown-key")]
    assert run("check", folder, "--ignore", "unknown-key").status == 0


@pytest.mark.parametrize("option", ["--select", "--ignore", "--explain"])
def test_unknown_rule(run: Runner, cards: Writer, option: str) -> None:
    """A rule that does not exist is trouble, with the nearest that does."""
    got = run("check", cards(GOOD), option, "final-stpo")
    assert (got.status, got.out) == (2, "")
    assert got.err == f"relcli: error: {option}: no rule `final-stpo`; did you mean `final-stop`?\n"
    assert (
        "there are alias, ambiguous-actor, anchor, bare-source, "
        in run("check", option, "qqqq").err
    )


def test_dataset_silences(run: Runner, cards: Writer) -> None:
    """`check: ignore:` of dataset.yaml silences a rule, unless the command line selects it."""
    folder = cards(NO_STOP, dataset="title: T\ncheck:\n  ignore: final-stop\n")
    assert run("check", "--strict", folder).status == 0
    assert run("check", "--strict", folder, "--select", "final-stop").status == 1


def test_dataset_selects(run: Runner, cards: Writer) -> None:
    """`check: select:` of dataset.yaml limits its check to some rules."""
    folder = cards(DANGLING, dataset="title: T\ncheck:\n  select: [final-stop]\n")
    assert run("check", folder).out == "clean: 2 files, 1 card\n"


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("[final-stop]", "4:8: error[shape] `check` is no mapping"),
        ("{ignore: {a: b}}", "4:17: error[shape] `ignore` is a mapping"),
        ("{ignored: url}", "4:9: error[unknown-key] `ignored` is no key of check"),
    ],
)
def test_wrong_settings(run: Runner, cards: Writer, settings: str, message: str) -> None:
    """Settings of a wrong shape are problems at their place."""
    folder = cards(GOOD, dataset=f"title: T\nlicense: L\n\ncheck: {settings}\n")
    assert f"dataset.yaml:{message}" in run("check", folder).out


def test_explain(run: Runner) -> None:
    """--explain prints the manual of a rule, and checks nothing."""
    got = run("check", "--explain", "final-stop")
    assert (got.status, got.err) == (0, "")
    assert got.out == f"final-stop (warning)\n\n{RULES['final-stop'].manual}\n"


def test_unknown_format(run: Runner) -> None:
    """A format that does not exist is trouble."""
    got = run("check", "--format", "sarf")
    assert got.status == 2
    assert got.err == "relcli: error: --format: no format `sarf`; did you mean `sarif`?\n"
    assert "known: text, json, github, sarif" in run("check", "-f", "qqqq").err


def test_one_outlet_of_a_folder_without_dataset_file(run: Runner, cards: Writer) -> None:
    """What is wrong with the whole is told at the first card, where no dataset.yaml is."""
    claims = ("A met B.", "Two ships left.", "No one paid.", "It rained there.", "They flew home.")
    texts = (GOOD.replace("meeting", f"id-{n}") for n in range(5))
    text = "".join(
        t.replace("Officers met in Aleppo.", c) for t, c in zip(texts, claims, strict=True)
    )
    folder = cards(text)
    assert found(run("check", folder, "-f", "json")) == [("cards.yaml", "one-outlet")]
    (folder / "dataset.yaml").write_text("title: T\n", encoding="utf-8")
    assert found(run("check", folder, "-f", "json")) == [("dataset.yaml", "one-outlet")]


def test_source_with_what_differs(run: Runner, cards: Writer) -> None:
    """What a declared source gives is told where it is declared, and a card's own at the card."""
    folder = cards(
        GOOD.replace("{publisher: Al-Akhbar}", "[tass, {id: tass, says: No.}, {id: tass, url: y}]"),
        sources="tass: {title: TASS, url: x}\nbare: {title: Press review}\n",
    )
    (folder / "more.yaml").write_text(
        GOOD.replace("meeting", "b")
        .replace("Officers met", "Two ships lay")
        .replace("{publisher: Al-Akhbar}", "[{id: bare, says: Yes.}]"),
        encoding="utf-8",
    )
    assert found(run("check", folder, "-f", "json", "--ignore", "not-archived")) == [
        ("cards.yaml", "url"),
        ("sources.yaml", "url"),
        ("sources.yaml", "bare-source"),
    ]


def test_names_of_actors(run: Runner, cards: Writer) -> None:
    """A name in lower case or without letters is met too; one without words never."""
    folder = cards(
        GOOD.replace("Officers met in Aleppo.", "The al-manar channel showed the T-90 tank."),
        actors="m: {name: al-Manar}\nt: {name: T-90}\nx: {name: '?'}\n",
    )
    got = run("check", folder, "--select", "unlisted-actor")
    assert "names al Manar" in got.out
    assert "names T 90" in got.out
    assert "2 warnings" in got.out


def test_many_cards_that_share_words(cards: Writer) -> None:
    """Near duplicates are found among many claims that share their words."""
    towns = [f"{a}{b}" for a in ("Al", "Bir", "Kfar", "Tel") for b in ("amra", "basil", "dura")]
    claims = [f"Officers met in {town} near the river." for town in towns]
    claims += ["Officers met in Alamra near the rivers.", "Nobody came."]
    text = "".join(
        GOOD.replace("meeting", f"id-{n}").replace("Officers met in Aleppo.", claim)
        for n, claim in enumerate(claims)
    )
    report = check({cards(text): set()}, Choice(select=("near-duplicate",)))
    assert "nearly the same claim as `id-0`" in [problem.message for problem in report.problems]


UNTIDY = """
# Kept
- date: 24.11.2016 # and this
  claim:   Two ships lay before Tartus.
  source: {publisher: Al-Akhbar}
  confidence: possible
"""


def test_fix(run: Runner, cards: Writer) -> None:
    """--fix mends what has one right answer, keeps comments, and tells what is left."""
    tidy = NO_STOP.lstrip()
    folder = cards(UNTIDY, more=tidy)
    got = run("check", "--fix", "--strict", folder)
    assert got.err == f"relcli: note: fixed {folder / 'cards.yaml'}\n"
    text = (folder / "cards.yaml").read_text(encoding="utf-8")
    assert text.splitlines()[:3] == [
        "# Kept",
        "- claim: Two ships lay before Tartus.",
        "  date: 2016-11-24 # and this",
    ]
    assert (got.status, got.out.splitlines()[-1]) == (1, "1 warning in 2 files, 2 cards")
    assert (folder / "more.yaml").read_text(encoding="utf-8") == tidy
    assert run("check", "--fix", folder).err == ""


def test_fix_leaves_other_files(run: Runner, cards: Writer) -> None:
    """--fix touches only the files that are named."""
    folder = cards(UNTIDY, more=UNTIDY, dataset="title: T\n")
    run("check", "--fix", folder / "more.yaml")
    assert (folder / "cards.yaml").read_text(encoding="utf-8") == UNTIDY
    assert (folder / "more.yaml").read_text(encoding="utf-8") != UNTIDY


def test_fix_what_cannot_be_read(run: Runner, cards: Writer) -> None:
    """--fix leaves a broken file as it is, says so, and the check tells what is wrong."""
    folder = cards("- claim: [\n")
    got = run("check", "--fix", folder)
    assert "left as it is" in got.err
    assert (got.status, (folder / "cards.yaml").read_text(encoding="utf-8")) == (1, "- claim: [\n")


def test_fix_never_touches_the_facts_that_ship(run: Runner) -> None:
    """Where nothing is named, --fix does not write into the installed package."""
    got = run("check", "--fix")
    assert (got.status, got.out) == (2, "")
    assert "no dataset here to write to" in got.err
