"""The marks of the bar stand side by side, however many there are."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtWidgets import QApplication

from checkpoint_app.domain.freshness import Freshness
from checkpoint_app.domain.movement import Direction
from checkpoint_app.domain.port_standing import PortStanding
from checkpoint_app.reference import ports
from tests.ui.lane.conftest import Opened
from tests.unit.domain.cases import NOW
from tests.unit.ui.lane.samples import PLACE, health
from ui.lane.present_bar import present_bar
from ui.lane.states import NetworkState, SourceState
from ui.widgets.chip import Chip
from ui.wording.qt_tongue import QtTongue

_ALONE = PortStanding(False, 8, 1, conflicts=12)
_HEALTH = {
    "whole": health(port=PortStanding(True, 8, 8)),
    "alone": health(1234, port=replace(_ALONE, conflicts=0)),
    "twice": health(1234, Freshness.STALE, 80.0, port=replace(_ALONE, linked=True, heard=7)),
    "worst": health(1234, Freshness.STALE, 80.0, port=_ALONE, altered_scans=2, clock_suspect=True),
}


@pytest.mark.requirement("A16")
@pytest.mark.parametrize("name", list(_HEALTH))
@pytest.mark.parametrize("size", [(1280, 720), (960, 540)], ids=str)
def test_no_mark_covers_another(
    opened: Opened, tongue: QtTongue, size: tuple[int, int], name: str
) -> None:
    window = opened(tongue, size)
    source = SourceState.LOST if name == "worst" else SourceState.LIVE
    for port in ports():
        view = present_bar(
            *(replace(PLACE, port=port, lane="G14"), "N. Adel Mahmoud", Direction.RETURNING),
            *(_HEALTH[name], NetworkState.OFFLINE, source, NOW, tongue, source),
        )
        window.show_bar(view)
        QApplication.processEvents()
        chips = [each for each in window.findChildren(Chip) if each.isVisible()]
        places = sorted((each.geometry() for each in chips), key=lambda place: place.x())
        assert len(places) == len(view.chips)
        assert all(one.right() < other.left() for one, other in pairwise(places)), view.port
