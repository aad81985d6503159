"""`relcli archive`: an archived copy for each address that has none."""

from typing import TYPE_CHECKING, Annotated

import typer

from relcli.check.links import require_httpx
from relcli.check.wayback import Ended, Found, Page, ask
from relcli.cli import complete
from relcli.cli.command import Run, sharing
from relcli.cli.options import FORMAT
from relcli.cli.output import write_list
from relcli.cli.progress import asking_bar
from relcli.edit.copies import Writer, uncopied
from relcli.edit.dataset import paths_of_files, paths_to_edit
from relcli.errors import FOUND, NOTHING_FOUND, TROUBLE, EditError
from relcli.load.dataset import load_dataset
from relcli.view.numbers import counted

if TYPE_CHECKING:
    from relcli.cli.session import Session
    from relcli.edit.copies import Uncopied

COLUMNS = ("id", "url", "archived_url", "answer", "place")


@sharing(FORMAT)
def archive(
    run: Run,
    ids: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ID...]",
            help="Cards, or sources. Else all that there are.",
            autocompletion=complete.ids,
            show_default=False,
        ),
    ] = None,
    save: Annotated[
        bool, typer.Option("--save", help="Have a page saved that has no copy yet.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only ask: write nothing, have nothing saved.")
    ] = False,
) -> int:
    """Ask the Wayback Machine for a copy of each address without one, and write it to its source.

    The copy is the one nearest to the day the page was read, else came out. What is answered is
    written at once, as `archived_url`, so a run that was broken off goes on where it was. A row of
    what is written is an address. Exit status: 0 where each has a copy now, 1 where not.
    """
    session = run.session
    require_httpx("archive")
    paths = (paths_of_files if dry_run else paths_to_edit)(session.paths)
    pages, private = uncopied([load_dataset(path) for path in paths], ids or ())
    for url, why in private.items():
        session.remark(f"not asked for {url}: {why}")
    if not pages:
        session.remark("each address that may be asked for has a copy")
        return NOTHING_FOUND if private else FOUND
    archiving = _Archiving(session, pages, Writer(), dry_run=dry_run)
    try:
        archiving.run(save=save and not dry_run)
    finally:  # Ctrl-C, too: what was answered is written, and told
        status = write_list(archiving.rows, COLUMNS, FORMAT.of(run))
        session.remark(archiving.summary(save=save))
    whole = archiving.copies == len(pages) and not private
    return archiving.status or (status if whole else NOTHING_FOUND)


class _Archiving:
    """What is asked, and what became of it."""

    def __init__(
        self,
        session: "Session",
        pages: "dict[Page, list[Uncopied]]",
        writer: Writer,
        *,
        dry_run: bool,
    ) -> None:
        self._session = session
        self._pages = pages
        self._writer = writer
        self._dry_run = dry_run
        self.rows: list[dict[str, str | None]] = []
        self.copies = self.troubles = self.asked = 0
        self.status = FOUND

    def run(self, *, save: bool) -> None:
        """Ask for each page, and write what is answered."""
        with asking_bar(quiet=self._session.quiet) as progress:
            try:
                for page, found in ask(self._pages, saving=save):
                    self.asked += 1
                    self.copies += bool(found.copy)
                    self.troubles += found.trouble
                    self._take(page, found)
                    progress(self.asked, len(self._pages))
            except Ended as ended:
                self._session.remark(str(ended))
                self.status = TROUBLE

    def _take(self, page: Page, found: Found) -> None:
        for lacking in self._pages[page]:
            answer, place = found.why, None
            if found.copy and self._dry_run:
                answer = "found"
            elif found.copy:
                try:
                    answer, place = "written", self._writer.write(lacking, found.copy)
                except EditError as error:
                    answer, self.status = str(error), TROUBLE
            row = {"id": lacking.written.source.id, "url": page.url}
            copy = found.copy or None
            self.rows.append({**row, "archived_url": copy, "answer": answer, "place": place})

    def summary(self, *, save: bool) -> str:
        """Return in a line what became of all pages."""
        every = len(self._pages)
        none = self.asked - self.copies - self.troubles
        cure = "" if save else " (--save has them saved)"
        parts = [
            f"{self.copies} of {counted(every, 'address', 'addresses')} have a copy",
            f"{none} without one{cure}" if none else "",
            f"{self.troubles} unanswered" if self.troubles else "",
            f"{every - self.asked} not asked" if self.asked < every else "",
        ]
        written = "; nothing was written" if self._dry_run else ""
        return ", ".join(filter(None, parts)) + written
