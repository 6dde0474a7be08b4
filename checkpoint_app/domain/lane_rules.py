"""How the lanes of a port work, as the signed port settings say."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST_ASK_MS = 400


@dataclass(frozen=True, slots=True)
class LaneRules:
    """``auto_depart``: a pilgrim left without a key gets, at the next reading, the outcome that the
    verdict stands for. ``lanes`` is how many lanes the port has, None when the settings do not
    say. ``hubs`` are the addresses of the port's hubs, where they name any. ``ask_ms``: how long
    the registry may be asked before a departure is recorded, in milliseconds up to
    `LONGEST_ASK_MS`; 0 asks nothing."""

    auto_depart: bool = True
    lanes: int | None = None
    hubs: tuple[str, ...] = ()
    ask_ms: int = 0


DEFAULT_LANE_RULES = LaneRules()
