"""What the window is started with. Built by the composition root."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from checkpoint_app.config import Settings

if TYPE_CHECKING:
    from checkpoint_app.services.drill import Drill
    from sync.bundle.progress import Progress
    from ui.first_run.steps import EnrolWish, StickWish
    from ui.ports import LaneOffice


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What the registry made of an enrolment. ``fingerprint`` is compared by eye at both ends."""

    port_id: str
    lane: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class StickAsked:
    """An enrolment by stick that is under way. ``enrolled``: the registry's answer was taken in
    already, and only the first data is missing."""

    port_id: str
    lane: str
    fingerprint: str
    enrolled: bool = False
    demo: bool = False


@dataclass(frozen=True, slots=True)
class PluggedIn:
    """A camera or scanner of this computer: as the settings name it, and what it is called."""

    setting: str
    title: str


@dataclass(frozen=True, slots=True)
class Plugged:
    """What is plugged in. ``cameras`` is None where the system does not tell."""

    cameras: tuple[PluggedIn, ...] | None
    scanners: tuple[PluggedIn, ...]


@dataclass(frozen=True, slots=True)
class ByStick:
    """Enrolment without a line. Each call does I/O beside the window's thread and raises
    CheckpointError. ``under_way`` says whether this folder's lane has asked by stick before and
    waits for the answer; ``asked`` tells what it asked, ``ask`` writes the request, ``take`` takes
    the answer and the first data from a stick: all of the data or nothing. It is given what tells
    that it shall stop, and what is told of progress."""

    under_way: bool
    asked: Callable[[], StickAsked]
    ask: Callable[[StickWish], StickAsked]
    take: Callable[[Path, Callable[[], bool], Callable[[Progress], None]], Enrolled]


@dataclass(frozen=True, slots=True)
class LaneStart:
    """``open``, ``enrol`` and ``save`` do I/O and are called beside the window's thread; each
    raises CheckpointError. ``enrolled`` says whether this folder is a lane already, ``root`` is a
    root.json found beside it, ``allow_demo`` lets a demonstration's registry be enrolled with.
    ``stored`` are the settings without what was said for this time only. ``open_drill`` opens a
    drill's lane in the place of this one, ``end_drill`` removes it once it is closed. ``plugged``
    tells what is plugged in, ``save_sheet`` writes the scanners' test sheet.
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
    by_stick: ByStick | None = None
    plugged: Callable[[], Plugged] | None = None
    save_sheet: Callable[[Path], None] | None = None
