"""Settings are kept for whoever may change them, and the lane's are audited by name."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from checkpoint_app.config import Settings, load_settings, save_settings
from checkpoint_app.domain.roles import Role
from checkpoint_app.domain.staff import Session
from checkpoint_app.errors import RoleError
from checkpoint_app.offices.settings import SettingsDeskOffice
from checkpoint_app.paths import LanePaths
from checkpoint_app.services.guard import OnDuty


def _at_post(*roles: Role) -> OnDuty:
    duty = OnDuty()
    at = datetime(2026, 11, 23, tzinfo=UTC)
    duty.enter(Session("m.hassan", 1, ("", ""), frozenset(roles), at, True))
    return duty


@pytest.mark.parametrize("role", Role)
@pytest.mark.requirement("A12")
def test_the_lanes_settings_are_for_supervisors_and_it(tmp_path: Path, role: Role) -> None:
    paths, audited = LanePaths(tmp_path), list[tuple[str, str, str]]()
    office = SettingsDeskOffice(
        lambda: load_settings(paths),
        lambda settings: save_settings(paths, settings),
        _at_post(role),
        lambda *told: audited.append(told),
    )
    own = replace(Settings(), theme="dark", language="en")
    office.save(own)
    assert load_settings(paths) == own
    assert not audited
    of_lane = replace(own, source="camera:1", lock_after="2")
    may = role in (Role.SUPERVISOR, Role.IT)
    assert office.may_change_lane() is may
    if may:
        office.save(of_lane)
        assert load_settings(paths) == of_lane
        assert audited == [("m.hassan", "settings.lane", "source,lock_after")]
    else:
        with pytest.raises(RoleError):
            office.save(of_lane)
        assert load_settings(paths) == own
