"""Which rules are asked for: by the command line, and by the `check:` of a dataset."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from relcli.check.finding import Finding
from relcli.check.survey import Survey
from relcli.errors import RelcliError, did_you_mean
from relcli.model.card import Dataset


@dataclass(frozen=True, slots=True)
class Choice:
    """The rules that the command line asks for; none selected is all that the datasets want."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def wants(self, rule: str, dataset: Dataset) -> bool:
        """Whether a rule is asked for. What the command line selects, a dataset cannot silence."""
        if self.select:
            return rule in self.select and rule not in self.ignore
        # A misspelt rule that is selected must not hide that it is misspelt.
        always = "unknown-rule"
        wanted = not dataset.selected or rule in (always, *dataset.selected)
        return wanted and rule not in dataset.ignored and rule not in self.ignore


def unknown_rule(survey: Survey) -> Iterator[Finding]:
    """The `check:` of dataset.yaml names a rule that does not exist.

    Why it matters: a misspelt rule silences nothing, or selects nothing, and nobody notices.

    Example:
        check:
          ignore: [not-archved]

    Cure: write the id as it stands between the brackets of the message to silence.

    """
    from relcli.check.rules import RULES

    for key, ids in (("select", survey.dataset.selected), ("ignore", survey.dataset.ignored)):
        for name in ids:
            if name not in RULES:
                spot = survey.spot("dataset.yaml", "check", key, name)
                yield Finding(spot, f"no rule `{name}`", _cure(name, RULES))


def read_rules(words: Iterable[str], option: str) -> tuple[str, ...]:
    """Return the rules that an option names, commas between them. Raises RelcliError."""
    from relcli.check.rules import RULES

    names = [name.strip() for word in words for name in word.split(",") if name.strip()]
    for name in names:
        if name not in RULES:
            raise RelcliError(f"{option}: no rule `{name}`", _cure(name, RULES))
    return tuple(names)


def _cure(name: str, rules: Iterable[str]) -> str:
    rules = list(rules)
    nearest = did_you_mean(name, rules)
    return f"did you mean `{nearest}`?" if nearest else f"there are {', '.join(sorted(rules))}"
