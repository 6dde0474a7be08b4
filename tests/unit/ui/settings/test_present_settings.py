"""Every change of a setting is told with what comes of it, before it is saved."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest

from checkpoint_app.config import LOCKS, Settings
from tests.unit.ui.plain_tongue import PlainTongue
from ui.settings.port import Device, Devices
from ui.settings.present_settings import (
    OF_LANE,
    PERSONAL,
    changed_of_lane,
    changes,
    choices_of,
    effect_of,
)

TONGUE = PlainTongue()
DEVICES = Devices(
    (Device("camera:usb-Logi-video-index0", "HD Webcam"),), (Device("serial:COM5", "Honeywell"),)
)
BEFORE = Settings()


def test_every_setting_that_is_kept_has_its_place() -> None:
    own = {field.name for field in fields(Settings)} - {"officer"}  # typed at the lane
    assert {*PERSONAL, *OF_LANE} == own


@pytest.mark.parametrize("name", [*PERSONAL, *OF_LANE])
def test_every_choice_has_a_name_and_an_effect(name: str) -> None:
    for value, text in choices_of(name, getattr(BEFORE, name), DEVICES, TONGUE):
        assert text
        assert effect_of(name, value, DEVICES, TONGUE)


def test_what_stands_now_is_always_a_choice() -> None:
    offered = dict(choices_of("source", "/var/films/gate.mp4", DEVICES, TONGUE))
    assert "/var/films/gate.mp4" in offered
    assert offered["camera:usb-Logi-video-index0"] == "HD Webcam"
    assert dict(choices_of("lock_after", "10", DEVICES, TONGUE)).keys() == set(LOCKS)


def test_changes_are_told_in_order_with_their_effects() -> None:
    after = replace(BEFORE, sound="off", source="camera:usb-Logi-video-index0", lock_after="2")
    told = changes(BEFORE, after, DEVICES, TONGUE)
    assert [each.name for each in told] == ["Sounds", "Camera", "Lock without a touch"]
    assert "HD Webcam" in told[1].effect
    assert "2" in told[2].effect
    assert changes(BEFORE, BEFORE, DEVICES, TONGUE) == ()


@pytest.mark.parametrize("name", [*PERSONAL, *OF_LANE])
def test_what_is_the_lanes_is_told_from_what_is_one_s_own(name: str) -> None:
    changed: dict[str, Any] = {name: "other"}
    assert changed_of_lane(BEFORE, replace(BEFORE, **changed)) == (name in OF_LANE)
