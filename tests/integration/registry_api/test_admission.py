"""Devices at the registry: who asks by stick, who is admitted, who is recalled."""

from __future__ import annotations

import io
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyrage
import pytest

from checkpoint_app.cli import main
from checkpoint_app.clock import SystemClock
from checkpoint_app.credential.envelope import EnvelopeType, SigningKey
from checkpoint_app.errors import CheckpointError, ConfigError
from checkpoint_app.reference import ports
from sync.protocol.enrol_request import asking, encode_request
from sync.registry.admission import Asking, Devices, Standing, UnreadableRequest
from sync.registry.api.devices import DeviceRegister
from sync.registry.db.migrate import create_database

PORT = "CAI-AIR"


@dataclass(frozen=True)
class Lane:
    """A lane's keys, and its request as a file."""

    batch: SigningKey
    auth: SigningKey
    recipient: str

    def request(self, port: str = PORT, lane: str = "1") -> bytes:
        said = asking(
            port,
            lane,
            "counter",
            batch_key=self.batch.public_bytes,
            auth_key=self.auth.public_bytes,
            age_recipient=self.recipient,
        )
        return encode_request(said, self.auth, secrets.token_bytes(16))


def new_lane() -> Lane:
    batch, auth = (SigningKey.generate(kind) for kind in (EnvelopeType.BATCH, EnvelopeType.AUTH))
    return Lane(batch, auth, str(pyrage.x25519.Identity.generate().to_public()))


def laid(stick: Path, name: str, content: bytes) -> Path:
    path = stick / "requests" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


@pytest.fixture
def devices(tmp_path: Path) -> Iterator[Devices]:
    engine = create_database(tmp_path / "registry.db")
    yield Devices(engine, SystemClock(), ports())
    engine.dispose()


def asked(devices: Devices, place: Path) -> list[Asking]:
    return [each for each in devices.requests(place) if isinstance(each, Asking)]


@pytest.mark.requirement("C3")
def test_a_device_is_admitted_by_its_whole_fingerprint(devices: Devices, tmp_path: Path) -> None:
    laid(tmp_path, "a.json", new_lane().request())
    (one,) = asked(devices, tmp_path)
    assert one.standing is Standing.ASKING
    shown = one.said.fingerprint
    for typed in ("", shown[:17], shown.replace("1", "2").replace("3", "4"), "0" * 30):
        with pytest.raises(ConfigError) as refused:
            devices.admit(one, typed, secrets.randbelow)
        assert refused.value.key == "api.other-fingerprint"
    assert devices.listed() == ()
    device_id = devices.admit(one, shown, secrets.randbelow)
    assert devices.admit(one, shown, secrets.randbelow) == device_id
    (row,) = devices.listed(ports().by_id(PORT))
    assert (row.device_id, row.lane, row.fingerprint) == (device_id, "1", shown)
    assert devices.listed(ports().by_id("SGA-SEA")) == ()
    assert asked(devices, tmp_path)[0].device_id == device_id


def test_the_device_can_be_found_by_its_key(devices: Devices, tmp_path: Path) -> None:
    lane = new_lane()
    file = laid(tmp_path, "a.json", lane.request())
    (one,) = asked(devices, file)
    device_id = devices.admit(one, one.said.fingerprint, secrets.randbelow)
    found = DeviceRegister(devices._engine, SystemClock()).by_auth_kid(lane.auth.kid)
    assert found is not None
    assert (found.device_id, found.recalled) == (device_id, False)
    assert found.batch_key.kid == lane.batch.kid


def test_a_request_for_elsewhere_is_refused(devices: Devices, tmp_path: Path) -> None:
    laid(tmp_path, "a.json", new_lane().request())
    laid(tmp_path, "b.json", new_lane().request("ABC-AIR"))
    here, nowhere = asked(devices, tmp_path)
    for one, port in ((here, ports().by_id("SGA-SEA")), (nowhere, None)):
        with pytest.raises(ConfigError):
            devices.admit(one, one.said.fingerprint, secrets.randbelow, port)
    assert devices.listed() == ()


