"""What a camera is called, and which number it has at the moment.

Linux numbers cameras as they are plugged in; beside the numbers it keeps names that stay: maker,
model and serial number, as links in ``/dev/v4l/by-id`` (and the socket, in ``by-path``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

MOST_CAMERAS = 64
_LINKS = (Path("/dev/v4l/by-id"), Path("/dev/v4l/by-path"))
_TITLES = Path("/sys/class/video4linux")
# As udev's 60-persistent-v4l.rules makes them.
_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.:+@-]{0,199}-video-index[0-9]{1,2}", re.ASCII)
_DEVICE = re.compile(r"video([0-9]{1,2})", re.ASCII)
_SHOWN = 60  # characters of a title
_MOST_LINKS = 256


def is_stable_name(text: str) -> bool:
    """Whether a camera could be named so; never true of a path."""
    return _NAME.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class CameraNames:
    """The names of this computer's cameras. Reads the file system anew each time."""

    links: tuple[Path, ...] = _LINKS
    titles: Path = _TITLES

    def number_of(self, name: str) -> int | None:
        """The number of the camera of this stable name now; None while it is not plugged in."""
        for folder in self.links:
            number = _number(folder / name) if is_stable_name(name) else None
            if number is not None:
                return number
        return None

    def name_of(self, number: int) -> str | None:
        """The stable name of a camera: of two links the one that names it, not its socket."""
        for folder in self.links:
            try:
                links = sorted(path.name for path in folder.iterdir())[:_MOST_LINKS]
            except OSError:
                continue
            for link in links:
                if is_stable_name(link) and _number(folder / link) == number:
                    return link
        return None

    def title_of(self, number: int) -> str | None:
        """What to call it in front of people, as its driver has it."""
        try:
            told = (self.titles / f"video{number}" / "name").read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return None
        return told.strip()[:_SHOWN] or None


def stable_setting(setting: str, names: CameraNames | None = None) -> str:
    """``camera:0`` by the camera's stable name, where it has one: what to remember. Any other
    setting as it is."""
    number = setting.removeprefix("camera:")
    if number == setting or not (number.isascii() and number.isdigit() and len(number) <= 2):
        return setting
    name = (names or CameraNames()).name_of(int(number))
    return setting if name is None else f"camera:{name}"


def _number(link: Path) -> int | None:
    """The number in the device that a link leads to."""
    try:
        device = link.resolve(strict=True)
    except (OSError, RuntimeError):
        return None
    found = _DEVICE.fullmatch(device.name)
    return None if found is None or int(found[1]) >= MOST_CAMERAS else int(found[1])
