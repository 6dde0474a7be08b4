"""Cases of every kind, as a desk may see them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from checkpoint_app.domain.case_fold import Case, Holder
from checkpoint_app.domain.cases import (
    CaseEvent,
    CaseOutcome,
    Decided,
    Noted,
    Opened,
    SeenFinding,
    Taken,
)
from checkpoint_app.domain.conflicts import Conflict, PortMoved
from checkpoint_app.domain.finding import Finding, FindingCode
from checkpoint_app.domain.movement import MovementKind, PastMovement
from checkpoint_app.domain.verdict import Verdict, VerdictKind
from checkpoint_app.services.cases import CaseState, CaseView
from checkpoint_app.services.deferred import Deferral
from checkpoint_app.services.programme_people import Contact
from tests.unit.domain.cases import HERE, NOW, NUMBER, RECORD
from tests.unit.ui.lane.samples import answer, movement
from ui.second_line.port import CaseSheet, DeferredNow, ListedCase

MINUTE = timedelta(minutes=1)
CONTACT = Contact(
    "شركة النور الدولية للسياحة", "Al Nour International Travel", "0223456789", "01001234567"
)
FINDINGS = (
    SeenFinding(FindingCode.COMPANY_SUSPENDED.value, ""),
    SeenFinding(FindingCode.DATA_STALE.value, "state"),
)
NAMES = (
    ("محمد عبد الرحمن السيد علي", "MOHAMED ABDELRAHMAN ELSAYED ALY"),
    ("فاطمة حسن إبراهيم", "FATMA HASSAN IBRAHIM"),
    ("أحمد محمود عبد الله", "AHMED MAHMOUD ABDALLAH"),
    ("سعاد عبد الحميد مصطفى", "SOAD ABDELHAMID MOSTAFA"),
    ("يوسف جرجس بطرس", "YOUSSEF GERGES BOTROS"),
    ("خديجة عثمان", "KHADIGA OSMAN"),
    ("عمر الشريف", "OMAR ELSHERIF"),
)


def event(content: Any, *, case: UUID, minutes: int = 20, **changes: Any) -> CaseEvent:
    """An entry so many minutes ago."""
    fields: dict[str, Any] = {
        "event_id": UUID(int=1000 + minutes),
        "epoch": b"e" * 8,
        "sequence": 1,
        "previous": bytes(32),
        "device": "CAI-AIR-02",
        "case_id": case,
        "permit": NUMBER,
        "port": HERE,
        "lane": "2",
        "officer": "n.adel",
        "at": NOW - minutes * MINUTE,
        "content": content,
    }
    return CaseEvent(**(fields | changes))


def opened(
    number: int = 1,
    minutes: int = 20,
    findings: tuple[SeenFinding, ...] = FINDINGS,
    verdict: str = "refer",
    **changes: Any,
) -> CaseView:
    """A referral that waits."""
    case_id = UUID(int=number)
    seen = Opened(UUID(int=500 + number), verdict, "TOKEN", RECORD.passport, 12, "MS671", findings)
    entry = event(seen, case=case_id, minutes=minutes, **changes)
    case = Case(case_id, entry.permit, entry, None, None, contested=False, notes=())
    return CaseView(case, CaseState.OPEN, entry.at, own=False, seen=seen)


def taken(view: CaseView, *, own: bool) -> CaseView:
    """The same while a desk works on it."""
    holder = Holder("CAI-AIR-05", "h.salem", NOW + 8 * MINUTE)
    return replace(view, case=replace(view.case, holder=holder), state=CaseState.TAKEN, own=own)


def decided(view: CaseView, outcome: CaseOutcome = CaseOutcome.CLEAR) -> CaseView:
    """The same once it has its outcome."""
    content = Decided(outcome, frozenset(), NOW + 60 * MINUTE, False, "document-checked")
    entry = event(content, case=view.case_id, minutes=3, officer="h.salem")
    return replace(view, case=replace(view.case, decided=entry), state=CaseState.DECIDED)


def conflict(number: int = 9) -> CaseView:
    """A permit that left twice."""
    case_id = UUID(int=number)
    moved = tuple(
        PortMoved(
            f"CAI-AIR-0{lane}",
            replace(
                movement(MovementKind.DEPARTED, automatic=lane == 5),
                movement_id=UUID(int=700 + lane),
                lane=str(lane),
                officer=officer,
                at=NOW - minutes * MINUTE,
            ),
            annulled=False,
        )
        for lane, officer, minutes in ((2, "n.adel", 40), (5, "s.fahmy", 12))
    )
    case = Case(case_id, NUMBER, None, None, None, contested=False, notes=())
    found = Conflict(case_id, NUMBER, moved)
    return CaseView(case, CaseState.OPEN, found.newest, own=False, seen=None, conflict=found)


def listed(view: CaseView, name: int = 0) -> ListedCase:
    """With names."""
    return ListedCase(view, *NAMES[name % len(NAMES)])


def sheet(view: CaseView | None = None, **changes: Any) -> CaseSheet:
    """All of a case: taken, noted, and with two more like it."""
    view = view or opened()
    now = answer(
        VerdictKind.REFER,
        FindingCode.COMPANY_SUSPENDED,
        Finding(FindingCode.DATA_STALE, "state"),
        permit=view.permit,
        movements=(PastMovement(MovementKind.REFERRED, HERE, "2", view.at),),
    )
    history = [each for each in (view.case.opened, view.case.decided) if each is not None]
    history += [
        event(Taken(NOW + 5 * MINUTE), case=view.case_id, minutes=9, officer="h.salem"),
        event(
            Noted("الشركة تؤكد سداد التأمين اليوم"),
            case=view.case_id,
            minutes=6,
            officer="h.salem",
        ),
    ]
    fields: dict[str, Any] = {
        "listed": listed(view),
        "history": tuple(sorted(history, key=lambda each: each.at)),
        "answer": now,
        "against": (FindingCode.COMPANY_SUSPENDED, FindingCode.DATA_STALE),
        "contact": CONTACT,
        "group": (listed(opened(21), 1), listed(opened(22), 2)),
        "now": NOW,
    }
    return CaseSheet(**(fields | changes))


def deferral(number: int = 0, *, back: bool = False) -> Deferral:
    """Somebody who waits."""
    arabic, latin = NAMES[number % len(NAMES)]
    kind = VerdictKind.CLEAR if back else VerdictKind.REFER
    against = () if back else (FindingCode.COMPANY_SUSPENDED,)
    return Deferral(
        permit=NUMBER + number,
        at=NOW - (number + 1) * 50 * MINUTE,
        lane="2",
        service="MS671" if number % 3 else "SV302",
        company=12,
        programme=RECORD.programme,
        name_latin=latin,
        name_arabic=arabic,
        now=Verdict(kind, tuple(map(Finding, against))),
        against=against,
        contact=CONTACT,
    )


DEFERRED = DeferredNow(tuple(deferral(n, back=n % 3 == 0) for n in range(6)), NOW)
