"""Answers, turns and places to present, one for every thing that a lane may show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from checkpoint_app.credential.scanned import Interpretation
from checkpoint_app.domain.facts import DataKind, ReadingKind
from checkpoint_app.domain.finding import Finding, FindingCode
from checkpoint_app.domain.freshness import Freshness
from checkpoint_app.domain.movement import Direction, Movement, MovementKind
from checkpoint_app.domain.verdict import Verdict, VerdictKind
from checkpoint_app.reference import ports
from checkpoint_app.services.health import DataAge, Health
from checkpoint_app.services.lane import Answer
from checkpoint_app.services.turn import Shown, Turn, Undoable
from tests.unit.domain.cases import CLAIMS, ELSEWHERE, HERE, NOW, NUMBER, RECORD, past
from ui.ports import LanePlace

SCAN = UUID(int=7)
PLACE = LanePlace(ports().by_bit(HERE), "2", "device", demo=False)
BOTH_WAYS = tuple(Direction)

# Every detail that `decide` and its checks write, by finding; "" where they write none.
DETAILS: Mapping[FindingCode, tuple[str, ...]] = dict.fromkeys(FindingCode, ("",)) | {
    FindingCode.NOT_ON_FILE: ("", "issue 2"),
    FindingCode.IDENTITY_MISMATCH: ("birth, name, number, passport, sex",),
    FindingCode.NOT_YET_VALID: ("2026-11-30",),
    FindingCode.EXPIRED: ("2026-11-20", "seven-days-from-issue"),
    FindingCode.SUPERSEDED: ("issue 1 of 2",),
    FindingCode.PROGRAMME_CANCELLED: (
        *("programme suspended", "agent cancelled, programme cancelled", "agent suspended"),
    ),
    FindingCode.WRONG_DATE: ("travel-week", "a-rule-of-later"),
    FindingCode.VISA_MISSING: ("visa-recorded",),
    FindingCode.VISA_EXPIRED: ("visa-in-force",),
    FindingCode.VACCINATION_DUE: ("meningitis-five-years, meningitis-ten-days",),
    FindingCode.EXEMPT_VISA: ("", "visa-needs-no-permit"),
    FindingCode.DOCUMENT_MISMATCH: ("birth, number, sex",),
    FindingCode.DOCUMENT_EXPIRES_SOON: ("2026-11-21", "passport-six-months"),
    FindingCode.ALREADY_DEPARTED_HERE: ("G4 2026-11-22 09:30",),
    FindingCode.ALREADY_DEPARTED_ELSEWHERE: ("12 2026-11-22 09:30",),
    FindingCode.RELIEF_IN_FORCE: (
        *("WRONG_DATE 12/1448", "EXPIRED قرار العاصفة, WRONG_DATE 12/1448, annex", "WRONG_PORT"),
    ),
    FindingCode.DATA_AGEING: ("records, state, status",),
    FindingCode.DATA_STALE: (
        "records",
        "agent state unknown, company state unknown",
        "permit status unknown, programme state unknown",
    ),
    FindingCode.RULE_FAILED: ("no rules", "no rule in force", "travel-week"),
}
_KINDS = {
    VerdictKind.CLEAR: MovementKind.DEPARTED,
    VerdictKind.REFER: MovementKind.REFERRED,
    VerdictKind.REFUSE: MovementKind.REFUSED,
}


def answer(
    kind: VerdictKind | None = VerdictKind.CLEAR, *found: Finding | FindingCode, **changes: Any
) -> Answer:
    """An answer with these findings, its record proven."""
    findings = tuple(each if isinstance(each, Finding) else Finding(each) for each in found)
    fields: dict[str, Any] = {
        "scan_id": SCAN,
        "interpretation": Interpretation(ReadingKind.TOKEN, NUMBER),
        "permit": NUMBER,
        "verdict": Verdict(kind, findings),
        "record": RECORD,
        "claims": CLAIMS,
        "movements": (),
        "movement": None,
        "generation": 4,
    }
    return Answer(**(fields | changes))


def unread(code: FindingCode = FindingCode.UNREADABLE, hint: str = "") -> Answer:
    """An answer to what is no permit."""
    return answer(
        None,
        code,
        interpretation=Interpretation(ReadingKind[code.value], hint=hint),
        permit=None,
        record=None,
        claims=None,
    )


def movement(kind: MovementKind, *, automatic: bool = False) -> Movement:
    """A movement of the sample's permit, a minute ago."""
    returning = kind is MovementKind.RETURNED
    return Movement(
        movement_id=UUID(int=8),
        epoch=b"e" * 8,
        sequence=1,
        previous=bytes(32),
        kind=kind,
        direction=Direction.RETURNING if returning else Direction.DEPARTING,
        permit=NUMBER,
        issue=1,
        passport=RECORD.passport,
        company=RECORD.company,
        service=RECORD.service,
        port=HERE,
        lane="2",
        officer="N. Adel",
        at=NOW - timedelta(minutes=1),
        findings=(),
        annuls=None,
        automatic=automatic,
    )


