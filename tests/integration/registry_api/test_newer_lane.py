"""A lane one version ahead of the registry: it is heard, nothing it sends is lost."""

from __future__ import annotations

import json

import pyrage
import pytest

from checkpoint_app.credential import canonical
from checkpoint_app.credential.batch import sign_batch
from checkpoint_app.credential.movement_bytes import chain_hash
from checkpoint_app.domain.movement import MovementKind
from checkpoint_app.errors import ProtocolError
from sync.bundle.departures_file import BatchFrame, LaterFrame, open_departures, read_departures
from sync.protocol import routes
from sync.protocol.holdings import HOLDING_LIMIT, Holding, decode_holding, encode_holding
from sync.trust.pack import PackHeader, PackKind
from sync.trust.packing import pack, seal
from tests.integration.registry_api.world import NOON, Lane, Registry

pytestmark = pytest.mark.requirement("C3")


def of_format_2(body: bytes) -> bytes:
    """A movement as a later program would write it: another number, one field more."""
    row = canonical.decode(body, limit=1024)
    assert isinstance(row, list)
    return canonical.encode([2, *row[1:], "later"])


def departures(registry: Registry) -> int:
    return registry.counts()["total"]["departed"]  # type: ignore[index, no-any-return]


def test_requests_may_say_more_than_this_registry_knows(registry: Registry, lane: Lane) -> None:
    code = registry.enrolment.issue_code(lane.port, "2")
    request = lane.keys.__class__().request(code) | {"formats": [1, 2], "camera": {"lines": 1080}}
    enrolled = registry.client.simulate_post(routes.ENROLMENTS, json=request)
    assert enrolled.status_code == 201
    body = json.dumps({"permit": 1000000079197, "nonce": "00" * 16, "why": "later"}).encode()
    assert lane.post(routes.REFRESH, body, routes.JSON).status_code == 200


def test_the_registry_says_which_formats_it_speaks(registry: Registry) -> None:
    for path in (routes.NONCE, routes.HEALTH):
        assert registry.client.simulate_get(path).json["formats"] == [1]


@pytest.mark.parametrize("said", [None, "1", "1, 2", "2", "nonsense"])
def test_a_lane_of_any_age_is_answered_in_a_format_that_both_read(
    registry: Registry, lane: Lane, said: str | None
) -> None:
    lane.record()
    lane.send()
    path = routes.receipt_of(lane.epoch)
    headers = lane.headers("GET", path) | ({routes.FORMATS_HEADER: said} if said else {})
    answer = registry.client.simulate_get(path, headers=headers)
    assert (answer.status_code, answer.headers[routes.FORMATS_HEADER]) == (200, "1")


def test_a_movement_of_a_later_format_is_acknowledged_and_kept(
    registry: Registry, lane: Lane
) -> None:
    lane.record()
    lane.record()
    lane.movements[1] = of_format_2(lane.movements[1])
    lane.record()
    receipt = lane.send()
    assert (receipt.sequence, receipt.chain_hash) == (3, chain_hash(lane.movements[2]))
    assert departures(registry) == 2
    kept = [row[7] for row in registry.rows("quarantine")]
    assert kept == [lane.movements[1]]
    assert lane.send() == receipt
    assert len(registry.rows("quarantine")) == 1


def test_a_batch_of_a_later_format_stays_with_the_lane(registry: Registry, lane: Lane) -> None:
    lane.record()
    payload = [2, lane.device_id, lane.epoch, 1, list(lane.movements), "later"]
    envelope = lane.keys.batch.sign_envelope(canonical.encode(payload))
    answer = lane.post(routes.MOVEMENTS, envelope)
    assert answer.json["type"] == "/problems/newer-format"
    assert lane.receipt().status_code == 404
    assert lane.send().sequence == 1
    assert departures(registry) == 1


