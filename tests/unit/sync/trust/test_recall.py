"""The word that locks a lane is one word."""

from __future__ import annotations

from checkpoint_app.services.stores import RECALL_ALARM
from sync.trust.recall import LOCKED


def test_what_locks_a_lane_is_what_an_import_looks_for() -> None:
    assert LOCKED == RECALL_ALARM
