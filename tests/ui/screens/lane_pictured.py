"""The lane as help and README show it: a permit before the camera, read and answered."""

from __future__ import annotations

from tests.ui.screens.it_desk import permit_picture, permit_seen
from tests.ui.screens.lane import show
from tests.ui.screens.shots import Scene, shot
from tests.unit.ui.lane.samples import turns


@shot("lane-pictured")
def pictured(scene: Scene) -> None:
    show(scene, dict(turns())["clear"])
    scene.window.show_picture(permit_seen(permit_picture()))
