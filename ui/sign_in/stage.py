"""What is asked of whoever is at the post."""

from __future__ import annotations

from enum import Enum, auto


class Stage(Enum):
    """Which page of signing in is in sight."""

    SIGN_IN = auto()
    SHIFT = auto()
    LOCKED = auto()
    HAND_OVER = auto()
    WORK = auto()  # none: another page is in sight
