"""Datasets to a report: what is wrong with them, in the order of files and lines."""

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime, timedelta
from pathlib import Path

from relcli.check.finding import Finding, Rule
from relcli.check.places import Places
from relcli.check.rules import RULES
from relcli.check.settings import Choice
from relcli.check.sources import is_web
from relcli.check.survey import Survey
from relcli.load.dataset import load_dataset
from relcli.load.files import DECLARING, dataset_files
from relcli.load.locate import datasets_at, seen_from
from relcli.load.problems import Problems
from relcli.model.card import Dataset
from relcli.model.problem import Place, Problem, Report

Wanted = Mapping[Path, AbstractSet[Path]]
# What finds things that no survey of cards tells, each with its rule: in the network, in history.
FindElsewhere = Callable[[Survey], Iterable[tuple[str, Finding]]]


def check(wanted: Wanted, choice: Choice, elsewhere: Iterable[FindElsewhere] = ()) -> Report:
    """Check datasets; where files of one are wanted, report only what is in these.

    What finds things `elsewhere`, in the network or in history, gives each finding with its rule.
    """
    today = _latest_day()
    places = Places()
    problems: list[Problem] = []
    files = cards = 0
    copied: dict[str, bool] = {}
    for path, only in wanted.items():
        dataset = load_dataset(path)
        problems_of_dataset = _check_dataset(Survey(dataset, today), choice, places, elsewhere)
        problems += [p for p in problems_of_dataset if not only or Path(p.place.path) in only]
        files += len(only or dataset_files(path))
        cards += len(dataset.cards)
        copied |= _copied(dataset)
    lines = tuple((p, places.line(p.place)) for p in sorted(problems))
    return Report(lines, files, cards, RULES, len(copied), sum(copied.values()))


def _copied(dataset: Dataset) -> dict[str, bool]:
    """Return the addresses of the sources, and whether each has an archived copy."""
    sources = (source for card in dataset.cards for source in card.sources)
    copied: dict[str, bool] = {}
    for source in (*dataset.sources.values(), *sources):
        if source.url:
            copied[source.url] = copied.get(source.url, False) or source.archived_url is not None
    return {url: there for url, there in copied.items() if is_web(url)}


def wanted_at(paths: Iterable[Path]) -> dict[Path, set[Path]]:
    """Return the datasets that some paths mean, and of each which files; none means all.

    A file of a dataset means the dataset, for it cannot be understood without it. Raises
    DatasetError.
    """
    wanted: dict[Path, set[Path]] = {}
    for path in paths:
        part = _part_of_dataset(path) if path.is_file() else None
        if part is None:
            wanted |= {dataset: set() for dataset in datasets_at(path, "check")}
        else:
            folder, file = part
            files = wanted.setdefault(folder, {file})
            if files:  # none means all, and this one is among them
                files.add(file)
    return wanted


def _check_dataset(
    survey: Survey, choice: Choice, places: Places, elsewhere: Iterable[FindElsewhere]
) -> Iterable[Problem]:
    dataset = survey.dataset
    for problem in dataset.problems:
        if choice.wants(problem.rule, dataset):
            yield problem
    noted = _Noted(places)
    for rule in RULES.values():
        if rule.find is not None and choice.wants(rule.id, dataset):
            for finding in rule.find(survey):
                noted.add(rule, finding)
    for find in elsewhere:
        for name, finding in find(survey):
            if choice.wants(name, dataset):
                noted.add(RULES[name], finding)
    for problems in noted.values():
        yield from problems


class _Noted(dict[str, Problems]):
    """What rules find, by file, as much of it as is told."""

    def __init__(self, places: Places) -> None:
        self._places = places

    def add(self, rule: Rule, finding: Finding) -> None:
        """Note a finding; to look up where it stands takes longer than to find it."""
        problems = self.setdefault(finding.spot.path, Problems(finding.spot.path))
        tells = problems.tells(rule.id)
        _, line, column = self._places.place(finding.spot) if tells else Place("")
        problems.add((line, column), rule.id, finding.message, finding.cure, rule.severity)


def _part_of_dataset(path: Path) -> tuple[Path, Path] | None:
    """Return the folder whose dataset a file is part of, and the file as it is read from there.

    None where the file stands alone.
    """
    for folder in path.absolute().parents:
        if any((folder / name).exists() for name in DECLARING):
            near = seen_from(Path.cwd(), folder)
            same = (file for file in dataset_files(near) if _is_same(file, path))
            file = next(same, None)
            return None if file is None else (near, file)
    return None


def _is_same(file: Path, path: Path) -> bool:
    """Whether two paths lead to one file; one that leads nowhere does not."""
    try:
        return file.samefile(path)
    except OSError:
        return False


def _latest_day() -> str:
    """Return the latest day that it is anywhere: a date written there is not in the future."""
    return (datetime.now(UTC) + timedelta(hours=14)).date().isoformat()
