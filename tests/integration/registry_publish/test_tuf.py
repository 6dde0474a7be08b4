"""The repository as any TUF client sees it: roles, thresholds, lifetimes, signed fields."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tuf.ngclient import Updater

from sync.trust.folder_fetcher import folder_carrier
from tests.integration.registry_publish.centre import PORT, Centre


def signed(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_bytes())["signed"]
    return content


@pytest.fixture
def updater(centre: Centre, tmp_path: Path) -> Updater:
    centre.publisher.publish([PORT])
    carrier = folder_carrier(centre.paths.metadata.parent)
    (tmp_path / "metadata").mkdir()
    (tmp_path / "targets").mkdir()
    made = Updater(
        str(tmp_path / "metadata"),
        carrier.metadata_url,
        str(tmp_path / "targets"),
        carrier.targets_url,
        carrier.fetcher,
        bootstrap=centre.paths.root_metadata.read_bytes(),
    )
    made._trusted_set.reference_time = centre.clock.now()
    return made


def test_a_plain_tuf_client_verifies_every_target(centre: Centre, updater: Updater) -> None:
    updater.refresh()
    names = ["issuer-keys.json", "season-rules.json", "port-settings.json", "status/current"]
    names += [f"{PORT}/manifest", f"{PORT}/elsewhere"]
    for name in names:
        described = updater.get_targetinfo(name)
        assert described is not None, name
        assert Path(updater.download_target(described)).stat().st_size == described.length
    assert updater.get_targetinfo(f"{PORT}/nothing") is None


def test_root_and_targets_need_two_of_three_offline_keys(centre: Centre) -> None:
    root = signed(centre.paths.root_metadata)
    for role in ("root", "targets"):
        held = root["roles"][role]
        assert (len(held["keyids"]), held["threshold"]) == (3, 2)
    for role in ("snapshot", "timestamp"):
        assert len(root["roles"][role]["keyids"]) == 1
    all_keys = [keyid for role in root["roles"].values() for keyid in role["keyids"]]
    assert len(set(all_keys)) == len(all_keys)
    assert root["x-umrah-demo"] is True
    assert root["consistent_snapshot"] is True


def test_each_port_has_a_terminating_role_of_its_own(centre: Centre) -> None:
    roles = signed(centre.paths.metadata / "1.targets.json")["delegations"]["roles"]
    assert len(roles) == 18
    by_name = {role["name"]: role for role in roles}
    assert by_name["status"]["paths"] == ["status/*"]
    assert by_name[f"port-{PORT}"]["paths"] == [f"{PORT}/*"]
    assert all(role["terminating"] and role["threshold"] == 1 for role in roles)
    assert len({role["keyids"][0] for role in roles}) == 18


def test_the_timestamp_tells_when_it_was_signed_and_lives_longest_needed(centre: Centre) -> None:
    centre.clock.pass_time(timedelta(hours=1))
    centre.publisher.publish_status()
    timestamp = signed(centre.paths.metadata / "timestamp.json")
    assert timestamp["x-umrah-issued"] == "2026-11-22T10:00:00Z"
    assert timestamp["expires"] == "2026-12-06T10:00:00Z"


def test_roles_past_half_their_life_are_signed_anew(centre: Centre) -> None:
    centre.publisher.publish_status()
    assert list(centre.paths.metadata.glob("2.port-*.json")) == []
    centre.clock.pass_time(timedelta(days=16))
    centre.publisher.publish_status()
    renewed = list(centre.paths.metadata.glob("2.port-*.json"))
    assert len(renewed) == 17
    assert {signed(path)["expires"] for path in renewed} == {"2027-01-07T09:00:00Z"}
