"""The officer's keys."""

from __future__ import annotations

import pytest

from checkpoint_app.domain.finding import FindingCode
from checkpoint_app.domain.movement import Direction, MovementKind
from checkpoint_app.domain.verdict import VerdictKind
from checkpoint_app.services.turn import Turn
from tests.unit.domain.cases import NOW
from tests.unit.ui.lane.samples import answer, at, movement, turn, turns, undoable
from tests.unit.ui.plain_tongue import PlainTongue
from ui.lane.present_actions import movement_of, present_actions, present_idle_actions
from ui.lane.views import Action, ActionView

TONGUE = PlainTongue()
TURNS = dict(turns())


def keys(standing: Turn, minutes: float = 0) -> dict[Action, ActionView]:
    return {each.action: each for each in present_actions(standing, at(minutes), TONGUE)}


@pytest.mark.parametrize(
    ("verdict", "lead", "label"),
    [
        (VerdictKind.CLEAR, Action.DEPART, "Depart"),
        (VerdictKind.REFER, Action.REFER, "Second line"),
        (VerdictKind.REFUSE, Action.REFER, "Refuse, second line"),
    ],
)
def test_the_key_that_the_verdict_suggests(verdict: VerdictKind, lead: Action, label: str):
    shown = keys(turn(answer(verdict, FindingCode.REVOKED)))
    assert [action for action, key in shown.items() if key.lead] == [lead]
    assert shown[lead].label == label
    assert shown[lead].enabled


def test_a_refusal_is_recorded_by_the_key_of_the_second_line():
    refused = turn(answer(VerdictKind.REFUSE, FindingCode.REVOKED))
    assert movement_of(Action.REFER, refused) is MovementKind.REFUSED
    assert movement_of(Action.DEPART, refused) is None


def test_nothing_leads_once_something_is_recorded():
    recorded = turn(answer(), movement=movement(MovementKind.DEPARTED))
    assert not any(key.lead for key in keys(recorded).values())


def test_on_the_way_back_there_is_no_referral_and_no_deferral():
    shown = keys(TURNS["return taken back"])
    assert not {Action.REFER, Action.DEFER} & set(shown)
    assert (shown[Action.DEPART].label, shown[Action.DEPART].icon) == ("Return", "return")
    assert movement_of(Action.DEPART, TURNS["return taken back"]) is MovementKind.RETURNED


def test_before_there_is_a_turn_the_keys_are_those_of_the_direction():
    idle = {each.action: each.label for each in present_idle_actions(Direction.RETURNING, TONGUE)}
    shown = {action: key.label for action, key in keys(TURNS["return taken back"]).items()}
    assert idle == shown


def test_undo_lasts_as_long_as_it_may():
    standing = turn(undoable=undoable())
    assert keys(standing)[Action.UNDO].enabled
    assert not keys(standing, minutes=1)[Action.UNDO].enabled
    assert not keys(turn())[Action.UNDO].enabled


def test_only_a_permit_can_be_refreshed():
    assert keys(turn(answer()))[Action.REFRESH].enabled
    assert not keys(turn(answer(permit=None)))[Action.REFRESH].enabled
    assert not keys(turn())[Action.REFRESH].enabled


@pytest.mark.parametrize("direction", list(Direction))
def test_every_key_has_its_caps_and_no_two_share_one(direction: Direction):
    caps = [
        cap for key in present_actions(turn(direction=direction), NOW, TONGUE) for cap in key.keys
    ]
    assert len(caps) == len(set(caps))
    assert all(key.keys for key in present_actions(turn(direction=direction), NOW, TONGUE))
