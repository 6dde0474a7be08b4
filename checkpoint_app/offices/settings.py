"""`ui.settings.port.SettingsOffice`: what is plugged in, and settings as they are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields

from checkpoint_app.capture.camera_names import MOST_CAMERAS, CameraNames
from checkpoint_app.config import Settings
from checkpoint_app.domain.roles import Deed
from checkpoint_app.services.guard import Guard
from ui.settings.port import Device, Devices
from ui.settings.present_settings import changed_of_lane


class SettingsDeskOffice:
    """``keep`` writes settings, ``kept`` reads what was written last."""

    def __init__(
        self,
        kept: Callable[[], Settings],
        keep: Callable[[Settings], None],
        guard: Guard,
        audit: Callable[[str, str, str], None],
    ) -> None:
        """``audit`` is given who, what and a detail."""
        self._kept, self._keep, self._guard, self._audit = kept, keep, guard, audit

    def devices(self) -> Devices:
        """See `SettingsOffice`."""
        return Devices(tuple(_cameras(CameraNames())), tuple(_scanners()))

    def save(self, settings: Settings) -> None:
        """See `SettingsOffice`. Changes of the lane's own settings are audited by name."""
        before = self._kept()
        if changed_of_lane(before, settings):
            who = self._guard.require(Deed.CHANGE_SETTINGS)
            self._audit(who.name, "settings.lane", ",".join(_changed(before, settings)))
        self._keep(settings)

    def may_change_lane(self) -> bool:
        """See `SettingsOffice`."""
        return self._guard.allows(Deed.CHANGE_SETTINGS)


def _changed(before: Settings, after: Settings) -> list[str]:
    names = (field.name for field in fields(Settings))
    return [name for name in names if getattr(before, name) != getattr(after, name)]


def _cameras(names: CameraNames) -> Iterator[Device]:
    for number in range(MOST_CAMERAS):
        title = names.title_of(number)
        if title is not None:
            name = names.name_of(number)
            yield Device(f"camera:{number if name is None else name}", title)


def _scanners() -> Iterator[Device]:
    from checkpoint_app.capture.serial_port import PortError
    from checkpoint_app.capture.system_ports import SystemPorts  # pyserial, when it is asked for

    try:
        plugged = SystemPorts().plugged()
    except PortError:
        return
    for port in plugged:
        yield Device(f"serial:{port.device}", port.title)
