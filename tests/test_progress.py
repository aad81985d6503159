"""Bars while something takes long: on a terminal, and nowhere else."""

import sys

import pytest

from relcli.cli.progress import asking_bar, matching_bar, on_terminal, reading_bar


@pytest.mark.parametrize("closed", [False, True])
def test_no_bar_without_a_terminal(
    closed: bool,  # noqa: FBT001
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Into a file, or where stderr is closed, nothing is drawn."""
    if closed:
        monkeypatch.setattr(sys, "stderr", None)
    assert not on_terminal()
    with (
        reading_bar(10) as read,
        asking_bar(quiet=False) as asked,
        matching_bar(quiet=False) as matched,
    ):
        read(10)
        asked(1, 1)
        matched(1, 1)
    assert capsys.readouterr() == ("", "")
