"""Attacks that need time, or a clock, or a backup: what the lane answers, and how it comes back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from checkpoint_app.credential.envelope import EnvelopeType, SigningKey
from checkpoint_app.credential.status_list import sign_status_list
from checkpoint_app.domain.facts import DataKind
from checkpoint_app.domain.freshness import Freshness, grade
from sync.protocol.device_list import RecalledDevice, encode_recalled
from sync.protocol.distrusted_list import encode_distrusted
from sync.trust.names import DISTRUSTED_TARGET, RECALLED_TARGET, STATUS_TARGET
from sync.trust.pack import (
    NATIONAL_SCOPE,
    PackHeader,
    PackKind,
    encode_frame,
    encode_header,
)
from sync.trust.recall import lock_lane
from sync.trust.tuf_api import Timestamp
from tests.integration.bundle.lanes import DEVICE
from tests.security.attacks.port import BOTH, Carrier, Port, opened_port, zstd
from tests.unit.sync.season import NOW

pytestmark = pytest.mark.requirement("C2", "A15")
ROLLED_BACK = {Carrier.NETWORK: "trust.rolled_back", Carrier.STICK: "bundle.older"}
EXPIRED = {Carrier.NETWORK: "trust.expired", Carrier.STICK: "bundle.expired"}


@pytest.fixture(params=BOTH)
def port(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Port]:
    with opened_port(tmp_path, request.param) as made:
        yield made


def refused(port: Port) -> str:
    """The answer to an attack; nothing has changed."""
    before = port.state()
    answer = port.refusal()
    assert answer
    assert port.state() == before
    return answer


def graded(port: Port, at: datetime) -> Freshness:
    """How old the lane says its data is."""
    view = port.lane.trust.view
    assert view is not None
    age = port.lane.trust.reference_time(at) - view.issued
    return grade(DataKind.STATUS, age, dict(port.lane.trust.grades()))


def test_frozen_within_its_term_it_ages_before_everybody_s_eyes(port: Port) -> None:
    """The same files for days: nothing to refuse, and stale all the same."""
    assert graded(port, NOW) is Freshness.FRESH
    for hours, expected in ((7, Freshness.AGEING), (25, Freshness.STALE)):
        port.lane.clock.at = NOW + timedelta(hours=hours)
        assert port.refusal() == ""
        assert graded(port, port.lane.clock.at) is expected
    port.registry.issued = port.lane.clock.at
    port.more(20)
    assert port.refusal() == ""
    assert graded(port, port.lane.clock.at) is Freshness.FRESH


def test_fast_forwarded_by_a_stolen_timestamp_key_a_ceremony_brings_it_back(port: Port) -> None:
    honest = port.saved()
    port.registry.write_timestamp(lambda timestamp: setattr(timestamp, "version", 2**31))
    assert port.refusal() == ""
    port.put_back(honest)
    port.more(20)
    assert refused(port) == ROLLED_BACK[port.carrier]
    port.registry.new_online_keys()
    port.more(21)
    assert port.refusal() == ""
    assert {20, 21} <= port.serials()


def test_a_poisoned_floor_ends_at_the_key_s_life_and_goes_with_it(port: Port) -> None:
    """A stolen timestamp key says that it is the year 2999."""
    honest = port.saved()

    def late(timestamp: Timestamp) -> None:
        timestamp.version += 1
        timestamp.unrecognized_fields["x-umrah-issued"] = "2999-01-01T00:00:00Z"

    port.registry.write_timestamp(late)
    assert port.refusal() == ""
    assert port.lane.trust.floor == NOW + timedelta(days=365)
    assert port.lane.trust.clock_is_suspect(NOW, None)
    port.put_back(honest)
    port.registry.version += 1
    port.more(20)
    assert refused(port) == EXPIRED[port.carrier]
    port.registry.new_online_keys()
    port.more(21)
    assert port.refusal() == ""
    assert port.lane.trust.floor == NOW
    assert not port.lane.trust.clock_is_suspect(NOW, None)
    assert {20, 21} <= port.serials()


def test_a_clock_far_ahead_is_told_and_costs_nothing(port: Port) -> None:
    port.more(20)
    port.lane.clock.at = NOW + timedelta(days=200)
    assert refused(port) == EXPIRED[port.carrier]
    assert port.lane.trust.clock_is_suspect(port.lane.clock.at, None)
    port.lane.clock.at = NOW
    assert port.refusal() == ""
    assert not port.lane.trust.clock_is_suspect(NOW, None)


def test_a_clock_set_back_to_the_last_stick_makes_nothing_fresher_than_it_is_signed(
    port: Port,
) -> None:
    """Before the last signed time the floor holds; up to it the journal tells."""
    port.registry.issued = NOW + timedelta(days=2)
    port.more(20)
    port.lane.clock.at = NOW + timedelta(days=3)
    port.bring()
    trust = port.lane.trust
    assert trust.reference_time(NOW - timedelta(days=300)) == NOW + timedelta(days=2)
    assert trust.clock_is_suspect(NOW, None)
    at_the_stick = NOW + timedelta(days=2)
    assert trust.clock_is_suspect(at_the_stick, NOW + timedelta(days=3))
    assert not trust.clock_is_suspect(at_the_stick, at_the_stick)


def test_a_lane_that_missed_three_ceremonies_catches_up(port: Port) -> None:
    old = port.saved()
    for _ in range(3):
        port.registry.new_online_keys()
    port.more(20)
    assert port.refusal() == ""
    view = port.lane.trust.view
    assert view is not None
    assert (view.root_version, 20 in port.serials()) == (4, True)
    port.put_back(old)
    expected = {Carrier.NETWORK: "trust.rolled_back", Carrier.STICK: "bundle.older_keys"}
    assert refused(port) in (expected[port.carrier], "trust.unsigned")


def test_under_an_expired_root_look_ups_go_on_as_stale_until_the_next(port: Port) -> None:
    later = NOW + timedelta(days=400)
    port.registry.expires = later + timedelta(days=20)
    port.registry.issued = port.lane.clock.at = later
    port.more(20)
    assert refused(port) == EXPIRED[port.carrier]
    assert graded(port, later) is Freshness.UNACCEPTABLE
    assert port.serials() == set(range(1, 11))
    assert port.lane.trust.load() is None
    port.registry.next_root(expires=later + timedelta(days=365))
    port.more(21)
    assert port.refusal() == ""
    assert graded(port, later) is Freshness.FRESH
    assert {20, 21} <= port.serials()


@pytest.mark.parametrize("what", ["registry", "publisher"])
@pytest.mark.parametrize("raised", [False, True])
def test_what_comes_from_a_backup_is_refused_until_it_says_that_it_was_restored(
    port: Port, what: str, raised: bool
) -> None:
    """`registry restored` raises every version; here as one publication does it. A publisher that
    was put back alone has its database as it was."""
    registry, season = port.registry, port.registry.season
    backup, version, generation = port.saved(), registry.version, season.generation
    for serial in (20, 21, 22):
        port.more(serial)
        season.revoked, season.status_version = {*season.revoked, serial}, season.status_version + 1
    port.more(23)
    port.bring()
    port.put_back(backup)
    registry.version = version
    if what == "registry":
        season.generation, season.status_version = generation, 1
    if not raised:
        port.more(30)
        assert refused(port) == ROLLED_BACK[port.carrier]
        assert {20, 21, 22} <= port.revoked()
        return
    registry.version += 1_000_000
    season.generation += 1_000_000
    season.status_version += 1_000_000
    port.more(30)
    assert port.refusal() == ""
    assert 30 in port.serials()
    assert {7, 20, 21, 22} <= port.revoked()


def test_a_restored_registry_that_forgot_a_revocation_lifts_none(port: Port) -> None:
    """Without the bad news of the state that was lost its lists are refused, not believed."""
    season = port.registry.season
    season.revoked, season.status_version = {7, 8}, 2
    port.more(20)
    port.bring()
    season.revoked, season.status_version = {7}, 1_000_000
    port.more(21)
    assert refused(port) == "trust.revocation_cleared"
    season.revoked = {7, 8}
    port.registry.publish()
    assert port.refusal() == ""
    assert port.revoked() == {7, 8}


def test_a_recalled_lane_stays_so_whatever_the_role_for_bad_news_says(port: Port) -> None:
    """Its key, and the port's, are the attacker's: the device is off the list again, and the
    port's packs are sealed for it as before."""
    lane = port.lane
    port.changes["on_recalled"] = lambda: lock_lane(lane.records, port.folder / "none", NOW)
    port.registry.news[RECALLED_TARGET] = encode_recalled((RecalledDevice(DEVICE, 1),))
    port.registry.publish()
    assert port.bring().recalled
    assert port.serials() == set()
    for again in (encode_recalled(()), None):
        port.registry.news.pop(RECALLED_TARGET, None)
        if again is not None:
            port.registry.news[RECALLED_TARGET] = again
        port.more(20 + port.registry.version)
        assert port.bring().recalled
        assert port.serials() == set()


