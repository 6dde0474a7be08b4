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


@pytest.mark.parametrize("body", [b"\x80", b"\xff" * 20, bytes(4096)])
def test_what_is_no_statement_is_refused(registry: Registry, lane: Lane, body: bytes) -> None:
    assert lane.post(routes.HOLDINGS, body).status_code in (400, 422)
    assert lane.post(routes.HOLDINGS, bytes(4097)).status_code == 413
    assert kept(registry) == []
