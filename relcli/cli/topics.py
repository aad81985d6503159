"""`relcli topics`: what the facts are about."""

import typer

from relcli.cli.options import output_format, taking
from relcli.cli.output import write_list


@taking(form=output_format)
def topics(ctx: typer.Context, form: str | None) -> int:
    """List the topics, with the number of cards of each."""
    from relcli.analysis.listings import count_topics

    return write_list(count_topics(ctx.obj.facts()), ("id", "label", "cards"), form)
