"""Every rule of `check`, by its id: the name of its function, with hyphens."""

from inspect import cleandoc

from relcli.check import (
    actors,
    confidence,
    coverage,
    dates,
    duplicates,
    ids_and_links,
    sources,
    wording,
)
from relcli.check.finding import Find, Rule
from relcli.check.manuals import OF_LINKS, OF_LOADING
from relcli.check.settings import unknown_rule
from relcli.model.problem import Severity

_ERRORS = (
    ids_and_links.dangling_link,
    ids_and_links.superseded_circle,
    sources.url,
    unknown_rule,
)
_WARNINGS = (
    confidence.one_origin,
    confidence.confirmed_disputed,
    confidence.confirmed_unreliable,
    dates.published_before,
    dates.unsourced_start,
    dates.future_date,
    sources.bare_source,
    sources.no_speaker,
    sources.not_archived,
    sources.same_url,
    sources.origin_circle,
    sources.one_outlet,
    wording.long_claim,
    wording.two_sentences,
    wording.final_stop,
    duplicates.near_duplicate,
    actors.shared_alias,
    actors.unlisted_actor,
    ids_and_links.one_sided,
    coverage.unused_actor,
    coverage.unused_source,
    coverage.empty_topic,
)


def _rule(find: Find, severity: Severity) -> Rule:
    return Rule(find.__name__.replace("_", "-"), severity, cleandoc(find.__doc__ or ""), find)


RULES = {
    rule.id: rule
    for rule in (
        *(Rule(name, Severity.ERROR, cleandoc(text)) for name, text in OF_LOADING.items()),
        *(_rule(find, Severity.ERROR) for find in _ERRORS),
        *(_rule(find, Severity.WARNING) for find in _WARNINGS),
        *(Rule(name, severity, cleandoc(text)) for name, (severity, text) in OF_LINKS.items()),
    )
}
