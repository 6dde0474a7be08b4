"""The pilgrims of the demonstration, and what each must be answered.

A role says what was done to a permit while the season was made; a scene has that permit (or what
else is held out) scanned once. The expectations follow from the making alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto

from checkpoint_app.domain.finding import FindingCode as Code
from checkpoint_app.domain.movement import Direction, MovementKind


class Role(Enum):
    """What was done to a permit before its pilgrim came to the lane."""

    SOUND = auto()
    EXPIRED = auto()
    WRONG_DATE = auto()
    OTHER_PORT = auto()
    OF_SUSPENDED_COMPANY = auto()
    REVOKED = auto()
    REISSUED = auto()
    ISSUED_LATE = auto()
    EDITED_AT_LANE = auto()


class Shown(Enum):
    """What the pilgrim holds before the camera."""

    SHEET = auto()  # the printed permit, photographed
    LINEAR = auto()  # the same, but only its Code 128 counts
    FORGED_SHEET = auto()  # a sheet whose token another key signed
    BOARDING_PASS = auto()
    DAMAGED_CODE = auto()  # the digits of a token, some of them wrong


class Before(Enum):
    """What happens just before the scan."""

    NOTHING = auto()
    REFRESH = auto()  # the officer asks the registry for this permit
    PASSPORT = auto()  # the officer swipes the passport


@dataclass(frozen=True, slots=True)
class Scene:
    """One scan. ``person`` tells pilgrims of one role apart; ``verdict`` is what the window must
    say, ``findings`` what it must name among others, ``movement`` what must be counted."""

    name: str
    role: Role
    person: int
    verdict: str | None
    findings: frozenset[Code] = frozenset()
    movement: MovementKind | None = MovementKind.DEPARTED
    shown: Shown = Shown.SHEET
    before: Before = Before.NOTHING
    direction: Direction = Direction.DEPARTING


def _refer(name: str, role: Role, *codes: Code, person: int = 0, **more: object) -> Scene:
    return Scene(name, role, person, "refer", frozenset(codes), MovementKind.REFERRED, **more)  # type: ignore[arg-type]  # the named fields of Scene


WITH_NETWORK: tuple[Scene, ...] = (
    Scene("clear", Role.SOUND, 0, "clear"),
    Scene("clear, second pilgrim", Role.SOUND, 1, "clear"),
    Scene("clear, third pilgrim", Role.SOUND, 2, "clear"),
    _refer("expired", Role.EXPIRED, Code.EXPIRED),
    Scene("revoked", Role.REVOKED, 0, "refuse", frozenset({Code.REVOKED}), MovementKind.REFUSED),
    Scene("superseded print", Role.REISSUED, 0, "clear", frozenset({Code.SUPERSEDED})),
    _refer("company suspended", Role.OF_SUSPENDED_COMPANY, Code.COMPANY_SUSPENDED),
    _refer("wrong port", Role.OTHER_PORT, Code.WRONG_PORT),
    _refer("wrong date", Role.WRONG_DATE, Code.WRONG_DATE),
    _refer("already departed", Role.SOUND, Code.ALREADY_DEPARTED_HERE),
    _refer("not yet on file", Role.ISSUED_LATE, Code.NOT_ON_FILE),
    Scene("the same, refreshed", Role.ISSUED_LATE, 0, "clear", before=Before.REFRESH),
    _refer("edited cache", Role.EDITED_AT_LANE, Code.RECORD_ALTERED),
    Scene(
        "forged signature",
        Role.SOUND,
        3,
        "refuse",
        frozenset({Code.BAD_SIGNATURE}),
        MovementKind.REFUSED,
        Shown.FORGED_SHEET,
    ),
    Scene(
        "not a permit",
        Role.SOUND,
        3,
        None,
        frozenset({Code.NOT_A_PERMIT}),
        None,
        Shown.BOARDING_PASS,
    ),
    Scene(
        "damaged code",
        Role.SOUND,
        3,
        None,
        frozenset({Code.UNREADABLE}),
        None,
        Shown.DAMAGED_CODE,
    ),
    _refer("linear code alone", Role.SOUND, Code.DOCUMENT_NEEDED, person=4, shown=Shown.LINEAR),
    Scene(
        "linear code and passport",
        Role.SOUND,
        4,
        "clear",
        shown=Shown.LINEAR,
        before=Before.PASSPORT,
    ),
    Scene(
        "a return",
        Role.SOUND,
        1,
        "clear",
        movement=MovementKind.RETURNED,
        direction=Direction.RETURNING,
    ),
    Scene(
        "a return without a departure",
        Role.SOUND,
        5,
        "clear",
        frozenset({Code.NOT_DEPARTED}),
        MovementKind.RETURNED,
        direction=Direction.RETURNING,
    ),
)

WITHOUT_NETWORK: tuple[Scene, ...] = (
    Scene("clear, network cut", Role.SOUND, 6, "clear"),
    Scene("clear, network cut, another", Role.SOUND, 7, "clear"),
    Scene(
        "revoked, network cut",
        Role.REVOKED,
        0,
        "refuse",
        frozenset({Code.REVOKED}),
        MovementKind.REFUSED,
    ),
    _refer("already departed, network cut", Role.SOUND, Code.ALREADY_DEPARTED_HERE, person=6),
    Scene(
        "a return, network cut",
        Role.SOUND,
        2,
        "clear",
        movement=MovementKind.RETURNED,
        direction=Direction.RETURNING,
    ),
)

ALL_SCENES = WITH_NETWORK + WITHOUT_NETWORK


def people(role: Role) -> int:
    """How many pilgrims of a role the scenes need."""
    return 1 + max((scene.person for scene in ALL_SCENES if scene.role is role), default=-1)


def expected_counts(scenes: Iterable[Scene]) -> dict[str, int]:
    """Movements by kind (``departed`` …) that the registry must have counted."""
    counted = Counter(scene.movement for scene in scenes)
    return {kind.name.lower(): counted[kind] for kind in MovementKind if kind.name != "ANNULLED"}
