"""What relcli is made of: licences, what is packed, builds that can be repeated, no network."""

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
from collections.abc import Iterator
from importlib.metadata import metadata, requires
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement

from relcli import __version__
from relcli.cli.app import COMMANDS
from relcli.view.manual.topics import TOPICS
from tests.repository import Repository, card

REPOSITORY = Path(__file__).parent.parent
PYPROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
LEFT_OUT = shutil.ignore_patterns(
    ".*_cache", "__pycache__", ".git", ".venv", ".hypothesis", ".cov*"
)

PERMISSIVE = re.compile(r"MIT|BSD|ISC|Apache|PSF|Python Software Foundation")
WEAK = re.compile(r"MPL|Mozilla Public|LGPL|Lesser General Public")  # of the file, or the library
STRONG = re.compile(r"\bA?GPL|(?<!Lesser )General Public License")

OFFLINE = """
import contextlib, io, json, sys

seen = []
sys.addaudithook(lambda event, _: seen.append(event) if event.startswith("socket.") else None)
from relcli.cli.app import main

told = []
for args in json.loads(sys.argv[1]):
    out = io.TextIOWrapper(io.BytesIO())
    with contextlib.redirect_stdout(out):
        told.append([args, main(args), seen[:]])
    seen.clear()
import socket

socket.socket().close()
print(json.dumps([told, seen]))
"""
NEW = [
    *("--no-input", "--id", "sold", "--claim", "The tug was sold.", "--date", "2016"),
    *("--source", "A letter", "--confidence", "possible"),
]
# Each command with what makes it work; edit and browse need a person, mcp a client (test_mcp.py),
# and serve listens.
RUNS = {
    "search": [["search", "pantsr"], ["search", "pantsr", "--format", "table"]],
    "show": [["show", "ukraine-800-fighters", "--format", "table"]],
    "list": [["list", "--json"]],
    "timeline": [["timeline", "--format", "table"]],
    "stats": [["stats", "--format", "table"]],
    "disputes": [["disputes", "--format", "table"]],
    "graph": [["graph", "--format", "table"]],
    "match": [["match", "draft.md"], ["match", "draft.md", "--format", "html"]],
    "log": [["--facts", "recorded/facts", "log"]],
    "diff": [["--facts", "recorded/facts", "diff", "HEAD~1"]],
    "topics": [["topics"]],
    "actors": [["actors"]],
    "sources": [["sources"]],
    "init": [["init", "notes"]],
    "new": [["--facts", "notes", "new", *NEW]],
    "import": [["--facts", "notes", "import", "works.ris"]],
    "set": [["--facts", "notes", "set", "sold", "confidence=probable"]],
    "fmt": [["--facts", "notes", "fmt"]],
    "archive": [["--facts", "notes", "archive"]],  # where each address has its copy
    "schema": [["schema", "cards"], ["schema", "output"]],
    "check": [["--facts", "notes", "check"]],
    "cite": [["cite", "ukraine-800-fighters", "--style", style] for style in ("footnote", "apa")],
    "export": [["export", form] for form in ("html", "stix", "jsonld", "sqlite", "graphml")],
    "doctor": [["doctor"]],
    "help": [["help"], ["help", "queries"], ["help", "search"], ["help", "--man"]],
}


def test_no_command_opens_a_socket(tmp_path: Path) -> None:
    """While a command runs that needs neither editor nor database, no socket is opened."""
    repository = Repository(tmp_path / "recorded")
    repository.commit(cards=card("boat"))
    repository.commit(cards=card("boat", confidence="doubtful"))
    runs = [args for of_command in RUNS.values() for args in of_command]
    (tmp_path / "draft.md").write_text("Hezbollah sent fighters to Ukraine.", encoding="utf-8")
    environment = os.environ | {"FORCE_COLOR": "1", "PAGER": ""}
    (tmp_path / "works.ris").write_text("TY  - BOOK\nTI  - Tugs\nER  - \n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", OFFLINE, json.dumps(runs)],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told, control = json.loads(done.stdout)

    assert told == [[args, 0, []] for args in runs], done.stderr
    assert control  # a socket would have been seen
    assert {*RUNS, "edit", "browse", "mcp", "publish", "serve"} == {*COMMANDS}


def needed(name: str, extras: tuple[str, ...], met: set[str]) -> Iterator[str]:
    """Yield the packages that one needs, and those need in turn; on this system."""
    for line in requires(name) or ():
        one = Requirement(line)
        wanted = (
            not one.marker or one.marker.evaluate({"extra": extra}) for extra in ("", *extras)
        )
        if any(wanted) and str(one) not in met:
            met.add(str(one))
            yield one.name
            yield from needed(one.name, tuple(one.extras), met)


