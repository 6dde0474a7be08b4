"""What is always in sight."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checkpoint_app.domain.freshness import Freshness
from checkpoint_app.domain.movement import Direction
from checkpoint_app.domain.port_standing import PortStanding
from checkpoint_app.services.health import Health
from tests.unit.domain.cases import NOW
from tests.unit.ui.lane.samples import PLACE, health
from tests.unit.ui.plain_tongue import PlainTongue
from ui.lane.present_bar import present_bar
from ui.lane.states import NetworkState, SourceState
from ui.lane.views import BarView, ChipView, Mark


def bar(
    measured: Health | None = None,
    network: NetworkState = NetworkState.ONLINE,
    source: SourceState = SourceState.LIVE,
    demo: bool = False,
) -> BarView:
    place = replace(PLACE, demo=demo)
    way = Direction.DEPARTING
    return present_bar(place, "N. Adel", way, measured, network, source, NOW, PlainTongue())


def chips(view: BarView) -> dict[str, ChipView]:
    return {chip.icon: chip for chip in view.chips}


def test_where_who_and_which_way():
    view = bar()
    assert (view.port, view.lane) == ("Cairo International Airport", "Lane 2")
    assert (view.officer, view.direction) == ("N. Adel", "Departing")


@pytest.mark.parametrize("way", list(Direction))
def test_the_way_back_is_marked(way: Direction):
    online, live = NetworkState.ONLINE, SourceState.LIVE
    view = present_bar(PLACE, "N. Adel", way, None, online, live, NOW, PlainTongue())
    assert view.returning is (way is Direction.RETURNING)


@pytest.mark.requirement("A10")
@pytest.mark.parametrize(
    ("freshness", "hours", "mark", "text"),
    [
        (Freshness.FRESH, 1, Mark.GOOD, "Data 1 h"),
        (Freshness.AGEING, 30, Mark.NOTED, "Data 1 d"),
        (Freshness.STALE, 80, Mark.WARNING, "Data 3 d"),
        (Freshness.UNACCEPTABLE, 200, Mark.BAD, "Data 8 d"),
        (Freshness.MISSING, None, Mark.BAD, "No data"),
    ],
)
def test_the_worst_grade_of_the_data(
    freshness: Freshness, hours: float | None, mark: Mark, text: str
):
    chip = chips(bar(health(0, freshness, hours)))["data"]
    assert (chip.mark, chip.text) == (mark, text)
    assert chip.detail.count("\n") == 2


def test_all_data_missing():
    nothing = health(0, Freshness.MISSING, None)
    missing = tuple(replace(each, freshness=Freshness.MISSING, age=None) for each in nothing.data)
    assert chips(bar(replace(nothing, data=missing)))["data"].text == "No data"


def test_nothing_is_promised_before_it_was_measured():
    shown = chips(bar(None, NetworkState.UNKNOWN))
    assert {shown[icon].mark for icon in ("data", "upload", "network-off")} == {Mark.PLAIN}


def test_pending_uploads():
    assert chips(bar(health(0)))["upload"].text == "All sent"
    assert chips(bar(health(1234)))["upload"].text == "1,234 to send"


def test_the_line():
    assert chips(bar(network=NetworkState.ONLINE))["network"].mark is Mark.GOOD
    assert chips(bar(network=NetworkState.OFFLINE))["network-off"].mark is Mark.WARNING


def test_the_clock_is_shown_until_it_cannot_be_believed():
    assert chips(bar(health()))["clock"].text == "11:30"
    assert chips(bar(health(clock_suspect=True)))["clock"].mark is Mark.BAD


def test_what_somebody_has_to_look_into():
    assert "alarm" not in chips(bar(health()))
    chip = chips(bar(health(alarms={"record_altered": "x"}, altered_scans=2)))["alarm"]
    assert chip.mark is Mark.BAD
    assert "Damaged records in 2" in chip.detail


@pytest.mark.parametrize("source", list(SourceState))
def test_every_state_of_the_source_has_a_chip(source: SourceState):
    assert any(chip.icon.startswith(("camera", "scanner")) for chip in bar(source=source).chips)


def test_a_demonstration_says_so():
    assert "demo" in chips(bar(demo=True))
    assert "demo" not in chips(bar())


def of_port(**fields):
    known = {"linked": True, "lanes": 8, "heard": 8} | fields
    return chips(bar(replace(health(0), port=PortStanding(**known))))


def test_a_port_of_one_lane_says_nothing_of_others() -> None:
    assert {"lanes", "lanes-off", "conflict"}.isdisjoint(chips(bar(health(0))))


@pytest.mark.requirement("C1")
def test_the_other_lanes_are_told_with_what_is_not_heard_of_them() -> None:
    whole = of_port()["lanes"]
    assert (whole.text, whole.mark) == ("Lanes 8/8", Mark.GOOD)
    part = of_port(heard=5)["lanes"]
    assert (part.text, part.mark) == ("Lanes 5/8", Mark.NOTED)
    assert "3" in part.detail


@pytest.mark.requirement("C1")
def test_a_lane_without_its_hub_says_that_it_is_alone() -> None:
    shown = of_port(linked=False)
    assert shown["lanes-off"].mark is Mark.WARNING
    assert "lanes" not in shown


def test_a_permit_that_left_twice_is_told_at_every_lane() -> None:
    shown = of_port(conflicts=2)["conflict"]
    assert (shown.text, shown.mark) == ("Left twice: 2", Mark.BAD)
