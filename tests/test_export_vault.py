"""`relcli export vault`: notes for Obsidian, and how their folder is written."""

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

import relcli
from relcli.edit.folder import MARKER, write_folder
from relcli.errors import EditError
from relcli.view.export.formats import EXPORTS
from relcli.view.export.vault import safe_name

if TYPE_CHECKING:
    from tests.conftest import Run

Runner = Callable[..., "Run"]
Writer = Callable[..., Path]

CARDS = """
- id: aground
  claim: 'The tug "Nora" ran aground: [[once]] | %%hid%% a:: b #tag <b>x</b>.'
  date: 2016-05-01
  confidence: possible
  topics: [ships, "old lights"]
  actors: [nora, NORA, ida]
  sources:
    - {title: Nora aground, publisher: The Gazette, url: "https://gazette.example/1",
       archived_url: "https://web.archive.org/web/20160502103000/https://gazette.example/1",
       published: 2016-05-02}
    - {title: A letter, stance: disputes, says: "She never left.", speaker: Ida Holm,
       url: "ftp://letter.example"}
  note: The bar has moved since.
  related: [sold, elsewhere]
  superseded_by: sold
- {id: sold, claim: It was sold., date: by 2017, confidence: confirmed, source: A log,
   contradicts: [aground]}
- {id: old, claim: It was old., date: "-0043-03-15", confidence: confirmed, source: A log}
"""
ACTORS = """
nora: {name: Nora, kind: vessel, aliases: [نورا, "N."]}
NORA: {name: NORA}
ida: {name: "CON", aliases: [Ida Holm]}
"""


@pytest.fixture
def dataset(cards: Writer) -> Path:
    """A dataset of three cards and three actors, with names that are hard to write."""
    return cards(CARDS, actors=ACTORS)


@pytest.fixture
def vault(run: Runner, dataset: Path, tmp_path: Path) -> Path:
    """The vault of these cards."""
    out = tmp_path / "vault"
    ended = run("--facts", dataset, "export", "vault", "-o", out)
    assert (ended.status, ended.out) == (0, "")
    left = "without the links of 1 card to cards that are not exported; json has all of that"
    assert ended.err == f"relcli: note: vault: {left}\n"
    return out


def properties(note: Path) -> dict[str, Any]:
    _, head, _ = note.read_text(encoding="utf-8").split("---\n", 2)
    found: dict[str, Any] = yaml.safe_load(head)
    return found


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_note_a_card_and_an_actor(vault: Path) -> None:
    """Two folders of notes, and a hidden file that knows which were made."""
    assert files(vault) == [
        MARKER,
        "Actors/CON_.md", "Actors/NORA-2.md", "Actors/Nora.md",
        "Cards/aground.md", "Cards/old.md", "Cards/sold.md",
    ]  # fmt: skip


def test_properties_are_typed(vault: Path) -> None:
    """Days are dates, numbers numbers, actors and other cards links; texts are as they were."""
    card = properties(vault / "Cards" / "aground.md")
    assert card["claim"] == 'The tug "Nora" ran aground: [[once]] | %%hid%% a:: b #tag <b>x</b>.'
    assert (card["date"], card["earliest"]) == ("2016-05-01", date(2016, 5, 1))
    assert (card["disputed"], card["credibility"], card["as_of"]) == (True, 3, False)
    assert (card["topics"], card["tags"]) == (["ships", "old lights"], ["ships", "old-lights"])
    assert card["actors"] == [
        "[[Actors/Nora|Nora]]",
        "[[Actors/NORA-2|NORA]]",
        "[[Actors/CON_|CON]]",
    ]
    assert card["related"] == ["[[Cards/sold|It was sold.]]", "elsewhere"]
    assert card["superseded_by"] == "[[Cards/sold|It was sold.]]"
    assert card["contradicts"] == []
    assert properties(vault / "Cards" / "sold.md")["contradicts"][0].startswith("[[Cards/aground|")
    actor = properties(vault / "Actors" / "Nora.md")
    assert actor == {"id": "nora", "aliases": ["نورا", "N."], "name": "Nora", "kind": "vessel"}
    assert "earliest" not in properties(vault / "Cards" / "sold.md")
    assert isinstance(properties(vault / "Cards" / "old.md").get("earliest"), str | None)


def test_every_link_leads_to_a_note(vault: Path) -> None:
    """Whatever stands in its text, a link ends where it should, and its note is there."""
    for note in vault.rglob("*.md"):
        text = note.read_text(encoding="utf-8")
        links = re.findall(r"(?<!\\)\[\[([^\]|]+)\|([^\[\]|]+)\]\]", text)
        assert all((vault / f"{target}.md").is_file() for target, _ in links)
        assert len(links) == len(re.findall(r"(?<!\\)\[\[(?!once)", text))


