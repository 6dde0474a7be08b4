"""What a desk is put into: it all was there before the lane was open."""

from __future__ import annotations

from dataclasses import dataclass

from ui.lane.crew import Crew
from ui.lane.window import LaneWindow
from ui.theme.current import ThemeHolder
from ui.wording.qt_tongue import QtTongue


@dataclass(frozen=True, slots=True)
class Room:
    """The window and its toast, the theme, the language, and the threads beside the window's."""

    window: LaneWindow
    theme: ThemeHolder
    tongue: QtTongue
    crew: Crew
