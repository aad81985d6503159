"""Git repositories for tests: files are written and committed at times that a test chooses."""

import os
import subprocess
import textwrap
from pathlib import Path

DAY = "2024-01-{:02}T12:00:00Z"


class Repository:
    """A git repository, whose dataset lies in `facts/`; nothing of the machine's git is used."""

    def __init__(self, top: Path, *init: str) -> None:
        self.top = top
        self.facts = top / "facts"
        self._day = 0
        top.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main", *init)

    def git(self, *args: str, **environment: str) -> str:
        """Run git in the repository, and return what it prints."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        own = {
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "Ida Holm",
            "GIT_AUTHOR_EMAIL": "ida@example.org",
            "GIT_COMMITTER_NAME": "Ida Holm",
            "GIT_COMMITTER_EMAIL": "ida@example.org",
        }
        done = subprocess.run(
            ["git", *args], cwd=self.top, env={**kept, **own, **environment},
            capture_output=True, check=True,
        )  # fmt: skip
        return os.fsdecode(done.stdout).strip()

    def write(self, **files: str) -> None:
        """Write files of the dataset: `write(cards="- claim: …")` makes facts/cards.yaml."""
        self.facts.mkdir(exist_ok=True)
        for name, text in files.items():
            path = self.facts / f"{name}.yaml"
            path.write_text(textwrap.dedent(text), encoding="utf-8")

    def commit(self, message: str = "A change", when: str = "", **files: str) -> str:
        """Write files of the dataset, commit all there is, and return the name of the commit.

        Without a time each is a day after the one before, from 1 January 2024 on.
        """
        self.write(**files)
        self._day += 1
        when = when or DAY.format(self._day)
        self.git("add", "--all")
        self.git(
            *("commit", "--quiet", "--allow-empty", "--allow-empty-message", "-m", message),
            GIT_AUTHOR_DATE=when, GIT_COMMITTER_DATE=when,
        )  # fmt: skip
        return self.git("rev-parse", "HEAD")


def card(card_id: str = "", claim: str = "A boat sank.", **fields: str) -> str:
    """Write a card as a file has it; without an id it has one that is made from the claim."""
    given = {"date": "2016", "confidence": "possible", "source": "Harbour log", **fields}
    named = {"id": card_id} if card_id else {}
    lines = [f"{key}: {value}" for key, value in {**named, "claim": claim, **given}.items()]
    return "- " + "\n  ".join(lines) + "\n"
