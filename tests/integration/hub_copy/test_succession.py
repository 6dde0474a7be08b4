"""A lane whose folder is gone is followed by a spare: a real registry, a real hub, real lanes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from checkpoint_app.clock import SystemClock
from checkpoint_app.demo.registry_side import Server
from checkpoint_app.linking import open_hub_link
from checkpoint_app.main import OpenLane, open_lane
from sync.registry.db.open import open_database, reading
from sync.registry.paths import RegistryPaths
from tests.chaos.hub.simulation import Hub, registry_port
from tests.integration.cli.test_lane_commands import good, run
from tests.simulators.port_of_lanes import PortOfLanes

SCANS, STRANGER = 6, "1000000079197"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> PortOfLanes:
    folder = tmp_path_factory.mktemp("port")
    command = [sys.executable, "-m", "tests.simulators.port_of_lanes", str(folder)]
    subprocess.run([*command, "300", str(SCANS), "3"], check=True, stdout=subprocess.DEVNULL)
    return PortOfLanes(folder)


def until(true: Callable[[], bool]) -> None:
    for _ in range(300):
        if true():
            return
        time.sleep(0.1)
    raise AssertionError("not in time")


def at_registry(port: PortOfLanes, table: str, column: str) -> Counter[bytes]:
    engine = open_database(RegistryPaths(port.registry).database)
    with reading(engine) as connection:
        rows = connection.execute(text(f"SELECT {column} FROM {table}")).fetchall()
    engine.dispose()
    return Counter(bytes(row[0]) for row in rows)


def recorded(lane: OpenLane) -> tuple[set[bytes], set[bytes]]:
    """Movements and entries of cases of a lane's own chain."""
    with lane.stores.journal._database.reading() as conn:
        rows = conn.execute("SELECT movement_id, kind FROM movement").fetchall()
    cases = {row[0] for row in rows if row[1] == 6}
    return {row[0] for row in rows} - cases, cases


@pytest.mark.requirement("C3")
def test_a_dead_lane_is_followed(
    port: PortOfLanes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.client.hub.pushing._COPY_SOON", 0.0)
    clock, (first, second, spare) = SystemClock(), port.lanes
    hub = Hub(second.root)
    hub.start()
    try:
        with ExitStack() as opened:
            lanes = [
                opened.enter_context(open_lane(each, clock, officer="it-1"))
                for each in (first, second, spare)
            ]
            for each in lanes:
                link = open_hub_link(each.stores, clock, addresses=(hub.address,), look=False)
                opened.enter_context(link).start()
            for token in port.tokens():
                lanes[0].service.scan(token)
            lanes[0].service.scan(STRANGER)
            movements, cases = recorded(lanes[0])
            dead = lanes[0].stores.device.device_id
            kept = lanes[2].stores.journal
            until(lambda: sum(kept.neighbour_counts(dead)) == len(movements | cases))
            until(lambda: kept.copied_to(dead, "scan") == SCANS + 1)
            until(lambda: any(head.device == dead for head in kept.neighbour_heads()))
            (spare.root / "settings.toml").write_text(f'hub = "{hub.address}"\n')
            stands = json.loads(good("hub", "status", "--json", "--data", spare.root))
    finally:
        hub.kill()
    assert cases and len(movements) > SCANS
    assert (stands["hubs"][0]["proven"], stands["cases"]) == (True, 1)
    (told,) = [each for each in stands["devices"] if each["device"] == dead]
    assert told["copies"]["scan"] == SCANS + 1
    shutil.rmtree(first.root)

    _the_registry_is_away(spare.root, dead, tmp_path)
    _the_registry_is_back(port, spare.root, dead, movements, cases)
    _its_copy_is_readable(spare.root, dead, tmp_path)


def _succeed(spare: Path, dead: str) -> tuple[int, dict[str, Any]]:
    done = run("hub", "succeed", dead, "--json", "--data", spare)
    return done.returncode, json.loads(done.stdout)


def _the_registry_is_away(spare: Path, dead: str, folder: Path) -> None:
    code, told = _succeed(spare, dead)
    assert (code, told["ok"], told["sent"]) == (1, False, 0)
    stick = folder / "stick"
    stick.mkdir()
    carried = json.loads(good("bundle", "export", stick, "--json", "--data", spare))
    assert carried["movements"] == told["movements"] + told["cases"]
    assert list(stick.rglob("*.age"))


def _the_registry_is_back(
    port: PortOfLanes, spare: Path, dead: str, movements: set[bytes], cases: set[bytes]
) -> None:
    server = Server(port.registry, port=registry_port(port.lanes[0]))
    server.start()
    try:
        code, told = _succeed(spare, dead)
        assert (code, told["ok"], told["error"]) == (0, True, None)
        assert told["sent"] == len(movements | cases)
        assert (told["movements"], told["cases"]) == (len(movements), len(cases))
        (journal,) = told["journals"]
        assert (journal["registry"], journal["missing"]) == (len(movements | cases), [])
        assert at_registry(port, "movement", "movement_id") == Counter(movements)
        assert set(at_registry(port, "case_event", "event_id")) == cases
        code, again = _succeed(spare, dead)
        assert (code, again["sent"]) == (0, 0)
        assert at_registry(port, "movement", "movement_id") == Counter(movements)
    finally:
        server.stop()


def _its_copy_is_readable(spare: Path, dead: str, folder: Path) -> None:
    file = folder / "copy.jsonl"
    assert "proves nothing" in good("hub", "copy", dead, "--to", file, "--data", spare)
    head, *rows = map(json.loads, file.read_text("utf-8").splitlines())
    tables = Counter(row["table"] for row in rows)
    assert tables["scan"] == head["scans"] == SCANS + 1
    assert tables["audit"] == head["audit"] == head["audit_unbroken_to"] > 0
    assert file.stat().st_mode & 0o077 == 0
    own = json.loads(good("status", "--json", "--data", spare))["device"]
    for device, words in ((own, "very device"), ("NOBODY-1", "ever at this port")):
        assert words in run("hub", "succeed", device, "--data", spare).stderr
    assert "No second copy" in run("hub", "copy", "NOBODY-1", "--to", file, "--data", spare).stderr
