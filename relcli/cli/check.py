"""`relcli check`: every problem, with place, cause and cure."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from relcli.api import in_files
from relcli.check.rules import RULES, read_rules
from relcli.check.run import FindElsewhere, Wanted, wanted_at
from relcli.check.run import check as check_datasets
from relcli.check.settings import Choice
from relcli.cli import complete
from relcli.cli.check_report import write_manual, write_report
from relcli.cli.command import Group, Run, sharing
from relcli.cli.fix_files import fix_files
from relcli.cli.progress import asking_bar
from relcli.edit.dataset import paths_to_edit
from relcli.errors import FOUND, NOTHING_FOUND
from relcli.load.files import dataset_files
from relcli.load.locate import find_datasets
from relcli.model.filter_values import one_of
from relcli.model.problem import Severity
from relcli.view.findings import REPORT_VIEWS

if TYPE_CHECKING:
    from relcli.cli.session import Session
    from relcli.load.address import Address


def read_report_format(word: str) -> str:
    """Return the name of a format. Raises FilterError."""
    return one_of(REPORT_VIEWS, word, "--format", "format")


def rules(
    select: Annotated[
        list[str] | None,
        typer.Option(
            metavar="RULE",
            help="Only these rules, commas between them.",
            autocompletion=complete.words(RULES),
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(
            metavar="RULE",
            help="Not these rules, nor those that dataset.yaml ignores.",
            autocompletion=complete.words(RULES),
        ),
    ] = None,
) -> Choice:
    """Return which rules are asked for."""
    return Choice(read_rules(select or (), "--select"), read_rules(ignore or (), "--ignore"))


RULES_ASKED_FOR = Group(rules)


@sharing(RULES_ASKED_FOR)
def check(
    run: Run,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PATH...]",
            help="Datasets, folders of them, or files in them. Else what other commands answer "
            "from.",
            show_default=False,
        ),
    ] = None,
    form: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            parser=read_report_format,
            metavar="FORMAT",
            help=f"{', '.join(REPORT_VIEWS)}.",
            autocompletion=complete.words(REPORT_VIEWS),
        ),
    ] = "text",
    strict: Annotated[bool, typer.Option("--strict", help="Warnings fail, too.")] = False,
    fix: Annotated[
        bool,
        typer.Option(
            "--fix", help="First mend what has one right answer: spacing, order of keys, dates."
        ),
    ] = False,
    links: Annotated[
        bool, typer.Option("--links", help="Ask the network whether the URLs still lead anywhere.")
    ] = False,
    changed_since: Annotated[
        str | None,
        typer.Option(
            "--changed-since",
            metavar="TIME",
            help="Look at the commits since, too, a date or a revision: which grades changed, and "
            "nobody said why.",
        ),
    ] = None,
    explain: Annotated[
        str | None,
        typer.Option(
            metavar="RULE",
            help="Print the manual of a rule.",
            autocompletion=complete.words(RULES),
        ),
    ] = None,
) -> int:
    """Check cards: every problem, with its place, its cause and its cure.

    Exit status: 0 clean, 1 where there are errors (with --strict: or warnings), 2 trouble.
    """
    if explain is not None:
        return write_manual(explain)
    datasets: Sequence[Path | Address] = ()
    if not paths:
        datasets = paths_to_edit(run.session.paths) if fix else find_datasets(run.session.paths)
    with ExitStack() as stack:
        found, told = stack.enter_context(in_files(datasets))
        wanted = wanted_at(paths) if paths else _everything(found)
        if fix:
            files = (file for path, only in wanted.items() for file in only or dataset_files(path))
            fix_files(files, run.session)
        elsewhere = []
        if links:
            elsewhere.append(stack.enter_context(_link_finder(quiet=run.session.quiet)))
        if changed_since is not None:
            elsewhere.append(stack.enter_context(_silence_finder(run.session, changed_since)))
        report = check_datasets(wanted, RULES_ASKED_FOR.of(run), elsewhere)
        report = replace(report, found=tuple((told(p), line) for p, line in report.found))
    write_report(report, form)
    fails = report.problems if strict else report.count(Severity.ERROR)
    return NOTHING_FOUND if fails else FOUND


@contextmanager
def _link_finder(*, quiet: bool) -> Iterator[FindElsewhere]:
    """Give what asks the network for the URLs, with a bar on a terminal. Raises RelcliError."""
    from relcli.check.links import link_finder

    with asking_bar(quiet=quiet) as progress:
        yield link_finder(progress)


@contextmanager
def _silence_finder(session: "Session", since: str) -> Iterator[FindElsewhere]:
    """Give what looks at the commits since a moment. Raises HistoryError, FilterError."""
    from relcli.api import finding_silence

    with finding_silence(since, session.remark) as find:
        yield find


def _everything(datasets: Iterable[Path]) -> Wanted:
    """Return whole datasets as what is wanted."""
    return {path: set() for path in datasets}
