"""What lanes say that they hold, over the line."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from sync.protocol import routes
from sync.protocol.holdings import Holding, encode_holding
from sync.registry.db import schema
from sync.registry.db.open import reading
from tests.integration.registry_api.world import NOON, Lane, Registry


def held(lane: Lane, **changes: object) -> Holding:
    said = Holding(
        device_id=lane.device_id,
        root=1,
        timestamp=7,
        issued=NOON - timedelta(minutes=1),
        generation=3,
        state=5,
        pending=2,
        at=NOON,
        notices=(bytes(32),),
    )
    return replace(said, **changes)  # type: ignore[arg-type]


def kept(registry: Registry) -> list[tuple[object, ...]]:
    table = schema.holding.c
    wanted = select(table.device_id, table.timestamp_version, table.pending, table.notices)
    with reading(registry.engine) as connection:
        return [tuple(row) for row in connection.execute(wanted)]


def test_the_newest_word_of_a_device_is_kept(registry: Registry, lane: Lane) -> None:
    answer = lane.post(routes.HOLDINGS, encode_holding(held(lane)))
    assert (answer.status_code, answer.headers["content-type"]) == (200, routes.CBOR)
    assert routes.NONCE_HEADER.lower() in {name.lower() for name in answer.headers}
    assert kept(registry) == [(lane.device_id, 7, 2, bytes(32))]
    lane.post(routes.HOLDINGS, encode_holding(held(lane, timestamp=8, notices=())))
    lane.post(routes.HOLDINGS, encode_holding(held(lane)))  # it came late
    assert kept(registry) == [(lane.device_id, 8, 2, b"")]


def test_nobody_speaks_for_another_device(registry: Registry, lane: Lane) -> None:
    other = Lane(registry, lane="2")
    answer = lane.post(routes.HOLDINGS, encode_holding(held(other)))
    assert answer.status_code in (400, 422)
    plain = registry.client.simulate_post(
        routes.HOLDINGS, body=encode_holding(held(lane)), headers={"Content-Type": routes.CBOR}
    )
    assert plain.status_code == 401
    assert kept(registry) == []


def told(registry: Registry, lane: Lane, entry: int, mark: bytes, minute: int) -> None:
    said = held(lane, audit=(entry, mark * 32), at=NOON + timedelta(minutes=minute))
    assert lane.post(routes.HOLDINGS, encode_holding(said)).status_code == 200


def heads(registry: Registry) -> list[tuple[object, ...]]:
    return [row[1:4] for row in registry.rows("audit_head")]


def contradictions(registry: Registry) -> list[str]:
    return [str(row[5]) for row in registry.rows("audit") if row[3] == "audit.contradicts"]


@pytest.mark.requirement("C4")
def test_heads_of_an_audit_that_grows_are_kept(registry: Registry, lane: Lane) -> None:
    told(registry, lane, 4, b"d", 4)
    told(registry, lane, 2, b"b", 2)  # from a stick that was long under way
    told(registry, lane, 4, b"d", 5)
    told(registry, lane, 4, b"d", 5)
    assert heads(registry) == [
        (lane.device_id, 4, b"d" * 32),
        (lane.device_id, 2, b"b" * 32),
    ]
    assert contradictions(registry) == []


@pytest.mark.requirement("C4")
@pytest.mark.parametrize("order", [[0, 1], [1, 0]])
@pytest.mark.parametrize("second", [(4, b"x", 5), (3, b"c", 5)])
def test_a_head_that_contradicts_is_kept_and_raised_once(
    registry: Registry, lane: Lane, order: list[int], second: tuple[int, bytes, int]
) -> None:
    said = [(4, b"d", 4), second]
    for place in [*order, *order]:
        told(registry, lane, *said[place])
    assert len(heads(registry)) == 2
    assert len(set(contradictions(registry))) in (1, 2)
    assert len(contradictions(registry)) == len(set(contradictions(registry)))
    assert all("entry 4" in detail for detail in contradictions(registry))


def test_heads_of_two_devices_do_not_contradict(registry: Registry, lane: Lane) -> None:
    other = Lane(registry, lane="2")
    told(registry, lane, 4, b"d", 4)
    told(registry, other, 4, b"x", 5)
    assert contradictions(registry) == []


@pytest.mark.parametrize("body", [b"\x80", b"\xff" * 20, bytes(4096)])
def test_what_is_no_statement_is_refused(registry: Registry, lane: Lane, body: bytes) -> None:
    assert lane.post(routes.HOLDINGS, body).status_code in (400, 422)
    assert lane.post(routes.HOLDINGS, bytes(4097)).status_code == 413
    assert kept(registry) == []
