"""The ports. The list is data (`resources/data/ports.csv`); a port's bit is never given again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Port:
    """One airport or seaport. ``bit`` is its place in port bitmaps, ``port_id`` its key."""

    bit: int
    port_id: str
    mode: str
    iata: str
    locode: str
    name_en: str
    name_ar: str


class PortDirectory:
    """All ports, by id and by bit."""

    def __init__(self, ports: tuple[Port, ...]) -> None:
        self._by_id = {port.port_id: port for port in ports}
        self._by_bit = {port.bit: port for port in ports}
        if len(self._by_id) != len(ports) or len(self._by_bit) != len(ports):
            raise ValueError("two ports share an id or a bit")

    def __iter__(self) -> Iterator[Port]:
        return iter(sorted(self._by_bit.values(), key=lambda port: port.bit))

    def __len__(self) -> int:
        return len(self._by_id)

    def by_id(self, port_id: str) -> Port:
        """The port with this id. Raises KeyError."""
        return self._by_id[port_id]

    def by_bit(self, bit: int) -> Port:
        """The port with this bit. Raises KeyError."""
        return self._by_bit[bit]

    def in_bitmap(self, bitmap: int) -> tuple[Port, ...]:
        """The ports of a bitmap, lowest bit first; bits without a port are left out."""
        return tuple(port for port in self if bitmap >> port.bit & 1)


def parse_ports(csv_text: str) -> PortDirectory:
    """Read the text of ports.csv. Raises ValueError or KeyError when it is not of that form."""
    rows = csv.DictReader(io.StringIO(csv_text))
    return PortDirectory(
        tuple(
            Port(
                int(row["bit"]),
                row["port_id"],
                row["mode"],
                row["iata"],
                row["locode"],
                row["name_en"],
                row["name_ar"],
            )
            for row in rows
        )
    )
