"""What a new dataset begins with: files that a person fills in, and that `check` finds clean."""

from collections.abc import Mapping
from pathlib import Path

from relcli.edit.files import File, replace_files
from relcli.edit.values import quoted
from relcli.errors import EditError

_MODELINE = "# yaml-language-server: $schema={path}\n"

_DATASET = """\
# What this dataset is. Where topics are declared, cards may have these topics and no others.

title: {title}
# description: What it is about, and how it was made.
# license: CC-BY-SA-4.0
# topics:
#   military: Military
#   economic: Economic
"""

_ACTORS = """\
# Who and what the cards are about. A card names an actor by its id, its name or an alias, and
# `relcli search` finds the card by all of them. Once there is one actor here, all must be.
#
# wagner-group:
#   name: Wagner Group
#   kind: body
#   aliases: [PMC Wagner, ЧВК «Вагнер»]
"""

_SOURCES = """\
# What the cards rest on, so that a source is described once. A card names it by its id.
#
# wsj-2023-11-02:
#   title: Wagner Group May Provide Air-Defense Weapon to Hezbollah
#   publisher: The Wall Street Journal
#   url: https://example.org/article
#   published: 2023-11-02
#   reliability: B          # Admiralty: A completely reliable … E unreliable, F cannot be judged
#   speaker: wagner-group   # whose words it carries, if not its own: an actor, or a whole name
"""

_FACTS = """\
# The facts, a card each. `relcli new` asks for one and adds it here; `relcli check` finds what is
# wrong. A card looks like this, and needs the four fields without a remark of their own:
#
# - claim: Wagner planned to hand a Pantsir-S1 air-defence system to Hezbollah.
#   date: by 2023-11-02        # no more than the source says: 2023, 2023-11, 2023~, as of 2023-11
#   confidence: possible       # confirmed, probable, possible, doubtful, improbable, unconfirmed
#   source: The Wall Street Journal, 2 November 2023
#   id: pantsir-plan           # optional; without one, it is made from the claim
#   topics: [military]         # optional; those of dataset.yaml
#   actors: [wagner-group]     # optional; those of actors.yaml
#   note: What a reader should know besides.
#   related: [another-card]       # optional, as are `contradicts` and `superseded_by`
"""

_PRE_COMMIT = """\
# `pre-commit install` (https://pre-commit.com) has git run these before each commit. They expect
# relcli to be installed.
repos:
  - repo: local
    hooks:
      - id: relcli-check
        name: relcli check
        entry: relcli --facts . check
        language: system
        files: \\.ya?ml$
        pass_filenames: false
      - id: relcli-fmt
        name: relcli fmt
        entry: relcli --facts . fmt --check
        language: system
        files: \\.ya?ml$
        pass_filenames: false
"""

_TEXTS = {
    "dataset.yaml": ("dataset", _DATASET),
    "actors.yaml": ("actors", _ACTORS),
    "sources.yaml": ("sources", _SOURCES),
    "facts.yaml": ("cards", _FACTS),
}
SCHEMA_FOLDER = ".schema"  # hidden, so that no loader looks for cards in it


def start_dataset(folder: Path, schemas: Mapping[str, str]) -> list[Path]:
    """Write the files of a new dataset, and return their paths.

    `schemas` are the JSON Schemas that editors check the files with. Raises EditError where one
    of the files is there already; then none is written. What a run has left that was killed half
    way is no obstacle: files that hold what they would be given are taken as they are.
    """
    texts = {
        folder / name: _MODELINE.format(path=f"{SCHEMA_FOLDER}/{schema}.json") + text
        for name, (schema, text) in _TEXTS.items()
    }
    # A name that the file system gives need not be Unicode, which YAML's text is.
    name = folder.resolve().name.encode(errors="replace").decode()
    title = quoted(name.replace("-", " ").capitalize() or "Facts")
    texts[folder / "dataset.yaml"] = texts[folder / "dataset.yaml"].format(title=title)
    texts[folder / ".pre-commit-config.yaml"] = _PRE_COMMIT
    for name, text in schemas.items():
        texts[folder / SCHEMA_FOLDER / f"{name}.json"] = text
    there = [path for path in texts if path.exists() or path.is_symlink()]
    begun = len(there) < len(texts) and all(_holds(path, texts[path]) for path in there)
    if there and not begun:
        other = next((path for path in there if not _holds(path, texts[path])), there[0])
        raise EditError(f"{other} is there already", "start a dataset in a new folder")
    try:
        (folder / SCHEMA_FOLDER).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = error.strerror or error
        raise EditError(f"{folder}: cannot be made: {why}", "name another folder") from None
    # The file that makes a dataset of a folder comes last: half a one is none. What is there is
    # written again, so that in every folder what was left of the killed run goes.
    files = [File(path, data=texts[path].encode() if path in there else None) for path in texts]
    replace_files([(file, texts[file.path]) for file in reversed(files)])
    return list(texts)


def _holds(path: Path, text: str) -> bool:
    """Whether a file holds a text and nothing else; what is no file, or a link, does not."""
    if path.is_symlink() or not path.is_file():
        return False
    return path.stat().st_size == len(data := text.encode()) and path.read_bytes() == data
