"""The three scales: their words, their numbers, their order, what they mean."""

import pytest

from relcli.model.scale import Confidence, Reliability, Stance


@pytest.mark.parametrize(
    ("word", "credibility", "stix"),
    [
        ("confirmed", 1, 90),
        ("probable", 2, 70),
        ("possible", 3, 50),
        ("doubtful", 4, 30),
        ("improbable", 5, 10),
        ("unconfirmed", 6, None),
    ],
)
def test_confidence(word: str, credibility: int, stix: int | None) -> None:
    """Each word has the Admiralty number and the STIX 2.1 confidence that it stands for."""
    confidence = Confidence(word)
    assert (confidence.credibility, confidence.stix) == (credibility, stix)
    assert str(confidence) == word


@pytest.mark.parametrize(
    ("floor", "words"),
    [
        ("confirmed", "confirmed"),
        ("probable", "confirmed probable"),
        ("possible", "confirmed probable possible"),
        ("doubtful", "confirmed probable possible doubtful"),
        ("improbable", "confirmed probable possible doubtful improbable"),
        ("unconfirmed", "confirmed probable possible doubtful improbable"),
    ],
)
def test_at_least(floor: str, words: str) -> None:
    """A floor keeps what is as sure or surer, and never what cannot be judged."""
    kept = [word for word in Confidence if word.at_least(Confidence(floor))]
    assert kept == [Confidence(word) for word in words.split()]


@pytest.mark.parametrize(
    ("word", "part"),
    [
        (Confidence.CONFIRMED, "on the public record"),
        (Confidence.PROBABLE, "credible named source"),
        (Confidence.POSSIBLE, "one source"),
        (Confidence.DOUBTFUL, "not logical"),
        (Confidence.IMPROBABLE, "contradicted"),
        (Confidence.UNCONFIRMED, "cannot be judged"),
        (Reliability.A, "completely reliable"),
        (Reliability.B, "usually reliable"),
        (Reliability.C, "fairly reliable"),
        (Reliability.D, "not usually reliable"),
        (Reliability.E, "unreliable"),
        (Reliability.F, "cannot be judged"),
    ],
)
def test_meaning(word: Confidence | Reliability, part: str) -> None:
    """Each grade says in words what it means, the words of its own row."""
    assert part in word.meaning


def test_the_words_of_the_other_scales() -> None:
    """Reliability is A to F, a stance one of three; the files are written with these."""
    assert "".join(Reliability) == "ABCDEF"
    assert list(Stance) == ["supports", "qualifies", "disputes"]
