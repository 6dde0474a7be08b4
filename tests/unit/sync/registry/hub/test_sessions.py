"""Who may speak at a hub, and until when."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from checkpoint_app.credential.auth import device_request, sign_auth
from checkpoint_app.credential.envelope import EnvelopeType, SigningKey
from sync.protocol.device_list import DeviceList, ListedDevice
from sync.protocol.hub import SESSION_SECONDS, SESSIONS
from sync.protocol.problems import ProblemKind
from sync.registry.api.nonces import NonceMint
from sync.registry.api.refusals import Refusal
from sync.registry.hub.sessions import MOST_SESSIONS, Sessions, hub_audience, members_of
from sync.trust.view import TrustView
from tests.unit.sync.season import NOW, Issuer

AUDIENCE = hub_audience("registry.test", bytes(16))
KEY = SigningKey.generate(EnvelopeType.AUTH)
VIEW = TrustView(
    keys=Issuer().keyring(),
    rules=b"",
    season=1448,
    port_grades={},
    issued=NOW,
    expires=NOW + timedelta(days=1),
    root_version=1,
    root_expires=NOW + timedelta(days=365),
    demo=False,
)


class Hands:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds


class World:
    def __init__(self) -> None:
        self.clock = Hands()
        self.view: TrustView | None = listing(("a", KEY.public_bytes.hex()))
        nonces = NonceMint(bytes(32), self.clock, os.urandom)
        self.sessions = Sessions(lambda: self.view, nonces, AUDIENCE, self.clock)

    def begin(self, device: str = "a") -> bytes:
        nonce = self.sessions.issue_nonce()
        request = device_request(nonce, "POST", SESSIONS, b"", AUDIENCE, device)
        return self.sessions.begin(sign_auth(KEY, request), b"")


def listing(*devices: tuple[str, str]) -> TrustView:
    rows = tuple(
        ListedDevice(name, "1", "00" * 32, key, "age1" + "q" * 58) for name, key in devices
    )
    return replace(VIEW, devices=DeviceList(1, "CAI-AIR", rows))


def test_a_session_ends_after_its_time() -> None:
    world = World()
    token = world.begin()
    assert world.sessions.device_of(token) == "a"
    world.clock.seconds += SESSION_SECONDS
    assert refused(lambda: world.sessions.device_of(token)) is ProblemKind.AUTH_NEEDED


def test_only_the_newest_sessions_of_a_device_count() -> None:
    world = World()
    tokens = [world.begin() for _ in range(MOST_SESSIONS + 1)]
    assert refused(lambda: world.sessions.device_of(tokens[0])) is ProblemKind.AUTH_NEEDED
    assert {world.sessions.device_of(each) for each in tokens[1:]} == {"a"}


def test_a_list_that_changes_counts_at_once() -> None:
    world = World()
    token = world.begin()
    assert world.view is not None
    world.view = replace(world.view, recalled=frozenset({"a"}))
    assert refused(lambda: world.sessions.device_of(token)) is ProblemKind.DEVICE_RECALLED
    assert refused(world.begin) is ProblemKind.DEVICE_RECALLED
    assert not world.sessions.may_stay("a")
    world.view = listing()
    assert refused(lambda: world.sessions.device_of(token)) is ProblemKind.DEVICE_UNKNOWN
    world.view = None
    assert refused(world.begin) is ProblemKind.DEVICE_UNKNOWN


def test_without_a_list_nobody_is_let_in() -> None:
    assert members_of(None).refusal("a") is ProblemKind.DEVICE_UNKNOWN
    assert members_of(VIEW).refusal("a") is ProblemKind.DEVICE_UNKNOWN
    recalled = members_of(replace(VIEW, recalled=frozenset({"a"})))
    assert recalled.refusal("a") is ProblemKind.DEVICE_RECALLED


def test_an_unsound_key_shuts_out_its_device_alone() -> None:
    world = World()
    world.view = listing(("weak", "00" * 32), ("a", KEY.public_bytes.hex()))
    assert world.sessions.device_of(world.begin()) == "a"
    assert refused(lambda: world.begin("weak")) is ProblemKind.AUTH_INVALID


def refused(act: object) -> ProblemKind:
    with pytest.raises(Refusal) as found:
        act()  # type: ignore[operator]
    return found.value.kind
