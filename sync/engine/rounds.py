"""The course of one way, down or up. Each way has its own: a failure of one never shows the other.

| state     | started | succeeded | failed  | refused | nudged |
|-----------|---------|-----------|---------|---------|--------|
| IDLE      | RUNNING |           |         |         | IDLE   |
| RUNNING   |         | IDLE      | WAITING | STUCK   | RUNNING|
| WAITING   | RUNNING |           |         |         | IDLE   |
| STUCK     | RUNNING |           |         |         | IDLE   |

"Refused" is a failure that the same attempt again does not cure (not trusted, device recalled): it
is tried again all the same, slowly, since a person may cure it at the other end. "Nudged" is a
person who asks for a round now.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import Enum, auto

from sync.engine.backoff import DEFAULT_BACKOFF, Backoff

# Seconds between attempts that need a person: no use in haste, none in giving up.
STUCK_WAIT = 300.0


class RoundState(Enum):
    """Where a way stands."""

    IDLE = auto()
    RUNNING = auto()
    WAITING = auto()
    STUCK = auto()


class RoundEvent(Enum):
    """What befalls a way."""

    STARTED = auto()
    SUCCEEDED = auto()
    FAILED = auto()
    REFUSED = auto()
    NUDGED = auto()


TRANSITIONS: Mapping[tuple[RoundState, RoundEvent], RoundState] = {
    (RoundState.IDLE, RoundEvent.STARTED): RoundState.RUNNING,
    (RoundState.IDLE, RoundEvent.NUDGED): RoundState.IDLE,
    (RoundState.RUNNING, RoundEvent.SUCCEEDED): RoundState.IDLE,
    (RoundState.RUNNING, RoundEvent.FAILED): RoundState.WAITING,
    (RoundState.RUNNING, RoundEvent.REFUSED): RoundState.STUCK,
    (RoundState.RUNNING, RoundEvent.NUDGED): RoundState.RUNNING,
    (RoundState.WAITING, RoundEvent.STARTED): RoundState.RUNNING,
    (RoundState.WAITING, RoundEvent.NUDGED): RoundState.IDLE,
    (RoundState.STUCK, RoundEvent.STARTED): RoundState.RUNNING,
    (RoundState.STUCK, RoundEvent.NUDGED): RoundState.IDLE,
}


@dataclass(frozen=True, slots=True)
class Course:
    """One way's course. ``due`` is on the monotonic clock, in seconds; ``failures`` in a row."""

    state: RoundState = RoundState.IDLE
    failures: int = 0
    due: float = 0.0

    def is_due(self, now: float) -> bool:
        """Whether a round may start at this moment."""
        return self.state is not RoundState.RUNNING and now >= self.due


def advance(
    course: Course,
    event: RoundEvent,
    now: float,
    *,
    random: Callable[[], float],
    every: float,
    backoff: Backoff = DEFAULT_BACKOFF,
) -> Course:
    """The course after an event at ``now`` (monotonic seconds); ``every`` is the pause, in
    seconds, after a round that succeeded. Raises KeyError for an event that cannot happen."""
    state = TRANSITIONS[course.state, event]
    match event:
        case RoundEvent.SUCCEEDED:
            return Course(state, 0, now + every)
        case RoundEvent.FAILED:
            failures = course.failures + 1
            return Course(state, failures, now + backoff.wait(failures, random))
        case RoundEvent.REFUSED:
            return Course(state, course.failures + 1, now + STUCK_WAIT)
        case RoundEvent.NUDGED:
            return replace(course, state=state, due=now)
        case RoundEvent.STARTED:
            return replace(course, state=state)
