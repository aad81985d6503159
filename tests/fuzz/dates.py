"""Fuzz dates: any text is a date with its days in order, or trouble with a cure."""

from tests.fuzz.harness import fuzz, instrumented

with instrumented():
    from relcli.model.date import Date
    from relcli.model.edtf import DateError

SEEDS = (
    *("2015", "2015-09", "2015-09-30", "2015?", "2015~", "2015%", "201X", "20XX", "2015-XX"),
    *("2015-09-XX", "2015-21", "2015-09/2016", "2015-11-15/..", "../2018", "2015/", "/2015"),
    *("2015-02-30", "30.9.2015", "September 2015", "ca. 2015", "2015-2016", "\u0662\u0660\u0661"),
)
WORDS = ("X", "XX", "/", "..", "?", "~", "%", "-", "September", "spring", "since ", "2015", "-21")


def one(data: bytes) -> None:
    """Read a date and what it tells."""
    text = data.decode("utf-8", errors="surrogateescape")
    try:
        date = Date.parse(text)
    except DateError as refused:
        told = (str(refused), refused.cure)
        assert all(line and "\n" not in line for line in told)
        return
    assert Date.parse(str(date)) == date
    if date.earliest and date.latest:
        assert date.earliest <= date.latest
    assert date.words
    assert date.possibly_in(date, date)


if __name__ == "__main__":
    fuzz(one, [seed.encode() for seed in SEEDS], WORDS)
