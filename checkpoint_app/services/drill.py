"""A drill: sample permits at a lane of their own, so that nothing of it ever counts.

A drill has its own folder, keys, stores, registry and device id. What is scanned there can reach no
journal of the port: there is no way from that folder to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from checkpoint_app.domain.roles import Deed, Role
from checkpoint_app.errors import ConfigError, RoleError
from checkpoint_app.services.guard import Guard

# Beside the lane's own files, so that a lane is recognised as a drill's by its folder alone.
MARK = "drill.mark"


@dataclass(frozen=True, slots=True)
class SamplePermit:
    """A permit of nobody. ``text`` is what its barcode says, ``number`` its 13 digits; ``shows`` is
    the key of what it practises."""

    shows: str
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Drill:
    """A drill that is ready: its lane's folder, and the permits to practise with."""

    folder: Path
    permits: tuple[SamplePermit, ...]


def begin(guard: Guard, lane: Path) -> str:
    """Who begins a drill beside the lane in this folder: everybody may practise in one, a
    supervisor begins it. Raises RoleError, and ConfigError ``it.drill_within`` for a lane that is a
    drill's itself."""
    who = guard.require(Deed.DRILL)
    if Role.SUPERVISOR not in who.roles:
        raise RoleError("a supervisor begins a drill", key="role.forbidden")
    if is_drill(lane):
        raise ConfigError("a drill within a drill", key="it.drill_within")
    return who.name


def is_drill(lane: Path) -> bool:
    """Whether the lane in this folder is a drill's."""
    return (lane / MARK).exists()
