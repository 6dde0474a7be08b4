"""What is due when: bad news every minute while connected, everything else every five."""

from __future__ import annotations

from enum import Enum, auto

# Seconds. From the architecture's "status and state every minute, the rest every five".
NEWS_EVERY = 60.0
EVERYTHING_EVERY = 300.0
# Seconds between looks into the outbox; an empty one costs no connection.
UPLOAD_EVERY = 10.0
# Seconds between looks at the clock: the shortest pause that a round can have.
TICK = 5.0


class Depth(Enum):
    """How much a round down fetches."""

    NEWS = auto()  # status lists and state table
    EVERYTHING = auto()  # and records, movements elsewhere


def depth_due(last_everything: float | None, now: float) -> Depth:
    """How deep a round starting ``now`` goes; ``last_everything`` is when the last whole round
    succeeded. Both on the monotonic clock, in seconds."""
    if last_everything is None or now - last_everything >= EVERYTHING_EVERY - TICK:
        return Depth.EVERYTHING
    return Depth.NEWS
