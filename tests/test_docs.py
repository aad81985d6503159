"""The README and the manual: every command in them runs, and shows what they show."""

import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from relcli.analysis import actor_graph
from relcli.check import links, wayback
from relcli.cli import complete, graph, session, timeline
from relcli.cli.publish import MOST_PARTS
from relcli.edit import dataset, json_text, many, works
from relcli.errors import GUESSES
from relcli.history import cited, git, likeness, objects, tree
from relcli.index import (
    datasets,
    past_index,
    phonetics,
    postgres,
    postgres_tables,
    publish,
    selection,
)
from relcli.load import cards, declared, files, problems, yaml_events
from relcli.match import matcher, sentences
from relcli.mcp import answers, questions, wire
from relcli.mcp import document as for_assistants
from relcli.mcp import matches as for_matches
from relcli.model import edtf, match, tuning
from relcli.search import engine
from relcli.serve import settings
from relcli.view.export import bibliography, vault
from relcli.view.export import graph as export_graph
from relcli.view.manual import topics
from relcli.view.page import still
from relcli.view.terminal import actor_graph as drawn_graph
from relcli.view.terminal import picture
from tests.repository import Repository

REPOSITORY = Path(__file__).parent.parent
README = REPOSITORY / "README.md"
PICTURE = REPOSITORY / ".github" / "picture.svg"
MANUAL = Path(topics.__file__).parent
DOCUMENTS = [README, *sorted(MANUAL.glob("*.md"))]
FENCE = re.compile(
    r"(?:^<!-- (?P<name>\w+) -->\n)?^```(?P<language>\w+)\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
PICTURED = "relcli search pantsr wagner --limit 2 -o picture.svg"
SVG_TEXT = "{http://www.w3.org/2000/svg}text"


def blocks(document: Path, language: str) -> list[str]:
    """Return the fenced blocks of a language; those with a name are run by .ci/run itself."""
    found = FENCE.finditer(document.read_text(encoding="utf-8"))
    return [m["body"] for m in found if m["language"] == language and not m["name"]]


def commands(document: Path) -> list[str]:
    """Return every command of a document's shell blocks, continued lines included."""
    return [
        c.rstrip("\n")
        for block in blocks(document, "sh")
        for c in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    ]


def every(language: str) -> list[pytest.ParameterSet]:
    """Return the blocks of a language of all documents, each with its document."""
    return [
        pytest.param(document, block, id=f"{document.stem}-{number}")
        for document in DOCUMENTS
        for number, block in enumerate(blocks(document, language))
    ]


# What the manual imports.
BROUGHT_IN = {
    "claims.csv": "Claim,Date,Source,Confidence\nThe truce held.,2016,A paper,possible\n",
    "library.json": '[{"id": "tugs", "type": "book", "title": "Tugs"}]',
    "names.csv": "Name;Kind;Aliases\nWagner Group;body;PMC Wagner\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder outside the repository, in which the manual's own dataset lies, in git."""
    least, _ = blocks(MANUAL / "cards.md", "yaml")
    cards = tmp_path / "my-facts" / "cards.yaml"
    repository = Repository(cards.parent)
    cards.write_text(least.replace("possible", "unconfirmed"), encoding="utf-8")
    repository.commit("A first meeting", "2024-01-05T10:00:00Z")
    cards.write_text(least, encoding="utf-8")
    repository.commit("Al-Akhbar names those who met", "2024-06-30T10:00:00Z")
    for name, text in BROUGHT_IN.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def shell(command: str, folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command line in a shell that finds this Python's relcli."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": path, "COLUMNS": "80", "PYTHONUTF8": "1"} | more
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("command", sorted({c for file in DOCUMENTS for c in commands(file)}))
def test_a_command_of_the_documents_runs(command: str, folder: Path) -> None:
    """Each command of the README and the manual succeeds, and answers unless it writes a file."""
    done = shell(command, folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout or done.stderr or "-o " in command or "> " in command
    assert "relcli: error" not in done.stderr


@pytest.mark.parametrize(("document", "block"), every("console"))
def test_an_output_that_is_shown_is_what_relcli_prints(
    document: Path, block: str, folder: Path, *, update_golden: bool
) -> None:
    """Each output that a document shows is the one that its command draws on 80 columns."""
    command, _, shown = block.partition("\n")
    done = shell(f"{command.removeprefix('$ ')} --format table 2>&1", folder)
    drawn = "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())
    if update_golden:
        text = document.read_text(encoding="utf-8").replace(block, f"{command}\n{drawn}")
        document.write_text(text, encoding="utf-8")
    assert update_golden or drawn == shown


@pytest.mark.parametrize(("document", "block"), every("python"))
def test_python_of_the_documents_runs(document: Path, block: str, folder: Path) -> None:
    """Each example in Python runs as it stands, and prints something."""
    done = subprocess.run(
        [sys.executable, "-c", block], cwd=folder, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, ""), document
    assert done.stdout


def test_every_document_with_commands_is_read() -> None:
    """The commands and blocks that are run are those that a reader sees."""
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        shown = len(re.findall(r"^\$ relcli ", text, re.MULTILINE))
        run = [c for c in commands(document) if c.startswith("relcli ")]
        assert len(run) + len(blocks(document, "console")) == shown
    assert sum(len(commands(document)) for document in DOCUMENTS) > 40


def test_the_least_card_of_the_readme_is_that_of_the_manual() -> None:
    """So `my-facts` is one dataset wherever it is spoken of."""
    assert blocks(README, "yaml") == blocks(MANUAL / "cards.md", "yaml")[:1]


def test_the_fullest_card_of_the_manual_loads(folder: Path) -> None:
    """The fullest card of the manual is a card that relcli reads."""
    _, fullest = blocks(MANUAL / "cards.md", "yaml")
    sources = "wsj-2023-11-02: {publisher: WSJ}\nkremlin-2023-11-03: {publisher: Kremlin}\n"
    (folder / "my-facts" / "cards.yaml").write_text(fullest, encoding="utf-8")
    (folder / "my-facts" / "sources.yaml").write_text(sources, encoding="utf-8")
    done = shell("relcli --facts my-facts list --format ids", folder)
    assert (done.stdout, done.stderr) == ("pantsir-transfer\n", "")


def test_ci_finds_both_commands_of_the_readme() -> None:
    """The commands that .ci/run takes from the README are there, a line each."""
    named = {m["name"]: m["body"] for m in FENCE.finditer(README.read_text(encoding="utf-8"))}
    assert named["install"].count("\n") == named["test"].count("\n") == 1
    assert "relcli search wagner" in named["install"]
    assert "pytest" in named["test"]


def test_the_readme_is_short_and_names_every_topic() -> None:
    """Whoever wants more is told where it stands."""
    text = README.read_text(encoding="utf-8")
    assert text.count("\n") <= 250
    assert {*re.findall(r"relcli help (\w[\w-]*)", text)} == {*topics.TOPICS}


def test_no_line_of_the_manual_is_too_long() -> None:
    """A line of a topic fits a pipe's 80 columns, but those of tables and examples."""
    for topic in topics.TOPICS:
        text = FENCE.sub("", topics.topic_text(topic))
        long = [line for line in text.splitlines() if len(line) > topics.WIDTH]
        assert [line for line in long if not line.startswith("|")] == [], topic


def test_links_between_documents_lead_somewhere() -> None:
    """Each link of a document to another file of the repository leads to one."""
    houses = [REPOSITORY / name / "README.md" for name in ("relcli", "facts", "tests")]
    for document in (*DOCUMENTS, *houses, *(REPOSITORY / ".github").glob("*.md")):
        for link in re.findall(r"\]\((?!https?:)([^)#]+)\)", document.read_text(encoding="utf-8")):
            assert (document.parent / link).exists(), f"{document}: {link}"


def test_no_loader_reads_the_readme_of_the_facts(folder: Path) -> None:
    """What stands beside the datasets, or among their files, and is no YAML disturbs nothing."""
    told = folder / "my-facts" / "README.md"
    told.write_text("- claim: this is no card\n", encoding="utf-8")
    shipped = shell(f"relcli --facts {REPOSITORY / 'facts'} list --format ids", folder)
    own = shell("relcli --facts my-facts list --format ids", folder)
    assert (REPOSITORY / "facts" / "README.md").exists()
    assert (shipped.returncode, shipped.stderr) == (0, "")
    assert shipped.stdout.count("\n") > 100
    assert (own.returncode, own.stdout.count("\n"), own.stderr) == (0, 1, "")
    assert "README" not in shell("relcli --facts my-facts check", folder).stdout


# The bounds


@pytest.mark.parametrize(
    ("bound", "value"),
    [
        ("size of a file, or of stdin", f"{files.LARGEST_FILE >> 20} MB"),
        ("values in a file", f"{files.MOST_VALUES:,}"),
        ("size of a card with its sources and actors", f"{cards.LARGEST_CARD:,} characters"),
        (
            "size of an entry of `actors.yaml` or `sources.yaml`",
            f"{declared.LARGEST_ENTRY:,} characters",
        ),
        ("pairs of synonyms", f"{declared.MOST_PAIRS:,}"),
        ("files and folders looked at for cards", f"{files.MOST_ENTRIES:,}"),
        ("depth of folders", f"{files.DEEPEST_FOLDER}"),
        ("depth of YAML", f"{yaml_events.DEEPEST}"),
        ("depth of JSON for `new -`", f"{json_text.DEEPEST}"),
        ("works of an imported file", f"{works.MOST_WORKS:,}"),
        ("length of a date", f"{edtf.LONGEST} characters"),
        ("problems of a file told, per rule", f"{problems.MOST_TOLD:,}"),
        ("problems of one card told in a line", f"{dataset.MOST_TOLD}"),
        ("problems of imported rows told", f"{many.MOST_TOLD}"),
        ('names sought for "did you mean", per file or rule', f"{GUESSES}"),
        ("length of a query", f"{tuning.LONGEST_QUESTION:,} characters"),
        ("words in phrases and of what is left out", f"{tuning.CONDITIONS}"),
        ("length of a word by which it is compared", f"{tuning.LONGEST_WORD} characters"),
        ("words that mean the same as one", f"{tuning.SYNONYMS}"),
        ("distinct words of a query that count", f"{tuning.WORDS}"),
        ("words from which a text is taken as pasted", f"{tuning.PASTED}"),
        ("alternatives of a query with OR", f"{tuning.ALTERNATIVES}"),
        ("cards scored one by one", f"{engine.CANDIDATES}"),
        ("pairs of card and word read to choose them", f"{engine.POSTINGS:,}"),
        ("cards read for a phrase", f"{selection.PHRASE_CARDS:,}"),
        ("words near in spelling that are weighed up", f"{tuning.COMPARED}"),
        ("ids compared with an unknown one", f"{datasets.NEAR_IDS:,}"),
        ("spellings of one name between scripts", f"{phonetics.MOST_KEYS}"),
        ("length of a draft", f"{match.LONGEST_DRAFT:,} characters"),
        ("length of a sentence that is looked at", f"{sentences.LONGEST_SENTENCE:,} characters"),
        ("letters of a draft that are parted at once", f"{sentences.CHUNK:,}"),
        ("cards scored for a sentence", f"{matcher.CANDIDATES}"),
        ("cards shown beside a sentence", f"{match.MOST_CARDS}"),
        ("words of claims whose weight is remembered", f"{matcher.REMEMBERED:,}"),
        ("actors on a card that are linked with each other", f"{actor_graph.MOST_ON_A_CARD}"),
        ("links of a graph", f"{actor_graph.MOST_LINKS:,}"),
        ("ids of cards on these links", f"{actor_graph.MOST_SHARED:,}"),
        ("depth of a graph", f"{graph.DEEPEST}"),
        ("branches drawn", f"{drawn_graph.MOST_DRAWN:,}"),
        ("cards drawn one by one in a timeline", f"{timeline.MANY}"),
        ("times that `csl` repeats one card", f"{bibliography.REPEATED}"),
        ("cards of a page that can be read without scripts", f"{still.MOST:,}"),
        ("length of an error or a remark", f"{session.LONGEST_LINE:,} characters"),
        ("lines of a picture", f"{picture.MOST_LINES:,}"),
        ("words that a shell completes", f"{complete.MOST}"),
        ("commits that touch the facts", f"{tree.MOST_COMMITS:,}"),
        ("what git lists of them and their files", f"{git.LARGEST_LIST >> 20} MB"),
        ("length of a commit, with its message", f"{objects.LONGEST_COMMIT:,} bytes"),
        ("places in which a dataset has lain", f"{tree.MOST_NAMES}"),
        ("pairs of cards compared in a commit", f"{likeness.MOST_COMPARED:,}"),
        ("citations of a text that are checked", f"{cited.MOST_CITATIONS:,}"),
        ("indexes of the past that are kept", f"{past_index.KEPT}"),
        ("lines of a Mermaid flowchart", f"{export_graph.MERMAID_EDGES}"),
        ("letters of a Mermaid flowchart", f"{export_graph.MERMAID_LETTERS:,}"),
        ("name of a note in a vault", f"{vault.LONGEST_NAME} bytes"),
        ("length of a message to `relcli mcp`", f"{wire.LONGEST_MESSAGE:,} characters"),
        (
            "length of a query, or of a value, of an assistant",
            f"{questions.LONGEST_QUERY:,} characters",
        ),
        (
            "length of a text that an assistant lets match",
            f"{questions.LONGEST_DRAFT:,} characters",
        ),
        ("cards of an answer, or ids asked for", f"{questions.MOST_CARDS}"),
        (
            "length of a text of a card for an assistant",
            f"{for_assistants.LONGEST_TEXT:,} characters",
        ),
        ("sources, actors or links of such a card", f"{for_assistants.MOST_ITEMS}"),
        ("one card beside a text of an assistant", f"{for_matches.LONGEST_CARD:,} characters"),
        ("cards of an answer in all", f"{answers.LONGEST_ANSWER:,} characters"),
        ("topics named to who asks for another one", f"{questions.TOPICS_NAMED}"),
        ("length of a question in an address", f"{settings.LONGEST_QUERY:,} characters"),
        ("size of the head of a request", f"{settings.LARGEST_HEAD >> 10} KB"),
        ("size of a draft", f"{settings.LARGEST_BODY // 1_000} KB"),
        ("rows of an answer", f"{settings.MOST_SHOWN:,}"),
        ("cards counted or sorted for an answer", f"{settings.MOST_COUNTED:,}"),
        ("time for an answer", f"{settings.SECONDS:.0f} seconds"),
        ("time for it with what is before it", f"{settings.WAITING_SECONDS:.0f} seconds"),
        ("requests that are answered or wait", f"{settings.AT_ONCE}"),
        ("threads that answer, in each worker", f"{settings.THREADS}"),
        ("connections, of each worker", f"{settings.CONNECTIONS}"),
        ("time for a request to come in", f"{settings.HEAD_SECONDS:.0f} seconds"),
        ("time that a connection may be idle", f"{settings.IDLE_SECONDS} seconds"),
        ("time for an answer to be taken", f"{settings.TAKING_SECONDS:.0f} seconds"),
        ("cards that the page holds", f"{settings.PAGED:,}"),
        ("actors to choose from on a page that asks", f"{settings.ACTORS}"),
        ("time for a whole answer", f"{links.TIMEOUT:.0f} seconds"),
        ("hosts asked at once", f"{links.AT_ONCE}"),
        ("pause between two requests to a host", f"{links.PAUSE:.0f} second"),
        ("longest pause that a `robots.txt` may want", f"{links.LONGEST_PAUSE:.0f} seconds"),
        ("size of a `robots.txt`", f"{links._LARGEST_ROBOTS >> 10} KB"),  # noqa: SLF001
        ("answers that one host may owe", f"{links.MOST_SILENCES}"),
        ("redirects followed", f"{links.MOST_REDIRECTS}"),
        ("length of an address it leads to", f"{links.LONGEST_URL:,} characters"),
        ("size of an answer of the archive", f"{wayback.LARGEST_ANSWER >> 10} KB"),
        ("pause between two pages that it is to save", f"{wayback.SAVE_PAUSE:.0f} seconds"),
        ("time in which it may save a page", f"{wayback.SAVE_TIME:.0f} seconds"),
        ("longest pause that it may ask for", f"{wayback.LONGEST_RETRY} seconds"),
        ("times that one question is asked", f"{wayback.TRIES}"),
        ("answers in a row that it may owe", f"{wayback.MOST_TROUBLES}"),
        ("time to connect to a server", f"{postgres.WAITS['connect_timeout']} seconds"),
        (
            "time for a server that has fallen silent",
            f"{int(postgres.WAITS['tcp_user_timeout']) // 1000} seconds",
        ),
        (
            "time that a server has for a publisher who was cut off",
            f"{int(postgres.SERVER_WAITS.rpartition(' ')[2]) // 1000} seconds",
        ),
        ("time for another one who publishes", publish.LONGEST_WAIT.replace("min", " minutes")),
        ("what is told of a server's error", f"{postgres.LONGEST_TOLD} characters"),
        (
            "length of an id or a path that is published",
            f"{postgres_tables.LONGEST_KEY} characters",
        ),
        ("terms of a card that is published", f"{postgres_tables.LARGEST_TERMS:,} bytes"),
        ("length of the name of a dataset that is published", f"{publish.LONGEST_NAME} bytes"),
        ("tables over which cards are spread", f"{MOST_PARTS}"),
        ("ids by which another dataset is known", f"{publish.MOST_COMPARED:,}"),
    ],
)
def test_the_manual_tells_each_bound_as_it_is(bound: str, value: str) -> None:
    """A bound that is moved in the code is moved in the manual, too."""
    assert bounds_told()[bound] == value


def test_no_bound_of_the_manual_is_unchecked() -> None:
    """Each bound that the manual tells is one that the test before this compares with the code."""
    (mark,) = test_the_manual_tells_each_bound_as_it_is.pytestmark  # type: ignore[attr-defined]
    assert {bound for bound, _ in mark.args[1]} == {*bounds_told()}


def bounds_told() -> dict[str, str]:
    """Return the bounds of the manual, each with its value."""
    rows = re.findall(r"^\| (.+?) \| (.+?) \| .+ \|$", topics.topic_text("security"), re.MULTILINE)
    return {bound: value for bound, value in rows if bound not in ("bound", "---")}


# The picture


def test_the_picture_is_what_relcli_draws(folder: Path, *, update_golden: bool) -> None:
    """The picture of the README is the one that the command above it writes today."""
    done = shell(PICTURED, folder, COLUMNS="")
    svg = (folder / "picture.svg").read_text(encoding="utf-8")
    if update_golden:
        PICTURE.write_text(svg, encoding="utf-8")
    kept = PICTURE.read_text(encoding="utf-8")
    readme = README.read_text(encoding="utf-8")

    assert done.returncode == 0
    assert f"```sh\n$ {PICTURED}\n```\n\n![" in readme
    assert f"]({PICTURE.relative_to(REPOSITORY).as_posix()})" in readme
    assert words_of(kept) == words_of(svg)
    assert "pantsir" in " ".join(words_of(kept))
    assert re.findall(r"https?://(?!www\.w3\.org)", kept) == []


def words_of(svg: str) -> list[str]:
    """Return the texts of an SVG."""
    return ["".join(text.itertext()) for text in ET.fromstring(svg).iter(SVG_TEXT)]  # noqa: S314