def test_the_notes_are_texts_too(dataset: Path) -> None:
    """Who has no folder for them gets one after the other, as they are in it."""
    with relcli.open(dataset) as facts:
        chosen = facts.selection([card.to_dict() for card in facts.cards()])
    texts = [*EXPORTS["vault"].write(chosen)]
    assert [text for _, text in EXPORTS["vault"].write_files(chosen)] == texts


def test_the_text_of_a_note_is_text(vault: Path) -> None:
    """No comment, tag, field, link or markup of the claim acts; sources say what they do."""
    text = (vault / "Cards" / "aground.md").read_text(encoding="utf-8").split("---\n", 2)[2]
    assert r"\[\[once\]\] \| \%\%hid\%\% a\:\: b \#tag \<b\>x\</b\>." in text
    assert "**1 May 2016** · possible; disputed by CON (A letter); superseded by sold" in text
    assert (
        "- **Supports**: The Gazette, “Nora aground”, 2 May 2016, <https://gazette.example/1>"
        in text
    )
    assert "- **Disputes**: CON, quoted in A letter, ftp://letter.example — She never left." in text
    assert "## Related\n\n- [[Cards/sold|It was sold.]]\n- elsewhere\n" in text
    assert "The bar has moved since." in text


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('a/b\\c:d*e?f"g<h>i|j#k^l[m]n', "a-b-c-d-e-f-g-h-i-j-k-l-m-n"),
        ("nul", "nul_"),
        ("COM1.txt", "COM1.txt_"),
        (" .hidden. ", "hidden"),
        ("...", "-"),
        ("", "-"),
        ("x\x1by", "x␛y"),
        ("Cafe\u0301", "Caf\u00e9"),
        ("د" * 200, "د" * 75),
        ("x" * 300, "x" * 150),
    ],
)
def test_a_name_that_every_system_takes(text: str, name: str) -> None:
    """No sign that a file system or a link refuses, no device of Windows, not too long."""
    assert safe_name(text, set()) == name


def test_names_that_differ_in_case_alone_are_told_apart() -> None:
    """On macOS and Windows they would be one file."""
    taken: set[str] = set()
    assert [safe_name(name, taken) for name in ("Nora", "NORA", "nora-2", "No\uff52a")] == [
        "Nora", "NORA-2", "nora-2-2", "No\uff52a-3",
    ]  # fmt: skip


def test_a_second_export_takes_the_place_of_the_first(
    run: Runner, dataset: Path, vault: Path
) -> None:
    """Notes of cards that are gone go; one's own notes, settings and links stay as they are."""
    mine = vault / "Cards" / "mine.md"
    mine.write_text("my thoughts", encoding="utf-8")
    (vault / ".obsidian").mkdir()
    (vault / ".obsidian" / "app.json").write_text("{}", encoding="utf-8")
    (vault / "Attachments" / "empty").mkdir(parents=True)
    (vault / "link").symlink_to("Cards/mine.md")
    before = mine.stat().st_ino
    (vault / "Cards" / "old.md").unlink()
    vault.chmod(0o750)
    ended = run("--facts", dataset, "export", "vault", "--confidence", "possible", "-o", vault)
    assert ended.status == 0, ended.err
    assert [name for name in files(vault) if name.startswith("Cards")] == [
        "Cards/aground.md", "Cards/mine.md",
    ]  # fmt: skip
    assert mine.stat().st_ino == before
    assert (vault / ".obsidian" / "app.json").read_text(encoding="utf-8") == "{}"
    assert (vault / "Attachments" / "empty").is_dir()
    assert (vault / "link").readlink() == Path("Cards/mine.md")
    assert vault.stat().st_mode & 0o777 == 0o750
    assert [path.name for path in vault.parent.iterdir() if path.name.startswith(".")] == []


def test_a_note_that_was_changed_is_never_lost(run: Runner, dataset: Path, vault: Path) -> None:
    """It is named, and nothing at all is written; also where its card is not exported any more."""
    for name in ("Cards/old.md", "Cards/sold.md"):
        note = vault / name
        note.write_text("my own words", encoding="utf-8")
    before = {name: (vault / name).read_bytes() for name in files(vault)}
    ended = run(
        "--facts", dataset, "export", "vault", "-q", "--confidence", "possible", "-o", vault
    )
    assert ended.status == 2
    assert ended.err == (
        f"relcli: error: {vault}: nothing was written: `Cards/old.md` was changed since, "
        "and 1 more; move it elsewhere, or name another folder\n"
    )
    assert {name: (vault / name).read_bytes() for name in files(vault)} == before


