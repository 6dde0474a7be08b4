"""port-settings.json: made, changed, and read by lanes and by the publisher."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint_app.credential.keys import encode_issuer_keys
from checkpoint_app.errors import ConfigError
from checkpoint_app.reference import ports
from sync.protocol.hub_address import is_hub_address
from sync.registry.port_settings import (
    PORT_SETTINGS_LIMIT,
    SettingsChange,
    changed_settings,
    port_asks,
    port_hubs,
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


HUB = "https://10.0.0.5:8443"


@pytest.mark.requirement("C3")
def test_hubs_and_the_time_to_ask_are_set_by_port_and_leave_the_rest() -> None:
    change = SettingsChange(hubs={"CAI-AIR": (HUB, HUB)}, ask_ms={"CAI-AIR": 300, "SGA-SEA": 400})
    assert not change.is_nothing()
    changed = changed_settings(FIRST, change)
    cairo, safaga = (view_of(changed).lane_rules(port) for port in ("CAI-AIR", "SGA-SEA"))
    assert (cairo.hubs, cairo.ask_ms, cairo.lanes, cairo.auto_depart) == ((HUB,), 300, 2, True)
    assert (safaga.hubs, safaga.ask_ms) == ((), 400)
    assert port_hubs(changed) == {"CAI-AIR": (HUB,)}
    assert port_asks(changed) == {"CAI-AIR": 300, "SGA-SEA": 400}
    gone = changed_settings(changed, SettingsChange(hubs={"CAI-AIR": ()}, ask_ms={"CAI-AIR": 0}))
    assert view_of(gone).lane_rules("CAI-AIR") == view_of(FIRST).lane_rules("CAI-AIR")
    assert (port_hubs(gone), port_asks(gone)) == ({}, {"SGA-SEA": 400})


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (SettingsChange(hubs={"CAI-AIR": ("http://10.0.0.5",)}), "ceremony.wrong_hub"),
        (SettingsChange(hubs={"CAI-AIR": ("",)}), "ceremony.wrong_hub"),
        (
            SettingsChange(hubs={"CAI-AIR": tuple(f"https://hub{n}" for n in range(9))}),
            "ceremony.wrong_hub",
        ),
        (SettingsChange(ask_ms={"CAI-AIR": 401}), "ceremony.wrong_ask"),
        (SettingsChange(ask_ms={"CAI-AIR": -1}), "ceremony.wrong_ask"),
        (SettingsChange(ask_ms={"CAI-AI": 5}), "api.unknown-port"),
        (SettingsChange(hubs={"X": (HUB,)}), "api.unknown-port"),
    ],
)
def test_a_change_that_no_lane_could_follow_is_refused(change: SettingsChange, key: str) -> None:
    with pytest.raises(ConfigError) as caught:
        changed_settings(FIRST, change)
    assert caught.value.key == key


@pytest.mark.parametrize(
    ("hubs", "kept"),
    [
        ([HUB, "http://plain", "https://user@host", "https://h:0", "https://h:x"], (HUB,)),
        ([5, None, [], {}, "https://", "https:///x", "https://h/path", "https://h?q", HUB], (HUB,)),
        (["https://h" + "x" * 250, "https://a b", "https://\u0645", "https://h#"], ()),
        ([HUB + "/", "https://[fd00::5]:8443"], (HUB + "/", "https://[fd00::5]:8443")),
        ([f"https://hub{n}" for n in range(10)], tuple(f"https://hub{n}" for n in range(8))),
        (HUB, (HUB,)),
        ({"a": 1}, ()),
        (7, ()),
    ],
)
def test_a_signed_address_that_is_none_costs_that_hub_alone(
    hubs: object, kept: tuple[str, ...], caplog: pytest.LogCaptureFixture
) -> None:
    settings = json.loads(FIRST)
    settings["ports"]["CAI-AIR"]["lane"]["hubs"] = hubs
    settings["ports"]["CAI-AIR"]["lane"]["ask_ms"] = 250
    content = json.dumps(settings).encode()
    rules = view_of(content).lane_rules("CAI-AIR")
    assert (rules.hubs, rules.ask_ms, rules.lanes) == (kept, 250, 2)
    assert bool(caplog.records) == (list(kept) != hubs and (hubs,) != (HUB,))
    assert port_hubs(content)["CAI-AIR"]


@given(
    st.recursive(
        st.none() | st.integers() | st.text(),
        lambda x: st.lists(x) | st.dictionaries(st.text(), x),
        max_leaves=9,
    )
)
def test_any_hubs_leave_a_view(hubs: object) -> None:
    content = json.dumps(
        {"version": 1, "season": 1448, "ports": {"CAI-AIR": {"lane": {"hubs": hubs}}}}
    ).encode()
    found = view_of(content).lane_rules("CAI-AIR").hubs
    assert all(is_hub_address(each) for each in found)
    assert len(found) <= 8


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
