"""The small page of a lane's own day: busy, and before anybody came."""

from __future__ import annotations

from functools import partial

from checkpoint_app.services.day_counts import DayCounts
from tests.ui.screens.desk_bar import bar
from tests.ui.screens.shots import Scene, shot
from tests.unit.ui.day.samples import AIRPORT, BUSY, EMPTY, NOW, SCANS
from ui.day.day_page import DayPage
from ui.day.present_day import present_day


def show(scene: Scene, counts: DayCounts) -> None:
    """The page of this day."""
    page = DayPage(scene.theme, scene.tongue)
    scene.put("day", page, bar(scene.tongue, "Hossam Fouad", "حسام فؤاد"))
    scans = SCANS if counts.scans else ()
    page.show_view(present_day(counts, scans, AIRPORT, NOW, scene.tongue))


shot("day-busy", may_give_way=frozenset({"ABDELRAHMAN"}))(partial(show, counts=BUSY))
shot("day-empty")(partial(show, counts=EMPTY))
