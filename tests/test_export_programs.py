"""What other programs make of an export: Pandoc, and LaTeX with Biber, where they are installed."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Run

Runner = Callable[..., "Run"]
Writer = Callable[..., Path]

PANDOC = pytest.mark.skipif(
    shutil.which("pandoc") is None, reason="no Pandoc: `apt-get install pandoc`"
)
LATEX = pytest.mark.skipif(
    None in (shutil.which("biber"), shutil.which("pdflatex")),
    reason="no LaTeX: `apt-get install biber texlive-bibtex-extra texlive-latex-recommended`",
)

CARDS = """
- id: aground
  claim: "The SA-17 of R&D ran aground; *nobody* paid $5 & more. @holm -- #1"
  date: 2016-05-01
  confidence: possible
  sources:
    - {publisher: Die Zeit, title: "was geschah in eBay wirklich?", url: "https://zeit.example/1",
       published: by 2015-05, accessed: 2020-01-02, language: de}
    - {publisher: The Gazette, title: what did eBay say of iran, accessed: 2020-01-02,
       url: "https://gazette.example/1"}
    - {publisher: The Mail, title: what did eBay say of iran, published: 2015,
       url: "https://mail.example/1", accessed: 2020-01-02, language: en-GB}
    - {publisher: The Post, title: A dated & <i>odd</i> one, published: 2016-05~}
"""


@pytest.fixture
def folder(cards: Writer) -> Path:
    """A card with sources that other programs got wrong."""
    return cards(CARDS)


def pandoc(text: str, *args: str | Path) -> str:
    """Return what Pandoc makes of a text, without a word on stderr."""
    command = ["pandoc", "--columns=500", *map(str, args)]
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@PANDOC
def test_pandoc_reads_markdown(run: Runner, folder: Path) -> None:
    """The text of a claim comes out as it is, with its footnote and caveat."""
    text = run("--facts", folder, "export", "markdown").out
    plain = pandoc(text, "-f", "markdown", "-t", "plain")
    assert (
        "The SA-17 of R&D ran aground; *nobody* paid $5 & more. @holm -- #1 (possible)[1]" in plain
    )
    assert plain.count("[1]") == 2
    assert "<https://zeit.example/1>" not in pandoc(text, "-f", "markdown", "-t", "html")


@PANDOC
def test_pandoc_cites_by_csl(run: Runner, folder: Path, tmp_path: Path) -> None:
    """In Chicago's author-date style titles keep their case unless they are said to be English."""
    file = tmp_path / "library.json"
    file.write_text(run("--facts", folder, "export", "csl").out, encoding="utf-8")
    head = f'---\nbibliography: "{file}"\nnocite: "@*"\n---\n'
    entries = pandoc(head, "--citeproc", "-t", "plain")
    assert "was geschah in eBay wirklich?" in entries
    assert "“what did eBay say of iran.” n.d." in entries
    assert "“What Did eBay Say of Iran.” 2015." in entries
    assert "by May 2015" in entries


@PANDOC
def test_pandoc_reads_biblatex_and_ris(run: Runner, folder: Path) -> None:
    """Both have the same works, by their ids and titles, and no year that nobody published in."""
    texts = {form: run("--facts", folder, "export", form).out for form in ("biblatex", "ris")}
    made = {
        form: json.loads(pandoc(text, "-f", form, "-t", "csljson"))
        for form, text in texts.items()
        if form == "biblatex" or _reads_ris()
    }
    titles = {work["id"]: re.sub("<.*?>", "", work["title"]) for work in made["biblatex"]}
    assert titles["the-gazette"] == "what did eBay say of iran"
    issued = {work["id"]: work.get("issued") for work in made["biblatex"]}
    assert issued["the-mail-2015"] == {"date-parts": [[2015]]}
    assert "2020" not in str(issued["the-gazette"])
    for works in made.values():
        assert len(works) == 4


def _reads_ris() -> bool:
    formats = subprocess.run(
        ["pandoc", "--list-input-formats"], capture_output=True, text=True, check=True
    )
    return "ris" in formats.stdout.split()


LATEX_TEXT = r"""\documentclass{article}
\usepackage[backend=biber,style=authoryear]{biblatex}
\addbibresource{library.bib}
\begin{document}\nocite{*}\printbibliography\end{document}
"""


@LATEX
def test_latex_gives_no_work_the_year_it_was_read_in(
    run: Runner, folder: Path, tmp_path: Path
) -> None:
    """Biber and the style authoryear: undated is n.d., and a date in words is words."""
    (tmp_path / "library.bib").write_text(
        run("--facts", folder, "export", "biblatex").out, encoding="utf-8"
    )
    (tmp_path / "text.tex").write_text(LATEX_TEXT, encoding="utf-8")
    latex = ["pdflatex", "-interaction=batchmode", "text"]
    for command in (latex, ["biber", "--quiet", "text"], latex):
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
    written = (tmp_path / "text.bbl").read_text(encoding="utf-8")
    entries = dict(re.findall(r"\\entry\{(.*?)\}(.*?)\\endentry", written, re.DOTALL))
    years = {
        key: (re.findall(r"\\field\{year\}\{(.*?)\}", entry), "{labeldatesource}{year}" in entry)
        for key, entry in entries.items()
    }
    assert years == {
        "die-zeit-2015-05": (["by May 2015"], True),
        "the-gazette": (["n.d."], True),
        "the-mail-2015": (["2015"], False),
        "the-post-2016-05": (["2016"], False),
    }
    assert (tmp_path / "text.pdf").stat().st_size > 1_000
