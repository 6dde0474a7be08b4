"""The top-level targets are signed and still read strictly."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkpoint_app.domain.facts import DEFAULT_GRADES, DataKind
from checkpoint_app.domain.lane_rules import LaneRules
from checkpoint_app.errors import TrustError
from sync.trust.names import ISSUER_KEYS, PORT_SETTINGS, SEASON_RULES
from sync.trust.view import Freshness, TrustView, read_view
from tests.unit.sync.season import NOW, Issuer

ISSUER = Issuer()
FRESH = Freshness(NOW, NOW + timedelta(days=1), 1, NOW + timedelta(days=365), demo=False)


def view(settings: object, keys: bytes | None = None) -> TrustView:
    content = settings if isinstance(settings, bytes) else json.dumps(settings).encode()
    files = {PORT_SETTINGS: content, SEASON_RULES: b"{}", ISSUER_KEYS: keys or ISSUER.json()}
    return read_view(files, FRESH)


def of(grades: object) -> object:
    return {"version": 1, "season": 1448, "ports": {"CAI-AIR": {"grades": grades}}}


def test_a_port_s_own_grades_count_and_defaults_fill_the_rest() -> None:
    found = dict(view(of({"status": [0.5, 1, 2], "later": [1, 2, 3]})).grades("CAI-AIR"))
    assert found[DataKind.STATUS].ageing == timedelta(minutes=30)
    assert found[DataKind.RECORDS] == DEFAULT_GRADES[DataKind.RECORDS]
    assert dict(view(of({})).grades("SSH-AIR")) == DEFAULT_GRADES


def of_lanes(lane: object) -> object:
    return {"version": 1, "season": 1448, "ports": {"CAI-AIR": {"lane": lane}}}


def test_a_port_says_how_its_lanes_work() -> None:
    found = view(of_lanes({"auto_depart": False, "lanes": 4, "later": 1}))
    assert found.lane_rules("CAI-AIR") == LaneRules(auto_depart=False, lanes=4)
    for silent in (view(of_lanes({})), view(of({})), view({"version": 1, "season": 1448})):
        assert silent.lane_rules("CAI-AIR") == LaneRules(auto_depart=True, lanes=None)


@pytest.mark.parametrize(
    "settings",
    [
        b"",
        b"[]",
        b"\xff",
        b"[" * 5000,
        {"season": 1448},
        {"version": 2, "season": 1448},
        of({"status": [3, 2, 1]}),
        of({"status": [1, 2]}),
        of({"status": [-1, 2, 3]}),
        of({"status": [1, 2, 1e9]}),
        of({"status": ["1", 2, 3]}),
        of_lanes([]),
        of_lanes({"auto_depart": 1}),
        of_lanes({"lanes": 0}),
        of_lanes({"lanes": 201}),
        of_lanes({"lanes": "2"}),
    ],
)
def test_settings_of_another_form_are_refused(settings: object) -> None:
    with pytest.raises(TrustError):
        view(settings)


def test_a_missing_target_is_refused() -> None:
    with pytest.raises(TrustError) as error:
        read_view({ISSUER_KEYS: ISSUER.json()}, FRESH)
    assert error.value.key == "trust.incomplete"


def test_a_view_expires_with_its_metadata() -> None:
    found = view(of({}))
    assert not found.expired(NOW)
    assert found.expired(NOW + timedelta(days=1))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.binary(max_size=300))
def test_random_targets_are_only_ever_refused(port_settings: bytes, keys: bytes) -> None:
    for files in (
        {PORT_SETTINGS: port_settings, SEASON_RULES: b"", ISSUER_KEYS: ISSUER.json()},
        {PORT_SETTINGS: json.dumps(of({})).encode(), SEASON_RULES: b"", ISSUER_KEYS: keys},
    ):
        with pytest.raises(TrustError):
            read_view(files, FRESH)
