"""What commands are told of a port's lanes: its hubs, and whether they ask the registry."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence

from checkpoint_app.errors import ConfigError
from checkpoint_app.reference import message


def lane_options(parser: argparse.ArgumentParser) -> None:
    """Add ``--hub PORT=URL`` and ``--ask PORT=MS``, which may both be given again."""
    for name, value in (("hub", "PORT=URL"), ("ask", "PORT=MS")):
        told = message(f"ceremony.help_{name}", "en")
        parser.add_argument(f"--{name}", action="append", default=[], metavar=value, help=told)


def hubs_of(given: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """Addresses by port id; none for a port that was given without one. Raises ConfigError."""
    found: dict[str, tuple[str, ...]] = {}
    for port, address in map(_parted, given):
        found[port] = (*found.get(port, ()), *([address] if address else []))
    return found


def asks_of(given: Sequence[str]) -> Mapping[str, int]:
    """Milliseconds by port id. Raises ConfigError."""
    return {port: _milliseconds(text) for port, text in map(_parted, given)}


def _parted(text: str) -> tuple[str, str]:
    port, sign, value = text.partition("=")
    if not sign:
        raise ConfigError("no port named", key="ceremony.wrong_choice", text=text[:64])
    return port.strip().upper(), value.strip()


def _milliseconds(text: str) -> int:
    from sync.registry.port_settings import wrong_ask

    if not (text.isascii() and text.isdecimal() and len(text) <= 4):
        raise wrong_ask(text)
    return int(text)
