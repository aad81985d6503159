"""`relcli sources`: what the facts rest on."""

import typer

from relcli.cli.options import output_format, taking
from relcli.cli.output import write_list


@taking(form=output_format)
def sources(ctx: typer.Context, form: str | None) -> int:
    """List the sources, with the number of cards of each."""
    from relcli.analysis.listings import SOURCE_COLUMNS, count_sources

    return write_list(count_sources(ctx.obj.facts()), SOURCE_COLUMNS, form)
