"""`relcli actors`: who and what the facts are about."""

import typer

from relcli.cli.options import output_format, taking
from relcli.cli.output import write_list


@taking(form=output_format)
def actors(ctx: typer.Context, form: str | None) -> int:
    """List the actors with their other names, and the number of cards of each."""
    from relcli.analysis.listings import count_actors

    return write_list(
        count_actors(ctx.obj.facts()), ("id", "name", "kind", "aliases", "cards"), form
    )