def licence(name: str) -> str:
    """Return what a package says of its licence."""
    about = metadata(name)
    kinds = [kind for kind in about.get_all("Classifier") or () if kind.startswith("License ::")]
    said = [*(about.get_all("License-Expression") or about.get_all("License") or ()), *kinds]
    return " ".join(said)


def test_every_package_has_a_licence_that_lets_it_be_passed_on() -> None:
    """What relcli needs to run, extras included, is permissive, or weak copyleft; never strong."""
    extras = tuple(name for name in PYPROJECT["project"]["optional-dependencies"] if name != "dev")
    licences = {name: licence(name) for name in needed("relcli-facts", extras, set())}

    assert {"typer", "filelock", "markdown-it-py", "certifi", "lxml"} <= licences.keys()
    for name, words in licences.items():
        assert PERMISSIVE.search(words) or WEAK.search(words), f"{name}: {words}"
        assert not STRONG.search(words), f"{name}: {words}"


def test_a_floor_for_each_and_no_ceiling() -> None:
    """Each dependency has the lowest version it is tested with, and may be as new as it likes."""
    lines = list(PYPROJECT["project"]["dependencies"])
    extras = PYPROJECT["project"]["optional-dependencies"]
    lines += [line for name in extras if name != "dev" for line in extras[name]]
    lowest = subprocess.run(
        [sys.executable, ".ci/lowest.py"],
        cwd=REPOSITORY, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip

    assert [line.replace(">=", "==") for line in lines] == lowest


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Return two folders with a wheel and an sdist, built from copies that differ from outside."""
    folders = []
    for name, moment, mode in (("one", 1_500_000_000, 0o644), ("another", 1_700_000_000, 0o664)):
        source = tmp_path_factory.mktemp(name) / f"relcli-{name}"
        shutil.copytree(REPOSITORY, source, ignore=LEFT_OUT)
        for path in source.rglob("*"):
            if path.is_file():
                path.chmod(mode | (path.stat().st_mode & 0o111))
                os.utime(path, (moment, moment))
        subprocess.run(
            [sys.executable, "-m", "hatchling", "build", "--directory", source.parent / "dist"],
            cwd=source, check=True, capture_output=True,
            env=os.environ | {"SOURCE_DATE_EPOCH": "1600000000"},
        )  # fmt: skip
        folders.append(source.parent / "dist")
    return folders


def test_a_build_can_be_repeated(built: list[Path]) -> None:
    """Two builds from the same sources, in other folders and at other times, are the same."""
    one, another = ({path.name: path.read_bytes() for path in dist.iterdir()} for dist in built)

    assert sorted(Path(name).suffix for name in one) == [".gz", ".whl"]
    assert one == another


def test_what_the_wheel_holds(built: list[Path]) -> None:
    """The wheel has the facts, the types, the manual, the page, the licence; nothing of the tests.

    Nor has it what tells of the code: nobody reads that where relcli is installed.
    """
    with ZipFile(next(built[0].glob("*.whl"))) as wheel:
        names = set(wheel.namelist())
    modules = {str(path.relative_to(REPOSITORY)) for path in (REPOSITORY / "relcli").rglob("*.py")}
    facts = (path for path in (REPOSITORY / "facts").rglob("*.yaml"))
    kept = {f"relcli/{path.relative_to(REPOSITORY)}" for path in facts}

    assert modules | kept | {"relcli/py.typed", "relcli/tui/browse.tcss"} <= names
    page = {Path(name).suffix for name in names if name.startswith("relcli/view/page/")}
    assert {".css", ".js"} <= page
    assert {f"relcli/view/manual/{topic}.md" for topic in TOPICS} <= names
    assert [name for name in names if name.endswith("README.md")] == ["relcli/facts/README.md"]
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)
    assert {name.partition("/")[0] for name in names} == {
        "relcli",
        f"relcli_facts-{__version__}.dist-info",
    }
    assert not [name for name in names if re.search(r"/tests?[/_]|conftest|\.pyc$|/\.", name)]


def test_the_sdist_can_be_tested(built: list[Path]) -> None:
    """The sdist has what the wheel is built from, the tests, and nothing that they left behind."""
    with tarfile.open(next(built[0].glob("*.tar.gz"))) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}

    assert {"pyproject.toml", "LICENSE", "README.md", ".ci/run", "tests/conftest.py"} <= names
    assert {
        ".github/picture.svg",
        "relcli/README.md",
        "facts/README.md",
        "tests/README.md",
    } <= names
    assert not [name for name in names if re.search(r"\.pyc$|_cache/|\.hypothesis", name)]
