"""`relcli help`: topics on a terminal and into a pipe, the help of commands, the man page."""

import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import pytest

from relcli.cli.app import COMMANDS
from relcli.view.manual.man import Described, man_page
from relcli.view.manual.roff import body, escape
from relcli.view.manual.topics import TOPICS, topic_text

if TYPE_CHECKING:
    from tests.conftest import Run, Terminal

Runner = Callable[..., "Run"]

MACROS = {"TH", "SH", "SS", "PP", "TP", "IP", "RS", "RE", "nf", "fi"}
LINK = r"(https://a.example/\(tib)"
MARKDOWN = r"""
# A title

Some *words*, **loud** ones, `-x 'y' \z` and a [link](https://a.example/~b),
.dot begins this line

- an item
  in two lines

```sh
$ relcli search '"a"'

.TH not a request
```

| a | b |
| --- | --- |
| `x` | one |

| a | b | c |
| --- | --- | --- |
| x | one | |
| .y | one | two |
"""


def test_without_a_topic_it_lists_all(run: Runner) -> None:
    """Each topic and each command is there with a line on it."""
    told = run("help")
    assert (told.status, told.err) == (0, "")
    listed = re.findall(r"^- `([\w-]+)`: \w", told.out, re.MULTILINE)
    assert listed == [*TOPICS, *COMMANDS]
    assert max(map(len, told.out.splitlines())) <= 80


@pytest.mark.parametrize("command", [name for name in COMMANDS if name not in TOPICS])
def test_a_command_is_its_help(run: Runner, command: str) -> None:
    """`relcli help search` is `relcli search --help`, to the letter; a topic comes first."""
    assert run("help", command) == run(command, "--help")


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_is_markdown_in_a_pipe(run: Runner, topic: str) -> None:
    """What a pipe gets is the text itself, which begins with its name."""
    told = run("help", topic)
    assert (told.status, told.err) == (0, "")
    assert told.out == topic_text(topic)
    assert told.out.startswith(f"# {topic.capitalize().replace('-', ' ')}\n")


@pytest.mark.parametrize(
    ("word", "cure"),
    [
        ("querys", "did you mean `queries`?"),
        ("serch", "did you mean `search`?"),
        ("zzz", f"topics: {', '.join(TOPICS)}"),
    ],
)
def test_an_unknown_topic_is_trouble(run: Runner, word: str, cure: str) -> None:
    """It is told with the nearest topic or command."""
    refused = run("help", word)
    assert (refused.status, refused.out) == (2, "")
    assert refused.err == f"relcli: error: no topic or command `{word}`; {cure}\n"


def test_a_topic_is_drawn_on_a_terminal(terminal: "type[Terminal]") -> None:
    """Headings, lists and tables are drawn; an example can be copied as it stands."""
    session = terminal("help", "scripts", COLUMNS="70")
    assert session.end() == 0
    assert "#" not in session.shown
    assert "```" not in session.shown
    (longest,) = [line for line in topic_text("scripts").splitlines() if "against: " in line]
    assert f"    {longest}\n" in session.shown
    assert " • " in session.shown
    assert re.search(r"^ RELCLI_FACTS +names datasets", session.shown, re.MULTILINE)


def test_an_example_as_wide_as_the_terminal_is_not_broken(terminal: "type[Terminal]") -> None:
    """It begins at the left as far as it has to; the others keep their place."""
    session = terminal("help", "views", COLUMNS="80")
    assert session.end() == 0
    (widest,) = [
        line for line in topic_text("views").splitlines() if "reuters-2022-03-18 6" in line
    ]
    assert len(widest) == 80
    lines = [line.rstrip() for line in session.shown.splitlines()]
    assert widest in lines
    assert "    $ relcli timeline --by topic" in lines


def test_the_overview_is_drawn_on_a_terminal(terminal: "type[Terminal]") -> None:
    """So are the topics and the commands."""
    session = terminal("help", COLUMNS="70")
    assert session.end() == 0
    assert " • queries: What a query may be" in session.shown


# The man page


def roff(markdown: str) -> list[str]:
    """Return the lines of a Markdown text in roff."""
    return "\n".join(body(markdown)).splitlines()