def test_a_note_of_ones_own_is_not_written_over(run: Runner, dataset: Path, vault: Path) -> None:
    """Who has a note where one would be made, in any case of letters, is told."""
    (vault / "Cards" / "OLD.md").write_text("mine", encoding="utf-8")
    ended = run("--facts", dataset, "export", "vault", "-q", "-o", vault)
    assert ended.status == 2
    assert "`Cards/OLD.md` is there, and is yours; move it elsewhere" in ended.err


@pytest.mark.parametrize("marker", ["", "[]", '{"made_by": "me"}', "[" * 100_000, None])
def test_a_folder_of_somebody_else_is_left_alone(
    run: Runner, dataset: Path, tmp_path: Path, marker: str | None
) -> None:
    """What is neither new, empty nor made here is refused, whatever its marker says."""
    out = tmp_path / "theirs"
    out.mkdir()
    (out / "note.md").write_text("theirs", encoding="utf-8")
    if marker is not None:
        (out / MARKER).write_text(marker, encoding="utf-8")
    ended = run("--facts", dataset, "export", "vault", "-q", "-o", out)
    assert ended.status == 2
    assert ended.err == (
        f"relcli: error: {out}: it is not empty, and was not made by `relcli export`; "
        "name a new or an empty folder\n"
    )
    assert (out / "note.md").read_text(encoding="utf-8") == "theirs"


def test_where_no_folder_can_be(
    run: Runner, dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pipe, a file, a place that is not there, and where one stands are refused in a line."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    for path, message in (
        ("-", "vault is a folder of files; write `-o DIR`, a new folder"),
        (tmp_path / "file", "cannot be written: it is no folder; name a new one"),
        (tmp_path / "no" / "vault", "cannot be written: No such file or directory"),
        (tmp_path, "it is where you are; go to another folder, and name it there"),
    ):
        ended = run("--facts", dataset, "export", "vault", "-q", "-o", path)
        assert (ended.status, ended.err.count("\n")) == (2, 1)
        assert ended.err.endswith(f"{message}\n")
    assert run("--facts", dataset, "export", "vault", "-q", "-o", tmp_path / "empty").status == 0
    assert len(files(tmp_path / "empty")) == 7
    monkeypatch.chdir(tmp_path / "empty" / "Cards")
    assert run("--facts", dataset, "export", "vault", "-q", "-o", "..").status == 2


def notes() -> Iterator[tuple[str, str]]:
    yield "Cards/a.md", "new"


def test_what_fails_half_way_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk, or a place that is denied, leaves the folder as it was, and none beside."""
    monkeypatch.chdir("/")
    out = tmp_path / "vault"
    write_folder(out, [("Cards/a.md", "old")])

    def full() -> Iterator[tuple[str, str]]:
        yield from notes()
        raise OSError(28, "No space left on device")

    with pytest.raises(EditError, match="cannot be written: No space left on device"):
        write_folder(out, full())
    rename = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if path.name.endswith(".relcli-new"):
            raise OSError(13, "Permission denied")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    for folder in (out, tmp_path / "other"):
        with pytest.raises(EditError, match="cannot be written: Permission denied"):
            write_folder(folder, notes())
    assert (out / "Cards" / "a.md").read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["vault"]


def test_what_a_killed_run_left_is_mended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that was put aside comes back, notes of its owner and all; half a one goes."""
    monkeypatch.chdir("/")
    out = tmp_path / "vault"
    write_folder(out, [("Cards/a.md", "old")])
    (out / "mine.md").write_text("mine", encoding="utf-8")
    out.rename(tmp_path / ".vault.1234.relcli-old")
    (tmp_path / ".vault.1234.relcli-new").mkdir()
    write_folder(out, notes())
    assert files(out) == [MARKER, "Cards/a.md", "mine.md"]
    assert [path.name for path in tmp_path.iterdir()] == ["vault"]


def test_a_disk_without_links_has_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One's own notes go along as they are, times and all."""
    monkeypatch.chdir("/")
    out = tmp_path / "vault"
    write_folder(out, notes())
    mine = out / "mine.md"
    mine.write_text("mine", encoding="utf-8")
    os.utime(mine, (1_000_000_000, 1_000_000_000))

    def refuse(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    write_folder(out, notes())
    assert (mine.read_text(encoding="utf-8"), mine.stat().st_mtime) == ("mine", 1_000_000_000)


def test_a_note_that_became_something_else_was_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A link in its place is its owner's doing, and is not written over."""
    monkeypatch.chdir("/")
    out = tmp_path / "vault"
    write_folder(out, notes())
    note = out / "Cards" / "a.md"
    note.unlink()
    note.symlink_to("nowhere.md")
    with pytest.raises(EditError, match=r"`Cards/a\.md` was changed since"):
        write_folder(out, notes())
    shutil.rmtree(out / "Cards")
    write_folder(out, notes())
    made = json.loads((out / MARKER).read_text(encoding="utf-8"))
    assert [*made["files"]] == ["Cards/a.md"]
