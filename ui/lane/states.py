"""How the things around a lane stand, as the bar shows them. Knows no Qt and nothing heavy."""

from __future__ import annotations

from enum import Enum, auto


class NetworkState(Enum):
    """Whether the registry answered when it was last asked."""

    ONLINE = auto()
    OFFLINE = auto()
    UNKNOWN = auto()  # not asked yet


class SourceState(Enum):
    """The camera, film or folder that this lane reads with."""

    NONE = auto()  # none is set: scanner and typing only
    OPENING = auto()
    LIVE = auto()
    ENDED = auto()  # a film or folder has no more frames
    LOST = auto()
