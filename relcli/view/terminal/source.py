"""A source on a card: who says it and in what, in a line."""

from rich.text import Text

from relcli.model.card_dict import PlainSource
from relcli.model.date import Date
from relcli.model.scale import Reliability
from relcli.view.terminal.console import DISPUTED, QUIET, plain


def head(source: PlainSource, *names: str) -> Text:
    """Return who speaks and in what, which goes by these names; when, and how reliable that is."""
    published = Date.parse(source["published"]).words if source["published"] else ""
    text = plain(", ".join(filter(None, (*names, published))))
    if source["language"]:
        text.append_text(plain(f", language {source['language']}", QUIET))
    if source["speaker"] and source["speaker"]["name"] not in names:
        text = plain(f"{source['speaker']['name']}, in ").append_text(text)
    if source["stance"] == "qualifies":
        text.append(" (qualifies)", DISPUTED)
    if source["reliability"]:
        letter = Reliability(source["reliability"])
        text.append(f" [{letter}: {letter.meaning}]", QUIET)
    return text
