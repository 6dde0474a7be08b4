"""A scan with nothing wrong, to be spoilt one fact at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from checkpoint_app.domain.facts import (
    CompiledRule,
    DataKind,
    Facts,
    PresentedDocument,
    ReadingKind,
    RecordState,
    TokenState,
)
from checkpoint_app.domain.finding import FindingCode
from checkpoint_app.domain.movement import Direction, MovementKind, PastMovement
from checkpoint_app.domain.permit import (
    PermitClaims,
    PermitRecord,
    PermitStatus,
    Sex,
    permit_number_from_serial,
)
from checkpoint_app.domain.programme import EntityState

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
NUMBER = permit_number_from_serial(204_118_730_916)
HERE, ELSEWHERE = 0, 12

RECORD = PermitRecord(
    number=NUMBER,
    version=3,
    issue=1,
    issued=NOW - timedelta(days=20),
    name_latin="SALMA HASSAN ELSAYED",
    name_arabic="سلمى حسن السيد",
    passport="A12345678",
    passport_expiry=date(2029, 5, 1),
    national_id=29003150212345,
    birth=date(1990, 3, 15),
    sex=Sex.FEMALE,
    programme=77,
    company=412,
    agent=9,
    ports=1 << HERE,
    valid_from=date(2026, 11, 19),
    valid_until=date(2026, 11, 26),
    travel_out=date(2026, 11, 22),
    travel_back=date(2026, 12, 4),
    service="MS671",
    visa_kind="umrah",
    visa_number="6012345678",
    visa_expiry=date(2027, 1, 20),
    vaccinated=date(2026, 9, 1),
    status_list=0,
    status_index=4711,
)

CLAIMS = PermitClaims(
    number=RECORD.number,
    issue=RECORD.issue,
    name_latin=RECORD.name_latin,
    passport=RECORD.passport,
    birth=RECORD.birth,
    sex=RECORD.sex,
    programme=RECORD.programme,
    company=RECORD.company,
    ports=RECORD.ports,
    status_list=0,
    status_index=4711,
    not_before=NOW - timedelta(days=3),
    expires=NOW + timedelta(days=4),
    issued=RECORD.issued,
)

PASSPORT = PresentedDocument(
    number_tail="5678",
    number="A12345678",
    birth=RECORD.birth,
    sex=Sex.FEMALE,
    expiry=RECORD.passport_expiry,
    birth_yymmdd="900315",
)


def rule(
    kept: bool = True, code: FindingCode = FindingCode.WRONG_DATE, rule_id: str = "r1"
) -> CompiledRule:
    """A rule in force all year with a given answer."""
    return CompiledRule(rule_id, code, date(2026, 1, 1), date(2026, 12, 31), lambda _: kept)


def past(
    kind: MovementKind = MovementKind.DEPARTED, port: int = HERE, hours_ago: float = 2.0
) -> PastMovement:
    return PastMovement(kind, port, "G4", NOW - timedelta(hours=hours_ago))


def issued(**ages: float) -> tuple[tuple[DataKind, datetime | None], ...]:
    """Ages of the data sets in hours, one hour where not given."""
    return tuple((kind, NOW - timedelta(hours=ages.get(kind.value, 1.0))) for kind in DataKind)


CLEAR = Facts(
    direction=Direction.DEPARTING,
    reading=ReadingKind.TOKEN,
    port_bit=HERE,
    token=TokenState.GENUINE,
    claims=CLAIMS,
    record_state=RecordState.FOUND,
    record=RECORD,
    status=PermitStatus.VALID,
    company_state=EntityState.ACTIVE,
    agent_state=EntityState.ACTIVE,
    programme_state=EntityState.ACTIVE,
    rules=(rule(),),
    data_issued=issued(),
)
TYPED = replace(
    CLEAR, reading=ReadingKind.NUMBER, token=TokenState.ABSENT, claims=None, document=PASSPORT
)


def but(facts: Facts = CLEAR, **changes: Any) -> Facts:
    """These facts, but for some."""
    return replace(facts, **changes)


def record(**changes: Any) -> PermitRecord:
    return replace(RECORD, **changes)


def claims(**changes: Any) -> PermitClaims:
    return replace(CLAIMS, **changes)
