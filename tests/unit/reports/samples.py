"""A day of a port, made up: movements of three lanes, cases, orders, shifts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from checkpoint_app.domain.finding import FindingCode
from checkpoint_app.domain.movement import Direction, Movement, MovementKind
from checkpoint_app.domain.orders import Order, Ordered, OrderKind
from checkpoint_app.domain.shift import Shift, ShiftEnd
from checkpoint_app.reference import ports
from checkpoint_app.reports.tables import Heading
from checkpoint_app.services.day_counts import PortHeard
from checkpoint_app.services.port_report import (
    CasesOfDay,
    Override,
    PortReport,
    ReportedMovement,
    day_of,
    shifts_of,
)

DAY = date(2026, 11, 23)
START = datetime(2026, 11, 22, 22, tzinfo=UTC)  # midnight in Cairo
END = START + timedelta(days=1)
NOW = START + timedelta(hours=17, minutes=20)
PORT = ports().by_id("CAI-AIR")
HEADING = Heading(PORT, "h.mansour", NOW)
NAMES = {
    number: (f"Company {number} Travel", f"شركة رقم {number} للسياحة") for number in range(1, 9)
} | {1: ("Al Nour & Sons", "شركة النُّور وأبنائه"), 2: ("=SUM(A1)", "=SUM(A1)")}


def movement(
    number: int,
    kind: MovementKind = MovementKind.DEPARTED,
    *,
    at: datetime = START + timedelta(hours=9),
    annulled: bool = False,
    **changes: object,
) -> ReportedMovement:
    """A movement of the day; its permit, company and the rest follow its number."""
    fields: dict[str, object] = {
        "movement_id": UUID(int=number + 1),
        "epoch": bytes(16),
        "sequence": number + 1,
        "previous": bytes(32),
        "kind": kind,
        "direction": Direction.DEPARTING,
        "permit": 10**12 + number,
        "issue": 1,
        "passport": "A00000001",
        "company": number % 8 + 1,
        "service": ("MS671", "SV302", "NE 10", "")[number % 4],
        "port": PORT.bit,
        "lane": str(number % 3 + 1),
        "officer": ("s.adel", "m.fathy", "n.hassan")[number % 3],
        "at": at,
        "findings": (),
        "annuls": None,
        "automatic": number % 5 == 0,
    }
    return ReportedMovement(Movement(**(fields | changes)), annulled)  # type: ignore[arg-type]


def busy_day(many: int = 420) -> list[ReportedMovement]:
    """Mostly departures from 06:00 on, with all else that a day sees."""
    found = []
    for number in range(many):
        at = START + timedelta(hours=6, seconds=number * 36_000 / many)
        kind = MovementKind.RETURNED if number % 6 == 1 else MovementKind.DEPARTED
        if number % 40 == 7:
            kind = MovementKind.REFERRED
        elif number % 70 == 9:
            kind = MovementKind.DEFERRED
        elif number % 150 == 11:
            kind = MovementKind.REFUSED
        found.append(movement(number, kind, at=at, annulled=number % 61 == 3))
    found.append(movement(4, at=START + timedelta(hours=16)))  # the same permit once more
    return found


def orders() -> tuple[Order, ...]:
    """One check suspended, one sailing moved."""
    since = START + timedelta(hours=8)
    relaxed = Ordered(
        OrderKind.RELAX, "بطء منظومة التطعيم", since + timedelta(hours=4), FindingCode.WRONG_DATE
    )
    moved = Ordered(OrderKind.MOVE_SERVICE, "Storm", END + timedelta(hours=9), service="NE 10")
    return (
        Order(UUID(int=1), relaxed, since, "h.mansour", "1", ""),
        Order(UUID(int=2), moved, since, "h.mansour", "1", ""),
    )


def shifts() -> tuple[Shift, ...]:
    """Three officers, one still there."""
    began = START + timedelta(hours=6)
    return (
        Shift(
            UUID(int=1),
            "s.adel",
            "1",
            Direction.DEPARTING,
            began,
            began + timedelta(hours=6),
            ShiftEnd.HANDED_OVER,
        ),
        Shift(UUID(int=2), "m.fathy", "2", Direction.DEPARTING, began),
        Shift(UUID(int=3), "n.hassan", "3", Direction.RETURNING, began),
    )


def report(many: int = 420, *, provisional: bool = True) -> PortReport:
    """The day as a report."""
    counted = day_of(DAY, busy_day(many))
    lifted = Override(START + timedelta(hours=11), "h.mansour", "2", "m.fathy", "identity-doubt")
    return PortReport(
        day=DAY,
        counts=counted.counts(),
        verdicts={"clear": 120, "refer": 9, "refuse": 1, None: 4},
        scans=134,
        cases=CasesOfDay(11, 6, 2, 1, 2, 0, (lifted,)),
        orders=orders(),
        shifts=shifts_of(shifts(), counted.standing, START, END),
        pending=3,
        provisional=provisional,
        heard=PortHeard(3, 2),
    )


def empty_report() -> PortReport:
    """A day on which nobody came."""
    return PortReport(DAY, day_of(DAY, ()).counts(), provisional=False, heard=PortHeard(1, 1))
