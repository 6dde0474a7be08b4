"""A port of three lanes on a day without a line: what one lane records the others know, a referral
reaches the second line's desk, the hub's PC dies and another takes its place, and when the registry
is there again it counts everybody once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from checkpoint_app.clock import SystemClock
from checkpoint_app.config import Settings, save_settings
from checkpoint_app.demo.registry_side import Server
from checkpoint_app.domain.days import cairo_day
from checkpoint_app.domain.finding import FindingCode
from checkpoint_app.domain.movement import Direction, MovementKind
from checkpoint_app.domain.port_standing import PortStanding
from checkpoint_app.domain.verdict import VerdictKind
from checkpoint_app.main import open_office
from checkpoint_app.office import Office
from tests.chaos.hub.simulation import Hub, registry_port
from tests.simulators.port_of_lanes import PORT, PortOfLanes

_LANES = 3
_SOON = 30.0  # seconds; far more than it takes
_NOT_ON_FILE = "1000000079197"
# One, one twice, one whom the second line cleared, and one at each lane without a hub.
_ALL = 1 + 2 + 1 + _LANES


@pytest.mark.requirement("C1", "C3", "C4", "C5")
@pytest.mark.timeout(300)
def test_a_port_of_lanes_through_a_day_without_a_line(tmp_path: Path) -> None:
    made = PortOfLanes(tmp_path / "port")
    _program("tests.simulators.port_of_lanes", made.folder, 300, 20, _LANES)
    tokens = iter(made.tokens())
    hub = Hub(made.lanes[0].root)
    with ExitStack() as opened:
        hub.start()
        opened.callback(_end, hub)
        lanes = _windows(made, hub, opened)
        assert _soon(lambda: _stand_linked(lanes))
        one_departure(lanes, next(tokens))
        two_at_once(lanes, next(tokens), hub)
        a_referral(lanes, made)
        other = another_hub(lanes, made, hub, tokens)
        opened.callback(_end, other)
        the_registry_again(lanes, made, opened)


def one_departure(lanes: list[Office], token: str) -> None:
    """Whoever left at lane 1 has left, at lane 2 within moments."""
    permit = _departs(lanes[0], token)
    assert _soon(lambda: _says_who_left(lanes[1], permit, "1"))


def two_at_once(lanes: list[Office], token: str, hub: Hub) -> None:
    """Two lanes let the same permit leave before they hear of each other: both stand, and every
    lane tells of it once."""
    os.kill(hub.pid, signal.SIGSTOP)  # or the second lane knows before its officer's key
    try:
        assert _departs(lanes[0], token) == _departs(lanes[1], token)
    finally:
        os.kill(hub.pid, signal.SIGCONT)
    assert _soon(lambda: [_standing(lane).conflicts for lane in lanes] == [1, 1, 1])


def a_referral(lanes: list[Office], made: PortOfLanes) -> None:
    """Referred at lane 1, taken and cleared at the desk of lane 3 beside its window, let through at
    lane 2."""
    turn = lanes[0].read(_NOT_ON_FILE, by_hand=True)
    lanes[0].act(MovementKind.REFERRED, turn.scan_id)
    assert _soon(lambda: [_standing(lane).cases for lane in lanes] == [1, 1, 1])
    desk = ("--data", made.lanes[2].root, "--json")
    listed = _checkpoint("cases", "list", *desk)["cases"]
    (case,) = [each["case"] for each in listed if each["kind"] == "referral"]
    assert _checkpoint("cases", "take", case, *desk)["own"]
    decided = _checkpoint(
        *("cases", "decide", case, "clear", "--reason", "document-checked"), *desk
    )
    assert decided["outcome"] == "clear"
    assert _soon(lambda: not any(_standing(lane).cases for lane in lanes))
    turn = lanes[1].read(_NOT_ON_FILE, by_hand=True)
    assert turn.answer is not None
    assert turn.answer.verdict.kind is VerdictKind.CLEAR
    assert FindingCode.SECOND_LINE_CLEARED in turn.answer.verdict.codes
    assert lanes[1].act(MovementKind.DEPARTED, turn.scan_id).movement is not None


def another_hub(lanes: list[Office], made: PortOfLanes, hub: Hub, tokens: Iterator[str]) -> Hub:
    """The hub's PC is gone; every lane says so and goes on. Another PC takes its address, with
    nothing of what the first one had."""
    _end(hub)
    assert _soon(lambda: not any(_standing(lane).linked for lane in lanes))
    meanwhile = [_departs(lane, next(tokens)) for lane in lanes]
    other = Hub(made.lanes[1].root)
    other.port = hub.port
    other.start()
    assert _soon(lambda: _stand_linked(lanes))
    assert _soon(lambda: [_departed(lane) for lane in lanes] == [_ALL] * _LANES)
    for number, permit in enumerate(meanwhile):
        assert _says_who_left(lanes[(number + 1) % _LANES], permit, str(number + 1))
    return other


def the_registry_again(lanes: list[Office], made: PortOfLanes, opened: ExitStack) -> None:
    """Each movement is at the registry once, and all come to the same counts, which are final."""
    server = Server(made.registry, port=registry_port(made.lanes[0]))
    server.start()
    opened.callback(server.stop)

    def sent() -> bool:
        for lane in lanes:
            lane.sync_now()
        return not any(lane.health().pending for lane in lanes)

    assert _soon(sent)
    today = cairo_day(lanes[0].now())
    assert _soon(lambda: not any(lane.day(today).provisional for lane in lanes))
    counted = [lane.day(today) for lane in lanes]
    assert all(each.lanes_heard == each.lanes_total == _LANES for each in counted)
    assert {each.departed for each in counted} == {_ALL}
    told = _checkpoint("registry", "counts", "--port", PORT, "--json", "--data", made.registry)[
        "total"
    ]
    for each in counted:
        assert {kind.name: each.by_kind[kind] for kind in each.by_kind} == {
            kind.name: told[kind.name.lower()] for kind in each.by_kind
        }
    status = _checkpoint("status", "--json", "--data", made.lanes[2].root)
    assert status["lanes"] == {
        "total": _LANES,
        "heard": _LANES,
        "alone": False,
        "conflicts": 1,
        "cases": 0,
    }


def _windows(made: PortOfLanes, hub: Hub, opened: ExitStack) -> list[Office]:
    """Each lane as its window has it, linked to this hub."""
    lanes = []
    for paths in made.lanes:
        save_settings(paths, Settings(language="en", hub=hub.address))
        lane = open_office(
            paths,
            SystemClock(),
            direction=Direction.DEPARTING,
            officer="N. Adel",
            hubs=(hub.address,),
        )
        opened.callback(lane.close)
        lane.start_sync(lambda _news: None)
        lanes.append(lane)
    return lanes


def _departs(lane: Office, token: str) -> int:
    """Let somebody leave; which permit it was."""
    turn = lane.read(token)
    movement = lane.act(MovementKind.DEPARTED, turn.scan_id).movement
    assert movement is not None
    assert movement.permit is not None
    return movement.permit


def _says_who_left(lane: Office, permit: int, other: str) -> bool:
    """Whether this permit would be referred for having left at the lane of that name."""
    verdict = lane.peek(permit).verdict
    found = [f for f in verdict.findings if f.code is FindingCode.ALREADY_DEPARTED_HERE]
    told = [other in finding.detail for finding in found] == [True]
    return told and verdict.kind is VerdictKind.REFER


def _departed(lane: Office) -> int:
    return lane.day(cairo_day(lane.now())).departed


def _end(hub: Hub) -> None:
    process = hub.process
    hub.kill()
    if process is not None and process.stdout is not None:
        process.stdout.close()


def _standing(lane: Office) -> PortStanding:
    port = lane.health().port
    assert port is not None
    return port


def _stand_linked(lanes: list[Office]) -> bool:
    found = [_standing(lane) for lane in lanes]
    return all(each.linked and each.is_whole for each in found)


def _soon(true: Callable[[], object]) -> bool:
    end = time.monotonic() + _SOON
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.05)
    return False


def _checkpoint(*words: str | Path) -> Any:
    return json.loads(_program("checkpoint_app", *words))


def _program(module: str, *words: object) -> str:
    command = [sys.executable, "-m", module, *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
