"""Some lanes of a port in one process, linked to a hub, which scan by a timetable:
`python -m tests.bench._port_lanes FOLDER HUB SCANS SCANS_A_SECOND LANE …`.

Says to be ready once all are linked; is told on its input at which second of the machine's
monotonic clock to begin; prints one JSON object when everything from everywhere has come.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from checkpoint_app.clock import SystemClock
from checkpoint_app.credential.token_text import from_digits
from checkpoint_app.linking import open_hub_link
from checkpoint_app.main import OpenLane, open_lane
from sync.client.hub.standing import HubNews
from tests.simulators.port_of_lanes import PortOfLanes

LANES = 8
_LINKED_WITHIN, _COME_WITHIN = 60.0, 20.0


class Watching:
    """One lane: notes when it has what the others recorded. Scan n is of lane n % `LANES`, and
    what a lane records comes in its order."""

    def __init__(self, number: int, lane: OpenLane, permits: list[int]) -> None:
        self.number, self.lane, self._permits = number, lane, permits
        self.seen: dict[int, float] = {}
        self.committed = 0.0
        lane.stores.journal.watch(self._note)
        self._next = {lane: lane for lane in range(LANES) if lane != number}
        self._news = threading.Event()
        threading.Thread(target=self._look, daemon=True).start()

    def told(self, news: HubNews) -> None:
        """Of the link."""
        if news.new_entries:
            self._news.set()

    @property
    def complete(self) -> bool:
        return all(each >= len(self._permits) for each in self._next.values())

    def _note(self) -> None:
        """Called by the journal right after each commit."""
        self.committed = time.monotonic()

    def _look(self) -> None:
        while True:
            self._news.wait()
            self._news.clear()
            for lane in self._next:
                while self._has(self._next[lane]):
                    self.seen[self._next[lane]] = time.monotonic()
                    self._next[lane] += LANES

    def _has(self, scan: int) -> bool:
        if scan >= len(self._permits):
            return False
        return bool(self.lane.stores.journal.history(self._permits[scan]).movements)


def main(folder: Path, hub: str, scans: int, pace: float, numbers: list[int]) -> None:
    """See the module."""
    tokens = PortOfLanes(folder).tokens()[:scans]
    permits = [from_digits(token).number for token in tokens]
    with ExitStack() as opened:
        watching = [_opened(opened, folder, hub, number, permits) for number in numbers]
        sys.stdout.write(json.dumps({"ready": True}) + "\n")
        sys.stdout.flush()
        start = float(sys.stdin.readline())
        committed: dict[int, float] = {}
        by_number = {each.number: each for each in watching}
        for scan, token in enumerate(tokens):
            if scan % LANES in by_number:
                time.sleep(max(0.0, start + scan / pace - time.monotonic()))
                answer = by_number[scan % LANES].lane.service.scan(token)
                assert answer.movement is not None, answer.verdict
                committed[scan] = by_number[scan % LANES].committed
        _until(lambda: all(each.complete for each in watching), _COME_WITHIN)
        seen = {each.number: each.seen for each in watching}
        sys.stdout.write(json.dumps({"committed": committed, "seen": seen}) + "\n")
        sys.stdout.flush()
        sys.stdin.readline()


def _opened(opened: ExitStack, folder: Path, hub: str, number: int, permits: list[int]) -> Watching:
    clock = SystemClock()
    paths = PortOfLanes(folder).lanes[number]
    lane = opened.enter_context(open_lane(paths, clock, officer="bench"))
    watching = Watching(number, lane, permits)
    link = opened.enter_context(open_hub_link(lane.stores, clock, addresses=(hub,), look=False))
    link.start(watching.told)
    assert _until(lambda: bool(link.connected()), _LINKED_WITHIN), "no link"
    return watching


def _until(is_so: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not is_so() and time.monotonic() < end:
        time.sleep(0.05)
    return is_so()


if __name__ == "__main__":
    folder, hub, scans, pace, *lanes = sys.argv[1:]
    main(Path(folder), hub, int(scans), float(pace), [int(each) for each in lanes])
