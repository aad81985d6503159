"""The topics of the manual, each a Markdown file beside this module."""

from collections.abc import Iterable, Mapping
from importlib.resources import files
from textwrap import fill

TOPICS = {
    "queries": "What a query may be, and when a word is taken for another one.",
    "dates": "How a date is written, what it says, and how ranges choose cards.",
    "cards": "Your own facts: how cards are written, checked and tidied.",
    "confidence": "How sure a claim is, who disputes it, and what counts as an origin.",
    "views": "Timeline, statistics, disputes, graph and the full screen.",
    "formats": "Citations, files for other tools, and a page to publish.",
    "match": "A draft against the facts: what is shown beside a sentence, and what differs.",
    "history": "How cards changed, what changed since you cited them, and the facts as they were.",
    "scripts": "Pipes, JSON and its keys, jq, fzf.",
    "python": "The same answers in Python and in notebooks.",
    "assistants": "Facts for an assistant: how a client is connected, and what it gets.",
    "serve": "A server for a team: the same answers over HTTP, and a page.",
    "scale": "From one reader to many: files, a server, a PostgreSQL database.",
    "exit-status": "How a run ends, and what to do when something is wrong.",
    "security": "What is trusted and what is not, and every bound, with its reason.",
    "figures": "How well it finds, and how fast: all figures, and how they were measured.",
}

WIDTH = 80  # columns of what is written into a pipe


def topic_text(topic: str) -> str:
    """Return a topic as Markdown, its lines no longer than WIDTH but in tables and examples."""
    return files(__package__).joinpath(f"{topic}.md").read_text(encoding="utf-8")


def overview(commands: Mapping[str, str]) -> str:
    """Return what `relcli help` tells, as Markdown: the topics, and the commands given."""
    hint = "`relcli help TOPIC` tells of a topic, `relcli help COMMAND` of a command."
    return "\n".join(
        [
            *("# relcli", "", hint, ""),
            *("## Topics", "", *_listed(TOPICS), ""),
            *("## Commands", "", *_listed(commands)),
            "",
        ]
    )


def _listed(named: Mapping[str, str]) -> Iterable[str]:
    for name, summary in named.items():
        yield fill(f"- `{name}`: {summary}", WIDTH, subsequent_indent="  ", break_on_hyphens=False)
