"""A registry put back from a backup, as a person does it: the lanes take it and send again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from sqlalchemy import select

from checkpoint_app.demo.registry_side import serving
from sync.registry.db import changes, schema
from sync.registry.db.open import open_database, reading, writing
from sync.registry.paths import RegistryPaths
from tests.integration.cli.test_lane_commands import PORT, good, permit_of_today, run


def enrolled(registry: Path, lane: Path, address: str, name: str) -> None:
    words = ("enrol-code", "--port", PORT, "--lane", name, "--json", "--data", registry)
    code = json.loads(good("registry", *words))["code"]
    root = RegistryPaths(registry).root_metadata
    words = ("enrol", "--registry", address, "--code", code, "--root", root, "--data", lane)
    good(*words, "--demo-root")


def at_address(lane: Path, address: str) -> None:
    """The registry's address is another each time that it serves here."""
    device = lane / "device.json"
    device.write_text(json.dumps({**json.loads(device.read_bytes()), "registry": address}))


def synced(lane: Path) -> dict[str, object]:
    return json.loads(good("sync", "--once", "--json", "--data", lane))


def departed(registry: Path) -> int:
    counts = json.loads(good("registry", "counts", "--json", "--data", registry))
    return int(counts["total"]["departed"])


@pytest.mark.requirement("C2", "C5")
def test_after_a_restore_lanes_accept_the_registry_and_send_again(tmp_path: Path) -> None:
    registry, backup, lost = (tmp_path / name for name in ("registry", "backup", "lost"))
    lane, other = tmp_path / "lane", tmp_path / "other"
    good("registry", "init", "--demo", "--data", registry)
    good("registry", "sample", "--permits", "120", "--seed", "7", "--data", registry)
    with serving(registry) as server:
        enrolled(registry, lane, server.address, "1")
        enrolled(registry, other, server.address, "2")
        good("registry", "publish", "--port", PORT, "--data", registry)
        synced(lane)
    shutil.copytree(registry, backup)
    number, passport = permit_of_today(registry)
    with serving(registry) as server:
        at_address(lane, server.address)
        scan = ("scan", "--json", "--passport", passport[-4:], "--data", lane)
        assert run(*scan, str(number)).returncode == 0
        revoke(registry, number)
        second = json.loads((other / "device.json").read_bytes())["device_id"]
        good("registry", "recall", second, "--reason", "stolen", "--data", registry)
        assert synced(lane)["up"] == {"sent": 1, "pending": 0}
        assert departed(registry) == 1
    registry.rename(lost)
    shutil.copytree(backup, registry)
    assert departed(registry) == 0
    newer = ("--newer", lost / "repo")
    told = json.loads(good("registry", "restored", *newer, "--json", "--data", registry))
    assert (told["ports"], told["revocations"], told["recalls"]) == (17, 1, 1)
    with serving(registry) as server:
        at_address(lane, server.address)
        done = synced(lane)
        assert done["ok"] is True
        assert done["up"] == {"sent": 1, "pending": 0}
        assert departed(registry) == 1
        at_address(other, server.address)
        assert run("sync", "--once", "--data", other).returncode == 1
        status = json.loads(good("status", "--json", "--data", other))
        assert (status["recalled"], status["generation"]) == (True, None)
    listed = run("registry", "devices", "--json", "--data", registry).stdout.splitlines()
    assert [json.loads(row)["standing"] for row in listed] == ["enrolled", "recalled"]


def revoke(registry: Path, number: int) -> None:
    engine = open_database(RegistryPaths(registry).database)
    with writing(engine) as connection:
        changes.revoke_permit(connection, number)
    with reading(engine) as connection:
        assert connection.execute(select(schema.permit.c.status).limit(1)).first() is not None
    engine.dispose()


def test_a_later_state_of_another_registry_is_refused(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for registry in (one, two):
        good("registry", "init", "--demo", "--data", registry)
    good("registry", "publish", "--port", PORT, "--data", two)
    epoch = epoch_of(one)
    done = run("registry", "restored", "--newer", two / "repo", "--data", one)
    assert done.returncode == 1
    assert done.stderr.strip()
    assert run("registry", "restored", "--newer", tmp_path / "no", "--data", one).returncode == 1
    assert epoch_of(one) == epoch


def epoch_of(registry: Path) -> str:
    engine = open_database(RegistryPaths(registry).database, read_only=True)
    with reading(engine) as connection:
        found = connection.execute(
            select(schema.meta.c.value).where(schema.meta.c.name == "registry_epoch")
        ).scalar_one()
    engine.dispose()
    return str(found)
