"""Works and actors from elsewhere beside what a dataset declares: which of them are new."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from relcli.edit.actor_list import NamedActor
from relcli.edit.dataset import declared_by
from relcli.edit.declare import ACTORS, SOURCES, declare
from relcli.edit.fields import Plain
from relcli.edit.works import Work, left_out
from relcli.errors import EditError, quoted
from relcli.load.declared import LARGEST_ENTRY
from relcli.model.card import Dataset, Source
from relcli.model.names import fold
from relcli.model.source_rules import page_of

_NAMED = 5  # in a remark


@dataclass(slots=True)
class Brought:
    """What is new to a declaring file, by id, and what to tell of all else."""

    file: str
    entries: dict[str, Plain] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def write(self, dataset: Dataset) -> Path | None:
        """Write what is new; return where, None where nothing is. Raises EditError."""
        return declare(dataset, self.file, self.entries) if self.entries else None


def new_sources(dataset: Dataset, works: Sequence[Work]) -> Brought:
    """Return the works that sources.yaml has not, by id or by address. Raises EditError.

    Where a work has neither, it is there already if title, publisher and date are.
    """
    declared = declared_by(dataset)
    ids = declared.sources.keys() | declared.broken
    there = {key: source.id for source in declared.sources.values() for key in _keys(source)}
    brought = Brought(SOURCES)
    known: list[str] = []
    for work in works:
        page, name = _keys_of_work(work)
        other = there.get(page or name)
        if other is None and work.kept and work.id in ids:
            other = work.id
        if other is not None:
            known.append(f"{work.place} is `{other}`")
            continue
        if work.kept and work.id in brought.entries:
            raise EditError(f"{work.place}: the id {quoted(work.id)} stands there twice", "mend it")
        own = work.id if work.kept else _free(work.id, ids, brought.entries)
        brought.entries[own] = work.source
        there |= {key: own for key in (page, name) if key}
    brought.remarks += _told("left alone, for it is there already", known)
    if left := left_out(works):
        brought.remarks.append(f"a source has no place for these, left out: {left}")
    return brought


def new_actors(dataset: Dataset, actors: Sequence[NamedActor], others: Sequence[str]) -> Brought:
    """Return the actors that actors.yaml has not, by id or by name. Raises EditError.

    `others` are columns or kinds of things that are no actors.
    """
    declared = declared_by(dataset)
    ids = declared.actors.keys() | declared.broken
    brought = Brought(ACTORS)
    known: list[str] = []
    names: dict[str, str] = {}
    for actor in actors:
        name = fold(actor.fields["name"])
        same = declared.actor(actor.fields["name"])
        other = same.id if same else names.get(name)
        if other is None and actor.kept and actor.id in {*ids, *brought.entries}:
            other = actor.id
        if other is not None or name in declared.ambiguous:
            known.append(f"{actor.place} is `{other or declared.ambiguous[name][0]}`")
            continue
        own = actor.id if actor.kept else _free(actor.id, ids, brought.entries)
        brought.entries[own] = actor.fields
        names[name] = own
    brought.remarks += _told("left alone, for it is there already", known)
    brought.remarks += _told("left out, for an actor has no place for it", others)
    cut = [f"`{actor.id}`" for actor in actors if actor.dropped]
    what = f"of more than {LARGEST_ENTRY:,} letters of names the first are kept"
    brought.remarks += _told(what, cut)
    return brought


def _keys(source: Source) -> Iterator[str]:
    """Yield what two sources of one work have in common: the page, or all that names it."""
    yield from [page_of(source.url)] if source.url else []
    yield _name(source.title, source.publisher, str(source.published or ""))


def _keys_of_work(work: Work) -> tuple[str, str]:
    """Return the same of a work: its page, "" without one, and its name, "" where it has an id."""
    source = work.source
    page = page_of(source["url"]) if "url" in source else ""
    name = _name(*map(source.get, ("title", "publisher", "published")))
    return page, "" if page or work.kept else name


def _name(*texts: str | None) -> str:
    return " | ".join(fold(text or "") for text in texts)


def _free(name: str, *taken: Container[str]) -> str:
    """Return an id that nothing has: this one, or with a number behind it."""
    free, number = name, 1
    while any(free in ids for ids in taken):
        number += 1
        free = f"{name}-{number}"
    return free


def _told(what: str, texts: Sequence[str]) -> Iterator[str]:
    """Yield a remark on some texts, the first of them named."""
    if texts:
        more = f" and {len(texts) - _NAMED:,} more" if len(texts) > _NAMED else ""
        yield f"{what}: {', '.join(texts[:_NAMED])}{more}"
