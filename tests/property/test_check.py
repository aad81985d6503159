"""Whatever a file holds, `check` ends, and points into the file."""

import json
import tempfile
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from relcli.check.run import check
from relcli.check.settings import Choice
from relcli.view.findings import REPORT_VIEWS
from relcli.view.safe import visible

WORDS = st.text(min_size=1, max_size=12) | st.sampled_from(
    ["Hezbollah", "U.S.", "met.", "“No.", "حزب", "俄罗斯", "a-b", "http://[", "https://x.org/a#b"]
)
TEXTS = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)
IDS = st.sampled_from(["a", "b", "c", "d"])
DATES = st.sampled_from(["2016", "2016-11-24", "../2015", "2999/..", "201X", "2020~"])
SOURCES = st.fixed_dictionaries(
    {"publisher": TEXTS},
    optional={
        "id": IDS,
        "url": TEXTS,
        "archived_url": TEXTS,
        "published": DATES,
        "reliability": st.sampled_from("ABCDEF"),
        "stance": st.sampled_from(["supports", "qualifies", "disputes"]),
        "origin": IDS,
    },
)
CARDS = st.fixed_dictionaries(
    {
        "id": IDS,
        "claim": TEXTS,
        "date": DATES,
        "confidence": st.sampled_from(["confirmed", "possible", "unconfirmed"]),
        "sources": st.lists(SOURCES | TEXTS, min_size=1, max_size=3),
    },
    optional={
        "related": st.lists(IDS | WORDS, max_size=3),
        "contradicts": IDS,
        "superseded_by": IDS,
        "actors": st.lists(TEXTS, max_size=2),
    },
)
# JSON is YAML: in one line, so that every place has to be found in it, or each key on its own.
FILES = st.tuples(
    st.lists(CARDS, max_size=6, unique_by=lambda card: str(card["id"])), st.booleans()
)


def check_text(text: str) -> None:
    """Check one file, and hold every place against it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cards.yaml"
        path.write_text(text, encoding="utf-8", errors="surrogatepass", newline="")
        report = check({path: set()}, Choice())
        for view in REPORT_VIEWS.values():
            shown = "".join(view(report))
            assert visible(shown) == shown
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for problem in report.problems:
        assert 1 <= problem.place.line <= len(lines)
        assert 1 <= problem.place.column <= len(lines[problem.place.line - 1]) + 1


@settings(max_examples=150)
@given(FILES)
def test_cards(file: tuple[list[dict[str, object]], bool]) -> None:
    """Cards of all kinds are checked, and each problem is at a place of the file."""
    cards, one_line = file
    check_text(json.dumps(cards, ensure_ascii=True, indent=None if one_line else 1))


@settings(max_examples=100)
@given(st.text())
@example("- claim: a\n  date: 2016\n  confidence: possible\n  source: b\n  related: [z]\r# x")
@example("-\n claim: a\n date: 2016\n confidence: confirmed\n source: b")
def test_text(text: str) -> None:
    """Any text is checked, and each problem is at a place of the file."""
    check_text(text)
