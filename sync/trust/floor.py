"""The time floor: signed data proves that it is at least so late, whatever the clock says.

The floor starts at the build date and rises only from signed issue times. A stolen signing key
must not push it into the far future, so no issue time counts beyond the end of the offline-signed
life of the key that signed it; a new root resets the floor.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

# When this program was made: no data is older, no right clock shows an earlier time.
BUILT = datetime(2026, 1, 1, tzinfo=UTC)
# A clock this far beyond everything the registry has signed is more likely wrong than the port is
# cut off: sticks come within weeks.
IMPLAUSIBLY_AHEAD = timedelta(days=60)
# No clock that shows so late a time is right; beyond it days and durations cannot be reckoned with.
LATEST = datetime(9999, 1, 1, tzinfo=UTC)
# Clocks of two sound computers differ by less.
TOLERANCE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class TimeFloor:
    """It is at least ``at`` (aware, UTC); ``root_version`` is the TUF root it was learnt under,
    0 while nothing was learnt."""

    at: datetime
    root_version: int = 0


def raised(floor: TimeFloor, issued: datetime, *, signer_expires: datetime) -> TimeFloor:
    """The floor after a signed issue time; ``signer_expires`` is the end of the signing key's
    life as the offline keys signed it. Never lower than before."""
    return replace(floor, at=max(floor.at, min(issued, signer_expires)))


def under_root(floor: TimeFloor, root_version: int, *, built: datetime = BUILT) -> TimeFloor:
    """The floor under this root: reset to the build date when the root is a newer one."""
    if root_version <= floor.root_version:
        return floor
    return TimeFloor(built if floor.root_version else floor.at, root_version)


def reference_time(now: datetime, floor: TimeFloor) -> datetime:
    """The time that decisions use: the system's, but never before the floor, nor so late that the
    calendar ends."""
    return min(max(now, floor.at), LATEST)


@dataclass(frozen=True, slots=True)
class RootedTime:
    """How late it is when the clock shows ``now``, by the root in force.

    A floor that was pushed ahead makes all metadata look expired, also that under the root which
    resets it: so whoever judges expiry asks again once a newer root has been verified.
    """

    now: datetime
    floor: TimeFloor
    built: datetime = BUILT

    def under(self, root_version: int) -> datetime:
        """The reference time under this root; 0 for the one that the floor was learnt under."""
        return reference_time(self.now, under_root(self.floor, root_version, built=self.built))


class ClockFault(StrEnum):
    """Why a clock cannot be right."""

    BEHIND_DATA = "behind_data"  # the registry has signed something later
    BEHIND_JOURNAL = "behind_journal"  # this port has written something later
    AHEAD = "ahead"  # nobody heard of the registry for so long


def clock_fault(
    now: datetime, floor: TimeFloor, last_entry: datetime | None = None
) -> ClockFault | None:
    """What is wrong with a clock, or None: behind the signed data or the last journal entry, or
    implausibly ahead of the signed data, once there was any."""
    at = min(now, LATEST)
    if at + TOLERANCE < floor.at:
        return ClockFault.BEHIND_DATA
    if last_entry is not None and at < last_entry - TOLERANCE:
        return ClockFault.BEHIND_JOURNAL
    ahead = at == LATEST or (floor.root_version > 0 and at > floor.at + IMPLAUSIBLY_AHEAD)
    return ClockFault.AHEAD if ahead else None


def clock_is_suspect(now: datetime, floor: TimeFloor, last_entry: datetime | None = None) -> bool:
    """Whether a clock cannot be right; see `clock_fault`."""
    return clock_fault(now, floor, last_entry) is not None
