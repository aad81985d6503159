"""A draft to its sentences: what is one in plain text and in Markdown, and where it stands."""

import pytest

from relcli.errors import RelcliError
from relcli.match import sentences
from relcli.match.languages import has_decimal_comma, language_of
from relcli.match.sentences import LONGEST_SENTENCE, sentences_of
from relcli.model.match import LONGEST_DRAFT


def parted(text: str, language: str = "en", *, markdown: bool = False) -> list[str]:
    """Return the sentences of a draft, each with its place."""
    found = sentences_of(text, language, markdown=markdown).sentences
    return [f"{each.line}:{each.column} {each.text}" for each in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One came. Two left.", ["1:1 One came.", "1:11 Two left."]),
        ("One line\nand its end. Two.", ["1:1 One line and its end.", "2:14 Two."]),
        ("A new paragraph\n\n  goes on", ["1:1 A new paragraph", "3:3 goes on"]),
        ("Windows.\r\nLines.\rOld.", ["1:1 Windows.", "2:1 Lines.", "3:1 Old."]),
        ("The U.S. Army came. Then Gen. Smith left on Nov. 3.",
         ["1:1 The U.S. Army came.", "1:21 Then Gen. Smith left on Nov. 3."]),
        ("Dr. Who came. It cost approx. 300 dollars.",
         ["1:1 Dr. Who came.", "1:15 It cost approx. 300 dollars."]),
        ("He said: “We came. We left.” Then he left.",
         ["1:1 He said: “We came. We left.”", "1:30 Then he left."]),
        ("It cost $1.5 million. 300 came.", ["1:1 It cost $1.5 million.", "1:23 300 came."]),
        ("== Heading ==\nText.\n# Another\nMore.", ["2:1 Text.", "4:1 More."]),
        ("* * *\n\n1. 2. 3.", []),
        ("", []),
    ],
)  # fmt: skip
def test_plain_text(text: str, found: list[str]) -> None:
    """Abbreviations end no sentence, line ends are blanks, headings and signs are none."""
    assert parted(text) == found


def test_a_german_date_ends_no_sentence() -> None:
    """The point of a day is followed by its month, or a new sentence."""
    assert (
        parted("Er kam am 3. Okt. 2022. Am 4. Ging er.", "de")[0] == "1:1 Er kam am 3. Okt. 2022."
    )
    assert len(parted("Er kam am 4. Ging er?", "de")) == 2


MARKDOWN = """\
---
title: No sentence. None.
---

# A heading. None.

Nora **ran *aground*.** See [the report. Of May](https://x.example/a.b "T. T") for
more &amp; less.[^1] Use `a. b` here.

> A quote. None.
>
> > Nor this.

- One item. Two.
  - An item
    goes on.

| A table. | None. |
| --- | --- |
| Cell one. | Cell. |

    Code. None.

```
More. Code.
```

<div>No. Sentence.</div>

<!-- A comment. None. -->
Last ~~one~~ with <b>marks</b> and a \\* star ![alt. text](i.png) in it.

[^1]: A note. None.
    Nor this.
[ref]: https://x.example
"""


def test_markdown() -> None:
    """Of Markdown, what a reader reads as prose is a sentence, at its place in the file."""
    assert parted(MARKDOWN, markdown=True) == [
        "7:1 Nora ran aground.",
        "7:25 See the report.",
        "7:42 Of May for more & less.",
        "8:22 Use here.",
        "14:3 One item.",
        "14:13 Two.",
        "15:5 An item goes on.",
        "31:1 Last one with marks and a * star in it.",
    ]


@pytest.mark.parametrize("markdown", [True, False])
def test_an_address_alone_is_no_sentence(markdown: bool) -> None:  # noqa: FBT001
    """A line that a reader clicks on says nothing; one that leads to it does."""
    text = "<https://x.example/a-tug-ran-aground>\n\nwww.x.example/a-b.\n\nSee https://x.example/a."
    assert parted(text, markdown=markdown) == ["5:1 See https://x.example/a."]


def test_the_end_of_a_sentence_is_where_a_note_may_stand() -> None:
    """It is the place after the last letter of it, in the draft as it stands."""
    text = "Nora sank. *Anna came\r\nback.* So."
    found = sentences_of(text, "en", markdown=True).sentences
    ends = [text[: each.end].rpartition(" ")[2] for each in found]
    assert ends == ["sank.", "came\r\nback.", "So."]


def test_a_long_draft_is_refused() -> None:
    """What is longer than a book is refused, in one line with what to do."""
    text = "a" * (LONGEST_DRAFT + 1)
    with pytest.raises(RelcliError, match=r"^x\.md: longer than 1,000,000 letters; match it in"):
        sentences_of(text, "en", markdown=True, path="x.md")
    with pytest.raises(RelcliError, match=r"^the draft: longer"):
        sentences_of(text, "en", markdown=True)


def test_a_line_without_an_end_is_looked_at_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only so much of each piece of it counts, and that is told."""
    monkeypatch.setattr(sentences, "CHUNK", 5_000)
    draft = sentences_of("word " * 3_000, "en", markdown=False)
    assert [len(each.text) for each in draft.sentences] == [LONGEST_SENTENCE - 1] * 3
    assert draft.beyond == ["of sentences longer than 2,000 letters, only these were looked at"]
    one_word = sentences_of("a" * 12_000, "en", markdown=False).sentences
    assert [len(each.text) for each in one_word] == [LONGEST_SENTENCE] * 3


@pytest.mark.parametrize(
    ("text", "base", "language"),
    [
        ("Russia regards it as a party.", "en", "en"),
        ("Die Partei hat keine Kämpfer in die Ukraine geschickt.", "en", "de"),
        ("Le parti est à Moscou avec les autres.", "en", "fr"),
        ("Jusqu'à 800 combattants du parti pourraient aller en Syrie.", "en", "fr"),
        ("El partido no ha enviado a los combatientes de la zona.", "en", "es"),
        ("Партия не отправляла бойцов.", "en", "ru"),
        ("لم يرسل الحزب مقاتلين.", "en", ""),
        ("The party sent no fighters to it.", "de", "en"),
        ("The party sent no fighters.", "ru", "en"),
        ("Партия не отправляла бойцов.", "ru", "ru"),
        ("Zurich, Basel, Bern", "en", "en"),
        ("Genève", "en", "en"),
        ("1,500", "en", "en"),
    ],
)
def test_the_language_of_a_sentence(text: str, base: str, language: str) -> None:
    """It is told by script and small words; where these tell nothing, it is that of the facts."""
    assert language_of(text, base) == language


def test_where_a_comma_parts_decimals() -> None:
    """In German it does, in English and in what nobody knows it does not."""
    assert [has_decimal_comma(language) for language in ("de", "en", "")] == [True, False, False]
