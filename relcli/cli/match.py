"""`relcli match`: a draft against the facts."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from relcli.cli import complete
from relcli.cli.command import Group, Run, sharing
from relcli.cli.options import FILTERS
from relcli.cli.output import write, write_pieces
from relcli.cli.progress import matching_bar
from relcli.errors import FOUND, NOTHING_FOUND, RelcliError
from relcli.load.drafts import DraftFile, read_draft
from relcli.model.filter_values import one_of, read_score
from relcli.model.match import AT_LEAST
from relcli.view.matches import COLUMNS, SENTENCE_COLUMNS, rows, sentence_rows, with_footnotes
from relcli.view.terminal.draw import draw_matches, draw_sentences

if TYPE_CHECKING:
    from collections.abc import Iterable

    from relcli.api import Facts
    from relcli.model.card_dict import PlainCard
    from relcli.model.match import MatchedSentence, Matches
    from relcli.view.export.selection import Selection

FORMATS = ("table", "json", "jsonl", "csv", "tsv", "markdown", "html", "ids")
_WITH_DRAFT = ("markdown", "html")  # formats that show the draft itself
_WHOLE = ("json", "jsonl")  # that have all sentences, with what each card has


def read_format(word: str) -> str:
    """Return the name of a format. Raises FilterError."""
    return one_of(FORMATS, word, "--format", "format")


def output_format(
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            parser=read_format,
            metavar="FORMAT",
            help=f"{', '.join(FORMATS)}. Else a table on a terminal, tsv into a pipe.",
            autocompletion=complete.words(FORMATS),
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Short for --format json.")] = False,
) -> str | None:
    """Return the format asked for, None where it is left to what is written to."""
    return "json" if json else form


MATCH_FORMAT = Group(output_format)


@sharing(FILTERS, MATCH_FORMAT)
def match(
    run: Run,
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...",
            help="Plain text, or Markdown by its ending (.md); - is stdin.",
            show_default=False,
        ),
    ],
    at_least_score: Annotated[
        float,
        typer.Option(
            "--at-least-score",
            metavar="SCORE",
            parser=read_score,
            help="Show cards from this score on, 0 to 1: fewer right ones are missed by a lower "
            "one, and more wrong ones shown.",
        ),
    ] = AT_LEAST,
    unmatched: Annotated[
        bool,
        typer.Option(
            "--unmatched",
            help="List the sentences that no card bears on: status 0 if there is none, else 1.",
        ),
    ] = False,
) -> int:
    """Lay the cards that bear on them beside the sentences of a draft, and tell what differs.

    At most three cards a sentence, best first; below each, numbers, dates, negations and hedge
    words that only one of the two has. A card beside a sentence is no verdict on it.
    """
    form = MATCH_FORMAT.of(run)
    drafts = [read_draft(file, sys.stdin) for file in files]
    if form in _WITH_DRAFT and (len(drafts) > 1 or unmatched):
        what = "--unmatched" if unmatched else f"{len(drafts)} drafts"
        raise RelcliError(f"--format {form}: {what}", f"{form} shows one draft, and its cards")
    session = run.session
    facts = session.facts()
    with matching_bar(quiet=session.quiet) as told:
        matches = facts.matches(FILTERS.of(run), drafts, at_least_score, told)
    for remark in matches.remarks:
        session.remark(remark)
    if unmatched:
        _write_sentences(matches.unmatched, form)
        return NOTHING_FOUND if matches.unmatched else FOUND
    _write_cards(facts, matches, drafts[0], form)
    if not matches.matched:
        if matches and not matches.empty:
            session.remark(f"no card bears on any sentence, from a score of {at_least_score} on")
        return NOTHING_FOUND
    if matches.unmatched and form not in _WHOLE:
        left = f"{len(matches.unmatched)} of {len(matches)} sentences"
        session.remark(f"no card bears on {left}; --unmatched lists them")
    return FOUND


def _write_sentences(sentences: "tuple[MatchedSentence, ...]", form: str | None) -> None:
    if form in _WHOLE:
        write([each.row() for each in sentences], (), lambda _: None, form)
    elif form != "ids":  # they have none
        listed = sentence_rows(sentences)
        write(listed, SENTENCE_COLUMNS, lambda console: draw_sentences(console, sentences), form)


def _write_cards(facts: "Facts", matches: "Matches", draft: DraftFile, form: str | None) -> None:
    matched = matches.matched
    if form == "markdown":
        write_pieces(with_footnotes(draft.text, matched, _selection(facts, matched)))
    elif form == "html":
        from relcli.view.page.match import as_html

        write_pieces(as_html(draft.path, matches, _selection(facts, matched)))
    elif form in _WHOLE:
        write(matches.rows(), (), lambda _: None, form)
    elif form == "ids":
        write(_once(matched), (), lambda _: None, form)
    else:
        write(list(rows(matched)), COLUMNS, lambda console: draw_matches(console, matched), form)


def _selection(facts: "Facts", matched: "Iterable[MatchedSentence]") -> "Selection":
    return facts.selection(_once(matched))


def _once(matched: "Iterable[MatchedSentence]") -> "list[PlainCard]":
    """Return the cards of some sentences, each once, in the order of the draft."""
    cards = {
        (hit.plain["dataset"], hit.plain["id"]): hit.plain for each in matched for hit in each.hits
    }
    return [*cards.values()]
