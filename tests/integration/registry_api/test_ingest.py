"""Movements in: each once, none lost, nothing that stops the rest."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from checkpoint_app.credential.batch import sign_batch
from checkpoint_app.credential.movement_bytes import chain_hash, encode_movement
from checkpoint_app.domain.movement import MovementKind
from checkpoint_app.domain.permit import permit_number_from_serial
from sync.protocol import routes
from tests.integration.registry_api.world import NOON, Lane, Registry


def departures(registry: Registry) -> int:
    return registry.counts()["total"]["departed"]  # type: ignore[index, no-any-return]


@pytest.mark.requirement("C3")
def test_a_batch_is_acknowledged_up_to_its_last_movement(registry: Registry, lane: Lane) -> None:
    for _ in range(5):
        lane.record()
    receipt = lane.send()
    assert (receipt.device, receipt.epoch, receipt.sequence) == (lane.device_id, lane.epoch, 5)
    assert receipt.chain_hash == chain_hash(lane.movements[-1])
    assert receipt.registry_epoch == registry.identity.epoch
    assert receipt.issued == NOON
    assert departures(registry) == 5


@pytest.mark.requirement("C3")
def test_the_same_batch_again_changes_nothing_and_gets_the_same_receipt(
    registry: Registry, lane: Lane
) -> None:
    lane.record()
    lane.record(MovementKind.REFERRED)
    first = lane.send()
    before = registry.rows("movement")
    assert lane.send() == first
    assert lane.send(1, 1) == first
    assert registry.rows("movement") == before
    assert registry.rows("quarantine") == registry.rows("movement_fork") == []


@pytest.mark.requirement("C3")
def test_a_gap_holds_the_receipt_back_until_it_is_filled(registry: Registry, lane: Lane) -> None:
    for _ in range(7):
        lane.record()
    assert lane.send(5, 7).sequence == 0
    assert lane.receipt().status_code == 404
    assert lane.send(1, 2).sequence == 2
    receipt = lane.send(3, 4)
    assert receipt.sequence == 7
    assert receipt.chain_hash == chain_hash(lane.movements[-1])
    assert lane.checked(lane.receipt().content) == receipt
    assert departures(registry) == 7
    assert registry.rows("quarantine") == []


@pytest.mark.requirement("C3")
def test_a_long_run_behind_a_gap_is_acknowledged_at_once(registry: Registry, lane: Lane) -> None:
    for _ in range(1200):
        lane.record()
    for first in range(2, 1201, 200):
        lane.send(first, min(first + 199, 1200))
    assert lane.send(1, 1).sequence == 1200


@pytest.mark.requirement("C3")
def test_another_movement_under_a_taken_sequence_is_a_fork_and_kept(
    registry: Registry, lane: Lane, caplog: pytest.LogCaptureFixture
) -> None:
    lane.record()
    told = lane.record()
    receipt = lane.send()
    lane.movements[1] = encode_movement(replace(told, kind=MovementKind.REFUSED))
    assert lane.send() == receipt  # the first is what the registry holds
    assert lane.send() == receipt
    forks = registry.rows("movement_fork")
    assert len(forks) == 1
    assert lane.movements[1] in forks[0]
    assert registry.counts()["forks"] == 1
    assert departures(registry) == 2
    assert "FORK" in caplog.text
    assert [row[3] for row in registry.rows("audit")].count("movement.fork") == 1


@pytest.mark.requirement("C3")
@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "unreadable"),
        (b"\xff" * 40, "unreadable"),
        (os.urandom(900), "unreadable"),
    ],
)
def test_what_cannot_be_read_is_set_aside_and_stops_nothing(
    registry: Registry, lane: Lane, body: bytes, reason: str
) -> None:
    lane.record()
    lane.movements.append(body)
    lane.record()
    receipt = lane.send()
    assert receipt.sequence == 3
    assert receipt.chain_hash == chain_hash(lane.movements[-1])
    assert departures(registry) == 2
    assert [row[6] for row in registry.rows("quarantine")] == [reason]
    assert lane.send() == receipt
    assert registry.counts()["quarantined"] == 1


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"sequence": 9}, "misplaced"),
        ({"epoch": bytes(16)}, "misplaced"),
        ({"port": 12}, "other-port"),
        ({"at": datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)}, "no-such-time"),
    ],
)
def test_a_movement_that_contradicts_its_batch_is_set_aside(
    registry: Registry, lane: Lane, change: dict[str, object], reason: str
) -> None:
    lane.record()
    lane.record(**change)
    lane.record()
    assert lane.send().sequence == 3
    assert [row[6] for row in registry.rows("quarantine")] == [reason]
    assert departures(registry) == 2


def test_a_broken_chain_is_flagged_and_counted_all_the_same(registry: Registry, lane: Lane) -> None:
    lane.record()
    lane.record(previous=b"\1" * 32)
    assert lane.send().sequence == 2
    assert [row[6] for row in registry.rows("quarantine")] == ["chain-broken"]
    assert departures(registry) == 2
    lane.send()
    assert len(registry.rows("quarantine")) == 1


def test_a_chain_break_shows_however_the_batches_came(registry: Registry, lane: Lane) -> None:
    lane.record()
    lane.record(previous=b"\1" * 32)
    lane.send(2, 2)
    assert registry.rows("quarantine") == []
    assert lane.send(1, 1).sequence == 2
    assert [row[6] for row in registry.rows("quarantine")] == ["chain-broken"]


def test_a_movement_named_twice_is_counted_once(registry: Registry, lane: Lane) -> None:
    first = lane.record()
    lane.record(movement_id=first.movement_id)
    lane.send()
    assert departures(registry) == 1
    assert [row[6] for row in registry.rows("quarantine")] == ["movement-id-taken"]


@pytest.mark.requirement("C4")
@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_an_annulled_movement_is_taken_out_whichever_came_first(
    registry: Registry, lane: Lane, order: tuple[int, int]
) -> None:
    target = lane.record()
    lane.record(MovementKind.ANNULLED, annuls=target.movement_id)
    for sequence in order:
        lane.send(sequence, sequence)
    counts = registry.counts()
    assert departures(registry) == 0
    assert counts["annulled"] == 1
    assert counts["quarantined"] == 0


def test_an_annulment_in_a_new_journal_reaches_back(registry: Registry, lane: Lane) -> None:
    target = lane.record()
    old_epoch, old_movements = lane.epoch, lane.movements
    lane.epoch, lane.movements = os.urandom(16), []
    lane.record(MovementKind.ANNULLED, annuls=target.movement_id)
    lane.send()
    assert registry.counts()["quarantined"] == 1
    lane.epoch, lane.movements = old_epoch, old_movements
    lane.send()
    assert departures(registry) == 0
    assert registry.counts()["quarantined"] == 0


def test_another_device_annuls_nothing_of_this_one(registry: Registry, lane: Lane) -> None:
    target = lane.record()
    lane.send()
    other = Lane(registry, lane="2")
    other.record(MovementKind.ANNULLED, annuls=target.movement_id)
    other.send()
    assert departures(registry) == 1


@pytest.mark.requirement("C3")
def test_two_conflicting_departures_are_both_kept(registry: Registry, lane: Lane) -> None:
    other = Lane(registry, "SGA-SEA")
    lane.record(permit=permit_number_from_serial(123456789012))
    other.record(permit=permit_number_from_serial(123456789012))
    lane.send()
    other.send()
    counts = registry.counts()
    assert departures(registry) == 2
    assert counts["conflicts"] == 1


def test_a_batch_of_another_device_is_refused_whole(registry: Registry, lane: Lane) -> None:
    other = Lane(registry, lane="2")
    other.record()
    body = other.batch()
    assert lane.post(routes.MOVEMENTS, body).json["type"] == "/problems/batch-refused"
    lane.record()
    claimed = sign_batch(lane.keys.batch, other.device_id, lane.epoch, 1, lane.movements)
    assert lane.post(routes.MOVEMENTS, claimed).status_code == 422
    assert departures(registry) == 0


def test_movements_are_counted_on_their_cairo_day(registry: Registry, lane: Lane) -> None:
    midnight = datetime(2026, 3, 4, 22, 0, tzinfo=UTC)
    lane.record(at=midnight - timedelta(milliseconds=1))
    lane.record(at=midnight)
    lane.send()
    assert registry.counts("2026-03-04")["hours"][0]["hour"] == 23  # type: ignore[index]
    assert registry.counts("2026-03-05")["hours"][0]["hour"] == 0  # type: ignore[index]
    assert departures(registry) == 1