def test_markdown_becomes_roff() -> None:
    """Each thing that the manual has becomes a macro of man(7); nothing else acts."""
    assert roff(MARKDOWN) == [
        ".SH A title",
        ".PP",
        rf"Some \fIwords\fR, \fBloud\fR ones, \fB\-x \(aqy\(aq \(rsz\fR and a link {LINK},",
        r"\&.dot begins this line",
        r".IP \(bu 2",
        "an item",
        "in two lines",
        *(".PP", ".RS 4", ".nf"),
        r"$ relcli search \(aq\(dqa\(dq\(aq",
        r"\&",
        r"\&.TH not a request",
        *(".fi", ".RE"),
        *(".TP", r"\fBx\fR", "one"),
        *(".TP", "x", "b: one"),
        *(".TP", r"\&.y", "b: one; c: two"),
    ]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (r"\fBx\n(zz", r"\(rsfBx\(rsn(zz"),
        (".so /etc/passwd", r"\&.so /etc/passwd"),
        ("a\n.PP\n'br", "a\n\\&.PP\n\\(aqbr"),
        ("--x ~ ^ `", r"\-\-x \(ti \(ha \(ga"),
        ("Вагнер …", r"\[u0412]\[u0430]\[u0433]\[u043D]\[u0435]\[u0440] \[u2026]"),
    ],
)
def test_no_text_acts_in_roff(text: str, written: str) -> None:
    """Escapes and requests in a text are shown; what is beyond ASCII is named."""
    assert escape(text) == written


def test_the_man_page_is_well_formed(run: Runner) -> None:
    """It is ASCII, has macros of man(7) alone, and what is opened is closed."""
    told = run("help", "--man")
    lines = told.out.splitlines()
    assert (told.status, told.err, told.out.isascii()) == (0, "", True)
    assert lines[0].startswith('.TH RELCLI 1 "" "relcli ')
    requests = [line[1:].split()[0] for line in lines if line.startswith(".")]
    assert {*requests} == MACROS
    assert requests.count("nf") == requests.count("fi")
    assert requests.count("RS") == requests.count("RE")
    assert not [line for line in lines if line.startswith("'") or not line]
    escapes = re.findall(r"\\(?:f[BIR]|\([a-z]{2}|\[u[0-9A-F]{4,5}\]|[-&]|.)", told.out)
    assert {one for one in escapes if not re.match(r"\\(f[BIR]$|\(|\[u|[-&])", one)} == set()


def test_the_man_page_has_all(run: Runner) -> None:
    """Each command with its options, and each topic, has a place in it."""
    out = run("help", "--man").out
    commands = re.findall(r"^\.SS relcli ([a-z]+) ", out, re.MULTILINE)
    sections = re.findall(r"^\.SH (.+)$", out, re.MULTILINE)
    assert commands == [*COMMANDS]
    assert sections[:5] == ["NAME", "SYNOPSIS", "OPTIONS", "COMMANDS", "Queries"]
    assert len(sections) == 4 + len(TOPICS)
    for option in ("facts PATH", "explain RULE", "claim\\-review", "style STYLE"):
        assert rf"\-\-{option}" in out
    assert out.count("\n\\fB\\-\\-since DATE\\fR\n") == 1  # told once, for all commands


def test_what_a_command_says_of_itself() -> None:
    """Its paragraphs are filled, what stands as it is stays so, and nothing acts."""
    own = ("--own X", r"\x")
    shared: Sequence[tuple[str, str]] = [("--all", "All.")]
    one = Described("relcli one", "Do\nit.\n\n\b\na  b\n.c", [own, *shared, ("ARG", "")])
    page = "".join(man_page(Described("relcli", "It does.", []), [one] * 5))
    assert page.count(".SS relcli one\n.PP\nDo it.\n.PP\n.RS 4\n.nf\na  b\n\\&.c\n.fi\n.RE\n") == 5
    assert "relcli \\- it does." in page
    assert page.count("\\fB\\-\\-own X\\fR\n\\(rsx\n") == 1
    assert "Besides" not in "".join(man_page(Described("relcli", "It does.", []), [one]))
    assert page.count("\n.TP\n\\fBARG\\fR\n\\&\n.PP\nBesides, as above: ") == 5


@pytest.mark.skipif(not shutil.which("groff"), reason="groff is not installed")
def test_groff_has_no_complaint(run: Runner) -> None:
    """It is read without a warning, and a command can be copied from what is drawn."""
    page = run("help", "--man").out
    drawn = subprocess.run(
        ["groff", "-man", "-Tutf8", "-ww", "-rLL=100n", "-P-c"],
        input=page, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert drawn.stderr == ""
    text = re.sub(r".\x08", "", drawn.stdout)
    assert """$ relcli search '"central bank"' -refinery topic:economic""" in text
    assert "Вагнер" in text
