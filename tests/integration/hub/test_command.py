"""`checkpoint hub` over the folder of a lane that a real registry enrolled."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cbor2
import pytest
import requests

from checkpoint_app.clock import SystemClock
from checkpoint_app.credential.auth import check_auth, device_request, sign_auth
from checkpoint_app.credential.envelope import EnvelopeType
from checkpoint_app.credential.keys import DeviceKeyring
from checkpoint_app.hub_box import open_hub
from checkpoint_app.paths import LanePaths
from checkpoint_app.store.keys import open_key_store, signing_key
from sync.client.device import Device, load_device
from sync.protocol import hub, routes
from sync.registry.hub.sessions import hub_audience
from tests.simulators.port_of_lanes import PORT, PortOfLanes, build_port

SECONDS = 60
pytestmark = pytest.mark.filterwarnings(
    "ignore::urllib3.exceptions.InsecureRequestWarning"  # the certificate is pinned, not trusted
)


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> PortOfLanes:
    return build_port(tmp_path_factory.mktemp("port"), records=10, tokens=1, lanes=2)


@contextmanager
def serving(lane: LanePaths) -> Iterator[dict[str, str]]:
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "checkpoint_app", "hub", "serve", "--json"),
            *("--data", str(lane.root), "--host", "127.0.0.1", "--port", "0", "--no-announce"),
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())
    finally:
        process.terminate()
        assert process.wait(SECONDS) == 0
        assert process.stdout is not None
        process.stdout.close()


def device_of(lane: LanePaths) -> Device:
    device = load_device(lane.device)
    assert device is not None
    return device


@pytest.mark.requirement("C4")
def test_a_lane_of_the_port_is_let_in_while_the_registry_is_away(port: PortOfLanes) -> None:
    first, second = port.lanes
    own, guest = device_of(first), device_of(second)
    nonce = bytes(range(32))
    with serving(first) as said, requests.Session() as http:
        http.verify, http.trust_env = False, False
        asked = http.get(said["listening"] + hub.IDENTITY, params={"nonce": nonce.hex()})
        instance, port_id, envelope = cbor2.loads(asked.content)
        assert (instance.hex(), port_id) == (said["instance"], PORT)
        key = signing_key(open_key_store(first.keys), EnvelopeType.AUTH)
        auth = check_auth(
            envelope,
            DeviceKeyring([(EnvelopeType.AUTH, key.public_bytes)]),
            method=hub.IDENTITY_METHOD,
            path=hub.IDENTITY_PATH,
            body=bytes.fromhex(said["certificate"]) + instance,
            audience=own.audience,
        )
        assert (auth.device, auth.nonce) == (own.device_id, nonce)
        fresh = routes.from_base64url(http.get(said["listening"] + hub.NONCE).json()["nonce"])
        audience = hub_audience(guest.audience, instance)
        request = device_request(fresh, "POST", hub.SESSIONS, b"", audience, guest.device_id)
        signed = sign_auth(signing_key(open_key_store(second.keys), EnvelopeType.AUTH), request)
        header = {"Authorization": routes.device_authorization(signed)}
        answer = http.post(said["listening"] + hub.SESSIONS, headers=header)
        assert answer.status_code == 200, answer.text


@pytest.mark.requirement("C3")
def test_a_stick_brings_the_repository_to_all_lanes(port: PortOfLanes, tmp_path: Path) -> None:
    lane = port.lanes[0]
    exported = subprocess.run(
        [
            *(sys.executable, "-m", "checkpoint_app", "registry", "bundle", "--json"),
            *("--data", str(port.registry), "--port", PORT, "--to", str(tmp_path)),
        ],
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert exported.returncode == 0, exported.stderr
    taken = subprocess.run(
        [
            *(sys.executable, "-m", "checkpoint_app", "hub", "bundle-in", "--json"),
            *("--data", str(lane.root), str(tmp_path)),
        ],
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert taken.returncode == 0, taken.stderr
    assert json.loads(taken.stdout)["ok"]
    with serving(lane) as said, requests.Session() as http:
        http.verify, http.trust_env = False, False
        answer = http.get(said["listening"] + routes.tuf_metadata("timestamp.json"))
        assert answer.status_code == 200
        assert json.loads(answer.content)["signed"]["_type"] == "timestamp"


def test_it_trusts_the_newest_that_its_lane_or_its_mirror_has(port: PortOfLanes) -> None:
    box = open_hub(port.lanes[1], SystemClock())
    box.trust.refresh()
    view = box.trust.view
    assert view is not None
    assert view.devices is not None
    assert {each.lane for each in view.devices.devices} == {"1", "2"}
    box.trust.refresh()
    assert box.trust.view is view


@pytest.mark.requirement("C6")
def test_a_folder_that_is_no_lanes_is_said_in_a_sentence(tmp_path: Path) -> None:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "checkpoint_app", "hub", "serve", "--lang", "en"),
            *("--data", str(tmp_path), "--port", "0"),
        ],
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert done.returncode == 1
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr
