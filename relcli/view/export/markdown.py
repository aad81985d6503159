"""Cards as a Markdown text: claims by date, each with a footnote."""

from collections.abc import Iterator

from relcli.model.card_dict import date_of
from relcli.view.caveats import caveats
from relcli.view.cite.cite import as_markdown as footnotes
from relcli.view.cite.cite import footnote_labels
from relcli.view.export.escape import in_markdown
from relcli.view.export.selection import Selection, some_links, some_notes, some_words


def as_markdown(selection: Selection) -> Iterator[str]:
    """A list of the claims, then the footnotes (GitHub, Pandoc, PHP Markdown Extra)."""
    for card, label in zip(selection.cards, footnote_labels(selection), strict=True):
        words = in_markdown(date_of(card).words)
        caveat = caveats(card)
        standing = f" *({in_markdown(caveat)})*" if caveat else ""
        yield f"- **{words}**: {in_markdown(card['claim'])}{standing}[^{label}]\n"
    yield "\n"
    yield from footnotes(selection)


def left_out(selection: Selection) -> list[str]:
    """Tell what the text does not say."""
    return [*some_notes(selection), *some_links(selection), *some_words(selection)]
