"""Which marks of a crowded bar keep their words."""

from __future__ import annotations

import pytest

from checkpoint_app.domain.freshness import Freshness
from checkpoint_app.domain.port_standing import PortStanding
from checkpoint_app.services.health import Health
from tests.unit.domain.cases import NOW
from tests.unit.ui.lane.samples import PLACE, health
from tests.unit.ui.plain_tongue import PlainTongue
from ui.lane.present_chips import present_chips
from ui.lane.states import NetworkState, SourceState
from ui.lane.views import ChipView, Mark


def shown(
    measured: Health, network: NetworkState, source: SourceState, scanner: SourceState
) -> dict[str, ChipView]:
    found = present_chips(PLACE, measured, network, source, scanner, NOW, PlainTongue())
    return {each.icon: each for each in found}


def test_a_bar_with_room_says_everything() -> None:
    whole = health(port=PortStanding(True, 8, 8))
    found = shown(whole, NetworkState.ONLINE, SourceState.LIVE, SourceState.NONE)
    assert all(each.text for each in found.values())


@pytest.mark.requirement("A16")
def test_what_works_gives_its_words_up_first() -> None:
    twice = health(1234, Freshness.STALE, 80.0, port=PortStanding(True, 8, 7, conflicts=12))
    found = shown(twice, NetworkState.OFFLINE, SourceState.LIVE, SourceState.LIVE)
    wordless = {icon for icon, each in found.items() if not each.text}
    assert wordless >= {"camera", "scanner"}
    assert {"lanes", "conflict", "clock", "data", "network-off"}.isdisjoint(wordless)
    assert found["camera"].detail == "Camera\nThe camera reads"
    assert found["camera"].mark is Mark.GOOD


@pytest.mark.requirement("A16")
def test_what_somebody_must_act_on_keeps_its_words() -> None:
    worst = health(
        1234,
        Freshness.STALE,
        80.0,
        port=PortStanding(False, 8, 1, conflicts=12),
        altered_scans=2,
        clock_suspect=True,
    )
    found = shown(worst, NetworkState.OFFLINE, SourceState.LOST, SourceState.LOST)
    kept = {icon for icon, each in found.items() if each.text}
    assert kept >= {"lanes-off", "conflict", "alarm", "clock"}
    assert all(each.text or each.detail for each in found.values())
