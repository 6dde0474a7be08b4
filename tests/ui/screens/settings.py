"""The page of settings: as it stands, with changes, and for somebody who may not change a lane."""

from __future__ import annotations

from dataclasses import dataclass

from checkpoint_app.config import Settings
from tests.ui.screens.desk_bar import bar
from tests.ui.screens.shots import Scene, shot
from ui.settings.desk import SettingsDesk
from ui.settings.page import SettingsPage
from ui.settings.port import Device, Devices
from ui.widgets.field import Choice

_CAMERA = "camera:usb-Logitech_BRIO_4F2A"
# Names that makers gave to what they make, and what a hub's address looks like.
_LATIN = frozenset({"English", "USB", "COM"})


@dataclass
class Office:
    """`SettingsOffice` of a computer with two cameras and a scanner."""

    may: bool = True

    def devices(self) -> Devices:
        return Devices(
            (Device("camera:0", "HD Webcam"), Device(_CAMERA, "Logitech BRIO")),
            (Device("serial:auto", "Honeywell 1950g"),),
        )

    def save(self, settings: Settings) -> None:
        del settings

    def may_change_lane(self) -> bool:
        return self.may


def show(scene: Scene, *, may: bool = True) -> SettingsPage:
    """The desk as somebody opens it."""
    standing = Settings(language=scene.language, source="camera:0", lock_after="10")
    desk = SettingsDesk(Office(may), scene.room, standing, scene.window)
    scene.put("settings", desk.page, bar(scene.tongue, "Laila Mansour", "ليلى منصور"))
    desk.open()
    scene.at_end(desk.close)
    scene.settle()
    return desk.page


@shot("settings", latin=_LATIN)
def as_they_stand(scene: Scene) -> None:
    show(scene)


@shot("settings-changed", latin=_LATIN)
def changed(scene: Scene) -> None:
    """Three changes and what each does."""
    page = show(scene)
    for name, value in (("theme", "dark"), ("source", _CAMERA), ("lock_after", "5")):
        field = page._fields[name]
        assert isinstance(field, Choice)
        field.choose(value)
        page._take(name, value)


@shot("settings-barred", latin=_LATIN)
def barred(scene: Scene) -> None:
    """An officer chooses language and colours alone."""
    show(scene, may=False)
