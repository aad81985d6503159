"""Files are replaced whole or not at all, and never over somebody else's change."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from relcli.edit import files
from relcli.edit.files import File, read_file, replace_file, replace_files
from relcli.errors import EditError


def test_a_new_text_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    """The file holds the new text, and nothing else is left in the folder."""
    path = tmp_path / "a.yaml"
    path.write_text("old", encoding="utf-8")
    replace_file(read_file(path), "new é\n")
    assert path.read_text(encoding="utf-8") == "new é\n"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_was_not_there_is_made(tmp_path: Path) -> None:
    """It is readable as the umask has it, not for its owner alone."""
    path = tmp_path / "a.yaml"
    file = read_file(path)
    assert (file.text, file.data) == ("", None)
    replace_file(file, "x")
    umask = os.umask(0)
    os.umask(umask)
    assert path.stat().st_mode & 0o777 == 0o666 & ~umask


def test_mode_byte_order_mark_and_line_ends_stay(tmp_path: Path) -> None:
    """The text that is edited has no byte order mark; the file keeps it, and its mode."""
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xef\xbb\xbfa\r\nb")
    path.chmod(0o640)
    file = read_file(path)
    assert file.text == "a\r\nb"
    replace_file(file, "c\r\nb")
    assert path.read_bytes() == b"\xef\xbb\xbfc\r\nb"
    assert path.stat().st_mode & 0o7777 == 0o640


def test_the_target_of_a_link_is_written(tmp_path: Path) -> None:
    """The link stays a link."""
    target, link = tmp_path / "below" / "a.yaml", tmp_path / "b.yaml"
    target.parent.mkdir()
    target.write_text("old", encoding="utf-8")
    link.symlink_to(target)
    replace_file(read_file(link), "new")
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == "new"
    assert [path.name for path in target.parent.iterdir()] == ["a.yaml"]


@pytest.mark.parametrize("change", ["other", None])
def test_a_change_meanwhile_is_noticed(tmp_path: Path, change: str | None) -> None:
    """What somebody else has written, or deleted, is not overwritten."""
    path = tmp_path / "a.yaml"
    path.write_text("old", encoding="utf-8")
    file = read_file(path)
    if change is None:
        path.unlink()
    else:
        path.write_text(change, encoding="utf-8")
    with pytest.raises(EditError, match="somebody has changed it meanwhile; run this again"):
        replace_file(file, "new")
    assert [p.read_text(encoding="utf-8") for p in tmp_path.iterdir()] == (
        [change] if change else []
    )


def test_one_file_that_cannot_be_replaced_keeps_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All or nothing: what was replaced comes back, what was made is gone."""
    old, new, last = (File(tmp_path / name) for name in ("a", "b", "c"))
    old.path.write_text("old", encoding="utf-8")
    replace = Path.replace

    def failing(self: Path, target: Path) -> Path:
        if target.name == "c":
            raise OSError(28, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(EditError, match="No space left on device"):
        replace_files([(read_file(old.path), "x"), (new, "x"), (last, "x")])
    assert old.path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [old.path]


def test_what_cannot_be_written_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line with the place and the cause; a read-only file is left alone."""
    with pytest.raises(EditError, match=r"a\.yaml: cannot be written: No such file or directory"):
        replace_file(File(tmp_path / "none" / "a.yaml"), "x")
    path = tmp_path / "a.yaml"
    path.write_text("old", encoding="utf-8")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(EditError, match=r"a\.yaml: cannot be written: it is read-only"):
        replace_file(read_file(path), "x")
    assert list(tmp_path.iterdir()) == [path]


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    """A folder, and bytes that are no UTF-8."""
    with pytest.raises(EditError, match="cannot be read: it is no regular file; put a text"):
        read_file(tmp_path)
    (tmp_path / "a").write_bytes(b"\xff")
    with pytest.raises(EditError, match="left as it is: it is no UTF-8"):
        read_file(tmp_path / "a")


def test_without_locks_files_are_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Windows there is no fcntl."""
    monkeypatch.setattr(files, "fcntl", None)
    replace_file(File(tmp_path / "a"), "x")
    assert (tmp_path / "a").read_text(encoding="utf-8") == "x"


def test_an_interrupted_run_leaves_nothing_behind(tmp_path: Path) -> None:
    """Ctrl-C while a file is written: the old text stays, the temporary file goes."""
    path = tmp_path / "a.yaml"
    path.write_text("old", encoding="utf-8")
    script = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from relcli.edit import files\n"
        "os.fsync = lambda _: os.kill(os.getpid(), signal.SIGINT)\n"
        "files.replace_file(files.read_file(Path(sys.argv[1])), 'new')\n"
    )
    ended = subprocess.run([sys.executable, "-c", script, path], capture_output=True, check=False)
    assert ended.returncode in (-signal.SIGINT, 1, 130)
    assert b"KeyboardInterrupt" in ended.stderr
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_two_runs_at_once_lose_nothing(tmp_path: Path) -> None:
    """Each of many runs adds its line, or says that another was faster."""
    path = tmp_path / "a.yaml"
    path.write_text("", encoding="utf-8")
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from relcli.edit.files import read_file, replace_file\n"
        "file = read_file(Path(sys.argv[1]))\n"
        "replace_file(file, file.text + 'x')\n"
    )
    runs = [
        subprocess.Popen([sys.executable, "-c", script, path], stderr=subprocess.DEVNULL)
        for _ in range(6)
    ]
    done = sum(run.wait() == 0 for run in runs)
    assert path.read_text(encoding="utf-8") == "x" * done
