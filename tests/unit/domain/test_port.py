from __future__ import annotations

import pytest

from checkpoint_app import reference
from checkpoint_app.domain.port import PortDirectory, parse_ports


@pytest.mark.requirement("C1")
def test_the_seventeen_ports() -> None:
    ports = reference.ports()
    assert len(ports) == 17
    assert [port.bit for port in ports] == list(range(17))


def test_a_locode_is_no_key() -> None:
    """EGHRG and EGSSH are both an airport and a seaport."""
    ports = reference.ports()
    assert ports.by_id("HRG-AIR").locode == ports.by_id("HRG-SEA").locode
    assert len({port.locode for port in ports}) < len(ports)


def test_bitmaps() -> None:
    ports = reference.ports()
    assert [port.port_id for port in ports.in_bitmap(0b1000000000001 | 1 << 40)] == [
        "CAI-AIR",
        "SGA-SEA",
    ]
    assert ports.by_bit(12).mode == "sea"


def test_bits_and_ids_are_given_once() -> None:
    first, second, *_ = reference.ports()
    with pytest.raises(ValueError, match="share"):
        PortDirectory((first, second, first))


def test_a_file_of_another_form() -> None:
    with pytest.raises(KeyError):
        parse_ports("bit,name\n1,a\n")
