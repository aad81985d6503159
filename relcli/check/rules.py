"""Every rule of `check`, by its id: the name of its function, with hyphens."""

from collections.abc import Iterable, Iterator
from inspect import cleandoc

from relcli.check import (
    actors,
    confidence,
    dates,
    duplicates,
    ids_and_links,
    sources,
    unused,
    wording,
)
from relcli.check.finding import Find, Finding, Rule
from relcli.check.manuals import OF_HISTORY, OF_LINKS, OF_LOADING
from relcli.check.survey import Survey
from relcli.errors import RelcliError, cure_for
from relcli.model.problem import Severity


def unknown_rule(survey: Survey) -> Iterator[Finding]:
    """The `check:` of dataset.yaml names a rule that does not exist.

    Why it matters: a misspelt rule silences nothing, or selects nothing, and nobody notices.

    Example:
        check:
          ignore: [not-archved]

    Cure: write the id as it stands between the brackets of the message to silence.

    """
    for key, ids in (("select", survey.dataset.selected), ("ignore", survey.dataset.ignored)):
        for name in ids:
            if name not in RULES:
                spot = survey.spot("dataset.yaml", "check", key, name)
                yield Finding(spot, f"no rule `{name}`", _cure(name))


_ERRORS = (
    ids_and_links.dangling_link,
    ids_and_links.superseded_circle,
    sources.url,
    wording.cut_text,
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
    unused.unused_actor,
    unused.unused_source,
    unused.empty_topic,
)


def _rule(find: Find, severity: Severity) -> Rule:
    return Rule(find.__name__.replace("_", "-"), severity, cleandoc(find.__doc__ or ""), find)


RULES = {
    rule.id: rule
    for rule in (
        *(Rule(name, Severity.ERROR, cleandoc(text)) for name, text in OF_LOADING.items()),
        *(_rule(find, Severity.ERROR) for find in _ERRORS),
        *(_rule(find, Severity.WARNING) for find in _WARNINGS),
        *(
            Rule(name, severity, cleandoc(text))
            for name, (severity, text) in (OF_HISTORY | OF_LINKS).items()
        ),
    )
}


def read_rules(words: Iterable[str], option: str) -> tuple[str, ...]:
    """Return the rules that an option names, commas between them. Raises RelcliError."""
    names = [name.strip() for word in words for name in word.split(",") if name.strip()]
    for name in names:
        if name not in RULES:
            raise RelcliError(f"{option}: no rule `{name}`", _cure(name))
    return tuple(names)


def _cure(name: str) -> str:
    return cure_for(name, RULES, f"there are {', '.join(sorted(RULES))}")