def aside(registry: Registry, lane: Lane, first: int = 1) -> None:
    """Set what the lane recorded from ``first`` on aside, as a registry did that could not read it
    yet: today's program reads what was sent as noise then."""
    with registry.engine.begin() as connection:
        for sequence, body in enumerate(lane.movements[first - 1 :], first):
            connection.exec_driver_sql(
                "UPDATE quarantine SET body = ?, chain_hash = ? WHERE sequence = ?",
                (body, chain_hash(body), sequence),
            )


def sent_unread(registry: Registry, lane: Lane) -> None:
    """The registry took in this lane's movements when it could read none of them."""
    noise = [of_format_2(body) for body in lane.movements]
    lane.post(routes.MOVEMENTS, sign_batch(lane.keys.batch, lane.device_id, lane.epoch, 1, noise))
    assert len(registry.rows("quarantine")) == len(noise)
    aside(registry, lane)


def test_an_updated_registry_counts_what_it_had_set_aside_once(
    registry: Registry, lane: Lane
) -> None:
    for _ in range(3):
        lane.record()
    sent_unread(registry, lane)
    assert departures(registry) == 0
    assert registry.services.ingest.reread() == 3
    assert registry.rows("quarantine") == []
    assert departures(registry) == 3
    assert registry.services.ingest.reread() == 0
    assert lane.send().sequence == 3
    assert departures(registry) == 3


def test_what_still_cannot_be_read_stays(registry: Registry, lane: Lane) -> None:
    lane.record()
    lane.movements[0] = of_format_2(lane.movements[0])
    lane.send()
    before = registry.rows("quarantine")
    assert registry.services.ingest.reread() == 0
    assert registry.rows("quarantine") == before


def test_an_annulment_read_late_takes_effect(registry: Registry, lane: Lane) -> None:
    target = lane.record()
    lane.record(MovementKind.ANNULLED, annuls=target.movement_id)
    sent_unread(registry, lane)
    assert registry.services.ingest.reread() == 2
    assert departures(registry) == 0
    assert registry.counts()["annulled"] == 1


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"port": 9}, "other-port"),
        ({"sequence": 9}, "misplaced"),
        ({"previous": b"\1" * 32}, "chain-broken"),
    ],
)
def test_what_is_wrong_with_a_movement_is_told_once_it_is_read(
    registry: Registry, lane: Lane, values: dict[str, object], reason: str
) -> None:
    lane.record(**values)  # type: ignore[arg-type]  # fields of a movement
    sent_unread(registry, lane)
    assert registry.services.ingest.reread() == (reason == "chain-broken")
    assert [row[6] for row in registry.rows("quarantine")] == [reason]


def test_a_later_lane_s_departures_by_stick_are_taken_as_by_line(
    registry: Registry, lane: Lane
) -> None:
    for _ in range(3):
        lane.record()
    lane.movements[1] = of_format_2(lane.movements[1])
    inbox = pyrage.x25519.Identity.generate()
    frames = [["batch", lane.batch()], ["later", b"what nobody knows yet"]]
    header = PackHeader(PackKind.DEPARTURES, lane.port, 1)
    carried = seal(pack(header, frames), [str(inbox.to_public())])
    _, read = read_departures(open_departures(carried, [str(inbox)]))
    batch, later = read
    assert isinstance(batch, BatchFrame)
    assert isinstance(later, LaterFrame)
    device = registry.register.by_batch_kid(lane.keys.batch.kid)
    assert device is not None
    tally = registry.services.ingest.count(device, batch.envelope)
    assert (tally.new, tally.aside) == (2, 1)
    assert lane.send().sequence == 3
    assert departures(registry) == 2


def test_a_statement_of_a_later_lane_is_read() -> None:
    held = Holding("lane-1", 1, 2, NOON, 3, 4, 5, NOON, formats=(1, 2))
    row = canonical.decode(encode_holding(held), limit=HOLDING_LIMIT)
    assert isinstance(row, list)
    assert decode_holding(canonical.encode([*row, None, None, {"later": 1}])) == held
    with pytest.raises(ProtocolError) as refused:
        decode_holding(canonical.encode([2, *row[1:]]))
    assert refused.value.key == "trust.newer_format"
