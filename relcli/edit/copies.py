"""Sources without an archived copy: which they are, and a copy written where each is written."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from relcli.check.sources import is_web
from relcli.check.survey import Survey, WrittenSource
from relcli.check.wayback import Page, why_not_asked
from relcli.edit.change import change_card, change_source, plain_at, plain_source
from relcli.edit.dataset import declared_by, read_card
from relcli.edit.fields import as_list
from relcli.edit.files import read_file, replace_file
from relcli.edit.no_loss import read_tree
from relcli.errors import EditError, cure_for

if TYPE_CHECKING:
    from relcli.load.declared import Declared
    from relcli.model.card import Dataset, Source


# What is there is a copy already.
ARCHIVES = frozenset({"web.archive.org", "archive.ph", "archive.today", "archive.is", "perma.cc"})


class Uncopied(NamedTuple):
    """A source without a copy, where it is written, and the dataset that it is of."""

    dataset: "Dataset"
    written: WrittenSource


def uncopied(
    datasets: Sequence["Dataset"], ids: Collection[str]
) -> tuple[dict[Page, list[Uncopied]], dict[str, str]]:
    """Return the pages without a copy, each with the sources that cite it; and those not asked.

    Of the latter, why. With `ids`, of cards or of sources, only the sources of these. Raises
    EditError for an id that nothing has.
    """
    if ids:
        _refuse_unknown(datasets, ids)
    pages: dict[Page, list[Uncopied]] = {}
    private: dict[str, str] = {}
    for dataset in datasets:
        for written in filter(_lacks_copy, _chosen(dataset, ids)):
            url = str(written.source.url)
            if why := why_not_asked(url):
                private[url] = why
            else:
                pages.setdefault(_page(written.source), []).append(Uncopied(dataset, written))
    return pages, private


def _refuse_unknown(datasets: Sequence["Dataset"], ids: Collection[str]) -> None:
    """Raise EditError for an id that neither a card nor a source has."""
    known = {name for dataset in datasets for name in dataset.sources}
    for dataset in datasets:
        for card in dataset.cards:
            known.update(card.answers_to)
            known.update(source.id for source in card.sources)
    for unknown in (name for name in ids if name not in known):
        cure = cure_for(unknown, known, "`relcli list` and `relcli sources` show all")
        raise EditError(f"no card or source `{unknown}`", cure)


def _chosen(dataset: "Dataset", ids: Collection[str]) -> Iterator[WrittenSource]:
    """Yield the sources of some cards, and those of some ids, where they are written."""
    cards = [card for card in dataset.cards if not ids or not _apart(card.answers_to, ids)]
    places = {(card.place.path, card.place.line, card.place.column) for card in cards}
    cited = {source.id for card in cards for source in card.sources}
    for written in Survey(dataset, "").sources:
        name, entry = written.source.id, written.entry
        on_card = entry is not None and (written.path, *entry) in places
        declared = entry is None and (not ids or name in cited)
        if on_card or declared or name in ids:
            yield written


def _apart(names: Iterable[str], ids: Collection[str]) -> bool:
    return not any(name in ids for name in names)


def _lacks_copy(written: WrittenSource) -> bool:
    url = str(written.source.url)
    if not written.gives("url") or not is_web(url) or written.source.archived_url is not None:
        return False
    return urlsplit(url).hostname not in ARCHIVES


def _page(source: "Source") -> Page:
    """Return what is asked for: a copy as of when the page was read, else when it came out."""
    cited = source.accessed or source.published
    near = (cited.latest or cited.earliest or "") if cited else ""
    out = (source.published.earliest or "") if source.published else ""
    # The archive has the time of Greenwich, where it may be the day before.
    since = str(date.fromisoformat(out) - timedelta(days=1)) if out > "0001-01-01" else ""
    return Page(str(source.url), near if near > "0001" else "", since)


class Writer:
    """Writes copies into files, one after the other; lines move down meanwhile."""

    def __init__(self) -> None:
        self._grown: dict[str, list[tuple[int, int]]] = {}  # after which line, by how many
        self._declared: dict[str, Declared] = {}

    def write(self, lacking: Uncopied, copy: str) -> str:
        """Write the copy of a source where that is written; return the place. Raises EditError."""
        dataset, written = lacking
        if written.entry is None:
            return self._into_sources(written, copy)
        return self._into_card(dataset, written, written.entry[0], copy)

    def _into_sources(self, written: WrittenSource, copy: str) -> str:
        file = read_file(Path(written.path))
        name = str(written.steps[0])
        source = plain_source(read_tree(file.text, written.path), written.path, name)
        new = _with_copy(source, written, copy)
        replace_file(file, change_source(file.text, written.path, name, new))
        return written.path

    def _into_card(self, dataset: "Dataset", written: WrittenSource, was: int, copy: str) -> str:
        path = written.path
        grown = self._grown.setdefault(path, [])
        line = was + sum(more for after, more in grown if after < was)
        file = read_file(Path(path))
        old = plain_at(file.text, path, line)
        key = "sources" if "sources" in old else "source"
        sources = as_list(old.get(key))
        number = int(written.steps[1])
        if number >= len(sources):
            raise _changed(written)
        sources[number] = _with_copy(sources[number], written, copy)
        new = {**old, key: sources if isinstance(old[key], list) else sources[0]}
        if dataset.path not in self._declared:
            self._declared[dataset.path] = declared_by(dataset)
        read_card(new, self._declared[dataset.path], dataset.id)
        changed = change_card(file.text, path, line, new)
        replace_file(file, changed)
        grown.append((was, changed.count("\n") - file.text.count("\n")))
        return f"{path}:{line}"


def _with_copy(source: Any, written: WrittenSource, copy: str) -> dict[str, str]:
    """Return a source, a text or a mapping, with its copy behind its address. Raises EditError."""
    url = str(written.source.url)
    source = {"url": url} if source == url else source  # an address alone is a source, too
    if not isinstance(source, Mapping) or source.get("url") != url or "archived_url" in source:
        raise _changed(written)
    return dict(_after_url(source, copy))


def _after_url(source: Mapping[str, str], copy: str) -> Iterator[tuple[str, str]]:
    for key, value in source.items():
        yield key, value
        if key == "url":
            yield "archived_url", copy


def _changed(written: WrittenSource) -> EditError:
    message = f"{written.path}: `{written.source.id}` is another source now"
    return EditError(message, "run this again")
