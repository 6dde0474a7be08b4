"""Reports as files: by whoever may, whole, audited."""

from __future__ import annotations

import pytest

from checkpoint_app.domain.roles import Deed, Role
from checkpoint_app.errors import RoleError, StorageError
from checkpoint_app.reports.export import Form, ReportExport
from checkpoint_app.reports.tables import Heading
from checkpoint_app.services.guard import Who
from tests.unit.reports.samples import NOW, PORT, report
from tests.unit.services.fakes import MemoryJournal

_MAGIC = {Form.CSV: b"\xef\xbb\xbf", Form.WORKBOOK: b"PK", Form.PRINTED: b"%PDF-"}


class AuditedJournal(MemoryJournal):
    """Remembers what was audited."""

    def audit(self, at, actor, action, detail=""):
        self.told = (actor, action, detail)


class Post:
    """A guard that lets some do some things."""

    def __init__(self, *deeds: Deed) -> None:
        self.deeds = deeds

    def require(self, deed: Deed) -> Who:
        if deed not in self.deeds:
            raise RoleError("no", key="role.forbidden")
        return Who("h.mansour", frozenset({Role.SUPERVISOR}))

    def allows(self, deed: Deed) -> bool:
        return deed in self.deeds


def export(tmp_path, form, *, deeds=(Deed.EXPORT_REPORT,), file="report"):
    journal = AuditedJournal()
    desk = ReportExport(journal=journal, guard=Post(*deeds), port=PORT)
    path = tmp_path / f"{file}.{form.value}"
    desk.write(report, path, form, "ar", lambda name: Heading(PORT, name, NOW))
    return journal, path


@pytest.mark.requirement("C4")
@pytest.mark.parametrize("form", Form)
def test_a_report_is_written_and_audited(tmp_path, form):
    journal, path = export(tmp_path, form)
    assert path.read_bytes().startswith(_MAGIC[form])
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
    told = ("h.mansour", "report.exported", f"CAI-AIR 2026-11-23 {form.value}")
    assert journal.told == told


@pytest.mark.requirement("C4")
@pytest.mark.parametrize("deeds", [(), (Deed.COUNTS_OF_PORT,)])
def test_nobody_else_writes_one(tmp_path, deeds):
    with pytest.raises(RoleError):
        export(tmp_path, Form.CSV, deeds=deeds)
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_said_plainly(tmp_path):
    with pytest.raises(StorageError) as raised:
        export(tmp_path, Form.CSV, file="missing/report")
    assert raised.value.key == "reports.export-failed"
    assert raised.value.params == {"file": "report.csv"}
