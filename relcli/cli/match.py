"""`relcli match`: a draft against the facts."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from relcli.cli.command import Group, Run, sharing
from relcli.cli.options import FILTERS, FORMAT, output_of, output_options
from relcli.cli.output import WHOLE, Output, write, write_pieces
from relcli.cli.progress import matching_bar
from relcli.errors import FOUND, NOTHING_FOUND, RelcliError
from relcli.load.drafts import DraftFile, read_draft
from relcli.model.filter_values import read_score
from relcli.model.match import AT_LEAST
from relcli.view.data import FORMATS, PICTURE
from relcli.view.matches import COLUMNS, SENTENCE_COLUMNS, card_rows, sentence_rows, with_footnotes
from relcli.view.terminal.draw import draw_matches, draw_sentences

if TYPE_CHECKING:
    from collections.abc import Iterable

    from relcli.api import Facts
    from relcli.model.card_dict import PlainCard
    from relcli.model.match import MatchedSentence, Matches

PAGE = "html"
_FORMATS = (*FORMATS[:-1], PAGE, PICTURE)
_WITH_DRAFT = ("markdown", PAGE)  # formats that show the draft itself

MATCH_FORMAT = Group(output_options(_FORMATS), instead_of=FORMAT)


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
    output = output_of(run)
    drafts = [read_draft(file, sys.stdin) for file in files]
    if output.form in _WITH_DRAFT and (len(drafts) > 1 or unmatched):
        what = "--unmatched" if unmatched else f"{len(drafts)} drafts"
        cure = f"{output.form} shows one draft, and its cards"
        raise RelcliError(f"--format {output.form}: {what}", cure)
    session = run.session
    facts = session.facts()
    with matching_bar(quiet=session.quiet) as told:
        matches = facts.matches(FILTERS.of(run), drafts, at_least_score, told)
    for remark in matches.remarks:
        session.remark(remark)
    if unmatched:
        _write_sentences(matches.unmatched, output)
        return NOTHING_FOUND if matches.unmatched else FOUND
    _write_cards(facts, matches, drafts[0], output)
    if not matches.matched:
        if matches and not matches.empty:
            session.remark(f"no card bears on any sentence, from a score of {at_least_score} on")
        return NOTHING_FOUND
    if matches.unmatched and output.form not in WHOLE:
        left = f"{len(matches.unmatched)} of {len(matches)} sentences"
        session.remark(f"no card bears on {left}; --unmatched lists them")
    return FOUND


def _write_sentences(sentences: "tuple[MatchedSentence, ...]", output: Output) -> None:
    if output.form in WHOLE:
        write([each.row() for each in sentences], (), lambda _: None, output)
    elif output.form != "ids":  # they have none
        rows = sentence_rows(sentences)
        write(rows, SENTENCE_COLUMNS, lambda console: draw_sentences(console, sentences), output)


def _write_cards(facts: "Facts", matches: "Matches", draft: DraftFile, output: Output) -> None:
    matched = matches.matched
    if output.form == "markdown":
        noted = with_footnotes(draft.text, matched, facts.selection(_once(matched)))
        write_pieces(noted, output.file)
    elif output.form == PAGE:
        from relcli.view.page.match import as_html

        page = as_html(draft.path, matches, facts.selection(_once(matched)))
        write_pieces(page, output.file)
    elif output.form in WHOLE:
        write(matches.rows(), (), lambda _: None, output)
    elif output.form == "ids":
        write(_once(matched), (), lambda _: None, output)
    else:
        rows = card_rows(matched)
        write(rows, COLUMNS, lambda console: draw_matches(console, matched), output)


def _once(matched: "Iterable[MatchedSentence]") -> "list[PlainCard]":
    """Return the cards of some sentences, each once, in the order of the draft."""
    cards = {
        (hit.plain["dataset"], hit.plain["id"]): hit.plain for each in matched for hit in each.hits
    }
    return [*cards.values()]
