"""How the link stands, for people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class HubState:
    """One hub that is tried or used. ``device_id`` is the device that it runs on, empty until it
    proved itself. ``since`` is when ``connected`` last changed."""

    address: str
    device_id: str
    connected: bool
    since: datetime


@dataclass(frozen=True, slots=True)
class NeighbourStanding:
    """Another device of the port. ``heard_at``: when its newest statement came, None before any.
    ``complete``: all that it said to have recorded is here."""

    device_id: str
    lane: str
    heard_at: datetime | None
    complete: bool


@dataclass(frozen=True, slots=True)
class HubStanding:
    """``alone``: no hub is connected."""

    hubs: tuple[HubState, ...]
    neighbours: tuple[NeighbourStanding, ...]
    alone: bool


@dataclass(frozen=True, slots=True)
class HubNews:
    """Something changed: whether any hub is ``connected`` and how many; ``new_entries`` that came
    from neighbours since the news before."""

    connected: bool
    hubs: int
    new_entries: int
