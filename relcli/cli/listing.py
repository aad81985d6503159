"""What the facts have of one kind: topics, actors, sources."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from relcli.cli.options import output_of
from relcli.cli.output import write_list

if TYPE_CHECKING:
    from relcli.cli.command import Run


def write_listing(run: "Run", kind: str, columns: Sequence[str]) -> int:
    """Write what there is of a kind, or tell that there is nothing; return the exit status."""
    facts = run.session.facts()
    rows = facts.listing(kind)
    if not rows:
        run.session.remark(facts.why_empty() or f"these cards name no {kind}")
    return write_list(rows, columns, output_of(run))
