"""What the page of settings asks of the lane behind it. Built by the composition root."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from checkpoint_app.config import Settings


@dataclass(frozen=True, slots=True)
class Device:
    """A camera or scanner of this computer: what to write into the settings, and what it is
    called."""

    setting: str
    title: str


@dataclass(frozen=True, slots=True)
class Devices:
    """What is plugged in now."""

    cameras: tuple[Device, ...]
    scanners: tuple[Device, ...]


class SettingsOffice(Protocol):
    """Does I/O: never on the window's thread. Each raises CheckpointError."""

    def devices(self) -> Devices:
        """What is plugged in now."""
        ...

    def save(self, settings: Settings) -> None:
        """Keep other settings. Raises RoleError for those of the lane, where somebody may not."""
        ...

    def may_change_lane(self) -> bool:
        """Whether who is here may change the lane's own settings."""
        ...
