"""The real hub in a process of its own, for the port of a test:
`python -m tests.integration.hub_link.real_hub FOLDER DEVICE KEY LISTED`.

KEY is the hub's device's auth key and LISTED the file of the signed list's content.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from checkpoint_app.clock import SystemClock
from checkpoint_app.credential.envelope import EnvelopeType, SigningKey
from sync.protocol.device_list import decode_device_list, encode_device_list
from sync.registry.api.waitress_server import Address
from sync.registry.hub.identity import HubDevice
from sync.registry.hub.serve import HubPaths, HubSetting, serve
from tests.unit.sync.client.hub.port import AUDIENCE, PORT, Port


@contextmanager
def serving(port: Port, folder: Path, device: str = "d4") -> Iterator[str]:
    """The address of a hub that runs on this device's PC."""
    folder.mkdir(parents=True)
    assert port.view.devices is not None
    key, listed = folder / "key", folder / "listed.json"
    key.write_bytes(port.members[device].auth.private_bytes())
    listed.write_bytes(encode_device_list(PORT, port.view.devices.devices))
    command = [sys.executable, "-m", __spec__.name, folder, device, key, listed]
    with subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        try:
            yield json.loads(running.stdout.readline())["listening"]
        finally:
            running.send_signal(signal.SIGTERM)
            running.wait(20)


def main(folder: Path, device: str, key: Path, listed: Path) -> None:
    """Serve until stopped."""
    devices = decode_device_list(listed.read_bytes(), PORT)
    view = replace(Port(names=()).view, devices=devices)
    signing = SigningKey.from_private_bytes(key.read_bytes(), EnvelopeType.AUTH)
    setting = HubSetting(
        paths=HubPaths(folder / "hub"),
        device=HubDevice(device, PORT, AUDIENCE, signing),
        trusted=lambda: view,
        clock=SystemClock(),
        address=Address("127.0.0.1", 0),
        announce=False,
    )
    serve(setting, lambda address, _identity: print(json.dumps({"listening": address}), flush=True))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
