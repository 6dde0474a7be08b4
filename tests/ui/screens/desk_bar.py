"""The bar over a desk: whose it is, where, and that all is well there."""

from __future__ import annotations

from checkpoint_app.domain.movement import Direction
from checkpoint_app.domain.port_standing import PortStanding
from checkpoint_app.reference import ports
from tests.unit.domain.cases import NOW
from tests.unit.ui.lane.samples import health
from ui.lane.present_bar import present_bar
from ui.lane.states import NetworkState, SourceState
from ui.lane.views import BarView
from ui.ports import LanePlace
from ui.wording.tongue import Tongue

AIRPORT = LanePlace(ports().by_id("CAI-AIR"), "2", "device", demo=False)


def bar(tongue: Tongue, english: str, arabic: str, pending: int = 3) -> BarView:
    """The bar with a name in the language of now."""
    return present_bar(
        AIRPORT,
        arabic if tongue.language == "ar" else english,
        Direction.DEPARTING,
        health(pending, port=PortStanding(True, 4, 4)),
        NetworkState.ONLINE,
        SourceState.LIVE,
        NOW,
        tongue,
    )
