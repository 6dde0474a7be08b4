"""What a hub passes on: opened, proven by each device's signature, each entry counted once."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace

import falcon.testing
import pyrage
import pytest

from checkpoint_app.credential.auth import device_request, sign_auth
from checkpoint_app.domain.cases import Noted
from sync.bundle.departures_file import BatchFrame, HoldingFrame
from sync.bundle.relay_file import RelayFrame, RowsFrame, relay_file
from sync.protocol import limits, routes
from sync.protocol.holdings import STICK_METHOD, STICK_PATH, Holding, encode_holding
from sync.protocol.relay import (
    JournalName,
    ReachedJournal,
    decode_reached,
    encode_journals,
)
from sync.registry.api.relays import FROM_RECALLED, Relays
from sync.registry.app import create_app
from tests.integration.registry_api.world import NOON, Lane, Registry, record_case

pytestmark = pytest.mark.requirement("C3")


def sealed(registry: Registry, *frames: RelayFrame, to: Sequence[str] | None = None) -> bytes:
    own = str(registry.inbox.to_public())
    other = str(pyrage.x25519.Identity.generate().to_public())
    return relay_file(0, frames, [other, own] if to is None else to)


def pass_on(hub: Lane, *frames: RelayFrame) -> tuple[ReachedJournal, ...]:
    answer = hub.post(routes.RELAY, sealed(hub.registry, *frames), routes.OCTETS)
    assert answer.status_code == 200, answer.text
    return decode_reached(answer.content)


def have(hub: Lane, *journals: JournalName) -> tuple[ReachedJournal, ...]:
    answer = hub.post(routes.RELAY_HAVE, encode_journals(journals))
    assert answer.status_code == 200, answer.text
    return decode_reached(answer.content)


def journal(lane: Lane) -> JournalName:
    return JournalName(lane.device_id, lane.epoch)


def departed(registry: Registry) -> int:
    return registry.counts()["total"]["departed"]  # type: ignore[index, no-any-return]


@pytest.fixture
def hub(registry: Registry) -> Lane:
    return Lane(registry, lane="hub")


def test_what_lanes_gave_to_the_hub_is_counted_once(
    registry: Registry, lane: Lane, hub: Lane
) -> None:
    other = Lane(registry, lane="2")
    for each in (lane, lane, other):
        each.record()
    record_case(other, Noted("seen"))
    frames = (BatchFrame(lane.batch(1, 2)), BatchFrame(other.batch()))
    reached = (ReachedJournal(journal(lane), 2), ReachedJournal(journal(other), 2))
    assert pass_on(hub, *frames) == pass_on(hub, *frames) == reached
    assert lane.send().sequence == 2
    assert departed(registry) == 3
    assert len(registry.rows("case_event")) == 1
    assert have(hub, journal(lane), journal(other)) == reached


def test_how_far_it_is_stops_at_a_gap(registry: Registry, lane: Lane, hub: Lane) -> None:
    for _ in range(4):
        lane.record()
    unknown = JournalName("nobody", bytes(16))
    assert pass_on(hub, BatchFrame(lane.batch(3))) == (ReachedJournal(journal(lane), 0),)
    assert pass_on(hub, BatchFrame(lane.batch(1, 2))) == (ReachedJournal(journal(lane), 4),)
    assert have(hub, unknown, journal(lane)) == (
        ReachedJournal(unknown, 0),
        ReachedJournal(journal(lane), 4),
    )


def test_one_bad_frame_stops_no_other(registry: Registry, lane: Lane, hub: Lane) -> None:
    lane.record()
    foreign = replace_signer(lane)
    frames = (
        BatchFrame(b"none"),
        BatchFrame(foreign),
        HoldingFrame(b"none", b"none"),
        RowsFrame("movement", 1, ((1, b"row"),)),
        BatchFrame(lane.batch()),
    )
    assert pass_on(hub, *frames) == (ReachedJournal(journal(lane), 1),)
    assert departed(registry) == 1


def replace_signer(lane: Lane) -> bytes:
    """A batch in the lane's name by a key that nobody enrolled."""
    keys = lane.keys
    lane.keys = type(keys)()
    envelope = lane.batch()
    lane.keys = keys
    return envelope


def statement(lane: Lane, signer: Lane) -> HoldingFrame:
    held = Holding(lane.device_id, 1, 7, NOON, 3, 5, 2, NOON, audit=(4, b"h" * 32))
    body = encode_holding(held)
    request = device_request(
        os.urandom(16), STICK_METHOD, STICK_PATH, body, lane.audience, signer.device_id
    )
    return HoldingFrame(body, sign_auth(signer.keys.auth, request))