def test_distrusting_a_key_brings_no_list_of_before_back(port: Port) -> None:
    """The role for bad news alone: it distrusts the issuer's key from before the newest list on,
    so that this one is sound no more, and offers the list of before, which is."""
    season, hour = port.registry.season, timedelta(hours=1)
    old = season.status_pack()
    key = season.issuer.keys["STATUS"]
    entries = bytes(7) + b"\1\1" + bytes(991)
    newest = sign_status_list(key, 1, 2, NOW + 2 * hour, entries)
    port.lane.clock.at = port.registry.issued = NOW + 3 * hour
    port.registry.news[STATUS_TARGET] = status_of(port, newest)
    port.registry.publish()
    assert port.refusal() == ""
    assert port.revoked() == {7, 8}
    port.registry.news[DISTRUSTED_TARGET] = encode_distrusted({key.kid: NOW + hour})
    port.registry.news[STATUS_TARGET] = old
    port.registry.publish()
    assert refused(port) == ROLLED_BACK[port.carrier]
    assert port.held_list() == newest
    season.issuer.keys["STATUS"] = fresh = SigningKey.generate(EnvelopeType.STATUS)
    season.status_version = 2
    later = sign_status_list(fresh, 1, 3, NOW + 3 * hour, entries)
    port.registry.news[STATUS_TARGET] = status_of(port, later)
    port.more(20)
    assert port.refusal() == ""
    assert port.held_list() == later


def status_of(port: Port, envelope: bytes) -> bytes:
    """A status pack with this list."""
    header = encode_header(PackHeader(PackKind.STATUS, NATIONAL_SCOPE, 1))
    frames = [["list", envelope], ["state", port.registry.season.state()]]
    return zstd(header + b"".join(encode_frame(frame) for frame in frames))
