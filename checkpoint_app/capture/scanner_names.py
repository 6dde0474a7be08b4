"""Which serial ports a setting means: ``serial:auto``, a port, a USB name or number.

Pure: what is plugged in is handed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from checkpoint_app.errors import ConfigError

PREFIX = "serial:"
AUTO = "auto"
USUAL_SPEED = 9600
"""Bits a second of scanners with an RS-232 cable; those on USB have no such thing."""
_SPEEDS = frozenset({1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200})
_MOST_PORTS = 8
_LONGEST = 200  # characters of a setting
_NUMBERS = re.compile(r"([0-9A-Fa-f]{4}):([0-9A-Fa-f]{4})")
_PORT = re.compile(r"/.+|COM[0-9]{1,3}", re.IGNORECASE)

# Makers of scanners and passport readers, by the USB vendor numbers of usb.ids (linux-usb.org).
_MAKERS = {
    0x0536: "Hand Held Products",
    0x05E0: "Symbol, Zebra",
    0x05F9: "PSC, Datalogic",
    0x065A: "Opticon",
    0x067E: "Intermec",
    0x080C: "Datalogic",
    0x0C2E: "Metrologic, Honeywell",
    0x0DB5: "Access IS",
    0x1EAB: "Newland",
}
_LIKELY = re.compile(
    r"scan|bar ?code|imager|passport|mrz|ocr|honeywell|metrologic|zebra|symbol|datalogic|newland"
    r"|opticon|access.?is|desko|intermec|cognex|denso wave|unitech|cipherlab|zebex|mindeo|sunmi",
    re.IGNORECASE,
)
# Boards, receivers, modems and telephones: opening them may reset them.
_STRANGERS = {
    0x04E8: "Samsung",
    0x05AC: "Apple",
    0x1199: "Sierra Wireless",
    0x12D1: "Huawei",
    0x1546: "u-blox",
    0x18D1: "Google",
    0x19D2: "ZTE",
    0x2341: "Arduino",
    0x2C7C: "Quectel",
    0x2E8A: "Raspberry Pi",
    0x303A: "Espressif",
}
_UNLIKELY = re.compile(
    r"modem|lte|gps|gnss|arduino|phone|printer|\bups\b|debug|console|st-?link|bluetooth",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PluggedPort:
    """A serial port as the system lists it. ``vendor`` and ``product`` are USB numbers, None for
    one that is not on USB; ``maker`` and ``name`` what the device calls itself, or empty."""

    device: str
    vendor: int | None = None
    product: int | None = None
    maker: str = ""
    name: str = ""

    @property
    def title(self) -> str:
        """What to call it in front of people."""
        return (self.name or self.maker or self.device)[:60]


@dataclass(frozen=True, slots=True)
class WantedPort:
    """One entry of the setting: `AUTO`, a port's path or number, ``0C2E:0720``, or part of a name.
    ``speed`` in bits a second."""

    text: str
    speed: int = USUAL_SPEED

    @property
    def is_port(self) -> bool:
        """Whether it names the port itself."""
        return bool(_PORT.fullmatch(self.text))


@dataclass(frozen=True, slots=True)
class ChosenPort:
    """A port to read: its device, what to call it, its speed."""

    device: str
    title: str
    speed: int = USUAL_SPEED


class _Likeness(IntEnum):
    NOT = 0
    ANYTHING = 1  # a converter, or of a maker that is not known
    SCANNER = 2


def parse_ports(setting: str) -> tuple[WantedPort, ...]:
    """The ports of a setting such as ``serial:auto`` or ``serial:COM5,COM7@115200``.

    Raises ConfigError ``capture.serial_setting``.
    """
    entries = setting.removeprefix(PREFIX).split(",")
    if not setting.startswith(PREFIX) or len(setting) > _LONGEST or len(entries) > _MOST_PORTS:
        raise _wrong(setting)
    return tuple(_wanted(entry.strip(), setting) for entry in entries)


def choose(wanted: Iterable[WantedPort], plugged: Sequence[PluggedPort]) -> tuple[ChosenPort, ...]:
    """The ports to read, each once. A port named by its path counts also when nothing lists it."""
    chosen: dict[str, ChosenPort] = {}
    for want in wanted:
        for port in _meant(want, plugged):
            chosen.setdefault(port.device, ChosenPort(port.device, port.title, want.speed))
    return tuple(chosen.values())


def _wanted(entry: str, setting: str) -> WantedPort:
    text, at, speed = entry.rpartition("@")
    if not at:
        text, speed = entry, str(USUAL_SPEED)
    sound = speed.isascii() and speed.isdigit() and len(speed) <= 6 and int(speed) in _SPEEDS
    if not text or not text.isprintable() or not sound:
        raise _wrong(setting)
    return WantedPort(text, int(speed))


def _meant(want: WantedPort, plugged: Sequence[PluggedPort]) -> Sequence[PluggedPort]:
    if want.text.lower() == AUTO:
        return _scanners(plugged)
    if want.is_port:
        same = [port for port in plugged if _same_device(port.device, want.text)]
        return same or [PluggedPort(want.text)]
    numbers = _NUMBERS.fullmatch(want.text)
    if numbers:
        usb = (int(numbers[1], 16), int(numbers[2], 16))
        return [port for port in plugged if (port.vendor, port.product) == usb]
    name = want.text.casefold()
    return [port for port in plugged if name in f"{port.maker} {port.name}".casefold()]


def _scanners(plugged: Sequence[PluggedPort]) -> Sequence[PluggedPort]:
    """All that are scanners by their maker or name; without any the only one that may be."""
    scanners = [port for port in plugged if _likeness(port) is _Likeness.SCANNER]
    others = [port for port in plugged if _likeness(port) is _Likeness.ANYTHING]
    return scanners or (others if len(others) == 1 else [])


def _likeness(port: PluggedPort) -> _Likeness:
    if port.vendor is None:
        return _Likeness.NOT
    called = f"{port.maker} {port.name}"
    if port.vendor in _MAKERS or _LIKELY.search(called):
        return _Likeness.SCANNER
    strange = port.vendor in _STRANGERS or _UNLIKELY.search(called)
    return _Likeness.NOT if strange else _Likeness.ANYTHING


def _same_device(one: str, other: str) -> bool:
    return one == other or (not one.startswith("/") and one.upper() == other.upper())


def _wrong(setting: str) -> ConfigError:
    return ConfigError("not a serial port", key="capture.serial_setting", name=setting[:40])
