"""What is always in sight: where this lane is, and how it stands."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from checkpoint_app.domain.movement import Direction
from ui.lane.present_chips import present_chips
from ui.lane.states import NetworkState, SourceState
from ui.lane.views import BarView
from ui.lane.words import lane_name, port_name
from ui.wording.phrase import Phrase
from ui.wording.tongue import Tongue

if TYPE_CHECKING:
    from checkpoint_app.services.health import Health
    from ui.ports import LanePlace

_DIRECTIONS = {
    Direction.DEPARTING: Phrase("Bar", "Departing"),
    Direction.RETURNING: Phrase("Bar", "Returning"),
}


def present_bar(
    place: LanePlace,
    officer: str,
    direction: Direction,
    health: Health | None,
    network: NetworkState,
    source: SourceState,
    now: datetime,
    tongue: Tongue,
    scanner: SourceState = SourceState.NONE,
) -> BarView:
    """The bar. ``health`` is None before it was first measured, and when it cannot be. ``scanner``
    is the serial scanner, NONE where none is set."""
    return BarView(
        port=port_name(place.port, tongue),
        lane=lane_name(place.lane, tongue),
        officer=officer or tongue.translate("Bar", "No name"),
        direction=_DIRECTIONS[direction].said(tongue),
        chips=tuple(present_chips(place, health, network, source, scanner, now, tongue)),
        returning=direction is Direction.RETURNING,
    )
