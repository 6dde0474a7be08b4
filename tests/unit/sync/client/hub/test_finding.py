"""Announcements are read without trust: wrong ones say nothing."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from zeroconf import ServiceInfo

from sync.client.hub.finding import announced_addresses, usable
from sync.protocol.hub import SERVICE_TYPE


@dataclass
class Info:
    port: int | None = 8448
    properties: dict[bytes, bytes | None] = field(default_factory=lambda: {b"port": b"CAI-AIR"})
    addresses: tuple[str, ...] = ("10.0.0.7",)

    def parsed_addresses(self) -> list[str]:
        return list(self.addresses)


def test_addresses_of_both_families() -> None:
    info = Info(addresses=("10.0.0.7", "fd00::7", "fe80::7", "fe80::7%eth0", "ff02::1", "::", "x"))
    found = announced_addresses(info, "CAI-AIR")
    assert found == ("https://10.0.0.7:8448", "https://[fd00::7]:8448")
    assert usable(found) == found


@pytest.mark.parametrize(
    "info",
    [
        Info(port=None),
        Info(port=0),
        Info(port=65_536),
        Info(properties={}),
        Info(properties={b"port": None}),
        Info(properties={b"port": b"SGA-SEA"}),
    ],
)
def test_another_port_or_nonsense_is_passed_over(info: Info) -> None:
    assert announced_addresses(info, "CAI-AIR") == ()


def test_an_announcement_of_the_library_is_read() -> None:
    info = ServiceInfo(
        SERVICE_TYPE,
        f"hub.{SERVICE_TYPE}",
        parsed_addresses=["10.0.0.7"],
        port=8448,
        properties={"port": "CAI-AIR", "instance": "00" * 16},
    )
    assert announced_addresses(info, "CAI-AIR") == ("https://10.0.0.7:8448",)


def test_settings_with_a_bad_address_keep_the_others() -> None:
    assert usable(["https://10.0.0.1", "nonsense", "http://10.0.0.2", "https://10.0.0.1/"]) == (
        "https://10.0.0.1",
    )
