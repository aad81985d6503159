"""What `check` says: its report, or the manual of a rule."""

import os
import sys
from typing import TYPE_CHECKING

from relcli.check.rules import RULES, read_rules
from relcli.cli.output import write_drawn, write_pieces, write_text
from relcli.errors import FOUND
from relcli.view.findings import REPORT_VIEWS
from relcli.view.terminal.draw import draw_report

if TYPE_CHECKING:
    from relcli.model.problem import Report


def write_report(report: "Report", form: str) -> None:
    """Write a report; text is coloured on a terminal, or where FORCE_COLOR wants it."""
    coloured = bool(os.environ.get("FORCE_COLOR")) or (sys.stdout and sys.stdout.isatty())
    if form == "text" and coloured:
        write_drawn(lambda console: draw_report(console, report))
    else:
        write_pieces(REPORT_VIEWS[form](report))


def write_manual(word: str) -> int:
    """Write the manual of a rule. Raises RelcliError where there is none of that name."""
    for name in read_rules([word], "--explain"):
        rule = RULES[name]
        write_text([f"{rule.id} ({rule.severity})\n\n", f"{rule.manual}\n"])
    return FOUND
