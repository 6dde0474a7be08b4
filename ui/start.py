"""What the window is started with. Built by the composition root."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from checkpoint_app.config import Settings

if TYPE_CHECKING:
    from checkpoint_app.services.drill import Drill
    from ui.first_run.steps import EnrolWish
    from ui.ports import LaneOffice


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What the registry made of an enrolment. ``fingerprint`` is compared by eye at both ends."""

    port_id: str
    lane: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class LaneStart:
    """``open``, ``enrol`` and ``save`` do I/O and are called beside the window's thread; each
    raises CheckpointError. ``enrolled`` says whether this folder is a lane already, ``root`` is a
    root.json found beside it, ``allow_demo`` lets a demonstration's registry be enrolled with.
    ``stored`` are the settings without what was said for this time only. ``open_drill`` opens a
    drill's lane in the place of this one, ``end_drill`` removes it once it is closed.
    """

    settings: Settings
    enrolled: bool
    open: Callable[[Settings], LaneOffice]
    enrol: Callable[[EnrolWish], Enrolled]
    save: Callable[[Settings], None]
    log: Path
    root: Path | None = None
    allow_demo: bool = False
    stored: Settings | None = None
    open_drill: Callable[[Drill, Settings], LaneOffice] | None = None
    end_drill: Callable[[Drill], None] | None = None