def test_recalled_keys_never_come_back(devices: Devices, tmp_path: Path) -> None:
    lane = new_lane()
    laid(tmp_path, "a.json", lane.request())
    (one,) = asked(devices, tmp_path)
    device_id = devices.admit(one, one.said.fingerprint, secrets.randbelow)
    assert devices.recall(device_id, "stolen").port_id == PORT
    with pytest.raises(ConfigError) as twice:
        devices.recall(device_id, "again")
    assert twice.value.key == "api.recalled-already"
    with pytest.raises(ConfigError):
        devices.recall("lane-none", "who")
    again = Lane(new_lane().batch, lane.auth, lane.recipient)
    for content in (lane.request(), again.request(), lane.request(lane="2")):
        laid(tmp_path, "a.json", content)
        (one,) = asked(devices, tmp_path)
        with pytest.raises(ConfigError) as refused:
            devices.admit(one, one.said.fingerprint, secrets.randbelow)
        assert refused.value.key == "api.keys-in-use"
    assert [row.standing for row in devices.listed()] == [Standing.RECALLED]


def test_what_is_no_request_is_told_of_beside_the_others(devices: Devices, tmp_path: Path) -> None:
    for name, content in (("a.json", b""), ("b.json", b"x" * 10**6), ("c.json", b"[" * 9000)):
        laid(tmp_path, name, content)
    laid(tmp_path, "d.json", new_lane().request())
    laid(tmp_path, "e.txt", b"no request")
    found = list(devices.requests(tmp_path))
    assert [type(each) for each in found] == [UnreadableRequest] * 3 + [Asking]
    assert {each.file for each in found} == {f"{name}.json" for name in "abcd"}


def test_links_are_not_followed(devices: Devices, tmp_path: Path) -> None:
    outside = tmp_path / "outside.json"
    outside.write_bytes(new_lane().request())
    stick = tmp_path / "stick"
    laid(stick, "a.json", b"").unlink()
    (stick / "requests" / "a.json").symlink_to(outside)
    for place in (stick, stick / "requests" / "a.json", tmp_path / "none.json"):
        with pytest.raises(CheckpointError):
            list(devices.requests(place))


class Registry:
    """A registry's folder and its commands."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.run("init", "--demo")

    def run(self, *words: str | Path) -> tuple[int, str, str]:
        out, err = io.StringIO(), io.StringIO()
        given = ["registry", *map(str, words), "--data", str(self.folder), "--lang", "en"]
        code = main(given, stdin=io.StringIO(), out=out, err=err, variables={})
        return code, out.getvalue(), err.getvalue()


def test_the_commands_say_what_they_do(tmp_path: Path) -> None:
    registry, stick = Registry(tmp_path / "registry"), tmp_path / "stick"
    laid(stick, "a\x1b[2J.json", new_lane().request(lane="\x07 1"))
    laid(stick, "b.json", b"nothing")
    code, out, _ = registry.run("admit", stick)
    assert code == 0
    assert "asks to be enrolled" in out
    assert "\x1b" not in out
    assert "\x07" not in out
    told = [json.loads(line) for line in registry.run("admit", stick, "--json")[1].splitlines()]
    (row,) = [each for each in told if "lane" in each]
    code, _, err = registry.run("admit", stick, "--fingerprint", "12345")
    assert code == 1
    assert "30 digits" in err
    code, out, err = registry.run("admit", stick, "--fingerprint", row["fingerprint"], "--json")
    assert (code, err) == (0, "")
    device = json.loads(out)["device"]
    code, out, err = registry.run("recall", device, "--reason", "lost", "--json")
    assert (code, err) == (0, "")
    assert registry.run("recall", device, "--reason", "lost")[0] == 1
    assert registry.run("recall", device)[0] == 2
    assert "recalled" in registry.run("devices", "--port", PORT)[1]
    assert "No devices" in registry.run("devices", "--port", "SGA-SEA")[1]
    code, out, _ = registry.run("rotate-port-key", "--port", PORT, "--json")
    assert (code, json.loads(out)["port_id"]) == (0, PORT)
    assert (registry.folder / "keys" / "online" / f"age-{PORT}.3.key").exists()
