"""The menu of desks offers what somebody is trusted with, and a key for each."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from checkpoint_app.domain.roles import Role, may
from checkpoint_app.domain.staff import Session
from tests.unit.ui.plain_tongue import PlainTongue
from ui.shell.present_menu import offered, present_menu, whole_name
from ui.shell.views import Place

ALL = frozenset(Place)


def session(*roles: Role) -> Session:
    at = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    return Session("m.hassan", 1001, ("محمد حسن", "Mohamed Hassan"), frozenset(roles), at, True)


def places(*roles: Role, has_shift: bool = False) -> set[Place]:
    who = session(*roles)
    return set(offered(who, lambda deed: may(who.roles, deed), ALL, has_shift=has_shift))


@pytest.mark.requirement("A12")
def test_each_role_is_offered_its_own() -> None:
    everybody = {Place.HELP, Place.LOCK, Place.SIGN_OUT, Place.DRILL}
    assert places(Role.OFFICER) == {*everybody, Place.LANE}
    assert places(Role.SECOND_LINE) == {
        *everybody,
        Place.LANE,
        Place.SECOND_LINE,
        Place.SUPERVISOR,  # its counts
    }
    assert places(Role.IT) == {*everybody, Place.SUPERVISOR, Place.IT_DESK, Place.SETTINGS}
    assert places(Role.SUPERVISOR) == ALL - {Place.HAND_OVER}


def test_a_shift_is_ended_before_somebody_signs_out() -> None:
    assert Place.SIGN_OUT not in places(Role.OFFICER, has_shift=True)
    assert Place.HAND_OVER in places(Role.OFFICER, has_shift=True)


def test_where_nobody_signs_in_there_is_nobody_to_sign_out() -> None:
    found = set(offered(None, lambda _deed: True, ALL, has_shift=False))
    assert not found & {Place.LOCK, Place.SIGN_OUT, Place.HAND_OVER, Place.ANSWERING}
    assert {Place.LANE, Place.SUPERVISOR, Place.SETTINGS} <= found


def test_every_entry_has_a_key_of_its_own() -> None:
    who = session(*Role)
    order = offered(who, lambda _deed: True, ALL, has_shift=True)
    view = present_menu(order, Place.LANE, who, PlainTongue())
    keys = [entry.key for entry in view.entries]
    assert len(set(keys)) == len(keys)
    assert all(keys)
    assert [entry.place for entry in view.entries if entry.lit] == [Place.LANE]
    assert "Mohamed Hassan" in view.who


class Arabic(PlainTongue):
    language = "ar"


def test_a_name_is_said_in_the_language_of_now() -> None:
    assert whole_name(session(Role.OFFICER), Arabic()) == "محمد حسن"
    assert whole_name(session(Role.OFFICER), PlainTongue()) == "Mohamed Hassan"
