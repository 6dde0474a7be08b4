"""`ui.settings.port.SettingsOffice`: what is plugged in, and settings as they are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields

from checkpoint_app.config import Settings
from checkpoint_app.domain.roles import Deed
from checkpoint_app.plugged import plugged_in
from checkpoint_app.services.guard import Guard
from ui.settings.port import Device, Devices
from ui.settings.present_settings import changed_of_lane
from ui.start import PluggedIn


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
        plugged = plugged_in()
        return Devices(_devices(plugged.cameras or ()), _devices(plugged.scanners))

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


def _devices(plugged: Iterable[PluggedIn]) -> tuple[Device, ...]:
    return tuple(Device(each.setting, each.title) for each in plugged)
