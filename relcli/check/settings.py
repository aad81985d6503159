"""Which rules are asked for: by the command line, and by the `check:` of a dataset."""

from dataclasses import dataclass

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
