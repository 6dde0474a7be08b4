"""Who may speak: the listed, not the recalled."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from sync.client.hub.listed import Listing, in_service, kept_by, port_devices
from sync.protocol.device_list import DeviceList
from tests.unit.sync.client.hub.port import PORT, Port


def test_recalled_devices_and_unsound_keys_are_left_out() -> None:
    port = Port()
    port.recall("d2")
    assert port.view.devices is not None
    weak = msgspec.structs.replace(port.view.devices.devices[2], auth_key="00" * 32)
    listed = (*port.view.devices.devices[:2], weak, port.view.devices.devices[3])
    view = replace(port.view, devices=DeviceList(1, PORT, listed))
    assert [each.device_id for each in in_service(view)] == ["d1", "d4"]


def test_without_a_list_nobody_is_known() -> None:
    assert port_devices(None) is None
    assert port_devices(replace(Port().view, devices=None)) is None


def test_each_device_keeps_two_others_of_the_ring() -> None:
    ring = ["d3", "d1", "d4", "d2"]
    assert kept_by("d1", ring) == {"d4", "d3"}
    assert kept_by("d3", ring) == {"d2", "d1"}
    assert kept_by("d1", ["d1", "d2"]) == {"d2"}
    assert kept_by("d1", ["d1"]) == frozenset()
    assert kept_by("other", ring) == frozenset()
    for name in ring:
        assert sum(name in kept_by(other, ring) for other in ring) == 2


def test_the_devices_are_the_same_until_the_list_says_otherwise() -> None:
    port = Port()
    listing = Listing(lambda: port.view)
    before = listing()
    port.view = replace(port.view, version=2)
    assert listing() is before
    port.recall("d1")
    assert listing() is not before
