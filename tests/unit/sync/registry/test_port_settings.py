"""port-settings.json: made, changed, and read by lanes and by the publisher."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from checkpoint_app.credential.keys import encode_issuer_keys
from checkpoint_app.errors import ConfigError
from checkpoint_app.reference import ports
from sync.registry.port_settings import (
    PORT_SETTINGS_LIMIT,
    SettingsChange,
    changed_settings,
    port_scopes,
    port_settings,
    same_registry,
)
from sync.trust.names import ISSUER_KEYS, PORT_SETTINGS, SEASON_RULES
from sync.trust.view import Freshness, RegistryPlace, TrustView, read_view

PLACE = RegistryPlace("umrah-registry-1", "ab" * 16, "", "age1inbox", "")
FIRST = port_settings(1448, PLACE, national=frozenset({"SGA-SEA"}), lanes={"CAI-AIR": 2})


def view_of(settings: bytes) -> TrustView:
    at = datetime(2026, 11, 22, tzinfo=UTC)
    targets = {ISSUER_KEYS: encode_issuer_keys([]), SEASON_RULES: b"", PORT_SETTINGS: settings}
    return read_view(targets, Freshness(at, at, 1, at, demo=False))


def test_a_lane_reads_what_the_registry_made() -> None:
    view = view_of(FIRST)
    assert view.registry == PLACE
    assert view.season == 1448
    assert view.lane_rules("CAI-AIR").lanes == 2
    assert view.lane_rules("SGA-SEA").lanes is None


def test_the_publisher_reads_what_each_port_holds() -> None:
    scopes = port_scopes(FIRST)
    assert len(scopes) == len(list(ports()))
    assert {port for port, scope in scopes.items() if scope.national} == {"SGA-SEA"}
    assert port_scopes(b'{"ports":{}}')["CAI-AIR"].window_days.after == 30


def test_a_change_leaves_the_rest_and_what_it_does_not_know() -> None:
    held = json.loads(FIRST)
    held["new"] = held["ports"]["CAI-AIR"]["new"] = 1
    change = SettingsChange(address="https://r", recovery="age1r", scopes={"SGA-SEA": "port"})
    changed = json.loads(changed_settings(json.dumps(held).encode(), change))
    assert changed["new"] == changed["ports"]["CAI-AIR"]["new"] == 1
    assert changed["ports"]["SGA-SEA"]["scope"] == "port"
    assert view_of(json.dumps(changed).encode()).registry.address == "https://r"
    assert changed_settings(FIRST, SettingsChange()) == FIRST


def test_settings_written_by_hand_stay_those_of_this_registry() -> None:
    written = {"version": 1, "season": 1448, "registry": {"audience": "x", "address": "https://r"}}
    found = view_of(same_registry(json.dumps(written).encode(), FIRST)).registry
    assert (found.audience, found.inbox, found.address) == (
        PLACE.audience,
        PLACE.inbox,
        "https://r",
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b'{"ports":{"CAI-AIR":{"scope":"all"}}}',
        b'{"ports":{"CAI-AIR":{"window_days":{"before":-1}}}}',
        b'{"registry":[]}',
        b" " * (PORT_SETTINGS_LIMIT + 1),
    ],
)
def test_what_is_not_of_the_form_is_refused(content: bytes) -> None:
    for read in (port_scopes, lambda data: changed_settings(data, SettingsChange(address="x"))):
        with pytest.raises(ConfigError) as caught:
            read(content)
        assert caught.value.key == "ceremony.malformed"
