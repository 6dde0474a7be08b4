"""The last scans of a lane, and the day's counts, out of a real journal."""

from __future__ import annotations

from datetime import timedelta

import pytest

from checkpoint_app.domain.days import cairo_day
from checkpoint_app.domain.facts import ReadingKind
from checkpoint_app.domain.lane_rules import LaneRules
from checkpoint_app.domain.movement import MovementKind
from checkpoint_app.domain.verdict import VerdictKind
from checkpoint_app.services.day_counts import ServiceCounts, counts_of, last_scans
from checkpoint_app.services.turn import OfficerTurn
from tests.integration.services.desk import Desk
from tests.integration.services.world import pilgrim, token_of

DEPARTED = MovementKind.DEPARTED


@pytest.fixture
def turn(lane):
    lane.registry.add(*(pilgrim(serial) for serial in range(1, 5)))
    lane.publish()
    return Desk(lane, OfficerTurn(lane.service(), lane.journal, lambda: True))


@pytest.mark.requirement("C4")
def test_newest_first_with_what_became_of_them(lane, turn):
    turn.read(token_of(pilgrim(1)), "QR Code")
    turn.read(token_of(pilgrim(2)), "QR Code")
    turn.act(MovementKind.DEFERRED)
    turn.undo()
    lane.clock.advance(minutes=3)
    turn.read("not a permit")
    turn.read("B7654321")
    lane.service(lane="8").scan(token_of(pilgrim(4)))
    third, unread, second, first = last_scans(lane.journal, lane.service(), 20)
    assert (first.name_latin, first.permit) == (pilgrim(1).name_latin, pilgrim(1).number)
    assert (first.outcome, first.automatic, first.undoable) == (DEPARTED, True, False)
    assert (second.outcome, second.automatic, second.undoable) == (None, False, False)
    assert (unread.verdict, unread.reading) == (None, ReadingKind.NOT_A_PERMIT)
    assert (third.verdict, third.permit, third.name_latin) == (VerdictKind.REFER, None, "")
    assert len(last_scans(lane.journal, lane.service(), 2)) == 2


def test_an_outcome_just_recorded_is_undoable_from_the_list(lane, turn):
    turn.read(token_of(pilgrim(1)))
    turn.act(DEPARTED)
    assert last_scans(lane.journal, lane.service(), 1)[0].undoable
    lane.clock.advance(minutes=2, seconds=1)
    assert not last_scans(lane.journal, lane.service(), 1)[0].undoable


@pytest.mark.requirement("C4")
def test_the_day_of_a_lane(lane, turn):
    for serial in (1, 2, 3):
        turn.read(token_of(pilgrim(serial)))
    turn.act(DEPARTED)
    turn.undo_scan(last_scans(lane.journal, lane.service(), 3)[1].scan_id)
    counts = counts_of(lane.journal, cairo_day(lane.clock.now()), LaneRules(lanes=1))
    assert (counts.departed, counts.automatic, counts.annulled, counts.scans) == (2, 1, 1, 3)
    assert counts.services == (ServiceCounts("MS671", 2, 0),)
    assert not counts.provisional
    assert counts_of(lane.journal, counts.day + timedelta(days=1)).scans == 0
