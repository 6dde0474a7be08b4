"""A lane as a program for the simulation: scans what it is told to, syncs and relays by itself.

`python -m tests.chaos.hub.lane_program FOLDER SKEW_SECONDS [HUB_ADDRESS …]`; one JSON object a line
on its input, one on its output for each. It is killed without a word, too.
"""

from __future__ import annotations

import json
import sys
import threading
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from checkpoint_app.clock import Clock, SystemClock
from checkpoint_app.domain.cases import CaseOutcome
from checkpoint_app.domain.days import cairo_day
from checkpoint_app.errors import CheckpointError
from checkpoint_app.linking import lanes_heard, open_case_desk, open_hub_link
from checkpoint_app.main import OpenLane, open_lane, open_sync
from checkpoint_app.paths import LanePaths
from checkpoint_app.services.cases import CaseState

_SYNC_SECONDS = 1.0
_AT_ONCE = 20


class SkewedClock:
    """The system's clock, wrong by so many seconds."""

    def __init__(self, seconds: float) -> None:
        self._skew, self._clock = timedelta(seconds=seconds), SystemClock()
        self.monotonic = self._clock.monotonic

    def now(self) -> datetime:
        return self._clock.now() + self._skew


def main() -> None:
    folder, skew, addresses = Path(sys.argv[1]), float(sys.argv[2]), tuple(sys.argv[3:])
    clock = SkewedClock(skew)
    with open_lane(LanePaths(folder), clock, officer="simulated") as lane:
        stores = lane.stores
        stopping = threading.Event()
        with (
            open_hub_link(stores, clock, addresses=addresses) as link,
            open_sync(stores, clock) as client,
        ):
            link.start(lambda _news: None)

            def sync() -> None:
                while not stopping.wait(_SYNC_SECONDS):
                    with suppress(CheckpointError):
                        client.once()

            thread = threading.Thread(target=sync, daemon=True)
            thread.start()
            _tell({"ready": True})
            _obey(lane, clock)
            stopping.set()
            client.stop()
            thread.join(30)


def _obey(lane: OpenLane, clock: Clock) -> None:
    for line in sys.stdin:
        said = json.loads(line)
        try:
            match said:
                case {"scan": text}:
                    _tell(_scanned(lane, text))
                case {"work": _}:
                    _tell({"worked": _work(lane, clock)})
                case {"standing": _}:
                    _tell(_standing(lane, clock))
                case {"quit": _}:
                    return
        except CheckpointError as error:
            _tell({"refused": error.key})


def _scanned(lane: OpenLane, text: str) -> dict[str, object]:
    answer = lane.service.scan(text)
    movement = answer.movement
    return {
        "verdict": None if answer.verdict.kind is None else answer.verdict.kind.value,
        "movement": None if movement is None else str(movement.movement_id),
        "kind": None if movement is None else movement.kind.name,
        "findings": sorted(code.value for code in answer.verdict.codes),
    }


def _work(lane: OpenLane, clock: Clock) -> int:
    """Take the cases that are free, 20 at most, and decide them: REFUSE a conflict, else CLEAR.
    How many."""
    desk = open_case_desk(lane.stores, clock, officer="desk")
    now = lane.stores.current_trust(clock).reference_time(clock.now())
    free = [
        case for case in desk.open_cases(cairo_day(now)) if case.state is CaseState.OPEN or case.own
    ]
    for case in free[:_AT_ONCE]:
        desk.take(case.case_id)
        outcome = CaseOutcome.CLEAR if case.conflict is None else CaseOutcome.REFUSE
        desk.decide(case.case_id, outcome, "document-checked")
    return len(free[:_AT_ONCE])


def _standing(lane: OpenLane, clock: Clock) -> dict[str, object]:
    heard = lanes_heard(lane.stores, clock.now())
    return {
        "pending": lane.stores.journal.pending(),
        "heard": 0 if heard is None else heard.heard,
        "lanes": 0 if heard is None else heard.lanes,
    }


def _tell(said: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
