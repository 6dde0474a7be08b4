"""A lane's commands and the hub of its port, the registry stopped: real lanes, the real hub."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator

import pytest

from checkpoint_app.clock import SystemClock
from checkpoint_app.config import Settings, save_settings
from checkpoint_app.demo.registry_side import Server
from checkpoint_app.linking import begun, has_neighbours, lanes_heard, open_hub_link, settle
from checkpoint_app.main import open_stores
from checkpoint_app.paths import LanePaths
from tests.chaos.hub.simulation import Hub, registry_port
from tests.integration.cli.test_lane_commands import good, run
from tests.simulators.port_of_lanes import PortOfLanes, build_port

_NOT_ON_FILE = "1000000079197"
_NOBODY = "https://127.0.0.1:9"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> PortOfLanes:
    return build_port(tmp_path_factory.mktemp("linking"), 200, 5, 2)


@pytest.fixture(scope="module")
def hub(port: PortOfLanes) -> Iterator[Hub]:
    """In the first lane's folder, with a mirror of what is published."""
    server = Server(port.registry, port=registry_port(port.lanes[0]))
    made = Hub(port.lanes[0].root)
    server.start()
    try:
        made.start()
        held = port.lanes[0].root / "hub" / "mirror" / "trust" / "held.cbor"
        assert _soon(held.exists)
    finally:
        server.stop()
    yield made
    process = made.process
    made.kill()
    assert process is not None
    assert process.stdout is not None
    process.stdout.close()


def test_a_lane_syncs_from_the_hub_while_the_registry_is_away(port: PortOfLanes, hub: Hub) -> None:
    lane = port.lanes[1]
    save_settings(lane, Settings(hub=hub.address))
    told = json.loads(run("sync", "--once", "--json", "--data", lane.root).stdout)
    assert told["ok"]
    assert told["down"] is not None  # nothing waits to go up
    save_settings(lane, Settings())
    assert run("sync", "--once", "--json", "--data", lane.root).returncode == 1


@pytest.mark.requirement("C1")
def test_what_another_program_of_the_lane_records_goes_out(port: PortOfLanes, hub: Hub) -> None:
    """`checkpoint scan` beside the lane's window; the other lane's `checkpoint cases` by itself."""
    clock = SystemClock()
    lanes = port.lanes
    with (
        open_stores(lanes[0], clock) as here,
        open_stores(lanes[1], clock) as there,
        open_hub_link(here, clock, addresses=(hub.address,), look=False) as link,
        open_hub_link(there, clock, addresses=(hub.address,), look=False) as other,
    ):
        assert has_neighbours(here)
        assert begun(link, 20)
        assert begun(other, 20)
        before = len(there.journal.port_movements(int(_NOT_ON_FILE)))
        assert run("scan", _NOT_ON_FILE, "--data", lanes[0].root).returncode == 10
        assert _soon(lambda: len(there.journal.port_movements(int(_NOT_ON_FILE))) == before + 1)
        settle(link)
        assert _soon(lambda: (found := lanes_heard(there, clock.now())) and found.heard == 2)
    shown = json.loads(good("status", "--json", "--data", lanes[1].root))["lanes"]
    assert (shown["total"], shown["heard"], shown["alone"]) == (2, 2, False)
    assert shown["cases"] >= 1
    assert "Lanes of the port known here: 2 of 2" in good("status", "--data", lanes[1].root)


@pytest.mark.requirement("C4")
def test_a_case_that_is_taken_is_taken_for_every_desk(port: PortOfLanes, hub: Hub) -> None:
    """Neither lane has a window: each command hears the port by itself."""
    for lane in port.lanes:
        save_settings(lane, Settings(hub=hub.address))
    assert run("scan", _NOT_ON_FILE, "--data", port.lanes[0].root).returncode == 10
    case = _newest_case(port.lanes[0])
    assert "with you until" in good("cases", "take", case, "--data", port.lanes[0].root)
    refused = run("cases", "take", case, "--json", "--data", port.lanes[1].root)
    assert json.loads(refused.stdout)["error"]["key"] == "case.taken"
    good("cases", "release", case, "--data", port.lanes[0].root)
    taken = good("cases", "take", case, "--json", "--data", port.lanes[1].root)
    assert json.loads(taken)["own"]


@pytest.mark.requirement("C4")
def test_a_desk_without_a_hub_goes_on_and_says_so(
    port: PortOfLanes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("checkpoint_app.linking.NAMED_SECONDS", 0.1)
    lane = port.lanes[0]
    save_settings(lane, Settings(hub=_NOBODY))
    assert run("scan", _NOT_ON_FILE, "--data", lane.root).returncode == 10
    done = run("cases", "take", _newest_case(lane), "--data", lane.root)
    assert done.returncode == 0
    assert "No hub of the port answers" in done.stderr


def _newest_case(lane: LanePaths) -> str:
    listed = json.loads(good("cases", "list", "--json", "--data", lane.root))["cases"]
    return str(listed[-1]["case"])


def _soon(true: Callable[[], object], seconds: float = 30) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.05)
    return False
