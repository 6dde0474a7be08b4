"""How the lanes of a port work, as the signed port settings say."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LaneRules:
    """``auto_depart``: a pilgrim left without a key gets, at the next reading, the outcome that the
    verdict stands for. ``lanes`` is how many lanes the port has, None when the settings do not
    say."""

    auto_depart: bool = True
    lanes: int | None = None


DEFAULT_LANE_RULES = LaneRules()
