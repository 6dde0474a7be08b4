"""An officer's right to sign in where no registry can be asked: a lease that runs out.

Whoever was dismissed must not keep a port without a line open for ever. Each sync and each bundle
says, signed, at what time the registry still had these officers; from then on the lease runs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

DEFAULT_LEASE = timedelta(days=7)
# From here on people are told, so that somebody brings a stick in time.
ENDING_SHARE = 0.75


class LeaseState(Enum):
    """Whether officers may sign in without the registry."""

    NEVER = auto()  # the registry has not said yet who they are
    RUNNING = auto()
    ENDING = auto()
    ENDED = auto()


@dataclass(frozen=True, slots=True)
class Lease:
    """``renewed`` is the signed issue time (aware) of the newest list of officers held, None before
    any; ``length`` how long it is good for."""

    renewed: datetime | None = None
    length: timedelta = DEFAULT_LEASE

    @property
    def ends(self) -> datetime | None:
        """From when on nobody signs in any more."""
        return None if self.renewed is None else self.renewed + self.length


def renew(lease: Lease, issued: datetime) -> Lease:
    """The lease after a sync or a bundle with this signed issue time; an older one shortens
    nothing."""
    newest = issued if lease.renewed is None else max(lease.renewed, issued)
    return Lease(newest, lease.length)


def state_of(lease: Lease, reference: datetime) -> LeaseState:
    """How the lease stands at the lane's reference time (aware): never the system clock alone,
    which may have been set back."""
    if lease.renewed is None:
        return LeaseState.NEVER
    age = reference - lease.renewed
    if age >= lease.length:
        return LeaseState.ENDED
    return LeaseState.ENDING if age >= lease.length * ENDING_SHARE else LeaseState.RUNNING


def may_sign_in(lease: Lease, reference: datetime) -> bool:
    """Whether an officer may sign in without the registry now."""
    return state_of(lease, reference) in (LeaseState.RUNNING, LeaseState.ENDING)
