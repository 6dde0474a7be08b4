"""What a hub's announcement says, to the last byte."""

from __future__ import annotations

from checkpoint_app.credential.envelope import EnvelopeType, SigningKey
from sync.registry.hub.announce import service_of
from sync.registry.hub.identity import HubDevice, HubIdentity


def test_it_says_port_and_instance_and_nothing_else() -> None:
    key = SigningKey.generate(EnvelopeType.AUTH)
    device = HubDevice("device-of-somebody", "CAI-AIR", "registry.test", key)
    instance = bytes(range(16))
    service = service_of("192.0.2.7", 8448, HubIdentity(device, instance, bytes(32)))
    assert service.properties == {
        b"port": b"CAI-AIR",
        b"instance": instance.hex().encode(),
        b"v": b"1",
    }
    assert service.name == f"{instance.hex()}._umrah-hub._tcp.local."
    assert service.server == "umrah-hub-0001020304050607.local."
    assert (service.parsed_addresses(), service.port) == (["192.0.2.7"], 8448)
