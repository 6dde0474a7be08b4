"""One run, counted at each place that counts: the same numbers everywhere."""

from __future__ import annotations

import base64
import csv
import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from checkpoint_app.clock import SystemClock
from checkpoint_app.domain.days import cairo_day
from checkpoint_app.domain.movement import MovementKind
from checkpoint_app.domain.tally import COUNTED, Tally
from checkpoint_app.reference import ports
from checkpoint_app.reports.as_csv import csv_bytes
from checkpoint_app.reports.book import book_of
from checkpoint_app.reports.tables import Heading
from checkpoint_app.reports.workbook import workbook_bytes
from checkpoint_app.services.day_counts import counts_of
from checkpoint_app.services.guard import Unstaffed
from checkpoint_app.services.port_report import PortReporting
from checkpoint_app.store.journal import JournalStore
from checkpoint_app.store.journal_reports import ReportTables
from sync.client.counts import RegistryCounts
from sync.protocol import routes
from tests.integration.registry_api.test_nation_counts import SignedCalls
from tests.integration.registry_api.world import ADMIN_TOKEN, NOON, Lane, Registry
from tests.integration.store.port import draft, move, scan_of

BASIC = {"Authorization": "Basic " + base64.b64encode(f"any:{ADMIN_TOKEN}".encode()).decode()}
DAY, PORT = cairo_day(NOON), ports().by_id("CAI-AIR")
KINDS = tuple(kind.name.lower() for kind in COUNTED)


class ReportingJournal(JournalStore, ReportTables):
    """A journal that reports are made of."""


@pytest.fixture
def journal(tmp_path: Path):  # type: ignore[no-untyped-def]
    made = ReportingJournal(tmp_path / "journal.db", bytes(32), SystemClock())
    yield made
    made.close()


@pytest.mark.requirement("C4")
def test_lane_supervisor_files_and_registry_count_the_same(
    registry: Registry, lane: Lane, journal: ReportingJournal
) -> None:
    run(journal)
    lane.epoch, lane.movements = journal.epoch, journal_bodies(journal)
    lane.send()
    report = PortReporting(journal=journal, guard=Unstaffed(lambda: "h")).of(DAY, NOON)
    total = report.counts.total
    assert total == Tally(departed=12, returned=4, referred=3, deferred=2, refused=1)
    assert report.counts.annulled == 2
    at_the_lane = counts_of(journal, DAY)
    assert tuple(at_the_lane.by_kind[kind] for kind in COUNTED) == total.numbers
    assert at_the_lane.annulled == report.counts.annulled
    heading = Heading(PORT, "h", NOON)
    for language in ("ar", "en"):
        book = book_of(report, heading, language)
        assert of_csv(csv_bytes(book)) == total.numbers
        assert of_workbook(workbook_bytes(book)) == total.numbers
    told = RegistryCounts(SignedCalls(lane)).of(DAY)
    assert (told.total, told.annulled) == (total, report.counts.annulled)
    assert dict(told.hours) == {line.key: line.tally for line in report.counts.hours}
    companies = {line.company: line.tally for line in told.companies}
    assert companies == {line.key: line.tally for line in report.counts.companies}
    for lang in ("ar", "en"):
        for table in ("ports", "hours", "companies"):
            assert of_page(registry, table, lang) == total.numbers


def run(journal: ReportingJournal) -> None:
    """An hour and a half of a lane: all kinds, two of them taken back."""
    kinds = [MovementKind.DEPARTED] * 13 + [MovementKind.RETURNED] * 5
    kinds += [MovementKind.REFERRED] * 3 + [MovementKind.DEFERRED] * 2 + [MovementKind.REFUSED]
    made = [
        move(
            journal,
            serial,
            kind,
            NOON + timedelta(minutes=4 * serial),
            company=None if serial % 7 == 0 else serial % 3 + 1,
            service=("MS671", "SV302", "")[serial % 3],
            officer=("s.adel", "m.fathy")[serial % 2],
            port=PORT.bit,
        )
        for serial, kind in enumerate(kinds, start=1)
    ]
    for each in (made[2], made[14]):
        taken_back = draft(
            scan_of(1, NOON + timedelta(hours=2)),
            MovementKind.ANNULLED,
            annuls=each.movement_id,
            permit=each.permit,
            port=PORT.bit,
        )
        journal.record_outcomes([taken_back])


def journal_bodies(journal: ReportingJournal) -> list[bytes]:
    with journal._database.reading() as conn:
        return [row[0] for row in conn.execute("SELECT body FROM movement ORDER BY place")]


def of_csv(content: bytes) -> tuple[int, ...]:
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    return tuple(int(row[2]) for row in rows[2 : 2 + len(KINDS)])


def of_workbook(content: bytes) -> tuple[int, ...]:
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    return tuple(sheet.cell(8 + number, 2).value for number in range(len(KINDS)))


def of_page(registry: Registry, table: str, lang: str) -> tuple[int, ...]:
    """The last row of a table of the centre's page."""
    answer = registry.client.simulate_get(
        routes.COUNTS_PAGE, params={"day": DAY.isoformat(), "lang": lang}, headers=BASIC
    )
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    found = re.search(rf'<table id="{table}">.*?<tfoot>(.*?)</tfoot>', answer.text, re.DOTALL)
    assert found is not None
    return tuple(map(int, re.findall(r'<data value="(\d+)">', found[1])))
