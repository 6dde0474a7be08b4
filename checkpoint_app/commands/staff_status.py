"""`checkpoint staff status`: how the list of staff stands at this lane, and of nobody who is in it.

Nobody signs in for it: IT asks it where nobody can sign in.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from checkpoint_app.commands.setting import Setting
from checkpoint_app.commands.shown import error_object, iso_or_none, local
from checkpoint_app.commands.signing_in import staffing_at
from checkpoint_app.domain.lease import LeaseState
from checkpoint_app.errors import StorageError
from checkpoint_app.main import LaneStores, open_stores
from checkpoint_app.reference import message

_STATES = {
    LeaseState.NEVER: "none",
    LeaseState.RUNNING: "good",
    LeaseState.ENDING: "ending",
    LeaseState.ENDED: "ended",
}


@dataclass(frozen=True, slots=True)
class StaffStanding:
    """``required``: somebody must sign in here. ``state`` is ``none``, ``good``, ``ending``,
    ``ended``, or ``damaged`` with its ``error``; the rest is of the list held, None without one."""

    required: bool
    state: str
    people: int = 0
    version: int | None = None
    issued: datetime | None = None
    ends: datetime | None = None
    error: StorageError | None = None


def staff(chosen: Namespace, setting: Setting) -> int:
    """Tell how the list stands. Exit 0 whatever it is: the answer is in the words."""
    with open_stores(setting.paths, setting.clock) as stores:
        standing = standing_of(stores, setting)
    if chosen.json:
        setting.console.object(standing_object(standing))
    else:
        for line in standing_lines(standing, setting.console.lang):
            setting.console.line(line)
    return 0


def standing_of(stores: LaneStores, setting: Setting) -> StaffStanding:
    """Raises StorageError for a journal or key store that cannot be read."""
    staffing = staffing_at(stores, setting)
    try:
        held, told = staffing.staff(), staffing.sign_in.standing()
    except StorageError as error:
        if error.key != "staff.damaged":
            raise
        return StaffStanding(staffing.guard.staffed, "damaged", error=error)
    version, issued = (None, None) if held is None else (held.version, held.issued)
    state = _STATES[told.lease]
    return StaffStanding(told.required, state, told.people, version, issued, told.ends)


def standing_object(standing: StaffStanding) -> dict[str, object]:
    """The stable object. Times are ISO 8601 in UTC."""
    return {
        "required": standing.required,
        "state": standing.state,
        "people": standing.people,
        "version": standing.version,
        "issued": iso_or_none(standing.issued),
        "lease_ends": iso_or_none(standing.ends),
        "error": None if standing.error is None else error_object(standing.error),
    }


def standing_lines(standing: StaffStanding, lang: str) -> Iterator[str]:
    """The same for people, with what to do."""
    if standing.issued is not None and standing.ends is not None:
        yield message(
            "cli.staff_held",
            lang,
            people=standing.people,
            version=standing.version,
            issued=local(standing.issued),
            ends=local(standing.ends),
        )
    required = "gone" if standing.required and standing.state == "none" else standing.state
    yield message(f"cli.staff_{required}", lang)
