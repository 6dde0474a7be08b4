"""Who may do what: one table, asked below the windows (in words: `resources/data/roles.csv`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """What a person of the port is trusted with. Somebody may have several."""

    OFFICER = "officer"
    SECOND_LINE = "second_line"
    SUPERVISOR = "supervisor"
    IT = "it"


class Deed(StrEnum):
    """What can be done at a port, a row of the table each."""

    SCAN = "scan and record movement"
    UNDO = "undo own movement within two minutes"
    ANNUL_SERVICE = "annul movements of a flight or sailing"
    LOOK_UP = "look up by number"
    WORK_CASE = "work a referral"
    LIFT_REFUSAL = "clear a referral that is REFUSE"
    ACCEPT_DATA = "accept data past the supervisor grade for a shift"
    MOVE_SERVICE = "move a flight's or sailing's date"
    RELAX_RULE = "relax a rule"
    COUNTS_OF_SHIFT = "see counts of own shift"
    COUNTS_OF_PORT = "see counts of the port"
    EXPORT_REPORT = "export a report"
    CARRY_STICK = "import or export a stick"
    SYNC_NOW = "sync now"
    ENROL_DEVICE = "enrol or reset a device"
    CHANGE_SETTINGS = "change lane settings"
    SEE_PERSONAL_LOGS = "see personal data in logs or diagnostics"
    DRILL = "drill mode"


_DESKS = frozenset({Role.OFFICER, Role.SECOND_LINE, Role.SUPERVISOR})
_SUPERVISOR = frozenset({Role.SUPERVISOR})
_EVERYBODY = frozenset(Role)
_TECHNICAL = frozenset({Role.SUPERVISOR, Role.IT})

ALLOWED: Mapping[Deed, frozenset[Role]] = MappingProxyType(
    {
        Deed.SCAN: _DESKS,
        Deed.UNDO: _DESKS,
        Deed.ANNUL_SERVICE: _SUPERVISOR,
        Deed.LOOK_UP: _DESKS,
        Deed.WORK_CASE: frozenset({Role.SECOND_LINE, Role.SUPERVISOR}),
        Deed.LIFT_REFUSAL: _SUPERVISOR,
        Deed.ACCEPT_DATA: _SUPERVISOR,
        Deed.MOVE_SERVICE: _SUPERVISOR,
        Deed.RELAX_RULE: _SUPERVISOR,
        Deed.COUNTS_OF_SHIFT: _EVERYBODY,
        Deed.COUNTS_OF_PORT: frozenset({Role.SECOND_LINE, Role.SUPERVISOR, Role.IT}),
        Deed.EXPORT_REPORT: _SUPERVISOR,
        Deed.CARRY_STICK: _TECHNICAL,
        Deed.SYNC_NOW: _EVERYBODY,
        Deed.ENROL_DEVICE: frozenset({Role.IT}),
        Deed.CHANGE_SETTINGS: _TECHNICAL,
        Deed.SEE_PERSONAL_LOGS: frozenset(),
        Deed.DRILL: _EVERYBODY,
    }
)
"""Which roles may do a deed."""

# Deeds for which knowing the password is not enough: a code of the second factor was given too.
SECOND_FACTOR = frozenset({Deed.LIFT_REFUSAL, Deed.ENROL_DEVICE})
# A shift must be open, so that whatever is recorded belongs to one.
IN_A_SHIFT = frozenset({Deed.SCAN, Deed.UNDO})
# Roles that do not sign in without a second factor.
SIGNS_WITH_CODE = frozenset({Role.SUPERVISOR, Role.IT})


def may(roles: Iterable[Role], deed: Deed) -> bool:
    """Whether any of these roles may do it."""
    return not ALLOWED[deed].isdisjoint(roles)
