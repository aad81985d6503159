"""Names in other scripts, together and apart, as the engine finds them."""

import pytest

from relcli.index.documents import Document
from relcli.index.sqlite_store import SqliteStore
from relcli.search.engine import search
from relcli.search.reader import Reader
from tests.questions import parse


def found(query: str, *claims: str) -> list[str]:
    """The claims that have all the words of a question, best first."""
    index = SqliteStore()
    with index.changing() as writer:
        writer.fill(Document(str(n), "f", n, 0, 0, claim) for n, claim in enumerate(claims))
    return [claims[int(hit.key)] for hit in search(index, parse(query)).hits if hit.whole]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("abd al nasser", "Abdel Nasser"),
        ("عبدالناصر", "Abd al Nasser"),
        ("نورالدين", "Nur Din"),
        ("abdalnasser", "عبد الناصر"),
        ("ezzor", "Deir ez-Zor"),
        ("2016 al sharia", "al Sharia 2016"),
        ("sold hizb al lah oil", "Hezbollah sold oil"),
        ("الشرع", "Sharaa"),
        ("علي", "Ali"),
        ("يوسف", "Yusuf"),
        ("وسيم", "Wasim"),
        ("يعلون", "Yaalon"),
        ("יעלון", "Yaalon"),
        ("ڤلاديمير", "Vladimir"),
        ("پوتين", "Putin"),
        ("ولايتي", "Velayati"),
        ("عبد الناصر", "Abdel Nasser"),
        ("ټالب", "Talib"),
    ],
)
def test_a_name_is_found(query: str, name: str) -> None:
    """As the other script, or somebody who hears it, writes it; and no other name is."""
    others = ("Kerensky", "Mosul", "Zhukov")

    assert found(query, name, *others) == [name]


def test_the_article_of_a_name_that_only_sounds_like_one() -> None:
    """Alexander begins with what Arabic takes for its article."""
    assert found("الكسندر", "Alexander", "Mosul") == ["Alexander"]
    assert found("alexander", "الكسندر", "al x") == ["الكسندر"]


def test_another_consonant_is_another_name() -> None:
    """Sounds decide, and vowels that are written."""
    assert found("صالح", "Fatih", "Salim") == []
    assert found("فاتح", "Fatih", "Salim") == ["Fatih"]


def test_beginnings_of_an_unknown_word_are_bounded() -> None:
    """Where some words share a beginning, no shorter one is looked at."""
    words = ("promotioned", "promotionals", "promotioners", "promotionism", "promoter")
    index = SqliteStore()
    with index.changing() as writer:
        writer.fill([Document("a", "f", 1, 0, 0, " ".join(words))])
    (asked,) = Reader(index, index.about()).read(["promotiozzz"], 1.0)

    assert {word for (word,) in asked.readings} == {*words} - {"promoter"}
