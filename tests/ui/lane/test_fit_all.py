"""Everything that presenters may say fits the window, at every size, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import pytest
from PySide6.QtWidgets import QApplication

from checkpoint_app.domain.facts import PresentedDocument, ReadingKind
from checkpoint_app.domain.finding import Finding, FindingCode
from checkpoint_app.domain.freshness import Freshness
from checkpoint_app.domain.movement import Direction, MovementKind
from checkpoint_app.domain.travel_document import MrzField
from checkpoint_app.domain.verdict import VerdictKind
from checkpoint_app.errors import StorageError
from checkpoint_app.reference import keys, ports
from checkpoint_app.services.day_counts import LastScan
from tests.ui.fitting import faults
from tests.ui.lane.conftest import Opened
from tests.unit.domain.cases import NOW, NUMBER, RECORD, past, record
from tests.unit.ui.lane.samples import (
    DETAILS,
    PLACE,
    answer,
    health,
    movements_everywhere,
    turn,
    turns,
)
from ui.lane.present_bar import present_bar
from ui.lane.present_scans import present_scans
from ui.lane.present_verdict import (
    present_early,
    present_opening,
    present_trouble,
    present_turn,
    present_waiting,
)
from ui.lane.states import NetworkState, SourceState
from ui.lane.views import BarView, VerdictView
from ui.lane.window import LaneWindow
from ui.wording.qt_tongue import QtTongue

# Logical px: the smallest and largest of today's screens, and 1920 by 1080 at 200 %.
SIZES = [(1280, 720), (1366, 768), (1920, 1080), (960, 540)]
# As long as names may be in the machine-readable zone and beside it.
_LONG = record(
    name_latin="MOHAMED ABDELRAHMAN ELSAYED ABDELMAKSOU",
    name_arabic="محمد عبد الرحمن السيد عبد المقصود أبو المعاطي",
    ports=(1 << 17) - 1,
    service="MS 6671 / SV 1304",
    programme=999_999,
    company=99_999,
)
_WHENEVER = tuple(past(kind, hours_ago=30 + number) for number, kind in enumerate(MovementKind))


def verdicts(tongue: QtTongue) -> Iterator[VerdictView]:
    """Every turn, every finding, and what is shown without a turn."""
    for _, standing in turns():
        yield present_turn(standing, PLACE, tongue, NOW)
    for code, details in DETAILS.items():
        for detail in details:
            found = answer(
                VerdictKind.REFER, Finding(code, detail), movements=movements_everywhere()
            )
            for way in Direction:
                yield present_turn(turn(found, way), PLACE, tongue, NOW)
    yield from crowded(tongue)
    yield present_opening(tongue)
    yield present_waiting(Direction.RETURNING, tongue)
    yield present_early(None, PLACE, tongue)
    yield present_early(answer(), PLACE, tongue)


def crowded(tongue: QtTongue) -> Iterator[VerdictView]:
    """Long names, all ports, many findings, a history."""
    codes = (
        *(FindingCode.COMPANY_CANCELLED, FindingCode.WRONG_DATE, FindingCode.VACCINATION_DUE),
        *(FindingCode.DATA_STALE, FindingCode.DATA_AGEING),
    )
    found = (Finding(code, DETAILS[code][0]) for code in codes)
    long = answer(VerdictKind.REFER, *found, record=_LONG, movements=_WHENEVER)
    yield present_turn(turn(long), PLACE, tongue, NOW)
    yield present_turn(turn(answer(record=_LONG, movements=_WHENEVER)), PLACE, tongue, NOW)
    for document in passports():
        yield present_turn(turn(long, document=document), PLACE, tongue, NOW)
        yield present_turn(turn(answer(), document=document), PLACE, tongue, NOW)


def passports() -> Iterator[PresentedDocument]:
    """As much as a passport may say beside a permit."""
    other = PresentedDocument("5678", "A12345678", birth_yymmdd="900315")
    names = "PAPANDROPOULOS KONSTANTINOS ALEXANDROS"
    parts = frozenset(field.value for field in MrzField)
    yield replace(other, names=names)
    yield replace(other, names=names, doubtful=parts - {MrzField.NAMES}, checks_failed=True)
    yield replace(other, names=names, doubtful=frozenset({"nationality", "sex", "issuer"}))


def troubles(tongue: QtTongue) -> Iterator[VerdictView]:
    """Every sentence that a scan without an answer may give."""
    for key in sorted(keys()):
        if key.startswith(("store.", "lane.", "error.")):
            error = StorageError("x", key=key, name="journal.db", count=12, limit=64)
            yield present_trouble(error, tongue)


def bars(tongue: QtTongue) -> Iterator[BarView]:
    """Every port; every state of the line, the data, the source and the clock."""
    well = (health(), NetworkState.ONLINE, SourceState.LIVE)
    for port in ports():
        place = replace(PLACE, port=port, lane="G14")
        yield present_bar(place, "ن. عادل", Direction.DEPARTING, *well, NOW, tongue)
    for source in SourceState:
        yield present_bar(
            *(PLACE, "N. Adel", Direction.RETURNING, None, NetworkState.UNKNOWN, source),
            *(NOW, tongue),
        )
    for freshness in Freshness:
        hours = None if freshness is Freshness.MISSING else 80.0
        measured = health(1234, freshness, hours, clock_suspect=True)
        yield present_bar(
            *(PLACE, "N. Adel", Direction.DEPARTING, measured, NetworkState.OFFLINE),
            *(SourceState.LOST, NOW, tongue),
        )


def scans() -> Iterator[LastScan]:
    """Every verdict with every outcome."""
    for kind in (*VerdictKind, None):
        for outcome in (*MovementKind, None):
            yield LastScan(
                scan_id=UUID(int=1),
                at=NOW,
                verdict=kind,
                direction=Direction.DEPARTING,
                reading=ReadingKind.TOKEN,
                permit=NUMBER,
                name_latin=RECORD.name_latin,
                outcome=outcome,
                automatic=True,
                undoable=False,
            )


def told(window: LaneWindow, what: str) -> list[str]:
    """What does not fit now, and of what."""
    QApplication.processEvents()  # layouts settle
    return [f"{what}: {fault}" for fault in faults(window)]


@pytest.mark.requirement("A16")
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_every_verdict_fits(opened: Opened, tongue: QtTongue, size: tuple[int, int]) -> None:
    window = opened(tongue, size)
    found = []
    for view in verdicts(tongue):
        window.show_verdict(view)
        found += told(window, f"{view.word}, {view.lead}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_every_trouble_fits(opened: Opened, tongue: QtTongue, size: tuple[int, int]) -> None:
    window = opened(tongue, size)
    found = []
    for view in troubles(tongue):
        window.show_verdict(view)
        found += told(window, view.lead)
    assert not found, "\n".join(found)


@pytest.mark.requirement("A16")
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_every_bar_fits(opened: Opened, tongue: QtTongue, size: tuple[int, int]) -> None:
    window = opened(tongue, size)
    found = []
    for view in bars(tongue):
        window.show_bar(view)
        found += told(window, f"{view.port}, {[chip.text for chip in view.chips]}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_every_last_scan_fits(opened: Opened, tongue: QtTongue, size: tuple[int, int]) -> None:
    window = opened(tongue, size)
    rows = present_scans(scans(), tongue)
    found = []
    for first in range(0, len(rows), 4):
        window.show_scans(rows[first : first + 4])
        found += told(window, str(first))
    assert not found, "\n".join(found)
