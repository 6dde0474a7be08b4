"""Everything a verdict may rest on, gathered before `decide` is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum, auto

from checkpoint_app.domain.finding import FindingCode
from checkpoint_app.domain.movement import Direction, PastMovement
from checkpoint_app.domain.permit import PermitClaims, PermitRecord, PermitStatus, Sex
from checkpoint_app.domain.programme import EntityState


class ReadingKind(Enum):
    """How the permit at hand became known."""

    TOKEN = auto()  # the signed QR
    NUMBER = auto()  # Code 128, or typed: no signature
    PASSPORT = auto()  # a swiped or typed travel document opened its permit
    NOTHING = auto()  # no permit: the officer picked a visa kind, or a return without a record
    UNREADABLE = auto()
    NOT_A_PERMIT = auto()
    SCANNER_LAYOUT = auto()
    NOTICE = auto()  # bad news of the registry's, out of a QR code: of no pilgrim


class TokenState(Enum):
    """What the check of the token's signature said; ABSENT when there is none to check."""

    ABSENT = auto()
    GENUINE = auto()
    BAD_SIGNATURE = auto()
    UNKNOWN_ISSUER = auto()
    ISSUER_KEY_EXPIRED = auto()


class RecordState(Enum):
    """What the look-up of the record said."""

    FOUND = auto()  # and every signature over it proven at this scan
    NOT_ON_FILE = auto()
    ALTERED = auto()
    UNKNOWN_ISSUER = auto()
    ISSUER_KEY_EXPIRED = auto()


class ClockState(Enum):
    """Whether the computer's clock can be believed."""

    GOOD = auto()
    SUSPECT = auto()


class DataKind(Enum):
    """The data sets whose age is graded."""

    RECORDS = "records"
    STATUS = "status"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class Grades:
    """Ages at which a data set is ageing, stale, and past accepting."""

    ageing: timedelta
    stale: timedelta
    unacceptable: timedelta


DEFAULT_GRADES: Mapping[DataKind, Grades] = {
    DataKind.STATUS: Grades(timedelta(hours=6), timedelta(hours=24), timedelta(hours=96)),
    DataKind.STATE: Grades(timedelta(hours=6), timedelta(hours=24), timedelta(hours=96)),
    DataKind.RECORDS: Grades(timedelta(hours=24), timedelta(hours=72), timedelta(hours=168)),
}


@dataclass(frozen=True, slots=True)
class PresentedDocument:
    """The passport before the officer. Only ``number_tail`` is sure to be there.

    ``number`` is whole after a swipe; ``number_tail`` its last four characters, swiped or keyed.
    ``birth_yymmdd`` is the birth date as the machine-readable zone has it, without a century, ``<``
    where a part is not known. ``checks_failed`` is set when a check digit of the zone is wrong: it
    was misread, or altered. ``names`` are the zone's, ``names_truncated`` when they fill their
    field. ``doubtful`` are the parts of the zone (`travel_document.MrzField`) that cannot be as
    they were read, by a check digit or by their form. Names and doubts are hints for the eye.
    """

    number_tail: str
    number: str | None = None
    birth: date | None = None
    sex: Sex = Sex.UNKNOWN
    expiry: date | None = None
    names: str = ""
    birth_yymmdd: str = ""
    checks_failed: bool = False
    names_truncated: bool = False
    doubtful: frozenset[str] = frozenset()

    @property
    def is_zone(self) -> bool:
        """Whether a machine-readable zone was read, not a number alone."""
        return bool(self.birth_yymmdd)


@dataclass(frozen=True, slots=True)
class SecondLineOutcome:
    """A second line's decision that this port honours until it lapses.

    It answers only the findings it was taken for (``covers``). ``may_lift_refusal`` is set when a
    supervisor took it. ``taken`` says when: a departure recorded since then is never covered.
    """

    permit: int
    covers: frozenset[FindingCode]
    until: datetime
    may_lift_refusal: bool
    taken: datetime | None = None


@dataclass(frozen=True, slots=True)
class Relief:
    """A check relaxed by order, for a time, by name."""

    code: FindingCode
    since: datetime
    until: datetime
    order: str


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A season rule ready to be asked. ``holds`` takes the documented variables and answers
    whether the rule is kept; whatever it raises is RULE_FAILED. ``departing_only`` rules say
    nothing of a pilgrim who returns. Both days are inclusive Cairo days."""

    rule_id: str
    code: FindingCode
    valid_from: date
    valid_until: date
    holds: Callable[[Mapping[str, object]], bool]
    departing_only: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one scan. None or UNKNOWN always means "not known", never "fine".

    ``status`` and ``company_state``, ``agent_state``, ``programme_state`` are None when no verified
    answer was found or the answer is older than the record. ``data_issued`` holds the signed issue
    time of each data set, None when there is none. ``accepted_stale_until`` is a supervisor's
    acceptance of stale data for the shift. ``exempt_visa`` is set with ReadingKind.NOTHING when the
    officer picked a visa kind: True for one that needs no permit. ``permit`` is the permit number
    that the reading named, proven or not: it only finds the outcomes and says nothing by itself.
    """

    direction: Direction
    reading: ReadingKind
    port_bit: int
    token: TokenState = TokenState.ABSENT
    claims: PermitClaims | None = None
    record_state: RecordState = RecordState.NOT_ON_FILE
    record: PermitRecord | None = None
    status: PermitStatus | None = None
    company_state: EntityState | None = None
    agent_state: EntityState | None = None
    programme_state: EntityState | None = None
    movements: tuple[PastMovement, ...] = ()
    document: PresentedDocument | None = None
    exempt_visa: bool | None = None
    outcomes: tuple[SecondLineOutcome, ...] = ()
    reliefs: tuple[Relief, ...] = ()
    rules: tuple[CompiledRule, ...] | None = None
    data_issued: tuple[tuple[DataKind, datetime | None], ...] = ()
    grades: tuple[tuple[DataKind, Grades], ...] = tuple(DEFAULT_GRADES.items())
    accepted_stale_until: datetime | None = None
    clock: ClockState = ClockState.GOOD
    permit: int | None = None