def test_statements_come_through_the_hub(registry: Registry, lane: Lane, hub: Lane) -> None:
    assert pass_on(hub, statement(lane, hub)) == ()
    assert registry.rows("holding") == []
    assert pass_on(hub, statement(lane, lane)) == ()
    assert [row[0] for row in registry.rows("holding")] == [lane.device_id]
    assert [row[1:4] for row in registry.rows("audit_head")] == [(lane.device_id, 4, b"h" * 32)]


def test_a_recalled_device_s_departures_count_and_are_marked_once(
    registry: Registry, lane: Lane, hub: Lane
) -> None:
    lane.record()
    registry.register.recall(lane.device_id)
    for _ in range(2):
        assert pass_on(hub, BatchFrame(lane.batch())) == (ReachedJournal(journal(lane), 1),)
    assert departed(registry) == 1
    marked = [row for row in registry.rows("audit") if row[3] == FROM_RECALLED]
    assert [row[4] for row in marked] == [lane.device_id]


def test_a_recalled_hub_is_not_heard(registry: Registry, lane: Lane, hub: Lane) -> None:
    lane.record()
    registry.register.recall(hub.device_id)
    item = sealed(registry, BatchFrame(lane.batch()))
    assert hub.post(routes.RELAY, item, routes.OCTETS).status_code == 403
    assert hub.post(routes.RELAY_HAVE, encode_journals([])).status_code == 403
    assert departed(registry) == 0


@pytest.mark.parametrize("path", [routes.RELAY, routes.RELAY_HAVE])
def test_nobody_is_heard_who_did_not_sign(registry: Registry, path: str) -> None:
    for media in (routes.OCTETS, routes.CBOR):
        headers = {"Content-Type": media}
        answer = registry.client.simulate_post(path, body=b"\x80", headers=headers)
        assert answer.status_code == 401


def test_what_cannot_be_opened_is_refused(registry: Registry, lane: Lane, hub: Lane) -> None:
    lane.record()
    frame = BatchFrame(lane.batch())
    other = str(pyrage.x25519.Identity.generate().to_public())
    whole = sealed(registry, frame)
    for item in (b"no age file", whole[:-1], sealed(registry, frame, to=[other])):
        answer = hub.post(routes.RELAY, item, routes.OCTETS)
        assert (answer.status_code, answer.json["type"]) == (422, "/problems/invalid")
    assert departed(registry) == 0


def test_an_item_has_its_bounds(registry: Registry, lane: Lane, hub: Lane) -> None:
    for size, status in ((limits.RELAY_BODY, 422), (limits.RELAY_BODY + 1, 413)):
        assert hub.post(routes.RELAY, bytes(size), routes.OCTETS).status_code == status
    assert hub.post(routes.RELAY_HAVE, bytes(limits.RELAY_HAVE_BODY + 1)).status_code == 413
    assert hub.post(routes.MOVEMENTS, bytes(limits.MOVEMENTS_BODY + 1)).status_code == 413
    lane.record()
    frames = [BatchFrame(b"")] * limits.RELAY_JOURNALS
    item = sealed(registry, BatchFrame(lane.batch()), *frames)
    assert hub.post(routes.RELAY, item, routes.OCTETS).status_code == 422
    assert departed(registry) == 1  # what came before may be used


def test_a_bomb_is_stopped(registry: Registry, hub: Lane) -> None:
    rows = RowsFrame("movement", 1, ((bytes(900_000),),))
    answer = hub.post(routes.RELAY, sealed(registry, *[rows] * 20), routes.OCTETS)
    assert answer.status_code == 422


def test_a_registry_without_its_inbox_says_so(registry: Registry, lane: Lane, hub: Lane) -> None:
    lane.record()
    item = sealed(registry, BatchFrame(lane.batch()))
    relays = Relays(
        engine=registry.engine,
        frames=registry.frames,
        ingest=registry.services.ingest,
        identities=(),
        clock=registry.clock,
    )
    registry.client = falcon.testing.TestClient(
        create_app(replace(registry.services, relays=relays))
    )
    answer = hub.post(routes.RELAY, item, routes.OCTETS)
    assert (answer.status_code, answer.json["type"]) == (403, "/problems/no-inbox")
    assert have(hub, journal(lane)) == (ReachedJournal(journal(lane), 0),)
