"""The git program, asked for what a repository holds; nothing that is configured there runs.

Only plumbing is called, which runs no filter, hook, pager, signature program or external diff; no
shell is, and what the environment of a hook says of another repository is left out. Whatever comes
back is data: paths and messages may hold anything.
"""

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, NamedTuple

from relcli.errors import HistoryError, quoted

# Bytes of what git lists (commits, and the files that they touch): more are of no dataset.
LARGEST_LIST = 512 << 20
CHUNK = 1 << 20  # bytes read at a time of what is passed over
# What is the user's own in an environment; the other GIT_ variables tell of one repository, and
# would lead a relcli that runs in a hook of one to the history of that.
_KEPT = ("GIT_CONFIG_", "GIT_CEILING_DIRECTORIES", "GIT_EXEC_PATH")
_SET = {
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",  # a commit is what its name says
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",  # what git says is read
}
# Nothing of these is used by what is called; should a git ever do, there is nothing to run.
_ALWAYS = (
    *("--no-pager", "-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}"),
    *("-c", "protocol.allow=never"),
)


class Repository(NamedTuple):
    """Where a dataset lies in the git repository that has it.

    `prefix` is the path of the dataset from the top, with a slash behind a folder; `head` the
    commit that is checked out; `algorithm` makes the names of objects.
    """

    program: str
    folder: Path
    prefix: str
    head: str
    algorithm: str

    def ask(self, *args: str, given: Iterable[str] = ()) -> bytes:
        """Return all that git prints. Raises HistoryError."""
        with self.reading(*args, given=given) as pipe:
            printed = pipe.read(LARGEST_LIST + 1)
        if len(printed) > LARGEST_LIST:
            message = f"{self.folder}: git lists more than {LARGEST_LIST >> 20} MB of its history"
            raise HistoryError(message, "keep facts in a repository of their own")
        return printed

    @contextmanager
    def reading(self, *args: str, given: Iterable[str] = ()) -> Iterator[IO[bytes]]:
        """Give what git prints as it comes, `given` a line each on its stdin.

        Raises HistoryError where it fails. However this ends, git does.
        """
        with TemporaryFile() as stdin, TemporaryFile() as stderr:
            stdin.writelines(os.fsencode(f"{line}\n") for line in given)
            stdin.seek(0)
            process = _start(self.program, self.folder, args, stdin, stderr)
            assert process.stdout  # noqa: S101 - as it was asked for
            _widen(process.stdout)
            try:
                with process.stdout as pipe:
                    yield pipe
                    ended = not pipe.read(1)
            except BaseException:
                process.kill()
                process.wait()
                raise
            if not ended:
                process.kill()
            if process.wait() and ended:
                stderr.seek(0)
                raise _failure(self.folder, stderr.read(CHUNK))

    def name_of(self, name: str) -> str | None:
        """Return the name of the object that a revision means; None where there is none."""
        if "\n" in name or "\0" in name:
            return None
        told = self.ask("cat-file", "--batch-check=%(objectname)", given=[name]).decode()
        found = told.split()
        return found[0] if len(found) == 1 else None


def open_repository(dataset: Path) -> Repository:
    """Return where a dataset lies in its repository. Raises HistoryError with what is missing."""
    program = shutil.which("git")
    if program is None:
        raise HistoryError("git, by which history is read, was not found", "install it")
    program = os.path.abspath(program)  # noqa: PTH100 - a link to it stays one
    folder = dataset if dataset.is_dir() else dataset.parent
    nowhere = Repository(program, folder, "", "", "")
    asked = ("bare-repository", "inside-work-tree", "shallow-repository")
    told = nowhere.ask(
        *("rev-parse", *(f"--is-{what}" for what in asked)),
        *("--show-object-format", "--show-prefix"),
    )
    bare, inside, shallow, algorithm, prefix = os.fsdecode(told).split("\n", 4)
    prefix = prefix.removesuffix("\n")
    _refuse(folder, bare=bare == "true", inside=inside == "true", shallow=shallow == "true")
    found = nowhere._replace(algorithm=algorithm)
    _refuse_promises(found)
    prefix += "" if dataset.is_dir() else dataset.name
    head = found.name_of("HEAD^{commit}")
    if head is None:
        raise HistoryError(f"{dataset}: nothing was committed yet", "`git commit` records facts")
    return found._replace(prefix=prefix, head=head)


def _refuse(folder: Path, *, bare: bool, inside: bool, shallow: bool) -> None:
    """Raise HistoryError for a repository that has not all that is needed."""
    if bare:
        message = f"{folder}: a bare repository has no files of facts"
        raise HistoryError(message, "`git clone` it, and name the clone")
    if not inside:
        message = f"{folder}: it lies in what git keeps for itself"
        raise HistoryError(message, "name facts that lie in a work tree")
    if shallow:
        message = f"{folder}: this clone is shallow, so its history is cut off"
        raise HistoryError(message, "`git fetch --unshallow` brings the rest")


def _refuse_promises(found: Repository) -> None:
    """Raise HistoryError for a partial clone: git would fetch what is missing, by the network."""
    with found.reading("config", "--null", "--includes", "--list") as pipe:
        settings = os.fsdecode(pipe.read(LARGEST_LIST))
    names = {setting.partition("\n")[0] for setting in settings.split("\0")}
    promised = ("promisor", "partialclonefilter")
    if any(n == "extensions.partialclone" or n.endswith(promised) for n in names):
        message = f"{found.folder}: a partial clone lacks what was before"
        raise HistoryError(message, "clone it whole, without `--filter`")


def _start(
    program: str, folder: Path, args: Iterable[str], stdin: IO[bytes], stderr: IO[bytes]
) -> "subprocess.Popen[bytes]":
    try:
        return subprocess.Popen(  # noqa: S603 - git itself, and no shell
            [program, *_ALWAYS, *args],
            cwd=folder,
            env=_environment(),
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=stderr,
        )
    except (OSError, ValueError) as error:  # ValueError: a NUL in an argument
        raise HistoryError(f"git cannot be started: {error}", "see that it runs") from None


def _widen(pipe: IO[bytes]) -> None:
    """Let git read on while cards are compared, where the system has room for it."""
    with suppress(ImportError, AttributeError, OSError):  # Linux alone has it, and a limit
        import fcntl

        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, CHUNK)


def _environment() -> dict[str, str]:
    """Return the environment without what leads git to another repository."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name.startswith(_KEPT)
    }
    return kept | _SET


def _failure(folder: Path, told: bytes) -> HistoryError:
    """Return what git complained of, with a cure for what is common."""
    text = told.decode(errors="replace")
    if "not a git repository" in text:
        message = f"{folder}: it is in no git repository, so it has no history"
        return HistoryError(message, "name facts that are in one, or start one with `git init`")
    if "dubious ownership" in text:
        message = f"{folder}: git does not trust this repository, which belongs to somebody else"
        return HistoryError(message, "if you do, add it to git's `safe.directory`")
    first = next((line for line in text.splitlines() if line.strip()), "without a word")
    message = f"{folder}: git failed: {quoted(first.removeprefix('fatal: '))}"
    return HistoryError(message, "`git fsck` there tells more")
