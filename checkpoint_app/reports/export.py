"""A report leaves the lane as a file: only by whoever may, and the audit says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from checkpoint_app.domain.port import Port
from checkpoint_app.domain.roles import Deed
from checkpoint_app.errors import StorageError
from checkpoint_app.reports.as_csv import csv_bytes
from checkpoint_app.reports.book import Names, book_of
from checkpoint_app.reports.printed import pdf_bytes
from checkpoint_app.reports.tables import Book, Heading
from checkpoint_app.reports.workbook import workbook_bytes
from checkpoint_app.services.day_export import replace_whole
from checkpoint_app.services.guard import Guard
from checkpoint_app.services.port_report import PortReport
from checkpoint_app.services.stores import Journal

# A page names the busiest; the files name all.
MOST_PRINTED = 60


class Form(StrEnum):
    """What a report is written as; the value ends the file's name."""

    CSV = "csv"
    WORKBOOK = "xlsx"
    PRINTED = "pdf"


class Written(Protocol):
    """Makes a file's content."""

    def __call__(self, book: Book, *, arabic_digits: bool) -> bytes:
        """The bytes."""
        ...


def _csv(book: Book, *, arabic_digits: bool) -> bytes:
    return csv_bytes(book)


def _workbook(book: Book, *, arabic_digits: bool) -> bytes:
    return workbook_bytes(book)


_WRITERS: Mapping[Form, Written] = {
    Form.CSV: _csv,
    Form.WORKBOOK: _workbook,
    Form.PRINTED: pdf_bytes,
}


class ReportExport:
    """Writes reports for those who may export them; each is audited as ``report.exported``."""

    def __init__(self, *, journal: Journal, guard: Guard, port: Port) -> None:
        self._journal, self._guard, self._port = journal, guard, port

    def write(
        self,
        report: Callable[[], PortReport],
        path: Path,
        form: Form,
        language: str,
        heading_of: Callable[[str], Heading],
        *,
        names: Names | None = None,
        arabic_digits: bool = True,
    ) -> None:
        """Write the report in ``ar`` or ``en``, whole or not at all. ``heading_of`` is given the
        name of whoever exports it. Raises RoleError, StorageError ``reports.export-failed``."""
        who = self._guard.require(Deed.EXPORT_REPORT)
        made, heading = report(), heading_of(who.name)
        most = MOST_PRINTED if form is Form.PRINTED else None
        book = book_of(made, heading, language, names, most=most)
        content = _WRITERS[form](book, arabic_digits=arabic_digits)
        try:
            replace_whole(path, content)
        except OSError as error:
            reason = f"{path.name}: {error.strerror}"
            raise StorageError(reason, key="reports.export-failed", file=path.name) from error
        detail = f"{self._port.port_id} {made.day.isoformat()} {form.value}"
        self._journal.audit(heading.now, who.name, "report.exported", detail)