def undoable(
    kind: MovementKind = MovementKind.DEPARTED, who: str = RECORD.name_latin, **span: float
) -> Undoable:
    """What an undo takes back, until a minute from now where no span is given."""
    until = NOW + timedelta(**(span or {"minutes": 1}))
    return Undoable(SCAN, movement(kind, automatic=True), who, until, current=False)


def turn(
    answered: Answer | None = None,
    direction: Direction = Direction.DEPARTING,
    shown: Shown | None = None,
    **changes: Any,
) -> Turn:
    """A turn as the lane makes it for this answer."""
    kind = None if answered is None else answered.verdict.kind
    lead = None if kind is None else _KINDS[kind]
    keys = frozenset() if lead is None else frozenset({lead, MovementKind.DEFERRED})
    if direction is Direction.RETURNING:
        lead, keys = None, frozenset()
    standing = Shown.WAITING if answered is None else Shown.ANSWERED
    fields: dict[str, Any] = {"answer": answered, "keys": keys, "lead": lead, "officer": "N. Adel"}
    return Turn(shown or standing, NOW, direction, **(fields | changes))


def turns() -> Iterator[tuple[str, Turn]]:
    """Every kind of turn, by name."""
    clear, refer = answer(), answer(VerdictKind.REFER, FindingCode.WRONG_PORT, movements=(past(),))
    yield "waiting", turn()
    yield "waiting after an automatic one", turn(before=undoable(), undoable=undoable())
    yield "clear", turn(clear, unkeyed=MovementKind.DEPARTED)
    for kind in (MovementKind.DEPARTED, MovementKind.DEFERRED):
        yield f"clear, {kind.name}", turn(clear, movement=movement(kind), undoable=undoable())
    yield "refer", turn(refer, before=undoable(who=""))
    yield "refer, recorded", turn(refer, movement=movement(MovementKind.REFERRED, automatic=True))
    yield (
        "passport needed",
        turn(answer(VerdictKind.REFER, FindingCode.DOCUMENT_NEEDED), needs_tail=True),
    )
    yield "refuse", turn(answer(VerdictKind.REFUSE, FindingCode.BAD_SIGNATURE, record=None))
    for code in (*(FindingCode.UNREADABLE, FindingCode.NOT_A_PERMIT, FindingCode.SCANNER_LAYOUT),):
        yield code.value, turn(unread(code))
    yield (
        "just left",
        turn(
            answer(
                VerdictKind.REFER,
                *(FindingCode.ALREADY_DEPARTED_HERE, FindingCode.DATA_AGEING),
                movements=(past(),),
            ),
            shown=Shown.AGAIN,
            first_seen=NOW - timedelta(minutes=5),
            movement=movement(MovementKind.DEPARTED),
            lead=None,
            keys=frozenset({MovementKind.REFERRED}),
        ),
    )
    yield (
        "again",
        turn(clear, shown=Shown.AGAIN, first_seen=NOW - timedelta(minutes=5)),
    )
    yield (
        "second line",
        turn(answer(VerdictKind.CLEAR, FindingCode.SECOND_LINE_CLEARED, FindingCode.WRONG_PORT)),
    )
    yield (
        "exempt visa",
        turn(
            answer(
                VerdictKind.CLEAR, FindingCode.EXEMPT_VISA, permit=None, record=None, claims=None
            ),
            lead=None,
            keys=frozenset({MovementKind.REFERRED, MovementKind.DEFERRED}),
        ),
    )
    yield (
        "returned",
        turn(
            answer(VerdictKind.CLEAR, FindingCode.NOT_DEPARTED),
            Direction.RETURNING,
            movement=movement(MovementKind.RETURNED, automatic=True),
            undoable=undoable(MovementKind.RETURNED),
        ),
    )
    yield (
        "return taken back",
        turn(
            answer(),
            Direction.RETURNING,
            keys=frozenset({MovementKind.RETURNED}),
            lead=MovementKind.RETURNED,
        ),
    )


def health(
    pending: int = 0,
    freshness: Freshness = Freshness.FRESH,
    hours: float | None = 1.0,
    **changes: Any,
) -> Health:
    """A lane whose records have this grade and age."""
    age = None if hours is None else timedelta(hours=hours)
    data = tuple(
        DataAge(kind, NOW, age if kind is DataKind.RECORDS else timedelta(minutes=3), grade)
        for kind, grade in (
            (DataKind.RECORDS, freshness),
            (DataKind.STATUS, Freshness.FRESH),
            (DataKind.STATE, Freshness.FRESH),
        )
    )
    fields: dict[str, Any] = {
        "at": NOW,
        "data": data,
        "generation": 4,
        "pending": pending,
        "errors": {},
        "alarms": {},
        "altered_scans": 0,
        "clock_suspect": False,
        "last_entry": None,
        "now": NOW,
    }
    return Health(**(fields | changes))


def movements_everywhere() -> tuple[object, ...]:
    """A departure here and one elsewhere, both open."""
    return past(hours_ago=2), past(port=ELSEWHERE, hours_ago=26)


def at(minutes: float = 0) -> datetime:
    """A moment so many minutes after the samples' now."""
    return NOW + timedelta(minutes=minutes)
