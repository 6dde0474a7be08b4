"""Departures that contradict one another: none missed, none invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.domain.conflicts import PortMoved, conflict_id, conflict_of
from checkpoint_app.domain.movement import Direction, Movement, MovementKind

NOW = datetime(2026, 5, 14, 8, 0, tzinfo=UTC)
PERMIT = 1000000079196
OWN, B, C = "", "CAI-LANE-02", "CAI-LANE-03"
KNOWING = ("EXPIRED", "ALREADY_DEPARTED_HERE")


def moved(
    number: int,
    device: str = OWN,
    minutes: int = 0,
    kind: MovementKind = MovementKind.DEPARTED,
    findings: tuple[str, ...] = (),
    *,
    annulled: bool = False,
    annuls: UUID | None = None,
) -> PortMoved:
    movement = Movement(
        movement_id=UUID(int=number),
        epoch=bytes(16),
        sequence=number + 1,
        previous=bytes(32),
        kind=kind,
        direction=Direction.DEPARTING,
        permit=PERMIT,
        issue=1,
        passport="",
        company=None,
        service="",
        port=2,
        lane="1",
        officer="",
        at=NOW + timedelta(minutes=minutes),
        findings=findings,
        annuls=annuls,
        automatic=False,
    )
    return PortMoved(device, movement, annulled)


FIRST, SECOND = moved(1), moved(2, B, 1)


@pytest.mark.requirement("C1")
def test_two_departures_that_did_not_know_of_each_other():
    found = conflict_of([SECOND, FIRST])
    assert found is not None
    assert found.departures == (FIRST, SECOND)
    assert found.newest == NOW + timedelta(minutes=1)
    assert (found.case_id, found.permit) == (conflict_id(PERMIT), PERMIT)


def test_the_id_of_a_case_is_of_its_permit_alone():
    assert conflict_id(PERMIT) == UUID("0129fae2-9fed-2af6-f0f7-95b0e56012e2")
    assert conflict_id(PERMIT) != conflict_id(PERMIT + 1)


@pytest.mark.parametrize(
    "movements",
    [
        pytest.param([], id="none"),
        pytest.param([FIRST], id="one"),
        pytest.param([FIRST, FIRST], id="the same one twice"),
        pytest.param([FIRST, moved(2, OWN, 1)], id="one journal knows its own"),
        pytest.param([FIRST, moved(2, B, 1, findings=KNOWING)], id="let pass knowingly"),
        pytest.param([FIRST, SECOND, moved(3, B, 1, MovementKind.RETURNED)][1:], id="one way"),
        pytest.param([FIRST, moved(3, C, 1, MovementKind.RETURNED), moved(2, B, 2)], id="back"),
        pytest.param([FIRST, moved(3, C, 1, MovementKind.RETURNED), SECOND], id="same instant"),
        pytest.param([FIRST, moved(2, B, 1, annulled=True)], id="taken back"),
        pytest.param(
            [FIRST, SECOND, moved(3, B, 2, MovementKind.ANNULLED, annuls=UUID(int=2))],
            id="taken back by its own journal",
        ),
        pytest.param([FIRST, moved(2, B, 1, MovementKind.REFERRED)], id="referred"),
    ],
)
def test_no_conflict(movements):
    assert conflict_of(movements) is None


@pytest.mark.parametrize(
    "more",
    [
        pytest.param(moved(3, C, 2, MovementKind.RETURNED), id="returned after both"),
        pytest.param(moved(3, C, 0, MovementKind.RETURNED), id="returned before both"),
        pytest.param(moved(3, C, 1, MovementKind.RETURNED, annulled=True), id="no return"),
        pytest.param(
            moved(3, C, 2, MovementKind.ANNULLED, annuls=UUID(int=2)), id="another journal's word"
        ),
    ],
)
def test_still_a_conflict(more):
    found = conflict_of([FIRST, SECOND, more])
    assert found is not None and found.departures == (FIRST, SECOND)


devices = st.sampled_from((OWN, B, C))
kinds = st.sampled_from(
    (MovementKind.DEPARTED,) * 3 + (MovementKind.RETURNED, MovementKind.REFERRED)
)
port_movements = st.lists(
    st.builds(
        moved,
        st.integers(1, 10_000),
        devices,
        st.integers(0, 12),
        kinds,
        st.sampled_from(((), (), KNOWING, ("EXPIRED",))),
        annulled=st.sampled_from((False, False, True)),
    ),
    max_size=9,
    unique_by=lambda each: each.movement.movement_id,
)


@pytest.mark.requirement("C1")
@given(port_movements, st.randoms(use_true_random=False))
def test_the_same_at_every_lane(movements, chance):
    again = [*movements, *movements[:3]]
    chance.shuffle(again)
    found = conflict_of(movements)
    assert conflict_of(again) == found
    named = {OWN: C, B: OWN, C: B}
    renamed = conflict_of(each._replace(device=named[each.device]) for each in again)
    assert (renamed is None) == (found is None)
    if found is not None and renamed is not None:
        assert [each.movement for each in renamed.departures] == [
            each.movement for each in found.departures
        ]


@pytest.mark.requirement("C1")
@given(port_movements)
def test_none_missed_and_none_invented(movements):
    """Told anew, step by step: who stands outside, and who left without knowing of whom."""
    standing = sorted(
        (each for each in movements if not each.annulled),
        key=lambda each: (each.movement.at, each.movement.movement_id),
    )
    expected = set()
    for at, later in enumerate(standing):
        if later.movement.kind is not MovementKind.DEPARTED or later.movement.findings == KNOWING:
            continue
        back = max(
            (
                each.movement.at
                for each in standing
                if each.movement.kind is MovementKind.RETURNED
                and each.movement.at <= later.movement.at
            ),
            default=None,
        )
        for earlier in standing[:at]:
            outside = back is None or earlier.movement.at >= back
            departed = earlier.movement.kind is MovementKind.DEPARTED
            departed = departed and earlier.movement.findings != KNOWING
            if departed and outside and earlier.device != later.device:
                expected |= {earlier.movement.movement_id, later.movement.movement_id}
    found = conflict_of(movements)
    told = set() if found is None else {each.movement.movement_id for each in found.departures}
    assert told == expected


def test_a_departure_of_another_trip_is_not_part_of_it():
    earlier = moved(9, C, -60)
    back = moved(8, OWN, -30, MovementKind.RETURNED)
    found = conflict_of([earlier, back, FIRST, SECOND])
    assert found is not None and found.departures == (FIRST, SECOND)


def test_a_third_knowing_departure_is_not_part_of_it():
    third = replace(SECOND.movement, movement_id=UUID(int=3), findings=KNOWING)
    found = conflict_of([FIRST, SECOND, PortMoved(C, third, annulled=False)])
    assert found is not None and len(found.departures) == 2


@pytest.mark.requirement("C1")
def test_whoever_knew_of_the_departure_contradicts_nobody_whatever_the_clocks_say():
    """Its clock is behind: by the times the one who knew left first."""
    knew = moved(1, B, 0, MovementKind.DEPARTED, KNOWING)
    first = moved(2, OWN, 5, MovementKind.DEPARTED, ())
    assert conflict_of([knew, first]) is None
