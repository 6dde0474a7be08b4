"""What is plugged into this computer: cameras, and scanners on serial ports."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from checkpoint_app.capture.camera_names import MOST_CAMERAS, CameraNames
from ui.start import Plugged, PluggedIn


def plugged_in(names: CameraNames | None = None, platform: str = sys.platform) -> Plugged:
    """What is there now. Reads the file system and the ports. Only Linux tells its cameras."""
    cameras = tuple(_cameras(names or CameraNames())) if platform == "linux" else None
    return Plugged(cameras, tuple(_scanners()))


def _cameras(names: CameraNames) -> Iterator[PluggedIn]:
    for number in range(MOST_CAMERAS):
        title = names.title_of(number)
        if title is not None:
            name = names.name_of(number)
            yield PluggedIn(f"camera:{number if name is None else name}", title)


def _scanners() -> Iterator[PluggedIn]:
    from checkpoint_app.capture.serial_port import PortError
    from checkpoint_app.capture.system_ports import SystemPorts  # pyserial, when it is asked for

    try:
        plugged = SystemPorts().plugged()
    except PortError:
        return
    for port in plugged:
        yield PluggedIn(f"serial:{port.device}", port.title)
