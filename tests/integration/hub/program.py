"""A hub in a process of its own, without a registry or a lane behind it:
`python -m tests.integration.hub.program FOLDER MEMBERS BYTES_KEPT [announce]`.

MEMBERS is a JSON file of the devices of the list and of those recalled; it is read again whenever
it was replaced.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from checkpoint_app.clock import SystemClock
from checkpoint_app.credential.envelope import EnvelopeType, SigningKey
from sync.protocol.device_list import DeviceList, ListedDevice
from sync.registry.api.waitress_server import Address
from sync.registry.hub.identity import HubDevice
from sync.registry.hub.serve import HubPaths, HubSetting, serve
from sync.trust.view import TrustView
from tests.unit.sync.season import NOW, Issuer

PORT = "CAI-AIR"
AUDIENCE = "registry.test"


class Members:
    """The view of a file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.mark = (0, 0)
        self.view = TrustView(
            keys=Issuer().keyring(),
            rules=b"",
            season=1448,
            port_grades={},
            issued=NOW,
            expires=NOW + timedelta(days=1),
            root_version=1,
            root_expires=NOW + timedelta(days=365),
            demo=False,
        )

    def __call__(self) -> TrustView:
        found = self.path.stat()
        if (mark := (found.st_ino, found.st_mtime_ns)) != self.mark:
            said = json.loads(self.path.read_text())
            devices = tuple(
                ListedDevice(device, "1", "00" * 32, key, "age1" + "q" * 58)
                for device, key in said["devices"].items()
            )
            listed = DeviceList(1, PORT, devices)
            recalled = frozenset(said["recalled"])
            self.view = replace(self.view, devices=listed, recalled=recalled)
            self.mark = mark
        return self.view


def main(folder: Path, members: Path, kept: int, announce: bool) -> None:
    """Serve until stopped."""
    key = SigningKey.from_private_bytes(bytes(range(32)), EnvelopeType.AUTH)
    setting = HubSetting(
        paths=HubPaths(folder),
        device=HubDevice("hub-device", PORT, AUDIENCE, key),
        trusted=Members(members),
        clock=SystemClock(),
        address=Address("127.0.0.1", 0),
        announce=announce,
        bytes_kept=kept,
    )
    serve(setting, lambda address, identity: print(json.dumps({"listening": address}), flush=True))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), "announce" in sys.argv)
