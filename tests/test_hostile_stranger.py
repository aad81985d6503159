"""A dataset from a stranger: nothing in it is run, asked of the network, or leads outside it."""

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

import relcli
from relcli.errors import FOUND

REPOSITORY = Path(relcli.__file__).parent.parent
PATHS = ("../outside.yaml", "OUTSIDE", "file://OUTSIDE", "~/outside.yaml", "$HOME/outside.yaml")
TEXT = "{{ 7 * 7 }} ${HOME} $(touch ran) `touch ran` %(x)s {0} !include ../outside.yaml"

# As bad as a stranger could make it: whatever some program reads of a folder, or runs in it.
FILES = {
    "cards.yaml": '# vim: set modeline: !touch ran\n# -*- eval: (shell-command "touch ran") -*-\n'
    + "".join(
        f'- {{id: c{n}, claim: "Claim {n}. {TEXT}", date: 2016, confidence: possible,'
        f' note: "{path}", topics: [t], actors: [a, b], sources: ['
        f'{{title: "{path}", url: "{path}", archived_url: "{path}"}},'
        " {id: s, stance: disputes}]}\n"
        for n, path in enumerate(PATHS)
    ),
    "tags.yaml": '- !!python/object/apply:os.system ["touch ran"]\n- !include ../outside.yaml\n',
    "merge.yaml": "<<: ../outside.yaml\ninclude: ../outside.yaml\n",
    "dataset.yaml": f'title: "{TEXT}"\ndescription: "OUTSIDE"\ntopics: {{t: "{TEXT}"}}\n',
    "actors.yaml": f'a: {{name: "{TEXT}", aliases: ["../outside.yaml"]}}\nb: {{name: B}}\n',
    "sources.yaml": 's: {title: "../outside.yaml", url: "file://OUTSIDE"}\n',
    **{f"{name}.py": "open('ran', 'w')\n" for name in ("yaml", "rich", "sqlite3", "conftest")},
    **{f"{name}.py": "open('ran', 'w')\n" for name in ("sitecustomize", "usercustomize")},
    ".git/config": '[core]\n\tfsmonitor = "touch ran"\n\tpager = "touch ran"\n',
    ".git/hooks/pre-commit": "#!/bin/sh\ntouch ran\n",
    ".env": "PAGER='touch ran'\nEDITOR='touch ran'\n",
    ".exrc": "!touch ran\n",
    "pyproject.toml": '[tool.relcli]\npager = "touch ran"\n',
    "relcli.toml": 'editor = "touch ran"\n',
}
READING = (
    *(["list"], ["search", "claim"], ["show", "c0"], ["timeline"], ["timeline", "--density"]),
    *(["stats"], ["disputes"], ["graph"], ["topics"], ["actors"], ["sources"], ["check"]),
    *(["check", "--format", "sarif"], ["cite", "c0", "c1"], ["schema"], ["fmt", "--diff"]),
    *(["list", "--format", form] for form in ("table", "json", "csv", "markdown")),
    *(["cite", "c1", "--style", style] for style in ("biblatex", "wikipedia", "csl", "markdown")),
    *(["export", form] for form in ("csv", "yaml", "markdown", "html", "csl", "biblatex", "ris")),
    *(["export", form] for form in ("timelinejs", "ics", "stix", "jsonld", "graphml", "gexf")),
    *(["export", form] for form in ("dot", "mermaid", "sqlite")),
)

# Runs each command after sys.addaudithook has begun to note what Python does (PEP 578).
WATCHED = """
import json, sys
from contextlib import redirect_stdout
from io import BytesIO, TextIOWrapper
told = []
events = ("open", "sqlite3.connect", "subprocess.", "socket.", "os.", "shutil.", "ctypes.")
def note(event, args):
    if event.startswith(events) or event == "open":
        told.append((event, [a if isinstance(a, int | str) else str(a) for a in args]))
sys.addaudithook(note)
from relcli.cli.app import main
statuses = []
for args in json.loads(sys.argv[1]):
    with redirect_stdout(TextIOWrapper(BytesIO())):
        statuses.append(main(args))
print(json.dumps([statuses, told]))
"""
# What reading a folder, keeping an index and starting a program in Python comes to.
HARMLESS = {
    *("os.listdir", "os.scandir", "os.mkdir", "os.rename", "os.remove", "os.putenv", "os.chmod"),
    *("os.utime", "os.walk", "os.getxattr"),
}


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[int], list[list[object]]]:
    """Run every command that reads in a hostile folder; return what Python did meanwhile."""
    place = tmp_path_factory.mktemp("stranger")
    outside, dataset = place / "outside.yaml", place / "dataset"
    outside.write_text("- secret\n", encoding="utf-8")
    for name, text in FILES.items():
        (dataset / name).parent.mkdir(parents=True, exist_ok=True)
        (dataset / name).write_text(text.replace("OUTSIDE", str(outside)), encoding="utf-8")
    (dataset / "link.yaml").symlink_to(outside)
    (dataset / ".git/hooks/pre-commit").chmod(0o755)
    driver = place / "driver.py"
    driver.write_text(WATCHED, encoding="utf-8")
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")
    } | {"XDG_CACHE_HOME": str(place / "cache"), "HOME": str(place), "NO_COLOR": "1"}
    environment.pop("RELCLI_FACTS", None)
    ended = subprocess.run(
        [sys.executable, str(driver), json.dumps(READING)],
        cwd=dataset,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr.decode()
    statuses, told = json.loads(ended.stdout)
    return place, statuses, told


def test_the_commands_answer(watched: tuple[Path, list[int], object]) -> None:
    """What follows is about commands that did their work."""
    _, statuses, _ = watched
    by_command = dict(zip(map(str, READING), statuses, strict=True))
    found = {command for command, status in by_command.items() if status == FOUND}
    refused = {
        "['check']",
        "['check', '--format', 'sarif']",
        "['fmt', '--diff']",
    }  # tags, a link out
    assert found == {*by_command} - refused


def test_nothing_runs_and_nothing_is_asked_of_the_network(
    watched: tuple[Path, object, list[list[object]]],
) -> None:
    """No process is started, no socket made, no library loaded because of what a dataset holds."""
    place, _, told = watched
    done = {str(event) for event, _ in told} - {"open", "sqlite3.connect", "sqlite3.connect/handle"}
    assert done <= HARMLESS
    assert not list(place.rglob("ran"))


def test_no_file_outside_is_opened(watched: tuple[Path, object, list[list[object]]]) -> None:
    """What is opened: the dataset's YAML files, the index in the cache, Python's and ours."""
    place, _, told = watched
    own = [*map(os.path.realpath, sysconfig.get_paths().values()), str(REPOSITORY)]
    own += [str(place / "cache"), sys.prefix, sys.base_prefix, os.devnull]
    opened = {
        os.path.realpath(place / "dataset" / os.fsdecode(str(args[0])))
        for event, args in told
        if event in ("open", "sqlite3.connect") and isinstance(args, list)
        if not isinstance(args[0], int) and args[0] != ":memory:"
    }
    others = {path for path in opened if not path.startswith(tuple(own))}
    cards = {str(place / "dataset" / name) for name in FILES if name.endswith(".yaml")}
    assert {path for path in others if path.startswith(str(place))} == cards
    assert others - cards == set()
